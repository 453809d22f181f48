/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-application.h"

#include "sandbox/cadet-sandbox.h"
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
cadet_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_action },
    { .name = "quit", .activate = quit_action },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
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

  object_class->finalize = cadet_application_finalize;

  application_class->activate = cadet_application_activate;
  application_class->startup = cadet_application_startup;
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
    self->tasks = cadet_task_list_new (cadet_application_get_ledger (self));

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
