/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks-fixture.h"

/* Each fault, what becomes of a task with it, and what the record says of the way there. `requests`
 * is how many the service read, `tasks` how many exist there afterwards. */
static const struct
{
  const char *faults[2];
  CadetOutcomeKind kind;
  guint requests;
  guint tasks;
  const char *events;
} rows[] = {
  { { NULL }, CADET_OUTCOME_CREATED, 1, 1, "recorded, sent 1, answered created 200" },
  { { "throttling:1" }, CADET_OUTCOME_CREATED, 2, 1,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, answered created 200" },
  { { "throttling-after:2" }, CADET_OUTCOME_CREATED, 3, 1,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, try-failed 2 refused 400, sent 3, "
    "answered created 200" },
  { { "throttling" }, CADET_OUTCOME_REFUSED, 6, 0,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, try-failed 2 refused 400, sent 3, "
    "try-failed 3 refused 400, sent 4, try-failed 4 refused 400, sent 5, try-failed 5 refused 400, "
    "sent 6, answered refused 400" },
  { { "skewed-clock" }, CADET_OUTCOME_CREATED, 2, 1,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, answered created 200" },
  { { "throttling:1", "skewed-clock" }, CADET_OUTCOME_CREATED, 3, 1,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, try-failed 2 refused 400, sent 3, "
    "answered created 200" },
  /* These credentials are not temporary. */
  { { "expired-token:1" }, CADET_OUTCOME_REFUSED, 1, 0,
    "recorded, sent 1, answered refused 400" },
  { { "throttling:1", "lost-reply:1" }, CADET_OUTCOME_UNKNOWN, 2, 1,
    "recorded, sent 1, try-failed 1 refused 400, sent 2, ended unknown" },
  { { "lost-reply" }, CADET_OUTCOME_UNKNOWN, 1, 1, "recorded, sent 1, ended unknown" },
  { { "cut-reply" }, CADET_OUTCOME_UNKNOWN, 1, 1, "recorded, sent 1, answered unknown 200" },
  { { "service-error" }, CADET_OUTCOME_UNKNOWN, 1, 1,
    "recorded, sent 1, answered unknown 500" },
  { { "unavailable" }, CADET_OUTCOME_UNKNOWN, 1, 0, "recorded, sent 1, answered unknown 503" },
  { { "failing-code" }, CADET_OUTCOME_REFUSED, 1, 0, "recorded, sent 1, answered refused 200" },
  { { "refuse" }, CADET_OUTCOME_NOT_SENT, 0, 0,
    "recorded, try-failed 1 not-sent, try-failed 2 not-sent, try-failed 3 not-sent, "
    "ended not-sent" },
};

static void
test_faults (TasksFixture  *fixture,
             gconstpointer  data)
{
  guint existing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint before = cadet_sandbox_get_requests (fixture->sandbox, "CreateTask");
      g_autoptr (CadetTask) task = NULL;
      g_autoptr (CadetTask) found = NULL;
      g_autofree char *shown_events = NULL;
      g_autofree char *events = NULL;

      g_test_message ("%s", rows[i].faults[0]);
      for (guint k = 0; k < G_N_ELEMENTS (rows[i].faults) && rows[i].faults[k] != NULL; k++)
        tasks_fault (fixture, rows[i].faults[k]);
      tasks_count (fixture, FALSE);

      task = tasks_submit (fixture);
      cadet_sandbox_clear_faults (fixture->sandbox);
      existing += rows[i].tasks;

      g_test_message ("%s", cadet_outcome_get_message (cadet_task_get_outcome (task)));
      g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (task)), ==, rows[i].kind);
      g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask") - before, ==,
                        rows[i].requests);
      g_assert_cmpuint (tasks_count (fixture, FALSE), ==, existing);

      found = tasks_find (fixture, task);
      events = tasks_describe_events (found);
      shown_events = tasks_describe_events (task);
      g_assert_cmpstr (events, ==, rows[i].events);
      g_assert_cmpstr (shown_events, ==, rows[i].events);
      g_assert_cmpint (cadet_task_get_state (found), ==, cadet_task_get_state (task));
    }
}

