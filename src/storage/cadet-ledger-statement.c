/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-statement.h"

#include "model/cadet-json.h"

#define MAX_REPLY_BODY (1024 * 1024)

static void
append_text (GString    *json,
             const char *key,
             const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;

  /* It may come from a service that does not keep to UTF-8. */
  valid = g_utf8_make_valid (text, -1);
  g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", key);
  cadet_json_append_string (json, valid);
}

/**
 * cadet_ledger_bind_text: (skip)
 * @statement: a statement
 * @parameter: its parameter's number
 * @text: (nullable): a text that outlives the statement's run
 */
void
cadet_ledger_bind_text (sqlite3_stmt *statement,
                        int           parameter,
                        const char   *text)
{
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

/**
 * cadet_ledger_bind_number: (skip)
 * @statement: a statement
 * @parameter: its parameter's number
 * @number: a number; 0 is absent, as what has not happened
 */
void
cadet_ledger_bind_number (sqlite3_stmt *statement,
                          int           parameter,
                          gint64        number)
{
  if (number != 0)
    sqlite3_bind_int64 (statement, parameter, number);
  else
    sqlite3_bind_null (statement, parameter);
}

/**
 * cadet_ledger_bind_reply: (skip)
 * @statement: a statement
 * @headers: the number of the first of three parameters in a row: headers, size and body
 * @reply_headers: (nullable): the status line and headers
 * @reply_body: (nullable): the body, of which the first MiB is kept, and the size of the whole
 */
void
cadet_ledger_bind_reply (sqlite3_stmt *statement,
                         int           headers,
                         const char   *reply_headers,
                         GBytes       *reply_body)
{
  gsize length = 0;
  gconstpointer data = reply_body != NULL ? g_bytes_get_data (reply_body, &length) : NULL;

  cadet_ledger_bind_text (statement, headers, reply_headers);
  if (reply_body == NULL)
    return;

  sqlite3_bind_int64 (statement, headers + 1, (gint64) length);
  sqlite3_bind_blob64 (statement, headers + 2, length > 0 ? data : "",
                       MIN (length, MAX_REPLY_BODY), SQLITE_STATIC);
}

/**
 * cadet_ledger_get_text: (skip)
 * @statement: a statement on a row
 * @column: a column
 *
 * Returns: (transfer none) (nullable): its text, until the statement goes on
 */
const char *
cadet_ledger_get_text (sqlite3_stmt *statement,
                       int           column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/**
 * cadet_ledger_run: (skip)
 * @database: an open database
 * @statement: a statement without results
 * @error: return location for an error
 *
 * Returns: whether it ran; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_run (CadetDatabase  *database,
                  sqlite3_stmt   *statement,
                  GError        **error)
{
  gboolean row = FALSE;

  return cadet_database_step (database, statement, &row, error);
}

/**
 * cadet_ledger_dup_detail:
 * @outcome: (nullable): the outcome of a try, or what the user says of it
 * @http_status: the status of its reply, or 0
 * @text: (nullable): words
 * @execution: (nullable): the execution that it is about
 *
 * Returns: (transfer full) (nullable): what an event says beyond its kind, as JSON; %NULL where
 *   that is nothing
 */
char *
cadet_ledger_dup_detail (const char *outcome,
                         guint       http_status,
                         const char *text,
                         const char *execution)
{
  g_autoptr (GString) json = g_string_new ("{");

  append_text (json, "outcome", outcome);
  if (http_status != 0)
    g_string_append_printf (json, "%s\"httpStatus\":%u", json->len > 1 ? "," : "", http_status);
  append_text (json, "text", text);
  append_text (json, "execution", execution);
  if (json->len == 1)
    return NULL;

  g_string_append_c (json, '}');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * cadet_ledger_write_event:
 * @database: an open database in a transaction
 * @attempt: the attempt
 * @at: when: UTC in ms
 * @kind: what happened
 * @number: the number of the try, or 0
 * @detail: (nullable): what [func@ledger_dup_detail] made
 * @error: return location for an error
 *
 * Adds an event to the history of @attempt.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_write_event (CadetDatabase   *database,
                          const char      *attempt,
                          gint64           at,
                          CadetEventKind   kind,
                          guint            number,
                          const char      *detail,
                          GError         **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (database != NULL && attempt != NULL, FALSE);

  statement = cadet_database_prepare (database,
                                      "INSERT INTO events (attempt, at, kind, try, detail)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, attempt);
  sqlite3_bind_int64 (statement, 2, at);
  cadet_ledger_bind_text (statement, 3, cadet_event_kind_to_nick (kind));
  cadet_ledger_bind_number (statement, 4, number);
  cadet_ledger_bind_text (statement, 5, detail);

  return cadet_ledger_run (database, statement, error);
}
