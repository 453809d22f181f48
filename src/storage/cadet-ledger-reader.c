/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-reader.h"

#include "model/cadet-error.h"
#include "storage/cadet-ledger-choice.h"
#include "storage/cadet-ledger-load.h"
#include "storage/cadet-ledger-statement.h"

#include <glib/gi18n.h>
#include <string.h>

#define MIN_PREFIX 8

/* More values than this are no help to somebody who chooses. */
#define MAX_CHOICES 1000

/* Of what the ledger may be filtered by, the column of its values and that of their names. */
static const struct
{
  const char *field;
  const char *id;
  const char *name;
} fields[] = {
  { "profile", "profile_id", "profile_name" },
  { "process", "process_id", "process_id" },
  { "app", "app_id", "app_id" },
  { "template", "template_name", "template_name" },
};

/* Reads the row of @statement; NULL without an error when there is none. */
static CadetTask *
read_single (CadetDatabase  *database,
             sqlite3_stmt   *statement,
             GError        **error)
{
  gboolean row = FALSE;

  if (!cadet_database_step (database, statement, &row, error) || !row)
    return NULL;

  return cadet_ledger_load_task (database, statement);
}

static CadetTask *
find_task_id (CadetDatabase  *database,
              gint64          task_id,
              GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  /* Two services may give the same number: the newest is meant. */
  statement = cadet_database_prepare (database,
                                      "SELECT " CADET_LEDGER_ALL_COLUMNS
                                      " FROM " CADET_LEDGER_TABLES
                                      " WHERE a.task_id = ?1 OR a.found_task_id = ?1"
                                      " ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1",
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
                                      "SELECT " CADET_LEDGER_ALL_COLUMNS
                                      " FROM " CADET_LEDGER_TABLES
                                      " WHERE a.uuid >= ?1 AND a.uuid < ?1 || 'g' LIMIT 2",
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
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GListStore) events = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 task_id = 0;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (attempt_or_task_id != NULL, NULL);

  if (g_ascii_string_to_signed (attempt_or_task_id, 10, 1, G_MAXINT64, &task_id, NULL))
    task = find_task_id (database, task_id, &failure);
  if (task == NULL && failure == NULL && is_attempt_prefix (attempt_or_task_id))
    task = find_attempt (database, attempt_or_task_id, &failure);

  if (task == NULL && failure == NULL)
    g_set_error (&failure, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                 /* Translators: %s is what the user gave as a task ID or an attempt's ID */
                 _("No task “%s” is in Cadet’s list. Give a task ID, or an attempt’s ID or at least "
                   "its first 8 characters."),
                 attempt_or_task_id);
  if (failure == NULL)
    events = cadet_ledger_load_events (database, cadet_task_get_attempt (task), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  cadet_task_set_events (task, G_LIST_MODEL (events));
  return g_steal_pointer (&task);
}

/**
 * cadet_ledger_read_followed:
 * @database: an open database
 * @error: return location for an error
 *
 * Reads the attempts whose state is asked for, newest first, without requests, replies and events.
 *
 * Returns: (transfer full) (nullable): #CadetTask objects, or %NULL with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_read_followed (CadetDatabase  *database,
                            GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  /* The + keeps SQLite from going through all that are not deleted. */
  statement = cadet_database_prepare (database,
                                      "SELECT " CADET_LEDGER_LIST_COLUMNS
                                      " FROM " CADET_LEDGER_TABLES
                                      " WHERE a.followed = 1 AND +a.deleted_at IS NULL"
                                      " ORDER BY a.recorded_at DESC, a.id DESC",
                                      error);
  if (statement == NULL)
    return NULL;

  return cadet_ledger_load_tasks (database, statement, error);
}

