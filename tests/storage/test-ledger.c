/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"
#include "storage/cadet-ledger.h"
#include "test-future.h"

#include <sqlite3.h>
#include <string.h>

static GFile *
new_file (void)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  return g_file_new_for_path (path);
}

static CadetLedger *
open_ledger (GFile *file)
{
  CadetLedger *ledger = cadet_ledger_new (file);

  succeed (cadet_ledger_open (ledger));

  return ledger;
}

static void
close_ledger (CadetLedger *ledger)
{
  succeed (cadet_ledger_close (ledger));
  g_object_unref (ledger);
}

static CadetTask *
new_task (const char *name,
          gint64      at)
{
  g_autofree char *attempt = g_uuid_string_random ();

  return cadet_task_new (attempt, "profile", "Production", "cn-hangzhou", name, "P1", "A1",
                         "{\"wrapNames\":true,\"variables\":[]}", at);
}

static int
count (GFile      *file,
       const char *query)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  int result;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, query, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  result = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return result;
}

static void
run (GFile      *file,
     const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_round_trip (void)
{
  g_autoptr (GFile) file = new_file ();
  CadetLedger *ledger = open_ledger (file);
  g_autoptr (CadetTask) task = new_task ("任务 “1”", 1700000000123);
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetTask) by_id = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"Data\":\0 1994}", 15);
  g_autofree char *missing = NULL;
  CadetOutcome *stored;

  succeed (cadet_ledger_record_intent (ledger, task));
  g_assert_cmpint (count (file, "SELECT count(*) FROM attempts WHERE outcome IS NULL"), ==, 1);

  succeed (cadet_ledger_record_sent (ledger, cadet_task_get_attempt (task), 1, 1700000000200,
                                     "POST / HTTP/1.1", "ProcessId=P1"));
  cadet_task_set_reply (task, "HTTP/1.1 200 OK", body);
  outcome = cadet_outcome_new_created (G_GINT64_CONSTANT (9007199254740993), 200, "200", "Success",
                                       "R-1");
  succeed (cadet_ledger_record_outcome (ledger, task, outcome, 1700000000300));
  close_ledger (ledger);

  /* What another start of the program reads. */
  ledger = open_ledger (file);
  found = dup_object (cadet_ledger_find (ledger, cadet_task_get_attempt (task)));
  g_assert_cmpstr (cadet_task_get_name (found), ==, "任务 “1”");
  g_assert_cmpint (cadet_task_get_recorded_at (found), ==, 1700000000123);
  g_assert_cmpint (cadet_task_get_sent_at (found), ==, 1700000000200);
  g_assert_cmpint (cadet_task_get_answered_at (found), ==, 1700000000300);
  g_assert_cmpstr (cadet_task_get_request_body (found), ==, "ProcessId=P1");
  g_assert_cmpstr (cadet_task_get_reply_headers (found), ==, "HTTP/1.1 200 OK");
  g_assert_true (g_bytes_equal (cadet_task_get_reply_body (found), body));

  stored = cadet_task_get_outcome (found);
  g_assert_cmpint (cadet_outcome_get_kind (stored), ==, CADET_OUTCOME_CREATED);
  g_assert_cmpint (cadet_outcome_get_task_id (stored), ==, G_GINT64_CONSTANT (9007199254740993));
  g_assert_cmpstr (cadet_outcome_get_request_id (stored), ==, "R-1");

  by_id = dup_object (cadet_ledger_find (ledger, "9007199254740993"));
  g_assert_cmpstr (cadet_task_get_attempt (by_id), ==, cadet_task_get_attempt (task));

  missing = fail (cadet_ledger_find (ledger, "1"), CADET_ERROR_NOT_FOUND);
  g_assert_nonnull (missing);
  close_ledger (ledger);
}

