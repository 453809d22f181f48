/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variable-editor.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CadetVariableEditor
{
  AdwBin parent_instance;

  /* What can be shown, each made when it is first needed; @active is the one that is. */
  GtkWidget *text_box;
  GtkWidget *text;
  GtkWidget *password;
  GtkWidget *types;
  GtkWidget *booleans;
  GtkWidget *active;

  CadetVariable *variable;
  CadetGridColumn column;

  /* What the cell held when it came into use. */
  char *old_text;
  SecretValue *old_secret;
  CadetVariableType old_type;

  /* Whether something was typed, and whether a widget is being filled from the variable. */
  guint touched : 1;
  guint loading : 1;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DETAILS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetVariableEditor, cadet_variable_editor, ADW_TYPE_BIN)

static const char *boolean_values[] = { "true", "false", NULL };

static SecretValue *
read_secret (CadetVariableEditor *self)
{
  const char *text = NULL;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  text = gtk_editable_get_text (GTK_EDITABLE (self->password));
  return secret_value_new (text, (gssize) strlen (text), "text/plain");
}

static void
select_boolean (CadetVariableEditor *self,
                const char          *value)
{
  guint selected = GTK_INVALID_LIST_POSITION;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  for (guint i = 0; boolean_values[i] != NULL; i++)
    {
      if (g_strcmp0 (boolean_values[i], value) == 0)
        selected = i;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->booleans), selected);
}

/* Fills the active widget from the variable. */
static void
load (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  self->loading = TRUE;
  if (self->active == self->text_box)
    {
      const char *text = self->column == CADET_GRID_NAME
                           ? cadet_variable_get_name (self->variable)
                           : cadet_variable_get_value (self->variable);

      gtk_editable_set_text (GTK_EDITABLE (self->text), text != NULL ? text : "");
    }
  else if (self->active == self->password)
    {
      g_autoptr(SecretValue) secret = cadet_variable_dup_secret (self->variable);
      const char *text = secret != NULL ? secret_value_get_text (secret) : NULL;

      gtk_editable_set_text (GTK_EDITABLE (self->password), text != NULL ? text : "");
    }
  else if (self->active == self->types)
    {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->types),
                                  cadet_variable_get_variable_type (self->variable));
    }
  else if (self->active == self->booleans)
    {
      select_boolean (self, cadet_variable_get_value (self->variable));
    }
  self->loading = FALSE;
}

static void
text_changed_cb (CadetVariableEditor *self,
                 GtkEditable         *editable)
{
  const char *text = NULL;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->loading || self->variable == NULL)
    return;

  self->touched = TRUE;
  text = gtk_editable_get_text (editable);
  if (self->column == CADET_GRID_NAME)
    cadet_variable_set_name (self->variable, text);
  else
    cadet_variable_set_value (self->variable, text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
password_changed_cb (CadetVariableEditor *self,
                     GtkEditable         *editable)
{
  g_autoptr(SecretValue) secret = NULL;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->loading || self->variable == NULL)
    return;

  self->touched = TRUE;
  secret = read_secret (self);
  cadet_variable_set_secret (self->variable, secret);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
type_selected_cb (CadetVariableEditor *self)
{
  guint selected = 0;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->types));
  if (self->loading || self->variable == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  self->touched = TRUE;
  cadet_variable_set_variable_type (self->variable, (CadetVariableType) selected);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
boolean_selected_cb (CadetVariableEditor *self)
{
  guint selected = 0;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->booleans));
  if (self->loading || self->variable == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  self->touched = TRUE;
  cadet_variable_set_value (self->variable, boolean_values[selected]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
details_clicked_cb (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_DETAILS], 0);
}

static GtkWidget *
create_details_button (CadetVariableEditor *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-more-horizontal-symbolic");

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  /* The keyboard has Alt+Enter, so that Tab goes from cell to cell. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Edit Variable (Alt+Enter)"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (details_clicked_cb), self);
  return button;
}

static void
ensure_text (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->text_box != NULL)
    return;

  self->text_box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  /* Alone, without an entry around it, it is nothing to a screen reader unless it is told to be. */
  self->text = g_object_new (GTK_TYPE_TEXT,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX,
                             NULL);
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->text), 1);
  gtk_box_append (GTK_BOX (self->text_box), self->text);
  gtk_box_append (GTK_BOX (self->text_box), create_details_button (self));
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (text_changed_cb), self);
}

static void
ensure_password (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->password != NULL)
    return;

  self->password = g_object_ref_sink (gtk_password_entry_new ());
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->password), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->password), 1);
  /* What is undone would be kept in ordinary memory. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->password), FALSE);
  g_signal_connect_swapped (self->password, "changed", G_CALLBACK (password_changed_cb), self);
}

static void
ensure_types (CadetVariableEditor *self)
{
  g_autoptr(GtkStringList) titles = NULL;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->types != NULL)
    return;

  titles = gtk_string_list_new (NULL);
  for (guint i = CADET_VARIABLE_TEXT; i <= CADET_VARIABLE_SECRET; i++)
    gtk_string_list_append (titles, cadet_variable_type_get_title ((CadetVariableType) i));
  self->types = g_object_ref_sink (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)),
                                                      NULL));
  gtk_widget_add_css_class (self->types, "flat");
  g_signal_connect_swapped (self->types, "notify::selected", G_CALLBACK (type_selected_cb), self);
}

static void
ensure_booleans (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->booleans != NULL)
    return;

  self->booleans = g_object_ref_sink (gtk_drop_down_new_from_strings (boolean_values));
  gtk_widget_add_css_class (self->booleans, "flat");
  g_signal_connect_swapped (self->booleans, "notify::selected",
                            G_CALLBACK (boolean_selected_cb), self);
}

static void
ensure_active (CadetVariableEditor *self)
{
  CadetVariableType type = cadet_variable_get_variable_type (self->variable);

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->column == CADET_GRID_TYPE)
    {
      ensure_types (self);
      self->active = self->types;
    }
  else if (self->column == CADET_GRID_VALUE && type == CADET_VARIABLE_SECRET)
    {
      ensure_password (self);
      self->active = self->password;
    }
  else if (self->column == CADET_GRID_VALUE && type == CADET_VARIABLE_BOOLEAN)
    {
      ensure_booleans (self);
      self->active = self->booleans;
    }
  else
    {
      ensure_text (self);
      self->active = self->text_box;
      gtk_text_set_input_purpose (GTK_TEXT (self->text),
                                  self->column == CADET_GRID_VALUE
                                      && type == CADET_VARIABLE_NUMBER
                                    ? GTK_INPUT_PURPOSE_NUMBER
                                    : GTK_INPUT_PURPOSE_FREE_FORM);
      gtk_widget_set_visible (gtk_widget_get_last_child (self->text_box),
                              self->column == CADET_GRID_VALUE);
    }
}

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
  ensure_active (self);
  remember (self);
  load (self);
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

  load (self);
  self->touched = FALSE;
  if (cadet_variable_editor_is_text (self))
    gtk_editable_select_region (GTK_EDITABLE (get_target (self)), 0, -1);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}
