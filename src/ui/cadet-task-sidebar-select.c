/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-row.h"
#include "ui/cadet-task-sidebar-private.h"

#include <glib/gi18n.h>

/* How many rows are read at most because somebody selects all. */
#define MAX_SELECTED 10000

static guint
count_selected (CadetTaskSidebar *self)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) gtk_bitset_get_size (selected);
}

/* The row at a widget of the list, or in it. */
static CadetTaskRow *
find_row (GtkWidget *widget)
{
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, CADET_TYPE_TASK_ROW) : NULL;

  if (row == NULL && widget != NULL)
    row = gtk_widget_get_first_child (widget);

  return row != NULL && CADET_IS_TASK_ROW (row) ? CADET_TASK_ROW (row) : NULL;
}

static guint
find_position (CadetTaskSidebar *self,
               CadetTaskRow     *row)
{
  CadetTask *task = row != NULL ? cadet_task_row_get_task (row) : NULL;
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  for (guint i = 0; task != NULL && i < n_rows; i++)
    {
      g_autoptr (CadetTask) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item == task)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static guint
find_focus (CadetTaskSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return GTK_INVALID_LIST_POSITION;

  return find_position (self, find_row (focus));
}

/* The tasks that are meant: those that are selected, or else the one that has the focus. */
GPtrArray *
_cadet_task_sidebar_dup_selected (CadetTaskSidebar *self)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selection == NULL)
    return tasks;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      g_ptr_array_add (tasks, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
    while (gtk_bitset_iter_next (&iter, &position));

  if (tasks->len == 0 && !self->selecting)
    {
      position = find_focus (self);
      if (position != GTK_INVALID_LIST_POSITION)
        g_ptr_array_add (tasks, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
    }

  return tasks;
}

static GtkWidget *
create_action (const char *icon_name,
               const char *title,
               const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

static GMenuModel *
create_export_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _("Export as _JSON…"), "tasks.export::json");
  g_menu_append (menu, _("Export as CS_V…"), "tasks.export::csv");

  return G_MENU_MODEL (menu);
}

static void
create_bar (CadetTaskSidebar *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *all = gtk_button_new_with_mnemonic (_("Select _All"));
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *export_button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) export_menu = create_export_menu ();

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->count_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->count_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->count_label, TRUE);
  gtk_widget_add_css_class (self->count_label, "heading");
  gtk_widget_add_css_class (all, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (all), "tasks.select-all");
  gtk_box_append (GTK_BOX (top), self->count_label);
  gtk_box_append (GTK_BOX (top), all);
  gtk_widget_set_margin_start (top, 6);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (export_button), "document-save-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (export_button), export_menu);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (export_button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (export_button, _("Export"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (export_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Export"), -1);
  gtk_widget_add_css_class (export_button, "flat");
  gtk_widget_set_hexpand (export_button, TRUE);

  gtk_box_append (GTK_BOX (buttons), create_action ("document-send-symbolic", _("Use as Draft"),
                                                    "tasks.use-as-draft"));
  gtk_box_append (GTK_BOX (buttons), create_action ("edit-copy-symbolic", _("Copy Task IDs"),
                                                    "tasks.copy-ids"));
  gtk_box_append (GTK_BOX (buttons), create_action ("document-edit-symbolic", _("Add Note"),
                                                    "tasks.note"));
  gtk_box_append (GTK_BOX (buttons), export_button);
  gtk_box_append (GTK_BOX (buttons), create_action ("user-trash-symbolic", _("Delete from List"),
                                                    "tasks.delete"));

  self->action_bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->action_bar, "toolbar");
  gtk_box_append (GTK_BOX (self->action_bar), top);
  gtk_box_append (GTK_BOX (self->action_bar), buttons);
  gtk_box_append (self->box, self->action_bar);
}

static void
update_count (CadetTaskSidebar *self)
{
  guint n_selected = count_selected (self);
  g_autofree char *text = NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->action_bar == NULL)
    return;

  text = g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->count_label)), text) == 0)
    return;

  gtk_label_set_text (GTK_LABEL (self->count_label), text);
  if (self->selecting)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