static void
test_new_nonce_and_date (TasksFixture  *fixture,
                         gconstpointer  data)
{
  g_autoptr (CadetTask) first = NULL;
  g_autoptr (CadetTask) second = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GDateTime) ahead = NULL;

  /* The sandbox refuses a nonce that it has seen, so the second try has its own. */
  tasks_fault (fixture, "throttling:1");
  first = tasks_submit (fixture);
  g_assert_cmpint (cadet_task_get_state (first), ==, CADET_TASK_CREATED);

  /* An hour ahead: the date that was sent last says so. */
  tasks_fault (fixture, "skewed-clock");
  second = tasks_submit (fixture);
  ahead = g_date_time_new_from_unix_utc (g_get_real_time () / G_USEC_PER_SEC + 60 * 60);
  now = g_date_time_format (ahead, "x-acs-date: %Y-%m-%dT%H:");
  g_assert_cmpint (cadet_task_get_state (second), ==, CADET_TASK_CREATED);
  if (g_date_time_get_minute (ahead) > 0)
    g_assert_nonnull (strstr (cadet_task_get_request_headers (second), now));
}

static void
test_renewed (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (FakeSource) source = NULL;
  g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");
  g_autoptr (SecretValue) token = secret_value_new ("YourSecurityToken", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials =
    cadet_credentials_new ("STS.YourAccessKeyId", secret, token);
  g_autoptr (CadetAccess) renewed =
    cadet_access_new (cadet_access_get_endpoint (fixture->access), credentials);
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) still_expired = NULL;
  g_autofree char *events = NULL;

  cadet_sandbox_add_temporary_key (fixture->sandbox, "STS.YourAccessKeyId", "YourAccessKeySecret",
                                   "YourSecurityToken");
  source = fake_source_new (fixture->access);
  source->renewed = g_object_ref (renewed);
  profile = tasks_new_profile (CADET_ACCESS_SOURCE (source), "x");

  tasks_fault (fixture, "expired-token:1");
  task = tasks_submit_with (fixture, profile, draft, NULL);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (source->n_renewals, ==, 1);
  g_assert_nonnull (strstr (cadet_task_get_request_headers (task), "STS.YourAccessKeyId"));
  g_assert_null (strstr (cadet_task_get_request_headers (task), "YourSecurityToken"));
  events = tasks_describe_events (task);
  g_assert_cmpstr (events, ==,
                   "recorded, sent 1, try-failed 1 refused 400, sent 2, answered created 200");

  /* Once is enough. */
  tasks_fault (fixture, "expired-token:2");
  still_expired = tasks_submit_with (fixture, profile, draft, NULL);
  g_assert_cmpint (cadet_task_get_state (still_expired), ==, CADET_TASK_REFUSED);
  g_assert_cmpuint (source->n_renewals, ==, 2);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 4);
}

static void
cancel_cb (CadetTask    *task,
           GParamSpec   *pspec,
           GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
cancel_at_second_event_cb (GListModel   *events,
                           guint         position,
                           guint         removed,
                           guint         added,
                           GCancellable *cancellable)
{
  g_autoptr (CadetEvent) event = g_list_model_get_item (events, position);

  if (cadet_event_get_kind (event) == CADET_EVENT_TRY_FAILED)
    g_cancellable_cancel (cancellable);
}

/* Cancel, while it waits to be sent again. */
static void
test_cancelled_wait (TasksFixture  *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *fault;
    CadetOutcomeKind kind;
    const char *code;
    const char *events;
  } cancelled[] = {
    { "throttling-after", CADET_OUTCOME_REFUSED, "Throttling.User",
      "recorded, sent 1, try-failed 1 refused 400, answered refused 400" },
    { "refuse", CADET_OUTCOME_NOT_SENT, NULL,
      "recorded, try-failed 1 not-sent, ended not-sent" },
  };

  /* It would wait for longer than any test. */
  cadet_sandbox_set_fault_ms (fixture->sandbox, 59000);
  cadet_submitter_set_wait_scale (fixture->submitter, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cancelled); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
      g_autoptr (CadetTask) task = NULL;
      g_autoptr (CadetTask) result = NULL;
      g_autoptr (CadetTask) found = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *events = NULL;

      tasks_fault (fixture, cancelled[i].fault);
      tasks_count (fixture, FALSE);
      task = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
      g_assert_no_error (error);
      g_signal_connect (cadet_task_get_events (task), "items-changed",
                        G_CALLBACK (cancel_at_second_event_cb), cancellable);
      result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft,
                                                   fixture->profile, cancellable));
      cadet_sandbox_clear_faults (fixture->sandbox);

      g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (task)), ==,
                       cancelled[i].kind);
      g_assert_cmpstr (cadet_outcome_get_code (cadet_task_get_outcome (task)), ==,
                       cancelled[i].code);
      g_assert_true (g_str_has_prefix (cadet_outcome_get_message (cadet_task_get_outcome (task)),
                                       "You cancelled before it was sent again."));
      found = tasks_find (fixture, task);
      events = tasks_describe_events (found);
      g_assert_cmpstr (events, ==, cancelled[i].events);
    }
  g_assert_cmpuint (tasks_count (fixture, FALSE), ==, 0);
}

