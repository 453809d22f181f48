/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_TASKS 60

typedef struct
{
  char *bytes;
  gsize length;
} Whole;

/* A ledger that was closed, as bytes. */
static Whole
new_whole (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autofree char *variables = g_strnfill (500, 'v');
  Whole whole = { NULL };
  GPtrArray *futures = g_ptr_array_new ();

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autofree char *attempt = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);
      g_autofree char *name = g_strdup_printf ("task %u", i);
      g_autoptr (CadetTask) task =
        cadet_task_new (attempt, "p", "Production", "cn-hangzhou", name, "P1", "A1", variables,
                        1000 + i);
      g_autoptr (CadetOutcome) outcome =
        cadet_outcome_new_created (4000 + i, 200, "200", "Success", "R-1");

      /* One is larger than its page. */
      if (i % 20 == 0)
        {
          g_autofree char *large = g_strnfill (9000, 'x');
          g_autoptr (GBytes) body = g_bytes_new (large, 9000);

          cadet_task_set_reply (task, "HTTP/1.1 200 OK", body);
        }
      g_ptr_array_add (futures, cadet_ledger_record_outcome (ledger, task, outcome, 2000));
    }
  for (guint i = 0; i < futures->len; i++)
    succeed (g_ptr_array_index (futures, i));
  g_ptr_array_unref (futures);
  ledger_close (ledger);

  g_assert_true (g_file_get_contents (g_file_peek_path (file), &whole.bytes, &whole.length, NULL));

  return whole;
}

