/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-sidebar-private.h"

#include <glib/gi18n.h>

/* After how long without another letter the number of tasks that were found is said, in ms. */
#define ANNOUNCE_DELAY 600

static gboolean
announce_cb (gpointer user_data)
{
  CadetTaskSidebar *self = user_data;
  guint n_found = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  g_autofree char *text = NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->announce_source = 0;
  if (n_found == 0)
    text = g_strdup (_("No Results"));
  else if (cadet_task_list_get_loaded (self->tasks))
    /* Translators: spoken by a screen reader after a search. */
    text = g_strdup_printf (ngettext ("%u task found", "%u tasks found", n_found), n_found);
  else
    /* Translators: spoken by a screen reader after a search, of which not all is read yet. */
    text = g_strdup_printf (ngettext ("%u task or more found", "%u tasks or more found", n_found),
                            n_found);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return G_SOURCE_REMOVE;
}

static DexFuture *
filtered_cb (DexFuture *future,
             gpointer   user_data)
{
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (self == NULL || self->tasks == NULL)
    return dex_future_new_true ();

  if (error != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);
      return dex_future_new_true ();
    }

  /* What was found is read from its top. */
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  if (!self->selecting)
    cadet_task_sidebar_select (self, self->shown);

  g_clear_handle_id (&self->announce_source, g_source_remove);
  if (cadet_task_list_get_filter (self->tasks) != NULL)
    self->announce_source = g_timeout_add (ANNOUNCE_DELAY, announce_cb, self);

  return dex_future_new_true ();
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
filter_cb (CadetTaskSidebar *self)
{
  g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();
  g_autofree char *text = NULL;
  GWeakRef *sidebar = NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->tasks == NULL)
    return;

  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));
  cadet_task_filter_set_text (filter, text);
  if (self->popover != NULL)
    cadet_task_filter_popover_apply (self->popover, filter);

  sidebar = g_new0 (GWeakRef, 1);
  g_weak_ref_init (sidebar, self);
  dex_future_disown (dex_future_finally (cadet_task_list_set_filter (self->tasks, filter),
                                         filtered_cb, sidebar, weak_ref_free));
}

static void
create_filter_row (CadetTaskSidebar *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Clear"));

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->filter_label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->filter_label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->filter_label), 0);
  gtk_widget_set_hexpand (self->filter_label, TRUE);
  gtk_widget_add_css_class (self->filter_label, "caption");

  gtk_widget_set_tooltip_text (button, _("Clear Filters"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  g_signal_connect_object (button, "clicked", G_CALLBACK (cadet_task_filter_popover_clear),
                           self->popover, G_CONNECT_SWAPPED);

  self->filter_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_margin_start (self->filter_row, 12);
  gtk_widget_set_margin_end (self->filter_row, 6);
  gtk_box_append (GTK_BOX (self->filter_row), self->filter_label);
  gtk_box_append (GTK_BOX (self->filter_row), button);
  gtk_box_insert_child_after (self->box, self->filter_row, self->search_bar);
}

static void
popover_changed_cb (CadetTaskSidebar *self)
{
  g_autofree char *summary = cadet_task_filter_popover_dup_summary (self->popover);
  gboolean is_empty = *summary == '\0';

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->filter_row == NULL)
    create_filter_row (self);
  /* Where the button that had the focus goes, the focus goes to the one that opens the filters. */
  if (is_empty && gtk_widget_get_focus_child (self->filter_row) != NULL)
    gtk_widget_child_focus (self->searching ? self->search_bar : GTK_WIDGET (self->view),
                            GTK_DIR_TAB_FORWARD);
  gtk_label_set_text (GTK_LABEL (self->filter_label), summary);
  gtk_widget_set_tooltip_text (self->filter_label, summary);
  gtk_widget_set_visible (self->filter_row, !is_empty);
  if (is_empty)
    gtk_widget_remove_css_class (self->filter_button, "accent");
  else
    gtk_widget_add_css_class (self->filter_button, "accent");
  filter_cb (self);
}

static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  CadetTaskSidebar *self = user_data;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->popover != NULL || self->tasks == NULL)
    return;

  self->popover =
      CADET_TASK_FILTER_POPOVER (cadet_task_filter_popover_new (cadet_task_list_get_ledger (self->tasks)));
  g_signal_connect_object (self->popover, "changed", G_CALLBACK (popover_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

void
_cadet_task_sidebar_create_search (CadetTaskSidebar *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->search_entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search_entry, TRUE);
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search_entry),
                                         _("Name, ID, Variable…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search Tasks"), -1);
  g_signal_connect_object (self->search_entry, "search-changed", G_CALLBACK (filter_cb), self,
                           G_CONNECT_SWAPPED);

  self->filter_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->filter_button), "cadet-filter-symbolic");
  gtk_widget_set_tooltip_text (self->filter_button, _("Filter Tasks"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Filter Tasks"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->filter_button), create_popover_cb,
                                         self, NULL);

  gtk_box_append (GTK_BOX (row), self->search_entry);
  gtk_box_append (GTK_BOX (row), self->filter_button);

  self->search_bar = gtk_search_bar_new ();
  gtk_search_bar_set_child (GTK_SEARCH_BAR (self->search_bar), row);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar),
                                GTK_EDITABLE (self->search_entry));
  gtk_box_prepend (self->box, self->search_bar);
  g_object_bind_property (self, "searching", self->search_bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

/* Shows all tasks again. */
void
_cadet_task_sidebar_clear_search (CadetTaskSidebar *self)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->popover != NULL)
    cadet_task_filter_popover_clear (self->popover);
  if (self->search_entry != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      gtk_widget_grab_focus (self->search_entry);
    }
}

/* Letters that the list does not use itself begin a search. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               user_data)
{
  CadetTaskSidebar *self = user_data;
  gunichar letter = gdk_keyval_to_unicode (keyval);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || letter == 0 ||
      !g_unichar_isgraph (letter))
    return GDK_EVENT_PROPAGATE;

  cadet_task_sidebar_set_searching (self, TRUE);
  gtk_event_controller_key_forward (
    controller, GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->search_entry))));
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);

  return GDK_EVENT_STOP;
}

void
_cadet_task_sidebar_watch_typing (CadetTaskSidebar *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}
