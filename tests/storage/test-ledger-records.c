/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

static CadetOutcome *
new_outcome (CadetOutcomeKind kind,
             gint64           task_id)
{
  return cadet_outcome_new (kind, task_id, kind == CADET_OUTCOME_NOT_SENT ? 0 : 200, "200", "said",
                            "R-1", NULL);
}

static CadetTaskReport *
new_report (const char *status,
            const char *error_message,
            gint64      seen_at)
{
  return cadet_task_report_new (1994, "name", "P1", "A1", "[]", status, error_message, 500,
                                seen_at);
}

static CadetExecution *
new_execution (CadetTask *task,
               gint64     at)
{
  g_autofree char *id = g_uuid_string_random ();

  return cadet_execution_new (id, cadet_task_get_attempt (task), 1994, "profile", "Production",
                              "cn-hangzhou", at);
}

/* Every way to a state, told to the ledger and to a task: both must say the same of it. */
static const struct
{
  const char *outcome;
  CadetTaskResolution resolution;
  const char *status;
  const char *error_message;
  const char *execution;
  gint64 execution_at;
} ways[] = {
  { NULL, 0, NULL, NULL, NULL, 0 },
  { "created", 0, NULL, NULL, NULL, 0 },
  { "refused", 0, NULL, NULL, NULL, 0 },
  { "not-sent", 0, NULL, NULL, NULL, 0 },
  { "unknown", 0, NULL, NULL, NULL, 0 },
  { "unknown", CADET_TASK_FOUND, NULL, NULL, NULL, 0 },
  { "unknown", CADET_TASK_NOT_THERE, NULL, NULL, NULL, 0 },
  { "unknown", CADET_TASK_FOUND, "BINDING", NULL, NULL, 0 },
  { "created", 0, "BINDING", NULL, NULL, 0 },
  { "created", 0, "READY", NULL, NULL, 0 },
  { "created", 0, "RUNNING", NULL, NULL, 0 },
  { "created", 0, "FINISH", NULL, NULL, 0 },
  { "created", 0, "SOMETHING", NULL, NULL, 0 },
  { "created", 0, NULL, "no", NULL, 0 },
  { "created", 0, "FINISH", "no", NULL, 0 },
  { "created", 0, NULL, NULL, "created", 3000 },
  { "created", 0, "READY", NULL, "created", 3000 },
  { "created", 0, "READY", NULL, "created", 1500 },
  { "created", 0, "READY", NULL, "created", 2000 },
  { "created", 0, "READY", NULL, "unknown", 3000 },
  { "created", 0, "READY", NULL, "refused", 3000 },
  { "created", 0, "READY", NULL, "", 0 },
};

static void
tell_way (CadetLedger *ledger,
          CadetTask   *task,
          guint        i)
{
  const char *attempt = cadet_task_get_attempt (task);
  CadetOutcomeKind kind = CADET_OUTCOME_UNKNOWN;

  if (ways[i].outcome != NULL)
    {
      g_autoptr (CadetOutcome) outcome = NULL;

      g_assert_true (cadet_outcome_kind_from_nick (ways[i].outcome, &kind));
      outcome = new_outcome (kind, kind == CADET_OUTCOME_CREATED ? 1994 : 0);
      succeed (cadet_ledger_record_outcome (ledger, task, outcome, 1200));
      cadet_task_set_outcome (task, outcome, 1200);
    }
  if (ways[i].resolution != CADET_TASK_UNRESOLVED)
    {
      gint64 id = ways[i].resolution == CADET_TASK_FOUND ? 1994 : 0;

      succeed (cadet_ledger_record_resolution (ledger, attempt, ways[i].resolution, id, 1300));
      cadet_task_set_resolution (task, ways[i].resolution, id);
    }
  if (ways[i].status != NULL || ways[i].error_message != NULL)
    {
      g_autoptr (CadetTaskReport) report =
        new_report (ways[i].status, ways[i].error_message, 2000);

      succeed (cadet_ledger_record_report (ledger, attempt, report));
      cadet_task_set_report (task, report);
    }
  if (ways[i].execution != NULL)
    {
      g_autoptr (CadetExecution) execution = new_execution (task, 1400);

      succeed (cadet_ledger_record_execution (ledger, execution));
      cadet_task_set_execution (task, execution);
      if (cadet_outcome_kind_from_nick (ways[i].execution, &kind))
        {
          g_autoptr (CadetOutcome) outcome = new_outcome (kind, 0);

          succeed (cadet_ledger_record_execution_outcome (ledger, execution, outcome,
                                                          ways[i].execution_at));
          cadet_execution_set_outcome (execution, outcome, ways[i].execution_at);
        }
    }
}

