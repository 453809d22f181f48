/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-store-private.h"

#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox-catalog.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sqlite3.h>
#include <sys/stat.h>

#define SCHEMA_VERSION 1
#define BUSY_STEP_US 5000
#define BUSY_STEPS 2000

struct _CadetSandboxStore
{
  sqlite3 *db;
  gint *quitting;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* The first ID is that of the service's own example. */
static const char schema[] =
  "CREATE TABLE task ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  name TEXT NOT NULL,"
  "  process_id TEXT NOT NULL,"
  "  app_id TEXT NOT NULL REFERENCES application (id),"
  "  variables TEXT,"
  "  created_ms INTEGER NOT NULL,"
  "  bind_ms INTEGER NOT NULL,"
  "  bind_error TEXT,"
  "  executed_ms INTEGER NOT NULL DEFAULT 0,"
  "  run_ms INTEGER NOT NULL DEFAULT 0,"
  "  run_error TEXT"
  ") STRICT;"
  "INSERT INTO sqlite_sequence (name, seq) VALUES ('task', 1993);"
  "CREATE TABLE application ("
  "  id TEXT PRIMARY KEY,"
  "  name TEXT NOT NULL,"
  "  description TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  template_id TEXT NOT NULL,"
  "  instance_id TEXT NOT NULL,"
  "  created TEXT NOT NULL"
  ") STRICT;"
  "CREATE TABLE application_variable ("
  "  app_id TEXT NOT NULL REFERENCES application (id),"
  "  name TEXT NOT NULL,"
  "  value TEXT NOT NULL,"
  "  PRIMARY KEY (app_id, name)"
  ") STRICT;"
  "CREATE TABLE nonce ("
  "  access_key_id TEXT NOT NULL,"
  "  nonce TEXT NOT NULL,"
  "  used_ms INTEGER NOT NULL,"
  "  PRIMARY KEY (access_key_id, nonce)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX nonce_used ON nonce (used_ms);";

static gboolean
fail (CadetSandboxStore  *self,
      GError            **error)
{
  g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
               /* Translators: %s is what SQLite says, in English. */
               _("The sandbox’s state could not be read or written: %s"),
               sqlite3_errmsg (self->db));
  return FALSE;
}

/* Prepares @sql and binds what follows: for each letter of @types a string (t) or a gint64 (i). */
static sqlite3_stmt *
prepare (CadetSandboxStore  *self,
         GError            **error,
         const char         *sql,
         const char         *types,
         ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);
  va_list args;

  va_start (args, types);
  for (int i = 0; status == SQLITE_OK && types[i] != '\0'; i++)
    {
      if (types[i] == 't')
        status = sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1,
                                    SQLITE_TRANSIENT);
      else
        status = sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
    }
  va_end (args);

  if (status != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&statement);
}

/* Runs a statement (transfer full) that gives no row. */
static gboolean
run (CadetSandboxStore  *self,
     sqlite3_stmt       *statement_,
     GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = statement_;

  if (statement == NULL)
    return FALSE;
  return sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
}

