/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-window-private.h"

#include "ui/cadet-profiles-dialog.h"
#include "ui/cadet-welcome-page.h"

#include <glib/gi18n.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

G_DEFINE_FINAL_TYPE (CadetWindow, cadet_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
has_profile (CadetWindow *self)
{
  GSettings *settings = cadet_application_get_settings (self->application);
  g_autofree char *chosen = g_settings_get_string (settings, "default-profile");
  g_auto (GStrv) ids = g_settings_get_strv (settings, "profile-ids");

  return *chosen != '\0' || *ids != NULL;
}

static void
show_page (CadetWindow *self, GtkWidget *page, const char *title)
{
  g_assert (CADET_IS_WINDOW (self));

  if (gtk_widget_get_parent (page) == NULL)
    gtk_stack_add_child (self->content_stack, page);
  gtk_stack_set_visible_child (self->content_stack, page);
  adw_navigation_page_set_title (self->content_page, title);
}

static void
show_welcome (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->welcome_page == NULL)
    self->welcome_page = cadet_welcome_page_new ();

  show_page (self, self->welcome_page, _("Welcome"));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static gboolean
is_blank (CadetDraft *draft)
{
  const char *texts[] = {
    cadet_draft_get_process_id (draft),
    cadet_draft_get_task_name (draft),
    cadet_draft_get_app_id (draft),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      return FALSE;

  return g_list_model_get_n_items (G_LIST_MODEL (cadet_draft_get_variables (draft))) == 0;
}

static void
undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  CadetWindow *self = user_data;

  g_assert (CADET_IS_WINDOW (self));

  cadet_task_editor_set_draft (self->editor, g_object_get_data (G_OBJECT (toast), "draft"));
  _cadet_window_show_editor (self);
}

/* Puts a draft into the editor; one that stood there can be had back. */
static void
replace_draft (CadetWindow *self, CadetDraft *draft)
{
  g_autoptr (CadetDraft) old = NULL;

  g_assert (CADET_IS_WINDOW (self));

  g_set_object (&old, cadet_task_editor_get_draft (self->editor));
  cadet_task_editor_set_draft (self->editor, draft);

  if (!is_blank (old))
    {
      AdwToast *toast = adw_toast_new (_("Draft replaced"));

      adw_toast_set_button_label (toast, _("_Undo"));
      g_object_set_data_full (G_OBJECT (toast), "draft", g_steal_pointer (&old), g_object_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
      adw_toast_overlay_add_toast (self->toast_overlay, toast);
    }
}

static void
use_as_draft_cb (CadetWindow *self, CadetDraft *draft)
{
  g_assert (CADET_IS_WINDOW (self));
  g_assert (CADET_IS_DRAFT (draft));

  if (self->sending != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s",
                                  _("A task is still being sent"));
      return;
    }

  _cadet_window_show_editor (self);
  replace_draft (self, draft);
  cadet_task_editor_focus_first (self->editor);
}

static void
editor_cancel_cb (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  _cadet_window_cancel (self);
}

static void
ensure_editor (CadetWindow *self)
{
  g_autoptr (CadetDraft) draft = NULL;
  CadetProfileList *profiles;

  g_assert (CADET_IS_WINDOW (self));

  if (self->editor != NULL)
    return;

  draft = cadet_draft_new ();
  profiles = cadet_application_get_profiles (self->application);

  self->editor = CADET_TASK_EDITOR (cadet_task_editor_new ());
  cadet_task_editor_set_profiles (self->editor, profiles);
  cadet_task_editor_set_profile (self->editor, cadet_profile_list_get_default (profiles));
  cadet_task_editor_set_draft (self->editor, draft);
  g_signal_connect_object (self->editor, "create", G_CALLBACK (_cadet_window_submit_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "cancel", G_CALLBACK (editor_cancel_cb), self,
                           G_CONNECT_SWAPPED);
}

void
_cadet_window_show_editor (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  ensure_editor (self);
  cadet_task_sidebar_select (self->sidebar, NULL);
  show_page (self, GTK_WIDGET (self->editor), _("New Task"));
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
create_again_cb (CadetWindow *self)
{
  CadetTask *task = cadet_task_page_get_task (self->task_page);
  g_autoptr (CadetDraft) draft = cadet_task_dup_draft (task);
  g_autoptr (CadetTask) shown = g_object_ref (task);

  g_assert (CADET_IS_WINDOW (self));

  if (draft == NULL)
    return;

  use_as_draft_cb (self, draft);
  if (self->editor != NULL && cadet_task_editor_get_draft (self->editor) == draft)
    _cadet_window_link (self, shown, draft);
}

static void
execute_cb (CadetWindow *self,
            gboolean     again)
{
  g_assert (CADET_IS_WINDOW (self));

  _cadet_window_execute (self, cadet_task_page_get_task (self->task_page), again);
}

void
_cadet_window_show_task (CadetWindow *self, CadetTask *task)
{
  g_assert (CADET_IS_WINDOW (self));
  g_assert (CADET_IS_TASK (task));

  if (self->task_page == NULL)
    {
      CadetApplication *application = self->application;

      self->task_page = CADET_TASK_PAGE (
        cadet_task_page_new (cadet_application_get_ledger (application),
                             cadet_application_get_follower (application),
                             cadet_application_get_resolver (application),
                             G_LIST_MODEL (cadet_application_get_tasks (application))));
      g_signal_connect_object (self->task_page, "use-as-draft", G_CALLBACK (use_as_draft_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->task_page, "create-again", G_CALLBACK (create_again_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->task_page, "execute", G_CALLBACK (execute_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->task_page, "open-attempt",
                               G_CALLBACK (cadet_window_open_attempt), self, G_CONNECT_SWAPPED);
    }

  cadet_task_page_set_task (self->task_page, task);
  show_page (self, GTK_WIDGET (self->task_page), cadet_task_get_name (task));
  cadet_task_sidebar_select (self->sidebar, task);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
open_task_cb (CadetWindow *self, CadetTask *task)
{
  g_assert (CADET_IS_WINDOW (self));

  _cadet_window_show_task (self, task);
}

static void
collapsed_cb (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  cadet_task_sidebar_set_collapsed (self->sidebar,
                                    adw_navigation_split_view_get_collapsed (self->split_view));
}

static void
show_content_cb (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  /* Back in the list, no row is open. */
  if (adw_navigation_split_view_get_collapsed (self->split_view) &&
      !adw_navigation_split_view_get_show_content (self->split_view))
    cadet_task_sidebar_select (self->sidebar, NULL);
}

/* Making widgets from templates leaves free memory behind that the C library would keep. */
static gboolean
trim_cb (gpointer user_data)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

/* What is not in the list any more is not shown beside it either. */
static void
task_deleted_cb (CadetWindow *self, CadetTask *task)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->task_page == NULL || cadet_task_page_get_task (self->task_page) != task ||
      gtk_stack_get_visible_child (self->content_stack) != GTK_WIDGET (self->task_page))
    return;

  ensure_editor (self);
  cadet_task_sidebar_select (self->sidebar, NULL);
  show_page (self, GTK_WIDGET (self->editor), _("New Task"));
}

static gboolean
start_cb (gpointer user_data)
{
  CadetWindow *self = user_data;
  CadetTaskList *tasks = cadet_application_get_tasks (self->application);

  g_assert (CADET_IS_WINDOW (self));

  self->start_id = 0;
  self->started = TRUE;
  cadet_task_sidebar_set_tasks (self->sidebar, tasks);
  g_signal_connect_object (tasks, "deleted", G_CALLBACK (task_deleted_cb), self,
                           G_CONNECT_SWAPPED);
  _cadet_window_watch_report (self);
  _cadet_window_load_tasks (self);
  cadet_ledger_watch (cadet_application_get_ledger (self->application));

  if (has_profile (self) && gtk_stack_get_visible_child (self->content_stack) == self->waiting_page)
    {
      ensure_editor (self);
      show_page (self, GTK_WIDGET (self->editor), _("New Task"));
      if (!adw_navigation_split_view_get_collapsed (self->split_view))
        {
          cadet_task_editor_focus_first (self->editor);
          /* Made narrow, the window goes on with what one is at. */
          adw_navigation_split_view_set_show_content (self->split_view, TRUE);
        }
    }
  g_idle_add_full (G_PRIORITY_LOW, trim_cb, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
first_frame_cb (CadetWindow *self, GdkFrameClock *clock)
{
  g_assert (CADET_IS_WINDOW (self));

  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);

  /* Not here: the frame is still on its way to the display. */
  if (!self->started && self->start_id == 0)
    self->start_id = g_idle_add (start_cb, self);
}

static void
profiles_changed_cb (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->welcome_page != NULL &&
      gtk_stack_get_visible_child (self->content_stack) == self->welcome_page &&
      has_profile (self))
    _cadet_window_show_editor (self);
}

static void
new_task_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);

  if (!has_profile (self))
    {
      show_welcome (self);
      gtk_widget_grab_focus (self->welcome_page);
      return;
    }

  /* Asked for where it is already seen, it means an empty one. */
  if (self->editor != NULL && self->sending == NULL &&
      gtk_stack_get_visible_child (self->content_stack) == GTK_WIDGET (self->editor))
    {
      g_autoptr (CadetDraft) draft = cadet_draft_new ();

      replace_draft (self, draft);
    }

  _cadet_window_show_editor (self);
  cadet_task_editor_focus_first (self->editor);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);
  gboolean searching = cadet_task_sidebar_get_searching (self->sidebar);

  if (adw_navigation_split_view_get_collapsed (self->split_view) &&
      adw_navigation_split_view_get_show_content (self->split_view))
    {
      adw_navigation_split_view_set_show_content (self->split_view, FALSE);
      searching = FALSE;
    }

  cadet_task_sidebar_set_searching (self->sidebar, !searching);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);

  gtk_menu_button_popup (self->menu_button);
}

static void
try_sandbox_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);
  CadetProfileList *profiles = cadet_application_get_profiles (self->application);
  g_autoptr (CadetProfile) profile = NULL;

  g_set_object (&profile, cadet_profile_list_find (profiles, CADET_PROFILE_ID_SANDBOX));
  cadet_profile_list_set_default (profiles, profile);
  _cadet_window_show_editor (self);
  cadet_task_editor_set_profile (self->editor, profile);
  cadet_task_editor_focus_first (self->editor);
}

