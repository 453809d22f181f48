/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks-fixture.h"

#include "raw-server.h"
#include "tasks/cadet-follow.h"

static guint
count_followed (TasksFixture *fixture)
{
  g_autoptr (GListModel) tasks = dup_object (cadet_ledger_list_followed (fixture->ledger));

  return g_list_model_get_n_items (tasks);
}

static guint
count_questions (TasksFixture *fixture)
{
  return cadet_sandbox_get_requests (fixture->sandbox, "GetTask");
}

static void
wait_for (TasksFixture *fixture,
          CadetTask    *task)
{
  g_autoptr (CadetTask) result =
    dup_object (cadet_follower_wait (fixture->follower, task, NULL));

  g_assert_true (result == task);
}

static CadetTask *
submit_failing (TasksFixture *fixture,
                const char   *wish)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
  g_autoptr (CadetVariable) variable =
    cadet_variable_new ("sandbox", CADET_VARIABLE_TEXT, wish);

  cadet_variable_list_append (cadet_draft_get_variables (draft), variable);

  return tasks_submit_with (fixture, fixture->profile, draft, NULL);
}

/* A task that stays where it is. */
static CadetTask *
submit_binding (TasksFixture *fixture)
{
  cadet_sandbox_set_task_seconds (fixture->sandbox, 3600, 3600);

  return tasks_submit (fixture);
}

/* From its creation to its end, with an order in between. */
static void
test_to_rest (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) task = tasks_submit (fixture);
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *events = NULL;
  CadetTaskReport *report;

  /* It is in the record from its creation on, whenever this program ends. */
  g_assert_cmpuint (count_followed (fixture), ==, 1);
  cadet_follower_follow (fixture->follower, task);
  g_assert_true (cadet_task_get_followed (task));
  wait_for (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);
  g_assert_false (cadet_task_get_followed (task));
  g_assert_cmpuint (fixture->rested->len, ==, 1);
  g_assert_true (g_ptr_array_index (fixture->rested, 0) == task);
  g_assert_cmpuint (count_followed (fixture), ==, 0);

  report = cadet_task_get_report (task);
  g_assert_cmpint (cadet_task_report_get_task_id (report), ==, cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_task_report_get_name (report), ==, "部署");
  g_assert_nonnull (strstr (cadet_task_report_get_instance_ids (report), "{\"app\":"));
  /* The sandbox writes the time of China without saying so. */
  g_assert_cmpint (ABS (cadet_task_report_get_created_at (report)
                        - cadet_task_get_answered_at (task)),
                   <, 60 * 1000);

  execution = cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);
  g_assert_no_error (error);
  succeed (cadet_executor_execute (fixture->executor, task, execution, fixture->profile, NULL));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_RUNNING);
  g_assert_cmpuint (count_followed (fixture), ==, 1);
  cadet_follower_follow (fixture->follower, task);
  wait_for (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_FINISHED);
  g_assert_cmpuint (fixture->rested->len, ==, 2);

  found = tasks_find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_FINISHED);
  events = tasks_describe_events (found);
  g_assert_true (g_str_has_suffix (events, "status FINISH"));
  g_assert_nonnull (strstr (events, "status READY, execute-recorded, execute-sent 1, "
                                    "execute-answered created 200, status RUNNING"));
}

static void
test_failed (TasksFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (CadetTask) task = submit_failing (fixture, "fail-binding");

  wait_for (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_FAILED);
  g_assert_cmpstr (cadet_task_report_get_error_message (cadet_task_get_report (task)), ==,
                   "SyntaxError: the variables cannot be bound");
  g_assert_cmpuint (fixture->rested->len, ==, 1);
}

static void
note_problem_cb (CadetTask  *task,
                 GParamSpec *pspec,
                 GPtrArray  *problems)
{
  g_ptr_array_add (problems, g_strdup (cadet_task_get_follow_problem (task)));
}