static void
put (GFile      *file,
     const char *bytes,
     gsize       length)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *lock = g_strconcat (g_file_peek_path (file), ".lock", NULL);

  g_mkdir_with_parents (g_file_peek_path (folder), 0700);
  g_assert_true (g_file_set_contents_full (g_file_peek_path (file), bytes, (gssize) length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  /* A Cadet was here before. */
  g_assert_true (g_file_set_contents_full (lock, "\n", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* What an independent reader finds: attempts on pages that are whole up to @length. Every row here
 * begins on its page with its ID. */
static guint
count_readable (const Whole *whole,
                gsize        length)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize page = 0; page + 4096 <= length; page += 4096)
    {
      const char *at = whole->bytes + page;

      /* Leaves of tables only: an index holds the IDs, too. */
      if (at[0] != 0x0d)
        continue;
      for (gsize i = 0; i + 36 <= 4096; i++)
        if (memcmp (at + i, "00000000-0000-4000-8000-", 24) == 0)
          g_hash_table_add (found, g_strndup (at + i, 36));
    }

  return g_hash_table_size (found);
}

static guint
count_damaged (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GDir) dir = g_dir_open (g_file_peek_path (folder), 0, NULL);
  const char *name;
  guint n_damaged = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal"))
      n_damaged++;

  return n_damaged;
}

static guint
count_listed (CadetLedger *ledger)
{
  g_autoptr (GListModel) page = dup_object (cadet_ledger_list (ledger, NULL, 0, NULL, 1000));

  return g_list_model_get_n_items (page);
}

/* The first page may be there before the damage is found. */
static void
wait_for_report (CadetLedger *ledger)
{
  while (cadet_ledger_get_report (ledger) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_truncated (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  Whole whole = new_whole ();
  guint n_most = 0;

  for (gsize length = 0; length < whole.length; length += 1000)
    {
      g_autoptr (GFile) cut = ledger_new_file ();
      guint n_readable = count_readable (&whole, length);
      CadetLedger *ledger;
      guint n_listed;

      put (cut, whole.bytes, length);
      ledger = cadet_ledger_new (cut);
      n_listed = count_listed (ledger);
      g_test_message ("%" G_GSIZE_FORMAT " bytes: %u of %u", length, n_listed, n_readable);
      g_assert_cmpuint (n_listed, >=, n_readable);
      g_assert_cmpuint (n_listed, <=, N_TASKS);
      n_most = MAX (n_most, n_listed);

      /* What is lost is said, and what there was is kept. */
      wait_for_report (ledger);
      g_assert_cmpuint (count_damaged (cut), ==, 1);
      g_assert_nonnull (strstr (cadet_ledger_get_report (ledger), ".damaged-"));
      if (length / 1000 % 16 != 0)
        {
          ledger_close (ledger);
          continue;
        }

      /* Life goes on in the new file. */
      g_object_unref (ledger_add (ledger, "new", 9000, NULL));
      g_assert_cmpuint (count_listed (ledger), ==, n_listed + 1);
      ledger_close (ledger);
      ledger = ledger_open (cut);
      g_assert_null (cadet_ledger_get_report (ledger));
      g_assert_cmpuint (count_listed (ledger), ==, n_listed + 1);
      ledger_close (ledger);
      g_assert_cmpint (ledger_query (cut, "SELECT count(*) FROM pragma_integrity_check"
                                          " WHERE integrity_check <> 'ok'"), ==, 0);
    }

  g_assert_cmpuint (n_most, >, N_TASKS / 2);
  g_free (whole.bytes);
}

static void
test_flipped (void)
{
  Whole whole = new_whole ();
  guint n_damaged = 0;

  for (guint i = 0; i < (g_test_thorough () ? 2000 : 40); i++)
    {
      g_autoptr (GFile) file = ledger_new_file ();
      g_autofree char *bytes = g_memdup2 (whole.bytes, whole.length);
      CadetLedger *ledger;
      guint n_listed;

      for (guint k = 0; k < 20; k++)
        {
          /* Behind what says whose it is. */
          gsize at = (gsize) g_test_rand_int_range (100, (gint32) whole.length);

          bytes[at] = (char) (bytes[at] ^ (1 << g_test_rand_int_range (0, 8)));
        }

      put (file, bytes, whole.length);
      ledger = cadet_ledger_new (file);
      n_listed = count_listed (ledger);
      /* An index that misses an attempt may refuse it, with a word, but not end the program. */
      {
        g_autoptr (CadetTask) task = ledger_new_task ("new", 9000);
        DexFuture *future = cadet_ledger_record_intent (ledger, task);
        g_autoptr (GError) error = NULL;

        settle (future, &error);
        g_assert_true (error == NULL
                       || g_error_matches (error, CADET_ERROR, CADET_ERROR_STORAGE));
        dex_unref (future);
      }
      n_damaged += count_damaged (file);
      if (count_damaged (file) > 0)
        g_assert_cmpuint (n_listed, >, N_TASKS / 2);
      ledger_close (ledger);
    }

  g_test_message ("%u were found damaged", n_damaged);
  g_assert_cmpuint (n_damaged, >, 0);
  g_free (whole.bytes);
}

/* A page of the attempts is zeroed in a ledger whose Cadet was killed: nothing asks for that page,
 * but the look at the whole file finds it. */
static void
test_unclean (void)
{
  g_autoptr (GFile) source = ledger_new_file ();
  g_autoptr (GFile) file = ledger_new_file ();
  g_autofree char *source_log = g_strconcat (g_file_peek_path (source), "-wal", NULL);
  g_autofree char *log = g_strconcat (g_file_peek_path (file), "-wal", NULL);
  Whole whole = new_whole ();
  Whole written = { NULL };
  g_autofree char *frames = NULL;
  gsize n_frames = 0;
  CadetLedger *ledger;
  gsize damaged = 0;

  put (source, whole.bytes, whole.length);
  ledger = ledger_open (source);
  g_object_unref (ledger_add (ledger, "in the log", 9000, NULL));
  g_assert_true (g_file_get_contents (g_file_peek_path (source), &written.bytes, &written.length,
                                      NULL));
  g_assert_true (g_file_get_contents (source_log, &frames, &n_frames, NULL));
  ledger_close (ledger);

  /* An index that no list needs: that of the content. */
  damaged = (gsize) ledger_query (source, "SELECT 4096 * (rootpage - 1) FROM sqlite_schema"
                                          " WHERE name = 'attempts_by_content'");
  memset (written.bytes + damaged, 0x55, 4096);
  put (file, written.bytes, written.length);
  g_assert_true (g_file_set_contents (log, frames, (gssize) n_frames, NULL));

  ledger = cadet_ledger_new (file);
  g_assert_cmpuint (count_listed (ledger), ==, N_TASKS + 1);
  while (cadet_ledger_get_report (ledger) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_listed (ledger), ==, N_TASKS + 1);
  g_assert_cmpuint (count_damaged (file), ==, 1);
  ledger_close (ledger);

  g_free (whole.bytes);
  g_free (written.bytes);
}

/* What is only in the log is saved, too. */
static void
test_log (void)
{
  g_autoptr (GFile) source = ledger_new_file ();
  g_autoptr (GFile) file = ledger_new_file ();
  g_autofree char *source_log = g_strconcat (g_file_peek_path (source), "-wal", NULL);
  g_autofree char *log = g_strconcat (g_file_peek_path (file), "-wal", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *frames = NULL;
  gsize length = 0;
  gsize n_frames = 0;
  CadetLedger *ledger = ledger_open (source);
  g_autofree char *names = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("t%u", i);

      g_object_unref (ledger_add (ledger, name, 1000 + i, NULL));
    }
  g_assert_true (g_file_get_contents (g_file_peek_path (source), &bytes, &length, NULL));
  g_assert_true (g_file_get_contents (source_log, &frames, &n_frames, NULL));
  ledger_close (ledger);

  put (file, bytes, 0);
  g_assert_true (g_file_set_contents (log, frames, (gssize) n_frames, NULL));
  ledger = cadet_ledger_new (file);
  names = ledger_list (ledger, NULL);
  g_assert_cmpstr (names, ==, "t4,t3,t2,t1,t0");
  wait_for_report (ledger);
  ledger_close (ledger);
}

/* Another Cadet has the file open, so it is left where it is. */
static void
test_not_alone (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  Whole whole = new_whole ();
  CadetLedger *other;
  CadetLedger *ledger;
  g_autofree char *message = NULL;

  put (file, whole.bytes, whole.length);
  other = ledger_open (file);
  put (file, whole.bytes, 20000);
  ledger = cadet_ledger_new (file);
  message = fail (cadet_ledger_open (ledger), CADET_ERROR_STORAGE);
  g_assert_nonnull (strstr (message, g_file_peek_path (file)));
  g_assert_cmpuint (count_damaged (file), ==, 0);

  ledger_close (other);
  succeed (cadet_ledger_open (ledger));
  g_assert_cmpuint (count_damaged (file), ==, 1);
  ledger_close (ledger);
  g_free (whole.bytes);
}

/* Cut off at each step of taking the place of the damaged file. */
static void
test_interrupted (void)
{
  Whole whole = new_whole ();

  for (guint step = 0; step < 3; step++)
    {
      g_autoptr (GFile) file = ledger_new_file ();
      const char *path = g_file_peek_path (file);
      g_autofree char *salvaged = g_strconcat (path, ".salvaged", NULL);
      g_autofree char *log = g_strconcat (path, "-wal", NULL);
      CadetLedger *ledger;

      put (file, whole.bytes, 20000);
      g_assert_true (g_file_set_contents_full (salvaged, whole.bytes, (gssize) whole.length,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      if (step == 0)
        g_assert_true (g_file_set_contents (log, "old log", -1, NULL));
      if (step == 2)
        g_assert_cmpint (g_unlink (path), ==, 0);

      ledger = cadet_ledger_new (file);
      g_assert_cmpuint (count_listed (ledger), ==, N_TASKS);
      wait_for_report (ledger);
      g_assert_cmpuint (count_damaged (file), ==, step == 2 ? 0 : 1);
      g_assert_false (g_file_test (salvaged, G_FILE_TEST_EXISTS));
      ledger_close (ledger);
    }

  g_free (whole.bytes);
}

int
main (int   argc,
      char *argv[])
{
  /* Hundreds of files are made durable here, where that costs little. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-salvage/truncated", test_truncated);
  g_test_add_func ("/storage/ledger-salvage/flipped", test_flipped);
  g_test_add_func ("/storage/ledger-salvage/unclean", test_unclean);
  g_test_add_func ("/storage/ledger-salvage/log", test_log);
  g_test_add_func ("/storage/ledger-salvage/not-alone", test_not_alone);
  g_test_add_func ("/storage/ledger-salvage/interrupted", test_interrupted);

  return g_test_run ();
}