static void
profiles_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);
  AdwDialog *dialog;

  dialog = cadet_profiles_dialog_new (cadet_application_get_profiles (self->application),
                                      cadet_application_get_client (self->application));
  if (g_str_equal (name, "win.add-profile"))
    cadet_profiles_dialog_show_add (CADET_PROFILES_DIALOG (dialog));
  adw_dialog_present (dialog, widget);
}

static void
notify_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CadetWindow *self = CADET_WINDOW (widget);
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
cancel_sending_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _cadet_window_cancel (CADET_WINDOW (widget));
}

static void
cancel_executing_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  _cadet_window_cancel_executing (CADET_WINDOW (widget));
}

static gboolean
cadet_window_close_request (GtkWindow *window)
{
  CadetWindow *self = CADET_WINDOW (window);
  GSettings *settings = cadet_application_get_settings (self->application);
  int width;
  int height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", CLAMP (width, 360, 32767));
  g_settings_set_int (settings, "window-height", CLAMP (height, 294, 32767));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));

  /* What is on its way ends as what it then is: not sent or unknown. */
  _cadet_window_cancel (self);
  _cadet_window_cancel_executing (self);

  return GTK_WINDOW_CLASS (cadet_window_parent_class)->close_request (window);
}

static void
cadet_window_realize (GtkWidget *widget)
{
  CadetWindow *self = CADET_WINDOW (widget);

  GTK_WIDGET_CLASS (cadet_window_parent_class)->realize (widget);

  if (!self->started)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                             G_CALLBACK (first_frame_cb), self, G_CONNECT_SWAPPED);
}

