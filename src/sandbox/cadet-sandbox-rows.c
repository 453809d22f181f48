/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-sql-private.h"

static CadetSandboxApplicationRow *
read_application (sqlite3_stmt *statement)
{
  CadetSandboxApplicationRow *row = g_new0 (CadetSandboxApplicationRow, 1);

  row->id = cadet_sandbox_sql_dup_column (statement, 0);
  row->name = cadet_sandbox_sql_dup_column (statement, 1);
  row->description = cadet_sandbox_sql_dup_column (statement, 2);
  row->status = cadet_sandbox_sql_dup_column (statement, 3);
  row->template_id = cadet_sandbox_sql_dup_column (statement, 4);
  row->instance_id = cadet_sandbox_sql_dup_column (statement, 5);
  row->created = cadet_sandbox_sql_dup_column (statement, 6);
  return row;
}

/**
 * cadet_sandbox_store_add_task:
 * @self: a store
 * @task: a task whose ID is the least that it may get; gets its own
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Keeps a new task. IDs ascend and are never used again.
 *
 * Returns: whether the state could be written
 */
gboolean
cadet_sandbox_store_add_task (CadetSandboxStore  *self,
                              CadetSandboxTask   *task,
                              GError            **error)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (task != NULL, FALSE);

  statement = cadet_sandbox_sql_prepare (self, error,
                                         "INSERT INTO task (id, name, process_id, app_id,"
                                         " variables, created_ms, bind_ms, bind_error, run_error)"
                                         " VALUES (max(?, 1 + coalesce((SELECT seq FROM"
                                         " sqlite_sequence WHERE name = 'task'), 0)),"
                                         " ?, ?, ?, ?, ?, ?, ?, ?)",
                                         "ittttiitt", task->id, task->name, task->process_id,
                                         task->app_id, task->variables, task->created_ms,
                                         task->bind_ms, task->bind_error, task->run_error);
  if (!cadet_sandbox_sql_run (self, statement, error))
    return FALSE;
  task->id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

/**
 * cadet_sandbox_store_count_tasks:
 * @self: a store
 * @executed: whether to count only those that were executed
 * @count: (out): how many there are
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether the state could be read
 */
gboolean
cadet_sandbox_store_count_tasks (CadetSandboxStore  *self,
                                 gboolean            executed,
                                 gint64             *count,
                                 GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  statement = cadet_sandbox_sql_prepare (self, error,
                                         "SELECT count(*) FROM task WHERE ? = 0 OR executed_ms > 0",
                                         "i", (gint64) executed);
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return cadet_sandbox_sql_fail (self, error);
  *count = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/**
 * cadet_sandbox_store_find_task:
 * @self: a store
 * @id: a task's ID
 * @task: (out) (nullable) (transfer full): the task, or %NULL when there is none with that ID
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether the state could be read
 */
gboolean
cadet_sandbox_store_find_task (CadetSandboxStore  *self,
                               gint64              id,
                               CadetSandboxTask  **task,
                               GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (task != NULL, FALSE);

  *task = NULL;
  statement = cadet_sandbox_sql_prepare (self, error,
                                         "SELECT task.name, process_id, app_id,"
                                         " application.instance_id, variables, created_ms, bind_ms,"
                                         " bind_error, executed_ms, run_ms, run_error"
                                         " FROM task JOIN application ON application.id = app_id"
                                         " WHERE task.id = ?",
                                         "i", id);
  if (statement == NULL)
    return FALSE;
  status = sqlite3_step (statement);
  if (status == SQLITE_DONE)
    return TRUE;
  if (status != SQLITE_ROW)
    return cadet_sandbox_sql_fail (self, error);

  *task = g_new0 (CadetSandboxTask, 1);
  (*task)->id = id;
  (*task)->name = cadet_sandbox_sql_dup_column (statement, 0);
  (*task)->process_id = cadet_sandbox_sql_dup_column (statement, 1);
  (*task)->app_id = cadet_sandbox_sql_dup_column (statement, 2);
  (*task)->instance_id = cadet_sandbox_sql_dup_column (statement, 3);
  (*task)->variables = cadet_sandbox_sql_dup_column (statement, 4);
  (*task)->created_ms = sqlite3_column_int64 (statement, 5);
  (*task)->bind_ms = sqlite3_column_int64 (statement, 6);
  (*task)->bind_error = cadet_sandbox_sql_dup_column (statement, 7);
  (*task)->executed_ms = sqlite3_column_int64 (statement, 8);
  (*task)->run_ms = sqlite3_column_int64 (statement, 9);
  (*task)->run_error = cadet_sandbox_sql_dup_column (statement, 10);
  return TRUE;
}

/**
 * cadet_sandbox_store_execute_task:
 * @self: a store
 * @id: the ID of a task that may be executed
 * @now_ms: the service's time, UTC in ms since 1970
 * @run_ms: how long it runs
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Starts a task's run.
 *
 * Returns: whether the state could be written
 */
gboolean
cadet_sandbox_store_execute_task (CadetSandboxStore  *self,
                                  gint64              id,
                                  gint64              now_ms,
                                  gint64              run_ms,
                                  GError            **error)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  statement = cadet_sandbox_sql_prepare (self, error,
                                         "UPDATE task SET executed_ms = ?, run_ms = ? WHERE id = ?",
                                         "iii", now_ms, run_ms, id);
  return cadet_sandbox_sql_run (self, statement, error);
}

