/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "kill-record.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

static void
row_free (gpointer data)
{
  KillRow *row = data;

  g_free (row->uuid);
  g_free (row->attempt);
  g_free (row->name);
  g_free (row->outcome);
  g_free (row->status);
  g_free (row->error_message);
  g_free (row);
}

static void
task_free (gpointer data)
{
  KillTask *task = data;

  g_free (task->name);
  g_free (task);
}

static char *
dup_column (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

static gboolean
step (sqlite3 *db, sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  if (result != SQLITE_ROW && result != SQLITE_DONE)
    g_error ("%s: %s", sqlite3_sql (statement), sqlite3_errmsg (db));
  return result == SQLITE_ROW;
}

static GHashTable *
read_rows (sqlite3 *db, const char *sql)
{
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  sqlite3_stmt *statement = prepare (db, sql);

  while (step (db, statement))
    {
      KillRow *row = g_new0 (KillRow, 1);

      row->uuid = dup_column (statement, 0);
      row->attempt = dup_column (statement, 1);
      row->name = dup_column (statement, 2);
      row->outcome = dup_column (statement, 3);
      row->status = dup_column (statement, 4);
      row->error_message = dup_column (statement, 5);
      row->task_id = sqlite3_column_int64 (statement, 6);
      g_hash_table_insert (rows, row->uuid, row);
    }
  sqlite3_finalize (statement);
  return rows;
}

static GPtrArray *
read_lines (sqlite3 *db, const char *sql)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = prepare (db, sql);

  while (step (db, statement))
    g_ptr_array_add (lines, dup_column (statement, 0));
  sqlite3_finalize (statement);
  return lines;
}

static gboolean
has_tables (sqlite3 *db)
{
  sqlite3_stmt *statement =
      prepare (db, "SELECT count(*) FROM sqlite_master WHERE name IN ('attempts', 'executions')");
  int count = 0;

  g_assert_true (step (db, statement));
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  g_assert_true (count == 0 || count == 2);
  return count == 2;
}

static void
copy (const char *from, const char *to, const char *suffix)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_remove (target);
  if (!g_file_test (source, G_FILE_TEST_EXISTS))
    return;
  g_file_get_contents (source, &content, &length, &error);
  g_assert_no_error (error);
  /* It is read at once, so that it need not last. */
  g_file_set_contents_full (target, content, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

/* Reads a copy at @scratch, so that what a kill left is as it was when Cadet opens it. With @check
 * the whole file is checked, too. No program may have @ledger open. */
KillRecord *
kill_record_read (const char *ledger, const char *scratch, gboolean check)
{
  KillRecord *self = g_new0 (KillRecord, 1);
  sqlite3 *db = NULL;

  copy (ledger, scratch, "");
  copy (ledger, scratch, "-wal");
  copy (ledger, scratch, "-journal");
  g_assert_cmpint (sqlite3_open_v2 (scratch, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL),
                   ==, SQLITE_OK);
  if (has_tables (db))
    {
      self->attempts = read_rows (db, "SELECT uuid, NULL, name, outcome, status, error_message,"
                                      " coalesce(task_id, 0) FROM attempts");
      self->executions = read_rows (db, "SELECT uuid, attempt, NULL, outcome, NULL, NULL,"
                                        " coalesce(task_id, 0) FROM executions");
      self->events =
          read_lines (db, "SELECT id || '|' || attempt || '|' || at || '|' || kind || '|'"
                          " || coalesce(try, '') || '|' || coalesce(detail, '')"
                          " FROM events ORDER BY id");
    }
  else
    {
      self->attempts = g_hash_table_new (g_str_hash, g_str_equal);
      self->executions = g_hash_table_new (g_str_hash, g_str_equal);
      self->events = g_ptr_array_new_with_free_func (g_free);
    }
  if (check)
    {
      g_autoptr (GPtrArray) faults = read_lines (db, "PRAGMA integrity_check");

      g_assert_cmpuint (faults->len, ==, 1);
      g_assert_cmpstr (g_ptr_array_index (faults, 0), ==, "ok");
    }
  sqlite3_close (db);
  return self;
}

void
kill_record_free (KillRecord *self)
{
  g_hash_table_unref (self->attempts);
  g_hash_table_unref (self->executions);
  g_ptr_array_unref (self->events);
  g_free (self);
}

/* Reads the tasks that there are in the sandbox's state file, which is in use. */
GPtrArray *
kill_tasks_read (const char *state_file)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (task_free);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (state_file, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 30000);
  statement = prepare (db, "SELECT id, name, executed_ms FROM task");
  while (step (db, statement))
    {
      KillTask *task = g_new0 (KillTask, 1);

      task->id = sqlite3_column_int64 (statement, 0);
      task->name = dup_column (statement, 1);
      task->executed_ms = sqlite3_column_int64 (statement, 2);
      g_ptr_array_add (tasks, task);
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return tasks;
}
