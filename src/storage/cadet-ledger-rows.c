/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-rows.h"

#include "storage/cadet-ledger-statement.h"

static gboolean
insert_attempt (CadetLedgerRow  *self,
                CadetDatabase   *database,
                const char      *sql,
                GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->attempt);
  sqlite3_bind_int64 (statement, 2, self->recorded_at);
  cadet_ledger_bind_text (statement, 3,
                          cadet_owner_lock_get_name (cadet_database_get_owner (database)));
  cadet_ledger_bind_text (statement, 4, self->profile_id);
  cadet_ledger_bind_text (statement, 5, self->profile_name);
  cadet_ledger_bind_text (statement, 6, self->endpoint);
  cadet_ledger_bind_text (statement, 7, self->name);
  cadet_ledger_bind_text (statement, 8, self->process_id);
  cadet_ledger_bind_text (statement, 9, self->app_id);
  cadet_ledger_bind_text (statement, 10, self->variables);
  cadet_ledger_bind_text (statement, 11, self->template_name);
  cadet_ledger_bind_text (statement, 12, self->previous);
  cadet_ledger_bind_text (statement, 13, self->content_key);

  if (!cadet_ledger_run (database, statement, error))
    return FALSE;

  return cadet_database_count_changes (database) == 0
         || cadet_ledger_write_event (database, self->attempt, self->recorded_at,
                                      CADET_EVENT_RECORDED, 0, NULL, error);
}

#define INSERT_ATTEMPT(conflict) \
  "INSERT " conflict " INTO attempts (uuid, recorded_at, owner, profile_id, profile_name," \
  " endpoint, name, process_id, app_id, variables, template_name, previous, content_key)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"

/**
 * cadet_ledger_row_new:
 * @task: a task
 *
 * Copies what @task holds, its outcome excepted.
 *
 * Returns: (transfer full): the row
 */
CadetLedgerRow *
cadet_ledger_row_new (CadetTask *task)
{
  CadetLedgerRow *self;
  GBytes *body;

  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  self = g_new0 (CadetLedgerRow, 1);
  self->attempt = g_strdup (cadet_task_get_attempt (task));
  self->profile_id = g_strdup (cadet_task_get_profile_id (task));
  self->profile_name = g_strdup (cadet_task_get_profile_name (task));
  self->endpoint = g_strdup (cadet_task_get_endpoint (task));
  self->name = g_strdup (cadet_task_get_name (task));
  self->process_id = g_strdup (cadet_task_get_process_id (task));
  self->app_id = g_strdup (cadet_task_get_app_id (task));
  self->variables = g_strdup (cadet_task_get_variables_json (task));
  self->template_name = g_strdup (cadet_task_get_template (task));
  self->previous = g_strdup (cadet_task_get_previous (task));
  self->content_key = cadet_task_dup_content_key (task);
  self->request_headers = g_strdup (cadet_task_get_request_headers (task));
  self->request_body = g_strdup (cadet_task_get_request_body (task));
  self->reply_headers = g_strdup (cadet_task_get_reply_headers (task));
  body = cadet_task_get_reply_body (task);
  self->reply_body = body != NULL ? g_bytes_ref (body) : NULL;
  self->recorded_at = cadet_task_get_recorded_at (task);
  self->sent_at = cadet_task_get_sent_at (task);

  return self;
}

/**
 * cadet_ledger_row_free:
 * @self: (transfer full): a row
 *
 * Frees @self.
 */
void
cadet_ledger_row_free (CadetLedgerRow *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->attempt);
  g_free (self->execution);
  g_free (self->profile_id);
  g_free (self->profile_name);
  g_free (self->endpoint);
  g_free (self->name);
  g_free (self->process_id);
  g_free (self->app_id);
  g_free (self->variables);
  g_free (self->template_name);
  g_free (self->previous);
  g_free (self->content_key);
  g_free (self->request_headers);
  g_free (self->request_body);
  g_free (self->reply_headers);
  g_clear_pointer (&self->reply_body, g_bytes_unref);
  g_clear_object (&self->outcome);
  g_free (self);
}

