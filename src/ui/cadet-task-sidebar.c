/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-sidebar-private.h"

#include "ui/cadet-day-model.h"
#include "ui/cadet-task-factories.h"

#include <glib/gi18n.h>

/* How often to see whether another day has begun, in s. A clock that is set, and a computer that has
 * slept, are noticed, too. */
#define DAY_INTERVAL 60

enum
{
  PROP_0,
  PROP_SEARCHING,
  PROP_SELECTING,
  N_PROPS
};

enum
{
  SIGNAL_OPEN,
  SIGNAL_USE_AS_DRAFT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskSidebar, cadet_task_sidebar, ADW_TYPE_BIN)

static GtkWidget *
create_page (const char *name)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button;

  gtk_widget_add_css_class (page, "compact");
  if (g_str_equal (name, "empty"))
    {
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "cadet-tasks-symbolic");
      adw_status_page_set_title (ADW_STATUS_PAGE (page), _("No Tasks Yet"));
      adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                       _("Every task that you create is kept here"));
    }
  else
    {
      adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "edit-find-symbolic");
      button = gtk_button_new_with_mnemonic (_("Show _All Tasks"));
      gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "pill");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "tasks.clear-search");
      adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
      adw_status_page_set_title (ADW_STATUS_PAGE (page), _("No Results"));
      adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                       _("No task is what you search and filter for"));
    }

  return page;
}

static void
show_page (CadetTaskSidebar *self, const char *name)
{
  /* The pages that say that there is nothing are rarely seen, so they are made when they are. */
  if (gtk_stack_get_child_by_name (self->stack, name) == NULL)
    gtk_stack_add_named (self->stack, create_page (name), name);

  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
update_page (CadetTaskSidebar *self)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selection == NULL)
    return;

  /* While another search is on its way, what the last one found stays. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    show_page (self, "list");
  else if (!cadet_task_list_get_loaded (self->tasks))
    {
      if (gtk_stack_get_visible_child_name (self->stack) == NULL)
        show_page (self, "waiting");
    }
  else if (cadet_task_list_get_filter (self->tasks) != NULL)
    show_page (self, "no-match");
  else
    show_page (self, "empty");
}

static void
load_more_cb (CadetTaskSidebar *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  double bottom = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->tasks == NULL || cadet_task_list_get_loading (self->tasks) ||
      cadet_task_list_get_loaded (self->tasks))
    return;

  if (bottom + gtk_adjustment_get_page_size (adjustment) < gtk_adjustment_get_upper (adjustment))
    return;

  dex_future_disown (cadet_task_list_load (self->tasks));
}

static gboolean
scroll_to_top_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);

  return --self->frames_to_top > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
items_changed_cb (CadetTaskSidebar *self, guint position, guint removed, guint added)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  update_page (self);
  _cadet_task_sidebar_rows_changed (self);

  /* The view holds on to the row that was at its top, also in the frame after. Someone who is at the
   * top wants to see what is new, and the day above it. */
  if (position > 0 || added == 0 || gtk_adjustment_get_value (adjustment) >= 1)
    return;

  if (self->frames_to_top == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_top_cb, NULL, NULL);
  self->frames_to_top = 3;
}

void
_cadet_task_sidebar_load_more (CadetTaskSidebar *self)
{
  load_more_cb (self);
}

void
_cadet_task_sidebar_open (CadetTaskSidebar *self, CadetTask *task)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));
  g_assert (CADET_IS_TASK (task));

  g_set_object (&self->shown, task);
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, task);
}

void
_cadet_task_sidebar_use_as_draft (CadetTaskSidebar *self, CadetTask *task)
{
  g_autoptr (CadetDraft) draft = cadet_task_dup_draft (task);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (draft != NULL)
    g_signal_emit (self, signals[SIGNAL_USE_AS_DRAFT], 0, draft);
}

