/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-rows.h"
#include "storage/cadet-ledger-statement.h"

/* Orders to execute a task, which are recorded as attempts are. */

static gboolean
insert_execution (CadetLedgerRow  *self,
                  CadetDatabase   *database,
                  GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "INSERT INTO executions (uuid, attempt, recorded_at, owner,"
                                      " profile_id, profile_name, endpoint, task_id)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                      " ON CONFLICT (uuid) DO NOTHING",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->execution);
  cadet_ledger_bind_text (statement, 2, self->attempt);
  sqlite3_bind_int64 (statement, 3, self->recorded_at);
  cadet_ledger_bind_text (statement, 4,
                          cadet_owner_lock_get_name (cadet_database_get_owner (database)));
  cadet_ledger_bind_text (statement, 5, self->profile_id);
  cadet_ledger_bind_text (statement, 6, self->profile_name);
  cadet_ledger_bind_text (statement, 7, self->endpoint);
  cadet_ledger_bind_number (statement, 8, self->task_id);

  return cadet_ledger_run (database, statement, error);
}

static gboolean
make_it_the_last (CadetLedgerRow  *self,
                  CadetDatabase   *database,
                  GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET execution ="
                                      " (SELECT id FROM executions WHERE uuid = ?2),"
                                      " execution_outcome = NULL, execution_at = NULL"
                                      " WHERE uuid = ?1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->attempt);
  cadet_ledger_bind_text (statement, 2, self->execution);

  return cadet_ledger_run (database, statement, error);
}

static gboolean
write_event (CadetLedgerRow  *self,
             CadetDatabase   *database,
             gint64           at,
             CadetEventKind   kind,
             guint            number,
             GError         **error)
{
  g_autofree char *detail = NULL;

  if (self->outcome != NULL)
    detail = cadet_ledger_dup_detail (
      cadet_outcome_kind_to_nick (cadet_outcome_get_kind (self->outcome)),
      cadet_outcome_get_http_status (self->outcome), cadet_outcome_get_message (self->outcome),
      self->execution);
  else
    detail = cadet_ledger_dup_detail (NULL, 0, NULL, self->execution);

  return cadet_ledger_write_event (database, self->attempt, at, kind, number, detail, error);
}

static gboolean
update_execution (CadetLedgerRow  *self,
                  CadetDatabase   *database,
                  GError         **error)
{
  CadetOutcome *outcome = self->outcome;
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "UPDATE executions SET outcome = ?2, http_status = ?3,"
                                      " code = ?4, message = ?5, request_id = ?6, recommend = ?7,"
                                      " answered_at = ?8, reply_headers = ?9, reply_size = ?10,"
                                      " reply_body = ?11, sent_at = coalesce (?12, sent_at),"
                                      " request_headers = coalesce (?13, request_headers),"
                                      " request_body = coalesce (?14, request_body)"
                                      " WHERE uuid = ?1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->execution);
  cadet_ledger_bind_text (statement, 2,
                          cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome)));
  cadet_ledger_bind_number (statement, 3, cadet_outcome_get_http_status (outcome));
  cadet_ledger_bind_text (statement, 4, cadet_outcome_get_code (outcome));
  cadet_ledger_bind_text (statement, 5, cadet_outcome_get_message (outcome));
  cadet_ledger_bind_text (statement, 6, cadet_outcome_get_request_id (outcome));
  cadet_ledger_bind_text (statement, 7, cadet_outcome_get_recommend (outcome));
  cadet_ledger_bind_number (statement, 8, self->answered_at);
  cadet_ledger_bind_reply (statement, 9, self->reply_headers, self->reply_body);
  cadet_ledger_bind_number (statement, 12, self->sent_at);
  cadet_ledger_bind_text (statement, 13, self->request_headers);
  cadet_ledger_bind_text (statement, 14, self->request_body);

  return cadet_ledger_run (database, statement, error);
}

static gboolean
update_attempt (CadetLedgerRow  *self,
                CadetDatabase   *database,
                GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET execution_outcome = ?3,"
                                      " execution_at = ?4 WHERE uuid = ?1 AND execution ="
                                      " (SELECT id FROM executions WHERE uuid = ?2)",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->attempt);
  cadet_ledger_bind_text (statement, 2, self->execution);
  cadet_ledger_bind_text (statement, 3,
                          cadet_outcome_kind_to_nick (cadet_outcome_get_kind (self->outcome)));
  sqlite3_bind_int64 (statement, 4, self->answered_at);

  return cadet_ledger_run (database, statement, error);
}

