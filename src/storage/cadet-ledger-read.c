/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-private.h"

#include "storage/cadet-ledger-page.h"
#include "storage/cadet-ledger-reader.h"

/* What the ledger is asked. */

typedef struct
{
  char *text;
  char *other;
  gint64 time;
} Query;

static Query *
query_new (const char *text)
{
  Query *query = g_new0 (Query, 1);

  query->text = g_strdup (text);

  return query;
}

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_free (query->other);
  g_free (query);
}

/* Takes @object, which is NULL after an error. */
static gboolean
take_object (GValue   *result,
             gpointer  object)
{
  if (object == NULL)
    return FALSE;

  g_value_init (result, G_OBJECT_TYPE (object));
  g_value_take_object (result, object);
  return TRUE;
}

static void
page_free (gpointer data)
{
  cadet_ledger_page_free (data);
}

static gboolean
list_job (CadetDatabase  *database,
          gpointer        data,
          GValue         *result,
          GError        **error)
{
  GListStore *tasks = NULL;

  if (!cadet_ledger_page_read (data, database, &tasks, error))
    return FALSE;

  if (tasks == NULL)
    cadet_database_set_unfinished (database);
  else
    take_object (result, tasks);
  return TRUE;
}

static gboolean
list_choices_job (CadetDatabase  *database,
                  gpointer        data,
                  GValue         *result,
                  GError        **error)
{
  Query *query = data;

  return take_object (result, cadet_ledger_read_choices (database, query->text, error));
}

static gboolean
list_followed_job (CadetDatabase  *database,
                   gpointer        data,
                   GValue         *result,
                   GError        **error)
{
  return take_object (result, cadet_ledger_read_followed (database, error));
}

static gboolean
find_similar_job (CadetDatabase  *database,
                  gpointer        data,
                  GValue         *result,
                  GError        **error)
{
  Query *query = data;

  return take_object (result, cadet_ledger_read_similar (database, query->text, query->other,
                                                         query->time, error));
}

static gboolean
find_job (CadetDatabase  *database,
          gpointer        data,
          GValue         *result,
          GError        **error)
{
  Query *query = data;

  return take_object (result, cadet_ledger_read_one (database, query->text, error));
}

static DexFuture *
read_job (CadetLedger        *self,
          CadetLedgerJobFunc  func,
          Query              *query)
{
  return _cadet_ledger_push (self, CADET_LEDGER_JOB_READ, func, query, query_free);
}

/* Behind all that was written before, awaited or not. */
static DexFuture *
read_in_order (CadetLedger        *self,
               CadetLedgerJobFunc  func,
               Query              *query)
{
  return _cadet_ledger_push (self, CADET_LEDGER_JOB_ALONE, func, query, query_free);
}

/* The execution that is shown stays the same object. */
static void
take_execution (CadetTask *task,
                CadetTask *whole)
{
  CadetExecution *old = cadet_task_get_execution (task);
  CadetExecution *new = cadet_task_get_execution (whole);

  if (new == NULL)
    return;

  if (old == NULL || g_strcmp0 (cadet_execution_get_id (old), cadet_execution_get_id (new)) != 0)
    {
      cadet_task_set_execution (task, new);
      return;
    }

  cadet_execution_set_sent (old, cadet_execution_get_sent_at (new),
                            cadet_execution_get_request_headers (new),
                            cadet_execution_get_request_body (new));
  cadet_execution_set_reply (old, cadet_execution_get_reply_headers (new),
                             cadet_execution_get_reply_body (new));
  if (cadet_execution_get_outcome (old) == NULL && cadet_execution_get_outcome (new) != NULL)
    cadet_execution_set_outcome (old, cadet_execution_get_outcome (new),
                                 cadet_execution_get_answered_at (new));
}

/* What another Cadet has written since the task was read. */
static void
take_news (CadetTask *task,
           CadetTask *whole)
{
  CadetTaskReport *old = cadet_task_get_report (task);
  CadetTaskReport *new = cadet_task_get_report (whole);

  if (cadet_task_get_outcome (task) == NULL && cadet_task_get_outcome (whole) != NULL)
    cadet_task_set_outcome (task, cadet_task_get_outcome (whole),
                            cadet_task_get_answered_at (whole));
  if (new != NULL
      && (old == NULL || cadet_task_report_get_seen_at (new) > cadet_task_report_get_seen_at (old)))
    cadet_task_set_report (task, new);
  if (cadet_task_get_resolution (whole) != CADET_TASK_UNRESOLVED)
    cadet_task_set_resolution (task, cadet_task_get_resolution (whole),
                               cadet_task_get_resolution (whole) == CADET_TASK_FOUND
                                 ? cadet_task_get_task_id (whole)
                                 : 0);
  cadet_task_set_note (task, cadet_task_get_note (whole));
}

