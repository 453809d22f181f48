/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger.h"

#include "model/cadet-error.h"
#include "storage/cadet-ledger-reader.h"
#include "storage/cadet-ledger-rows.h"
#include "storage/cadet-ledger-worker.h"

#include <glib/gi18n.h>

struct _CadetLedger
{
  GObject parent_instance;

  GFile *file;
  CadetLedgerWorker *worker;
  DexFuture *closing;
  guint page_limit;
};

enum
{
  PROP_0,
  PROP_FILE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetLedger, cadet_ledger, G_TYPE_OBJECT)

typedef struct
{
  char *text;
  gint64 recorded_at;
  guint limit;
} Query;

static Query *
query_new (const char *text,
           gint64      recorded_at,
           guint       limit)
{
  Query *query = g_new0 (Query, 1);

  query->text = g_strdup (text);
  query->recorded_at = recorded_at;
  query->limit = limit;

  return query;
}

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_free (query);
}

static void
row_free (gpointer data)
{
  cadet_ledger_row_free (data);
}

static gboolean
write_intent_job (CadetDatabase  *database,
                  gpointer        data,
                  GValue         *result,
                  GError        **error)
{
  return cadet_ledger_row_write_intent (data, database, error);
}

static gboolean
write_sent_job (CadetDatabase  *database,
                gpointer        data,
                GValue         *result,
                GError        **error)
{
  return cadet_ledger_row_write_sent (data, database, error);
}

static gboolean
write_outcome_job (CadetDatabase  *database,
                   gpointer        data,
                   GValue         *result,
                   GError        **error)
{
  return cadet_ledger_row_write_outcome (data, database, error);
}

static gboolean
list_job (CadetDatabase  *database,
          gpointer        data,
          GValue         *result,
          GError        **error)
{
  Query *query = data;
  GListStore *page = cadet_ledger_read_page (database, query->recorded_at, query->text,
                                             query->limit, error);

  if (page == NULL)
    return FALSE;

  g_value_init (result, G_TYPE_LIST_STORE);
  g_value_take_object (result, page);
  return TRUE;
}

static gboolean
find_job (CadetDatabase  *database,
          gpointer        data,
          GValue         *result,
          GError        **error)
{
  Query *query = data;
  CadetTask *task = cadet_ledger_read_one (database, query->text, error);

  if (task == NULL)
    return FALSE;

  g_value_init (result, CADET_TYPE_TASK);
  g_value_take_object (result, task);
  return TRUE;
}

/* The thread is started by the first call, so that a ledger nobody uses costs nothing. */
static DexFuture *
push (CadetLedger        *self,
      CadetLedgerJobKind  kind,
      CadetLedgerJobFunc  func,
      gpointer            data,
      GDestroyNotify      destroy)
{
  const char *path = g_file_peek_path (self->file);

  g_assert (CADET_IS_LEDGER (self));

  if (self->closing != NULL || path == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return dex_future_new_reject (CADET_ERROR, CADET_ERROR_STORAGE, "%s",
                                    path == NULL
                                      ? _("Cadet keeps its tasks in a file of this machine. Choose "
                                          "a local file.")
                                      : _("Cadet is closing, so its tasks are no longer read or "
                                          "written. Start it again."));
    }

  if (self->worker == NULL)
    self->worker = cadet_ledger_worker_new (path, self->page_limit);
  if (kind == CADET_LEDGER_JOB_CLOSE)
    {
      self->closing = cadet_ledger_worker_push (self->worker, kind, func, data, destroy);
      return dex_ref (self->closing);
    }

  return cadet_ledger_worker_push (self->worker, kind, func, data, destroy);
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

  return dex_future_new_take_object (g_object_ref (task));
}