static void
test_states (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000 + i, NULL);
      g_autoptr (CadetTask) found = NULL;
      g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();
      g_autoptr (GListModel) page = NULL;
      g_autofree char *sql = NULL;

      tell_way (ledger, task, i);
      found = ledger_find (ledger, task);
      g_assert_cmpint (cadet_task_get_state (found), ==, cadet_task_get_state (task));
      g_assert_cmpint (cadet_task_get_task_id (found), ==, cadet_task_get_task_id (task));

      sql = g_strdup_printf ("SELECT count(*) FROM attempts WHERE uuid = '%s' AND state = '%s'",
                             cadet_task_get_attempt (task),
                             cadet_task_state_to_nick (cadet_task_get_state (task)));
      g_test_message ("way %u: %s", i, sql);
      g_assert_cmpint (ledger_query (file, sql), ==, 1);

      cadet_task_filter_set_states (filter, 1u << cadet_task_get_state (task));
      page = dup_object (cadet_ledger_list (ledger, filter, 0, NULL, 100));
      g_clear_object (&found);
      found = g_list_model_get_item (page, 0);
      g_assert_cmpstr (cadet_task_get_attempt (found), ==, cadet_task_get_attempt (task));
    }

  ledger_close (ledger);
}

static void
test_events (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, NULL);
  const char *attempt = cadet_task_get_attempt (task);
  const char *attempts[] = { attempt, "not there", NULL };
  g_autoptr (CadetOutcome) unknown = new_outcome (CADET_OUTCOME_UNKNOWN, 0);
  g_autoptr (CadetTaskReport) binding = new_report ("BINDING", NULL, 2000);
  g_autoptr (CadetTaskReport) still = new_report ("BINDING", NULL, 2100);
  g_autoptr (CadetTaskReport) failed = new_report ("FAILED", "“no” {}", 2200);
  g_autoptr (CadetTask) found = NULL;
  g_autofree char *events = NULL;

  succeed (cadet_ledger_record_sent (ledger, attempt, 1, 1100, NULL, NULL));
  succeed (cadet_ledger_record_try_failed (ledger, attempt, NULL, 1, 1150, "refused", 400,
                                           "slow\ndown"));
  succeed (cadet_ledger_record_sent (ledger, attempt, 2, 1160, NULL, NULL));
  succeed (cadet_ledger_record_outcome (ledger, task, unknown, 1200));
  succeed (cadet_ledger_record_resolution (ledger, attempt, CADET_TASK_FOUND, 1994, 1300));
  succeed (cadet_ledger_record_report (ledger, attempt, binding));
  succeed (cadet_ledger_record_report (ledger, attempt, still));
  succeed (cadet_ledger_record_report (ledger, attempt, failed));
  succeed (cadet_ledger_record_note (ledger, attempt, "mine", 2300));
  succeed (cadet_ledger_record_note (ledger, attempt, NULL, 2400));
  succeed (cadet_ledger_delete (ledger, attempts));
  succeed (cadet_ledger_delete (ledger, attempts));
  succeed (cadet_ledger_restore (ledger, attempts));

  found = ledger_find (ledger, task);
  events = ledger_events (found);
  g_assert_cmpstr (events, ==,
                   "recorded sent #1 try-failed #1 refused 400 “slow\ndown” sent #2"
                   " answered unknown 200 “said” resolved found “1994” status “BINDING”"
                   " status ““no” {}” noted “mine” noted deleted restored");
  ledger_close (ledger);
}