/**
 * cadet_ledger_row_new_execution:
 * @execution: an execution
 *
 * Copies what @execution holds, its outcome excepted.
 *
 * Returns: (transfer full): the row
 */
CadetLedgerRow *
cadet_ledger_row_new_execution (CadetExecution *execution)
{
  CadetLedgerRow *self;
  GBytes *body;

  g_return_val_if_fail (CADET_IS_EXECUTION (execution), NULL);

  self = g_new0 (CadetLedgerRow, 1);
  self->attempt = g_strdup (cadet_execution_get_attempt (execution));
  self->execution = g_strdup (cadet_execution_get_id (execution));
  self->profile_id = g_strdup (cadet_execution_get_profile_id (execution));
  self->profile_name = g_strdup (cadet_execution_get_profile_name (execution));
  self->endpoint = g_strdup (cadet_execution_get_endpoint (execution));
  self->request_headers = g_strdup (cadet_execution_get_request_headers (execution));
  self->request_body = g_strdup (cadet_execution_get_request_body (execution));
  self->reply_headers = g_strdup (cadet_execution_get_reply_headers (execution));
  body = cadet_execution_get_reply_body (execution);
  self->reply_body = body != NULL ? g_bytes_ref (body) : NULL;
  self->task_id = cadet_execution_get_task_id (execution);
  self->recorded_at = cadet_execution_get_recorded_at (execution);
  self->sent_at = cadet_execution_get_sent_at (execution);

  return self;
}

/**
 * cadet_ledger_row_write_execution:
 * @self: a row of an execution
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Adds the execution, without an outcome, as the last one of its attempt, and the event
 * `execute-recorded`.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_execution (CadetLedgerRow  *self,
                                  CadetDatabase   *database,
                                  GError         **error)
{
  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (self->execution != NULL, FALSE);

  if (!insert_execution (self, database, error))
    return FALSE;

  return cadet_database_count_changes (database) == 0
         || (make_it_the_last (self, database, error)
             && write_event (self, database, self->recorded_at, CADET_EVENT_EXECUTE_RECORDED, 0,
                             error));
}

/**
 * cadet_ledger_row_write_execution_sent:
 * @self: a row of an execution: its number, sent_at and request
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Adds the event `execute-sent`. The execution's time of sending and its request are those of its
 * last try.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_execution_sent (CadetLedgerRow  *self,
                                       CadetDatabase   *database,
                                       GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (self->execution != NULL, FALSE);

  statement = cadet_database_prepare (database,
                                      "UPDATE executions SET sent_at = ?2,"
                                      " request_headers = coalesce (?3, request_headers),"
                                      " request_body = coalesce (?4, request_body)"
                                      " WHERE uuid = ?1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->execution);
  cadet_ledger_bind_number (statement, 2, self->sent_at);
  cadet_ledger_bind_text (statement, 3, self->request_headers);
  cadet_ledger_bind_text (statement, 4, self->request_body);

  return cadet_ledger_run (database, statement, error)
         && write_event (self, database, self->sent_at, CADET_EVENT_EXECUTE_SENT, self->number,
                         error);
}

/**
 * cadet_ledger_row_write_execution_outcome:
 * @self: a row of an execution with an outcome
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Writes the outcome and the reply, and the event `execute-answered` where a reply came, else
 * `execute-ended`. An execution that is not there yet is added.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_execution_outcome (CadetLedgerRow  *self,
                                          CadetDatabase   *database,
                                          GError         **error)
{
  CadetEventKind kind;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (self->execution != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_OUTCOME (self->outcome), FALSE);

  if (!insert_execution (self, database, error))
    return FALSE;
  if (cadet_database_count_changes (database) > 0 && !make_it_the_last (self, database, error))
    return FALSE;

  kind = cadet_outcome_get_http_status (self->outcome) != 0 ? CADET_EVENT_EXECUTE_ANSWERED
                                                            : CADET_EVENT_EXECUTE_ENDED;

  return update_execution (self, database, error) && update_attempt (self, database, error)
         && write_event (self, database, self->answered_at, kind, 0, error);
}
