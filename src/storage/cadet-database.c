/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database.h"

#include "model/cadet-error.h"
#include "storage/cadet-database-error.h"
#include "storage/cadet-ledger-migration.h"
#include "storage/cadet-ledger-schema.h"
#include "storage/cadet-ledger-search.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#define BUSY_TIMEOUT_MS 10000

struct _CadetDatabase
{
  char *path;
  guint page_limit;
  sqlite3 *handle;
  CadetOwnerLock *owner;
};

static void
set_error (CadetDatabase  *self,
           GError        **error)
{
  cadet_database_set_sqlite_error (error, self->path, sqlite3_extended_errcode (self->handle),
                                   sqlite3_system_errno (self->handle),
                                   sqlite3_errmsg (self->handle));
}

static gboolean
query_number (CadetDatabase  *self,
              const char     *sql,
              gint64         *number,
              GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (self, sql, error);
  gboolean row = FALSE;

  if (statement == NULL || !cadet_database_step (self, statement, &row, error))
    return FALSE;

  *number = row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

static gboolean
make_folder (CadetDatabase  *self,
             GError        **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  cadet_database_set_file_error (error, folder, errno);
  return FALSE;
}

/* SQLite tries for reading what it may not write, and then tells only why that failed: of a folder
 * where nothing may be made, that the file is not there. */
static int
find_open_errno (CadetDatabase *self,
                 gboolean       existed)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int saved_errno = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;
  int denied = existed ? g_access (self->path, R_OK | W_OK) : g_access (folder, W_OK | X_OK);

  return denied != 0 ? errno : saved_errno;
}

static gboolean
open_file (CadetDatabase  *self,
           GError        **error)
{
  struct stat info;
  gboolean existed = g_stat (self->path, &info) == 0;
  int result;

  if (existed && S_ISDIR (info.st_mode))
    {
      cadet_database_set_file_error (error, self->path, EISDIR);
      return FALSE;
    }

  result = sqlite3_open_v2 (self->path, &self->handle,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
                            | SQLITE_OPEN_EXRESCODE,
                            NULL);
  if (result != SQLITE_OK)
    {
      int saved_errno = find_open_errno (self, existed);

      if ((result & 0xff) == SQLITE_CANTOPEN && saved_errno != 0)
        cadet_database_set_file_error (error, self->path, saved_errno);
      else
        cadet_database_set_sqlite_error (error, self->path, result, saved_errno, NULL);
      return FALSE;
    }

  /* SQLite opens what it may not write for reading only, and says nothing. */
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    {
      cadet_database_set_sqlite_error (error, self->path, SQLITE_READONLY, 0, NULL);
      return FALSE;
    }

  /* The file is still empty; the log and the index that SQLite puts beside it take its mode. */
  if (!existed && g_chmod (self->path, 0600) != 0)
    {
      cadet_database_set_file_error (error, self->path, errno);
      return FALSE;
    }

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  cadet_ledger_search_register (self->handle);
  return TRUE;
}

