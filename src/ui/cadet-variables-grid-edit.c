/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include "ui/cadet-cell-text.h"
#include "ui/cadet-variable-dialog.h"

/* What was just made is held to account from now on. */
static void
forget_fresh (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->fresh == NULL)
    return;

  g_clear_object (&self->fresh);
  _cadet_variables_grid_emit_changed (self);
}

static void
editor_changed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->edited == NULL)
    return;

  if (cadet_variable_rows_is_blank_row (self->rows, self->edited->variable)
      && !cadet_variable_is_blank (self->edited->variable))
    {
      g_set_object (&self->fresh, self->edited->variable);
      cadet_variable_rows_promote (self->rows);
    }
  _cadet_variables_grid_emit_changed (self);
}

static void
editor_details_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->edited != NULL)
    _cadet_variables_grid_details (self, cadet_grid_cell_get_position (self->edited));
}

static void
details_closed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->root != NULL)
    _cadet_variables_grid_move (self, self->details_position, self->details_column);
}

static gboolean
start_cb (gpointer user_data)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (user_data);
  GtkWidget *focus = NULL;
  CadetGridCell *cell = NULL;

  self->start_source = 0;
  focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    cell = cadet_grid_cell_of_widget (focus, GTK_WIDGET (self->view));
  if (cell != NULL && cell->face == focus && cell->variable != NULL)
    {
      self->tab_origin = cell->column;
      _cadet_variables_grid_start (self, cell);
    }
  return G_SOURCE_REMOVE;
}

static void
focus_widget_cb (CadetVariablesGrid *self)
{
  GtkWidget *focus = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->moving)
    return;

  focus = gtk_root_get_focus (self->root);
  if (focus == NULL)
    return;

  if (self->edited != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    cadet_variables_grid_stop_editing (self);
  /* The focus is still on its way: what takes it over waits until it has arrived. */
  if (CADET_IS_CELL_TEXT (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      && self->start_source == 0)
    self->start_source = g_idle_add_full (G_PRIORITY_HIGH, start_cb, self, NULL);
}

/* Makes the editor, which is in no cell yet. */
void
_cadet_variables_grid_init_editor (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  self->editor = g_object_ref_sink (cadet_variable_editor_new ());
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "details", G_CALLBACK (editor_details_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Follows the focus of the window that the grid has come into. */
void
_cadet_variables_grid_watch_focus (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));
  g_return_if_fail (self->root == NULL);

  self->root = gtk_widget_get_root (GTK_WIDGET (self));
  g_signal_connect_swapped (self->root, "notify::focus-widget", G_CALLBACK (focus_widget_cb),
                            self);
}

/* Lets go of the window before the grid leaves it. */
void
_cadet_variables_grid_ignore_focus (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  g_clear_handle_id (&self->start_source, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->root, focus_widget_cb, self);
  self->root = NULL;
}

/* Puts the editor into a cell and the focus into the editor. */
gboolean
_cadet_variables_grid_start (CadetVariablesGrid *self,
                             CadetGridCell      *cell)
{
  g_autofree char *name = NULL;
  GtkWidget *focus = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);
  g_return_val_if_fail (self->root != NULL, FALSE);
  g_return_val_if_fail (cell != NULL && cell->variable != NULL, FALSE);

  self->moving = TRUE;
  if (cell != self->edited)
    {
      if (cell->variable != self->fresh)
        forget_fresh (self);
      _cadet_variables_grid_take_editor_out (self);
      name = cadet_grid_cell_dup_name (cell);
      cadet_variable_editor_start (self->editor, cell->variable, cell->column, name);
      self->edited = cell;
      gtk_column_view_cell_set_child (cell->cell, GTK_WIDGET (self->editor));
    }
  /* Where the focus is already, another grab would select what has been typed. */
  focus = gtk_root_get_focus (self->root);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  self->moving = FALSE;
  _cadet_variables_grid_update_problem_label (self);
  return TRUE;
}

/* Puts the face back in the editor's place. */
void
_cadet_variables_grid_take_editor_out (CadetVariablesGrid *self)
{
  CadetGridCell *cell = NULL;
  gboolean seen = FALSE;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  cell = g_steal_pointer (&self->edited);
  if (cell == NULL)
    return;

  seen = gtk_widget_get_mapped (GTK_WIDGET (self->editor));
  cadet_variable_editor_describe (self->editor, NULL);
  gtk_column_view_cell_set_child (cell->cell, cell->face);
  cadet_variable_editor_stop (self->editor);
  /* A text that was scrolled away with the focus in it is not told that it lost the focus. */
  if (!seen)
    cadet_variable_editor_renew (self->editor);
  _cadet_variables_grid_update_cell (self, cell);
  _cadet_variables_grid_update_problem_label (self);
}

/* Asks for everything about one variable in a dialog; the blank row becomes a variable. */
void
_cadet_variables_grid_details (CadetVariablesGrid *self,
                               guint               position)
{
  g_autoptr(CadetVariable) variable = NULL;
  AdwDialog *dialog = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  variable = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  if (variable == NULL || self->draft == NULL)
    return;

  if (cadet_variable_rows_is_blank_row (self->rows, variable))
    cadet_variable_rows_promote (self->rows);
  self->details_position = position;
  self->details_column = self->edited != NULL ? self->edited->column : CADET_GRID_NAME;
  dialog = cadet_variable_dialog_new (variable);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (_cadet_variables_grid_emit_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (details_closed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/**
 * cadet_variables_grid_stop_editing:
 * @self: the grid
 *
 * Takes the editor out of its cell. What was typed stays.
 */
void
cadet_variables_grid_stop_editing (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  _cadet_variables_grid_take_editor_out (self);
  forget_fresh (self);
}
