/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database-error.h"

#include "model/cadet-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sqlite3.h>

static char *
dup_full_message (const char *shown)
{
  /* Translators: %s is the path of a file */
  return g_strdup_printf (_("The disk is full, so “%s”, where Cadet keeps its tasks, cannot be "
                            "written. Free some space and try again."),
                          shown);
}

static char *
dup_permission_message (const char *shown)
{
  /* Translators: %s is the path of a file */
  return g_strdup_printf (_("Cadet is not allowed to write “%s”, where it keeps its tasks. Make the "
                            "file and its folder writable and try again."),
                          shown);
}

static char *
dup_read_only_message (const char *shown)
{
  /* Translators: %s is the path of a file */
  return g_strdup_printf (_("“%s”, where Cadet keeps its tasks, is on a read-only disk or marked "
                            "read-only. Make it writable and try again."),
                          shown);
}

static char *
dup_damaged_message (const char *shown)
{
  /* Translators: both %s are the path of a file; the second has .damaged after it */
  return g_strdup_printf (_("“%s” is damaged or is not Cadet’s list of tasks. It was left "
                            "untouched. Rename it, for example to “%s.damaged”, and Cadet begins "
                            "a new list; the renamed file can still be looked into."),
                          shown, shown);
}

/**
 * cadet_database_set_sqlite_error:
 * @error: (nullable): return location for the error
 * @path: (type filename): the ledger's file
 * @code: SQLite's result code, extended or not
 * @saved_errno: what the system said last to SQLite, as `errno`; counts where @code says no more
 *   than that reading or writing failed
 * @detail: (nullable): SQLite's own message, for the cases that have no words of ours
 *
 * Sets a %CADET_ERROR_STORAGE that says what happened to which file and what to do about it.
 */
void
cadet_database_set_sqlite_error (GError     **error,
                                 const char  *path,
                                 int          code,
                                 int          saved_errno,
                                 const char  *detail)
{
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (path != NULL);

  /* A file that cannot grow is SQLITE_FULL, but the index of the log beside it is not. */
  if ((code & 0xff) == SQLITE_IOERR && (saved_errno == ENOSPC || saved_errno == EDQUOT))
    code = SQLITE_FULL;

  shown = g_filename_display_name (path);

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      message = dup_full_message (shown);
      break;

    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      message = dup_permission_message (shown);
      break;

    case SQLITE_READONLY:
      message = dup_read_only_message (shown);
      break;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      message = dup_damaged_message (shown);
      break;

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      /* Translators: %s is the path of a file */
      message = g_strdup_printf (_("Another program has kept “%s”, where Cadet keeps its tasks, "
                                   "locked for more than 10 seconds. Close it and try again."),
                                 shown);
      break;

    default:
      /* Translators: the first %s is the path of a file, the second a technical reason in English */
      message = g_strdup_printf (_("“%s”, where Cadet keeps its tasks, cannot be read or written: "
                                   "%s. Check the disk that it is on and try again."),
                                 shown, detail != NULL ? detail : sqlite3_errstr (code));
      break;
    }

  g_set_error_literal (error, CADET_ERROR, CADET_ERROR_STORAGE, message);
}

/**
 * cadet_database_set_file_error:
 * @error: (nullable): return location for the error
 * @path: (type filename): the file or folder
 * @saved_errno: the reason, as `errno`
 *
 * Sets a %CADET_ERROR_STORAGE that says what happened to which file and what to do about it.
 */
void
cadet_database_set_file_error (GError     **error,
                               const char  *path,
                               int          saved_errno)
{
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (path != NULL);

  shown = g_filename_display_name (path);

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      message = dup_full_message (shown);
      break;

    case EACCES:
    case EPERM:
      message = dup_permission_message (shown);
      break;

    case EROFS:
      message = dup_read_only_message (shown);
      break;

    case EISDIR:
      /* Translators: %s is the path of a folder */
      message = g_strdup_printf (_("“%s” is a folder, but Cadet keeps its tasks in a file of that "
                                   "name. Move the folder elsewhere and try again."),
                                 shown);
      break;

    case ENOTDIR:
    case EEXIST:
      /* Translators: %s is the path of a file */
      message = g_strdup_printf (_("Cadet cannot keep its tasks in “%s”, because a part of that "
                                   "path is a file, not a folder. Move that file elsewhere and try "
                                   "again."),
                                 shown);
      break;

    default:
      /* Translators: the first %s is the path of a file, the second is why */
      message = g_strdup_printf (_("“%s”, where Cadet keeps its tasks, cannot be made or opened: "
                                   "%s. Check the folder that it is in and try again."),
                                 shown, g_strerror (saved_errno));
      break;
    }

  g_set_error_literal (error, CADET_ERROR, CADET_ERROR_STORAGE, message);
}
