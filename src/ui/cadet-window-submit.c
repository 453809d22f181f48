/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-state.h"
#include "ui/cadet-window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  /* The program stays until it is recorded what became of the task, whether or not the window
   * does. */
  CadetApplication *application;
  GWeakRef window;
  CadetTask *task;
  CadetDraft *draft;
  CadetProfile *profile;
  GCancellable *cancellable;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_weak_ref_clear (&sending->window);
  g_clear_object (&sending->task);
  g_clear_object (&sending->draft);
  g_clear_object (&sending->profile);
  g_clear_object (&sending->cancellable);
  g_application_release (G_APPLICATION (sending->application));
  g_clear_object (&sending->application);
  g_free (sending);
}

static void
show_clicked_cb (AdwToast *toast, gpointer user_data)
{
  CadetWindow *self = user_data;

  g_assert (CADET_IS_WINDOW (self));

  _cadet_window_show_task (self, g_object_get_data (G_OBJECT (toast), "task"));
}

/* Someone who has gone elsewhere is told, not taken away. */
void
_cadet_window_tell_of_task (CadetWindow *self,
                            CadetTask   *task,
                            const char  *text)
{
  AdwToast *toast;

  g_return_if_fail (CADET_IS_WINDOW (self));
  g_return_if_fail (CADET_IS_TASK (task));

  /* Translators: a task's name and its state. */
  toast = adw_toast_new_format (_("%s: %s"), cadet_task_get_name (task), text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("_Show"));
  g_object_set_data_full (G_OBJECT (toast), "task", g_object_ref (task), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_clicked_cb), self, 0);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
show_end (CadetWindow *self, CadetTask *task)
{
  g_autofree char *title = cadet_task_dup_state_title (task);
  GtkWidget *visible = gtk_stack_get_visible_child (self->content_stack);
  g_autofree char *meaning = NULL;
  g_autofree char *text = NULL;

  g_assert (CADET_IS_WINDOW (self));

  if (visible == GTK_WIDGET (self->task_page) && self->task_page != NULL &&
      cadet_task_page_get_task (self->task_page) == task)
    return;

  if (visible != GTK_WIDGET (self->editor))
    {
      _cadet_window_tell_of_task (self, task, title);
      return;
    }

  _cadet_window_show_task (self, task);
  gtk_widget_grab_focus (GTK_WIDGET (self->task_page));

  meaning = cadet_state_dup_meaning (task);
  /* Translators: spoken by a screen reader: what became of something, and what it means. */
  text = g_strdup_printf (_("%s. %s"), title, meaning);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
end_sending (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  g_clear_object (&self->sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-sending", FALSE);
  cadet_task_editor_set_sending (self->editor, FALSE);
}

static DexFuture *
sent (Sending      *sending,
      const GError *error)
{
  g_autoptr (CadetWindow) self = g_weak_ref_get (&sending->window);

  cadet_follower_follow (cadet_application_get_follower (sending->application), sending->task);

  if (self == NULL || self->sending != sending->cancellable)
    return dex_future_new_true ();

  end_sending (self);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);

  if (cadet_task_get_state (sending->task) == CADET_TASK_SENDING)
    return dex_future_new_true ();

  /* Only what was created needs its draft no more. */
  if (cadet_task_get_state (sending->task) == CADET_TASK_CREATED)
    {
      g_autoptr (CadetDraft) blank = cadet_draft_new ();

      if (cadet_task_editor_get_draft (self->editor) == sending->draft)
        cadet_task_editor_set_draft (self->editor, blank);
    }

  show_end (self, sending->task);

  return dex_future_new_true ();
}

/* What may be a second task of the same, but for what the user makes again knowingly. */
static CadetTask *
await_similar (Sending *sending)
{
  CadetSubmitter *submitter = cadet_application_get_submitter (sending->application);
  g_autoptr (GListModel) tasks = NULL;

  /* Where the ledger cannot be read, the intent cannot be recorded, and nothing is sent. */
  tasks = dex_await_object (cadet_submitter_find_similar (submitter, sending->task), NULL);
  for (guint i = 0; tasks != NULL && i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (tasks, i);

      if (g_strcmp0 (cadet_task_get_attempt (task), cadet_task_get_previous (sending->task)) != 0)
        return g_steal_pointer (&task);
    }

  return NULL;
}

/* Whether it is to be sent. */
static gboolean
await_consent (Sending *sending)
{
  g_autoptr (CadetTask) similar = await_similar (sending);
  g_autoptr (CadetWindow) self = g_weak_ref_get (&sending->window);
  g_autofree char *response = NULL;

  if (similar == NULL)
    return TRUE;
  if (self == NULL || self->sending != sending->cancellable)
    return FALSE;

  response = dex_await_string (_cadet_window_ask_about_similar (self, similar), NULL);
  if (g_strcmp0 (response, "create") == 0)
    return TRUE;

  if (self->sending == sending->cancellable)
    end_sending (self);
  if (g_strcmp0 (response, "show") == 0)
    cadet_window_open_attempt (self, cadet_task_get_attempt (similar));

  return FALSE;
}

static DexFuture *
send_fiber (gpointer user_data)
{
  Sending *sending = user_data;
  CadetSubmitter *submitter = cadet_application_get_submitter (sending->application);
  g_autoptr (GError) error = NULL;

  if (!await_consent (sending))
    return dex_future_new_true ();

  cadet_task_list_prepend (cadet_application_get_tasks (sending->application), sending->task);
  dex_await (cadet_submitter_submit (submitter, sending->task, sending->draft, sending->profile,
                                     sending->cancellable),
             &error);

  return sent (sending, error);
}

void
_cadet_window_submit_cb (CadetWindow *self, CadetDraft *draft, CadetProfile *profile,
                         CadetTaskEditor *editor)
{
  CadetSubmitter *submitter;
  CadetTask *linked;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Sending *sending;

  g_assert (CADET_IS_WINDOW (self));
  g_assert (CADET_IS_DRAFT (draft));
  g_assert (CADET_IS_PROFILE (profile));

  if (self->sending != NULL)
    return;

  submitter = cadet_application_get_submitter (self->application);
  task = cadet_submitter_prepare (submitter, draft, profile, &error);
  if (task == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);
      return;
    }
  linked = _cadet_window_get_linked (self);
  if (linked != NULL)
    cadet_task_set_previous (task, cadet_task_get_attempt (linked));

  self->sending = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-sending", TRUE);
  /* A text that is made insensitive while it has the focus goes on blinking, and GTK warns. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  cadet_task_editor_set_sending (editor, TRUE);

  sending = g_new0 (Sending, 1);
  sending->application = g_object_ref (self->application);
  g_application_hold (G_APPLICATION (sending->application));
  g_weak_ref_init (&sending->window, self);
  sending->task = g_object_ref (task);
  sending->draft = g_object_ref (draft);
  sending->profile = g_object_ref (profile);
  sending->cancellable = g_object_ref (self->sending);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, send_fiber, sending, sending_free));
}

void
_cadet_window_cancel (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->sending != NULL)
    g_cancellable_cancel (self->sending);
}
