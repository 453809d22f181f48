/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database-private.h"

#include "model/cadet-error.h"
#include "storage/cadet-database-error.h"
#include "storage/cadet-ledger-migration.h"
#include "storage/cadet-ledger-salvage.h"
#include "storage/cadet-ledger-schema.h"
#include "storage/cadet-ledger-search.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Opens the file: whose it is, which version it has, and whether it is whole. */

#define BUSY_TIMEOUT_MS 10000

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
find_open_errno (CadetDatabase *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int saved_errno = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;
  int denied = _cadet_database_get_size (self, "") >= 0 ? g_access (self->path, R_OK | W_OK)
                                        : g_access (folder, W_OK | X_OK);

  return denied != 0 ? errno : saved_errno;
}

static gboolean
open_file (CadetDatabase  *self,
           int             flags,
           GError        **error)
{
  int result = sqlite3_open_v2 (self->path, &self->handle,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
                                | flags,
                                NULL);

  self->damaged = FALSE;
  if (result != SQLITE_OK)
    {
      int saved_errno = find_open_errno (self);

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

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  cadet_ledger_search_register (self->handle);
  return TRUE;
}

/* Closing then writes nothing into a file that is another program's or damaged, and does not remove
 * a log that may be that of the file which took its place. */
static void
never_checkpoint (CadetDatabase *self)
{
  if (self->handle != NULL)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
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
          _cadet_database_set_error (self, error);
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
      never_checkpoint (self);
      return FALSE;
    }

  if (self->page_limit > 0)
    {
      limit = g_strdup_printf ("PRAGMA max_page_count = %u", self->page_limit);
      if (!cadet_database_exec (self, limit, error))
        return FALSE;
    }

  self->prepared = use_write_ahead_log (self, error)
                   && cadet_database_exec (self, "PRAGMA synchronous = FULL", error)
                   && (version == CADET_LEDGER_VERSION || bring_to_version (self, error))
                   && cadet_database_exec (self, "PRAGMA foreign_keys = ON", error);
  return self->prepared;
}

/* The file is still empty then; the log and the index that SQLite puts beside it take its mode. */
static gboolean
make_private (CadetDatabase  *self,
              GError        **error)
{
  if (g_chmod (self->path, 0600) == 0)
    return TRUE;

  cadet_database_set_file_error (error, self->path, errno);
  return FALSE;
}

static gboolean
open_and_prepare (CadetDatabase  *self,
                  GError        **error)
{
  gboolean existed = _cadet_database_get_size (self, "") >= 0;

  if (open_file (self, SQLITE_OPEN_CREATE, error) && (existed || make_private (self, error))
      && prepare_file (self, error))
    return TRUE;

  _cadet_database_close (self);
  return FALSE;
}

static gboolean
salvage (CadetDatabase  *self,
         GError        **error)
{
  g_autofree char *shown = NULL;

  if (!cadet_owner_lock_is_alone (self->owner))
    {
      shown = g_filename_display_name (self->path);
      g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
                   /* Translators: %s is the path of a file */
                   _("“%s”, where Cadet keeps its tasks, is damaged. Close every other Cadet, so "
                     "that it can be repaired, and try again."),
                   shown);
      return FALSE;
    }

  return cadet_ledger_salvage (self->path, &self->report, error)
         && open_and_prepare (self, error);
}