/* Cancel, while credentials are renewed, and while a reply is waited for. */
static void
test_cancelled_renewal (TasksFixture  *fixture,
                        gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (FakeSource) source = fake_source_new (fixture->access);
  g_autoptr (CadetProfile) profile = tasks_new_profile (CADET_ACCESS_SOURCE (source), "x");
  g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  source->waits = TRUE;
  tasks_fault (fixture, "expired-token");
  task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);
  future = cadet_submitter_submit (fixture->submitter, task, draft, profile, cancellable);
  while (source->n_renewals == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  succeed (future);

  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_REFUSED);
  g_assert_cmpstr (cadet_outcome_get_code (cadet_task_get_outcome (task)), ==,
                   "InvalidSecurityToken.Expired");
}

static void
test_cancelled_reply (TasksFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;

  tasks_fault (fixture, "hang");
  task = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  g_signal_connect (task, "notify::sent-at", G_CALLBACK (cancel_cb), cancellable);
  succeed (cadet_submitter_submit (fixture->submitter, task, draft, fixture->profile,
                                   cancellable));

  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_UNKNOWN);
}

/* A connection that fails after a refusal does not make what was refused unsent. */
static void
test_refused_first (TasksFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr (CadetEndpoint) closed = tasks_new_closed_endpoint ();
  g_autoptr (CadetAccess) renewed =
    cadet_access_new (closed, cadet_access_get_credentials (fixture->access));
  g_autoptr (FakeSource) source = fake_source_new (fixture->access);
  g_autoptr (CadetProfile) profile = tasks_new_profile (CADET_ACCESS_SOURCE (source), "x");
  g_autoptr (CadetDraft) draft = tasks_new_draft ("test");
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *events = NULL;

  source->renewed = g_object_ref (renewed);
  tasks_fault (fixture, "expired-token");
  task = tasks_submit_with (fixture, profile, draft, NULL);

  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_REFUSED);
  g_assert_cmpstr (cadet_outcome_get_code (cadet_task_get_outcome (task)), ==,
                   "InvalidSecurityToken.Expired");
  g_assert_nonnull (strstr (cadet_outcome_get_message (cadet_task_get_outcome (task)),
                            "Then it could not be sent again"));
  events = tasks_describe_events (task);
  g_assert_true (g_str_has_prefix (events,
                                   "recorded, sent 1, try-failed 1 refused 400, "
                                   "try-failed 2 refused 400, try-failed 3 "));
}

static void
test_similar (TasksFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft ("部署");
  g_autoptr (CadetTask) first = tasks_submit (fixture);
  g_autoptr (CadetTask) second = NULL;
  g_autoptr (CadetTask) other = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetTask) similar = NULL;
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GListModel) none = NULL;
  g_autoptr (GError) error = NULL;

  second = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  list = dup_object (cadet_submitter_find_similar (fixture->submitter, second));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  similar = g_list_model_get_item (list, 0);
  g_assert_cmpstr (cadet_task_get_attempt (similar), ==, cadet_task_get_attempt (first));

  cadet_draft_set_task_name (draft, "another");
  other = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  none = dup_object (cadet_submitter_find_similar (fixture->submitter, other));
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);

  /* Created again, with the link to the one before. */
  cadet_task_set_previous (second, cadet_task_get_attempt (first));
  cadet_draft_set_task_name (draft, "部署");
  result = dup_object (cadet_submitter_submit (fixture->submitter, second, draft,
                                               fixture->profile, NULL));
  found = tasks_find (fixture, second);
  g_assert_cmpstr (cadet_task_get_previous (found), ==, cadet_task_get_attempt (first));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func) \
  g_test_add ("/tasks/submitter-retry/" name, TasksFixture, NULL, tasks_fixture_set_up, func, \
              tasks_fixture_tear_down)

  ADD ("faults", test_faults);
  ADD ("new-nonce-and-date", test_new_nonce_and_date);
  ADD ("renewed", test_renewed);
  ADD ("cancelled-wait", test_cancelled_wait);
  ADD ("cancelled-renewal", test_cancelled_renewal);
  ADD ("cancelled-reply", test_cancelled_reply);
  ADD ("refused-first", test_refused_first);
  ADD ("similar", test_similar);

  return g_test_run ();
}