static void
test_report (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED, 1994);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, created);
  g_autoptr (CadetTaskReport) report = new_report ("BINDING", NULL, 2000);
  g_autoptr (CadetTaskReport) again = new_report ("BINDING", NULL, 2100);
  g_autoptr (CadetTask) found = NULL;
  g_autofree char *message = NULL;

  succeed (cadet_ledger_record_report (ledger, cadet_task_get_attempt (task), report));
  succeed (cadet_ledger_record_report (ledger, cadet_task_get_attempt (task), again));
  found = ledger_find (ledger, task);
  g_assert_true (cadet_task_report_says_the_same (cadet_task_get_report (found), again));
  g_assert_cmpint (cadet_task_report_get_seen_at (cadet_task_get_report (found)), ==, 2100);

  message = fail (cadet_ledger_record_report (ledger, "not there", report), CADET_ERROR_NOT_FOUND);
  g_assert_nonnull (message);
  ledger_close (ledger);
}

static void
test_execution (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  CadetLedger *other;
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED, 1994);
  g_autoptr (CadetOutcome) refused = new_outcome (CADET_OUTCOME_REFUSED, 0);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, created);
  g_autoptr (CadetExecution) first = new_execution (task, 2000);
  g_autoptr (CadetExecution) second = new_execution (task, 3000);
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autofree char *events = NULL;
  CadetExecution *read;

  succeed (cadet_ledger_record_execution (ledger, first));
  cadet_execution_set_sent (first, 2100, "POST / HTTP/1.1", "TaskId=1994");
  succeed (cadet_ledger_record_execution_sent (ledger, first, 1));
  succeed (cadet_ledger_record_try_failed (ledger, cadet_task_get_attempt (task),
                                           cadet_execution_get_id (first), 1, 2150, NULL, 429,
                                           "slow"));
  cadet_execution_set_reply (first, "HTTP/1.1 400 Bad Request", body);
  succeed (cadet_ledger_record_execution_outcome (ledger, first, refused, 2200));

  found = ledger_find (ledger, task);
  read = cadet_task_get_execution (found);
  g_assert_cmpstr (cadet_execution_get_id (read), ==, cadet_execution_get_id (first));
  g_assert_cmpint (cadet_execution_get_task_id (read), ==, 1994);
  g_assert_cmpint (cadet_execution_get_sent_at (read), ==, 2100);
  g_assert_cmpint (cadet_execution_get_answered_at (read), ==, 2200);
  g_assert_cmpstr (cadet_execution_get_request_body (read), ==, "TaskId=1994");
  g_assert_cmpstr (cadet_execution_get_reply_headers (read), ==, "HTTP/1.1 400 Bad Request");
  g_assert_true (g_bytes_equal (cadet_execution_get_reply_body (read), body));
  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (read)), ==,
                   CADET_OUTCOME_REFUSED);
  events = ledger_events (found);
  g_assert_cmpstr (events, ==,
                   "recorded answered created 200 “said” execute-recorded execute-sent #1"
                   " execute-try-failed #1 429 “slow” execute-answered refused 200 “said”");

  /* One that is on its way is nobody else's to judge. */
  succeed (cadet_ledger_record_execution (ledger, second));
  other = ledger_open (file);
  g_clear_object (&found);
  found = ledger_find (other, task);
  g_assert_null (cadet_execution_get_outcome (cadet_task_get_execution (found)));
  ledger_close (other);

  /* Its program ends: nothing proves what became of it. */
  ledger_close (ledger);
  ledger = ledger_open (file);
  g_clear_object (&found);
  g_clear_pointer (&events, g_free);
  found = ledger_find (ledger, task);
  read = cadet_task_get_execution (found);
  g_assert_cmpstr (cadet_execution_get_id (read), ==, cadet_execution_get_id (second));
  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (read)), ==,
                   CADET_OUTCOME_UNKNOWN);
  events = ledger_events (found);
  g_assert_true (g_str_has_suffix (events, " execute-recorded execute-interrupted"));
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM attempts"
                                       " WHERE execution_outcome = 'unknown'"), ==, 1);
  ledger_close (ledger);
}

