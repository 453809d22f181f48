/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Every fault of the sandbox against CreateTask, ExecuteTask and GetTask, from the draft to the
 * ledger: what is shown and recorded, how often it was sent, and what exists at the service. Nothing
 * is ever created or executed twice, and nothing that the service did is missing in the ledger. */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "profiles/cadet-static-access.h"
#include "sandbox/cadet-sandbox.h"
#include "tasks/cadet-executor.h"
#include "tasks/cadet-follower.h"
#include "tasks/cadet-submitter.h"
#include "test-future.h"

/* So long a call may go without a movement where the fault is that there is none. */
#define HANG_MS 300
/* What `delay` waits. */
#define FAULT_MS 60
/* Waits between tries are this part of the real ones. */
#define WAIT_SCALE 0.001

/* Attempts in a storm of faults. */
#define STORM 40

#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"

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

#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define NOT_SENT CADET_OUTCOME_NOT_SENT
#define UNKNOWN CADET_OUTCOME_UNKNOWN

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

/* Credentials that can be renewed, as those of a role: each load is of the latest. */
#define TYPE_ROLE (role_get_type ())
G_DECLARE_FINAL_TYPE (Role, role, TEST, ROLE, GObject)

struct _Role
{
  GObject parent_instance;

  CadetAccess *access;
  guint renewals;
};

static DexFuture *
role_load (CadetAccessSource *source)
{
  return dex_future_new_for_object (TEST_ROLE (source)->access);
}

static DexFuture *
role_renew (CadetAccessSource *source,
            CadetAccess       *expired)
{
  TEST_ROLE (source)->renewals++;

  return role_load (source);
}

static void
role_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = role_load;
  iface->renew = role_renew;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Role, role, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE, role_iface_init))

static void
role_finalize (GObject *object)
{
  g_clear_object (&TEST_ROLE (object)->access);
  G_OBJECT_CLASS (role_parent_class)->finalize (object);
}

static void
role_class_init (RoleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = role_finalize;
}

static void
role_init (Role *self)
{
}

typedef struct
{
  CadetLedger *ledger;
  CadetClient *client;
  CadetSubmitter *submitter;
  CadetExecutor *executor;
  CadetFollower *follower;
  CadetSandbox *sandbox;
  CadetProfile *profile;
  Role *role;
} Fixture;

/* One for all tests: to make one takes longer than most of them. */
static CadetLedger *ledger;

static CadetProfile *
lookup_cb (CadetTask *task,
           gpointer   user_data)
{
  Fixture *fixture = user_data;

  return g_object_ref (fixture->profile);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetAccessSource) source = NULL;

  fixture->ledger = g_object_ref (ledger);
  fixture->client = cadet_client_new ();
  fixture->submitter = cadet_submitter_new (fixture->client, fixture->ledger);
  cadet_submitter_set_wait_scale (fixture->submitter, WAIT_SCALE);
  fixture->executor = cadet_executor_new (fixture->client, fixture->ledger);
  cadet_executor_set_wait_scale (fixture->executor, WAIT_SCALE);
  fixture->follower = cadet_follower_new (fixture->client, fixture->ledger, lookup_cb, fixture,
                                          NULL);
  cadet_follower_set_wait_scale (fixture->follower, WAIT_SCALE);

  fixture->sandbox = cadet_sandbox_new (NULL);
  cadet_sandbox_set_task_seconds (fixture->sandbox, 0, 0);
  cadet_sandbox_set_fault_ms (fixture->sandbox, FAULT_MS);
  access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (fixture->sandbox)));
  source = cadet_static_access_new (access);
  fixture->profile = cadet_profile_new ("p", CADET_PROFILE_ENVIRONMENT, source);
  cadet_profile_set_name (fixture->profile, "Test");
  fixture->role = g_object_new (TYPE_ROLE, NULL);
  g_set_object (&fixture->role->access, access);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  succeed (cadet_sandbox_stop (fixture->sandbox));
  g_clear_object (&fixture->role);
  g_clear_object (&fixture->profile);
  g_clear_object (&fixture->sandbox);
  g_clear_object (&fixture->follower);
  g_clear_object (&fixture->executor);
  g_clear_object (&fixture->submitter);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->ledger);
}

static void
use_role (Fixture *fixture)
{
  g_clear_object (&fixture->profile);
  fixture->profile = cadet_profile_new ("r", CADET_PROFILE_ENVIRONMENT,
                                        CADET_ACCESS_SOURCE (fixture->role));
  cadet_profile_set_name (fixture->profile, "Role");
}

static gint64
count_tasks (Fixture  *fixture,
             gboolean  executed)
{
  DexFuture *future = cadet_sandbox_count_tasks (fixture->sandbox, executed);
  g_autoptr (GError) error = NULL;
  gint64 count = g_value_get_int64 (settle (future, &error));

  g_assert_no_error (error);
  dex_unref (future);

  return count;
}

static void
add_fault (Fixture    *fixture,
           const char *spec)
{
  g_autoptr (GError) error = NULL;

  if (g_str_has_prefix (spec, "hang"))
    cadet_client_set_read_timeout (fixture->client, HANG_MS);
  cadet_sandbox_add_fault (fixture->sandbox, spec, &error);
  g_assert_no_error (error);
  /* It is in force once this is answered. */
  count_tasks (fixture, FALSE);
}