/**
 * cadet_ledger_row_write_intent:
 * @self: a row
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Adds the attempt, without an outcome, and its event `recorded`.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_intent (CadetLedgerRow  *self,
                               CadetDatabase   *database,
                               GError         **error)
{
  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  return insert_attempt (self, database, INSERT_ATTEMPT (""), error);
}

/**
 * cadet_ledger_row_write_sent:
 * @self: a row: its attempt, number, sent_at and request
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Adds the event `sent`. The attempt's time of sending is that of its first try, its request that
 * of its last.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_sent (CadetLedgerRow  *self,
                             CadetDatabase   *database,
                             GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET sent_at = coalesce(sent_at, ?2),"
                                      " request_headers = coalesce(?3, request_headers),"
                                      " request_body = coalesce(?4, request_body)"
                                      " WHERE uuid = ?1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->attempt);
  sqlite3_bind_int64 (statement, 2, self->sent_at);
  cadet_ledger_bind_text (statement, 3, self->request_headers);
  cadet_ledger_bind_text (statement, 4, self->request_body);

  return cadet_ledger_run (database, statement, error)
         && cadet_ledger_write_event (database, self->attempt, self->sent_at, CADET_EVENT_SENT,
                                      self->number, NULL, error);
}

/**
 * cadet_ledger_row_write_outcome:
 * @self: a row with an outcome
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Writes the outcome and the reply, and the event `answered` where a reply came, else `ended`. An
 * attempt that is not there yet is added. Of a body over 1 MiB the beginning is kept, and the size
 * of the whole.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_row_write_outcome (CadetLedgerRow  *self,
                                CadetDatabase   *database,
                                GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *detail = NULL;
  CadetOutcome *outcome;
  const char *nick;
  guint http_status;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_OUTCOME (self->outcome), FALSE);

  outcome = self->outcome;
  nick = cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome));
  http_status = cadet_outcome_get_http_status (outcome);

  if (!insert_attempt (self, database, INSERT_ATTEMPT ("OR IGNORE"), error))
    return FALSE;

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET outcome = ?2, task_id = ?3,"
                                      " http_status = ?4, code = ?5, message = ?6,"
                                      " request_id = ?7, recommend = ?8, answered_at = ?9,"
                                      " reply_headers = ?10, reply_size = ?11, reply_body = ?12,"
                                      " sent_at = coalesce(sent_at, ?13),"
                                      " request_headers = coalesce(?14, request_headers),"
                                      " request_body = coalesce(?15, request_body)"
                                      " WHERE uuid = ?1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->attempt);
  cadet_ledger_bind_text (statement, 2, nick);
  cadet_ledger_bind_number (statement, 3, cadet_outcome_get_task_id (outcome));
  cadet_ledger_bind_number (statement, 4, http_status);
  cadet_ledger_bind_text (statement, 5, cadet_outcome_get_code (outcome));
  cadet_ledger_bind_text (statement, 6, cadet_outcome_get_message (outcome));
  cadet_ledger_bind_text (statement, 7, cadet_outcome_get_request_id (outcome));
  cadet_ledger_bind_text (statement, 8, cadet_outcome_get_recommend (outcome));
  cadet_ledger_bind_number (statement, 9, self->answered_at);
  cadet_ledger_bind_reply (statement, 10, self->reply_headers, self->reply_body);
  cadet_ledger_bind_number (statement, 13, self->sent_at);
  cadet_ledger_bind_text (statement, 14, self->request_headers);
  cadet_ledger_bind_text (statement, 15, self->request_body);

  detail = cadet_ledger_dup_detail (nick, http_status, cadet_outcome_get_message (outcome), NULL);

  return cadet_ledger_run (database, statement, error)
         && cadet_ledger_write_event (database, self->attempt, self->answered_at,
                                      http_status != 0 ? CADET_EVENT_ANSWERED : CADET_EVENT_ENDED,
                                      0, detail, error);
}
