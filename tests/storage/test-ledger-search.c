/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

static CadetTask *
add (CadetLedger *ledger,
     const char  *attempt,
     const char  *name,
     const char  *variables,
     gint64       at)
{
  CadetTask *task = cadet_task_new (attempt, "profile", "Production", "cn-hangzhou", name,
                                    "RIVJXOEHPSVSXQ5S", "A1", variables, at);

  succeed (cadet_ledger_record_intent (ledger, task));

  return task;
}

static char *
search (CadetLedger *ledger,
        const char  *text)
{
  g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();

  cadet_task_filter_set_text (filter, text);

  return ledger_list (ledger, filter);
}

static const struct
{
  const char *text;
  const char *expected;
} searches[] = {
  { "daily", "daily report 2,Daily Report 1" },
  { "AILY", "daily report 2,Daily Report 1" },
  { "report region", "Daily Report 1" },
  { "region report", "Daily Report 1" },
  { "xoehps", "五,100% “quoted” \"x\" *,任务创建失败,daily report 2,Daily Report 1" },
  { "no such thing", "" },
  { "dailyreport", "" },
  { "任务", "任务创建失败" },
  { "创建", "任务创建失败" },
  { "失败", "任务创建失败" },
  { "任务创建", "任务创建失败" },
  { "任建", "" },
  { "五", "五" },
  { "%", "100% “quoted” \"x\" *" },
  { "0%", "100% “quoted” \"x\" *" },
  { "00% ", "100% “quoted” \"x\" *" },
  { "\"", "100% “quoted” \"x\" *" },
  { "\"x\"", "100% “quoted” \"x\" *" },
  { "\"x", "100% “quoted” \"x\" *" },
  { "dai*", "" },
  { "da%y", "" },
  { "d_ily", "" },
  { "daily OR zzz", "" },
  { "daily AND", "" },
  { "name : daily", "" },
  { "region-9", "Daily Report 1" },
  { "ümläut", "daily report 2" },
  { "ÜMLÄUT", "daily report 2" },
  { "ml", "daily report 2" },
  { "wrapNames", "" },
  { "12345678", "Daily Report 1" },
  { "12345678-0000-4000", "Daily Report 1" },
  { "  ", "五,100% “quoted” \"x\" *,任务创建失败,daily report 2,Daily Report 1" },
};

static CadetLedger *
new_filled (GFile *file)
{
  CadetLedger *ledger = ledger_open (file);

  g_object_unref (add (ledger, "12345678-0000-4000-8000-000000000001", "Daily Report 1",
                       "{\"wrapNames\":true,\"variables\":[{\"name\":\"zone\",\"type\":\"text\","
                       "\"value\":\"region-9\"}]}",
                       1000));
  g_object_unref (add (ledger, "00000000-0000-4000-8000-000000000002", "daily report 2",
                       "{\"wrapNames\":true,\"variables\":[{\"name\":\"Ümläut\",\"type\":\"number\","
                       "\"value\":12}]}",
                       2000));
  g_object_unref (add (ledger, "00000000-0000-4000-8000-000000000003", "任务创建失败", "{}", 3000));
  g_object_unref (add (ledger, "00000000-0000-4000-8000-000000000004",
                       "100% “quoted” \"x\" *", "no json", 4000));
  g_object_unref (add (ledger, "00000000-0000-4000-8000-000000000005", "五", "", 5000));

  return ledger;
}

static void
check_searches (CadetLedger *ledger)
{
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *names = search (ledger, searches[i].text);

      g_test_message ("“%s”", searches[i].text);
      g_assert_cmpstr (names, ==, searches[i].expected);
    }
}

static void
test_words (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = new_filled (file);

  check_searches (ledger);
  ledger_close (ledger);
}

/* The same is found while the index is half built, not built, and built again. */
static void
test_unindexed (void)
{
  static const char * const states[] = {
    "DELETE FROM search WHERE rowid <= 3; INSERT OR REPLACE INTO marks VALUES ('unindexed', 3)",
    "DELETE FROM search; INSERT OR REPLACE INTO marks VALUES ('unindexed', 5)",
  };
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = new_filled (file);

  /* A writer at work keeps the index as it is until all was searched. */
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      sqlite3 *writer = NULL;

      ledger_close (ledger);
      ledger_run (file, states[i]);
      g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &writer), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (writer, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
      ledger = cadet_ledger_new (file);
      check_searches (ledger);
      sqlite3_exec (writer, "ROLLBACK", NULL, NULL, NULL);
      sqlite3_close (writer);
    }

  while (ledger_query (file, "SELECT value FROM marks WHERE name = 'unindexed'") > 0)
    succeed (cadet_ledger_open (ledger));
  check_searches (ledger);
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM search_docsize"), ==, 5);
  ledger_close (ledger);
}

