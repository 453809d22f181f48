/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Every fault of the sandbox against CreateTask, ExecuteTask and GetTask, from the draft to the
 * ledger: what is shown and recorded, how often it was sent, and what exists at the service. Nothing
 * is ever created or executed twice, and nothing that the service did is missing in the ledger. */

#include "config.h"

#include "tasks-fixture.h"

/* So long a call may go without a movement where the fault is that there is none. */
#define HANG_MS 300

#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define NOT_SENT CADET_OUTCOME_NOT_SENT
#define UNKNOWN CADET_OUTCOME_UNKNOWN

/* What a call comes to in all. */
typedef struct
{
  CadetOutcomeKind outcome;
  guint sent;     /* tries whose first byte went out */
  guint requests; /* requests that the service read */
} Result;

/* What GetTask comes to: whether the task's state is known then, and how many requests were read. */
typedef struct
{
  gboolean known;
  guint requests;
} Answer;

typedef struct
{
  const char *fault;
  gboolean acted; /* the service did it, whatever it said */
  Result create;
  Result execute;
  Answer get;
} Row;

static const Row rows[] = {
  { "refuse", FALSE, { NOT_SENT, 0, 0 }, { NOT_SENT, 0, 0 }, { FALSE, 0 } },
  { "close-unread", FALSE, { UNKNOWN, 1, 0 }, { UNKNOWN, 1, 0 }, { FALSE, 0 } },
  { "lost-reply", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "cut-reply", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "bad-chunk", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "delay", TRUE, { CREATED, 1, 1 }, { CREATED, 1, 1 }, { TRUE, 1 } },
  { "hang", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "byte-by-byte", TRUE, { CREATED, 1, 1 }, { CREATED, 1, 1 }, { TRUE, 1 } },
  { "throttling", FALSE, { REFUSED, 6, 6 }, { REFUSED, 6, 6 }, { FALSE, 1 } },
  { "throttling-after", FALSE, { REFUSED, 6, 6 }, { REFUSED, 6, 6 }, { FALSE, 1 } },
  /* The second try has the time that the reply to the first one gave. */
  { "skewed-clock", TRUE, { CREATED, 2, 2 }, { CREATED, 2, 2 }, { TRUE, 2 } },
  { "wrong-signature", FALSE, { REFUSED, 1, 1 }, { REFUSED, 1, 1 }, { FALSE, 1 } },
  /* Lasting credentials cannot be renewed. */
  { "expired-token", FALSE, { REFUSED, 1, 1 }, { REFUSED, 1, 1 }, { FALSE, 1 } },
  { "service-error", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "bad-gateway", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "unavailable", FALSE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "redirect", FALSE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "failing-code", FALSE, { REFUSED, 1, 1 }, { REFUSED, 1, 1 }, { FALSE, 1 } },
  { "no-data", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "text-data", TRUE, { CREATED, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  /* Of a task that is there the reply tells another one's ID. */
  { "id-above-2-31", TRUE, { CREATED, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "id-above-2-53", TRUE, { CREATED, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "truncated-json", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "bad-utf8", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "huge-reply", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "deep-json", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "wrong-type", TRUE, { CREATED, 1, 1 }, { CREATED, 1, 1 }, { TRUE, 1 } },
  { "gzip", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "false-gzip", TRUE, { CREATED, 1, 1 }, { CREATED, 1, 1 }, { TRUE, 1 } },
};

/* Faults that pass: what is proven not to have been done is done by a later try, and only that. */
static const Row passing_rows[] = {
  { "close-unread:1", FALSE, { UNKNOWN, 1, 0 }, { UNKNOWN, 1, 0 }, { FALSE, 0 } },
  { "lost-reply:1", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "hang:1", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "unavailable:1", FALSE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "service-error:1", TRUE, { UNKNOWN, 1, 1 }, { UNKNOWN, 1, 1 }, { FALSE, 1 } },
  { "failing-code:1", FALSE, { REFUSED, 1, 1 }, { REFUSED, 1, 1 }, { FALSE, 1 } },
  { "throttling:1", TRUE, { CREATED, 2, 2 }, { CREATED, 2, 2 }, { FALSE, 1 } },
  { "throttling:5", TRUE, { CREATED, 6, 6 }, { CREATED, 6, 6 }, { FALSE, 1 } },
  { "throttling-after:2", TRUE, { CREATED, 3, 3 }, { CREATED, 3, 3 }, { FALSE, 1 } },
  /* The clock that the first reply told of was wrong by then. */
  { "skewed-clock:1", FALSE, { REFUSED, 2, 2 }, { REFUSED, 2, 2 }, { FALSE, 2 } },
};

static void
begin_fault (TasksFixture *fixture,
             const char   *spec)
{
  if (g_str_has_prefix (spec, "hang"))
    cadet_client_set_read_timeout (fixture->client, HANG_MS);
  tasks_fault (fixture, spec);
  /* It is in force once this is answered. */
  tasks_count (fixture, FALSE);
}

static void
end_fault (TasksFixture *fixture)
{
  cadet_client_set_read_timeout (fixture->client, 60 * 1000);
  cadet_sandbox_clear_faults (fixture->sandbox);
  tasks_count (fixture, FALSE);
}

/* Each try that went out is in the history, and so is why another one followed. */
static void
check_events (CadetTask      *task,
              const Result   *result,
              CadetEventKind  sent,
              CadetEventKind  failed)
{
  g_assert_cmpuint (tasks_count_events (task, sent), ==, result->sent);
  if (result->sent > 0)
    g_assert_cmpuint (tasks_count_events (task, failed), ==, result->sent - 1);
}

/* The task is there, and its ID is right. */
static void
check_exists (TasksFixture *fixture,
              CadetTask    *task)
{
  g_autoptr (CadetTask) same = NULL;

  same = dup_object (cadet_follower_refresh (fixture->follower, task, NULL));
  g_assert_cmpint (cadet_task_report_get_task_id (cadet_task_get_report (task)), ==,
                   cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_task_report_get_name (cadet_task_get_report (task)), ==,
                   cadet_task_get_name (task));
}

static void
check_create (TasksFixture *fixture,
              const Row    *row)
{
  guint requests = cadet_sandbox_get_requests (fixture->sandbox, "CreateTask");
  guint exist = tasks_count (fixture, FALSE);
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;
  CadetOutcomeKind kind;

  begin_fault (fixture, row->fault);
  task = tasks_submit (fixture);
  found = tasks_find (fixture, task);

  kind = cadet_outcome_get_kind (cadet_task_get_outcome (task));
  g_assert_cmpint (kind, ==, row->create.outcome);
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, kind);
  g_assert_cmpint (cadet_task_get_task_id (found), ==, cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_outcome_get_message (cadet_task_get_outcome (found)), ==,
                   cadet_outcome_get_message (cadet_task_get_outcome (task)));
  check_events (found, &row->create, CADET_EVENT_SENT, CADET_EVENT_TRY_FAILED);

  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask") - requests, ==,
                    row->create.requests);
  g_assert_cmpuint (tasks_count (fixture, FALSE) - exist, ==, row->acted ? 1 : 0);
  if (row->acted)
    g_assert_true (kind == CREATED || kind == UNKNOWN);
  end_fault (fixture);
  if (kind == CREATED)
    check_exists (fixture, task);
}

static void
check_get (TasksFixture *fixture,
           const Row    *row,
           CadetTask    *task)
{
  guint requests = cadet_sandbox_get_requests (fixture->sandbox, "GetTask");
  guint exist = tasks_count (fixture, FALSE);
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  begin_fault (fixture, row->fault);
  future = cadet_follower_refresh (fixture->follower, task, NULL);
  settle (future, &error);
  dex_unref (future);
  found = tasks_find (fixture, task);

  g_assert_true ((error == NULL) == row->get.known);
  g_assert_true ((cadet_task_get_report (task) != NULL) == row->get.known);
  g_assert_true ((cadet_task_get_report (found) != NULL) == row->get.known);
  g_assert_cmpint (cadet_task_get_state (task), ==,
                   row->get.known ? CADET_TASK_READY : CADET_TASK_CREATED);
  g_assert_cmpint (cadet_task_get_state (found), ==, cadet_task_get_state (task));
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "GetTask") - requests, ==,
                    row->get.requests);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, exist);

  /* It is only a question: asked again, it is answered. */
  end_fault (fixture);
  check_exists (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);
}

