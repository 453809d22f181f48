/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* The tables as the first Cadet made them. */
static const char version_1[] =
  "CREATE TABLE attempts ("
  "  uuid TEXT NOT NULL PRIMARY KEY,"
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
  "  reply_size INTEGER,"
  "  variables TEXT,"
  "  request_headers TEXT,"
  "  request_body TEXT,"
  "  reply_headers TEXT,"
  "  reply_body BLOB"
  ") STRICT;"
  "CREATE INDEX attempts_by_time ON attempts (recorded_at, uuid);"
  "CREATE INDEX attempts_by_task ON attempts (task_id) WHERE task_id IS NOT NULL;"
  "CREATE INDEX attempts_in_flight ON attempts (uuid) WHERE outcome IS NULL;"
  "CREATE TABLE events ("
  "  id INTEGER PRIMARY KEY,"
  "  attempt TEXT NOT NULL REFERENCES attempts (uuid) ON DELETE CASCADE,"
  "  at INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  try INTEGER,"
  "  detail TEXT"
  ") STRICT;"
  "CREATE INDEX events_by_attempt ON events (attempt, id);"
  "PRAGMA application_id = 0x43444554;"
  "PRAGMA user_version = 1;";

static const char rows[] =
  "INSERT INTO attempts (uuid, recorded_at, owner, profile_id, profile_name, endpoint, name,"
  "  process_id, app_id, variables, outcome, task_id, http_status, message, answered_at, sent_at,"
  "  request_body, reply_headers, reply_size, reply_body)"
  " VALUES ('00000000-0000-4000-8000-000000000001', 1000, 'byte:1', 'p', 'Production',"
  "  'cn-hangzhou', 'first', 'P1', 'A1', '{\"wrapNames\":true,\"variables\":[]}', 'created', 77,"
  "  200, 'Success', 1200, 1100, 'ProcessId=P1', 'HTTP/1.1 200 OK', 3, x'616200'),"
  " ('00000000-0000-4000-8000-000000000002', 2000, 'byte:2', 'p', 'Production',"
  "  'cn-hangzhou', 'second', 'P1', 'A1', '{}', 'refused', NULL, 400, 'No', 2200, 2100,"
  "  NULL, NULL, NULL, NULL),"
  " ('00000000-0000-4000-8000-000000000003', 3000, 'byte:3', 'p', 'Production',"
  "  'cn-hangzhou', 'third', 'P1', 'A1', '{}', NULL, NULL, NULL, NULL, NULL, 3100,"
  "  NULL, NULL, NULL, NULL);"
  "INSERT INTO events (attempt, at, kind, try, detail) VALUES"
  " ('00000000-0000-4000-8000-000000000001', 1000, 'recorded', NULL, NULL),"
  " ('00000000-0000-4000-8000-000000000001', 1100, 'sent', 1, NULL),"
  " ('00000000-0000-4000-8000-000000000001', 1200, 'answered', NULL,"
  "  '{\"outcome\":\"created\",\"httpStatus\":200}'),"
  " ('00000000-0000-4000-8000-000000000003', 3000, 'recorded', NULL, NULL);";

static GFile *
new_version_1 (void)
{
  GFile *file = ledger_new_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_assert_cmpint (g_mkdir_with_parents (g_file_peek_path (folder), 0700), ==, 0);
  ledger_run (file, "PRAGMA journal_mode = WAL");
  ledger_run (file, version_1);
  ledger_run (file, rows);

  return file;
}

static GFile *
get_copy (GFile *file)
{
  g_autofree char *path = g_strconcat (g_file_peek_path (file), ".before-2", NULL);

  return g_file_new_for_path (path);
}

