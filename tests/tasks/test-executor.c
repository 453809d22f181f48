/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks-fixture.h"

/* A task that the service calls ready. */
static CadetTask *
new_ready_task (TasksFixture *fixture)
{
  CadetTask *task = tasks_submit (fixture);

  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  while (cadet_task_get_state (task) != CADET_TASK_READY)
    succeed (cadet_follower_refresh (fixture->follower, task, NULL));

  return task;
}

static CadetExecution *
prepare (TasksFixture *fixture,
         CadetTask    *task)
{
  g_autoptr (GError) error = NULL;
  CadetExecution *execution =
    cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);

  g_assert_no_error (error);

  return execution;
}

static CadetOutcomeKind
execute (TasksFixture *fixture,
         CadetTask    *task)
{
  g_autoptr (CadetExecution) execution = prepare (fixture, task);
  g_autoptr (CadetExecution) result =
    dup_object (cadet_executor_execute (fixture->executor, task, execution, fixture->profile,
                                        NULL));

  g_assert_true (result == execution);
  g_assert_true (cadet_task_get_execution (task) == execution);

  return cadet_outcome_get_kind (cadet_execution_get_outcome (execution));
}

/* The end of the history: what came after the order was recorded. */
static char *
describe_execution (CadetTask *task)
{
  g_autofree char *events = tasks_describe_events (task);
  const char *recorded = g_strrstr (events, "execute-recorded");

  g_assert_nonnull (recorded);

  return g_strdup (recorded + strlen ("execute-recorded, "));
}

static void
test_taken (TasksFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (CadetTask) task = new_ready_task (fixture);
  g_autoptr (CadetTask) found = NULL;
  g_autofree char *body = NULL;
  g_autofree char *events = NULL;
  CadetExecution *execution;
  gint64 created_at = cadet_task_report_get_created_at (cadet_task_get_report (task));

  /* It runs until the end of the test. */
  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 3600);
  g_assert_cmpint (execute (fixture, task), ==, CADET_OUTCOME_CREATED);
  g_assert_cmpuint (tasks_count (fixture, TRUE), ==, 1);

  execution = cadet_task_get_execution (task);
  body = g_strdup_printf ("TaskId=%" G_GINT64_FORMAT, cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_execution_get_request_body (execution), ==, body);
  g_assert_cmpint (cadet_execution_get_sent_at (execution), >, 0);
  g_assert_nonnull (cadet_execution_get_reply_body (execution));
  g_assert_cmpstr (cadet_execution_get_profile_name (execution), ==, "Test");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_RUNNING);

  /* What the reply left out is still known. */
  g_assert_cmpstr (cadet_task_report_get_status (cadet_task_get_report (task)), ==, "RUNNING");
  g_assert_cmpstr (cadet_task_report_get_process_id (cadet_task_get_report (task)), ==,
                   "P3KTG43SW7XX6A17I");
  g_assert_cmpint (cadet_task_report_get_created_at (cadet_task_get_report (task)), ==,
                   created_at);

  found = tasks_find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_RUNNING);
  g_assert_cmpstr (cadet_execution_get_id (cadet_task_get_execution (found)), ==,
                   cadet_execution_get_id (execution));
  g_assert_cmpstr (cadet_execution_get_request_body (cadet_task_get_execution (found)), ==, body);
  events = describe_execution (found);
  g_assert_cmpstr (events, ==,
                   "execute-sent 1, execute-answered created 200, status RUNNING");
}

