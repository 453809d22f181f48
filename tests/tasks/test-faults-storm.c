/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Faults that pass, that come many at once, and somebody who cancels among them. */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "tasks-fixture.h"

/* Attempts in a storm of faults. */
#define STORM 40

#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define NOT_SENT CADET_OUTCOME_NOT_SENT
#define UNKNOWN CADET_OUTCOME_UNKNOWN

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

/* What is in force once it returns. */
static void
add_fault (TasksFixture *fixture,
           const char   *spec)
{
  tasks_fault (fixture, spec);
  tasks_count (fixture, FALSE);
}

static CadetTask *
submit (TasksFixture *fixture,
        const char   *name)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft (name);

  return tasks_submit_with (fixture, fixture->profile, draft, NULL);
}

/* A role's token that has expired is renewed once and no more. */
static void
test_renewed (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (FakeSource) source = fake_source_new (fixture->access);
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;

  g_set_object (&source->renewed, fixture->access);
  g_clear_object (&fixture->profile);
  fixture->profile = tasks_new_profile (CADET_ACCESS_SOURCE (source),
                                        cadet_sandbox_get_endpoint (fixture->sandbox));
  add_fault (fixture, "expired-token@CreateTask:1");
  task = submit (fixture, "Renewed");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (source->n_renewals, ==, 1);
  found = tasks_find (fixture, task);
  g_assert_cmpuint (tasks_count_events (found, CADET_EVENT_SENT), ==, 2);
  g_assert_cmpuint (tasks_count_events (found, CADET_EVENT_TRY_FAILED), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 2);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, 1);

  add_fault (fixture, "expired-token");
  g_clear_object (&task);
  task = submit (fixture, "Not renewed");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_REFUSED);
  g_assert_cmpuint (source->n_renewals, ==, 2);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 4);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, 1);
}

/* The port opens when a try has failed. */
static void
events_changed_cb (GListModel *events,
                   guint       position,
                   guint       removed,
                   guint       added,
                   gpointer    user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      if (cadet_event_get_kind (event) == CADET_EVENT_TRY_FAILED)
        cadet_sandbox_clear_faults (user_data);
    }
}

static void
test_connects_later (TasksFixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft ("Later");
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GError) error = NULL;

  add_fault (fixture, "refuse");
  /* The waits are real ones here, as the port takes a moment to open. */
  cadet_submitter_set_wait_scale (fixture->submitter, 1);
  task = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  g_signal_connect (cadet_task_get_events (task), "items-changed",
                    G_CALLBACK (events_changed_cb), fixture->sandbox);
  result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft, fixture->profile,
                                               NULL));
  found = tasks_find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (tasks_count_events (found, CADET_EVENT_TRY_FAILED), >=, 1);
  g_assert_cmpuint (tasks_count_events (found, CADET_EVENT_SENT), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 1);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, 1);
}

/* When somebody cancels: in the middle of a wait for a reply, or for another try. */
typedef struct
{
  const char *name;
  const char *fault;
  CadetEventKind at;
  CadetOutcomeKind outcome;
  guint sent;
  gboolean acted;
} Cancel;

static const Cancel cancels[] = {
  { "reply", "hang", CADET_EVENT_SENT, UNKNOWN, 1, TRUE },
  { "throttled", "throttling-after", CADET_EVENT_TRY_FAILED, REFUSED, 1, FALSE },
  { "connect", "refuse", CADET_EVENT_TRY_FAILED, NOT_SENT, 0, FALSE },
};

typedef struct
{
  TasksFixture *fixture;
  const Cancel *cancel;
  GCancellable *cancellable;
} Canceller;

/* The request has to be at the service, or nobody could say what became of it. */
static gboolean
cancel_cb (gpointer user_data)
{
  Canceller *self = user_data;

  if (self->cancel->sent > 0
      && cadet_sandbox_get_requests (self->fixture->sandbox, "CreateTask") == 0)
    return G_SOURCE_CONTINUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
cancel_at_cb (GListModel *events,
              guint       position,
              guint       removed,
              guint       added,
              gpointer    user_data)
{
  Canceller *self = user_data;

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      if (cadet_event_get_kind (event) == self->cancel->at)
        g_idle_add (cancel_cb, self);
    }
}

static void
test_cancelled (TasksFixture       *fixture,
                gconstpointer  data)
{
  const Cancel *cancel = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { fixture, cancel, cancellable };
  g_autoptr (CadetDraft) draft = tasks_new_draft ("Cancelled");
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GError) error = NULL;

  /* Neither the reply nor the next try comes before the test's end. */
  cadet_submitter_set_wait_scale (fixture->submitter, 1);
  cadet_sandbox_set_fault_ms (fixture->sandbox, 50 * 1000);
  add_fault (fixture, cancel->fault);
  cadet_client_set_read_timeout (fixture->client, 60 * 1000);
  task = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  g_signal_connect (cadet_task_get_events (task), "items-changed", G_CALLBACK (cancel_at_cb),
                    &canceller);
  result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft, fixture->profile,
                                               cancellable));
  g_signal_handlers_disconnect_by_data (cadet_task_get_events (task), &canceller);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  found = tasks_find (fixture, task);

  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (task)), ==, cancel->outcome);
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, cancel->outcome);
  g_assert_cmpuint (tasks_count_events (found, CADET_EVENT_SENT), ==, cancel->sent);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, cancel->sent);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, cancel->acted ? 1 : 0);
}