static void
test_rows (void)
{
  g_autoptr (GFile) file = new_version_1 ();
  g_autoptr (GFile) copy = get_copy (file);
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTask) first = NULL;
  g_autoptr (CadetTask) third = NULL;
  g_autoptr (GListModel) similar = NULL;
  g_autofree char *names = ledger_list (ledger, NULL);
  g_autofree char *events = NULL;
  g_autofree char *interrupted = NULL;

  g_assert_cmpstr (names, ==, "third,second,first");

  first = dup_object (cadet_ledger_find (ledger, "77"));
  g_assert_cmpstr (cadet_task_get_name (first), ==, "first");
  g_assert_cmpint (cadet_task_get_state (first), ==, CADET_TASK_CREATED);
  g_assert_cmpint (cadet_task_get_sent_at (first), ==, 1100);
  g_assert_cmpstr (cadet_task_get_request_body (first), ==, "ProcessId=P1");
  g_assert_cmpmem (g_bytes_get_data (cadet_task_get_reply_body (first), NULL), 3, "ab\0", 3);
  events = ledger_events (first);
  g_assert_cmpstr (events, ==, "recorded sent #1 answered created 200");

  third = dup_object (cadet_ledger_find (ledger, "00000000-0000-4000-8000-000000000003"));
  g_assert_cmpint (cadet_task_get_state (third), ==, CADET_TASK_UNKNOWN);
  interrupted = ledger_events (third);
  g_assert_cmpstr (interrupted, ==, "recorded interrupted");

  /* What was written before is compared with what comes after. */
  similar = dup_object (cadet_ledger_find_similar (ledger, first, 0));
  g_assert_cmpint (g_list_model_get_n_items (similar), ==, 0);
  g_clear_object (&similar);
  {
    g_autoptr (CadetTask) again =
      cadet_task_new ("00000000-0000-4000-8000-000000000009", "p", "Production", "cn-hangzhou",
                      "third", "P1", "A1", "{}", 9000);

    similar = dup_object (cadet_ledger_find_similar (ledger, again, 9000));
    g_assert_cmpint (g_list_model_get_n_items (similar), ==, 1);
  }

  /* The copy is what the file was, for this user only. */
  g_assert_cmpint (ledger_query (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ledger_query (copy, "SELECT count(*) FROM attempts"), ==, 3);
  g_assert_cmpint (ledger_query (copy, "SELECT count(*) FROM events"), ==, 4);
  {
    GStatBuf info;

    g_assert_cmpint (g_stat (g_file_peek_path (copy), &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
  ledger_close (ledger);

  g_assert_cmpint (ledger_query (file, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM pragma_foreign_key_check"), ==,
                   0);
}

/* Every write of a migration fails once, as a full disk or a power cut would have it. */
static void
test_interrupted (void)
{
  guint n_failed = 0;

  for (guint pages = 1; pages < 300; pages += 3)
    {
      g_autoptr (GFile) file = new_version_1 ();
      g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
      g_autoptr (GError) error = NULL;
      DexFuture *opening;

      cadet_ledger_set_page_limit (ledger, pages);
      opening = cadet_ledger_open (ledger);
      settle (opening, &error);
      dex_unref (opening);
      succeed (cadet_ledger_close (ledger));
      if (error == NULL)
        break;

      n_failed++;
      g_assert_error (error, CADET_ERROR, CADET_ERROR_STORAGE);
      g_assert_cmpint (ledger_query (file, "PRAGMA user_version"), ==, 1);
      g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM attempts"), ==, 3);
      g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM events"), ==, 4);

      /* What is left is as good as it was. */
      if (pages % 10 == 1)
        {
          CadetLedger *again = ledger_open (file);
          g_autofree char *names = ledger_list (again, NULL);

          g_assert_cmpstr (names, ==, "third,second,first");
          ledger_close (again);
        }
    }

  g_assert_cmpint (n_failed, >, 5);
}

/* Without room for the copy nothing is changed. */
static void
test_no_copy (void)
{
  g_autoptr (GFile) file = new_version_1 ();
  g_autoptr (GFile) copy = get_copy (file);
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autofree char *message = NULL;

  g_assert_cmpint (g_mkdir (g_file_peek_path (copy), 0700), ==, 0);
  message = fail (cadet_ledger_open (ledger), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, ".before-2"));
  succeed (cadet_ledger_close (ledger));
  g_assert_cmpint (ledger_query (file, "PRAGMA user_version"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-migration/rows", test_rows);
  g_test_add_func ("/storage/ledger-migration/interrupted", test_interrupted);
  g_test_add_func ("/storage/ledger-migration/no-copy", test_no_copy);

  return g_test_run ();
}