static void
cadet_window_dispose (GObject *object)
{
  CadetWindow *self = CADET_WINDOW (object);

  _cadet_window_cancel (self);
  _cadet_window_cancel_executing (self);
  g_clear_object (&self->sending);
  g_clear_object (&self->executing);
  g_clear_object (&self->linked);
  g_clear_object (&self->linked_draft);
  g_clear_handle_id (&self->start_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), CADET_TYPE_WINDOW);
  g_clear_object (&self->application);

  G_OBJECT_CLASS (cadet_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-task", NULL, new_task_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.try-sandbox", NULL, try_sandbox_action);
  gtk_widget_class_install_action (widget_class, "win.profiles", NULL, profiles_action);
  gtk_widget_class_install_action (widget_class, "win.add-profile", NULL, profiles_action);
  gtk_widget_class_install_action (widget_class, "win.notify", "s", notify_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-sending", NULL,
                                   cancel_sending_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-executing", NULL,
                                   cancel_executing_action);
}

static void
cadet_window_class_init (CadetWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = cadet_window_dispose;

  widget_class->realize = cadet_window_realize;

  window_class->close_request = cadet_window_close_request;

  g_type_ensure (CADET_TYPE_TASK_SIDEBAR);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, sidebar_view);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, content_stack);
  gtk_widget_class_bind_template_child (widget_class, CadetWindow, waiting_page);
  gtk_widget_class_bind_template_callback (widget_class, collapsed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_content_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_task_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_as_draft_cb);
  install_actions (widget_class);
}

