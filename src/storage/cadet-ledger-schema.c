/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-schema.h"

/* Version 2 of the ledger's tables. A published version is never changed: the next one gets a
 * number and a migration. */

/* What cadet_task_get_state() says, so that the list can be filtered without reading every task. */
#define STATE \
  "CASE" \
  " WHEN outcome IS NULL THEN 'sending'" \
  " WHEN outcome IN ('refused', 'not-sent') THEN outcome" \
  " WHEN outcome <> 'created' AND resolution IS NULL THEN 'unknown'" \
  " WHEN outcome <> 'created' AND resolution = 'not-there' THEN 'not-created'" \
  " WHEN execution_outcome = 'created' AND coalesce(status_at < execution_at, 1) THEN 'running'" \
  " WHEN error_message IS NOT NULL THEN 'failed'" \
  " WHEN status IS NULL THEN 'created'" \
  " WHEN status = 'BINDING' THEN 'binding'" \
  " WHEN status = 'READY' THEN 'ready'" \
  " WHEN status = 'RUNNING' THEN 'running'" \
  " WHEN status = 'FINISH' THEN 'finished'" \
  " ELSE 'reported' END"

/* What a list shows stands first and what may be long last, so that a page of the list does not
 * read the pages that long values overflow to. `execution` is the ID of the last execution, of
 * which `execution_outcome` and `execution_at` are copies. `status_at` is set where the service
 * has said something of the task. `state` is never stored, only indexed. */
static const char attempts[] =
  "CREATE TABLE attempts ("
  "  id INTEGER PRIMARY KEY,"
  "  uuid TEXT NOT NULL UNIQUE,"
  "  recorded_at INTEGER NOT NULL,"
  "  sent_at INTEGER,"
  "  answered_at INTEGER,"
  "  outcome TEXT,"
  "  task_id INTEGER,"
  "  http_status INTEGER,"
  "  code TEXT,"
  "  message TEXT,"
  "  request_id TEXT,"
  "  recommend TEXT,"
  "  owner TEXT NOT NULL,"
  "  profile_id TEXT,"
  "  profile_name TEXT,"
  "  endpoint TEXT,"
  "  name TEXT,"
  "  process_id TEXT,"
  "  app_id TEXT,"
  "  template_name TEXT,"
  "  previous TEXT,"
  "  resolution TEXT,"
  "  found_task_id INTEGER,"
  "  status TEXT,"
  "  error_message TEXT,"
  "  status_at INTEGER,"
  "  service_name TEXT,"
  "  service_process_id TEXT,"
  "  service_app_id TEXT,"
  "  service_created_at INTEGER,"
  "  instance_ids TEXT,"
  "  execution INTEGER,"
  "  execution_outcome TEXT,"
  "  execution_at INTEGER,"
  "  followed INTEGER NOT NULL DEFAULT 0,"
  "  deleted_at INTEGER,"
  "  content_key TEXT,"
  "  note TEXT,"
  "  reply_size INTEGER,"
  "  variables TEXT,"
  "  request_headers TEXT,"
  "  request_body TEXT,"
  "  reply_headers TEXT,"
  "  reply_body BLOB,"
  "  state TEXT GENERATED ALWAYS AS (" STATE ") VIRTUAL"
  ") STRICT;";

static const char events[] =
  "CREATE TABLE events ("
  "  id INTEGER PRIMARY KEY,"
  "  attempt TEXT NOT NULL REFERENCES attempts (uuid) ON DELETE CASCADE,"
  "  at INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  try INTEGER,"
  "  detail TEXT"
  ") STRICT;"
  "CREATE INDEX events_by_attempt ON events (attempt, id);";

#define SHOWN " WHERE deleted_at IS NULL;"

/* The names and values of the variables, without the keys and types that all of them have. */
#define VARIABLES \
  "(SELECT group_concat(coalesce(json_extract(value, '$.name'), '') || char(10)" \
  " || coalesce(json_extract(value, '$.value'), ''), char(10))" \
  " FROM json_each(CASE WHEN json_valid(variables) THEN variables ELSE '{}' END, '$.variables'))"

/* Two line feeds end the text, so that its last two characters begin a piece of three, too. */
#define SEARCH_TEXT \
  "concat_ws(char(10), name, process_id, app_id, task_id, found_task_id, profile_name," \
  " template_name, note, code, message, request_id, status, error_message, instance_ids, " \
  VARIABLES ", char(10))"

#define SEARCHED_COLUMNS \
  "name, process_id, app_id, task_id, found_task_id, profile_name, template_name, note, code," \
  " message, request_id, status, error_message, instance_ids, variables"

#define INDEXED "new.id > coalesce ((SELECT value FROM marks WHERE name = 'unindexed'), 0)"

/* `search` holds pieces of three characters of what the view `search_text` says and no text. Rows
 * up to the mark `unindexed` are not in it yet. */
