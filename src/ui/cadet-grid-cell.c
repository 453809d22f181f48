/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-grid-cell.h"

#include "ui/cadet-cell-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define CELL_KEY "cadet-grid-cell"

static void
cadet_grid_cell_free (gpointer data)
{
  CadetGridCell *self = data;

  cadet_grid_cell_unbind (self);
  g_object_steal_data (G_OBJECT (self->face), CELL_KEY);
  g_clear_object (&self->face);
  g_free (self);
}

static GtkWidget *
create_remove_button (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "remove");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove Variable (Ctrl+Delete)"));
  return button;
}

static GtkWidget *
create_face (CadetGridColumn column)
{
  if (column == CADET_GRID_ON)
    {
      GtkWidget *check = gtk_check_button_new ();

      gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
      return check;
    }

  return column == CADET_GRID_REMOVE ? create_remove_button () : cadet_cell_text_new ();
}

/* A value on one line, as far as a cell can show it. */
static char *
to_one_line (const char *value)
{
  g_autofree char *start = NULL;
  const char *end = NULL;

  if (value == NULL)
    return g_strdup ("");
  if (strlen (value) > 512)
    {
      end = g_utf8_find_prev_char (value, value + 512);
      start = g_strndup (value, end != NULL ? (gsize) (end - value) : 0);
      value = start;
    }
  if (strpbrk (value, "\r\n") == NULL)
    return g_strdup (value);

  {
    g_auto(GStrv) lines = g_strsplit_set (value, "\r\n", -1);

    return g_strjoinv (" ↵ ", lines);
  }
}

static char *
dup_value_text (CadetVariable *variable)
{
  if (cadet_variable_get_variable_type (variable) == CADET_VARIABLE_SECRET)
    {
      g_autoptr(SecretValue) secret = cadet_variable_dup_secret (variable);
      const char *text = secret != NULL ? secret_value_get_text (secret) : NULL;

      return g_strdup (text != NULL && *text != '\0' ? "••••••••" : "");
    }

  return to_one_line (cadet_variable_get_value (variable));
}

static char *
dup_text (CadetGridCell *self,
          gboolean       wrap_names)
{
  if (self->blank)
    return g_strdup (self->column == CADET_GRID_NAME ? _("New variable") : "");

  switch (self->column)
    {
    case CADET_GRID_NAME:
      if (*cadet_variable_get_name (self->variable) == '\0')
        return g_strdup ("");
      return cadet_variable_dup_wire_name (self->variable, wrap_names);

    case CADET_GRID_TYPE:
      return g_strdup (cadet_variable_type_get_title (
        cadet_variable_get_variable_type (self->variable)));

    case CADET_GRID_VALUE:
      return dup_value_text (self->variable);

    case CADET_GRID_ON:
    case CADET_GRID_REMOVE:
    case CADET_GRID_N_COLUMNS:
    default:
      return NULL;
    }
}

/**
 * cadet_grid_cell_new:
 * @cell: the view's cell
 * @column: its column
 *
 * Makes a cell's face and puts it there.
 *
 * Returns: (transfer none): the cell, which @cell owns
 */
CadetGridCell *
cadet_grid_cell_new (GtkColumnViewCell *cell,
                     CadetGridColumn    column)
{
  CadetGridCell *self = NULL;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW_CELL (cell), NULL);

  self = g_new0 (CadetGridCell, 1);
  self->cell = cell;
  self->column = column;
  self->face = g_object_ref_sink (create_face (column));
  if (column == CADET_GRID_TYPE)
    gtk_widget_add_css_class (self->face, "type");
  g_object_set_data (G_OBJECT (self->face), CELL_KEY, self);
  g_object_set_data_full (G_OBJECT (cell), CELL_KEY, self, cadet_grid_cell_free);
  /* The focus is taken by what stands in the cell, never by the cell itself. */
  gtk_column_view_cell_set_focusable (cell, FALSE);
  gtk_column_view_cell_set_child (cell, self->face);
  return self;
}

/**
 * cadet_grid_cell_get:
 * @cell: the view's cell
 *
 * Returns: (transfer none) (nullable): what was made for it
 */
CadetGridCell *
cadet_grid_cell_get (GtkColumnViewCell *cell)
{
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW_CELL (cell), NULL);

  return g_object_get_data (G_OBJECT (cell), CELL_KEY);
}

/**
 * cadet_grid_cell_of_widget:
 * @widget: (nullable): a widget in the view
 * @view: the view
 *
 * Returns: (transfer none) (nullable): the cell with that face, or around it
 */
CadetGridCell *
cadet_grid_cell_of_widget (GtkWidget *widget,
                           GtkWidget *view)
{
  while (widget != NULL && widget != view)
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      CadetGridCell *self = g_object_get_data (G_OBJECT (widget), CELL_KEY);

      if (self != NULL)
        return self;
      /* A click beside the text lands on the cell around it. */
      if (child != NULL && gtk_widget_get_next_sibling (child) == NULL)
        self = g_object_get_data (G_OBJECT (child), CELL_KEY);
      if (self != NULL)
        return self;
      widget = gtk_widget_get_parent (widget);
    }

  return NULL;
}

