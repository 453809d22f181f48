/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Many writes at once, several programs at once, and lists of many pages. */

#include "config.h"

#include "storage/cadet-ledger.h"
#include "test-future.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_WRITERS 3
#define N_TASKS 100
/* Each of these waits for the disk twice. */
#define N_WRITTEN 20
#define N_BEGUN 40
#define N_ROWS 1000

static const char *program;

static GFile *
new_file (void)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  return g_file_new_for_path (path);
}

static CadetTask *
new_task (const char *name,
          gint64      at)
{
  g_autofree char *attempt = g_uuid_string_random ();

  return cadet_task_new (attempt, "profile", "Production", "cn-hangzhou", name, "P1", "A1",
                         "{\"wrapNames\":true,\"variables\":[]}", at);
}

static GListModel *
list (CadetLedger *ledger,
      CadetTask   *after,
      guint        limit)
{
  return dup_object (cadet_ledger_list (ledger, NULL,
                                        after != NULL ? cadet_task_get_recorded_at (after) : 0,
                                        after != NULL ? cadet_task_get_attempt (after) : NULL,
                                        limit));
}

/* Each step of 100 tasks is asked for at once, none waits for another, and the order is kept: an
 * outcome whose intent was not written yet would be lost. */
static void
test_at_once (void)
{
  g_autoptr (GFile) file = new_file ();
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (GPtrArray) futures = g_ptr_array_new ();
  g_autoptr (GListModel) all = NULL;

  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autofree char *name = g_strdup_printf ("task %u", i);
      g_autoptr (CadetTask) task = new_task (name, 1000 + i);
      g_autoptr (CadetOutcome) outcome = cadet_outcome_new_created (5000 + i, 200, "200", "OK", "R");

      g_ptr_array_add (futures, cadet_ledger_record_intent (ledger, task));
      g_ptr_array_add (futures, cadet_ledger_record_sent (ledger, cadet_task_get_attempt (task), 1,
                                                          2000 + i, "POST / HTTP/1.1", "body"));
      g_ptr_array_add (futures, cadet_ledger_record_outcome (ledger, task, outcome, 3000 + i));
    }
  for (guint i = 0; i < futures->len; i++)
    succeed (g_ptr_array_index (futures, i));

  all = list (ledger, NULL, N_TASKS + 1);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, N_TASKS);
  for (guint i = 0; i < N_TASKS; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (all, N_TASKS - 1 - i);
      g_autofree char *name = g_strdup_printf ("task %u", i);

      g_assert_cmpstr (cadet_task_get_name (task), ==, name);
      g_assert_cmpint (cadet_task_get_sent_at (task), ==, 2000 + i);
      g_assert_cmpint (cadet_task_get_answered_at (task), ==, 3000 + i);
      g_assert_cmpint (cadet_outcome_get_task_id (cadet_task_get_outcome (task)), ==, 5000 + i);
    }

  succeed (cadet_ledger_close (ledger));
}

static void
write_created (CadetLedger *ledger,
               const char  *name,
               guint        number)
{
  g_autoptr (CadetTask) task = new_task (name, 1000 + number);
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new_created (5000 + number, 200, "200", "OK",
                                                                "R");

  succeed (cadet_ledger_record_intent (ledger, task));
  dex_future_disown (cadet_ledger_record_sent (ledger, cadet_task_get_attempt (task), 1,
                                               2000 + number, "POST / HTTP/1.1", "body"));
  succeed (cadet_ledger_record_outcome (ledger, task, outcome, 3000 + number));
}

static GFile *
get_begun (GFile *file,
           guint  number)
{
  g_autofree char *path = g_strdup_printf ("%s-%u", g_file_peek_path (file), number);

  return g_file_new_for_path (path);
}

