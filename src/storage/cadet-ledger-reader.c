/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-reader.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define MIN_PREFIX 8

#define LIST_COLUMNS \
  "uuid, recorded_at, sent_at, answered_at, outcome, task_id, http_status, code, message," \
  " request_id, recommend, owner, profile_id, profile_name, endpoint, name, process_id, app_id," \
  " variables"
#define ALL_COLUMNS LIST_COLUMNS ", request_headers, request_body, reply_headers, reply_body"

/* In the order of LIST_COLUMNS and ALL_COLUMNS. */
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
  VARIABLES,
  REQUEST_HEADERS,
  REQUEST_BODY,
  REPLY_HEADERS,
  REPLY_BODY,
  N_COLUMNS,
};

static const char *
get_text (sqlite3_stmt *statement,
          int           column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static CadetOutcome *
read_outcome (CadetDatabase *database,
              sqlite3_stmt  *statement)
{
  CadetOutcomeKind kind = CADET_OUTCOME_UNKNOWN;
  const char *nick = get_text (statement, OUTCOME);
  const char *message = get_text (statement, MESSAGE);

  if (nick == NULL
      && cadet_owner_lock_is_held (cadet_database_get_owner (database), get_text (statement, OWNER)))
    return NULL;

  /* Neither an end without a word nor a word that a later Cadet may write proves anything. */
  if (nick == NULL || !cadet_outcome_kind_from_nick (nick, &kind))
    kind = CADET_OUTCOME_UNKNOWN;
  if (message == NULL && kind == CADET_OUTCOME_UNKNOWN)
    message = _("Cadet ended before a reply came, so nothing proves whether the task was created. "
                "Look in the console before you create it again.");

  return g_object_new (CADET_TYPE_OUTCOME,
                       "kind", kind,
                       "task-id", (gint64) sqlite3_column_int64 (statement, TASK_ID),
                       "http-status", (guint) sqlite3_column_int64 (statement, HTTP_STATUS),
                       "code", get_text (statement, CODE),
                       "message", message,
                       "request-id", get_text (statement, REQUEST_ID),
                       "recommend", get_text (statement, RECOMMEND),
                       NULL);
}

static CadetTask *
read_task (CadetDatabase *database,
           sqlite3_stmt  *statement)
{
  CadetTask *task;
  g_autoptr (CadetOutcome) outcome = read_outcome (database, statement);

  task = cadet_task_new (get_text (statement, UUID),
                         get_text (statement, PROFILE_ID),
                         get_text (statement, PROFILE_NAME),
                         get_text (statement, ENDPOINT),
                         get_text (statement, NAME),
                         get_text (statement, PROCESS_ID),
                         get_text (statement, APP_ID),
                         get_text (statement, VARIABLES),
                         sqlite3_column_int64 (statement, RECORDED_AT));
  cadet_task_set_recorded (task, TRUE);
  if (sqlite3_column_type (statement, SENT_AT) != SQLITE_NULL)
    cadet_task_set_sent_at (task, sqlite3_column_int64 (statement, SENT_AT));
  if (outcome != NULL)
    cadet_task_set_outcome (task, outcome, sqlite3_column_int64 (statement, ANSWERED_AT));

  if (sqlite3_column_count (statement) == N_COLUMNS)
    {
      g_autoptr (GBytes) body = NULL;

      if (sqlite3_column_type (statement, REPLY_BODY) != SQLITE_NULL)
        body = g_bytes_new (sqlite3_column_blob (statement, REPLY_BODY),
                            sqlite3_column_bytes (statement, REPLY_BODY));
      cadet_task_set_request (task, get_text (statement, REQUEST_HEADERS),
                              get_text (statement, REQUEST_BODY));
      cadet_task_set_reply (task, get_text (statement, REPLY_HEADERS), body);
    }

  return task;
}

/* Reads the row of @statement; NULL without an error when there is none. */
static CadetTask *
read_single (CadetDatabase  *database,
             sqlite3_stmt   *statement,
             GError        **error)
{
  gboolean row = FALSE;

  if (!cadet_database_step (database, statement, &row, error) || !row)
    return NULL;

  return read_task (database, statement);
}

static CadetTask *
find_task_id (CadetDatabase  *database,
              gint64          task_id,
              GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  /* Two services may give the same number: the newest is meant. */
  statement = cadet_database_prepare (database,
                                      "SELECT " ALL_COLUMNS " FROM attempts WHERE task_id = ?1"
                                      " ORDER BY recorded_at DESC, uuid DESC LIMIT 1",
                                      error);
  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, task_id);
  return read_single (database, statement, error);
}

