/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-application.h"

#include "sandbox/cadet-sandbox.h"
#include "ui/cadet-preferences-dialog.h"
#include "ui/cadet-task-notification.h"
#include "ui/cadet-window.h"

#include <glib/gi18n.h>

struct _CadetApplication
{
  AdwApplication    parent_instance;

  GSettings        *settings;
  CadetKeyring     *keyring;
  CadetSandbox     *sandbox;
  CadetProfileList *profiles;
  CadetClient      *client;
  CadetLedger      *ledger;
  CadetTaskList    *tasks;
  CadetSubmitter   *submitter;
  CadetFollower    *follower;
  CadetExecutor    *executor;
  CadetResolver    *resolver;

  guint             begun : 1;
};

G_DEFINE_FINAL_TYPE (CadetApplication, cadet_application, ADW_TYPE_APPLICATION)

static void
update_timeouts_cb (CadetApplication *self)
{
  g_assert (CADET_IS_APPLICATION (self));

  cadet_client_set_connect_timeout (self->client,
                                    g_settings_get_uint (self->settings, "connect-timeout"));
  cadet_client_set_read_timeout (self->client,
                                 g_settings_get_uint (self->settings, "read-timeout"));
}

static CadetProfile *
lookup_profile_cb (CadetTask *task,
                   gpointer   user_data)
{
  CadetApplication *self = user_data;

  g_assert (CADET_IS_APPLICATION (self));

  return cadet_application_dup_profile (self, task);
}

static void
update_follow_limit_cb (CadetApplication *self)
{
  g_assert (CADET_IS_APPLICATION (self));

  cadet_follower_set_limit (self->follower, g_settings_get_uint (self->settings, "follow-limit"));
}

/* Nobody looks at windows that are covered, minimized or gone. */
static void
update_hidden_cb (CadetApplication *self)
{
  gboolean hidden = TRUE;

  g_assert (CADET_IS_APPLICATION (self));

  if (self->follower == NULL)
    return;

  for (GList *iter = gtk_application_get_windows (GTK_APPLICATION (self)); iter != NULL;
       iter = iter->next)
    if (gtk_widget_get_visible (iter->data) && !gtk_window_is_suspended (iter->data))
      hidden = FALSE;

  cadet_follower_set_hidden (self->follower, hidden);
}

static gboolean
is_seen (CadetApplication *self,
         CadetTask        *task)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  g_assert (CADET_IS_APPLICATION (self));

  return CADET_IS_WINDOW (window) && gtk_window_is_active (window)
         && cadet_window_shows (CADET_WINDOW (window), task);
}

static void
rested_cb (CadetApplication *self,
           CadetTask        *task)
{
  g_autoptr (GNotification) notification = NULL;

  g_assert (CADET_IS_APPLICATION (self));
  g_assert (CADET_IS_TASK (task));

  if (is_seen (self, task))
    return;

  notification = cadet_task_notification_new (task);
  g_application_send_notification (G_APPLICATION (self), cadet_task_get_attempt (task),
                                   notification);
}

static void
attach (CadetApplication *self,
        guint             position,
        guint             n_added)
{
  g_assert (CADET_IS_APPLICATION (self));

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (G_LIST_MODEL (self->tasks), position + i);

      cadet_follower_attach (self->follower, task);
    }
}

/* The list and the follower read the ledger each for itself: what one learns, the other shows. */
static void
tasks_changed_cb (CadetApplication *self,
                  guint             position,
                  guint             n_removed,
                  guint             n_added)
{
  g_assert (CADET_IS_APPLICATION (self));

  attach (self, position, n_added);
}

/* Nobody asks any more what becomes of it. */
static void
task_deleted_cb (CadetApplication *self,
                 CadetTask        *task)
{
  g_assert (CADET_IS_APPLICATION (self));

  if (self->follower != NULL && cadet_task_get_followed (task))
    cadet_follower_stop (self->follower, task);
}

static DexFuture *
resumed_cb (DexFuture *future,
            gpointer   user_data)
{
  CadetApplication *self = user_data;

  g_assert (CADET_IS_APPLICATION (self));

  /* Where the ledger cannot be read, the window says so. */
  attach (self, 0, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)));

  return dex_future_new_true ();
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  CadetApplication *self = user_data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  g_assert (CADET_IS_APPLICATION (self));

  adw_dialog_present (cadet_preferences_dialog_new (cadet_application_get_settings (self)),
                      GTK_WIDGET (window));
}

/* What a notification opens, whether or not there is a window. */
static void
show_task_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  CadetApplication *self = user_data;
  GtkWindow *window;

  g_assert (CADET_IS_APPLICATION (self));

  g_application_activate (G_APPLICATION (self));
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  cadet_window_open_attempt (CADET_WINDOW (window), g_variant_get_string (parameter, NULL));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CadetApplication *self = user_data;
  AdwDialog *dialog;

  g_assert (CADET_IS_APPLICATION (self));

  dialog = adw_about_dialog_new_from_appdata (CADET_RESOURCE_PATH "/metainfo.xml", NULL);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), CADET_VERSION);
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), CADET_APPLICATION_ID);
  adw_about_dialog_set_copyright (ADW_ABOUT_DIALOG (dialog), _("© 2026 The Cadet authors"));
  /* Translators: your name, one a line; it appears in the About dialog. */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _("translator-credits"));
  adw_dialog_present (dialog,
                      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self))));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CadetApplication *self = user_data;
  g_autoptr (GList) windows = NULL;

  g_assert (CADET_IS_APPLICATION (self));

  /* Each window keeps its size and ends its work before it goes; the last one ends the program. */
  windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));
  for (GList *iter = windows; iter != NULL; iter = iter->next)
    gtk_window_close (iter->data);
}

