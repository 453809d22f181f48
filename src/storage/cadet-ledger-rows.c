/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-rows.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

#define MAX_REPLY_BODY (1024 * 1024)

static void
bind_text (sqlite3_stmt *statement,
           int           parameter,
           const char   *text)
{
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

/* A number that has not happened is absent, not zero. */
static void
bind_number (sqlite3_stmt *statement,
             int           parameter,
             gint64        number)
{
  if (number != 0)
    sqlite3_bind_int64 (statement, parameter, number);
  else
    sqlite3_bind_null (statement, parameter);
}

static gboolean
run (CadetDatabase  *database,
     sqlite3_stmt   *statement,
     GError        **error)
{
  gboolean row = FALSE;

  return cadet_database_step (database, statement, &row, error);
}

static gboolean
write_event (CadetDatabase  *database,
             const char     *attempt,
             gint64          at,
             const char     *kind,
             guint           number,
             const char     *detail,
             GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "INSERT INTO events (attempt, at, kind, try, detail)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                                      error);
  if (statement == NULL)
    return FALSE;

  bind_text (statement, 1, attempt);
  sqlite3_bind_int64 (statement, 2, at);
  bind_text (statement, 3, kind);
  bind_number (statement, 4, number);
  bind_text (statement, 5, detail);

  return run (database, statement, error);
}

static gboolean
insert_attempt (CadetLedgerRow  *self,
                CadetDatabase   *database,
                const char      *sql,
                GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  bind_text (statement, 1, self->attempt);
  sqlite3_bind_int64 (statement, 2, self->recorded_at);
  bind_text (statement, 3, cadet_owner_lock_get_name (cadet_database_get_owner (database)));
  bind_text (statement, 4, self->profile_id);
  bind_text (statement, 5, self->profile_name);
  bind_text (statement, 6, self->endpoint);
  bind_text (statement, 7, self->name);
  bind_text (statement, 8, self->process_id);
  bind_text (statement, 9, self->app_id);
  bind_text (statement, 10, self->variables);

  if (!run (database, statement, error))
    return FALSE;

  return cadet_database_count_changes (database) == 0
         || write_event (database, self->attempt, self->recorded_at, "recorded", 0, NULL, error);
}

#define INSERT_ATTEMPT(conflict) \
  "INSERT " conflict " INTO attempts (uuid, recorded_at, owner, profile_id, profile_name," \
  " endpoint, name, process_id, app_id, variables)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"

static void
bind_reply (sqlite3_stmt   *statement,
            int             headers,
            int             size,
            int             body,
            CadetLedgerRow *self)
{
  gsize length = 0;
  gconstpointer data = self->reply_body != NULL ? g_bytes_get_data (self->reply_body, &length) : NULL;

  bind_text (statement, headers, self->reply_headers);
  if (self->reply_body == NULL)
    return;

  sqlite3_bind_int64 (statement, size, (gint64) length);
  sqlite3_bind_blob64 (statement, body, length > 0 ? data : "", MIN (length, MAX_REPLY_BODY),
                       SQLITE_STATIC);
}

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
  g_free (self->profile_id);
  g_free (self->profile_name);
  g_free (self->endpoint);
  g_free (self->name);
  g_free (self->process_id);
  g_free (self->app_id);
  g_free (self->variables);
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

  bind_text (statement, 1, self->attempt);
  sqlite3_bind_int64 (statement, 2, self->sent_at);
  bind_text (statement, 3, self->request_headers);
  bind_text (statement, 4, self->request_body);

  return run (database, statement, error)
         && write_event (database, self->attempt, self->sent_at, "sent", self->number, NULL, error);
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

  bind_text (statement, 1, self->attempt);
  bind_text (statement, 2, nick);
  bind_number (statement, 3, cadet_outcome_get_task_id (outcome));
  bind_number (statement, 4, http_status);
  bind_text (statement, 5, cadet_outcome_get_code (outcome));
  bind_text (statement, 6, cadet_outcome_get_message (outcome));
  bind_text (statement, 7, cadet_outcome_get_request_id (outcome));
  bind_text (statement, 8, cadet_outcome_get_recommend (outcome));
  bind_number (statement, 9, self->answered_at);
  bind_reply (statement, 10, 11, 12, self);
  bind_number (statement, 13, self->sent_at);
  bind_text (statement, 14, self->request_headers);
  bind_text (statement, 15, self->request_body);

  detail = http_status != 0
             ? g_strdup_printf ("{\"outcome\":\"%s\",\"httpStatus\":%u}", nick, http_status)
             : g_strdup_printf ("{\"outcome\":\"%s\"}", nick);

  return run (database, statement, error)
         && write_event (database, self->attempt, self->answered_at,
                         http_status != 0 ? "answered" : "ended", 0, detail, error);
}

static GPtrArray *
find_interrupted (CadetDatabase  *database,
                  GError        **error)
{
  CadetOwnerLock *lock = cadet_database_get_owner (database);
  g_autoptr (GPtrArray) attempts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  statement = cadet_database_prepare (database,
                                      "SELECT uuid, owner FROM attempts WHERE outcome IS NULL",
                                      error);
  if (statement == NULL)
    return NULL;

  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row && !cadet_owner_lock_is_held (lock, (const char *) sqlite3_column_text (statement, 1)))
        g_ptr_array_add (attempts, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
    }
  while (row);

  return g_steal_pointer (&attempts);
}

static gboolean
settle_one (CadetDatabase  *database,
            const char     *attempt,
            GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET outcome = 'unknown'"
                                      " WHERE uuid = ?1 AND outcome IS NULL",
                                      error);
  if (statement == NULL)
    return FALSE;

  bind_text (statement, 1, attempt);
  if (!run (database, statement, error))
    return FALSE;

  /* Another Cadet may have settled it since it was found. */
  return cadet_database_count_changes (database) == 0
         || write_event (database, attempt, g_get_real_time () / 1000, "interrupted", 0, NULL,
                         error);
}

/**
 * cadet_ledger_rows_settle:
 * @database: an open database
 * @error: return location for an error
 *
 * Attempts without an outcome whose program has ended become unknown: nothing proves what became
 * of them. Those of a program that is running stay as they are.
 *
 * Returns: whether all are settled; else none is, and @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_rows_settle (CadetDatabase  *database,
                          GError        **error)
{
  g_autoptr (GPtrArray) attempts = NULL;
  gboolean settled;

  g_return_val_if_fail (database != NULL, FALSE);

  attempts = find_interrupted (database, error);
  if (attempts == NULL || attempts->len == 0)
    return attempts != NULL;

  settled = cadet_database_exec (database, "BEGIN IMMEDIATE", error);
  for (guint i = 0; settled && i < attempts->len; i++)
    settled = settle_one (database, g_ptr_array_index (attempts, i), error);
  settled = settled && cadet_database_exec (database, "COMMIT", error);

  if (!settled)
    cadet_database_rollback (database);
  return settled;
}
