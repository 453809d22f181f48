/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-salvage.h"

#include "storage/cadet-database-error.h"
#include "storage/cadet-database-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

/* A salvaged ledger takes the place of the damaged one, at the next start if need be. */

static gboolean
move (const char  *from,
      const char  *to,
      GError     **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;

  cadet_database_set_file_error (error, to, errno);
  return FALSE;
}

static guint
count_attempts (const char *path)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  guint n_attempts = 0;

  if (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
      && sqlite3_prepare_v2 (database, "SELECT count(*) FROM attempts", -1, &statement, NULL)
           == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    n_attempts = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return n_attempts;
}

/* The name is the same if an interrupted switch goes on later. */
static char *
dup_damaged_path (const char *path,
                  const char *salvaged)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *stamp = NULL;
  GStatBuf info = { 0 };

  g_stat (salvaged, &info);
  time = g_date_time_new_from_unix_utc (info.st_mtime);
  stamp = g_date_time_format (time, "%Y%m%d-%H%M%S");

  for (guint i = 1;; i++)
    {
      g_autofree char *damaged = i == 1 ? g_strdup_printf ("%s.damaged-%s", path, stamp)
                                        : g_strdup_printf ("%s.damaged-%s-%u", path, stamp, i);

      if (!g_file_test (damaged, G_FILE_TEST_EXISTS) || !g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&damaged);
    }
}

static char *
dup_report (const char *path,
            const char *damaged,
            guint       n_attempts)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *shown_damaged = g_filename_display_name (damaged);

  /* Translators: the first %s is the path of a file, %u a number, the second %s the path of another
   * file */
  return g_strdup_printf (ngettext ("“%s”, where Cadet keeps its tasks, was damaged. %u task could "
                                    "be saved; others may be missing. Look in the console before "
                                    "you create one again. The damaged file is kept as “%s”.",
                                    "“%s”, where Cadet keeps its tasks, was damaged. %u tasks "
                                    "could be saved; others may be missing. Look in the console before "
                                    "you create one again. The damaged file is kept as “%s”.",
                                    n_attempts),
                          shown, n_attempts, shown_damaged);
}

/**
 * cadet_ledger_salvage_finish:
 * @path: (type filename): the ledger's file, which nobody has open
 * @report: (inout): what to tell the user, set where there was something to do
 * @error: return location for an error
 *
 * Where a salvaged ledger waits for it, gives the damaged one a name with the date, its log with
 * it, and puts the salvaged one in its place. Goes on where an earlier call was interrupted.
 *
 * Returns: whether nothing waits any more; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_salvage_finish (const char  *path,
                             char       **report,
                             GError     **error)
{
  g_autofree char *salvaged = g_strconcat (path, CADET_LEDGER_SALVAGED_SUFFIX, NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *damaged = NULL;
  g_autofree char *damaged_log = NULL;
  guint n_attempts;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  if (!g_file_test (salvaged, G_FILE_TEST_EXISTS))
    return TRUE;

  n_attempts = count_attempts (salvaged);
  damaged = dup_damaged_path (path, salvaged);
  damaged_log = g_strconcat (damaged, "-wal", NULL);

  /* The log goes first: left alone, it would be taken for that of the new file. */
  if (!move (log, damaged_log, error) || !move (path, damaged, error))
    return FALSE;
  g_unlink (shared);
  if (!cadet_database_file_sync (folder, error) || !move (salvaged, path, error)
      || !cadet_database_file_sync (folder, error))
    return FALSE;

  g_free (*report);
  *report = dup_report (path, damaged, n_attempts);
  return TRUE;
}