static void
test_problem (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CadetTask) task = tasks_submit (fixture);

  g_signal_connect (task, "notify::follow-problem", G_CALLBACK (note_problem_cb), problems);
  tasks_fault (fixture, "bad-gateway@GetTask:1");
  tasks_fault (fixture, "throttling-after@GetTask:1");
  tasks_fault (fixture, "no-data@GetTask:1");
  wait_for (fixture, task);

  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);
  g_assert_null (cadet_task_get_follow_problem (task));
  g_assert_cmpuint (problems->len, ==, 4);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "502"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 1), "Throttling.User"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 2), "says nothing of the task"));
  g_assert_null (g_ptr_array_index (problems, 3));
}

static void
test_skewed_clock (TasksFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CadetTask) task = submit_binding (fixture);
  guint n_reports = 0;

  g_signal_connect (task, "notify::follow-problem", G_CALLBACK (note_problem_cb), problems);
  g_signal_connect_swapped (task, "notify::report", G_CALLBACK (g_atomic_int_inc), &n_reports);
  tasks_fault (fixture, "skewed-clock@GetTask");
  cadet_follower_follow (fixture->follower, task);
  while (n_reports < 3)
    g_main_context_iteration (NULL, TRUE);

  /* It is learned once. */
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (count_questions (fixture), ==, 4);
}

static void
test_renewed (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (FakeSource) source = fake_source_new (fixture->access);
  g_autoptr (CadetTask) task = tasks_submit (fixture);

  source->renewed = g_object_ref (fixture->access);
  g_clear_object (&fixture->profile);
  fixture->profile = tasks_new_profile (CADET_ACCESS_SOURCE (source), "x");
  tasks_fault (fixture, "expired-token@GetTask:1");
  wait_for (fixture, task);
  g_assert_cmpuint (source->n_renewals, ==, 1);
}

/* A reply about another task is none about this one. */
static void
test_wrong_task (TasksFixture  *fixture,
                 gconstpointer  data)
{
  static const char reply[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 53\r\n\r\n"
    "{\"Code\":\"200\",\"Data\":{\"Id\":999999,\"Status\":\"FINISH\"}}";
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, reply);
  g_autofree char *text =
    g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (server));
  g_autoptr (GError) error = NULL;
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (text, &error);
  g_autoptr (CadetAccess) access =
    cadet_access_new (endpoint, cadet_access_get_credentials (fixture->access));
  g_autoptr (FakeSource) source = fake_source_new (access);
  g_autoptr (CadetTask) task = submit_binding (fixture);
  g_autofree char *message = NULL;

  g_clear_object (&fixture->profile);
  fixture->profile = tasks_new_profile (CADET_ACCESS_SOURCE (source), text);
  message = fail (cadet_follower_refresh (fixture->follower, task, NULL), CADET_ERROR_SERVICE);
  g_assert_nonnull (strstr (message, "999999"));
  g_assert_null (cadet_task_get_report (task));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
}

/* Nobody looks, so it takes its time: four times 2 s, less a fifth. */
static void
test_hidden (TasksFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (CadetTask) task = tasks_submit (fixture);
  double scale = 0.01;
  gint64 began_at;

  cadet_follower_set_wait_scale (fixture->follower, scale);
  cadet_follower_set_hidden (fixture->follower, TRUE);
  began_at = g_get_monotonic_time ();
  wait_for (fixture, task);
  g_assert_cmpint (g_get_monotonic_time () - began_at, >=,
                   (gint64) (4 * 2 * 0.8 * scale * G_USEC_PER_SEC) - 1000);
}

/* Nobody to sign: it ends, says so, and is tried again at the next start. */
static void
test_no_profile (TasksFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (CadetTask) task = tasks_submit (fixture);
  g_autofree char *message = NULL;
  g_autofree char *second = NULL;
  g_autofree char *refresh = NULL;

  g_clear_object (&fixture->profile);
  message = fail (cadet_follower_wait (fixture->follower, task, NULL), CADET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (message, "“Test”"));
  g_assert_cmpstr (cadet_task_get_follow_problem (task), ==, message);
  g_assert_false (cadet_task_get_followed (task));
  g_assert_cmpuint (fixture->rested->len, ==, 0);
  g_assert_cmpuint (count_followed (fixture), ==, 1);
  refresh = fail (cadet_follower_refresh (fixture->follower, task, NULL), CADET_ERROR_NOT_FOUND);

  /* There is a profile, and it has no secret. */
  fixture->profile = cadet_profile_new ("p", CADET_PROFILE_ACCESS_KEY, NULL);
  second = fail (cadet_follower_wait (fixture->follower, task, NULL), CADET_ERROR_NOT_FOUND);
  g_assert_cmpstr (second, !=, message);
  g_assert_cmpuint (count_questions (fixture), ==, 0);
}