set_selecting (CadetTaskSidebar *self,
               gboolean          selecting,
               gboolean          by_itself)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->by_itself = by_itself;
  if (self->selecting == selecting)
    return;

  self->selecting = selecting;
  self->select_all = FALSE;
  if (selecting && self->action_bar == NULL)
    create_bar (self);
  if (self->action_bar != NULL)
    gtk_widget_set_visible (self->action_bar, selecting);
  if (self->view != NULL)
    gtk_list_view_set_single_click_activate (self->view, self->collapsed && !selecting);
  if (self->selection != NULL)
    update_count (self);
  _cadet_task_sidebar_notify_selecting (self);
}

static void
selection_changed_cb (CadetTaskSidebar *self)
{
  guint n_selected = count_selected (self);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->marking)
    return;

  if (!self->selecting && n_selected > 1)
    set_selecting (self, TRUE, TRUE);
  else if (self->selecting && self->by_itself && n_selected < 2)
    set_selecting (self, FALSE, FALSE);

  update_count (self);
  _cadet_task_sidebar_update_actions (self);

  /* Collapsed, the pointer and the arrow keys only mark a row, and activating it opens it. */
  if (!self->selecting && !self->collapsed && n_selected == 1)
    {
      g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);

      _cadet_task_sidebar_open (self, g_ptr_array_index (tasks, 0));
    }
}

void
_cadet_task_sidebar_toggle (CadetTaskSidebar *self,
                            guint             position)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
}

/* Rows came, went or were put elsewhere. */
void
_cadet_task_sidebar_rows_changed (CadetTaskSidebar *self)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selecting)
    {
      if (self->select_all)
        _cadet_task_sidebar_select_all (self);
      update_count (self);
    }
  else if (self->shown != NULL)
    cadet_task_sidebar_select (self, self->shown);
  _cadet_task_sidebar_update_actions (self);
}

/* All that the search means, as far as it can be read. */
void
_cadet_task_sidebar_select_all (CadetTaskSidebar *self)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (n_rows == 0)
    return;

  if (!self->selecting)
    set_selecting (self, TRUE, FALSE);
  self->select_all = !cadet_task_list_get_loaded (self->tasks) && n_rows < MAX_SELECTED;
  self->marking = TRUE;
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  self->marking = FALSE;
  update_count (self);
  _cadet_task_sidebar_update_actions (self);
  if (self->select_all)
    dex_future_disown (cadet_task_list_load (self->tasks));
}

static void
clicked_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            gpointer         user_data)
{
  CadetTaskSidebar *self = user_data;
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  guint position;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (!self->selecting || self->by_itself ||
      (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return;

  position = find_position (self, find_row (at));
  if (position == GTK_INVALID_LIST_POSITION)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_FOCUS, NULL);
  _cadet_task_sidebar_toggle (self, position);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 gpointer             user_data)
{
  CadetTaskSidebar *self = user_data;
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  guint position = find_position (self, find_row (at));

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selecting || position == GTK_INVALID_LIST_POSITION)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  cadet_task_sidebar_set_selecting (self, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
}

static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenuModel) second = create_export_menu ();
  g_autoptr (GMenu) third = g_menu_new ();

  g_menu_append (first, _("_Use as Draft"), "tasks.use-as-draft");
  g_menu_append (first, _("_Copy Task ID"), "tasks.copy-ids");
  g_menu_append (first, _("Add _Note…"), "tasks.note");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, second);
  g_menu_append (third, _("_Delete from List…"), "tasks.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (third));

  return G_MENU_MODEL (menu);
}