static gboolean
is_ours (CadetDatabase  *self,
         gint64         *version,
         GError        **error)
{
  gint64 application_id = 0;
  gint64 n_objects = 0;
  g_autofree char *shown = NULL;

  if (!query_number (self, "PRAGMA user_version", version, error)
      || !query_number (self, "PRAGMA application_id", &application_id, error)
      || !query_number (self, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (*version == 0 && application_id == 0 && n_objects == 0)
    return TRUE;

  if (application_id != CADET_LEDGER_APPLICATION_ID || *version < 1)
    {
      cadet_database_set_sqlite_error (error, self->path, SQLITE_NOTADB, 0, NULL);
      return FALSE;
    }

  if (*version <= CADET_LEDGER_VERSION)
    return TRUE;

  shown = g_filename_display_name (self->path);
  g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
               /* Translators: %s is the path of a file */
               _("“%s”, where Cadet keeps its tasks, was written by a newer Cadet. It was left "
                 "untouched. Update Cadet to see and create tasks."),
               shown);
  return FALSE;
}

/* SQLite does not always wait for another program here, although it is told to elsewhere. */
static gboolean
use_write_ahead_log (CadetDatabase  *self,
                     GError        **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  while (sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK)
    {
      if (sqlite3_errcode (self->handle) != SQLITE_BUSY || g_get_monotonic_time () > deadline)
        {
          set_error (self, error);
          return FALSE;
        }
      g_usleep (10 * 1000);
    }

  return TRUE;
}

static gboolean
bring_to_version (CadetDatabase  *self,
                  GError        **error)
{
  gint64 version = 0;
  gboolean done;

  if (!cadet_database_exec (self, "BEGIN IMMEDIATE", error))
    return FALSE;

  /* Another Cadet may have been quicker. */
  done = is_ours (self, &version, error);
  if (done && version == 0)
    done = cadet_ledger_migration_make (self, error);
  else if (done && version < CADET_LEDGER_VERSION)
    done = cadet_ledger_migration_run (self, error);

  if (done && cadet_database_exec (self, "COMMIT", error))
    return TRUE;

  cadet_database_rollback (self);
  return FALSE;
}

static gboolean
prepare_file (CadetDatabase  *self,
              GError        **error)
{
  g_autofree char *limit = NULL;
  gint64 version = 0;
  gboolean ours;

  /* In one transaction, or another Cadet that begins the file at this moment would be seen by half:
   * its mark without its tables. */
  ours = cadet_database_exec (self, "BEGIN", error) && is_ours (self, &version, error);
  cadet_database_rollback (self);
  if (!ours)
    {
      /* Nor may closing write what the other program left in its log. */
      sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      return FALSE;
    }

  if (self->page_limit > 0)
    {
      limit = g_strdup_printf ("PRAGMA max_page_count = %u", self->page_limit);
      if (!cadet_database_exec (self, limit, error))
        return FALSE;
    }

  return use_write_ahead_log (self, error)
         && cadet_database_exec (self, "PRAGMA synchronous = FULL", error)
         && (version == CADET_LEDGER_VERSION || bring_to_version (self, error))
         && cadet_database_exec (self, "PRAGMA foreign_keys = ON", error);
}

static gboolean
take_owner_lock (CadetDatabase  *self,
                 GError        **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  int saved_errno = 0;

  self->owner = cadet_owner_lock_new (path, &saved_errno);
  if (self->owner == NULL)
    cadet_database_set_file_error (error, path, saved_errno);

  return self->owner != NULL;
}

static void
close_file (CadetDatabase *self)
{
  g_assert (self != NULL);

  if (self->handle != NULL)
    sqlite3_close_v2 (g_steal_pointer (&self->handle));
  g_clear_pointer (&self->owner, cadet_owner_lock_free);
}

/**
 * cadet_database_new:
 * @path: (type filename): the file, which need not be there
 *
 * Makes a database that is not open yet. Touches no file.
 *
 * Returns: (transfer full): the database
 */
CadetDatabase *
cadet_database_new (const char *path)
{
  CadetDatabase *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (CadetDatabase, 1);
  self->path = g_strdup (path);

  return self;
}

/**
 * cadet_database_free:
 * @self: (transfer full): a database
 *
 * Closes the file, if it is open.
 */
void
cadet_database_free (CadetDatabase *self)
{
  g_return_if_fail (self != NULL);

  close_file (self);
  g_free (self->path);
  g_free (self);
}

/**
 * cadet_database_set_page_limit:
 * @self: a database
 * @n_pages: how many pages the file may have, or 0 for no limit
 *
 * Makes the file behave as if the disk were full beyond @n_pages, at once or from its opening on.
 * There for tests.
 */
void
cadet_database_set_page_limit (CadetDatabase *self,
                               guint          n_pages)
{
  g_autofree char *limit = NULL;

  g_return_if_fail (self != NULL);

  self->page_limit = n_pages;
  limit = g_strdup_printf ("PRAGMA max_page_count = %u", n_pages > 0 ? n_pages : 0xfffffffeu);
  if (self->handle != NULL)
    sqlite3_exec (self->handle, limit, NULL, NULL, NULL);
}

/**
 * cadet_database_open:
 * @self: a database
 * @error: return location for an error
 *
 * Opens the file, making its folder (0700), the file (0600) and its tables where they are not
 * there. A file of a newer Cadet, of another program, or that is damaged is left untouched. Does
 * nothing when it is open.
 *
 * Returns: whether the file is open; else @error is a %CADET_ERROR_STORAGE with the whole message
 */
gboolean
cadet_database_open (CadetDatabase  *self,
                     GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->handle != NULL)
    return TRUE;

  if (!make_folder (self, error)
      || !open_file (self, error)
      || !prepare_file (self, error)
      || !take_owner_lock (self, error))
    {
      close_file (self);
      return FALSE;
    }

  return TRUE;
}

