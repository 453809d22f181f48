/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
read_file (GFile      *file,
           const char *suffix,
           gsize      *length)
{
  g_autofree char *path = g_strconcat (g_file_peek_path (file), suffix, NULL);
  char *bytes = NULL;

  *length = 0;
  g_file_get_contents (path, &bytes, length, NULL);

  return bytes;
}

/* The disk fills at any moment of any call: what was promised is there, what was refused is not, and
 * once there is room it goes on. */
static void
test_full (void)
{
  guint n_refused = 0;

  for (guint pages = 32; pages < 64; pages += 8)
    {
      g_autoptr (GFile) file = ledger_new_file ();
      CadetLedger *ledger = cadet_ledger_new (file);
      g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autofree char *names = NULL;

      cadet_ledger_set_page_limit (ledger, pages);
      for (guint i = 0; i < 60; i++)
        {
          g_autofree char *name = g_strdup_printf ("t%u", i);
          g_autoptr (CadetTask) task = ledger_new_task (name, 1000 + i);
          g_autoptr (CadetOutcome) outcome =
            cadet_outcome_new_created (1 + i, 200, "200", "Success", "R-1");
          g_autoptr (GError) error = NULL;
          DexFuture *intent = cadet_ledger_record_intent (ledger, task);
          DexFuture *end = cadet_ledger_record_outcome (ledger, task, outcome, 2000);

          settle (intent, &error);
          if (error == NULL)
            {
              g_string_prepend (expected, expected->len > 0 ? "," : "");
              g_string_prepend (expected, name);
            }
          else
            {
              g_assert_error (error, CADET_ERROR, CADET_ERROR_STORAGE);
              g_assert_nonnull (strstr (error->message, "full"));
              n_refused++;
            }
          settle (end, NULL);
          dex_unref (intent);
          dex_unref (end);
          if (error != NULL)
            break;
        }
      ledger_close (ledger);

      ledger = ledger_open (file);
      g_object_unref (ledger_add (ledger, "after", 9000, NULL));
      names = ledger_list (ledger, NULL);
      g_assert_true (g_str_has_prefix (names, "after"));
      g_assert_true (g_str_has_suffix (names, expected->str));
      ledger_close (ledger);
      g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM pragma_integrity_check"
                                           " WHERE integrity_check <> 'ok'"), ==, 0);
    }

  g_assert_cmpuint (n_refused, >, 0);
}

/* One of several that wait together fails; the others are kept. */
static void
test_one_of_many (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = cadet_ledger_new (file);
  DexFuture *futures[20];
  g_autofree char *names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      g_autoptr (CadetTask) task = ledger_new_task ("t", 1000 + i);

      futures[i] = i % 5 == 2 ? cadet_ledger_record_note (ledger, "not there", "note", 1)
                              : cadet_ledger_record_intent (ledger, task);
    }
  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      if (i % 5 == 2)
        g_free (fail (futures[i], CADET_ERROR_NOT_FOUND));
      else
        succeed (futures[i]);
    }

  names = ledger_list (ledger, NULL);
  g_assert_cmpstr (names, ==, "t,t,t,t,t,t,t,t,t,t,t,t,t,t,t,t");
  ledger_close (ledger);
}

/* Another program's database, with a log that it left, stays as it is to the byte. */
static void
test_foreign (void)
{
  g_autoptr (GFile) source = ledger_new_file ();
  g_autoptr (GFile) file = ledger_new_file ();
  g_autoptr (GFile) source_folder = g_file_get_parent (source);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *log = g_strconcat (g_file_peek_path (file), "-wal", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *frames = NULL;
  g_autofree char *after = NULL;
  g_autofree char *frames_after = NULL;
  g_autofree char *message = NULL;
  g_autoptr (CadetLedger) ledger = NULL;
  gsize length = 0;
  gsize n_frames = 0;
  gsize length_after = 0;
  gsize n_frames_after = 0;
  sqlite3 *program = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_file_peek_path (source_folder), 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (g_file_peek_path (folder), 0700), ==, 0);
  g_assert_cmpint (sqlite3_open (g_file_peek_path (source), &program), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (program,
                                 "PRAGMA application_id = 77; PRAGMA user_version = 3;"
                                 "CREATE TABLE attempts (uuid TEXT);"
                                 "PRAGMA journal_mode = WAL;"
                                 "INSERT INTO attempts VALUES ('theirs')",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  bytes = read_file (source, "", &length);
  frames = read_file (source, "-wal", &n_frames);
  sqlite3_close (program);
  g_assert_cmpuint (n_frames, >, 0);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), bytes, (gssize) length, NULL));
  g_assert_true (g_file_set_contents (log, frames, (gssize) n_frames, NULL));

  ledger = cadet_ledger_new (file);
  message = fail (cadet_ledger_open (ledger), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));
  g_free (message);
  message = fail (cadet_ledger_list (ledger, NULL, 0, NULL, 10), CADET_ERROR_STORAGE);
  succeed (cadet_ledger_close (ledger));

  after = read_file (file, "", &length_after);
  frames_after = read_file (file, "-wal", &n_frames_after);
  g_assert_cmpmem (after, length_after, bytes, length);
  g_assert_cmpmem (frames_after, n_frames_after, frames, n_frames);
}

/* Permission is taken away while the ledger is open: what is open goes on, and the next start says
 * what is wrong. */
static void
test_forbidden (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetLedger) next = NULL;
  g_autofree char *names = NULL;
  g_autofree char *message = NULL;

  if (geteuid () == 0)
    {
      ledger_close (ledger);
      g_test_skip ("the superuser is forbidden nothing; the command line's tests do this as a user");
      return;
    }

  g_object_unref (ledger_add (ledger, "before", 1000, NULL));
  g_assert_cmpint (g_chmod (g_file_peek_path (file), 0400), ==, 0);
  g_object_unref (ledger_add (ledger, "after", 2000, NULL));
  names = ledger_list (ledger, NULL);
  g_assert_cmpstr (names, ==, "after,before");
  ledger_close (ledger);

  next = cadet_ledger_new (file);
  message = fail (cadet_ledger_open (next), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));
  succeed (cadet_ledger_close (next));
  g_assert_cmpint (g_chmod (g_file_peek_path (file), 0600), ==, 0);
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM attempts"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-faults/full", test_full);
  g_test_add_func ("/storage/ledger-faults/one-of-many", test_one_of_many);
  g_test_add_func ("/storage/ledger-faults/foreign", test_foreign);
  g_test_add_func ("/storage/ledger-faults/forbidden", test_forbidden);

  return g_test_run ();
}