static void
check_execute (TasksFixture *fixture,
               const Row    *row,
               CadetTask    *task)
{
  guint exist = tasks_count (fixture, FALSE);
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (CadetExecution) result = NULL;
  g_autoptr (GError) error = NULL;
  CadetOutcomeKind kind;

  begin_fault (fixture, row->fault);
  execution = cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);
  g_assert_no_error (error);
  result = dup_object (cadet_executor_execute (fixture->executor, task, execution,
                                               fixture->profile, NULL));
  g_assert_true (result == execution);
  found = tasks_find (fixture, task);

  kind = cadet_outcome_get_kind (cadet_execution_get_outcome (result));
  g_assert_cmpint (kind, ==, row->execute.outcome);
  g_assert_nonnull (cadet_task_get_execution (found));
  g_assert_cmpstr (cadet_execution_get_id (cadet_task_get_execution (found)), ==,
                   cadet_execution_get_id (execution));
  g_assert_cmpint (
    cadet_outcome_get_kind (cadet_execution_get_outcome (cadet_task_get_execution (found))), ==,
    kind);
  check_events (found, &row->execute, CADET_EVENT_EXECUTE_SENT, CADET_EVENT_EXECUTE_TRY_FAILED);

  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==,
                    row->execute.requests);
  g_assert_cmpuint (tasks_count (fixture, TRUE), ==, row->acted ? 1 : 0);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, exist);
  if (row->acted)
    g_assert_true (kind == CREATED || kind == UNKNOWN);
  /* That it may run by now does not make it any less created. */
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, CREATED);
  end_fault (fixture);
}

static void
test_row (TasksFixture  *fixture,
          gconstpointer  data)
{
  const Row *row = data;
  g_autoptr (CadetTask) task = NULL;

  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 0);
  task = tasks_submit (fixture);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  g_test_message ("CreateTask");
  check_create (fixture, row);
  g_test_message ("GetTask");
  check_get (fixture, row, task);
  g_test_message ("ExecuteTask");
  check_execute (fixture, row, task);
}

static void
add_rows (const char *group,
          const Row  *first,
          gsize       n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", group, "/", first[i].fault, NULL);

      g_test_add (path, TasksFixture, &first[i], tasks_fixture_set_up, test_row,
                  tasks_fixture_tear_down);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  /* Every fault that there is, and what the sandbox says of it. */
  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, cadet_sandbox_fault_count ());
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CadetSandboxFaultInfo *info = cadet_sandbox_fault_get (i);

      g_assert_cmpstr (rows[i].fault, ==, info->name);
      /* All but one are as bad at each try. */
      g_assert_true (rows[i].acted == info->acts || g_str_equal (info->name, "skewed-clock"));
    }

  add_rows ("lasting", rows, G_N_ELEMENTS (rows));
  add_rows ("passing", passing_rows, G_N_ELEMENTS (passing_rows));

  return g_test_run ();
}
