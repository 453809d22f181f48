/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variable-editor-private.h"

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DETAILS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetVariableEditor, cadet_variable_editor, ADW_TYPE_BIN)

/* The widget that has the name, the description and the focus. */
static GtkWidget *
get_target (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  return self->active == self->text_box ? self->text : self->active;
}

static void
remember (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  g_clear_pointer (&self->old_text, g_free);
  g_clear_pointer (&self->old_secret, secret_value_unref);
  self->old_type = cadet_variable_get_variable_type (self->variable);
  if (self->column == CADET_GRID_NAME)
    self->old_text = g_strdup (cadet_variable_get_name (self->variable));
  else if (self->old_type == CADET_VARIABLE_SECRET)
    self->old_secret = cadet_variable_dup_secret (self->variable);
  else
    self->old_text = g_strdup (cadet_variable_get_value (self->variable));
}

static gboolean
cadet_variable_editor_grab_focus (GtkWidget *widget)
{
  CadetVariableEditor *self = CADET_VARIABLE_EDITOR (widget);

  return self->active != NULL && gtk_widget_grab_focus (get_target (self));
}

static void
cadet_variable_editor_dispose (GObject *object)
{
  CadetVariableEditor *self = CADET_VARIABLE_EDITOR (object);

  cadet_variable_editor_stop (self);
  cadet_variable_editor_renew (self);

  G_OBJECT_CLASS (cadet_variable_editor_parent_class)->dispose (object);
}

static void
cadet_variable_editor_class_init (CadetVariableEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_variable_editor_dispose;
  widget_class->grab_focus = cadet_variable_editor_grab_focus;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_DETAILS] =
    g_signal_new ("details", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "variableeditor");
}

static void
cadet_variable_editor_init (CadetVariableEditor *self)
{
}

/* Tells that something was written into the variable. */
void
_cadet_variable_editor_emit_changed (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Asks for the variable's dialog. */
void
_cadet_variable_editor_emit_details (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_DETAILS], 0);
}

/**
 * cadet_variable_editor_new:
 *
 * Returns: (transfer floating): an editor at work nowhere
 */
CadetVariableEditor *
cadet_variable_editor_new (void)
{
  return g_object_new (CADET_TYPE_VARIABLE_EDITOR, NULL);
}

/**
 * cadet_variable_editor_start:
 * @self: the editor
 * @variable: what is edited
 * @column: the part of it: name, type or value
 * @accessible_name: what a screen reader calls the cell
 *
 * Shows that part of the variable. The editor is then put into its cell and given the focus.
 */
void
cadet_variable_editor_start (CadetVariableEditor *self,
                             CadetVariable       *variable,
                             CadetGridColumn      column,
                             const char          *accessible_name)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));
  g_return_if_fail (CADET_IS_VARIABLE (variable));
  g_return_if_fail (accessible_name != NULL);

  g_set_object (&self->variable, variable);
  self->column = column;
  self->touched = FALSE;
  _cadet_variable_editor_ensure_active (self);
  remember (self);
  _cadet_variable_editor_load (self);
  if (adw_bin_get_child (ADW_BIN (self)) != self->active)
    adw_bin_set_child (ADW_BIN (self), self->active);
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_target (self)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name,
                                  -1);
}

/**
 * cadet_variable_editor_stop:
 * @self: the editor
 *
 * Lets go of the variable and wipes what was shown of a secret.
 */
void
cadet_variable_editor_stop (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

  self->loading = TRUE;
  if (self->password != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  if (self->text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  self->loading = FALSE;

  adw_bin_set_child (ADW_BIN (self), NULL);
  self->active = NULL;
  g_clear_object (&self->variable);
  g_clear_pointer (&self->old_text, g_free);
  g_clear_pointer (&self->old_secret, secret_value_unref);
}

/**
 * cadet_variable_editor_renew:
 * @self: an editor that has been stopped
 *
 * Forgets the widgets that it has shown; new ones are made when they are needed.
 */
void
cadet_variable_editor_renew (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));
  g_return_if_fail (self->active == NULL);

  g_clear_object (&self->text_box);
  g_clear_object (&self->password);
  g_clear_object (&self->types);
  g_clear_object (&self->booleans);
  self->text = NULL;
}