/* Behind the gate, so that no other Cadet opens the file meanwhile. */
static gboolean
open_or_salvage (CadetDatabase  *self,
                 gboolean        damaged,
                 GError        **error)
{
  g_autoptr (GError) failure = NULL;
  CadetDatabaseKind kind;
  gint64 log_size;
  gboolean ours;

  if (!cadet_ledger_salvage_finish (self->path, &self->report, error))
    return FALSE;

  kind = _cadet_database_inspect (self);
  log_size = _cadet_database_get_size (self, "-wal");
  self->unclean = log_size > 0 && cadet_owner_lock_is_alone (self->owner);

  /* SQLite would take an emptied file for a new one, and throw its log away. */
  if (kind == CADET_DATABASE_EMPTY && (log_size > 0 || cadet_owner_lock_is_marked (self->owner)))
    return salvage (self, error);

  /* One that was cut off before its name is ours where a ledger was. */
  ours = kind == CADET_DATABASE_OURS
         || (kind == CADET_DATABASE_PLAUSIBLE && cadet_owner_lock_is_marked (self->owner));
  if (ours && (damaged || (log_size <= 0 && _cadet_database_is_cut_off (self))))
    return salvage (self, error);

  if (open_and_prepare (self, &failure))
    return TRUE;
  if (self->damaged && ours)
    return salvage (self, error);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
take_lock (CadetDatabase  *self,
           GError        **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  int saved_errno = 0;

  if (self->owner == NULL)
    self->owner = cadet_owner_lock_new (path, &saved_errno);
  if (self->owner == NULL)
    {
      cadet_database_set_file_error (error, path, saved_errno);
      return FALSE;
    }

  if (cadet_owner_lock_enter (self->owner, BUSY_TIMEOUT_MS))
    return TRUE;

  cadet_database_set_sqlite_error (error, self->path, SQLITE_BUSY, 0, NULL);
  return FALSE;
}

/**
 * cadet_database_open:
 * @self: a database
 * @error: return location for an error
 *
 * Opens the file, making its folder (0700), the file (0600) and its tables where they are not
 * there. A damaged file is set aside, and what can be read of it is put into a new one, which
 * cadet_database_steal_report() then tells. A file of a newer Cadet or of another program is left
 * untouched. Does nothing when it is open and not damaged.
 *
 * Returns: whether the file is open; else @error is a %CADET_ERROR_STORAGE with the whole message
 */
gboolean
cadet_database_open (CadetDatabase  *self,
                     GError        **error)
{
  gboolean damaged;
  gboolean opened;

  g_return_val_if_fail (self != NULL, FALSE);

  damaged = self->damaged;
  if (self->handle != NULL && !damaged)
    return TRUE;

  never_checkpoint (self);
  _cadet_database_close (self);

  if (!make_folder (self, error))
    return FALSE;
  if (g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      cadet_database_set_file_error (error, self->path, EISDIR);
      return FALSE;
    }
  if (_cadet_database_inspect (self) == CADET_DATABASE_FOREIGN)
    {
      cadet_database_set_sqlite_error (error, self->path, SQLITE_NOTADB, 0, NULL);
      return FALSE;
    }

  opened = take_lock (self, error);
  if (opened)
    {
      opened = open_or_salvage (self, damaged, error);
      if (opened)
        cadet_owner_lock_mark (self->owner);
      cadet_owner_lock_leave (self->owner);
    }

  if (!opened)
    cadet_database_close (self);
  return opened;
}

/**
 * cadet_database_open_to_read:
 * @self: a database
 *
 * Opens a file that is there and has this version, so that it can be read while others write it.
 *
 * Returns: whether it is open; where not, cadet_database_open() brings it to this version or says
 *   what is wrong
 */
gboolean
cadet_database_open_to_read (CadetDatabase *self)
{
  g_autofree char *lock = NULL;
  CadetDatabaseKind kind;
  gint64 version = 0;
  int saved_errno = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->handle != NULL)
    return TRUE;

  kind = _cadet_database_inspect (self);
  if (kind != CADET_DATABASE_OURS && kind != CADET_DATABASE_PLAUSIBLE)
    return FALSE;

  lock = g_strconcat (self->path, ".lock", NULL);
  self->owner = cadet_owner_lock_new_observer (lock, &saved_errno);
  self->prepared = self->owner != NULL && open_file (self, 0, NULL)
                   && cadet_database_exec (self, "BEGIN", NULL) && is_ours (self, &version, NULL)
                   && version == CADET_LEDGER_VERSION
                   && cadet_database_exec (self, "COMMIT", NULL);
  never_checkpoint (self);
  if (self->prepared
      && cadet_database_exec (self,
                              "CREATE VIRTUAL TABLE temp.search_terms"
                              " USING fts5vocab (main, search, row);"
                              "PRAGMA query_only = ON",
                              NULL))
    return TRUE;

  cadet_database_close (self);
  return FALSE;
}