static void
cadet_application_activate (GApplication *application)
{
  CadetApplication *self = CADET_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (cadet_window_new (self));

  gtk_window_present (window);
}

static void
cadet_application_window_added (GtkApplication *application,
                                GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (cadet_application_parent_class)->window_added (application, window);

  g_signal_connect_object (window, "notify::suspended", G_CALLBACK (update_hidden_cb), application,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::visible", G_CALLBACK (update_hidden_cb), application,
                           G_CONNECT_SWAPPED);
  update_hidden_cb (CADET_APPLICATION (application));
}

static void
cadet_application_window_removed (GtkApplication *application,
                                  GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (cadet_application_parent_class)->window_removed (application, window);

  update_hidden_cb (CADET_APPLICATION (application));
}

static void
cadet_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "quit", .activate = quit_action },
    { .name = "show-task", .activate = show_task_action, .parameter_type = "s" },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.preferences", { "<Control>comma" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.new-task", { "<Control>n" } },
    { "win.search", { "<Control>f" } },
    { "win.menu", { "F10" } },
  };

  dex_init ();

  G_APPLICATION_CLASS (cadet_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (CADET_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].accels);
}

static void
cadet_application_finalize (GObject *object)
{
  CadetApplication *self = CADET_APPLICATION (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->executor);
  g_clear_object (&self->follower);
  g_clear_object (&self->submitter);
  g_clear_object (&self->tasks);
  g_clear_object (&self->ledger);
  g_clear_object (&self->client);
  g_clear_object (&self->profiles);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->keyring);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (cadet_application_parent_class)->finalize (object);
}

static void
cadet_application_class_init (CadetApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_application_class = GTK_APPLICATION_CLASS (klass);

  object_class->finalize = cadet_application_finalize;

  application_class->activate = cadet_application_activate;
  application_class->startup = cadet_application_startup;

  gtk_application_class->window_added = cadet_application_window_added;
  gtk_application_class->window_removed = cadet_application_window_removed;
}

static void
cadet_application_init (CadetApplication *self)
{
}

/**
 * cadet_application_new:
 *
 * Creates the application. Everything that it hands to its windows is made when first asked for,
 * so that the first frame pays for nothing that it does not show.
 *
 * Returns: (transfer full): a new application
 */
CadetApplication *
cadet_application_new (void)
{
  return g_object_new (CADET_TYPE_APPLICATION,
                       "application-id", CADET_APPLICATION_ID,
                       "resource-base-path", CADET_RESOURCE_PATH,
                       NULL);
}

/**
 * cadet_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none): the settings
 */
GSettings *
cadet_application_get_settings (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->settings == NULL)
    self->settings = g_settings_new (CADET_SETTINGS_ID);

  return self->settings;
}

/**
 * cadet_application_get_profiles:
 * @self: the application
 *
 * Returns: (transfer none): the profiles; neither the keyring nor the sandbox is touched before a
 *   profile's secret is asked for
 */
CadetProfileList *
cadet_application_get_profiles (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->profiles == NULL)
    {
      g_autoptr (GFile) state_file = cadet_sandbox_dup_default_state_file ();

      self->keyring = cadet_keyring_new ();
      self->sandbox = cadet_sandbox_new (state_file);
      self->profiles = cadet_profile_list_new (cadet_application_get_settings (self),
                                               self->keyring,
                                               CADET_ACCESS_SOURCE (self->sandbox));
    }

  return self->profiles;
}

/**
 * cadet_application_get_client:
 * @self: the application
 *
 * Returns: (transfer none): the client, its time limits kept as the settings say
 */
CadetClient *
cadet_application_get_client (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->client == NULL)
    {
      GSettings *settings = cadet_application_get_settings (self);

      self->client = cadet_client_new ();
      g_signal_connect_object (settings, "changed::connect-timeout",
                               G_CALLBACK (update_timeouts_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "changed::read-timeout",
                               G_CALLBACK (update_timeouts_cb), self, G_CONNECT_SWAPPED);
      update_timeouts_cb (self);
    }

  return self->client;
}

/**
 * cadet_application_get_ledger:
 * @self: the application
 *
 * Returns: (transfer none): the ledger, which whoever needs it opens
 */
CadetLedger *
cadet_application_get_ledger (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->ledger == NULL)
    {
      g_autoptr (GFile) file = cadet_ledger_dup_default_file ();

      self->ledger = cadet_ledger_new (file);
    }

  return self->ledger;
}