/**
 * cadet_grid_cell_bind:
 * @self: a cell
 * @variable: what it shows
 */
void
cadet_grid_cell_bind (CadetGridCell *self,
                      CadetVariable *variable)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (CADET_IS_VARIABLE (variable));

  cadet_grid_cell_unbind (self);
  self->variable = g_object_ref (variable);
}

/**
 * cadet_grid_cell_unbind:
 * @self: a cell
 *
 * Lets go of the variable.
 */
void
cadet_grid_cell_unbind (CadetGridCell *self)
{
  g_return_if_fail (self != NULL);

  if (self->variable != NULL)
    g_clear_signal_handler (&self->notify_handler, self->variable);
  g_clear_object (&self->variable);
}

/**
 * cadet_grid_cell_get_position:
 * @self: a cell
 *
 * Returns: its row, counted from 0
 */
guint
cadet_grid_cell_get_position (CadetGridCell *self)
{
  g_return_val_if_fail (self != NULL, GTK_INVALID_LIST_POSITION);

  return gtk_list_item_get_position (GTK_LIST_ITEM (self->cell));
}

/**
 * cadet_grid_cell_dup_name:
 * @self: a cell
 *
 * Returns: (transfer full): what a screen reader calls it
 */
char *
cadet_grid_cell_dup_name (CadetGridCell *self)
{
  guint row = 0;

  g_return_val_if_fail (self != NULL, NULL);

  row = cadet_grid_cell_get_position (self) + 1;
  switch (self->column)
    {
    case CADET_GRID_ON:
      /* Translators: spoken by a screen reader for a check button: the variable is sent or not */
      return g_strdup_printf (_("On, row %u"), row);

    case CADET_GRID_NAME:
      /* Translators: spoken by a screen reader for a cell of the variables grid */
      return g_strdup_printf (_("Name, row %u"), row);

    case CADET_GRID_TYPE:
      /* Translators: spoken by a screen reader for a cell of the variables grid */
      return g_strdup_printf (_("Type, row %u"), row);

    case CADET_GRID_VALUE:
      /* Translators: spoken by a screen reader for a cell of the variables grid */
      return g_strdup_printf (_("Value, row %u"), row);

    case CADET_GRID_REMOVE:
    case CADET_GRID_N_COLUMNS:
    default:
      /* Translators: spoken by a screen reader for a button in the variables grid */
      return g_strdup_printf (_("Remove variable, row %u"), row);
    }
}

/**
 * cadet_grid_cell_update:
 * @self: a bound cell
 * @wrap_names: whether names are shown as `${name}`
 * @blank: whether it is in the blank row at the end
 *
 * Shows what the variable holds now.
 */
void
cadet_grid_cell_update (CadetGridCell *self,
                        gboolean       wrap_names,
                        gboolean       blank)
{
  gboolean enabled = FALSE;

  g_return_if_fail (self != NULL && self->variable != NULL);

  self->blank = blank;
  enabled = cadet_variable_get_enabled (self->variable);
  if (CADET_IS_CELL_TEXT (self->face))
    {
      g_autofree char *text = dup_text (self, wrap_names);

      cadet_cell_text_set_text (CADET_CELL_TEXT (self->face), text);
      /* Tab comes into the grid here when there is no other row. */
      gtk_widget_set_focusable (self->face, blank && self->column == CADET_GRID_NAME);
      if (blank || !enabled)
        gtk_widget_add_css_class (self->face, "dimmed");
      else
        gtk_widget_remove_css_class (self->face, "dimmed");
    }
  else
    {
      g_autofree char *name = cadet_grid_cell_dup_name (self);

      gtk_widget_set_visible (self->face, !blank);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->face),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      if (self->column == CADET_GRID_ON)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (self->face), enabled);
    }
}

/**
 * cadet_grid_cell_set_problem:
 * @self: a cell
 * @problem: (nullable): what is wrong with what it shows
 *
 * Marks the cell, or takes the mark away.
 */
void
cadet_grid_cell_set_problem (CadetGridCell *self,
                             const char    *problem)
{
  g_return_if_fail (self != NULL);

  if (!CADET_IS_CELL_TEXT (self->face))
    return;
  if (problem == NULL && !cadet_cell_text_get_wavy (CADET_CELL_TEXT (self->face)))
    return;

  cadet_cell_text_set_wavy (CADET_CELL_TEXT (self->face), problem != NULL);
  if (problem != NULL && *cadet_cell_text_get_text (CADET_CELL_TEXT (self->face)) == '\0')
    /* Translators: stands in a cell whose name or value is missing */
    cadet_cell_text_set_text (CADET_CELL_TEXT (self->face), _("Missing"));
  if (problem != NULL)
    gtk_widget_add_css_class (self->face, "error");
  else
    gtk_widget_remove_css_class (self->face, "error");
  gtk_widget_set_tooltip_text (self->face, problem);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->face), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->face),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : "", -1);
}