static void
test_resolution (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetOutcome) refused = new_outcome (CADET_OUTCOME_REFUSED, 0);
  g_autoptr (CadetOutcome) unknown = new_outcome (CADET_OUTCOME_UNKNOWN, 0);
  g_autoptr (CadetTask) task = ledger_add (ledger, "task", 1000, refused);
  g_autoptr (CadetTask) other = ledger_add (ledger, "other", 1000, unknown);
  g_autoptr (CadetTask) found = NULL;
  g_autofree char *message = NULL;

  message = fail (cadet_ledger_record_resolution (ledger, cadet_task_get_attempt (task),
                                                  CADET_TASK_NOT_THERE, 0, 2000),
                  CADET_ERROR_NOT_FOUND);
  g_assert_nonnull (message);

  succeed (cadet_ledger_record_resolution (ledger, cadet_task_get_attempt (other),
                                           CADET_TASK_FOUND, 4711, 2000));
  found = dup_object (cadet_ledger_find (ledger, "4711"));
  g_assert_cmpstr (cadet_task_get_name (found), ==, "other");
  ledger_close (ledger);
}

static void
test_details (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  CadetLedger *other = ledger_open (file);
  g_autoptr (CadetTask) task = ledger_new_task ("task", 1000);
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED, 1994);
  g_autoptr (CadetTaskReport) report = new_report ("BINDING", NULL, 2000);
  g_autoptr (GListModel) page = NULL;
  g_autoptr (CadetTask) listed = NULL;
  g_autofree char *events = NULL;

  cadet_task_set_template (task, "daily");
  cadet_task_set_previous (task, "00000000-0000-4000-8000-000000000000");
  succeed (cadet_ledger_record_intent (ledger, task));
  page = dup_object (cadet_ledger_list (ledger, NULL, 0, NULL, 10));
  listed = g_list_model_get_item (page, 0);
  g_assert_cmpstr (cadet_task_get_template (listed), ==, "daily");
  g_assert_cmpstr (cadet_task_get_previous (listed), ==, cadet_task_get_previous (task));

  /* Another Cadet learns more of it. */
  succeed (cadet_ledger_record_outcome (other, task, created, 1200));
  succeed (cadet_ledger_record_report (other, cadet_task_get_attempt (task), report));
  succeed (cadet_ledger_record_note (other, cadet_task_get_attempt (task), "mine", 2100));
  g_object_unref (dup_object (cadet_ledger_load_details (ledger, listed)));
  g_assert_cmpint (cadet_task_get_state (listed), ==, CADET_TASK_BINDING);
  g_assert_cmpstr (cadet_task_get_note (listed), ==, "mine");
  events = ledger_events (listed);
  g_assert_cmpstr (events, ==,
                   "recorded answered created 200 “said” status “BINDING” noted “mine”");

  ledger_close (other);
  ledger_close (ledger);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-records/states", test_states);
  g_test_add_func ("/storage/ledger-records/events", test_events);
  g_test_add_func ("/storage/ledger-records/report", test_report);
  g_test_add_func ("/storage/ledger-records/execution", test_execution);
  g_test_add_func ("/storage/ledger-records/resolution", test_resolution);
  g_test_add_func ("/storage/ledger-records/details", test_details);

  return g_test_run ();
}