static void
popup_menu (CadetTaskSidebar *self,
            guint             position,
            double            x,
            double            y)
{
  GdkRectangle rectangle = { (int) x, (int) y, 1, 1 };
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (!gtk_selection_model_is_selected (model, position))
    gtk_selection_model_select_item (model, position, !self->selecting || self->by_itself);

  if (self->menu == NULL)
    {
      g_autoptr (GMenuModel) menu = create_menu ();

      self->menu = gtk_popover_menu_new_from_model (menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Tasks"), -1);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &rectangle);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_clicked_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 gpointer         user_data)
{
  CadetTaskSidebar *self = user_data;
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  guint position = find_position (self, find_row (at));
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (position == GTK_INVALID_LIST_POSITION ||
      !gtk_widget_compute_point (GTK_WIDGET (self->view), GTK_WIDGET (self), &point, &point))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, position, point.x, point.y);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  CadetTaskSidebar *self = user_data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  guint position = find_focus (self);
  graphene_rect_t bounds;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (position == GTK_INVALID_LIST_POSITION ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return FALSE;

  popup_menu (self, position, bounds.origin.x + bounds.size.width / 2,
              bounds.origin.y + bounds.size.height / 2);

  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  CadetTaskSidebar *self = user_data;

  if (!self->selecting)
    return FALSE;

  cadet_task_sidebar_set_selecting (self, FALSE);

  return TRUE;
}

/* While each row has a mark, the arrow keys only move, and Space marks. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  CadetTaskSidebar *self = user_data;
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = find_focus (self);
  int by = g_variant_get_int32 (args);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (!self->selecting || self->by_itself || position == GTK_INVALID_LIST_POSITION)
    return FALSE;

  position = (guint) CLAMP ((gint64) position + by, 0, (gint64) n_rows - 1);
  gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_FOCUS, NULL);

  return TRUE;
}

/* The list extends a selection from the row that was last selected by hand. Where that is none, it is
 * to begin at the focus. */
static gboolean
extend_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  CadetTaskSidebar *self = user_data;
  guint position = find_focus (self);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (position != GTK_INVALID_LIST_POSITION && count_selected (self) < 2 &&
      (!self->selecting || self->by_itself))
    {
      self->marking = TRUE;
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.select-item", "(ubb)", position,
                                  FALSE, FALSE);
      self->marking = FALSE;
    }

  return FALSE;
}

static void
add_shortcut (GtkEventController *controller,
              const char         *trigger,
              GtkShortcutAction  *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                                          action));
}

static void
add_shortcuts (CadetTaskSidebar *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const struct
  {
    const char *trigger;
    int by;
  } moves[] = {
    { "Up|KP_Up", -1 },
    { "Down|KP_Down", 1 },
    { "Home|KP_Home", -G_MAXINT },
    { "End|KP_End", G_MAXINT },
  };

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  /* Before the list, which would select nothing but the row. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (controller, "Delete|KP_Delete", gtk_named_action_new ("tasks.delete"));
  add_shortcut (controller, "<Control>c", gtk_named_action_new ("tasks.copy-ids"));
  add_shortcut (controller, "<Control>a", gtk_named_action_new ("tasks.select-all"));
  add_shortcut (controller, "Menu|<Shift>F10", gtk_callback_action_new (menu_key_cb, self, NULL));
  add_shortcut (controller, "<Shift>Up|<Shift>KP_Up|<Shift>Down|<Shift>KP_Down",
                gtk_callback_action_new (extend_cb, self, NULL));
  add_shortcut (controller, "Escape", gtk_callback_action_new (escape_cb, self, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      GtkShortcut *shortcut =
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (moves[i].trigger),
                            gtk_callback_action_new (move_cb, self, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (moves[i].by));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
add_gesture (CadetTaskSidebar *self,
             GtkGesture       *gesture,
             guint             button,
             const char       *signal,
             GCallback         callback)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect (gesture, signal, callback, self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (gesture));
}

void
_cadet_task_sidebar_watch_selection (CadetTaskSidebar *self)
{
  GtkGesture *touch = gtk_gesture_long_press_new ();

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_PRIMARY, "pressed",
               G_CALLBACK (clicked_cb));
  add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_SECONDARY, "pressed",
               G_CALLBACK (menu_clicked_cb));
  add_gesture (self, touch, GDK_BUTTON_PRIMARY, "pressed", G_CALLBACK (long_pressed_cb));
  add_shortcuts (self);
}

/**
 * cadet_task_sidebar_get_selecting:
 * @self: the sidebar
 *
 * Returns: whether several tasks can be selected
 */
gboolean
cadet_task_sidebar_get_selecting (CadetTaskSidebar *self)
{
  g_return_val_if_fail (CADET_IS_TASK_SIDEBAR (self), FALSE);

  return self->selecting;
}

/**
 * cadet_task_sidebar_set_selecting:
 * @self: the sidebar
 * @selecting: whether to let several tasks be selected
 *
 * Gives each row a mark and shows what can be done with those that are selected, or marks only what
 * is shown again.
 */
void
cadet_task_sidebar_set_selecting (CadetTaskSidebar *self,
                                  gboolean          selecting)
{
  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));

  if (self->selecting == !!selecting || self->selection == NULL)
    return;

  set_selecting (self, selecting, FALSE);
  if (!selecting)
    {
      cadet_task_sidebar_select (self, self->shown);
    }
  else
    {
      /* What is shown was not chosen to have something done with it. */
      self->marking = TRUE;
      gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
      self->marking = FALSE;
      update_count (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
  _cadet_task_sidebar_update_actions (self);
}
