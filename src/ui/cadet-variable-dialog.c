/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variable-dialog.h"

#include "ui/cadet-list-names.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CadetVariableDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *name_row;
  AdwComboRow *type_row;
  AdwSwitchRow *enabled_row;
  AdwEntryRow *note_row;
  GtkWidget *secret_row;
  GtkWidget *secret_title;
  GtkWidget *value_box;
  GtkTextView *value_view;
  GtkLabel *problem_label;

  CadetVariable *variable;
  gboolean loading;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetVariableDialog, cadet_variable_dialog, ADW_TYPE_DIALOG)

static void
update_problem (CadetVariableDialog *self)
{
  g_autofree char *problem = NULL;

  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  problem = cadet_variable_dup_value_problem (self->variable);
  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->value_view), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
load_value (CadetVariableDialog *self)
{
  gboolean secret = FALSE;

  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  secret = cadet_variable_get_variable_type (self->variable) == CADET_VARIABLE_SECRET;
  self->loading = TRUE;
  gtk_widget_set_visible (self->secret_title, secret);
  gtk_widget_set_visible (self->value_box, !secret);
  if (secret)
    {
      g_autoptr(SecretValue) value = cadet_variable_dup_secret (self->variable);
      const char *text = value != NULL ? secret_value_get_text (value) : NULL;

      gtk_editable_set_text (GTK_EDITABLE (self->secret_row), text != NULL ? text : "");
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->value_view), "", 0);
    }
  else
    {
      const char *text = cadet_variable_get_value (self->variable);

      gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->value_view),
                                text != NULL ? text : "", -1);
    }
  self->loading = FALSE;
  update_problem (self);
}

static void
emit_changed (CadetVariableDialog *self)
{
  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  update_problem (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
name_changed_cb (CadetVariableDialog *self)
{
  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  if (self->loading)
    return;
  cadet_variable_set_name (self->variable, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  emit_changed (self);
}

static void
note_changed_cb (CadetVariableDialog *self)
{
  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  if (self->loading)
    return;
  cadet_variable_set_note (self->variable, gtk_editable_get_text (GTK_EDITABLE (self->note_row)));
  emit_changed (self);
}

static void
type_selected_cb (CadetVariableDialog *self)
{
  guint selected = 0;

  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  selected = adw_combo_row_get_selected (self->type_row);
  if (self->loading || self->variable == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  cadet_variable_set_variable_type (self->variable, (CadetVariableType) selected);
  load_value (self);
  emit_changed (self);
}

static void
enabled_cb (CadetVariableDialog *self)
{
  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  if (self->loading || self->variable == NULL)
    return;
  cadet_variable_set_enabled (self->variable, adw_switch_row_get_active (self->enabled_row));
  emit_changed (self);
}

static void
secret_changed_cb (CadetVariableDialog *self)
{
  g_autoptr(SecretValue) secret = NULL;
  const char *text = NULL;

  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  if (self->loading)
    return;
  text = gtk_editable_get_text (GTK_EDITABLE (self->secret_row));
  secret = secret_value_new (text, (gssize) strlen (text), "text/plain");
  cadet_variable_set_secret (self->variable, secret);
  emit_changed (self);
}

static void
value_changed_cb (CadetVariableDialog *self,
                  GtkTextBuffer       *buffer)
{
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  if (self->loading)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  cadet_variable_set_value (self->variable, text);
  emit_changed (self);
}

static void
done_clicked_cb (CadetVariableDialog *self)
{
  g_assert (CADET_IS_VARIABLE_DIALOG (self));

  adw_dialog_close (ADW_DIALOG (self));
}

static void
cadet_variable_dialog_dispose (GObject *object)
{
  CadetVariableDialog *self = CADET_VARIABLE_DIALOG (object);

  self->loading = TRUE;
  if (self->secret_row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_VARIABLE_DIALOG);
  g_clear_object (&self->variable);

  G_OBJECT_CLASS (cadet_variable_dialog_parent_class)->dispose (object);
}

static void
cadet_variable_dialog_class_init (CadetVariableDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_variable_dialog_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, CADET_RESOURCE_PATH
                                               "/cadet-variable-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, type_row);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, enabled_row);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, secret_title);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, value_box);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, value_view);
  gtk_widget_class_bind_template_child (widget_class, CadetVariableDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, enabled_cb);
  gtk_widget_class_bind_template_callback (widget_class, secret_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
}

static void
cadet_variable_dialog_init (CadetVariableDialog *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = CADET_VARIABLE_TEXT; i <= CADET_VARIABLE_SECRET; i++)
    gtk_string_list_append (titles, cadet_variable_type_get_title ((CadetVariableType) i));
  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (titles));
  cadet_list_names_add (adw_combo_row_get_factory (self->type_row));
  /* What is undone would be kept in ordinary memory. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->secret_row), FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->value_view), "changed",
                           G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * cadet_variable_dialog_new:
 * @variable: what it edits
 *
 * Returns: (transfer floating): a dialog that shows the variable
 */
AdwDialog *
cadet_variable_dialog_new (CadetVariable *variable)
{
  CadetVariableDialog *self = NULL;
  const char *note = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLE (variable), NULL);

  self = g_object_new (CADET_TYPE_VARIABLE_DIALOG, NULL);
  self->variable = g_object_ref (variable);
  note = cadet_variable_get_note (variable);
  self->loading = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), cadet_variable_get_name (variable));
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), note != NULL ? note : "");
  adw_combo_row_set_selected (self->type_row, cadet_variable_get_variable_type (variable));
  adw_switch_row_set_active (self->enabled_row, cadet_variable_get_enabled (variable));
  load_value (self);
  if (cadet_variable_get_variable_type (variable) == CADET_VARIABLE_SECRET)
    adw_dialog_set_focus (ADW_DIALOG (self), self->secret_row);
  else
    adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->value_view));
  return ADW_DIALOG (self);
}