/**
 * cadet_application_get_tasks:
 * @self: the application
 *
 * Returns: (transfer none): the tasks of the ledger
 */
CadetTaskList *
cadet_application_get_tasks (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->tasks == NULL)
    {
      self->tasks = cadet_task_list_new (cadet_application_get_ledger (self));
      g_signal_connect_object (self->tasks, "deleted", G_CALLBACK (task_deleted_cb), self,
                               G_CONNECT_SWAPPED);
    }

  return self->tasks;
}

/**
 * cadet_application_get_submitter:
 * @self: the application
 *
 * Returns: (transfer none): what sends drafts
 */
CadetSubmitter *
cadet_application_get_submitter (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->submitter == NULL)
    self->submitter = cadet_submitter_new (cadet_application_get_client (self),
                                           cadet_application_get_ledger (self));

  return self->submitter;
}

/**
 * cadet_application_dup_profile:
 * @self: the application
 * @task: a task
 *
 * Returns: (transfer full) (nullable): the profile that signs for @task, or %NULL where it is not
 *   there any more or goes elsewhere now, as another service knows nothing of @task
 */
CadetProfile *
cadet_application_dup_profile (CadetApplication *self,
                               CadetTask        *task)
{
  const char *id;
  CadetProfile *profile;

  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  id = cadet_task_get_profile_id (task);
  profile = cadet_profile_list_find (cadet_application_get_profiles (self), id);
  if (profile == NULL || !g_str_equal (cadet_profile_get_id (profile), id))
    return NULL;
  if (cadet_profile_get_source (profile) != CADET_PROFILE_SANDBOX
      && g_strcmp0 (cadet_profile_get_endpoint (profile), cadet_task_get_endpoint (task)) != 0)
    return NULL;

  return g_object_ref (profile);
}

/**
 * cadet_application_get_follower:
 * @self: the application
 *
 * Returns: (transfer none): what asks what becomes of tasks
 */
CadetFollower *
cadet_application_get_follower (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->follower == NULL)
    {
      GSettings *settings = cadet_application_get_settings (self);

      self->follower = cadet_follower_new (cadet_application_get_client (self),
                                           cadet_application_get_ledger (self), lookup_profile_cb,
                                           self, NULL);
      g_signal_connect_object (self->follower, "rested", G_CALLBACK (rested_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "changed::follow-limit",
                               G_CALLBACK (update_follow_limit_cb), self, G_CONNECT_SWAPPED);
      update_follow_limit_cb (self);
      update_hidden_cb (self);
    }

  return self->follower;
}

/**
 * cadet_application_get_executor:
 * @self: the application
 *
 * Returns: (transfer none): what executes tasks
 */
CadetExecutor *
cadet_application_get_executor (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->executor == NULL)
    self->executor = cadet_executor_new (cadet_application_get_client (self),
                                         cadet_application_get_ledger (self));

  return self->executor;
}

/**
 * cadet_application_get_resolver:
 * @self: the application
 *
 * Returns: (transfer none): what records what a user says of an attempt
 */
CadetResolver *
cadet_application_get_resolver (CadetApplication *self)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  if (self->resolver == NULL)
    self->resolver = cadet_resolver_new (cadet_application_get_follower (self),
                                         cadet_application_get_ledger (self));

  return self->resolver;
}

/**
 * cadet_application_resume:
 * @self: the application
 *
 * Goes on following what was followed when Cadet ended; for after the first frame. Only the first
 * call does something.
 */
void
cadet_application_resume (CadetApplication *self)
{
  CadetTaskList *tasks;

  g_return_if_fail (CADET_IS_APPLICATION (self));

  if (self->begun)
    return;

  self->begun = TRUE;
  tasks = cadet_application_get_tasks (self);
  g_signal_connect_object (tasks, "items-changed", G_CALLBACK (tasks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  dex_future_disown (dex_future_finally (
    cadet_follower_resume (cadet_application_get_follower (self)), resumed_cb, g_object_ref (self),
    g_object_unref));
}

/**
 * cadet_application_purge:
 * @self: the application
 *
 * Removes for good what the settings say is not kept any longer, and what was deleted long ago.
 *
 * Returns: (transfer full): a future as [method@Ledger.purge] gives it
 */
DexFuture *
cadet_application_purge (CadetApplication *self)
{
  guint days;
  gint64 now_ms;

  g_return_val_if_fail (CADET_IS_APPLICATION (self), NULL);

  days = g_settings_get_uint (cadet_application_get_settings (self), "keep-days");
  now_ms = g_get_real_time () / 1000;

  return cadet_ledger_purge (cadet_application_get_ledger (self),
                             days > 0 ? now_ms - days * (G_TIME_SPAN_DAY / 1000) : 0);
}

/**
 * cadet_ui_run:
 * @argc: the number of arguments
 * @argv: the arguments, the program's name first
 *
 * Runs the window until it is closed.
 *
 * Returns: the exit status
 */
int
cadet_ui_run (int argc, char **argv)
{
  g_autoptr (CadetApplication) application = NULL;

  g_set_application_name (_("Cadet"));

  application = cadet_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