static void
cadet_ledger_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CadetLedger *self = CADET_LEDGER (object);

  switch (prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_ledger_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CadetLedger *self = CADET_LEDGER (object);

  switch (prop_id)
    {
    case PROP_FILE:
      self->file = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_ledger_finalize (GObject *object)
{
  CadetLedger *self = CADET_LEDGER (object);

  if (self->worker != NULL)
    {
      /* Jobs that were pushed are still done: an outcome may be among them. */
      if (self->closing == NULL)
        self->closing = cadet_ledger_worker_push (self->worker, CADET_LEDGER_JOB_CLOSE, NULL, NULL,
                                                  NULL);
      cadet_ledger_worker_free (self->worker);
    }
  dex_clear (&self->closing);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (cadet_ledger_parent_class)->finalize (object);
}

static void
cadet_ledger_class_init (CadetLedgerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cadet_ledger_get_property;
  object_class->set_property = cadet_ledger_set_property;
  object_class->finalize = cadet_ledger_finalize;

  /**
   * CadetLedger:file:
   *
   * The database's file.
   */
  properties[PROP_FILE] =
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_ledger_init (CadetLedger *self)
{
}

/**
 * cadet_ledger_new:
 * @file: the database's file, which need not be there
 *
 * Makes a ledger. Touches nothing: the first call opens the file. Dropping the last reference
 * without [method@Ledger.close] waits for what was begun.
 *
 * Returns: (transfer full): the ledger
 */
CadetLedger *
cadet_ledger_new (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return g_object_new (CADET_TYPE_LEDGER, "file", file, NULL);
}

/**
 * cadet_ledger_dup_default_file:
 *
 * Returns: (transfer full): where Cadet keeps the user's tasks, `$XDG_DATA_HOME/cadet/ledger.db`
 */
GFile *
cadet_ledger_dup_default_file (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "cadet", "ledger.db", NULL);
}

/**
 * cadet_ledger_get_file:
 * @self: a ledger
 *
 * Returns: (transfer none): the database's file
 */
GFile *
cadet_ledger_get_file (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return self->file;
}

/**
 * cadet_ledger_set_page_limit:
 * @self: a ledger on which nothing was called yet
 * @n_pages: how many pages (4096 bytes each) the file may have, or 0 for no limit
 *
 * Makes a disk that is full beyond @n_pages. There for tests.
 */
void
cadet_ledger_set_page_limit (CadetLedger *self,
                             guint        n_pages)
{
  g_return_if_fail (CADET_IS_LEDGER (self));
  g_return_if_fail (self->worker == NULL);

  self->page_limit = n_pages;
}

/**
 * cadet_ledger_open:
 * @self: a ledger
 *
 * Opens the file, making it and its folder where they are not there, for this user only. Attempts
 * whose program has ended without an outcome become unknown; those of a Cadet that is running stay
 * as they are. Other calls do the same by themselves, also after an opening that failed.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a
 *   %CADET_ERROR_STORAGE. A file that is damaged, not ours, or a newer Cadet's is left untouched.
 */
DexFuture *
cadet_ledger_open (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return push (self, CADET_LEDGER_JOB_READ, NULL, NULL, NULL);
}

/**
 * cadet_ledger_close:
 * @self: a ledger
 *
 * Closes the file after all that was begun; later calls are rejected.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the file is closed
 */
DexFuture *
cadet_ledger_close (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  if (self->closing != NULL)
    return dex_ref (self->closing);
  if (self->worker == NULL)
    return dex_future_new_true ();

  return push (self, CADET_LEDGER_JOB_CLOSE, NULL, NULL, NULL);
}

/**
 * cadet_ledger_record_intent:
 * @self: a ledger
 * @task: what is about to be sent
 *
 * Records an attempt before a byte of it is sent. @task itself is not changed.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_intent (CadetLedger *self,
                            CadetTask   *task)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  return push (self, CADET_LEDGER_JOB_WRITE, write_intent_job, cadet_ledger_row_new (task),
               row_free);
}

/**
 * cadet_ledger_record_sent:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @number: 1 for the first try
 * @at: when it went out: UTC in ms
 * @request_headers: (nullable): the request line and headers, secrets masked
 * @request_body: (nullable): the body, secrets masked
 *
 * Records that a try goes out.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_sent (CadetLedger *self,
                          const char  *attempt,
                          guint        number,
                          gint64       at,
                          const char  *request_headers,
                          const char  *request_body)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  row = g_new0 (CadetLedgerRow, 1);
  row->attempt = g_strdup (attempt);
  row->number = number;
  row->sent_at = at;
  row->request_headers = g_strdup (request_headers);
  row->request_body = g_strdup (request_body);

  return push (self, CADET_LEDGER_JOB_WRITE, write_sent_job, row, row_free);
}

/**
 * cadet_ledger_record_outcome:
 * @self: a ledger
 * @task: the task, with its reply where one came
 * @outcome: what became of it
 * @answered_at: when that was known: UTC in ms
 *
 * Records an outcome before it is shown; @task does not have it yet and is not changed. An attempt
 * whose intent was not recorded is recorded with its outcome. Of a reply over 1 MiB the beginning
 * is kept, and the size of the whole.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_outcome (CadetLedger  *self,
                             CadetTask    *task,
                             CadetOutcome *outcome,
                             gint64        answered_at)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_OUTCOME (outcome), NULL);

  row = cadet_ledger_row_new (task);
  row->outcome = g_object_ref (outcome);
  row->answered_at = answered_at;

  return push (self, CADET_LEDGER_JOB_WRITE, write_outcome_job, row, row_free);
}

/**
 * cadet_ledger_list:
 * @self: a ledger
 * @before_recorded_at: the [property@Task:recorded-at] of the last task of the page before, or 0
 * @before_attempt: (nullable): its [property@Task:attempt]
 * @limit: how many at most
 *
 * Reads a page of attempts, newest first. The tasks have no request and no reply; these are loaded
 * by [method@Ledger.load_details].
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of new #CadetTask objects,
 *   empty at the end, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_list (CadetLedger *self,
                   gint64       before_recorded_at,
                   const char  *before_attempt,
                   guint        limit)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return push (self, CADET_LEDGER_JOB_READ, list_job,
               query_new (before_attempt, before_recorded_at, limit), query_free);
}

/**
 * cadet_ledger_find:
 * @self: a ledger
 * @attempt_or_task_id: an attempt's ID, its first 8 characters or more, or a task ID
 *
 * Reads one attempt with all that is known, request and reply included. Of several attempts with
 * one task ID, as two services may give it, the newest is meant.
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

  return push (self, CADET_LEDGER_JOB_READ, find_job, query_new (attempt_or_task_id, 0, 0),
               query_free);
}

/**
 * cadet_ledger_load_details:
 * @self: a ledger
 * @task: a task of [method@Ledger.list]
 *
 * Loads the request and the reply of @task into it.
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
