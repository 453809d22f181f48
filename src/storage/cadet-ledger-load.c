/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-load.h"

#include "storage/cadet-ledger-statement.h"

#include <glib/gi18n.h>

/* In the order of CADET_LEDGER_LIST_COLUMNS and CADET_LEDGER_ALL_COLUMNS. What attempts and
 * executions have in common stands in the same order in both. */
enum
{
  UUID,
  RECORDED_AT,
  SENT_AT,
  ANSWERED_AT,
  OUTCOME,
  TASK_ID,
  HTTP_STATUS,
  CODE,
  MESSAGE,
  REQUEST_ID,
  RECOMMEND,
  OWNER,
  PROFILE_ID,
  PROFILE_NAME,
  ENDPOINT,
  NAME,
  PROCESS_ID,
  APP_ID,
  TEMPLATE,
  PREVIOUS,
  NOTE,
  RESOLUTION,
  FOUND_TASK_ID,
  FOLLOWED,
  REPORT,
  VARIABLES = REPORT + 9,
  EXECUTION,
  REQUEST_HEADERS = EXECUTION + ENDPOINT + 1,
  REQUEST_BODY,
  REPLY_HEADERS,
  REPLY_BODY,
  EXECUTION_REQUEST_HEADERS,
  EXECUTION_REQUEST_BODY,
  EXECUTION_REPLY_HEADERS,
  EXECUTION_REPLY_BODY,
  N_COLUMNS,
};

/* In the order of CADET_LEDGER_REPORT_COLUMNS. */
enum
{
  REPORT_TASK_ID,
  REPORT_NAME,
  REPORT_PROCESS_ID,
  REPORT_APP_ID,
  REPORT_INSTANCE_IDS,
  REPORT_STATUS,
  REPORT_ERROR_MESSAGE,
  REPORT_CREATED_AT,
  REPORT_SEEN_AT,
};

static gboolean
is_null (sqlite3_stmt *statement,
         int           column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL;
}

/* @first is the column of the UUID, @interrupted what to say where the program ended too soon. */
static CadetOutcome *
load_outcome (CadetDatabase *database,
              sqlite3_stmt  *statement,
              int            first,
              const char    *interrupted)
{
  CadetOwnerLock *lock = cadet_database_get_owner (database);
  CadetOutcomeKind kind = CADET_OUTCOME_UNKNOWN;
  const char *nick = cadet_ledger_get_text (statement, first + OUTCOME);
  const char *message = cadet_ledger_get_text (statement, first + MESSAGE);

  if (nick == NULL
      && cadet_owner_lock_is_held (lock, cadet_ledger_get_text (statement, first + OWNER)))
    return NULL;

  /* An end without a word proves nothing. */
  if (nick == NULL || !cadet_outcome_kind_from_nick (nick, &kind))
    kind = CADET_OUTCOME_UNKNOWN;
  if (message == NULL && kind == CADET_OUTCOME_UNKNOWN)
    message = interrupted;

  return g_object_new (CADET_TYPE_OUTCOME,
                       "kind", kind,
                       "task-id", (gint64) sqlite3_column_int64 (statement, first + TASK_ID),
                       "http-status", (guint) sqlite3_column_int64 (statement, first + HTTP_STATUS),
                       "code", cadet_ledger_get_text (statement, first + CODE),
                       "message", message,
                       "request-id", cadet_ledger_get_text (statement, first + REQUEST_ID),
                       "recommend", cadet_ledger_get_text (statement, first + RECOMMEND),
                       NULL);
}

static GBytes *
load_bytes (sqlite3_stmt *statement,
            int           column)
{
  if (is_null (statement, column))
    return NULL;

  return g_bytes_new (sqlite3_column_blob (statement, column),
                      sqlite3_column_bytes (statement, column));
}

