/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* ledger FILE [N]: what the ledger's calls take with N tasks (1,000,000), one line of JSON a measure.
 * FILE is filled when it is not there, and kept. Times are what a caller waits, in ms. */

#include "config.h"

#include "storage/cadet-ledger.h"

#include <sqlite3.h>
#include <stdlib.h>

#define REPEATS 9
#define N_WRITES 200

/* A task a minute up to now, nine of ten created. The word `needle` is in one of 100,000, and
 * `nightly` in each. */
static const char fill_sql[] =
  "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN;"
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)"
  " INSERT INTO attempts (uuid, recorded_at, owner, sent_at, answered_at, outcome, task_id,"
  "  http_status, code, message, request_id, profile_id, profile_name, endpoint, name, process_id,"
  "  app_id, variables, request_headers, request_body, reply_headers, reply_size, reply_body,"
  "  content_key, status, status_at)"
  " SELECT printf ('%%08x-0000-4000-8000-%%012x', i * 2654435761 & 0xffffffff, i),"
  "  unixepoch () * 1000 - (%1$d - i) * 60000, 'byte:1', unixepoch () * 1000 - (%1$d - i) * 60000,"
  "  unixepoch () * 1000 - (%1$d - i) * 60000, iif (i %% 10, 'created', 'refused'),"
  "  iif (i %% 10, i, NULL), iif (i %% 10, 200, 400), iif (i %% 10, '200', 'ProcessDisabled'),"
  "  iif (i %% 10, 'Success', 'The process is disabled.'),"
  "  upper (hex (randomblob (16))), 'sandbox', 'Sandbox', 'cn-hangzhou',"
  "  printf ('nightly-%%d-%%s%%s', i, iif (i %% 3, 'web', 'api'),"
  "   iif (i %% 100000 = 777, '-needle', '')),"
  "  printf ('P%%016X', i %% 97), 'JXT3MLZJ56XX65D6',"
  "  printf ('{\"wrapNames\":true,\"variables\":[{\"name\":\"region\",\"type\":\"text\",\"value\":"
  "\"cn-hangzhou\"},{\"name\":\"count\",\"type\":\"number\",\"value\":%%d},{\"name\":\"owner\","
  "\"type\":\"text\",\"value\":\"%%s\"}]}', i %% 50, iif (i %% 2, 'platform', 'data')),"
  "  'POST / HTTP/1.1' || char (10) || 'x-acs-action: CreateTask', printf ('%%0300d', i),"
  "  'HTTP/1.1 200 OK', 120, zeroblob (120), hex (randomblob (32)),"
  "  iif (i %% 10, 'FINISH', NULL), iif (i %% 10, unixepoch () * 1000, NULL) FROM n;"
  "INSERT INTO events (attempt, at, kind) SELECT uuid, recorded_at, 'recorded' FROM attempts;"
  "COMMIT; PRAGMA wal_checkpoint (TRUNCATE);";

static DexFuture *
ended_cb (DexFuture *future,
          gpointer   user_data)
{
  g_main_context_wakeup (NULL);

  return dex_ref (future);
}

static gpointer
wait_for (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  gpointer object = NULL;

  if (dex_future_is_pending (future))
    dex_future_disown (dex_future_finally (dex_ref (future), ended_cb, NULL, NULL));
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      g_printerr ("ledger: %s\n", error->message);
      exit (1);
    }
  if (G_VALUE_HOLDS_OBJECT (value))
    object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

static void
fill (GFile *file,
      int    n_tasks)
{
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autofree char *sql = g_strdup_printf (fill_sql, n_tasks);
  sqlite3 *database = NULL;
  char *message = NULL;
  gint64 start = g_get_monotonic_time ();

  wait_for (cadet_ledger_open (ledger));
  wait_for (cadet_ledger_close (ledger));
  if (sqlite3_open (g_file_peek_path (file), &database) != SQLITE_OK
      || sqlite3_exec (database, sql, NULL, NULL, &message) != SQLITE_OK)
    {
      g_printerr ("ledger: %s\n", message);
      exit (1);
    }
  sqlite3_close (database);
  g_printerr ("ledger: filled in %.0f s\n",
              (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND);
}

static void
report (const char   *what,
        const double *times,
        guint         n_found)
{
  g_print ("{\"measure\":\"%s\",\"found\":%u,\"ms\":[", what, n_found);
  for (guint i = 0; i < REPEATS; i++)
    g_print ("%s%.3f", i == 0 ? "" : ",", times[i]);
  g_print ("]}\n");
}

static double
get_ms (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_MILLISECOND;
}

static void
measure_open (GFile *file)
{
  double times[REPEATS];
  guint n_found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (CadetLedger) ledger = NULL;
      g_autoptr (GListModel) page = NULL;
      gint64 start = g_get_monotonic_time ();

      ledger = cadet_ledger_new (file);
      page = wait_for (cadet_ledger_list (ledger, NULL, 0, NULL, 200));
      times[i] = get_ms (start);
      n_found = g_list_model_get_n_items (page);
      wait_for (cadet_ledger_close (ledger));
    }
  report ("open and a page of 200", times, n_found);
}