static void
test_pages (void)
{
  g_autoptr (GFile) file = new_file ();
  CadetLedger *ledger = open_ledger (file);
  g_autoptr (GListModel) first = NULL;
  g_autoptr (GListModel) second = NULL;
  g_autoptr (CadetTask) newest = NULL;
  g_autoptr (CadetTask) last = NULL;
  g_autoptr (CadetTask) next = NULL;

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("task %d", i);
      g_autoptr (CadetTask) task = new_task (name, 1000 + i);

      succeed (cadet_ledger_record_intent (ledger, task));
    }

  first = dup_object (cadet_ledger_list (ledger, NULL, 0, NULL, 20));
  g_assert_cmpint (g_list_model_get_n_items (first), ==, 20);
  newest = g_list_model_get_item (first, 0);
  g_assert_cmpstr (cadet_task_get_name (newest), ==, "task 29");
  last = g_list_model_get_item (first, 19);
  g_assert_cmpstr (cadet_task_get_name (last), ==, "task 10");

  second = dup_object (cadet_ledger_list (ledger, NULL, cadet_task_get_recorded_at (last),
                                          cadet_task_get_attempt (last), 20));
  g_assert_cmpint (g_list_model_get_n_items (second), ==, 10);
  next = g_list_model_get_item (second, 0);
  g_assert_cmpstr (cadet_task_get_name (next), ==, "task 9");
  close_ledger (ledger);
}

static void
test_interrupted (void)
{
  g_autoptr (GFile) file = new_file ();
  CadetLedger *ledger = open_ledger (file);
  CadetLedger *other;
  g_autoptr (CadetTask) task = new_task ("interrupted", 1000);
  g_autoptr (CadetTask) alive = NULL;
  g_autoptr (CadetTask) found = NULL;

  succeed (cadet_ledger_record_intent (ledger, task));

  /* A second Cadet must not call unknown what the first is still sending. */
  other = open_ledger (file);
  alive = dup_object (cadet_ledger_find (other, cadet_task_get_attempt (task)));
  g_assert_cmpint (cadet_task_get_state (alive), ==, CADET_TASK_SENDING);
  close_ledger (other);

  /* Once the first has ended without an outcome, nothing proves what became of the task. */
  close_ledger (ledger);
  ledger = open_ledger (file);
  found = dup_object (cadet_ledger_find (ledger, cadet_task_get_attempt (task)));
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_UNKNOWN);
  close_ledger (ledger);
}

static void
test_newer (void)
{
  g_autoptr (GFile) file = new_file ();
  g_autoptr (CadetLedger) newer = NULL;
  g_autofree char *message = NULL;

  close_ledger (open_ledger (file));
  run (file, "PRAGMA user_version = 999");

  newer = cadet_ledger_new (file);
  message = fail (cadet_ledger_open (newer), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));
  g_assert_cmpint (count (file, "PRAGMA user_version"), ==, 999);
}

static void
test_damaged (void)
{
  static const char damage[] = "this is no database, and must stay as it is";
  g_autoptr (GFile) file = new_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (CadetLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_file_peek_path (folder), 0700), ==, 0);
  g_file_set_contents (g_file_peek_path (file), damage, -1, &error);
  g_assert_no_error (error);

  ledger = cadet_ledger_new (file);
  message = fail (cadet_ledger_open (ledger), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));

  g_file_get_contents (g_file_peek_path (file), &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, damage);
}

static void
test_full (void)
{
  g_autoptr (GFile) file = new_file ();
  CadetLedger *ledger = cadet_ledger_new (file);
  g_autofree char *large = g_strnfill (4 * 1024 * 1024, 'x');
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *message = NULL;

  cadet_ledger_set_page_limit (ledger, 100);
  succeed (cadet_ledger_open (ledger));

  task = cadet_task_new ("11111111-2222-4333-8444-555555555555", "p", "P", "cn-hangzhou", large,
                         "P1", "A1", "{}", 1000);
  message = fail (cadet_ledger_record_intent (ledger, task), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));
  g_assert_cmpint (count (file, "SELECT count(*) FROM attempts"), ==, 0);
  close_ledger (ledger);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger/round-trip", test_round_trip);
  g_test_add_func ("/storage/ledger/pages", test_pages);
  g_test_add_func ("/storage/ledger/interrupted", test_interrupted);
  g_test_add_func ("/storage/ledger/newer", test_newer);
  g_test_add_func ("/storage/ledger/damaged", test_damaged);
  g_test_add_func ("/storage/ledger/full", test_full);

  return g_test_run ();
}