/**
 * cadet_ledger_read_similar:
 * @database: an open database
 * @content_key: what [method@Task.dup_content_key] gives
 * @attempt: an attempt that is not meant
 * @since: UTC in ms
 * @error: return location for an error
 *
 * Reads attempts of that content which may have made a task that one more would double: those
 * whose outcome is unknown, and those since @since that were not proven to have made none. Attempts
 * that were deleted from the list are among them, because the service knows nothing of that.
 *
 * Returns: (transfer full) (nullable): #CadetTask objects, newest first, or %NULL with a
 *   %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_read_similar (CadetDatabase  *database,
                           const char     *content_key,
                           const char     *attempt,
                           gint64          since,
                           GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (content_key != NULL, NULL);

  statement = cadet_database_prepare (database,
                                      "SELECT " CADET_LEDGER_LIST_COLUMNS
                                      " FROM " CADET_LEDGER_TABLES
                                      " WHERE a.content_key = ?1 AND a.uuid IS NOT ?2"
                                      " AND (a.state = 'unknown' OR (a.recorded_at >= ?3"
                                      " AND a.state NOT IN ('refused', 'not-sent', 'not-created')))"
                                      " ORDER BY a.recorded_at DESC, a.id DESC LIMIT 100",
                                      error);
  if (statement == NULL)
    return NULL;

  cadet_ledger_bind_text (statement, 1, content_key);
  cadet_ledger_bind_text (statement, 2, attempt);
  sqlite3_bind_int64 (statement, 3, since);

  return cadet_ledger_load_tasks (database, statement, error);
}

static char *
build_choices_sql (guint field)
{
  const char *id = fields[field].id;
  g_autofree char *shown = g_strdup_printf ("deleted_at IS NULL AND %s IS NOT NULL", id);

  /* Goes from value to value in the index instead of through all attempts. */
  return g_strdup_printf ("WITH RECURSIVE choices (value) AS ("
                          "  SELECT min (%1$s) FROM attempts WHERE %2$s AND %1$s <> ''"
                          "  UNION ALL SELECT (SELECT min (%1$s) FROM attempts"
                          "   WHERE %2$s AND %1$s > value) FROM choices WHERE value IS NOT NULL)"
                          " SELECT value, (SELECT %3$s FROM attempts"
                          "  WHERE %2$s AND %1$s = value ORDER BY recorded_at DESC LIMIT 1)"
                          " FROM choices WHERE value IS NOT NULL LIMIT %4$d",
                          id, shown, fields[field].name, MAX_CHOICES);
}

/**
 * cadet_ledger_read_choices:
 * @database: an open database
 * @field: `profile`, `process`, `app` or `template`
 * @error: return location for an error
 *
 * Reads the values that attempts of the list have. A profile is shown by its name at the newest
 * attempt.
 *
 * Returns: (transfer full) (nullable): up to 1,000 #CadetLedgerChoice objects in the order of their
 *   IDs, or %NULL with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_read_choices (CadetDatabase  *database,
                           const char     *field,
                           GError        **error)
{
  g_autoptr (GListStore) choices = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *sql = NULL;
  gboolean row = FALSE;
  guint i = 0;

  g_return_val_if_fail (database != NULL, NULL);

  while (i < G_N_ELEMENTS (fields) && g_strcmp0 (field, fields[i].field) != 0)
    i++;
  g_return_val_if_fail (i < G_N_ELEMENTS (fields), NULL);

  sql = build_choices_sql (i);
  statement = cadet_database_prepare (database, sql, error);
  if (statement == NULL)
    return NULL;

  choices = g_list_store_new (CADET_TYPE_LEDGER_CHOICE);
  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        {
          const char *id = cadet_ledger_get_text (statement, 0);
          const char *name = cadet_ledger_get_text (statement, 1);
          g_autoptr (CadetLedgerChoice) choice =
            cadet_ledger_choice_new (id, name != NULL && *name != '\0' ? name : id);

          g_list_store_append (choices, choice);
        }
    }
  while (row);

  return g_steal_pointer (&choices);
}
