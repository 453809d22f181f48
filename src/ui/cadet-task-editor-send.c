/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-editor-private.h"

#include <glib/gi18n.h>

/* How long to wait for the next key before the draft is looked at again, in ms. */
#define CHECK_DELAY 150

static void
check (CadetTaskEditor *self)
{
  g_autoptr(GListModel) problems = NULL;

  g_assert (CADET_IS_TASK_EDITOR (self));

  g_clear_handle_id (&self->check_source, g_source_remove);
  if (self->draft == NULL)
    return;

  problems = cadet_draft_validate (self->draft);
  cadet_draft_fields_set_problems (self->fields, problems);
  cadet_variables_grid_set_problems (self->grid, problems);
}

static gboolean
check_cb (gpointer user_data)
{
  CadetTaskEditor *self = CADET_TASK_EDITOR (user_data);

  self->check_source = 0;
  check (self);
  return G_SOURCE_REMOVE;
}

/* The first thing that is wrong gets the focus. Variables come in the order of their rows. */
static void
show_first_problem (CadetTaskEditor *self,
                    GListModel      *problems)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  if (cadet_draft_fields_focus_problem (self->fields, problems))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr(CadetProblem) problem = g_list_model_get_item (problems, i);

      if (cadet_variables_grid_show_problem (self->grid, problem))
        return;
    }
}

/* Says what is wrong when the next key has had its time. */
void
_cadet_task_editor_check_soon (CadetTaskEditor *self)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));

  if (self->check_source == 0)
    self->check_source = g_timeout_add (CHECK_DELAY, check_cb, self);
}

/* Follows a change of the draft. */
void
_cadet_task_editor_draft_edited (CadetTaskEditor *self)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));

  _cadet_task_editor_check_soon (self);
  cadet_request_preview_refresh (self->preview);
}

/* The action: hands the draft on if nothing is wrong with it, else shows what is. */
void
_cadet_task_editor_create_action (GtkWidget  *widget,
                                  const char *name,
                                  GVariant   *parameter)
{
  CadetTaskEditor *self = CADET_TASK_EDITOR (widget);
  CadetProfile *profile = NULL;
  g_autoptr(GListModel) problems = NULL;

  if (self->sending || self->draft == NULL)
    return;

  cadet_draft_fields_judge_all (self->fields);
  cadet_variables_grid_stop_editing (self->grid);
  check (self);
  problems = cadet_draft_validate (self->draft);
  profile = cadet_profile_button_get_profile (self->profile_button);
  if (g_list_model_get_n_items (problems) > 0)
    {
      show_first_problem (self, problems);
      return;
    }
  if (profile == NULL)
    {
      cadet_profile_button_set_problem (self->profile_button, TRUE);
      cadet_profile_button_popup (self->profile_button);
      return;
    }

  _cadet_task_editor_emit_create (self, profile);
}

/* In a narrow window, beside the window's own buttons, there is no place for the words. */
void
_cadet_task_editor_update_create (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  if (self->narrow)
    gtk_button_set_icon_name (GTK_BUTTON (self->cancel_button), "process-stop-symbolic");
  else
    gtk_button_set_label (GTK_BUTTON (self->cancel_button), _("Ca_ncel"));

  gtk_label_set_label (GTK_LABEL (self->create_label),
                       self->sending ? _("Creating…") : _("_Create"));
  gtk_widget_set_visible (self->create_label, !self->sending || !self->narrow);
}

/**
 * cadet_task_editor_get_sending:
 * @self: the editor
 *
 * Returns: whether the draft is being sent
 */
gboolean
cadet_task_editor_get_sending (CadetTaskEditor *self)
{
  g_return_val_if_fail (CADET_IS_TASK_EDITOR (self), FALSE);

  return self->sending;
}

/**
 * cadet_task_editor_set_sending:
 * @self: the editor
 * @sending: whether the draft is being sent
 *
 * While it is, the form can be read and not changed, and Cancel is offered.
 */
void
cadet_task_editor_set_sending (CadetTaskEditor *self,
                               gboolean         sending)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));

  if (self->sending == !!sending)
    return;

  self->sending = !!sending;
  if (sending)
    cadet_variables_grid_stop_editing (self->grid);
  g_object_notify (G_OBJECT (self), "sending");
  /* The focus goes before what has it cannot have it any more. */
  if (sending)
    gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_can_target (self->form, !sending);
  gtk_widget_set_can_focus (self->form, !sending);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->form), GTK_ACCESSIBLE_STATE_DISABLED,
                               (gboolean) sending, GTK_ACCESSIBLE_STATE_BUSY, (gboolean) sending,
                               -1);
  if (sending)
    gtk_widget_add_css_class (self->form, "sending");
  else
    gtk_widget_remove_css_class (self->form, "sending");
  gtk_widget_set_sensitive (GTK_WIDGET (self->profile_button), !sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.create", !sending);
  _cadet_task_editor_update_create (self);
  if (!sending && gtk_widget_get_mapped (GTK_WIDGET (self)))
    cadet_draft_fields_focus_first (self->fields);
}