static void
clear_faults (Fixture *fixture)
{
  cadet_client_set_read_timeout (fixture->client, 60 * 1000);
  cadet_sandbox_clear_faults (fixture->sandbox);
  count_tasks (fixture, FALSE);
}

static CadetDraft *
new_draft (const char *name)
{
  CadetDraft *draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, PROCESS);
  cadet_draft_set_app_id (draft, APP);
  cadet_draft_set_task_name (draft, name);

  return draft;
}

/* Creates a task and returns what the window has then. */
static CadetTask *
submit (Fixture    *fixture,
        const char *name)
{
  g_autoptr (CadetDraft) draft = new_draft (name);
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  CadetTask *result;

  task = cadet_submitter_prepare (fixture->submitter, draft, fixture->profile, &error);
  g_assert_no_error (error);
  result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft, fixture->profile,
                                               NULL));
  g_assert_true (result == task);

  return result;
}

/* The same as the ledger knows it, to the last event. */
static CadetTask *
find (Fixture   *fixture,
      CadetTask *task)
{
  g_autoptr (CadetTask) found =
    dup_object (cadet_ledger_find (fixture->ledger, cadet_task_get_attempt (task)));

  succeed (cadet_ledger_load_details (fixture->ledger, found));

  return g_steal_pointer (&found);
}

static guint
count_events (CadetTask      *task,
              CadetEventKind  kind)
{
  GListModel *events = cadet_task_get_events (task);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      count += cadet_event_get_kind (event) == kind;
    }

  return count;
}

/* Each try that went out is in the history, and so is why another one followed. */
static void
check_events (CadetTask      *task,
              const Result   *result,
              CadetEventKind  sent,
              CadetEventKind  failed)
{
  g_assert_cmpuint (count_events (task, sent), ==, result->sent);
  if (result->sent > 0)
    g_assert_cmpuint (count_events (task, failed), ==, result->sent - 1);
}

/* The task is there, and its ID is right. */
static void
check_exists (Fixture   *fixture,
              CadetTask *task)
{
  g_autoptr (CadetTask) same = NULL;

  same = dup_object (cadet_follower_refresh (fixture->follower, task, NULL));
  g_assert_cmpint (cadet_task_report_get_task_id (cadet_task_get_report (task)), ==,
                   cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_task_report_get_name (cadet_task_get_report (task)), ==,
                   cadet_task_get_name (task));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  const Row *row = data;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;
  CadetOutcomeKind kind;

  add_fault (fixture, row->fault);
  task = submit (fixture, "Fault");
  found = find (fixture, task);

  kind = cadet_outcome_get_kind (cadet_task_get_outcome (task));
  g_assert_cmpint (kind, ==, row->create.outcome);
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, kind);
  g_assert_cmpint (cadet_task_get_task_id (found), ==, cadet_task_get_task_id (task));
  g_assert_cmpstr (cadet_outcome_get_message (cadet_task_get_outcome (found)), ==,
                   cadet_outcome_get_message (cadet_task_get_outcome (task)));
  check_events (found, &row->create, CADET_EVENT_SENT, CADET_EVENT_TRY_FAILED);

  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==,
                    row->create.requests);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, row->acted ? 1 : 0);
  if (row->acted)
    g_assert_true (kind == CREATED || kind == UNKNOWN);
  if (kind == CREATED)
    {
      clear_faults (fixture);
      check_exists (fixture, task);
    }
}

static void
test_execute (Fixture       *fixture,
              gconstpointer  data)
{
  const Row *row = data;
  g_autoptr (CadetTask) task = submit (fixture, "Fault");
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (CadetExecution) result = NULL;
  g_autoptr (GError) error = NULL;
  CadetOutcomeKind kind;

  add_fault (fixture, row->fault);
  execution = cadet_executor_prepare (fixture->executor, task, fixture->profile, &error);
  g_assert_no_error (error);
  result = dup_object (cadet_executor_execute (fixture->executor, task, execution,
                                               fixture->profile, NULL));
  g_assert_true (result == execution);
  found = find (fixture, task);

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
  g_assert_cmpint (count_tasks (fixture, TRUE), ==, row->acted ? 1 : 0);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);
  if (row->acted)
    g_assert_true (kind == CREATED || kind == UNKNOWN);
  /* That it may run by now does not make it any less created. */
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, CREATED);
}

static void
test_get (Fixture       *fixture,
          gconstpointer  data)
{
  const Row *row = data;
  g_autoptr (CadetTask) task = submit (fixture, "Fault");
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  add_fault (fixture, row->fault);
  future = cadet_follower_refresh (fixture->follower, task, NULL);
  settle (future, &error);
  dex_unref (future);
  found = find (fixture, task);

  g_assert_true ((error == NULL) == row->get.known);
  g_assert_true ((cadet_task_get_report (task) != NULL) == row->get.known);
  g_assert_true ((cadet_task_get_report (found) != NULL) == row->get.known);
  g_assert_cmpint (cadet_task_get_state (task), ==,
                   row->get.known ? CADET_TASK_READY : CADET_TASK_CREATED);
  g_assert_cmpint (cadet_task_get_state (found), ==, cadet_task_get_state (task));
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "GetTask"), ==,
                    row->get.requests);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);

  /* It is only a question: asked again, it is answered. */
  clear_faults (fixture);
  check_exists (fixture, task);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_READY);
}