/* Its forty widgets are made when it is first opened, not before the first frame. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  CadetWindow *self = user_data;

  g_assert (CADET_IS_WINDOW (self));

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->main_menu);
}

static void
cadet_window_init (CadetWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-sending", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel-executing", FALSE);

  if (DEVELOPMENT_BUILD)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

/**
 * cadet_window_shows:
 * @self: a window
 * @task: a task
 *
 * Returns: whether the page of @task is open in it
 */
gboolean
cadet_window_shows (CadetWindow *self,
                    CadetTask   *task)
{
  CadetTask *shown;

  g_return_val_if_fail (CADET_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (CADET_IS_TASK (task), FALSE);

  if (self->task_page == NULL
      || gtk_stack_get_visible_child (self->content_stack) != GTK_WIDGET (self->task_page)
      || (adw_navigation_split_view_get_collapsed (self->split_view)
          && !adw_navigation_split_view_get_show_content (self->split_view)))
    return FALSE;

  shown = cadet_task_page_get_task (self->task_page);

  return shown != NULL
         && g_str_equal (cadet_task_get_attempt (shown), cadet_task_get_attempt (task));
}

/**
 * cadet_window_new:
 * @application: the application that the window belongs to
 *
 * Creates a window. Its first frame shows only what needs no ledger; the tasks and the editor come
 * right after it.
 *
 * Returns: (transfer none): a new window, owned by GTK until it is closed
 */
CadetWindow *
cadet_window_new (CadetApplication *application)
{
  GSettings *settings;
  CadetWindow *self;

  g_return_val_if_fail (CADET_IS_APPLICATION (application), NULL);

  settings = cadet_application_get_settings (application);
  self = g_object_new (CADET_TYPE_WINDOW,
                       "application", application,
                       "default-width", g_settings_get_int (settings, "window-width"),
                       "default-height", g_settings_get_int (settings, "window-height"),
                       "maximized", g_settings_get_boolean (settings, "window-maximized"),
                       NULL);
  self->application = g_object_ref (application);
  g_signal_connect_object (settings, "changed::default-profile", G_CALLBACK (profiles_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::profile-ids", G_CALLBACK (profiles_changed_cb), self,
                           G_CONNECT_SWAPPED);

  if (!has_profile (self))
    show_welcome (self);

  return self;
}
