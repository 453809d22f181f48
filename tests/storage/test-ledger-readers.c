/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

#include <glib/gstdio.h>

static sqlite3 *
begin_writing (GFile *file)
{
  sqlite3 *writer = NULL;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &writer), ==, SQLITE_OK);
  sqlite3_busy_timeout (writer, 10000);
  g_assert_cmpint (sqlite3_exec (writer,
                                 "BEGIN IMMEDIATE;"
                                 "UPDATE attempts SET note = 'not yet'",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);

  return writer;
}

static void
end_writing (sqlite3 *writer)
{
  g_assert_cmpint (sqlite3_exec (writer, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (writer);
}

/* Neither a first page nor a later one waits for whoever writes. */
static void
test_no_wait (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, NULL);
  g_autoptr (CadetTask) late = ledger_new_task ("late", 2000);
  g_autoptr (CadetTask) found = NULL;
  DexFuture *waiting;
  sqlite3 *writer;

  ledger_close (ledger);
  writer = begin_writing (file);

  ledger = cadet_ledger_new (file);
  waiting = cadet_ledger_record_intent (ledger, late);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *names = ledger_list (ledger, NULL);

      g_assert_cmpstr (names, ==, "task");
    }
  found = ledger_find (ledger, task);
  g_assert_cmpstr (cadet_task_get_note (found), ==, NULL);
  g_assert_true (dex_future_is_pending (waiting));

  end_writing (writer);
  succeed (waiting);
  {
    g_autofree char *names = ledger_list (ledger, NULL);

    g_assert_cmpstr (names, ==, "late,task");
  }
  ledger_close (ledger);
}

static void
test_own_writes (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = cadet_ledger_new (file);

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000 + i, NULL);
      g_autoptr (CadetTask) found = ledger_find (ledger, task);
      g_autofree char *note = g_strdup_printf ("%u", i);

      succeed (cadet_ledger_record_note (ledger, cadet_task_get_attempt (task), note, 2000));
      g_clear_object (&found);
      found = ledger_find (ledger, task);
      g_assert_cmpstr (cadet_task_get_note (found), ==, note);
    }

  ledger_close (ledger);
}

/* A list is all that is ever asked: the interrupted are settled all the same. */
static void
test_settled (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, NULL);

  ledger_close (ledger);
  ledger = cadet_ledger_new (file);
  {
    g_autofree char *names = ledger_list (ledger, NULL);

    g_assert_cmpstr (names, ==, "task");
  }
  ledger_close (ledger);
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM attempts WHERE outcome = 'unknown'"),
                   ==, 1);
}

static void
changed_cb (guint *n_changed)
{
  (*n_changed)++;
}

/* Waits until what was begun is seen, however long the machine takes for it. */
static void
wait_for_change (guint *n_changed)
{
  while (*n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_changed (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  CadetLedger *other = ledger_open (file);
  guint n_changed = 0;

  g_signal_connect_swapped (ledger, "changed", G_CALLBACK (changed_cb), &n_changed);
  cadet_ledger_watch (ledger);
  succeed (cadet_ledger_open (ledger));

  for (guint i = 0; i < 10; i++)
    g_object_unref (ledger_add (other, "theirs", 1000 + i, NULL));
  wait_for_change (&n_changed);
  g_assert_cmpint (n_changed, <=, 3);

  /* What it writes itself is no news. That a signal does not come shows only in one that does. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  n_changed = 0;
  for (guint i = 0; i < 10; i++)
    g_object_unref (ledger_add (ledger, "mine", 2000 + i, NULL));
  succeed (cadet_ledger_open (ledger));
  g_assert_cmpint (n_changed, <=, 1);

  n_changed = 0;
  g_object_unref (ledger_add (other, "theirs again", 3000, NULL));
  wait_for_change (&n_changed);
  ledger_close (other);
  ledger_close (ledger);
}

/* Dropped while all is under way: what was written stays. */
static void
test_dropped (void)
{
  g_autoptr (GFile) file = ledger_new_file ();

  for (guint i = 0; i < 20; i++)
    {
      CadetLedger *ledger = cadet_ledger_new (file);
      g_autoptr (CadetTask) task = ledger_new_task ("task", 1000 + i);

      cadet_ledger_watch (ledger);
      dex_unref (cadet_ledger_record_intent (ledger, task));
      dex_unref (cadet_ledger_list (ledger, NULL, 0, NULL, 10));
      if (i % 2 == 0)
        dex_unref (cadet_ledger_close (ledger));
      g_object_unref (ledger);
    }

  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM attempts"), ==, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-readers/no-wait", test_no_wait);
  g_test_add_func ("/storage/ledger-readers/own-writes", test_own_writes);
  g_test_add_func ("/storage/ledger-readers/settled", test_settled);
  g_test_add_func ("/storage/ledger-readers/changed", test_changed);
  g_test_add_func ("/storage/ledger-readers/dropped", test_dropped);

  return g_test_run ();
}
