/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-static-access.h"
#include "sandbox/cadet-sandbox.h"
#include "tasks/cadet-submitter.h"
#include "tasks/cadet-task-list.h"
#include "test-future.h"

/* What a submission needs, made anew for each test. */
typedef struct
{
  GFile *file;
  CadetLedger *ledger;
  CadetClient *client;
  CadetSubmitter *submitter;
  CadetSandbox *sandbox;
  CadetAccess *access;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  fixture->file = g_file_new_for_path (path);
  fixture->ledger = cadet_ledger_new (fixture->file);
  if (data != NULL)
    cadet_ledger_set_page_limit (fixture->ledger, 40);
  succeed (cadet_ledger_open (fixture->ledger));
  fixture->client = cadet_client_new ();
  fixture->submitter = cadet_submitter_new (fixture->client, fixture->ledger);
  fixture->sandbox = cadet_sandbox_new (NULL);
  fixture->access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (fixture->sandbox)));
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  succeed (cadet_sandbox_stop (fixture->sandbox));
  succeed (cadet_ledger_close (fixture->ledger));
  g_clear_object (&fixture->access);
  g_clear_object (&fixture->sandbox);
  g_clear_object (&fixture->submitter);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->ledger);
  g_clear_object (&fixture->file);
}

static CadetDraft *
new_draft (void)
{
  CadetDraft *draft = cadet_draft_new ();
  g_autoptr (CadetVariable) variable =
    cadet_variable_new ("count", CADET_VARIABLE_NUMBER, "0.10");

  cadet_draft_set_process_id (draft, "P3KTG43SW7XX6A17I");
  cadet_draft_set_task_name (draft, "部署");
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6");
  cadet_variable_list_append (cadet_draft_get_variables (draft), variable);

  return draft;
}

/* A keyring that waits for its prompt to be answered. */
#define TYPE_WAITING_SOURCE (waiting_source_get_type ())
G_DECLARE_FINAL_TYPE (WaitingSource, waiting_source, WAITING, SOURCE, GObject)

struct _WaitingSource
{
  GObject parent_instance;
};

static DexFuture *
waiting_source_load (CadetAccessSource *source)
{
  return dex_future_new_infinite ();
}

static void
waiting_source_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = waiting_source_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WaitingSource, waiting_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      waiting_source_iface_init))

static void
waiting_source_class_init (WaitingSourceClass *klass)
{
}

static void
waiting_source_init (WaitingSource *self)
{
}

static CadetProfile *
new_profile (CadetAccess *access)
{
  g_autoptr (CadetAccessSource) source = cadet_static_access_new (access);
  CadetProfile *profile = cadet_profile_new ("p", CADET_PROFILE_ENVIRONMENT, source);

  cadet_profile_set_name (profile, "Test");

  return profile;
}

/* Submits and gives back what another reader of the ledger finds. */
static CadetTask *
submit (Fixture      *fixture,
        CadetAccess  *access,
        GCancellable *cancellable,
        CadetTask   **shown)
{
  g_autoptr (CadetDraft) draft = new_draft ();
  g_autoptr (CadetProfile) profile = new_profile (access);
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (GError) error = NULL;

  task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_SENDING);

  result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft, profile,
                                               cancellable));
  g_assert_true (result == task);
  *shown = g_steal_pointer (&result);
  if (!cadet_task_get_recorded (task))
    return NULL;

  return dup_object (cadet_ledger_find (fixture->ledger, cadet_task_get_attempt (task)));
}