static void
activate_cb (CadetTaskSidebar *self, guint position)
{
  g_autoptr (CadetTask) task = NULL;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selecting)
    {
      _cadet_task_sidebar_toggle (self, position);
      return;
    }

  task = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (task != NULL)
    {
      self->marking = TRUE;
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
      self->marking = FALSE;
      _cadet_task_sidebar_open (self, task);
    }
}

static gboolean
day_cb (gpointer user_data)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (user_data);

  cadet_task_sidebar_set_now (self, g_get_real_time () / 1000);

  return G_SOURCE_CONTINUE;
}

static void
create_view (CadetTaskSidebar *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  g_autoptr (GtkListItemFactory) row_factory = cadet_task_factories_new_rows (G_OBJECT (self));

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  self->view = GTK_LIST_VIEW (gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)),
                                                 g_steal_pointer (&row_factory)));
  gtk_list_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_list_view_set_single_click_activate (self->view, self->collapsed);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Tasks"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  _cadet_task_sidebar_watch_selection (self);
  _cadet_task_sidebar_watch_typing (self);
  gtk_scrolled_window_set_child (self->scrolled_window, GTK_WIDGET (self->view));
  cadet_task_sidebar_set_now (self, g_get_real_time () / 1000);
  self->day_source = g_timeout_add_seconds (DAY_INTERVAL, day_cb, self);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_more_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_more_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
cadet_task_sidebar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_sidebar_set_property (GObject *object, guint prop_id, const GValue *value,
                                 GParamSpec *pspec)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SEARCHING:
      cadet_task_sidebar_set_searching (self, g_value_get_boolean (value));
      break;
    case PROP_SELECTING:
      cadet_task_sidebar_set_selecting (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_sidebar_dispose (GObject *object)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (object);

  if (self->tasks != NULL)
    g_signal_handlers_disconnect_by_data (self->tasks, self);
  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  /* Before the template lets go of it, too: the bin would unparent it once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_SIDEBAR);
  g_clear_object (&self->shown);
  g_clear_object (&self->selection);
  g_clear_object (&self->tasks);

  G_OBJECT_CLASS (cadet_task_sidebar_parent_class)->dispose (object);
}

static void
cadet_task_sidebar_finalize (GObject *object)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (object);

  g_clear_pointer (&self->day, g_free);

  G_OBJECT_CLASS (cadet_task_sidebar_parent_class)->finalize (object);
}

static void
cadet_task_sidebar_class_init (CadetTaskSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_task_sidebar_dispose;
  object_class->finalize = cadet_task_sidebar_finalize;
  object_class->get_property = cadet_task_sidebar_get_property;
  object_class->set_property = cadet_task_sidebar_set_property;

  /**
   * CadetTaskSidebar:searching:
   *
   * Whether the search bar is open.
   */
  properties[PROP_SEARCHING] =
    g_param_spec_boolean ("searching", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * CadetTaskSidebar:selecting:
   *
   * Whether several tasks can be selected, to do something with all of them.
   */
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetTaskSidebar::open:
   * @self: the sidebar
   * @task: the task that the user wants to see
   */
  signals[SIGNAL_OPEN] =
    g_signal_new ("open", CADET_TYPE_TASK_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CADET_TYPE_TASK);

  /**
   * CadetTaskSidebar::use-as-draft:
   * @self: the sidebar
   * @draft: a draft made of a task, without its secrets
   */
  signals[SIGNAL_USE_AS_DRAFT] =
    g_signal_new ("use-as-draft", CADET_TYPE_TASK_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CADET_TYPE_DRAFT);

  _cadet_task_sidebar_install_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskSidebar, scrolled_window);
}