static void
measure_page (CadetLedger     *ledger,
              const char      *what,
              CadetTaskFilter *filter,
              gboolean         next)
{
  g_autoptr (GListModel) first = wait_for (cadet_ledger_list (ledger, filter, 0, NULL, 200));
  g_autoptr (CadetTask) last = next ? g_list_model_get_item (first, 199) : NULL;
  double times[REPEATS];
  guint n_found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (GListModel) page = NULL;
      gint64 start = g_get_monotonic_time ();

      page = wait_for (cadet_ledger_list (ledger, filter,
                                          last != NULL ? cadet_task_get_recorded_at (last) : 0,
                                          last != NULL ? cadet_task_get_attempt (last) : NULL,
                                          200));
      times[i] = get_ms (start);
      n_found = g_list_model_get_n_items (page);
    }
  report (what, times, n_found);
}

static void
measure_search (CadetLedger *ledger,
                const char  *what,
                const char  *text)
{
  g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();

  cadet_task_filter_set_text (filter, text);
  measure_page (ledger, what, filter, FALSE);
}

static CadetTask *
new_task (guint number)
{
  g_autofree char *attempt = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("bench-%u", number);

  return cadet_task_new (attempt, "sandbox", "Sandbox", "cn-hangzhou", name, "P1",
                         "JXT3MLZJ56XX65D6",
                         "{\"wrapNames\":true,\"variables\":[{\"name\":\"region\",\"type\":\"text\","
                         "\"value\":\"cn-hangzhou\"}]}",
                         g_get_real_time () / 1000);
}

/* Intent and outcome of tasks, @at_once of them at a time. */
static void
measure_writes (CadetLedger *ledger,
                guint        at_once)
{
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new_created (1994, 200, "200", "Success", "R-1");
  gint64 start = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < N_WRITES; i += at_once)
    {
      g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) futures = g_ptr_array_new ();

      for (guint k = 0; k < at_once; k++)
        {
          CadetTask *task = new_task (i + k);

          g_ptr_array_add (tasks, task);
          g_ptr_array_add (futures, cadet_ledger_record_intent (ledger, task));
        }
      for (guint k = 0; k < at_once; k++)
        wait_for (g_ptr_array_index (futures, k));
      for (guint k = 0; k < at_once; k++)
        futures->pdata[k] = cadet_ledger_record_outcome (ledger, g_ptr_array_index (tasks, k),
                                                         outcome, g_get_real_time () / 1000);
      for (guint k = 0; k < at_once; k++)
        wait_for (g_ptr_array_index (futures, k));
    }

  seconds = (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  g_print ("{\"measure\":\"record and outcome, %u at once\",\"perSecond\":%.0f}\n", at_once,
           N_WRITES / seconds);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (CadetLedger) ledger = NULL;
  g_autoptr (CadetTaskFilter) refused = cadet_task_filter_new ();
  g_autoptr (CadetTaskFilter) some = cadet_task_filter_new ();
  int n_tasks = argc == 3 ? atoi (argv[2]) : 1000000;

  if (argc < 2 || argc > 3 || n_tasks < 1)
    {
      g_printerr ("Usage: ledger FILE [N]\n");
      return 2;
    }

  dex_init ();
  file = g_file_new_for_commandline_arg (argv[1]);
  if (!g_file_query_exists (file, NULL))
    fill (file, n_tasks);

  measure_open (file);
  ledger = cadet_ledger_new (file);
  wait_for (cadet_ledger_open (ledger));
  cadet_task_filter_set_states (refused, 1u << CADET_TASK_REFUSED);
  cadet_task_filter_set_states (some, 1u << CADET_TASK_REFUSED | 1u << CADET_TASK_FINISHED);
  measure_page (ledger, "the next page of 200", NULL, TRUE);
  measure_page (ledger, "a page of one state", refused, FALSE);
  measure_page (ledger, "a page of two states", some, FALSE);
  measure_search (ledger, "search, 4 letters in a word, all have it", "ghtl");
  measure_search (ledger, "search, 4 letters in a word, few have it", "eedl");
  measure_search (ledger, "search, 4 letters, none has it", "qxjv");
  measure_search (ledger, "search, 4 letters, its pieces are common", "webx");
  measure_search (ledger, "search, 2 letters, few have it", "dl");
  measure_search (ledger, "search, 2 letters, none has it", "qx");
  measure_writes (ledger, 1);
  measure_writes (ledger, 8);
  measure_writes (ledger, 40);
  wait_for (cadet_ledger_close (ledger));

  return 0;
}
