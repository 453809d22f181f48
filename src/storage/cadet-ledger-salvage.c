/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-salvage.h"

#include "storage/cadet-database-error.h"
#include "storage/cadet-database-file.h"
#include "storage/cadet-ledger-pages.h"
#include "storage/cadet-ledger-schema.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* A damaged ledger is read page by page into a file beside it. Once that is whole and on the disk,
 * its name says that it takes the place of the ledger. */
#define UNFINISHED_SUFFIX CADET_LEDGER_SALVAGED_SUFFIX ".unfinished"

/* No ID of an attempt or execution is longer. */
#define MAX_UUID 64

typedef enum
{
  TABLE_ATTEMPTS,
  TABLE_EXECUTIONS,
  TABLE_EVENTS,
  N_TABLES,
} Table;

/* `types` has a letter for each column: i(nteger), t(ext) or b(lob), a capital one where the column
 * must have a value. */
typedef struct
{
  guint n_columns;
  char *types;
  sqlite3_stmt *insert;
} Target;

typedef struct
{
  sqlite3 *database;
  Target targets[N_TABLES];
  Target version_1;
  int result;
} Salvage;

static const char * const table_names[N_TABLES] = { "attempts", "executions", "events" };

/* In the order of version 1. */
#define VERSION_1_COLUMNS \
  "uuid, recorded_at, sent_at, answered_at, outcome, task_id, http_status, code, message," \
  " request_id, recommend, owner, profile_id, profile_name, endpoint, name, process_id, app_id," \
  " reply_size, variables, request_headers, request_body, reply_headers, reply_body"
#define VERSION_1_TYPES "TIiitiittttTttttttittttb"

static gboolean
run (Salvage    *self,
     const char *sql)
{
  if (self->result == SQLITE_OK)
    self->result = sqlite3_exec (self->database, sql, NULL, NULL, NULL);

  return self->result == SQLITE_OK;
}

/* Where one attempt is stored twice, what is known later counts. */
static char *
build_insert (Table       table,
              const char *columns,
              guint       n_columns)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_auto (GStrv) names = g_strsplit (columns, ", ", -1);

  g_string_append_printf (sql, "INSERT INTO %s (%s) VALUES (?", table_names[table], columns);
  for (guint i = 1; i < n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');

  if (table == TABLE_EVENTS)
    return g_string_free (g_steal_pointer (&sql), FALSE);

  g_string_append (sql, " ON CONFLICT (uuid) DO UPDATE SET ");
  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (sql, "%s%s = excluded.%s", i > 0 ? ", " : "", names[i], names[i]);
  g_string_append_printf (sql, " WHERE %1$s.outcome IS NULL AND excluded.outcome IS NOT NULL",
                          table_names[table]);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
prepare_target (Salvage *self,
                Table    table)
{
  Target *target = &self->targets[table];
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (GString) types = g_string_new (NULL);
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement = NULL;

  sql = g_strdup_printf ("SELECT name, type, \"notnull\" FROM pragma_table_info ('%s')",
                         table_names[table]);
  self->result = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);
  while (self->result == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *type = (const char *) sqlite3_column_text (statement, 1);

      g_string_append_printf (columns, "%s%s", columns->len > 0 ? ", " : "",
                              (const char *) sqlite3_column_text (statement, 0));
      g_string_append_c (types, sqlite3_column_int (statement, 2) != 0
                                  ? g_ascii_toupper (type[0])
                                  : g_ascii_tolower (type[0]));
    }
  sqlite3_finalize (statement);
  if (self->result != SQLITE_OK)
    return FALSE;

  g_clear_pointer (&sql, g_free);
  sql = build_insert (table, columns->str, (guint) types->len);
  target->n_columns = (guint) types->len;
  target->types = g_string_free (g_steal_pointer (&types), FALSE);
  self->result = sqlite3_prepare_v2 (self->database, sql, -1, &target->insert, NULL);

  return self->result == SQLITE_OK;
}