static DexFuture *
take_details_cb (DexFuture *future,
                 gpointer   user_data)
{
  CadetTask *task = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  CadetTask *whole = g_value_get_object (value);

  cadet_task_set_request (task, cadet_task_get_request_headers (whole),
                          cadet_task_get_request_body (whole));
  cadet_task_set_reply (task, cadet_task_get_reply_headers (whole),
                        cadet_task_get_reply_body (whole));
  take_execution (task, whole);
  take_news (task, whole);
  cadet_task_set_events (task, cadet_task_get_events (whole));

  return dex_future_new_take_object (g_object_ref (task));
}

/**
 * cadet_ledger_list:
 * @self: a ledger
 * @filter: (nullable): which attempts are meant, %NULL for all
 * @before_recorded_at: the [property@Task:recorded-at] of the last task of the page before, or 0
 * @before_attempt: (nullable): its [property@Task:attempt]
 * @limit: how many at most
 *
 * Reads a page of attempts, newest first. Those that were deleted are never among them. The tasks
 * have no request, no reply and no events; these are loaded by [method@Ledger.load_details].
 *
 * A text is looked for in names, IDs, variables, notes and messages: each of its words has to be
 * somewhere, capital letters or not, and every character stands for itself. A long search lets
 * shorter ones pass.
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of new #CadetTask objects,
 *   empty at the end, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_list (CadetLedger     *self,
                   CadetTaskFilter *filter,
                   gint64           before_recorded_at,
                   const char      *before_attempt,
                   guint            limit)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (filter == NULL || CADET_IS_TASK_FILTER (filter), NULL);

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_READ, list_job,
                             cadet_ledger_page_new (filter, before_recorded_at, before_attempt,
                                                    limit),
                             page_free);
}

/**
 * cadet_ledger_list_choices:
 * @self: a ledger
 * @field: `profile`, `process`, `app` or `template`
 *
 * Reads by which values of @field the list can be filtered.
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of up to 1,000
 *   #CadetLedgerChoice objects in the order of their IDs, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_list_choices (CadetLedger *self,
                           const char  *field)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  return read_job (self, list_choices_job, query_new (field));
}

/**
 * cadet_ledger_list_followed:
 * @self: a ledger
 *
 * Reads the attempts for which [method@Ledger.record_followed] was last called with %TRUE, behind
 * all that was written before.
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of new #CadetTask objects,
 *   newest first and as those of [method@Ledger.list], or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_list_followed (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return read_in_order (self, list_followed_job, query_new (NULL));
}

/**
 * cadet_ledger_find_similar:
 * @self: a ledger
 * @task: what is about to be created
 * @since: UTC in ms
 *
 * Reads attempts with the content of @task, other than itself, that may have made the same task
 * already: those whose outcome is unknown, and those recorded since @since of which nothing proves
 * that they made none. Those that were deleted from the list are among them. It is done behind all
 * that was written before, so that the second of two attempts of one moment finds the first.
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of new #CadetTask objects,
 *   newest first, empty where there is none, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_find_similar (CadetLedger *self,
                           CadetTask   *task,
                           gint64       since)
{
  g_autofree char *key = NULL;
  Query *query;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  key = cadet_task_dup_content_key (task);
  query = query_new (key);
  query->other = g_strdup (cadet_task_get_attempt (task));
  query->time = since;

  return read_in_order (self, find_similar_job, query);
}

/**
 * cadet_ledger_find:
 * @self: a ledger
 * @attempt_or_task_id: an attempt's ID, its first 8 characters or more, or a task ID
 *
 * Reads one attempt with all that is known: request, reply, events and last execution. Of several
 * attempts with one task ID, as two services may give it, the newest is meant. One that was deleted
 * from the list is found, too.
 *
 * Returns: (transfer full): a future that resolves to a new #CadetTask, or rejects with a
 *   %CADET_ERROR_NOT_FOUND, a %CADET_ERROR_INVALID where several attempts begin so, or a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_find (CadetLedger *self,
                   const char  *attempt_or_task_id)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt_or_task_id != NULL, NULL);

  return read_job (self, find_job, query_new (attempt_or_task_id));
}

/**
 * cadet_ledger_load_details:
 * @self: a ledger
 * @task: a task of [method@Ledger.list]
 *
 * Loads the request, the reply, the events and the last execution of @task into it, and what
 * another Cadet may have written of it since.
 *
 * Returns: (transfer full): a future that resolves to @task, or rejects as [method@Ledger.find]
 *   does
 */
DexFuture *
cadet_ledger_load_details (CadetLedger *self,
                           CadetTask   *task)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  return dex_future_then (cadet_ledger_find (self, cadet_task_get_attempt (task)),
                          take_details_cb, g_object_ref (task), g_object_unref);
}
