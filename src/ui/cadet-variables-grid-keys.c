/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include "ui/cadet-cell-text.h"

/* How many rows Page Up and Page Down go. */
#define PAGE_ROWS 10

static gboolean
move_by_tab (CadetVariablesGrid *self,
             CadetGridCell      *cell,
             int                 step)
{
  int position = (int) cadet_grid_cell_get_position (cell);
  int column = (int) cell->column;
  int n_items = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  n_items = (int) g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  do
    {
      column += step;
      if (column < 0 || column >= CADET_GRID_N_COLUMNS)
        {
          column = step > 0 ? 0 : CADET_GRID_N_COLUMNS - 1;
          position += step;
        }
      if (position < 0 || position >= n_items)
        return FALSE;
    }
  /* Tab passes over the buttons that remove rows; the arrows go there. */
  while (column == CADET_GRID_REMOVE
         || !_cadet_variables_grid_can_be_in (self, (guint) position, (CadetGridColumn) column));

  return _cadet_variables_grid_move (self, (guint) position, (CadetGridColumn) column);
}

static gboolean
move_sideways (CadetVariablesGrid *self,
               CadetGridCell      *cell,
               int                 step)
{
  guint position = cadet_grid_cell_get_position (cell);
  int column = (int) cell->column;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    step = -step;
  do
    column += step;
  while (column >= 0 && column < CADET_GRID_N_COLUMNS
         && !_cadet_variables_grid_can_be_in (self, position, (CadetGridColumn) column));

  if (column >= 0 && column < CADET_GRID_N_COLUMNS)
    {
      self->tab_origin = (CadetGridColumn) column;
      _cadet_variables_grid_move (self, position, (CadetGridColumn) column);
    }
  return TRUE;
}

static gboolean
move_to_row (CadetVariablesGrid *self,
             CadetGridCell      *cell,
             gint64              position,
             CadetGridColumn     column)
{
  gint64 last = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  last = (gint64) g_list_model_get_n_items (G_LIST_MODEL (self->rows)) - 1;
  position = CLAMP (position, 0, last);
  if (!_cadet_variables_grid_can_be_in (self, (guint) position, column))
    column = CADET_GRID_NAME;
  self->tab_origin = column;
  _cadet_variables_grid_move (self, (guint) position, column);
  return TRUE;
}

/* Lets Tab out of the grid however many rows there are. */
static gboolean
leave (CadetVariablesGrid *self,
       GtkDirectionType    direction)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  for (guint i = 0; i < CADET_GRID_N_COLUMNS; i++)
    {
      if (!gtk_widget_child_focus (GTK_WIDGET (self->view), direction))
        break;
    }
  g_signal_emit_by_name (self->root, "move-focus", direction);
  return TRUE;
}

static gboolean
enter_pressed (CadetVariablesGrid *self,
               CadetGridCell      *cell,
               GdkModifierType     modifiers)
{
  guint position = cadet_grid_cell_get_position (cell);

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (modifiers == GDK_ALT_MASK)
    {
      _cadet_variables_grid_details (self, position);
      return TRUE;
    }
  if (modifiers == GDK_SHIFT_MASK)
    return move_to_row (self, cell, (gint64) position - 1, cell->column);
  if (modifiers != 0 || cell->column == CADET_GRID_REMOVE)
    return FALSE;

  if (_cadet_variables_grid_is_blank_row (self, position))
    return TRUE;
  return move_to_row (self, cell, (gint64) position + 1,
                      self->tab_origin == CADET_GRID_REMOVE ? CADET_GRID_NAME : self->tab_origin);
}

static gboolean
delete_pressed (CadetVariablesGrid *self,
                CadetGridCell      *cell,
                GdkModifierType     modifiers)
{
  gboolean in_text = FALSE;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  /* In a text Delete deletes text: a row is not lost by a key that was meant for a letter. */
  in_text = cell == self->edited && cadet_variable_editor_is_text (self->editor);
  if (modifiers != GDK_CONTROL_MASK && (modifiers != 0 || in_text))
    return FALSE;

  _cadet_variables_grid_remove (self, cadet_grid_cell_get_position (cell), cell->column);
  return TRUE;
}

static gboolean
key_pressed_cb (CadetVariablesGrid *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  CadetGridCell *cell = NULL;
  gboolean in_text = FALSE;
  gint64 position = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->target_tick != 0 && !self->arrived)
    {
      gunichar letter = gdk_keyval_to_unicode (keyval);

      if ((modifiers & ~GDK_SHIFT_MASK) == 0 && letter != 0 && g_unichar_isprint (letter))
        {
          if (self->typed == NULL)
            self->typed = g_string_new (NULL);
          g_string_append_unichar (self->typed, letter);
        }
      return TRUE;
    }

  cell = _cadet_variables_grid_get_current (self);
  if (cell == NULL)
    return FALSE;

  position = cadet_grid_cell_get_position (cell);
  in_text = cell == self->edited && cadet_variable_editor_wants_arrows (self->editor);

  switch (keyval)
    {
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
    case GDK_KEY_ISO_Left_Tab:
      if (modifiers & GDK_CONTROL_MASK)
        return leave (self, modifiers & GDK_SHIFT_MASK ? GTK_DIR_TAB_BACKWARD
                                                       : GTK_DIR_TAB_FORWARD);
      return move_by_tab (self, cell, modifiers & GDK_SHIFT_MASK ? -1 : 1);

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return enter_pressed (self, cell, modifiers);

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return modifiers == 0 && move_to_row (self, cell, position - 1, cell->column);

    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (modifiers == GDK_ALT_MASK && cell == self->edited)
        {
          cadet_variable_editor_enter (self->editor);
          return TRUE;
        }
      return modifiers == 0 && move_to_row (self, cell, position + 1, cell->column);

    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return modifiers == 0 && !in_text && move_sideways (self, cell, -1);

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return modifiers == 0 && !in_text && move_sideways (self, cell, 1);

    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return modifiers == 0 && move_to_row (self, cell, position - PAGE_ROWS, cell->column);

    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return modifiers == 0 && move_to_row (self, cell, position + PAGE_ROWS, cell->column);

    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return modifiers == GDK_CONTROL_MASK && move_to_row (self, cell, 0, cell->column);

    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return modifiers == GDK_CONTROL_MASK && move_to_row (self, cell, G_MAXUINT, cell->column);

    case GDK_KEY_F2:
      if (cell != self->edited || modifiers != 0)
        return FALSE;
      cadet_variable_editor_enter (self->editor);
      return TRUE;

    case GDK_KEY_Escape:
      return cell == self->edited && cadet_variable_editor_restore (self->editor);

    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      return delete_pressed (self, cell, modifiers);

    default:
      return FALSE;
    }
}

static void
pressed_cb (CadetVariablesGrid *self,
            int                 n_press,
            double              x,
            double              y)
{
  GtkWidget *picked = NULL;
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  if (picked == NULL || gtk_widget_is_ancestor (picked, GTK_WIDGET (self->editor)))
    return;

  cell = cadet_grid_cell_of_widget (picked, GTK_WIDGET (self->view));
  if (cell == NULL || cell == self->edited || cell->variable == NULL
      || !CADET_IS_CELL_TEXT (cell->face))
    return;

  self->tab_origin = cell->column;
  _cadet_variables_grid_move (self, cadet_grid_cell_get_position (cell), cell->column);
}

/* Listens for keys before any cell does, and for clicks on cells that are not in use. */
void
_cadet_variables_grid_init_keys (CadetVariablesGrid *self)
{
  GtkEventController *keys = NULL;
  GtkGesture *click = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), keys);

  click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}
