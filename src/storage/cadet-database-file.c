/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database-file.h"

#include "storage/cadet-database-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

struct _CadetDatabaseFile
{
  sqlite3_filename name;
  sqlite3_file *file;
};

/**
 * cadet_database_file_new:
 * @path: (type filename): a file
 *
 * Opens @path for reading.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL where it cannot be read
 */
CadetDatabaseFile *
cadet_database_file_new (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  CadetDatabaseFile *self;
  int flags = 0;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (CadetDatabaseFile, 1);
  self->name = sqlite3_create_filename (absolute, "", "", 0, NULL);
  self->file = g_malloc0 ((gsize) vfs->szOsFile);
  if (vfs->xOpen (vfs, self->name, self->file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, &flags)
      == SQLITE_OK)
    return self;

  cadet_database_file_free (self);
  return NULL;
}

/**
 * cadet_database_file_free:
 * @self: (transfer full): a file
 *
 * Closes it.
 */
void
cadet_database_file_free (CadetDatabaseFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->file->pMethods != NULL)
    self->file->pMethods->xClose (self->file);
  g_free (self->file);
  sqlite3_free_filename (self->name);
  g_free (self);
}

/**
 * cadet_database_file_get_size:
 * @self: a file
 *
 * Returns: its size in bytes
 */
gint64
cadet_database_file_get_size (CadetDatabaseFile *self)
{
  sqlite3_int64 size = 0;

  g_return_val_if_fail (self != NULL, 0);

  return self->file->pMethods->xFileSize (self->file, &size) == SQLITE_OK ? size : 0;
}

/**
 * cadet_database_file_read:
 * @self: a file
 * @offset: from where
 * @buffer: to where; what lies behind the file's end becomes zero
 * @length: how many bytes
 *
 * Returns: whether all of them are in the file and could be read
 */
gboolean
cadet_database_file_read (CadetDatabaseFile *self,
                          gint64             offset,
                          gpointer           buffer,
                          int                length)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->file->pMethods->xRead (self->file, buffer, length, offset) == SQLITE_OK;
}

/**
 * cadet_database_file_sync:
 * @path: (type filename): a file that no connection has open, or a folder
 * @error: return location for an error
 *
 * Waits until @path would survive a power cut.
 *
 * Returns: whether it would; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_database_file_sync (const char  *path,
                          GError     **error)
{
  int fd;
  int saved_errno;
  gboolean synced;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  synced = fd >= 0 && fsync (fd) == 0;
  saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (!synced)
    cadet_database_set_file_error (error, path, saved_errno);

  return synced;
}