/* Each fault, what becomes of an order with it, and what the record says of the way there. */
static const struct
{
  const char *fault;
  CadetOutcomeKind kind;
  guint requests;
  gboolean executed;
  const char *events;
} rows[] = {
  { "throttling-after@ExecuteTask:1", CADET_OUTCOME_CREATED, 2, TRUE,
    "execute-sent 1, execute-try-failed 1 refused 400, execute-sent 2, "
    "execute-answered created 200, status RUNNING" },
  { "skewed-clock@ExecuteTask", CADET_OUTCOME_CREATED, 2, TRUE,
    "execute-sent 1, execute-try-failed 1 refused 400, execute-sent 2, "
    "execute-answered created 200, status RUNNING" },
  { "lost-reply@ExecuteTask", CADET_OUTCOME_UNKNOWN, 1, TRUE,
    "execute-sent 1, execute-ended unknown" },
  { "cut-reply@ExecuteTask", CADET_OUTCOME_UNKNOWN, 1, TRUE,
    "execute-sent 1, execute-answered unknown 200" },
  { "service-error@ExecuteTask", CADET_OUTCOME_UNKNOWN, 1, TRUE,
    "execute-sent 1, execute-answered unknown 500" },
  { "unavailable@ExecuteTask", CADET_OUTCOME_UNKNOWN, 1, FALSE,
    "execute-sent 1, execute-answered unknown 503" },
  { "no-data@ExecuteTask", CADET_OUTCOME_UNKNOWN, 1, TRUE,
    "execute-sent 1, execute-answered unknown 200" },
  { "wrong-signature@ExecuteTask", CADET_OUTCOME_REFUSED, 1, FALSE,
    "execute-sent 1, execute-answered refused 400" },
  { "failing-code@ExecuteTask", CADET_OUTCOME_REFUSED, 1, FALSE,
    "execute-sent 1, execute-answered refused 200" },
  { "refuse", CADET_OUTCOME_NOT_SENT, 0, FALSE,
    "execute-try-failed 1 not-sent, execute-try-failed 2 not-sent, "
    "execute-try-failed 3 not-sent, execute-ended not-sent" },
};

static void
test_faults (TasksFixture  *fixture,
             gconstpointer  data)
{
  guint executed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint before = cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask");
      g_autoptr (CadetTask) task = NULL;
      g_autoptr (CadetTask) found = NULL;
      g_autofree char *events = NULL;
      g_autofree char *shown_events = NULL;

      g_test_message ("%s", rows[i].fault);
      cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 3600);
      task = new_ready_task (fixture);
      tasks_fault (fixture, rows[i].fault);
      tasks_count (fixture, TRUE);
      g_assert_cmpint (execute (fixture, task), ==, rows[i].kind);
      cadet_sandbox_clear_faults (fixture->sandbox);

      executed += rows[i].executed;
      g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask") - before, ==,
                        rows[i].requests);
      g_assert_cmpuint (tasks_count (fixture, TRUE), ==, executed);

      found = tasks_find (fixture, task);
      events = describe_execution (found);
      shown_events = describe_execution (task);
      g_assert_cmpstr (events, ==, rows[i].events);
      g_assert_cmpstr (shown_events, ==, rows[i].events);
      g_assert_cmpint (cadet_task_get_state (found), ==, cadet_task_get_state (task));
      g_assert_cmpint (cadet_outcome_get_kind (
                         cadet_execution_get_outcome (cadet_task_get_execution (found))),
                       ==, rows[i].kind);
    }
}

static void
refuse_to_prepare (TasksFixture *fixture,
                   CadetTask    *task,
                   const char   *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cadet_executor_prepare (fixture->executor, task, fixture->profile, &error));
  g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, word));
}

