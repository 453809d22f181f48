/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  /* The program stays until it is recorded what became of the order, whether or not the window
   * does. */
  CadetApplication *application;
  GWeakRef window;
  CadetTask *task;
  GCancellable *cancellable;
} Executing;

static void
executing_free (gpointer data)
{
  Executing *executing = data;

  g_weak_ref_clear (&executing->window);
  g_clear_object (&executing->task);
  g_clear_object (&executing->cancellable);
  g_application_release (G_APPLICATION (executing->application));
  g_clear_object (&executing->application);
  g_free (executing);
}

static void
announce (CadetWindow *self,
          CadetTask   *task)
{
  CadetExecution *execution = cadet_task_get_execution (task);
  CadetOutcome *outcome = execution != NULL ? cadet_execution_get_outcome (execution) : NULL;

  g_assert (CADET_IS_WINDOW (self));

  if (outcome == NULL || cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    return;

  if (cadet_window_shows (self, task))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), cadet_outcome_get_message (outcome),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  else
    _cadet_window_tell_of_task (self, task, _("The order to execute it failed"));
}

static DexFuture *
executed_cb (DexFuture *future,
             gpointer   user_data)
{
  Executing *executing = user_data;
  g_autoptr (CadetWindow) self = g_weak_ref_get (&executing->window);
  const GValue *value = dex_future_get_value (future, NULL);
  CadetExecution *execution = value != NULL ? g_value_get_object (value) : NULL;
  CadetOutcome *outcome = execution != NULL ? cadet_execution_get_outcome (execution) : NULL;

  cadet_follower_follow (cadet_application_get_follower (executing->application), executing->task);

  if (self == NULL || self->executing != executing->cancellable)
    return dex_future_new_true ();

  g_clear_object (&self->executing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-executing", FALSE);
  /* An order that is in no record is shown nowhere else. */
  if (execution != NULL && execution != cadet_task_get_execution (executing->task)
      && outcome != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s",
                                cadet_outcome_get_message (outcome));
  else
    announce (self, executing->task);

  return dex_future_new_true ();
}

static void
execute (CadetWindow *self,
         CadetTask   *task,
         gboolean     again)
{
  CadetExecutor *executor = cadet_application_get_executor (self->application);
  g_autoptr (CadetProfile) profile = cadet_application_dup_profile (self->application, task);
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (GError) error = NULL;
  Executing *executing;

  g_assert (CADET_IS_WINDOW (self));

  if (profile == NULL || self->executing != NULL)
    return;

  if (again)
    execution = cadet_executor_prepare_again (executor, task, profile, &error);
  else
    execution = cadet_executor_prepare (executor, task, profile, &error);
  if (execution == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);
      return;
    }

  self->executing = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-executing", TRUE);

  executing = g_new0 (Executing, 1);
  executing->application = g_object_ref (self->application);
  g_application_hold (G_APPLICATION (executing->application));
  g_weak_ref_init (&executing->window, self);
  executing->task = g_object_ref (task);
  executing->cancellable = g_object_ref (self->executing);
  dex_future_disown (dex_future_finally (
    cadet_executor_execute (executor, task, execution, profile, self->executing), executed_cb,
    executing, executing_free));
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        user_data)
{
  CadetWindow *self = user_data;

  g_assert (CADET_IS_WINDOW (self));

  if (!g_str_equal (response, "cancel"))
    execute (self, g_object_get_data (G_OBJECT (dialog), "task"),
             g_str_equal (response, "again"));
}

static char *
dup_question (CadetTask    *task,
              CadetProfile *profile,
              gboolean      again)
{
  GString *text = g_string_new (NULL);

  g_assert (CADET_IS_TASK (task));
  g_assert (CADET_IS_PROFILE (profile));

  if (again)
    g_string_append_printf (text, "%s\n\n",
                            _("It is not known what became of the last order, so the task may be "
                              "running already. Executing it again may do its work twice."));

  if (cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX)
    g_string_append (text, _("The sandbox on this machine only pretends to work: nothing real is "
                             "created, and nothing costs money."));
  else
    g_string_append_printf (text,
                            /* Translators: the name of a profile, and the endpoint of a service. */
                            _("This starts real work, which may create, change or delete resources "
                              "and cost money. Cadet cannot take it back.\n\nIt is signed by the "
                              "profile “%s” and sent to %s."),
                            cadet_profile_get_name (profile), cadet_task_get_endpoint (task));

  return g_string_free_and_steal (text);
}

static void
say_no_profile (CadetWindow *self,
                CadetTask   *task)
{
  g_autofree char *text = NULL;

  g_assert (CADET_IS_WINDOW (self));

  /* Translators: %s is the name of a profile. */
  text = g_strdup_printf (_("The profile “%s”, which created this task, is not there any more or "
                            "goes elsewhere now, so nobody can sign"),
                          cadet_task_get_profile_name (task));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", text);
}

/* Asks first: it starts real work. */
void
_cadet_window_execute (CadetWindow *self,
                       CadetTask   *task,
                       gboolean     again)
{
  g_autoptr (CadetProfile) profile = NULL;
  g_autofree char *body = NULL;
  const char *response = again ? "again" : "execute";
  gboolean sandbox;
  AdwDialog *dialog;

  g_return_if_fail (CADET_IS_WINDOW (self));
  g_return_if_fail (CADET_IS_TASK (task));

  profile = cadet_application_dup_profile (self->application, task);
  if (profile == NULL)
    {
      say_no_profile (self, task);
      return;
    }
  if (self->executing != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s",
                                  _("A task is still being executed"));
      return;
    }

  sandbox = cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX;
  body = dup_question (task, profile, again);
  dialog = adw_alert_dialog_new (NULL, body);
  if (again)
    /* Translators: %s is the name of a task. */
    adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Execute “%s” Again?"),
                                     cadet_task_get_name (task));
  else
    /* Translators: %s is the name of a task. */
    adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Execute “%s”?"),
                                     cadet_task_get_name (task));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), response,
                                  again ? _("Execute _Again") : _("_Execute"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), response,
                                            again ? ADW_RESPONSE_DESTRUCTIVE
                                                  : ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog),
                                         sandbox && !again ? response : "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "task", g_object_ref (task), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Ends what is on its way as what it then is: not sent or unknown. */
void
_cadet_window_cancel_executing (CadetWindow *self)
{
  g_return_if_fail (CADET_IS_WINDOW (self));

  if (self->executing != NULL)
    g_cancellable_cancel (self->executing);
}