static gboolean
prepare_version_1 (Salvage *self)
{
  g_autofree char *sql =
    build_insert (TABLE_ATTEMPTS, VERSION_1_COLUMNS, strlen (VERSION_1_TYPES));

  self->version_1.n_columns = strlen (VERSION_1_TYPES);
  self->version_1.types = g_strdup (VERSION_1_TYPES);
  self->result = sqlite3_prepare_v2 (self->database, sql, -1, &self->version_1.insert, NULL);

  return self->result == SQLITE_OK;
}

static gboolean
is_id (const CadetLedgerValue *value)
{
  return value->type == SQLITE_TEXT && value->length > 0 && value->length <= MAX_UUID
         && memchr (value->data, '\0', value->length) == NULL
         && g_utf8_validate ((const char *) value->data, (gssize) value->length, NULL);
}

/* Rows do not say which table they are of, but their form does. */
static Target *
find_target (Salvage                    *self,
             const CadetLedgerStoredRow *row)
{
  const CadetLedgerValue *values = row->values;

  if (row->n_values == self->version_1.n_columns && is_id (&values[0])
      && values[1].type == SQLITE_INTEGER)
    return &self->version_1;

  if (row->n_values < 4 || values[0].type != SQLITE_NULL || !is_id (&values[1]))
    return NULL;

  if (row->n_values == self->targets[TABLE_ATTEMPTS].n_columns && values[2].type == SQLITE_INTEGER)
    return &self->targets[TABLE_ATTEMPTS];
  if (row->n_values == self->targets[TABLE_EXECUTIONS].n_columns && is_id (&values[2])
      && values[3].type == SQLITE_INTEGER)
    return &self->targets[TABLE_EXECUTIONS];
  if (row->n_values == self->targets[TABLE_EVENTS].n_columns && values[2].type == SQLITE_INTEGER
      && is_id (&values[3]))
    return &self->targets[TABLE_EVENTS];

  return NULL;
}

static void
bind_value (Target                 *target,
            guint                   column,
            const CadetLedgerValue *value)
{
  int parameter = (int) column + 1;

  /* What a torn row lacks. */
  if (g_ascii_isupper (target->types[column]))
    sqlite3_bind_text (target->insert, parameter, "", 0, SQLITE_STATIC);
  else
    sqlite3_bind_null (target->insert, parameter);

  switch (g_ascii_tolower (target->types[column]))
    {
    case 'i':
      if (value->type == SQLITE_INTEGER)
        sqlite3_bind_int64 (target->insert, parameter, value->number);
      else if (target->types[column] == 'I')
        sqlite3_bind_int (target->insert, parameter, 0);
      break;

    case 'b':
      if (value->type == SQLITE_BLOB)
        sqlite3_bind_blob64 (target->insert, parameter, value->data, value->length,
                             SQLITE_TRANSIENT);
      break;

    default:
      if (value->type == SQLITE_TEXT)
        {
          char *text = g_utf8_make_valid ((const char *) value->data, (gssize) value->length);

          sqlite3_bind_text (target->insert, parameter, text, -1, g_free);
        }
      break;
    }
}

static gboolean
salvage_row (const CadetLedgerStoredRow *row,
             gpointer                    user_data)
{
  Salvage *self = user_data;
  Target *target = find_target (self, row);
  int result;

  if (target == NULL)
    return TRUE;

  for (guint i = 0; i < target->n_columns; i++)
    bind_value (target, i, &row->values[i]);
  if (target != &self->version_1)
    sqlite3_bind_int64 (target->insert, 1, row->id);

  result = sqlite3_step (target->insert);
  sqlite3_reset (target->insert);
  if (result == SQLITE_CONSTRAINT && target != &self->version_1)
    {
      /* Another row has its number. */
      sqlite3_bind_null (target->insert, 1);
      result = sqlite3_step (target->insert);
      sqlite3_reset (target->insert);
    }

  /* One row that does not fit is no reason to give up the others; a full disk is. */
  if (result != SQLITE_DONE && result != SQLITE_CONSTRAINT && result != SQLITE_MISMATCH)
    self->result = result;

  return self->result == SQLITE_OK;
}

