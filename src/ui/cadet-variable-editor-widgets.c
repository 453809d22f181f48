/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variable-editor-private.h"

#include "ui/cadet-list-names.h"

#include <glib/gi18n.h>
#include <string.h>

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
  _cadet_variable_editor_emit_changed (self);
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
  _cadet_variable_editor_emit_changed (self);
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
  _cadet_variable_editor_emit_changed (self);
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
  _cadet_variable_editor_emit_changed (self);
}

static void
details_clicked_cb (CadetVariableEditor *self)
{
  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  _cadet_variable_editor_emit_details (self);
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
  g_autoptr(GtkEntryBuffer) buffer = NULL;

  g_assert (CADET_IS_VARIABLE_EDITOR (self));

  if (self->password != NULL)
    return;

  /* A password entry would tell the secret to assistive technology; this reads as dots. */
  buffer = gtk_password_entry_buffer_new ();
  self->password = g_object_ref_sink (g_object_new (GTK_TYPE_TEXT,
                                                    "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX,
                                                    "buffer", buffer,
                                                    "input-purpose", GTK_INPUT_PURPOSE_PASSWORD,
                                                    "visibility", FALSE,
                                                    NULL));
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
  cadet_list_names_add (gtk_drop_down_get_factory (GTK_DROP_DOWN (self->types)));
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
  cadet_list_names_add (gtk_drop_down_get_factory (GTK_DROP_DOWN (self->booleans)));
  g_signal_connect_swapped (self->booleans, "notify::selected",
                            G_CALLBACK (boolean_selected_cb), self);
}

/* Makes the widget that the cell needs, if it is not there yet, and the active one. */
void
_cadet_variable_editor_ensure_active (CadetVariableEditor *self)
{
  CadetVariableType type = cadet_variable_get_variable_type (self->variable);

  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

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

/* Fills the active widget from the variable. */
void
_cadet_variable_editor_load (CadetVariableEditor *self)
{
  g_return_if_fail (CADET_IS_VARIABLE_EDITOR (self));

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
