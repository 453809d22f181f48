/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include "ui/cadet-cell-text.h"

/* How many rows Page Up and Page Down go. */
#define PAGE_ROWS 10

/* So many frames after a move the layout has come to rest. */
#define SETTLE_FRAMES 4

/* After so many frames a row will not come on the screen any more. */
#define MAX_TRIES 60

static gboolean
is_blank_row (CadetVariablesGrid *self,
              guint               position)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  return position + 1 == g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

static gboolean
can_be_in (CadetVariablesGrid *self,
           guint               position,
           CadetGridColumn     column)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (!gtk_column_view_column_get_visible (self->columns[column]))
    return FALSE;

  return !is_blank_row (self, position)
         || (column != CADET_GRID_ON && column != CADET_GRID_REMOVE);
}

/* The cell that has the focus. */
static CadetGridCell *
get_current (CadetVariablesGrid *self)
{
  GtkWidget *focus = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

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
         || !can_be_in (self, (guint) position, (CadetGridColumn) column));

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
         && !can_be_in (self, position, (CadetGridColumn) column));

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
  if (!can_be_in (self, (guint) position, column))
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

  if (is_blank_row (self, position))
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

  cell = get_current (self);
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
  self->target_column = can_be_in (self, position, column) ? column : CADET_GRID_NAME;
  self->target_tries = 0;
  self->arrived = try_to_arrive (self);
  /* What has the focus must not be scrolled away with it. */
  if (!self->arrived && self->edited != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
  self->target_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), tick_cb, self, NULL);
  return TRUE;
}