/**
 * cadet_sandbox_store_find_application:
 * @self: a store
 * @id: an application's ID
 * @row: (out) (nullable) (transfer full): the application, or %NULL when there is none
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether the state could be read
 */
gboolean
cadet_sandbox_store_find_application (CadetSandboxStore           *self,
                                      const char                  *id,
                                      CadetSandboxApplicationRow **row,
                                      GError                     **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  *row = NULL;
  statement = cadet_sandbox_sql_prepare (self, error, "SELECT * FROM application WHERE id = ?",
                                         "t", id);
  if (statement == NULL)
    return FALSE;
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *row = read_application (statement);
  return status == SQLITE_ROW || status == SQLITE_DONE || cadet_sandbox_sql_fail (self, error);
}

/**
 * cadet_sandbox_store_list_applications:
 * @self: a store
 * @filter: what to look for
 * @total: (out): how many match, whatever the limit and the offset
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable) (element-type CadetSandboxApplicationRow): the matching
 *   applications, newest first
 */
GPtrArray *
cadet_sandbox_store_list_applications (CadetSandboxStore         *self,
                                       const CadetSandboxFilter  *filter,
                                       gint64                    *total,
                                       GError                   **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (filter != NULL, NULL);
  g_return_val_if_fail (total != NULL, NULL);

#define MATCHES \
  " FROM application WHERE (?1 IS NULL OR instr (lower (name), lower (?1)) > 0)" \
  " AND (?2 IS NULL OR status IN (SELECT value FROM json_each (?2)))" \
  " AND (?3 IS NULL OR template_id = ?3) AND (?4 IS NULL OR instance_id = ?4)"

  statement = cadet_sandbox_sql_prepare (self, error, "SELECT count(*)" MATCHES, "tttt",
                                         filter->keyword, filter->statuses, filter->template_id,
                                         filter->instance_id);
  if (statement == NULL)
    return NULL;
  if (sqlite3_step (statement) != SQLITE_ROW)
    {
      cadet_sandbox_sql_fail (self, error);
      return NULL;
    }
  *total = sqlite3_column_int64 (statement, 0);
  g_clear_pointer (&statement, sqlite3_finalize);

  statement = cadet_sandbox_sql_prepare (self, error,
                                         "SELECT *" MATCHES
                                         " ORDER BY created DESC, id LIMIT ?5 OFFSET ?6",
                                         "ttttii", filter->keyword, filter->statuses,
                                         filter->template_id, filter->instance_id,
                                         (gint64) filter->limit, (gint64) filter->offset);
#undef MATCHES
  if (statement == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cadet_sandbox_application_row_free);
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (rows, read_application (statement));
  if (status != SQLITE_DONE)
    {
      cadet_sandbox_sql_fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&rows);
}

/**
 * cadet_sandbox_store_foreach_variable:
 * @self: a store
 * @app_id: an application's ID
 * @func: (scope call): called for each of its variables
 * @user_data: passed to @func
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether the state could be read
 */
gboolean
cadet_sandbox_store_foreach_variable (CadetSandboxStore         *self,
                                      const char                *app_id,
                                      CadetSandboxVariableFunc   func,
                                      gpointer                   user_data,
                                      GError                   **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  statement = cadet_sandbox_sql_prepare (self, error,
                                         "SELECT name, value FROM application_variable"
                                         " WHERE app_id = ? ORDER BY rowid",
                                         "t", app_id);
  if (statement == NULL)
    return FALSE;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    func ((const char *) sqlite3_column_text (statement, 0),
          (const char *) sqlite3_column_text (statement, 1), user_data);
  return status == SQLITE_DONE || cadet_sandbox_sql_fail (self, error);
}

/**
 * cadet_sandbox_task_free:
 * @task: (transfer full): a task
 *
 * Frees the task.
 */
void
cadet_sandbox_task_free (CadetSandboxTask *task)
{
  g_return_if_fail (task != NULL);

  g_free (task->name);
  g_free (task->process_id);
  g_free (task->app_id);
  g_free (task->instance_id);
  g_free (task->variables);
  g_free (task->bind_error);
  g_free (task->run_error);
  g_free (task);
}

/**
 * cadet_sandbox_application_row_free:
 * @row: (transfer full): an application
 *
 * Frees the application.
 */
void
cadet_sandbox_application_row_free (CadetSandboxApplicationRow *row)
{
  g_return_if_fail (row != NULL);

  g_free (row->id);
  g_free (row->name);
  g_free (row->description);
  g_free (row->status);
  g_free (row->template_id);
  g_free (row->instance_id);
  g_free (row->created);
  g_free (row);
}