static void
cadet_task_sidebar_init (CadetTaskSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_sidebar_set_tasks:
 * @self: the sidebar
 * @tasks: (transfer none): the tasks to show, newest first
 *
 * Shows @tasks and loads more of them as the user comes near the end. To be called once.
 */
void
cadet_task_sidebar_set_tasks (CadetTaskSidebar *self, CadetTaskList *tasks)
{
  CadetDayModel *days;

  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));
  g_return_if_fail (CADET_IS_TASK_LIST (tasks));
  g_return_if_fail (self->tasks == NULL);

  self->tasks = g_object_ref (tasks);
  days = cadet_day_model_new (G_LIST_MODEL (tasks));
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (days));

  create_view (self);
  _cadet_task_sidebar_update_actions (self);

  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tasks, "notify::loaded", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  update_page (self);
}

/**
 * cadet_task_sidebar_set_collapsed:
 * @self: the sidebar
 * @collapsed: whether the task opens in the sidebar's place
 *
 * Says whether a task is opened where the list is, so that marking a row must not do it.
 */
void
cadet_task_sidebar_set_collapsed (CadetTaskSidebar *self, gboolean collapsed)
{
  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));

  self->collapsed = !!collapsed;
  if (self->view != NULL)
    gtk_list_view_set_single_click_activate (self->view, collapsed && !self->selecting);
}

/**
 * cadet_task_sidebar_select:
 * @self: the sidebar
 * @task: (nullable): the task that is shown, or %NULL
 *
 * Marks @task in the list without opening it.
 */
void
cadet_task_sidebar_select (CadetTaskSidebar *self, CadetTask *task)
{
  guint position = GTK_INVALID_LIST_POSITION;
  guint n_items;

  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));
  g_return_if_fail (task == NULL || CADET_IS_TASK (task));

  if (self->shown != task)
    g_set_object (&self->shown, task);

  if (self->selection == NULL || self->selecting)
    return;

  n_items = task != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
  for (guint i = 0; i < n_items && position == GTK_INVALID_LIST_POSITION; i++)
    {
      g_autoptr (CadetTask) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      /* Whoever read the ledger for itself may have another object for it. */
      if (g_str_equal (cadet_task_get_attempt (item), cadet_task_get_attempt (task)))
        position = i;
    }

  self->marking = TRUE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  else
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  self->marking = FALSE;
  _cadet_task_sidebar_update_actions (self);
}

/**
 * cadet_task_sidebar_set_now:
 * @self: the sidebar, which shows tasks
 * @now: the time, in ms since 1970, UTC
 *
 * Names the days above the tasks anew where @now is in another day than the last time. The sidebar
 * does it by itself as time goes by.
 */
void
cadet_task_sidebar_set_now (CadetTaskSidebar *self, gint64 now)
{
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *day = NULL;

  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));
  g_return_if_fail (self->view != NULL);

  time = g_date_time_new_from_unix_local_usec (now * 1000);
  day = g_date_time_format (time, "%F");
  if (!g_set_str (&self->day, day))
    return;

  factory = cadet_task_factories_new_days (now);
  gtk_list_view_set_header_factory (self->view, factory);
}

void
_cadet_task_sidebar_notify_selecting (CadetTaskSidebar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

/**
 * cadet_task_sidebar_get_searching:
 * @self: the sidebar
 *
 * Returns: whether the search bar is open
 */
gboolean
cadet_task_sidebar_get_searching (CadetTaskSidebar *self)
{
  g_return_val_if_fail (CADET_IS_TASK_SIDEBAR (self), FALSE);

  return self->searching;
}

/**
 * cadet_task_sidebar_set_searching:
 * @self: the sidebar
 * @searching: whether to open the search bar
 *
 * Opens the search bar with the focus in it, or closes it and shows all tasks again.
 */
void
cadet_task_sidebar_set_searching (CadetTaskSidebar *self, gboolean searching)
{
  g_return_if_fail (CADET_IS_TASK_SIDEBAR (self));

  searching = !!searching;
  if (self->searching == searching)
    return;

  self->searching = searching;
  if (self->search_bar == NULL)
    _cadet_task_sidebar_create_search (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
  if (searching)
    gtk_widget_grab_focus (self->search_entry);
}