static CadetExecution *
load_execution (CadetDatabase *database,
                sqlite3_stmt  *statement,
                gboolean       whole)
{
  CadetExecution *execution;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (GBytes) body = NULL;
  gint64 sent_at = sqlite3_column_int64 (statement, EXECUTION + SENT_AT);

  execution = cadet_execution_new (cadet_ledger_get_text (statement, EXECUTION + UUID),
                                   cadet_ledger_get_text (statement, UUID),
                                   sqlite3_column_int64 (statement, EXECUTION + TASK_ID),
                                   cadet_ledger_get_text (statement, EXECUTION + PROFILE_ID),
                                   cadet_ledger_get_text (statement, EXECUTION + PROFILE_NAME),
                                   cadet_ledger_get_text (statement, EXECUTION + ENDPOINT),
                                   sqlite3_column_int64 (statement, EXECUTION + RECORDED_AT));
  if (whole)
    {
      body = load_bytes (statement, EXECUTION_REPLY_BODY);
      cadet_execution_set_sent (execution, sent_at,
                                cadet_ledger_get_text (statement, EXECUTION_REQUEST_HEADERS),
                                cadet_ledger_get_text (statement, EXECUTION_REQUEST_BODY));
      cadet_execution_set_reply (execution,
                                 cadet_ledger_get_text (statement, EXECUTION_REPLY_HEADERS), body);
    }
  else
    {
      cadet_execution_set_sent (execution, sent_at, NULL, NULL);
    }

  outcome = load_outcome (database, statement, EXECUTION,
                          _("Cadet ended before a reply came, so nothing proves whether the task "
                            "is being executed. Look in the console before you execute it again."));
  if (outcome != NULL)
    cadet_execution_set_outcome (execution, outcome,
                                 sqlite3_column_int64 (statement, EXECUTION + ANSWERED_AT));

  return execution;
}

static void
load_whole (CadetTask    *task,
            sqlite3_stmt *statement)
{
  g_autoptr (GBytes) body = load_bytes (statement, REPLY_BODY);

  cadet_task_set_request (task, cadet_ledger_get_text (statement, REQUEST_HEADERS),
                          cadet_ledger_get_text (statement, REQUEST_BODY));
  cadet_task_set_reply (task, cadet_ledger_get_text (statement, REPLY_HEADERS), body);
}

static void
load_resolution (CadetTask    *task,
                 sqlite3_stmt *statement)
{
  const char *nick = cadet_ledger_get_text (statement, RESOLUTION);
  gint64 found = sqlite3_column_int64 (statement, FOUND_TASK_ID);

  if (g_strcmp0 (nick, "found") == 0 && found > 0)
    cadet_task_set_resolution (task, CADET_TASK_FOUND, found);
  else if (g_strcmp0 (nick, "not-there") == 0)
    cadet_task_set_resolution (task, CADET_TASK_NOT_THERE, 0);
}

/**
 * cadet_ledger_load_report: (skip)
 * @statement: a statement on a row
 * @first: the column where %CADET_LEDGER_REPORT_COLUMNS begin
 *
 * Returns: (transfer full) (nullable): what the service said of the task last
 */
CadetTaskReport *
cadet_ledger_load_report (sqlite3_stmt *statement,
                          int           first)
{
  g_return_val_if_fail (statement != NULL, NULL);

  if (is_null (statement, first + REPORT_SEEN_AT))
    return NULL;

  return cadet_task_report_new (sqlite3_column_int64 (statement, first + REPORT_TASK_ID),
                                cadet_ledger_get_text (statement, first + REPORT_NAME),
                                cadet_ledger_get_text (statement, first + REPORT_PROCESS_ID),
                                cadet_ledger_get_text (statement, first + REPORT_APP_ID),
                                cadet_ledger_get_text (statement, first + REPORT_INSTANCE_IDS),
                                cadet_ledger_get_text (statement, first + REPORT_STATUS),
                                cadet_ledger_get_text (statement, first + REPORT_ERROR_MESSAGE),
                                sqlite3_column_int64 (statement, first + REPORT_CREATED_AT),
                                sqlite3_column_int64 (statement, first + REPORT_SEEN_AT));
}

/**
 * cadet_ledger_load_task: (skip)
 * @database: an open database
 * @statement: a statement on a row of %CADET_LEDGER_LIST_COLUMNS or %CADET_LEDGER_ALL_COLUMNS
 *
 * Returns: (transfer full): the attempt of the row
 */