static void
test_stopped (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) task = submit_binding (fixture);
  g_autofree char *message = NULL;
  DexFuture *future = cadet_follower_wait (fixture->follower, task, NULL);

  while (cadet_task_get_state (task) != CADET_TASK_BINDING)
    g_main_context_iteration (NULL, TRUE);
  cadet_follower_stop (fixture->follower, task);
  message = fail (future, CADET_ERROR_FAILED);
  g_assert_nonnull (strstr (message, "You stopped"));
  g_assert_false (cadet_task_get_followed (task));
  g_assert_cmpuint (count_followed (fixture), ==, 0);

  /* Which the next start keeps. */
  succeed (cadet_follower_resume (fixture->follower));
  g_assert_false (cadet_follower_attach (fixture->follower, task));
}

static void
test_limit (TasksFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (CadetTask) task = submit_binding (fixture);
  g_autofree char *message = NULL;

  /* Even while the service does not answer. */
  tasks_fault (fixture, "hang@GetTask");
  cadet_follower_set_limit (fixture->follower, 20);
  message = fail (cadet_follower_wait (fixture->follower, task, NULL), CADET_ERROR_TIMEOUT);
  g_assert_cmpstr (cadet_task_get_follow_problem (task), ==, message);
  g_assert_false (cadet_task_get_followed (task));
  g_assert_cmpuint (count_followed (fixture), ==, 1);
}

static void
test_cancelled_wait (TasksFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (CadetTask) task = submit_binding (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = NULL;

  future = cadet_follower_wait (fixture->follower, task, cancellable);
  g_cancellable_cancel (cancellable);
  settle (future, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (cadet_task_get_followed (task));

  /* The others still wait. */
  while (cadet_task_get_state (task) != CADET_TASK_BINDING)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
has_rested (gpointer data)
{
  return ((TasksFixture *) data)->rested->len > 0;
}

/* Cadet ends and starts again; a list has an object of its own for the attempt. */
static void
test_resumed (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) task = tasks_submit (fixture);
  g_autoptr (CadetTask) refused = NULL;

  tasks_fault (fixture, "failing-code@CreateTask:1");
  refused = tasks_submit (fixture);
  cadet_follower_follow (fixture->follower, refused);
  g_assert_false (cadet_task_get_followed (refused));

  g_assert_false (cadet_follower_attach (fixture->follower, task));
  succeed (cadet_follower_resume (fixture->follower));
  g_assert_true (cadet_follower_attach (fixture->follower, task));
  g_assert_true (cadet_task_get_followed (task));
  tasks_run_until (has_rested, fixture);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);
  g_assert_cmpuint (fixture->rested->len, ==, 1);
  g_assert_true (g_ptr_array_index (fixture->rested, 0) != task);
  g_assert_false (cadet_follower_attach (fixture->follower, task));
}

/* What the service said before an order was answered is not what came of the order. */
static void
test_too_old (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;
  guint before;

  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 3600);
  task = tasks_submit (fixture);
  wait_for (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);

  cadet_sandbox_set_fault_ms (fixture->sandbox, 300);
  tasks_fault (fixture, "delay@GetTask:1");
  before = count_questions (fixture);
  future = cadet_follower_refresh (fixture->follower, task, NULL);
  while (count_questions (fixture) == before)
    g_main_context_iteration (NULL, FALSE);

  execution = cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);
  g_assert_no_error (error);
  succeed (cadet_executor_execute (fixture->executor, task, execution, fixture->profile, NULL));
  succeed (future);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_RUNNING);
  found = tasks_find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_RUNNING);
}