/* A role's token that has expired is renewed once and no more. */
static void
test_renewed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;

  use_role (fixture);
  add_fault (fixture, "expired-token@CreateTask:1");
  task = submit (fixture, "Renewed");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (fixture->role->renewals, ==, 1);
  found = find (fixture, task);
  check_events (found, &(Result) { CREATED, 2, 2 }, CADET_EVENT_SENT, CADET_EVENT_TRY_FAILED);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 2);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);

  clear_faults (fixture);
  add_fault (fixture, "expired-token");
  g_clear_object (&task);
  task = submit (fixture, "Not renewed");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_REFUSED);
  g_assert_cmpuint (fixture->role->renewals, ==, 2);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 4);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);
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
test_connects_later (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (CadetDraft) draft = new_draft ("Later");
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
  found = find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_CREATED);
  g_assert_cmpuint (count_events (found, CADET_EVENT_TRY_FAILED), >=, 1);
  g_assert_cmpuint (count_events (found, CADET_EVENT_SENT), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 1);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);
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
  Fixture *fixture;
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
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  const Cancel *cancel = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { fixture, cancel, cancellable };
  g_autoptr (CadetDraft) draft = new_draft ("Cancelled");
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
  found = find (fixture, task);

  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (task)), ==, cancel->outcome);
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==, cancel->outcome);
  g_assert_cmpuint (count_events (found, CADET_EVENT_SENT), ==, cancel->sent);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, cancel->sent);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, cancel->acted ? 1 : 0);
}

/* Half of the answers are none, and the task is followed to its end all the same. */
static void
test_follow (Fixture       *fixture,
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

  found = find (fixture, task);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_FINISHED);
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, 1);
  g_assert_cmpint (count_tasks (fixture, TRUE), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "CreateTask"), ==, 1);
  g_assert_cmpuint (cadet_sandbox_get_requests (fixture->sandbox, "ExecuteTask"), ==, 1);
}

/* Counts the tasks with each name that the service has, with IDs from @id on without a gap. */
static void
take_census (Fixture    *fixture,
             gint64      id,
             GHashTable *names)
{
  for (;; id++)
    {
      g_autoptr (CadetRequest) request = cadet_bpstudio_get_task_request (id);
      g_autoptr (CadetExchange) exchange =
        dup_object (cadet_client_send (fixture->client, request, fixture->role->access, NULL, NULL,
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
test_storm (Fixture       *fixture,
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
  g_assert_cmpint (count_tasks (fixture, FALSE), ==, g_hash_table_size (names) + 1);

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

static void
add_rows (const char *group,
          const Row  *first,
          gsize       n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      const char *fault = first[i].fault;
      g_autofree char *create = g_strdup_printf ("/faults/%screate/%s", group, fault);
      g_autofree char *execute = g_strdup_printf ("/faults/%sexecute/%s", group, fault);
      g_autofree char *get = g_strdup_printf ("/faults/%sget/%s", group, fault);

      g_test_add (create, Fixture, &first[i], fixture_set_up, test_create, fixture_tear_down);
      g_test_add (execute, Fixture, &first[i], fixture_set_up, test_execute, fixture_tear_down);
      g_test_add (get, Fixture, &first[i], fixture_set_up, test_get, fixture_tear_down);
    }
}

/* The folder lies in the one that GLib makes for the tests, and removes. */
static int
run_with_ledger (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_dir_make_tmp ("cadet-faults-XXXXXX", &error);
  g_autoptr (GFile) file = NULL;
  int status;

  g_assert_no_error (error);
  file = g_file_new_build_filename (path, "ledger.db", NULL);
  ledger = cadet_ledger_new (file);
  succeed (cadet_ledger_open (ledger));
  status = g_test_run ();
  succeed (cadet_ledger_close (ledger));
  g_assert_finalize_object (g_steal_pointer (&ledger));

  return status;
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

  add_rows ("", rows, G_N_ELEMENTS (rows));
  add_rows ("passing/", passing_rows, G_N_ELEMENTS (passing_rows));
  g_test_add ("/faults/renewed", Fixture, NULL, fixture_set_up, test_renewed, fixture_tear_down);
  g_test_add ("/faults/connects-later", Fixture, NULL, fixture_set_up, test_connects_later,
              fixture_tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (cancels); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/cancelled/", cancels[i].name, NULL);

      g_test_add (path, Fixture, &cancels[i], fixture_set_up, test_cancelled, fixture_tear_down);
    }
  g_test_add ("/faults/follow", Fixture, NULL, fixture_set_up, test_follow, fixture_tear_down);
  g_test_add ("/faults/storm", Fixture, NULL, fixture_set_up, test_storm, fixture_tear_down);

  return run_with_ledger ();
}