/**
 * cadet_database_get_path:
 * @self: a database
 *
 * Returns: (type filename): its file
 */
const char *
cadet_database_get_path (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * cadet_database_get_handle: (skip)
 * @self: an open database
 *
 * Returns: (transfer none): SQLite's handle
 */
sqlite3 *
cadet_database_get_handle (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->handle;
}

/**
 * cadet_database_get_owner:
 * @self: an open database
 *
 * Returns: (transfer none): the lock that says that this program is running
 */
CadetOwnerLock *
cadet_database_get_owner (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->owner;
}

/**
 * cadet_database_exec:
 * @self: an open database
 * @sql: statements without parameters and results
 * @error: return location for an error
 *
 * Returns: whether all ran; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_database_exec (CadetDatabase  *self,
                     const char     *sql,
                     GError        **error)
{
  g_return_val_if_fail (self != NULL && self->handle != NULL, FALSE);

  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  set_error (self, error);
  return FALSE;
}

/**
 * cadet_database_prepare:
 * @self: an open database
 * @sql: one statement
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with a %CADET_ERROR_STORAGE
 */
sqlite3_stmt *
cadet_database_prepare (CadetDatabase  *self,
                        const char     *sql,
                        GError        **error)
{
  sqlite3_stmt *statement = NULL;

  g_return_val_if_fail (self != NULL && self->handle != NULL, NULL);

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    set_error (self, error);

  return statement;
}

/**
 * cadet_database_step:
 * @self: an open database
 * @statement: a statement of it
 * @row: (out): whether there is a row to read
 * @error: return location for an error
 *
 * Goes on to the next row.
 *
 * Returns: whether it went well; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_database_step (CadetDatabase  *self,
                     sqlite3_stmt   *statement,
                     gboolean       *row,
                     GError        **error)
{
  int result;

  g_return_val_if_fail (self != NULL && self->handle != NULL, FALSE);
  g_return_val_if_fail (statement != NULL, FALSE);

  result = sqlite3_step (statement);
  *row = result == SQLITE_ROW;
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
      set_error (self, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * cadet_database_rollback:
 * @self: an open database
 *
 * Undoes the transaction, unless SQLite ended it by itself, as it does after some failures.
 */
void
cadet_database_rollback (CadetDatabase *self)
{
  g_return_if_fail (self != NULL && self->handle != NULL);

  if (cadet_database_in_transaction (self))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * cadet_database_in_transaction:
 * @self: an open database
 *
 * Returns: whether a transaction is open
 */
gboolean
cadet_database_in_transaction (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL && self->handle != NULL, FALSE);

  return !sqlite3_get_autocommit (self->handle);
}

/**
 * cadet_database_count_changes:
 * @self: an open database
 *
 * Returns: how many rows the last statement changed
 */
int
cadet_database_count_changes (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL && self->handle != NULL, 0);

  return sqlite3_changes (self->handle);
}
