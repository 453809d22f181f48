/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-migration.h"

#include "model/cadet-task.h"
#include "storage/cadet-database-error.h"
#include "storage/cadet-database-file.h"
#include "storage/cadet-ledger-schema.h"

#include <errno.h>
#include <glib/gstdio.h>

#define COPY_SUFFIX ".before-" G_STRINGIFY (CADET_LEDGER_VERSION)

/* The IDs come in no order, and a small cache would write the pages of their index again and again. */
#define CACHE_KIB 262144

/* Columns that both versions have. */
#define SAME_COLUMNS \
  "uuid, recorded_at, sent_at, answered_at, outcome, task_id, http_status, code, message," \
  " request_id, recommend, owner, profile_id, profile_name, endpoint, name, process_id, app_id," \
  " reply_size, variables, request_headers, request_body, reply_headers, reply_body"

static void
content_key_func (sqlite3_context  *context,
                  int               n_arguments,
                  sqlite3_value   **arguments)
{
  const char *texts[5];
  g_autoptr (CadetTask) task = NULL;
  char *key;

  g_assert (n_arguments == 5);

  for (int i = 0; i < 5; i++)
    texts[i] = (const char *) sqlite3_value_text (arguments[i]);

  task = cadet_task_new ("", NULL, NULL, texts[0], texts[1], texts[2], texts[3], texts[4], 0);
  key = cadet_task_dup_content_key (task);
  sqlite3_result_text (context, key, -1, g_free);
}

static gboolean
copy_pages (const char  *from,
            const char  *to,
            GError     **error)
{
  sqlite3 *source = NULL;
  sqlite3 *target = NULL;
  sqlite3_backup *backup = NULL;
  int result;

  result = sqlite3_open_v2 (from, &source, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_open_v2 (to, &target,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                              NULL);
  if (result == SQLITE_OK)
    {
      backup = sqlite3_backup_init (target, "main", source, "main");
      if (backup != NULL)
        sqlite3_backup_step (backup, -1);
      /* What went wrong in a step is said by the finish. */
      result = backup != NULL ? sqlite3_backup_finish (backup) : sqlite3_errcode (target);
    }

  sqlite3_close (target);
  sqlite3_close (source);
  if (result == SQLITE_OK)
    return TRUE;

  cadet_database_set_sqlite_error (error, to, result, 0, NULL);
  return FALSE;
}

/* The copy gets its name when it is whole and on the disk. */
static gboolean
copy_file (const char  *path,
           GError     **error)
{
  g_autofree char *copy = g_strconcat (path, COPY_SUFFIX, NULL);
  g_autofree char *unfinished = g_strconcat (copy, ".unfinished", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (unfinished);
  if (!g_file_set_contents_full (unfinished, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    g_debug ("The copy gets the default mode");

  if (copy_pages (path, unfinished, error) && cadet_database_file_sync (unfinished, error))
    {
      if (g_rename (unfinished, copy) == 0)
        return cadet_database_file_sync (folder, error);
      cadet_database_set_file_error (error, copy, errno);
    }

  g_unlink (unfinished);
  return FALSE;
}

/**
 * cadet_ledger_migration_make:
 * @database: an open database without a table, in a transaction
 * @error: return location for an error
 *
 * Makes all tables.
 *
 * Returns: whether they are made; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_migration_make (CadetDatabase  *database,
                             GError        **error)
{
  g_return_val_if_fail (database != NULL, FALSE);

  return cadet_database_exec (database, cadet_ledger_schema_get_attempts (), error)
         && cadet_database_exec (database, cadet_ledger_schema_get_events (), error)
         && cadet_database_exec (database, cadet_ledger_schema_get_rest (), error);
}

/**
 * cadet_ledger_migration_run:
 * @database: an open database of version 1, in a transaction in which nothing was written yet, and
 *   without `foreign_keys`
 * @error: return location for an error
 *
 * Copies the file to one beside it with `.before-2` after its name, then turns it into version 2.
 * An end on the way leaves version 1. The text of the attempts is not in the search index
 * afterwards.
 *
 * Returns: whether it is done; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_migration_run (CadetDatabase  *database,
                            GError        **error)
{
  sqlite3 *handle;
  gboolean migrated;

  g_return_val_if_fail (database != NULL, FALSE);

  if (!copy_file (cadet_database_get_path (database), error))
    return FALSE;

  handle = cadet_database_get_handle (database);
  sqlite3_create_function_v2 (handle, "cadet_content_key", 5, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL,
                              content_key_func, NULL, NULL, NULL);

  /* The events keep on referring to the attempts while these change their table. */
  migrated =
    cadet_database_exec (database,
                         "PRAGMA legacy_alter_table = ON;"
                         "PRAGMA cache_size = -" G_STRINGIFY (CACHE_KIB) ";"
                         "DROP INDEX attempts_by_time;"
                         "DROP INDEX attempts_by_task;"
                         "DROP INDEX attempts_in_flight;"
                         "ALTER TABLE attempts RENAME TO attempts_1;",
                         error)
    && cadet_database_exec (database, cadet_ledger_schema_get_attempts (), error)
    && cadet_database_exec (database,
                            "INSERT INTO attempts (content_key, " SAME_COLUMNS ")"
                            " SELECT cadet_content_key (endpoint, name, process_id, app_id,"
                            " variables), " SAME_COLUMNS " FROM attempts_1"
                            " ORDER BY recorded_at, uuid;"
                            "DROP TABLE attempts_1;",
                            error)
    && cadet_database_exec (database, cadet_ledger_schema_get_rest (), error)
    && cadet_database_exec (database,
                            "INSERT INTO marks (name, value)"
                            " SELECT 'unindexed', max (id) FROM attempts WHERE true"
                            " GROUP BY true HAVING max (id) IS NOT NULL;",
                            error);

  sqlite3_exec (handle, "PRAGMA legacy_alter_table = OFF; PRAGMA cache_size = -2000", NULL,
                NULL, NULL);
  sqlite3_create_function_v2 (handle, "cadet_content_key", 5, SQLITE_UTF8, NULL, NULL, NULL, NULL,
                              NULL);

  return migrated;
}
