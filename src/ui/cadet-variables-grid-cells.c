/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include <glib/gi18n.h>

#define COLUMN_KEY "cadet-grid-column"

static gboolean
get_wrap_names (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  return self->draft == NULL || cadet_draft_get_wrap_names (self->draft);
}

static void
variable_notify_cb (CadetVariable *variable,
                    GParamSpec    *pspec,
                    CadetGridCell *cell)
{
  GtkWidget *grid = gtk_widget_get_ancestor (cell->face, CADET_TYPE_VARIABLES_GRID);

  /* The face is out while the editor is in its place, and is brought up to date afterwards. */
  if (grid != NULL)
    _cadet_variables_grid_update_cell (CADET_VARIABLES_GRID (grid), cell);
}

static void
check_toggled_cb (CadetVariablesGrid *self,
                  GtkCheckButton     *check)
{
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_of_widget (GTK_WIDGET (check), GTK_WIDGET (self->view));
  if (cell == NULL || cell->variable == NULL || cell->blank
      || cadet_variable_get_enabled (cell->variable) == gtk_check_button_get_active (check))
    return;

  cadet_variable_set_enabled (cell->variable, gtk_check_button_get_active (check));
  _cadet_variables_grid_emit_changed (self);
}

static void
remove_clicked_cb (CadetVariablesGrid *self,
                   GtkButton          *button)
{
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_of_widget (GTK_WIDGET (button), GTK_WIDGET (self->view));
  if (cell != NULL && !cell->blank)
    _cadet_variables_grid_remove (self, cadet_grid_cell_get_position (cell), CADET_GRID_NAME);
}

static void
position_cb (GtkListItem        *item,
             GParamSpec         *pspec,
             CadetVariablesGrid *self)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  /* The name that a screen reader says has the row's number in it. */
  if (cell != NULL && cell->variable != NULL && cell != self->edited)
    _cadet_variables_grid_update_cell (self, cell);
}

static void
setup_cb (CadetVariablesGrid *self,
          GtkListItem        *item,
          GtkListItemFactory *factory)
{
  CadetGridColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_new (GTK_COLUMN_VIEW_CELL (item), column);
  if (column == CADET_GRID_ON)
    g_signal_connect_object (cell->face, "toggled", G_CALLBACK (check_toggled_cb), self,
                             G_CONNECT_SWAPPED);
  else if (column == CADET_GRID_REMOVE)
    g_signal_connect_object (cell->face, "clicked", G_CALLBACK (remove_clicked_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::position", G_CALLBACK (position_cb), self, 0);
}

static void
bind_cb (CadetVariablesGrid *self,
         GtkListItem        *item)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));
  CadetVariable *variable = CADET_VARIABLE (gtk_list_item_get_item (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cadet_grid_cell_bind (cell, variable);
  if (cell->column != CADET_GRID_REMOVE)
    cell->notify_handler = g_signal_connect (variable, "notify",
                                             G_CALLBACK (variable_notify_cb), cell);
  g_hash_table_add (self->cells[cell->column], cell);
  _cadet_variables_grid_update_cell (self, cell);
}

static void
unbind_cb (CadetVariablesGrid *self,
           GtkListItem        *item)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (cell == NULL)
    return;

  if (cell == self->edited)
    cadet_variables_grid_stop_editing (self);
  g_hash_table_remove (self->cells[cell->column], cell);
  cadet_grid_cell_unbind (cell);
}

static void
setup_row_cb (CadetVariablesGrid *self,
              GtkColumnViewRow   *row)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  gtk_column_view_row_set_focusable (row, FALSE);
  gtk_column_view_row_set_activatable (row, FALSE);
  gtk_column_view_row_set_selectable (row, FALSE);
}

static void
items_changed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  /* The row that was blank until now shows itself as one of the variables. */
  _cadet_variables_grid_update_cells (self);
  _cadet_variables_grid_update_counts (self);
}

static void
add_column (CadetVariablesGrid *self,
            CadetGridColumn     column,
            const char         *title,
            gboolean            expand)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_assert (CADET_IS_VARIABLES_GRID (self));

  g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->columns[column] = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  gtk_column_view_column_set_expand (self->columns[column], expand);
  gtk_column_view_append_column (self->view, self->columns[column]);
}

/* Makes the columns, and the view show the rows. */
void
_cadet_variables_grid_init_cells (CadetVariablesGrid *self)
{
  g_autoptr(GtkListItemFactory) row_factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  g_signal_connect_object (row_factory, "setup", G_CALLBACK (setup_row_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_row_factory (self->view, row_factory);

  /* Translators: heading of the column of check buttons: whether a variable is sent */
  add_column (self, CADET_GRID_ON, C_("variable", "On"), FALSE);
  add_column (self, CADET_GRID_NAME, C_("variable", "Name"), TRUE);
  add_column (self, CADET_GRID_TYPE, C_("variable", "Type"), FALSE);
  add_column (self, CADET_GRID_VALUE, C_("variable", "Value"), TRUE);
  add_column (self, CADET_GRID_REMOVE, NULL, FALSE);

  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* Shows in a bound cell what its variable holds now, and what is wrong with it. */
void
_cadet_variables_grid_update_cell (CadetVariablesGrid *self,
                                   CadetGridCell      *cell)
{
  gboolean blank = FALSE;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (cell->variable == NULL)
    return;

  blank = cadet_variable_rows_is_blank_row (self->rows, cell->variable);
  cadet_grid_cell_update (cell, get_wrap_names (self), blank);
  cadet_grid_cell_set_problem (cell, _cadet_variables_grid_get_problem (self, cell));
}

/* The same for all cells. */
void
_cadet_variables_grid_update_cells (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  for (guint column = 0; column < CADET_GRID_N_COLUMNS; column++)
    {
      GHashTableIter iter;
      gpointer cell = NULL;

      g_hash_table_iter_init (&iter, self->cells[column]);
      while (g_hash_table_iter_next (&iter, &cell, NULL))
        _cadet_variables_grid_update_cell (self, cell);
    }
}