/* An attempt whose row is lost while its history is not happened all the same. */
static const char finish_rows[] =
  "INSERT INTO attempts (uuid, recorded_at, owner, outcome)"
  " SELECT attempt, min (at), '', 'unknown' FROM events"
  " WHERE attempt NOT IN (SELECT uuid FROM attempts) GROUP BY attempt;"
  "DELETE FROM executions WHERE attempt NOT IN (SELECT uuid FROM attempts);"
  "UPDATE attempts SET execution = NULL, execution_outcome = NULL, execution_at = NULL"
  " WHERE execution IS NOT NULL AND execution NOT IN"
  " (SELECT id FROM executions WHERE attempt = attempts.uuid);"
  "UPDATE marks SET value = (SELECT coalesce (max (id), 0) FROM attempts)"
  " WHERE name = 'unindexed';";

static gboolean
fill (Salvage    *self,
      const char *path)
{
  /* The search index is built afterwards, as that of a migrated ledger. */
  if (!run (self, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;"
                  " BEGIN;")
      || !run (self, cadet_ledger_schema_get_attempts ())
      || !run (self, cadet_ledger_schema_get_events ())
      || !run (self, cadet_ledger_schema_get_rest ())
      || !run (self, "INSERT INTO marks VALUES ('unindexed', 9223372036854775807)"))
    return FALSE;

  for (Table table = 0; table < N_TABLES; table++)
    if (!prepare_target (self, table))
      return FALSE;
  if (!prepare_version_1 (self))
    return FALSE;

  return cadet_ledger_pages_read (path, salvage_row, self) && run (self, finish_rows)
         && run (self, "COMMIT");
}

static void
clear_target (Target *target)
{
  sqlite3_finalize (target->insert);
  g_free (target->types);
}

static gboolean
build (const char  *path,
       const char  *unfinished,
       GError     **error)
{
  Salvage self = { NULL };
  int result;

  g_unlink (unfinished);
  self.result = sqlite3_open_v2 (unfinished, &self.database,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                                 NULL);
  if (self.result == SQLITE_OK)
    {
      g_chmod (unfinished, 0600);
      fill (&self, path);
    }

  for (Table table = 0; table < N_TABLES; table++)
    clear_target (&self.targets[table]);
  clear_target (&self.version_1);
  result = sqlite3_close (self.database);
  if (self.result == SQLITE_OK)
    self.result = result;

  if (self.result != SQLITE_OK)
    {
      cadet_database_set_sqlite_error (error, unfinished, self.result, 0, NULL);
      g_unlink (unfinished);
    }
  return self.result == SQLITE_OK;
}

/**
 * cadet_ledger_salvage:
 * @path: (type filename): the ledger's file, damaged, which nobody has open
 * @report: (inout): what to tell the user
 * @error: return location for an error
 *
 * Reads what can be read of a damaged ledger into a new one, and puts that in its place. The
 * damaged one is kept as it is under a name with the date.
 *
 * Returns: whether it is done; else the damaged ledger is where it was, and @error is a
 *   %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_salvage (const char  *path,
                      char       **report,
                      GError     **error)
{
  g_autofree char *unfinished = g_strconcat (path, UNFINISHED_SUFFIX, NULL);
  g_autofree char *salvaged = g_strconcat (path, CADET_LEDGER_SALVAGED_SUFFIX, NULL);

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  if (!build (path, unfinished, error) || !cadet_database_file_sync (unfinished, error))
    return FALSE;

  if (g_rename (unfinished, salvaged) != 0)
    {
      cadet_database_set_file_error (error, salvaged, errno);
      return FALSE;
    }

  return cadet_ledger_salvage_finish (path, report, error);
}