static void
test_writes (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetOutcome) outcome =
    cadet_outcome_new (CADET_OUTCOME_UNKNOWN, 0, 500, "InternalError", "It went wrong here",
                       "A1B2C3D4-REQUEST", NULL);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, NULL);
  const char *attempt = cadet_task_get_attempt (task);
  const char *attempts[] = { attempt, NULL };
  g_autoptr (CadetTaskReport) report =
    cadet_task_report_new (1, NULL, NULL, NULL, "[\"i-bp1instance\"]", "BINDING", "quota exceeded",
                           0, 2000);
  static const char * const words[] = {
    "went wrong", "internalerror", "a1b2c3d4", "my own note", "quota", "bp1inst", "8877665544",
    "8877",
  };

  succeed (cadet_ledger_record_outcome (ledger, task, outcome, 1100));
  succeed (cadet_ledger_record_resolution (ledger, attempt, CADET_TASK_FOUND,
                                           G_GINT64_CONSTANT (8877665544), 1200));
  succeed (cadet_ledger_record_report (ledger, attempt, report));
  succeed (cadet_ledger_record_note (ledger, attempt, "My own note", 2100));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *names = search (ledger, words[i]);

      g_test_message ("“%s”", words[i]);
      g_assert_cmpstr (names, ==, "task");
    }

  /* What a note said is not found once it says something else. */
  succeed (cadet_ledger_record_note (ledger, attempt, "changed", 2200));
  {
    g_autofree char *before = search (ledger, "my own note");
    g_autofree char *now = search (ledger, "changed");

    g_assert_cmpstr (before, ==, "");
    g_assert_cmpstr (now, ==, "task");
  }

  succeed (cadet_ledger_delete (ledger, attempts));
  {
    g_autofree char *deleted = search (ledger, "changed");

    g_assert_cmpstr (deleted, ==, "");
  }
  succeed (cadet_ledger_restore (ledger, attempts));
  {
    g_autofree char *restored = search (ledger, "changed");

    g_assert_cmpstr (restored, ==, "task");
  }

  ledger_close (ledger);
  ledger_run (file, "PRAGMA foreign_keys = ON; DELETE FROM attempts");
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM search_docsize"), ==, 0);
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM events"), ==, 0);
}

static void
test_filters (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *names = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("needle %u", i);
      g_autoptr (CadetOutcome) outcome =
        cadet_outcome_new (i % 2 ? CADET_OUTCOME_REFUSED : CADET_OUTCOME_NOT_SENT, 0, 0, NULL, NULL,
                           NULL, NULL);
      g_autoptr (CadetTask) task = ledger_add (ledger, name, 1000, i < 39 ? outcome : NULL);

      if (i % 2 == 1 && i < 39)
        {
          g_string_prepend (expected, i > 1 ? "," : "");
          g_string_prepend (expected, name);
        }
    }
  expected->str[expected->len - 1] = expected->str[expected->len - 1] == ','
                                       ? '\0'
                                       : expected->str[expected->len - 1];

  cadet_task_filter_set_text (filter, "eedl");
  cadet_task_filter_set_states (filter, 1u << CADET_TASK_REFUSED | 1u << CADET_TASK_READY);
  cadet_task_filter_set_profile_id (filter, "profile");
  names = ledger_list (ledger, filter);
  g_assert_cmpstr (names, ==, expected->str);

  cadet_task_filter_set_profile_id (filter, "other");
  g_free (names);
  names = ledger_list (ledger, filter);
  g_assert_cmpstr (names, ==, "");
  ledger_close (ledger);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-search/words", test_words);
  g_test_add_func ("/storage/ledger-search/unindexed", test_unindexed);
  g_test_add_func ("/storage/ledger-search/writes", test_writes);
  g_test_add_func ("/storage/ledger-search/filters", test_filters);

  return g_test_run ();
}