CadetTask *
cadet_ledger_load_task (CadetDatabase *database,
                        sqlite3_stmt  *statement)
{
  gboolean whole;
  CadetTask *task;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (CadetExecution) execution = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (statement != NULL, NULL);

  whole = sqlite3_column_count (statement) == N_COLUMNS;
  task = cadet_task_new (cadet_ledger_get_text (statement, UUID),
                         cadet_ledger_get_text (statement, PROFILE_ID),
                         cadet_ledger_get_text (statement, PROFILE_NAME),
                         cadet_ledger_get_text (statement, ENDPOINT),
                         cadet_ledger_get_text (statement, NAME),
                         cadet_ledger_get_text (statement, PROCESS_ID),
                         cadet_ledger_get_text (statement, APP_ID),
                         cadet_ledger_get_text (statement, VARIABLES),
                         sqlite3_column_int64 (statement, RECORDED_AT));
  cadet_task_set_recorded (task, TRUE);
  cadet_task_set_template (task, cadet_ledger_get_text (statement, TEMPLATE));
  cadet_task_set_previous (task, cadet_ledger_get_text (statement, PREVIOUS));
  cadet_task_set_note (task, cadet_ledger_get_text (statement, NOTE));
  cadet_task_set_followed (task, sqlite3_column_int (statement, FOLLOWED) != 0);
  load_resolution (task, statement);
  if (!is_null (statement, SENT_AT))
    cadet_task_set_sent_at (task, sqlite3_column_int64 (statement, SENT_AT));

  outcome = load_outcome (database, statement, UUID,
                          _("Cadet ended before a reply came, so nothing proves whether the task "
                            "was created. Look in the console before you create it again."));
  if (outcome != NULL)
    cadet_task_set_outcome (task, outcome, sqlite3_column_int64 (statement, ANSWERED_AT));

  report = cadet_ledger_load_report (statement, REPORT);
  if (report != NULL)
    cadet_task_set_report (task, report);
  if (!is_null (statement, EXECUTION + UUID))
    execution = load_execution (database, statement, whole);
  if (execution != NULL)
    cadet_task_set_execution (task, execution);
  if (whole)
    load_whole (task, statement);

  return task;
}

/**
 * cadet_ledger_load_tasks: (skip)
 * @database: an open database
 * @statement: a statement, of whose rows none was read
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): #CadetTask objects, or %NULL with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_load_tasks (CadetDatabase  *database,
                         sqlite3_stmt   *statement,
                         GError        **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store;
  gboolean row = FALSE;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (statement != NULL, NULL);

  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (tasks, cadet_ledger_load_task (database, statement));
    }
  while (row);

  store = g_list_store_new (CADET_TYPE_TASK);
  g_list_store_splice (store, 0, 0, tasks->pdata, tasks->len);

  return store;
}

/**
 * cadet_ledger_load_events: (skip)
 * @database: an open database
 * @attempt: an attempt's ID
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): its history, #CadetEvent objects, the oldest first, or %NULL
 *   with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_load_events (CadetDatabase  *database,
                          const char     *attempt,
                          GError        **error)
{
  g_autoptr (GListStore) events = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  statement = cadet_database_prepare (database,
                                      "SELECT kind, at, try, detail ->> '$.outcome',"
                                      " detail ->> '$.httpStatus', detail ->> '$.text' FROM"
                                      " (SELECT id, kind, at, try,"
                                      " CASE WHEN json_valid (detail) THEN detail END AS detail"
                                      " FROM events WHERE attempt = ?1) ORDER BY id",
                                      error);
  if (statement == NULL)
    return NULL;

  cadet_ledger_bind_text (statement, 1, attempt);
  events = g_list_store_new (CADET_TYPE_EVENT);
  do
    {
      CadetEventKind kind = CADET_EVENT_RECORDED;

      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row && cadet_event_kind_from_nick (cadet_ledger_get_text (statement, 0), &kind))
        {
          g_autoptr (CadetEvent) event =
            cadet_event_new (kind, sqlite3_column_int64 (statement, 1),
                             (guint) sqlite3_column_int64 (statement, 2),
                             cadet_ledger_get_text (statement, 3),
                             (guint) sqlite3_column_int64 (statement, 4),
                             cadet_ledger_get_text (statement, 5));

          g_list_store_append (events, event);
        }
    }
  while (row);

  return g_steal_pointer (&events);
}
