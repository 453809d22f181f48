/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-sql-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

/**
 * cadet_sandbox_sql_fail:
 * @self: a store
 * @error: return location for the %CADET_ERROR_STORAGE
 *
 * Says what SQLite says.
 *
 * Returns: %FALSE
 */
gboolean
cadet_sandbox_sql_fail (CadetSandboxStore  *self,
                        GError            **error)
{
  g_set_error (error, CADET_ERROR, CADET_ERROR_STORAGE,
               /* Translators: %s is what SQLite says, in English. */
               _("The sandbox’s state could not be read or written: %s. Free some space, or move "
                 "the file elsewhere and the sandbox begins anew."),
               sqlite3_errmsg (self->db));
  return FALSE;
}

/**
 * cadet_sandbox_sql_prepare:
 * @self: a store
 * @error: return location for a %CADET_ERROR_STORAGE
 * @sql: one statement
 * @types: a letter for each parameter: string (t) or #gint64 (i)
 * @...: their values; strings are copied
 *
 * Returns: (transfer full) (nullable): the statement with its values
 */
sqlite3_stmt *
cadet_sandbox_sql_prepare (CadetSandboxStore  *self,
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
      cadet_sandbox_sql_fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&statement);
}

/**
 * cadet_sandbox_sql_run:
 * @self: a store
 * @statement_: (transfer full) (nullable): a statement that gives no row; %NULL when it could not be
 *   prepared
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether it ran
 */
gboolean
cadet_sandbox_sql_run (CadetSandboxStore  *self,
                       sqlite3_stmt       *statement_,
                       GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = statement_;

  if (statement == NULL)
    return FALSE;
  return sqlite3_step (statement) == SQLITE_DONE || cadet_sandbox_sql_fail (self, error);
}

/**
 * cadet_sandbox_sql_execute:
 * @self: a store
 * @sql: statements without parameters
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * Returns: whether all of them ran
 */
gboolean
cadet_sandbox_sql_execute (CadetSandboxStore  *self,
                           const char         *sql,
                           GError            **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK
         || cadet_sandbox_sql_fail (self, error);
}

/**
 * cadet_sandbox_sql_dup_column:
 * @statement: a statement with a row
 * @column: counted from 0
 *
 * Returns: (transfer full) (nullable): the text of the column
 */
char *
cadet_sandbox_sql_dup_column (sqlite3_stmt *statement,
                              int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}
