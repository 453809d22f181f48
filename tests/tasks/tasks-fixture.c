/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks-fixture.h"

static void fake_source_iface_init (CadetAccessSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeSource, fake_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      fake_source_iface_init))

static DexFuture *
fake_source_load (CadetAccessSource *source)
{
  return dex_future_new_take_object (g_object_ref (FAKE_SOURCE (source)->access));
}

static DexFuture *
fake_source_renew (CadetAccessSource *source,
                   CadetAccess       *expired)
{
  FakeSource *self = FAKE_SOURCE (source);

  g_assert_true (expired == self->access);

  self->n_renewals++;
  if (self->waits)
    return dex_future_new_infinite ();
  if (self->renewed == NULL)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_NOT_FOUND, "No others.");

  return dex_future_new_take_object (g_object_ref (self->renewed));
}

static void
fake_source_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = fake_source_load;
  iface->renew = fake_source_renew;
}

static void
fake_source_finalize (GObject *object)
{
  FakeSource *self = FAKE_SOURCE (object);

  g_clear_object (&self->access);
  g_clear_object (&self->renewed);

  G_OBJECT_CLASS (fake_source_parent_class)->finalize (object);
}

static void
fake_source_class_init (FakeSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_source_finalize;
}

static void
fake_source_init (FakeSource *self)
{
}

FakeSource *
fake_source_new (CadetAccess *access)
{
  FakeSource *self = g_object_new (TYPE_FAKE_SOURCE, NULL);

  self->access = g_object_ref (access);

  return self;
}

static CadetProfile *
lookup (CadetTask *task,
        gpointer   user_data)
{
  TasksFixture *fixture = user_data;

  return fixture->profile != NULL ? g_object_ref (fixture->profile) : NULL;
}

static void
rested_cb (TasksFixture *fixture,
           CadetTask    *task)
{
  g_ptr_array_add (fixture->rested, g_object_ref (task));
}

void
tasks_fixture_set_up (TasksFixture  *fixture,
                      gconstpointer  data)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  fixture->file = g_file_new_for_path (path);
  fixture->ledger = cadet_ledger_new (fixture->file);
  succeed (cadet_ledger_open (fixture->ledger));

  fixture->sandbox = cadet_sandbox_new (NULL);
  cadet_sandbox_set_task_seconds (fixture->sandbox, 0.02, 0.04);
  cadet_sandbox_set_fault_ms (fixture->sandbox, 5);
  fixture->access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (fixture->sandbox)));
  fixture->profile = tasks_new_profile (CADET_ACCESS_SOURCE (fixture->sandbox),
                                        cadet_sandbox_get_endpoint (fixture->sandbox));

  fixture->client = cadet_client_new ();
  fixture->submitter = cadet_submitter_new (fixture->client, fixture->ledger);
  cadet_submitter_set_wait_scale (fixture->submitter, SCALE);
  fixture->executor = cadet_executor_new (fixture->client, fixture->ledger);
  cadet_executor_set_wait_scale (fixture->executor, SCALE);
  fixture->follower = cadet_follower_new (fixture->client, fixture->ledger, lookup, fixture, NULL);
  cadet_follower_set_wait_scale (fixture->follower, SCALE);
  fixture->resolver = cadet_resolver_new (fixture->follower, fixture->ledger);

  fixture->rested = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (fixture->follower, "rested", G_CALLBACK (rested_cb), fixture);
}

void
tasks_fixture_tear_down (TasksFixture  *fixture,
                         gconstpointer  data)
{
  gpointer follower = fixture->follower;

  /* Futures let go of what they hold in the main loop; nothing else does hold the follower, however
   * many questions are on their way. */
  g_object_add_weak_pointer (G_OBJECT (follower), &follower);
  g_clear_object (&fixture->resolver);
  g_clear_object (&fixture->follower);
  while (follower != NULL)
    g_main_context_iteration (NULL, FALSE);

  succeed (cadet_sandbox_stop (fixture->sandbox));
  succeed (cadet_ledger_close (fixture->ledger));
  g_clear_pointer (&fixture->rested, g_ptr_array_unref);
  g_clear_object (&fixture->executor);
  g_clear_object (&fixture->submitter);
  g_clear_object (&fixture->profile);
  g_clear_object (&fixture->access);
  g_clear_object (&fixture->sandbox);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->ledger);
  g_clear_object (&fixture->file);
}