/* A program of its own that writes when it is told to. Returns its exit status. */
static int
write_tasks (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);

  dex_init ();
  puts ("ready");
  fflush (stdout);
  if (getchar () != '\n')
    return 1;

  for (guint i = 0; i < N_BEGUN; i++)
    {
      g_autoptr (GFile) begun_file = get_begun (file, i);
      g_autoptr (CadetLedger) begun = cadet_ledger_new (begun_file);

      succeed (cadet_ledger_open (begun));
      succeed (cadet_ledger_close (begun));
    }
  for (guint i = 0; i < N_WRITTEN; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d: %u", (int) getpid (), i);

      write_created (ledger, name, i);
    }
  succeed (cadet_ledger_close (ledger));

  return 0;
}

/* Programs that begin the same ledgers at the same moment, and write into them: each waits for the
 * others, and no task is lost, doubled or taken for an interrupted one. */
static void
test_programs (void)
{
  g_autoptr (GFile) file = new_file ();
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (GListModel) all = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GSubprocess *writers[N_WRITERS];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      char ready[6] = "";
      gsize got = 0;

      writers[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error, program, "--write", g_file_peek_path (file), NULL);
      g_assert_no_error (error);
      g_input_stream_read_all (g_subprocess_get_stdout_pipe (writers[i]), ready, sizeof ready, &got,
                               NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (ready, got, "ready\n", 6);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_output_stream_write_all (g_subprocess_get_stdin_pipe (writers[i]), "\n", 1, NULL, NULL,
                                 &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_subprocess_wait_check (writers[i], NULL, &error);
      g_assert_no_error (error);
      g_object_unref (writers[i]);
    }

  all = list (ledger, NULL, N_WRITERS * N_WRITTEN + 1);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, N_WRITERS * N_WRITTEN);
  for (guint i = 0; i < N_WRITERS * N_WRITTEN; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (all, i);

      g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
      g_assert_true (g_hash_table_add (names, g_strdup (cadet_task_get_name (task))));
    }
  succeed (cadet_ledger_close (ledger));
}

/* The pages of any size are the whole list, without a gap and without a double, also where many
 * tasks are of one millisecond. */
static void
test_pages (void)
{
  static const guint sizes[] = { 1, 7, 200, 333, N_ROWS - 1, N_ROWS, N_ROWS + 1 };
  g_autoptr (GFile) file = new_file ();
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (GListModel) whole = NULL;
  DexFuture *last = NULL;

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("task %u", i);
      /* One half has a time in common, of the other half each 50 tasks. */
      g_autoptr (CadetTask) task = new_task (name, i % 2 == 0 ? 5000 : i / 100 + 1);

      dex_clear (&last);
      last = cadet_ledger_record_intent (ledger, task);
    }
  succeed (last);

  whole = list (ledger, NULL, 2 * N_ROWS);
  g_assert_cmpuint (g_list_model_get_n_items (whole), ==, N_ROWS);
  for (guint i = 1; i < N_ROWS; i++)
    {
      g_autoptr (CadetTask) newer = g_list_model_get_item (whole, i - 1);
      g_autoptr (CadetTask) older = g_list_model_get_item (whole, i);

      g_assert_cmpint (cadet_task_get_recorded_at (newer), >=, cadet_task_get_recorded_at (older));
    }

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (CadetTask) after = NULL;
      guint n_seen = 0;
      guint n_page;

      do
        {
          g_autoptr (GListModel) page = list (ledger, after, sizes[s]);

          n_page = g_list_model_get_n_items (page);
          g_assert_cmpuint (n_page, <=, sizes[s]);
          for (guint i = 0; i < n_page; i++)
            {
              g_autoptr (CadetTask) expected = g_list_model_get_item (whole, n_seen++);
              g_autoptr (CadetTask) task = g_list_model_get_item (page, i);

              g_assert_nonnull (expected);
              g_assert_cmpstr (cadet_task_get_attempt (task), ==, cadet_task_get_attempt (expected));
              g_set_object (&after, task);
            }
        }
      while (n_page == sizes[s]);
      g_assert_cmpuint (n_seen, ==, N_ROWS);
    }

  succeed (cadet_ledger_close (ledger));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    return write_tasks (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger/at-once", test_at_once);
  g_test_add_func ("/storage/ledger/programs", test_programs);
  g_test_add_func ("/storage/ledger/many-pages", test_pages);

  return g_test_run ();
}
