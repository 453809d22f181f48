/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include "ui/cadet-cell-text.h"

/* So many frames after a move the layout has come to rest. */
#define SETTLE_FRAMES 4

/* After so many frames a row will not come on the screen any more. */
#define MAX_TRIES 60

static gboolean
is_on_screen (CadetVariablesGrid *self,
              CadetGridCell      *cell)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  return gtk_widget_get_mapped (cell == self->edited ? GTK_WIDGET (self->editor) : cell->face);
}

/* Scrolls to where the cursor shall be and puts it there. Returns whether the cell was there. */
static gboolean
try_to_arrive (CadetVariablesGrid *self)
{
  guint position = self->target_position;
  CadetGridCell *cell = NULL;
  g_autofree char *typed = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  self->moving = TRUE;
  gtk_column_view_scroll_to (self->view, position, self->columns[self->target_column],
                             GTK_LIST_SCROLL_NONE, NULL);
  self->moving = FALSE;
  cell = _cadet_variables_grid_find_cell (self, position, self->target_column);
  if (cell == NULL || !is_on_screen (self, cell))
    return FALSE;

  if (self->typed != NULL)
    typed = g_string_free_and_steal (g_steal_pointer (&self->typed));
  if (CADET_IS_CELL_TEXT (cell->face))
    {
      _cadet_variables_grid_start (self, cell);
      if (typed != NULL && *typed != '\0')
        cadet_variable_editor_type (self->editor, typed);
    }
  else
    {
      gtk_widget_grab_focus (cell->face);
    }
  return TRUE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (user_data);

  /* A row that was on the screen may be moved off it by the layout of what came in before it. */
  if (self->arrived && self->edited != NULL && !is_on_screen (self, self->edited))
    {
      self->arrived = FALSE;
      self->target_tries = 0;
      _cadet_variables_grid_take_editor_out (self);
    }

  if (++self->target_tries < (self->arrived ? SETTLE_FRAMES : MAX_TRIES)
      && self->target_position < g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    {
      if (!self->arrived)
        self->arrived = try_to_arrive (self);
      return G_SOURCE_CONTINUE;
    }

  self->target_tick = 0;
  _cadet_variables_grid_stay (self);
  return G_SOURCE_REMOVE;
}

/* Whether a row is the one after the last variable. */
gboolean
_cadet_variables_grid_is_blank_row (CadetVariablesGrid *self,
                                    guint               position)
{
  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);

  return position + 1 == g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

/* Whether there is anything for the cursor in a cell of an existing row. */
gboolean
_cadet_variables_grid_can_be_in (CadetVariablesGrid *self,
                                 guint               position,
                                 CadetGridColumn     column)
{
  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);

  if (!gtk_column_view_column_get_visible (self->columns[column]))
    return FALSE;

  return !_cadet_variables_grid_is_blank_row (self, position)
         || (column != CADET_GRID_ON && column != CADET_GRID_REMOVE);
}

/* The cell that has the focus, or NULL. */
CadetGridCell *
_cadet_variables_grid_get_current (CadetVariablesGrid *self)
{
  GtkWidget *focus = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), NULL);

  focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;
  /* A list that hangs from the cell has its own keys. */
  if (focus == NULL || gtk_widget_get_native (focus) != gtk_widget_get_native (GTK_WIDGET (self)))
    return NULL;
  if (self->edited != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    return self->edited;

  return gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
           ? cadet_grid_cell_of_widget (focus, GTK_WIDGET (self->view))
           : NULL;
}

/* The realised cell at a place. The view keeps cells of rows that are gone for a while: they have a
 * place, too, and are told by what they show or by not being on the screen. */
CadetGridCell *
_cadet_variables_grid_find_cell (CadetVariablesGrid *self,
                                 guint               position,
                                 CadetGridColumn     column)
{
  g_autoptr(CadetVariable) variable = NULL;
  CadetGridCell *found = NULL;
  GHashTableIter iter;
  gpointer key = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), NULL);
  g_return_val_if_fail (column < CADET_GRID_N_COLUMNS, NULL);

  variable = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  g_hash_table_iter_init (&iter, self->cells[column]);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CadetGridCell *cell = key;

      if (cell->variable != variable || cadet_grid_cell_get_position (cell) != position)
        continue;
      if (found == NULL || cell == self->edited || gtk_widget_get_mapped (cell->face))
        found = cell;
    }

  return found;
}

/* Gives up a move that is on its way. */
void
_cadet_variables_grid_stay (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (self->target_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->target_tick);
  self->target_tick = 0;
  if (self->typed != NULL)
    g_string_free (g_steal_pointer (&self->typed), TRUE);
}

/* Puts the cursor into a cell, scrolling to it. A row that has no place on the screen yet gets the
 * cursor in the next frame, and what is typed until then. Returns whether there is such a row. */
gboolean
_cadet_variables_grid_move (CadetVariablesGrid *self,
                            guint               position,
                            CadetGridColumn     column)
{
  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    return FALSE;

  _cadet_variables_grid_stay (self);
  self->target_position = position;
  self->target_column = _cadet_variables_grid_can_be_in (self, position, column)
                          ? column
                          : CADET_GRID_NAME;
  self->target_tries = 0;
  self->arrived = try_to_arrive (self);
  /* What has the focus must not be scrolled away with it. */
  if (!self->arrived && self->edited != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
  self->target_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), tick_cb, self, NULL);
  return TRUE;
}
