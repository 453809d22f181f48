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
  GCancellable *cancellable;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_weak_ref_clear (&sending->window);
  g_clear_object (&sending->task);
  g_clear_object (&sending->draft);
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
      /* Someone who has gone elsewhere is told, not taken away. */
      AdwToast *toast = NULL;

      /* Translators: a task's name and its state. */
      toast = adw_toast_new_format (_("%s: %s"), cadet_task_get_name (task), title);

      adw_toast_set_use_markup (toast, FALSE);
      adw_toast_set_button_label (toast, _("_Show"));
      g_object_set_data_full (G_OBJECT (toast), "task", g_object_ref (task), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_clicked_cb), self, 0);
      adw_toast_overlay_add_toast (self->toast_overlay, toast);
      return;
    }

  _cadet_window_show_task (self, task);
  gtk_widget_grab_focus (GTK_WIDGET (self->task_page));

  meaning = cadet_state_dup_meaning (task);
  /* Translators: spoken by a screen reader: what became of something, and what it means. */
  text = g_strdup_printf (_("%s. %s"), title, meaning);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static DexFuture *
sent_cb (DexFuture *future, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (CadetWindow) self = g_weak_ref_get (&sending->window);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  cadet_follower_follow (cadet_application_get_follower (sending->application), sending->task);

  if (self == NULL || self->sending != sending->cancellable)
    return dex_future_new_true ();

  g_clear_object (&self->sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-sending", FALSE);
  cadet_task_editor_set_sending (self->editor, FALSE);

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

void
_cadet_window_submit_cb (CadetWindow *self, CadetDraft *draft, CadetProfile *profile,
                         CadetTaskEditor *editor)
{
  CadetSubmitter *submitter;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future;
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

  self->sending = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-sending", TRUE);
  /* A text that is made insensitive while it has the focus goes on blinking, and GTK warns. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  cadet_task_editor_set_sending (editor, TRUE);
  cadet_task_list_prepend (cadet_application_get_tasks (self->application), task);

  sending = g_new0 (Sending, 1);
  sending->application = g_object_ref (self->application);
  g_application_hold (G_APPLICATION (sending->application));
  g_weak_ref_init (&sending->window, self);
  sending->task = g_object_ref (task);
  sending->draft = g_object_ref (draft);
  sending->cancellable = g_object_ref (self->sending);

  future = cadet_submitter_submit (submitter, task, draft, profile, self->sending);
  dex_future_disown (dex_future_finally (future, sent_cb, sending, sending_free));
}

void
_cadet_window_cancel (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->sending != NULL)
    g_cancellable_cancel (self->sending);
}