/* Half of the answers are none, and the task is followed to its end all the same. */
static void
test_follow (TasksFixture       *fixture,
             gconstpointer  data)
{
  static const char * const faults[] = {
    "close-unread@GetTask:10%", "lost-reply@GetTask:10%", "bad-gateway@GetTask:10%",
    "throttling@GetTask:10%", "no-data@GetTask:10%", "id-above-2-31@GetTask:10%",
    "truncated-json@GetTask:10%", "gzip@GetTask:10%",
  };
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetTask) bound = NULL;
  g_autoptr (CadetTask) finished = NULL;
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (CadetExecution) executed = NULL;
  g_autoptr (GError) error = NULL;

  cadet_sandbox_set_task_seconds (fixture->sandbox, 0.3, 0.3);
  cadet_sandbox_set_fault_seed (fixture->sandbox, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    add_fault (fixture, faults[i]);

  task = submit (fixture, "Followed");
  bound = dup_object (cadet_follower_wait (fixture->follower, task, NULL));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);

  execution = cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);
  g_assert_no_error (error);
  executed = dup_object (cadet_executor_execute (fixture->executor, task, execution,
                                                 fixture->profile, NULL));
  finished = dup_object (cadet_follower_wait (fixture->follower, task, NULL));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_FINISHED);
  g_assert_null (cadet_task_get_follow_problem (task));

  found = tasks_find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_FINISHED);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, 1);
  g_assert_cmpuint (tasks_count (fixture, TRUE), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==, 1);
}

/* Counts the tasks with each name that the service has, with IDs from @id on without a gap. */
static void
take_census (TasksFixture    *fixture,
             gint64      id,
             GHashTable *names)
{
  for (;; id++)
    {
      g_autoptr (CadetRequest) request = cadet_bpstudio_get_task_request (id);
      g_autoptr (CadetExchange) exchange =
        dup_object (cadet_client_send (fixture->client, request, fixture->access, NULL, NULL,
                                       NULL, NULL));
      g_autoptr (CadetTaskReport) report = cadet_exchange_dup_task_report (exchange, 0, NULL);
      char *name;
      gpointer count;

      if (report == NULL)
        break;
      name = g_strdup (cadet_task_report_get_name (report));
      count = g_hash_table_lookup (names, name);
      g_hash_table_replace (names, name, GINT_TO_POINTER (GPOINTER_TO_INT (count) + 1));
    }
}

/* A service that fails in all ways at once, by chance but the same each time. */
static void
test_storm (TasksFixture       *fixture,
            gconstpointer  data)
{
  static const char * const faults[] = {
    "close-unread@CreateTask:6%", "lost-reply@CreateTask:6%", "cut-reply@CreateTask:6%",
    "throttling@CreateTask:20%", "service-error@CreateTask:6%", "unavailable@CreateTask:6%",
    "no-data@CreateTask:6%", "id-above-2-31@CreateTask:3%", "truncated-json@CreateTask:6%",
    "failing-code@CreateTask:6%", "byte-by-byte@CreateTask:3%", "gzip@CreateTask:6%",
  };
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) attempts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CadetTask) probe = submit (fixture, "Probe");
  guint counts[UNKNOWN + 1] = { 0 };
  guint n_lost = 0;

  cadet_sandbox_set_fault_seed (fixture->sandbox, 20);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    add_fault (fixture, faults[i]);

  for (guint i = 0; i < STORM; i++)
    {
      g_autofree char *name = g_strdup_printf ("Storm %u", i);
      CadetTask *task = submit (fixture, name);

      g_ptr_array_add (attempts, task);
      if (cadet_task_get_state (task) == CADET_TASK_CREATED)
        check_exists (fixture, task);
    }

  take_census (fixture, cadet_task_get_task_id (probe) + 1, names);
  take_census (fixture, (G_GINT64_CONSTANT (1) << 31) + 1, names);
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, g_hash_table_size (names) + 1);

  for (guint i = 0; i < STORM; i++)
    {
      const char *attempt = cadet_task_get_attempt (attempts->pdata[i]);
      g_autoptr (CadetTask) found = dup_object (cadet_ledger_find (fixture->ledger, attempt));
      guint exist = GPOINTER_TO_UINT (g_hash_table_lookup (names, cadet_task_get_name (found)));
      CadetOutcomeKind kind = cadet_outcome_get_kind (cadet_task_get_outcome (found));

      counts[kind]++;
      n_lost += kind == UNKNOWN && exist == 1;
      g_assert_cmpuint (exist, <=, 1);
      if (kind == CREATED)
        g_assert_cmpuint (exist, ==, 1);
      else if (kind != UNKNOWN)
        g_assert_cmpuint (exist, ==, 0);
    }
  g_test_message ("%u created, %u refused, %u unknown of which %u exist",
                  counts[CREATED], counts[REFUSED], counts[UNKNOWN], n_lost);
  g_assert_cmpuint (counts[CREATED], >, 0);
  g_assert_cmpuint (counts[REFUSED], >, 0);
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (n_lost, <, counts[UNKNOWN]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func, data) \
  g_test_add ("/faults-storm/" name, TasksFixture, data, tasks_fixture_set_up, func, tasks_fixture_tear_down)

  ADD ("renewed", test_renewed, NULL);
  ADD ("connects-later", test_connects_later, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cancels); i++)
    {
      g_autofree char *path = g_strconcat ("/faults-storm/cancelled/", cancels[i].name, NULL);

      g_test_add (path, TasksFixture, &cancels[i], tasks_fixture_set_up, test_cancelled,
                  tasks_fixture_tear_down);
    }
  ADD ("follow", test_follow, NULL);
  ADD ("storm", test_storm, NULL);

  return g_test_run ();
}