CadetProfile *
tasks_new_profile (CadetAccessSource *source,
                   const char        *endpoint)
{
  CadetProfile *profile = cadet_profile_new ("p", CADET_PROFILE_ENVIRONMENT, source);

  cadet_profile_set_name (profile, "Test");
  cadet_profile_set_endpoint (profile, endpoint);

  return profile;
}

/* The port was free a moment ago, so a connection to it is refused. */
CadetEndpoint *
tasks_new_closed_endpoint (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *text = g_strdup_printf ("http://127.0.0.1:%u", port);
  CadetEndpoint *endpoint;

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  endpoint = cadet_endpoint_new (text, &error);
  g_assert_no_error (error);

  return endpoint;
}

CadetDraft *
tasks_new_draft (const char *name)
{
  CadetDraft *draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, "P3KTG43SW7XX6A17I");
  cadet_draft_set_task_name (draft, name);
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6");

  return draft;
}

CadetTask *
tasks_submit_with (TasksFixture *fixture,
                   CadetProfile *profile,
                   CadetDraft   *draft,
                   GCancellable *cancellable)
{
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;

  task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);

  return dup_object (cadet_submitter_submit (fixture->submitter, task, draft, profile,
                                             cancellable));
}

CadetTask *
tasks_submit (TasksFixture *fixture)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft ("部署");

  return tasks_submit_with (fixture, fixture->profile, draft, NULL);
}

/* What another reader of the ledger finds, with its history. */
CadetTask *
tasks_find (TasksFixture *fixture,
            CadetTask    *task)
{
  CadetTask *found = dup_object (cadet_ledger_find (fixture->ledger,
                                                    cadet_task_get_attempt (task)));

  succeed (cadet_ledger_load_details (fixture->ledger, found));

  return found;
}

/* Such as “recorded, sent 1, try-failed 1 refused 400, sent 2, answered created 200”. */
char *
tasks_describe_events (CadetTask *task)
{
  GListModel *events = cadet_task_get_events (task);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, cadet_event_kind_to_nick (cadet_event_get_kind (event)));
      if (cadet_event_get_number (event) != 0)
        g_string_append_printf (text, " %u", cadet_event_get_number (event));
      if (cadet_event_get_outcome (event) != NULL)
        g_string_append_printf (text, " %s", cadet_event_get_outcome (event));
      if (cadet_event_get_http_status (event) != 0)
        g_string_append_printf (text, " %u", cadet_event_get_http_status (event));
      if (cadet_event_get_kind (event) == CADET_EVENT_STATUS)
        g_string_append_printf (text, " %s", cadet_event_get_text (event));
    }

  return g_string_free_and_steal (text);
}

void
tasks_fault (TasksFixture *fixture,
             const char   *spec)
{
  g_autoptr (GError) error = NULL;

  cadet_sandbox_add_fault (fixture->sandbox, spec, &error);
  g_assert_no_error (error);
}

guint
tasks_count (TasksFixture *fixture,
             gboolean      executed)
{
  g_autoptr (DexFuture) future = cadet_sandbox_count_tasks (fixture->sandbox, executed);
  g_autoptr (GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);

  return (guint) g_value_get_int64 (value);
}

guint
tasks_count_events (CadetTask      *task,
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

/* The test's own time limit is the bound. */
void
tasks_run_until (gboolean (*func) (gpointer),
                 gpointer   data)
{
  while (!func (data))
    g_main_context_iteration (NULL, TRUE);
}