/* A service that learns late of an order may call the task ready for a while. */
static void
test_late_ready (TasksFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr (CadetTask) task = tasks_submit (fixture);
  g_autoptr (CadetTaskReport) report = cadet_task_report_new (
    cadet_task_get_task_id (task), NULL, NULL, NULL, NULL, "READY", NULL, 0, G_MAXINT64);
  g_autoptr (CadetOutcome) taken = cadet_outcome_new_created (1, 200, NULL, NULL, NULL);
  g_autoptr (CadetExecution) execution =
    cadet_execution_new ("e", cadet_task_get_attempt (task), 1, "p", "Test", "x", 1);
  g_autoptr (CadetFollow) follow = cadet_follow_new (fixture->follower, task);

  g_assert_false (cadet_follow_is_done (follow));
  cadet_task_set_report (task, report);
  g_assert_true (cadet_follow_is_done (follow));
  cadet_task_set_execution (task, execution);
  g_assert_false (cadet_follow_is_done (follow));
  cadet_execution_set_outcome (execution, taken, 2);
  g_assert_false (cadet_follow_is_done (follow));
  follow->step = 4;
  g_assert_false (cadet_follow_is_done (follow));
  follow->step = 5;
  g_assert_true (cadet_follow_is_done (follow));
}

#define MANY 20

/* Eight at a time, and they hold up nothing else; who waits has its turn when one ends. */
static void
test_many (TasksFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CadetTask) other = NULL;

  tasks_fault (fixture, "hang@GetTask");
  for (guint i = 0; i < MANY; i++)
    g_ptr_array_add (tasks, submit_binding (fixture));
  for (guint i = 0; i < MANY; i++)
    cadet_follower_follow (fixture->follower, g_ptr_array_index (tasks, i));

  while (count_questions (fixture) < 8)
    g_main_context_iteration (NULL, FALSE);
  other = tasks_submit (fixture);
  g_assert_cmpint (cadet_task_get_state (other), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (count_questions (fixture), ==, 8);

  /* Some of them wait for an answer, and some for their turn. */
  for (guint i = 0; i < MANY; i++)
    {
      cadet_follower_stop (fixture->follower, g_ptr_array_index (tasks, i));
      if (i == MANY / 2)
        while (count_questions (fixture) < 9)
          g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_refresh (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) refused = NULL;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) lost = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autofree char *no_id = NULL;
  g_autofree char *denied = NULL;

  tasks_fault (fixture, "failing-code@CreateTask:1");
  refused = tasks_submit (fixture);
  no_id = fail (cadet_follower_refresh (fixture->follower, refused, NULL), CADET_ERROR_INVALID);

  task = submit_binding (fixture);
  tasks_fault (fixture, "wrong-signature@GetTask:1");
  denied = fail (cadet_follower_refresh (fixture->follower, task, NULL), CADET_ERROR_SERVICE);
  g_assert_cmpstr (cadet_task_get_follow_problem (task), ==, denied);
  result = dup_object (cadet_follower_refresh (fixture->follower, task, NULL));
  g_assert_true (result == task);
  g_assert_null (cadet_task_get_follow_problem (task));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_BINDING);
  g_assert_false (cadet_task_get_followed (task));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func) \
  g_test_add ("/tasks/follower/" name, TasksFixture, NULL, tasks_fixture_set_up, func, \
              tasks_fixture_tear_down)

  ADD ("to-rest", test_to_rest);
  ADD ("failed", test_failed);
  ADD ("problem", test_problem);
  ADD ("skewed-clock", test_skewed_clock);
  ADD ("renewed", test_renewed);
  ADD ("wrong-task", test_wrong_task);
  ADD ("hidden", test_hidden);
  ADD ("no-profile", test_no_profile);
  ADD ("stopped", test_stopped);
  ADD ("limit", test_limit);
  ADD ("cancelled-wait", test_cancelled_wait);
  ADD ("resumed", test_resumed);
  ADD ("too-old", test_too_old);
  ADD ("late-ready", test_late_ready);
  ADD ("many", test_many);
  ADD ("refresh", test_refresh);

  return g_test_run ();
}