/**
 * cadet_variable_editor_describe:
 * @self: the editor
 * @problem: (nullable): what is wrong with the part that is edited
 *
 * Marks the part as wrong, or as right again.
 */
void
cadet_variable_editor_describe (CadetVariableEditor *self,
                                const char          *problem)
{
  GtkWidget *target = NULL;

  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

  if (self->active == NULL)
    return;

  target = get_target (self);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_widget_set_tooltip_text (target, problem);
  gtk_accessible_update_state (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : "", -1);
}

/**
 * cadet_variable_editor_is_text:
 * @self: the editor
 *
 * Returns: whether what is shown takes text, a secret included
 */
gboolean
cadet_variable_editor_is_text (CadetVariableEditor *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_EDITOR (self), FALSE);

  return self->active != NULL
         && (self->active == self->text_box || self->active == self->password);
}

/**
 * cadet_variable_editor_wants_arrows:
 * @self: the editor
 *
 * Returns: whether Left and Right move in the text, because it is being edited, rather than to the
 *   next cell
 */
gboolean
cadet_variable_editor_wants_arrows (CadetVariableEditor *self)
{
  int start = 0;
  int end = 0;
  glong length = 0;

  g_return_val_if_fail (CADET_IS_VARIABLE_EDITOR (self), FALSE);

  if (!cadet_variable_editor_is_text (self))
    return FALSE;
  if (self->touched)
    return TRUE;

  gtk_editable_get_selection_bounds (GTK_EDITABLE (get_target (self)), &start, &end);
  length = g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (get_target (self))), -1);
  return end - start != length;
}

/**
 * cadet_variable_editor_enter:
 * @self: the editor
 *
 * Goes into the cell: the cursor after the text, a list opened.
 */
void
cadet_variable_editor_enter (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

  if (cadet_variable_editor_is_text (self))
    {
      self->touched = TRUE;
      gtk_editable_set_position (GTK_EDITABLE (get_target (self)), -1);
    }
  else if (self->active != NULL)
    {
      gtk_widget_activate (self->active);
    }
}

/**
 * cadet_variable_editor_type:
 * @self: the editor
 * @text: what was typed
 *
 * Puts text in as keys would: in place of what is selected. What takes no text stays as it is.
 */
void
cadet_variable_editor_type (CadetVariableEditor *self,
                            const char          *text)
{
  GtkEditable *editable = NULL;
  int position = 0;

  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));
  g_return_if_fail (text != NULL);

  if (!cadet_variable_editor_is_text (self))
    return;

  editable = GTK_EDITABLE (get_target (self));
  gtk_editable_delete_selection (editable);
  position = gtk_editable_get_position (editable);
  gtk_editable_insert_text (editable, text, -1, &position);
  gtk_editable_set_position (editable, position);
}

/**
 * cadet_variable_editor_restore:
 * @self: the editor
 *
 * Takes back what was typed since the cell came into use.
 *
 * Returns: whether there was anything to take back
 */
gboolean
cadet_variable_editor_restore (CadetVariableEditor *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_EDITOR (self), FALSE);

  if (self->active == NULL || !self->touched)
    return FALSE;

  if (self->column == CADET_GRID_NAME)
    {
      cadet_variable_set_name (self->variable, self->old_text);
    }
  else
    {
      cadet_variable_set_variable_type (self->variable, self->old_type);
      if (self->old_type == CADET_VARIABLE_SECRET)
        cadet_variable_set_secret (self->variable, self->old_secret);
      else
        cadet_variable_set_value (self->variable, self->old_text);
    }

  _cadet_variable_editor_load (self);
  self->touched = FALSE;
  if (cadet_variable_editor_is_text (self))
    gtk_editable_select_region (GTK_EDITABLE (get_target (self)), 0, -1);
  _cadet_variable_editor_emit_changed (self);
  return TRUE;
}