static gboolean
execute (CadetSandboxStore  *self,
         const char         *sql,
         GError            **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static int
busy_cb (void *user_data,
         int   count)
{
  CadetSandboxStore *self = user_data;

  if (count >= BUSY_STEPS || g_atomic_int_get (self->quitting))
    return 0;
  g_usleep (BUSY_STEP_US);
  return 1;
}

static gboolean
seed (CadetSandboxStore  *self,
      GError            **error)
{
  guint n_applications;
  const CadetSandboxApplication *applications = cadet_sandbox_get_applications (&n_applications);

  for (guint i = 0; i < n_applications; i++)
    {
      const CadetSandboxApplication *app = &applications[i];

      if (!run (self, prepare (self, error,
                               "INSERT INTO application VALUES (?, ?, ?, ?, ?, ?, ?)", "ttttttt",
                               app->id, app->name, app->description, app->status,
                               app->template_id, app->instance_id, app->created), error))
        return FALSE;
      for (const CadetSandboxVariable *variable = app->variables; variable->name != NULL;
           variable++)
        {
          if (!run (self, prepare (self, error,
                                   "INSERT INTO application_variable VALUES (?, ?, ?)", "ttt",
                                   app->id, variable->name, variable->value), error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
prepare_schema (CadetSandboxStore  *self,
                GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare (self, error, "PRAGMA user_version", "");
  int version;

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return fail (self, error);
  version = sqlite3_column_int (statement, 0);
  g_clear_pointer (&statement, sqlite3_finalize);

  if (version == SCHEMA_VERSION)
    return TRUE;
  if (version != 0)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   _("The sandbox’s state was written by a newer Cadet (version %d of its tables; "
                     "this Cadet knows version %d). Use the newer Cadet, or another state file."),
                   version, SCHEMA_VERSION);
      return FALSE;
    }
  return execute (self, schema, error)
         && seed (self, error)
         && execute (self, "PRAGMA user_version = " G_STRINGIFY (SCHEMA_VERSION), error);
}

/* SQLite does not always ask the busy handler when it changes the journal's mode. */
static gboolean
use_wal (CadetSandboxStore  *self,
         GError            **error)
{
  int status;

  for (int count = 0;; count++)
    {
      status = sqlite3_exec (self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
      if (status != SQLITE_BUSY || !busy_cb (self, count))
        break;
    }
  return status == SQLITE_OK || fail (self, error);
}

/* The file holds what was typed into variables, so it is made for its owner alone. mknod() opens
 * nothing: closing a descriptor of the file would drop the locks of this process's other users. */
static gboolean
create_file (GFile   *file,
             GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (folder != NULL && g_mkdir_with_parents (g_file_peek_path (folder), 0700) != 0)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   _("The folder of the sandbox’s state, “%s”, could not be created: %s"),
                   g_file_peek_path (folder), g_strerror (errno));
      return FALSE;
    }
  if (mknod (g_file_peek_path (file), S_IFREG | 0600, 0) != 0 && errno != EEXIST)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   _("The sandbox’s state file, “%s”, could not be created: %s"),
                   g_file_peek_path (file), g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

/**
 * cadet_sandbox_store_open:
 * @file: (nullable): the state file, made when it is not there; %NULL for state in memory
 * @quitting: becomes other than 0 when waiting for other processes is to end; it outlives the store
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Opens the state, with the applications of the catalogue when it is new. Blocks.
 *
 * Returns: (transfer full) (nullable): the store
 */
CadetSandboxStore *
cadet_sandbox_store_open (GFile   *file,
                          gint    *quitting,
                          GError **error)
{
  g_autoptr (CadetSandboxStore) self = NULL;
  g_autoptr (GError) reason = NULL;
  const char *path = ":memory:";
  gboolean opened;

  g_return_val_if_fail (file == NULL || g_file_peek_path (file) != NULL, NULL);
  g_return_val_if_fail (quitting != NULL, NULL);

  if (file != NULL)
    {
      if (!create_file (file, error))
        return NULL;
      path = g_file_peek_path (file);
    }

  self = g_new0 (CadetSandboxStore, 1);
  self->quitting = quitting;
  opened = sqlite3_open_v2 (path, &self->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            NULL) == SQLITE_OK || fail (self, &reason);
  if (opened)
    sqlite3_busy_handler (self->db, busy_cb, self);
  if (!opened
      || !use_wal (self, &reason)
      || !execute (self, "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON", &reason)
      || !cadet_sandbox_store_begin (self, &reason)
      || !prepare_schema (self, &reason)
      || !cadet_sandbox_store_commit (self, &reason))
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   /* Translators: the first %s is a path, the second a sentence that says why. */
                   _("The sandbox cannot use its state file “%s”. %s"), path, reason->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * cadet_sandbox_store_free:
 * @self: (transfer full): a store
 *
 * Closes the state; what was not committed is undone.
 */
void
cadet_sandbox_store_free (CadetSandboxStore *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_close (self->db);
  g_free (self);
}

/**
 * cadet_sandbox_store_begin:
 * @self: a store
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Begins a transaction that may write; waits for those of other processes.
 *
 * Returns: whether it began
 */
gboolean
cadet_sandbox_store_begin (CadetSandboxStore  *self,
                           GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * cadet_sandbox_store_commit:
 * @self: a store
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether the transaction is kept
 */
gboolean
cadet_sandbox_store_commit (CadetSandboxStore  *self,
                            GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return execute (self, "COMMIT", error);
}

/**
 * cadet_sandbox_store_rollback:
 * @self: a store
 *
 * Undoes the transaction, if there is one.
 */
void
cadet_sandbox_store_rollback (CadetSandboxStore *self)
{
  g_return_if_fail (self != NULL);

  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * cadet_sandbox_store_use_nonce:
 * @self: a store
 * @access_key_id: whose nonce
 * @nonce: the nonce
 * @now_ms: the service's time, UTC in ms since 1970
 * @keep_ms: how long nonces count as used
 * @fresh: (out): whether it was not used before
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Takes a nonce, and forgets those that are too old to matter.
 *
 * Returns: whether the state could be read and written
 */
gboolean
cadet_sandbox_store_use_nonce (CadetSandboxStore  *self,
                               const char         *access_key_id,
                               const char         *nonce,
                               gint64              now_ms,
                               gint64              keep_ms,
                               gboolean           *fresh,
                               GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (fresh != NULL, FALSE);

  if (!run (self, prepare (self, error, "DELETE FROM nonce WHERE used_ms < ?", "i",
                           now_ms - keep_ms), error)
      || !run (self, prepare (self, error, "INSERT OR IGNORE INTO nonce VALUES (?, ?, ?)", "tti",
                              access_key_id, nonce, now_ms), error))
    return FALSE;
  *fresh = sqlite3_changes (self->db) == 1;
  return TRUE;
}

/**
 * cadet_sandbox_store_add_task:
 * @self: a store
 * @task: a task whose ID is not set; gets it
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
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (task != NULL, FALSE);

  if (!run (self, prepare (self, error,
                           "INSERT INTO task (name, process_id, app_id, variables, created_ms,"
                           " bind_ms, bind_error, run_error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                           "ttttiitt", task->name, task->process_id, task->app_id,
                           task->variables, task->created_ms, task->bind_ms, task->bind_error,
                           task->run_error), error))
    return FALSE;
  task->id = sqlite3_last_insert_rowid (self->db);
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
  statement = prepare (self, error,
                       "SELECT task.name, process_id, app_id, application.instance_id, variables,"
                       " created_ms, bind_ms, bind_error, executed_ms, run_ms, run_error"
                       " FROM task JOIN application ON application.id = app_id WHERE task.id = ?",
                       "i", id);
  if (statement == NULL)
    return FALSE;
  status = sqlite3_step (statement);
  if (status == SQLITE_DONE)
    return TRUE;
  if (status != SQLITE_ROW)
    return fail (self, error);

  *task = g_new0 (CadetSandboxTask, 1);
  (*task)->id = id;
  (*task)->name = dup_column (statement, 0);
  (*task)->process_id = dup_column (statement, 1);
  (*task)->app_id = dup_column (statement, 2);
  (*task)->instance_id = dup_column (statement, 3);
  (*task)->variables = dup_column (statement, 4);
  (*task)->created_ms = sqlite3_column_int64 (statement, 5);
  (*task)->bind_ms = sqlite3_column_int64 (statement, 6);
  (*task)->bind_error = dup_column (statement, 7);
  (*task)->executed_ms = sqlite3_column_int64 (statement, 8);
  (*task)->run_ms = sqlite3_column_int64 (statement, 9);
  (*task)->run_error = dup_column (statement, 10);
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
  g_return_val_if_fail (self != NULL, FALSE);

  return run (self, prepare (self, error,
                             "UPDATE task SET executed_ms = ?, run_ms = ? WHERE id = ?", "iii",
                             now_ms, run_ms, id), error);
}

static CadetSandboxApplicationRow *
read_application (sqlite3_stmt *statement)
{
  CadetSandboxApplicationRow *row = g_new0 (CadetSandboxApplicationRow, 1);

  row->id = dup_column (statement, 0);
  row->name = dup_column (statement, 1);
  row->description = dup_column (statement, 2);
  row->status = dup_column (statement, 3);
  row->template_id = dup_column (statement, 4);
  row->instance_id = dup_column (statement, 5);
  row->created = dup_column (statement, 6);
  return row;
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
  statement = prepare (self, error, "SELECT * FROM application WHERE id = ?", "t", id);
  if (statement == NULL)
    return FALSE;
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *row = read_application (statement);
  return status == SQLITE_ROW || status == SQLITE_DONE || fail (self, error);
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

  statement = prepare (self, error, "SELECT count(*)" MATCHES, "tttt", filter->keyword,
                       filter->statuses, filter->template_id, filter->instance_id);
  if (statement == NULL)
    return NULL;
  if (sqlite3_step (statement) != SQLITE_ROW)
    {
      fail (self, error);
      return NULL;
    }
  *total = sqlite3_column_int64 (statement, 0);
  g_clear_pointer (&statement, sqlite3_finalize);

  statement = prepare (self, error,
                       "SELECT *" MATCHES " ORDER BY created DESC, id LIMIT ?5 OFFSET ?6",
                       "ttttii", filter->keyword, filter->statuses, filter->template_id,
                       filter->instance_id, (gint64) filter->limit, (gint64) filter->offset);
#undef MATCHES
  if (statement == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cadet_sandbox_application_row_free);
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (rows, read_application (statement));
  if (status != SQLITE_DONE)
    {
      fail (self, error);
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

  statement = prepare (self, error,
                       "SELECT name, value FROM application_variable WHERE app_id = ?"
                       " ORDER BY rowid", "t", app_id);
  if (statement == NULL)
    return FALSE;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    func ((const char *) sqlite3_column_text (statement, 0),
          (const char *) sqlite3_column_text (statement, 1), user_data);
  return status == SQLITE_DONE || fail (self, error);
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