static const char rest[] =
  "CREATE INDEX attempts_by_time ON attempts (recorded_at)" SHOWN
  "CREATE INDEX attempts_by_state ON attempts (state, recorded_at)" SHOWN
  "CREATE INDEX attempts_by_profile ON attempts (profile_id, recorded_at)" SHOWN
  "CREATE INDEX attempts_by_process ON attempts (process_id, recorded_at)" SHOWN
  "CREATE INDEX attempts_by_app ON attempts (app_id, recorded_at)" SHOWN
  "CREATE INDEX attempts_by_template ON attempts (template_name, recorded_at)"
  "  WHERE deleted_at IS NULL AND template_name IS NOT NULL;"
  "CREATE INDEX attempts_by_content ON attempts (content_key, recorded_at);"
  "CREATE INDEX attempts_by_task ON attempts (task_id) WHERE task_id IS NOT NULL;"
  "CREATE INDEX attempts_by_found_task ON attempts (found_task_id)"
  "  WHERE found_task_id IS NOT NULL;"
  "CREATE INDEX attempts_in_flight ON attempts (id) WHERE outcome IS NULL;"
  "CREATE INDEX attempts_followed ON attempts (id) WHERE followed = 1;"
  "CREATE INDEX attempts_deleted ON attempts (deleted_at) WHERE deleted_at IS NOT NULL;"
  "CREATE TABLE executions ("
  "  id INTEGER PRIMARY KEY,"
  "  uuid TEXT NOT NULL UNIQUE,"
  "  attempt TEXT NOT NULL REFERENCES attempts (uuid) ON DELETE CASCADE,"
  "  recorded_at INTEGER NOT NULL,"
  "  sent_at INTEGER,"
  "  answered_at INTEGER,"
  "  outcome TEXT,"
  "  task_id INTEGER,"
  "  http_status INTEGER,"
  "  code TEXT,"
  "  message TEXT,"
  "  request_id TEXT,"
  "  recommend TEXT,"
  "  owner TEXT NOT NULL,"
  "  profile_id TEXT,"
  "  profile_name TEXT,"
  "  endpoint TEXT,"
  "  reply_size INTEGER,"
  "  request_headers TEXT,"
  "  request_body TEXT,"
  "  reply_headers TEXT,"
  "  reply_body BLOB"
  ") STRICT;"
  "CREATE INDEX executions_by_attempt ON executions (attempt, id);"
  "CREATE INDEX executions_in_flight ON executions (id) WHERE outcome IS NULL;"
  "CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
  "CREATE VIEW search_text (id, text) AS SELECT id, " SEARCH_TEXT " FROM attempts;"
  "CREATE VIRTUAL TABLE search USING fts5 (text, tokenize = 'trigram', detail = none,"
  "  content = '', contentless_delete = 1);"
  "CREATE TRIGGER attempts_search_insert AFTER INSERT ON attempts WHEN " INDEXED " BEGIN"
  "  INSERT INTO search (rowid, text) SELECT id, text FROM search_text WHERE id = new.id;"
  " END;"
  "CREATE TRIGGER attempts_search_update AFTER UPDATE OF " SEARCHED_COLUMNS " ON attempts"
  " WHEN " INDEXED " BEGIN"
  "  DELETE FROM search WHERE rowid = new.id;"
  "  INSERT INTO search (rowid, text) SELECT id, text FROM search_text WHERE id = new.id;"
  " END;"
  "CREATE TRIGGER attempts_search_delete AFTER DELETE ON attempts BEGIN"
  "  DELETE FROM search WHERE rowid = old.id;"
  " END;"
  "PRAGMA application_id = " G_STRINGIFY (CADET_LEDGER_APPLICATION_ID) ";"
  "PRAGMA user_version = " G_STRINGIFY (CADET_LEDGER_VERSION) ";";

/**
 * cadet_ledger_schema_get_attempts:
 *
 * Returns: the statement that makes the table of attempts, without its indexes
 */
const char *
cadet_ledger_schema_get_attempts (void)
{
  return attempts;
}

/**
 * cadet_ledger_schema_get_events:
 *
 * Returns: the statements that make the table of events, which is as it was in version 1
 */
const char *
cadet_ledger_schema_get_events (void)
{
  return events;
}

/**
 * cadet_ledger_schema_get_rest:
 *
 * Returns: the statements that make all else and give the file its name and version; they come last
 */
const char *
cadet_ledger_schema_get_rest (void)
{
  return rest;
}

static char *
dup_schema (sqlite3 *handle)
{
  g_autoptr (GString) all = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  int result;

  result = sqlite3_prepare_v2 (handle,
                               "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                               " WHERE name NOT LIKE 'sqlite_stat_' ORDER BY name, type",
                               -1, &statement, NULL);
  while (result == SQLITE_OK && (result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      for (int i = 0; i < 4; i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          g_string_append (all, text != NULL ? text : "");
          g_string_append_c (all, '\n');
        }
      result = SQLITE_OK;
    }
  sqlite3_finalize (statement);

  return result == SQLITE_DONE ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

/**
 * cadet_ledger_schema_is_in: (skip)
 * @handle: a connection to a ledger of this version
 *
 * Compares what the file says of its tables with what it must say. Takes some milliseconds.
 *
 * Returns: whether both are the same
 */
gboolean
cadet_ledger_schema_is_in (sqlite3 *handle)
{
  g_autofree char *is = dup_schema (handle);
  g_autofree char *must = NULL;
  sqlite3 *model = NULL;

  g_return_val_if_fail (handle != NULL, FALSE);

  if (sqlite3_open (":memory:", &model) == SQLITE_OK
      && sqlite3_exec (model, attempts, NULL, NULL, NULL) == SQLITE_OK
      && sqlite3_exec (model, events, NULL, NULL, NULL) == SQLITE_OK
      && sqlite3_exec (model, rest, NULL, NULL, NULL) == SQLITE_OK)
    must = dup_schema (model);
  sqlite3_close (model);

  return must == NULL || g_strcmp0 (is, must) == 0;
}