/* What is not executed unawares. */
static void
test_prepare (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) refused = NULL;
  g_autoptr (CadetTask) running = NULL;
  g_autoptr (CadetTask) unknown = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetExecution) none = NULL;
  g_autoptr (CadetExecution) in_flight = NULL;
  g_autoptr (CadetExecution) again = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  tasks_fault (fixture, "failing-code:1");
  refused = tasks_submit (fixture);
  refuse_to_prepare (fixture, refused, "no task ID");
  none = cadet_executor_prepare_again (fixture->executor, refused, fixture->profile, &error);
  g_assert_null (none);
  g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
  g_clear_error (&error);

  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 3600);
  running = new_ready_task (fixture);
  in_flight = prepare (fixture, running);
  future = cadet_executor_execute (fixture->executor, running, in_flight, fixture->profile, NULL);
  refuse_to_prepare (fixture, running, "at this moment");
  succeed (future);
  refuse_to_prepare (fixture, running, "is running");

  unknown = new_ready_task (fixture);
  tasks_fault (fixture, "lost-reply@ExecuteTask:1");
  g_assert_cmpint (execute (fixture, unknown), ==, CADET_OUTCOME_UNKNOWN);
  refuse_to_prepare (fixture, unknown, "not known what became");
  /* So it is when Cadet has started again. */
  found = tasks_find (fixture, unknown);
  refuse_to_prepare (fixture, found, "not known what became");

  again = cadet_executor_prepare_again (fixture->executor, unknown, fixture->profile, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
}

/* Two Cadets: the second order is held back, and the first one stays the last. */
static void
test_other_cadet (TasksFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr (CadetTask) here = new_ready_task (fixture);
  g_autoptr (CadetTask) there = tasks_find (fixture, here);
  g_autoptr (CadetExecution) execution = prepare (fixture, here);

  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 3600);
  g_assert_cmpint (execute (fixture, there), ==, CADET_OUTCOME_CREATED);

  succeed (cadet_executor_execute (fixture->executor, here, execution, fixture->profile, NULL));
  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (execution)), ==,
                   CADET_OUTCOME_NOT_SENT);
  g_assert_nonnull (strstr (cadet_outcome_get_message (cadet_execution_get_outcome (execution)),
                            "in the meantime"));
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==, 1);
  g_assert_cmpstr (cadet_execution_get_id (cadet_task_get_execution (here)), ==,
                   cadet_execution_get_id (cadet_task_get_execution (there)));
  refuse_to_prepare (fixture, here, "is running");
}

static void
test_no_record (TasksFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetTask) task = new_ready_task (fixture);
  g_autoptr (CadetExecution) execution = prepare (fixture, task);

  succeed (cadet_ledger_close (fixture->ledger));
  succeed (cadet_executor_execute (fixture->executor, task, execution, fixture->profile, NULL));

  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (execution)), ==,
                   CADET_OUTCOME_NOT_SENT);
  g_assert_nonnull (strstr (cadet_outcome_get_message (cadet_execution_get_outcome (execution)),
                            "could not be recorded first"));
  g_assert_null (cadet_task_get_execution (task));
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==, 0);
}

static void
cancel_cb (CadetExecution *execution,
           GParamSpec     *pspec,
           GCancellable   *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancelled (TasksFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetTask) task = new_ready_task (fixture);
  g_autoptr (CadetExecution) before = prepare (fixture, task);
  g_autoptr (CadetExecution) sent = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) at_once = g_cancellable_new ();

  g_cancellable_cancel (at_once);
  succeed (cadet_executor_execute (fixture->executor, task, before, fixture->profile, at_once));
  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (before)), ==,
                   CADET_OUTCOME_NOT_SENT);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==, 0);

  tasks_fault (fixture, "hang@ExecuteTask");
  sent = prepare (fixture, task);
  g_signal_connect (sent, "notify::sent-at", G_CALLBACK (cancel_cb), cancellable);
  succeed (cadet_executor_execute (fixture->executor, task, sent, fixture->profile, cancellable));
  g_assert_cmpint (cadet_outcome_get_kind (cadet_execution_get_outcome (sent)), ==,
                   CADET_OUTCOME_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func) \
  g_test_add ("/tasks/executor/" name, TasksFixture, NULL, tasks_fixture_set_up, func, \
              tasks_fixture_tear_down)

  ADD ("taken", test_taken);
  ADD ("faults", test_faults);
  ADD ("prepare", test_prepare);
  ADD ("other-cadet", test_other_cadet);
  ADD ("no-record", test_no_record);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