static CadetTask *
find_attempt (CadetDatabase  *database,
              const char     *prefix,
              GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *lower = g_ascii_strdown (prefix, -1);
  gboolean another = FALSE;

  /* Every character of a UUID sorts before `g`. */
  statement = cadet_database_prepare (database,
                                      "SELECT " ALL_COLUMNS " FROM attempts"
                                      " WHERE uuid >= ?1 AND uuid < ?1 || 'g' LIMIT 2",
                                      error);
  if (statement == NULL)
    return NULL;

  sqlite3_bind_text (statement, 1, lower, -1, SQLITE_STATIC);
  task = read_single (database, statement, error);
  if (task == NULL || !cadet_database_step (database, statement, &another, error))
    return NULL;

  if (another)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
                   /* Translators: %s is the beginning of an attempt's ID */
                   _("More than one attempt begins with “%s”. Give more of its ID."), prefix);
      return NULL;
    }

  return g_steal_pointer (&task);
}

static gboolean
is_attempt_prefix (const char *text)
{
  return strlen (text) >= MIN_PREFIX && strspn (text, "0123456789abcdefABCDEF-") == strlen (text);
}

/**
 * cadet_ledger_read_page:
 * @database: an open database
 * @before_recorded_at: UTC in ms: where the page before ended, or 0 for the first page
 * @before_attempt: (nullable): the attempt where the page before ended
 * @limit: how many attempts at most
 * @error: return location for an error
 *
 * Reads attempts, newest first, without requests and replies.
 *
 * Returns: (transfer full) (nullable): #CadetTask objects, or %NULL with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_read_page (CadetDatabase  *database,
                        gint64          before_recorded_at,
                        const char     *before_attempt,
                        guint           limit,
                        GError        **error)
{
  g_autoptr (GListStore) page = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (database != NULL, NULL);

  statement = cadet_database_prepare (database,
                                      "SELECT " LIST_COLUMNS " FROM attempts"
                                      " WHERE (recorded_at, uuid) < (?1, ?2)"
                                      " ORDER BY recorded_at DESC, uuid DESC LIMIT ?3",
                                      error);
  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, before_recorded_at != 0 ? before_recorded_at : G_MAXINT64);
  sqlite3_bind_text (statement, 2, before_attempt != NULL ? before_attempt : "", -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 3, limit);

  page = g_list_store_new (CADET_TYPE_TASK);
  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        {
          g_autoptr (CadetTask) task = read_task (database, statement);

          g_list_store_append (page, task);
        }
    }
  while (row);

  return g_steal_pointer (&page);
}

/**
 * cadet_ledger_read_one:
 * @database: an open database
 * @attempt_or_task_id: an attempt's ID, its first 8 characters or more, or a task ID
 * @error: return location for an error
 *
 * Reads one attempt with everything that is known of it.
 *
 * Returns: (transfer full) (nullable): the task, or %NULL with a %CADET_ERROR_NOT_FOUND, a
 *   %CADET_ERROR_INVALID when several are meant, or a %CADET_ERROR_STORAGE
 */
CadetTask *
cadet_ledger_read_one (CadetDatabase  *database,
                       const char     *attempt_or_task_id,
                       GError        **error)
{
  CadetTask *task = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 task_id = 0;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (attempt_or_task_id != NULL, NULL);

  if (g_ascii_string_to_signed (attempt_or_task_id, 10, 1, G_MAXINT64, &task_id, NULL))
    task = find_task_id (database, task_id, &failure);
  if (task == NULL && failure == NULL && is_attempt_prefix (attempt_or_task_id))
    task = find_attempt (database, attempt_or_task_id, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (task == NULL)
    g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                 /* Translators: %s is what the user gave as a task ID or an attempt's ID */
                 _("No task “%s” is in Cadet’s list. Give a task ID, or an attempt’s ID or at least "
                   "its first 8 characters."),
                 attempt_or_task_id);

  return task;
}