static void
test_created (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetTask) shown = NULL;
  g_autoptr (CadetTask) found = submit (fixture, fixture->access, NULL, &shown);
  g_autoptr (CadetTaskList) list = cadet_task_list_new (fixture->ledger);
  g_autoptr (CadetTask) listed = NULL;

  g_assert_cmpint (cadet_task_get_state (shown), ==, CADET_TASK_CREATED);
  g_assert_cmpint (cadet_outcome_get_task_id (cadet_task_get_outcome (shown)), >, 0);

  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_CREATED);
  g_assert_cmpint (cadet_outcome_get_task_id (cadet_task_get_outcome (found)), ==,
                   cadet_outcome_get_task_id (cadet_task_get_outcome (shown)));
  g_assert_cmpint (cadet_task_get_sent_at (found), >=, cadet_task_get_recorded_at (found));
  /* `{"${count}":0.10}`, the digits as they were typed. */
  g_assert_nonnull (strstr (cadet_task_get_request_body (found),
                            "Variables=%7B%22%24%7Bcount%7D%22%3A0.10%7D"));
  g_assert_nonnull (cadet_task_get_reply_body (found));

  succeed (cadet_task_list_load (list));
  g_assert_cmpint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  listed = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (cadet_task_get_attempt (listed), ==, cadet_task_get_attempt (shown));
  g_assert_true (cadet_task_list_get_loaded (list));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  CadetCredentials *right = cadet_access_get_credentials (fixture->access);
  g_autoptr (SecretValue) wrong = secret_value_new ("YourAccessKeySecret", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials =
    cadet_credentials_new (cadet_credentials_get_access_key_id (right), wrong, NULL);
  g_autoptr (CadetAccess) access =
    cadet_access_new (cadet_access_get_endpoint (fixture->access), credentials);
  g_autoptr (CadetTask) shown = NULL;
  g_autoptr (CadetTask) found = submit (fixture, access, NULL, &shown);

  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_REFUSED);
  g_assert_cmpstr (cadet_outcome_get_code (cadet_task_get_outcome (found)), ==,
                   "SignatureDoesNotMatch");
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *text = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (text, &error);
  g_autoptr (CadetAccess) access =
    cadet_access_new (endpoint, cadet_access_get_credentials (fixture->access));
  g_autoptr (CadetTask) shown = NULL;
  g_autoptr (CadetTask) found = NULL;

  g_assert_no_error (error);
  /* The port was free a moment ago, so a connection to it is refused. */
  g_socket_listener_close (listener);

  found = submit (fixture, access, NULL, &shown);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_NOT_SENT);
  g_assert_cmpint (cadet_task_get_sent_at (found), ==, 0);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CadetTask) shown = NULL;
  g_autoptr (CadetTask) found = NULL;

  g_cancellable_cancel (cancellable);
  found = submit (fixture, fixture->access, cancellable, &shown);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_NOT_SENT);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled_prompt (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (WaitingSource) source = g_object_new (TYPE_WAITING_SOURCE, NULL);
  g_autoptr (CadetProfile) profile =
    cadet_profile_new ("p", CADET_PROFILE_ACCESS_KEY, CADET_ACCESS_SOURCE (source));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CadetDraft) draft = new_draft ();
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autoptr (GError) error = NULL;

  task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);
  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (cancellable), g_object_unref);
  result = dup_object (cadet_submitter_submit (fixture->submitter, task, draft, profile,
                                               cancellable));

  found = dup_object (cadet_ledger_find (fixture->ledger, cadet_task_get_attempt (result)));
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_NOT_SENT);
  g_assert_cmpstr (cadet_outcome_get_message (cadet_task_get_outcome (found)), ==,
                   "You cancelled before anything was sent, so no task was created.");
}

static void
test_no_record (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetTask) shown = NULL;
  g_autoptr (CadetTask) found = NULL;
  guint created = 0;

  /* The ledger takes what fits, and then nothing more is sent. */
  for (guint i = 0; i < 200; i++)
    {
      g_clear_object (&shown);
      g_clear_object (&found);
      found = submit (fixture, fixture->access, NULL, &shown);
      if (cadet_task_get_state (shown) == CADET_TASK_NOT_SENT)
        break;
      g_assert_cmpint (cadet_task_get_state (shown), ==, CADET_TASK_CREATED);
      created++;
    }

  g_assert_cmpuint (created, <, 200);
  g_assert_false (cadet_task_get_recorded (shown));
  g_assert_cmpint (cadet_task_get_sent_at (shown), ==, 0);
  g_assert_nonnull (cadet_outcome_get_message (cadet_task_get_outcome (shown)));
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CadetDraft) draft = cadet_draft_new ();
  g_autoptr (CadetProfile) profile = new_profile (fixture->access);
  g_autoptr (GError) error = NULL;

  g_assert_null (cadet_submitter_prepare (fixture->submitter, draft, profile, &error));
  g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func, data) \
  g_test_add ("/tasks/submitter/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)

  ADD ("created", test_created, NULL);
  ADD ("refused", test_refused, NULL);
  ADD ("not-sent", test_not_sent, NULL);
  ADD ("cancelled", test_cancelled, NULL);
  ADD ("cancelled-prompt", test_cancelled_prompt, NULL);
  ADD ("no-record", test_no_record, "full");
  ADD ("invalid", test_invalid, NULL);

  return g_test_run ();
}
