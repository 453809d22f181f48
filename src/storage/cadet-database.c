/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database-private.h"

#include "storage/cadet-database-error.h"
#include "storage/cadet-ledger-schema.h"

void
_cadet_database_set_error (CadetDatabase  *self,
                           GError        **error)
{
  int code = sqlite3_extended_errcode (self->handle);

  int saved_errno = sqlite3_system_errno (self->handle);
  g_autofree char *detail = g_utf8_make_valid (sqlite3_errmsg (self->handle), -1);

  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    self->damaged = TRUE;

  /* An index that misses what is there gives this. */
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    self->suspect = TRUE;

  /* No statement of ours is wrong by itself: where one seems to be, a table may have changed. */
  if ((code & 0xff) == SQLITE_ERROR && self->prepared && !cadet_ledger_schema_is_in (self->handle))
    {
      self->damaged = TRUE;
      code = SQLITE_CORRUPT;
    }

  cadet_database_set_sqlite_error (error, self->path, code, saved_errno, detail);
}

void
_cadet_database_close (CadetDatabase *self)
{
  g_assert (self != NULL);

  if (self->handle != NULL)
    sqlite3_close_v2 (g_steal_pointer (&self->handle));
  self->prepared = FALSE;
  self->suspect = FALSE;
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

  cadet_database_close (self);
  g_free (self->report);
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
 * cadet_database_close:
 * @self: a database
 *
 * Closes the file, if it is open, and lets go of its lock.
 */
void
cadet_database_close (CadetDatabase *self)
{
  g_return_if_fail (self != NULL);

  _cadet_database_close (self);
  g_clear_pointer (&self->owner, cadet_owner_lock_free);
}

/**
 * cadet_database_is_open:
 * @self: a database
 *
 * Returns: whether the file is open
 */
gboolean
cadet_database_is_open (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->handle != NULL;
}

/**
 * cadet_database_is_damaged:
 * @self: a database
 *
 * Returns: whether SQLite called the file damaged since it was opened
 */
gboolean
cadet_database_is_damaged (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->damaged;
}

/**
 * cadet_database_set_damaged:
 * @self: a database
 *
 * Says that the file was found damaged by somebody else.
 */
void
cadet_database_set_damaged (CadetDatabase *self)
{
  g_return_if_fail (self != NULL);

  self->damaged = TRUE;
}

/**
 * cadet_database_is_suspect:
 * @self: a database
 *
 * Returns: whether something happened since it was opened that may come from damage
 */
gboolean
cadet_database_is_suspect (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->suspect;
}

/**
 * cadet_database_is_unclean:
 * @self: an open database
 *
 * Returns: whether the last Cadet before this one ended without closing the file
 */
gboolean
cadet_database_is_unclean (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->unclean;
}

/**
 * cadet_database_set_unfinished:
 * @self: an open database
 *
 * Says that what is being done with @self takes long and is to go on when others had their turn.
 */
void
cadet_database_set_unfinished (CadetDatabase *self)
{
  g_return_if_fail (self != NULL);

  self->unfinished = TRUE;
}

/**
 * cadet_database_steal_unfinished:
 * @self: an open database
 *
 * Returns: whether cadet_database_set_unfinished() was called since this was
 */
gboolean
cadet_database_steal_unfinished (CadetDatabase *self)
{
  gboolean unfinished;

  g_return_val_if_fail (self != NULL, FALSE);

  unfinished = self->unfinished;
  self->unfinished = FALSE;

  return unfinished;
}

/**
 * cadet_database_steal_report:
 * @self: a database
 *
 * Returns: (transfer full) (nullable): what to tell the user of a repair that the opening made
 */
char *
cadet_database_steal_report (CadetDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_steal_pointer (&self->report);
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

  _cadet_database_set_error (self, error);
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
    _cadet_database_set_error (self, error);

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
      _cadet_database_set_error (self, error);
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
  g_return_if_fail (self != NULL);

  if (self->handle != NULL && cadet_database_in_transaction (self))
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
