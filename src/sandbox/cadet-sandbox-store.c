/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-sql-private.h"

#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox-catalog.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/stat.h>

#define SCHEMA_VERSION 1
#define BUSY_STEP_US 5000
#define BUSY_STEPS 2000

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
      sqlite3_stmt *statement = NULL;

      statement = cadet_sandbox_sql_prepare (self, error,
                                             "INSERT INTO application VALUES (?, ?, ?, ?, ?, ?, ?)",
                                             "ttttttt", app->id, app->name, app->description,
                                             app->status, app->template_id, app->instance_id,
                                             app->created);
      if (!cadet_sandbox_sql_run (self, statement, error))
        return FALSE;
      for (const CadetSandboxVariable *variable = app->variables; variable->name != NULL;
           variable++)
        {
          statement = cadet_sandbox_sql_prepare (self, error,
                                                 "INSERT INTO application_variable"
                                                 " VALUES (?, ?, ?)",
                                                 "ttt", app->id, variable->name, variable->value);
          if (!cadet_sandbox_sql_run (self, statement, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
prepare_schema (CadetSandboxStore  *self,
                GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int version;

  statement = cadet_sandbox_sql_prepare (self, error, "PRAGMA user_version", "");
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return cadet_sandbox_sql_fail (self, error);
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
  return cadet_sandbox_sql_execute (self, schema, error)
         && seed (self, error)
         && cadet_sandbox_sql_execute (self,
                                       "PRAGMA user_version = " G_STRINGIFY (SCHEMA_VERSION),
                                       error);
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
  return status == SQLITE_OK || cadet_sandbox_sql_fail (self, error);
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
                   _("The folder of the sandbox’s state, “%s”, could not be created: %s. Make the "
                     "place writable, or choose another state file."),
                   g_file_peek_path (folder), g_strerror (errno));
      return FALSE;
    }
  if (mknod (g_file_peek_path (file), S_IFREG | 0600, 0) != 0 && errno != EEXIST)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   _("The sandbox’s state file, “%s”, could not be created: %s. Make the place "
                     "writable, or choose another state file."),
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
                            NULL) == SQLITE_OK || cadet_sandbox_sql_fail (self, &reason);
  if (opened)
    sqlite3_busy_handler (self->db, busy_cb, self);
  if (!opened
      || !use_wal (self, &reason)
      || !cadet_sandbox_sql_execute (self,
                                     "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
                                     &reason)
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

  return cadet_sandbox_sql_execute (self, "BEGIN IMMEDIATE", error);
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

  return cadet_sandbox_sql_execute (self, "COMMIT", error);
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
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (fresh != NULL, FALSE);

  statement = cadet_sandbox_sql_prepare (self, error, "DELETE FROM nonce WHERE used_ms < ?", "i",
                                         now_ms - keep_ms);
  if (!cadet_sandbox_sql_run (self, statement, error))
    return FALSE;
  statement = cadet_sandbox_sql_prepare (self, error,
                                         "INSERT OR IGNORE INTO nonce VALUES (?, ?, ?)", "tti",
                                         access_key_id, nonce, now_ms);
  if (!cadet_sandbox_sql_run (self, statement, error))
    return FALSE;
  *fresh = sqlite3_changes (self->db) == 1;
  return TRUE;
}
