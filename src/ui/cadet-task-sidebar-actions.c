/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-file.h"
#include "ui/cadet-task-sidebar-private.h"

#include <glib/gi18n.h>

/* What is done with some tasks, while the sidebar may go. */
typedef struct
{
  GWeakRef             sidebar;
  GPtrArray           *tasks;
  GtkWidget           *entry;
  CadetTaskFileFormat  format;
} Work;

static Work *
work_new (CadetTaskSidebar *self,
          GPtrArray        *tasks)
{
  Work *work = g_new0 (Work, 1);

  g_weak_ref_init (&work->sidebar, self);
  work->tasks = g_ptr_array_ref (tasks);

  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_weak_ref_clear (&work->sidebar);
  g_clear_pointer (&work->tasks, g_ptr_array_unref);
  g_free (work);
}

static void
work_free_closure (gpointer  data,
                   GClosure *closure)
{
  work_free (data);
}

static void
add_toast (CadetTaskSidebar *self,
           AdwToast         *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  adw_toast_set_use_markup (toast, FALSE);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
tell (CadetTaskSidebar *self,
      const char       *text)
{
  add_toast (self, adw_toast_new (text));
}

/* Tells what went wrong, if anything did. */
static DexFuture *
told_cb (DexFuture *future,
         gpointer   user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (self != NULL && error != NULL)
    tell (self, error->message);

  return dex_future_new_true ();
}

static void
use_as_draft_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);
  g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);

  if (tasks->len != 1)
    return;

  cadet_task_sidebar_set_selecting (self, FALSE);
  _cadet_task_sidebar_use_as_draft (self, g_ptr_array_index (tasks, 0));
}

static void
copy_ids_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);
  g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint n_ids = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      gint64 id = cadet_task_get_task_id (g_ptr_array_index (tasks, i));

      if (id != 0)
        g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, n_ids++ > 0 ? "\n" : "", id);
    }

  if (tasks->len == 0)
    return;
  if (n_ids == 0)
    {
      tell (self, ngettext ("The service gave this task no ID", "The service gave these tasks no IDs",
                            tasks->len));
      return;
    }

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), ids->str);
  text = g_strdup_printf (ngettext ("%u task ID copied", "%u task IDs copied", n_ids), n_ids);
  tell (self, text);
}

static void
note_response_cb (AdwAlertDialog *dialog,
                  const char     *response,
                  gpointer        user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);
  const char *note = gtk_editable_get_text (GTK_EDITABLE (work->entry));
  gint64 now = g_get_real_time () / 1000;

  if (self == NULL || !g_str_equal (response, "save"))
    return;

  for (guint i = 0; i < work->tasks->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);
      CadetTask *task = g_ptr_array_index (work->tasks, i);

      g_ptr_array_add (one, g_object_ref (task));
      cadet_task_set_note (task, note);
      dex_future_disown (dex_future_finally (
        cadet_ledger_record_note (cadet_task_list_get_ledger (self->tasks),
                                  cadet_task_get_attempt (task), note, now),
        told_cb, work_new (self, one), work_free));
    }
}

static void
note_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);
  g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;
  Work *work;

  if (tasks->len == 0)
    return;

  work = work_new (self, tasks);
  work->entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (work->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (work->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Note"), -1);

  if (tasks->len == 1)
    {
      const char *note = cadet_task_get_note (g_ptr_array_index (tasks, 0));

      dialog = adw_alert_dialog_new (_("Note"), cadet_task_get_name (g_ptr_array_index (tasks, 0)));
      gtk_editable_set_text (GTK_EDITABLE (work->entry), note != NULL ? note : "");
    }
  else
    {
      /* Translators: the heading of a dialog. */
      heading = g_strdup_printf (ngettext ("Note for %u Task", "Note for %u Tasks", tasks->len),
                                 tasks->len);
      dialog = adw_alert_dialog_new (heading, _("It takes the place of the notes that they have."));
    }
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), work->entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save",
                                  _("_Save"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save",
                                            ADW_RESPONSE_SUGGESTED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (note_response_cb), work,
                         work_free_closure, 0);
  adw_dialog_present (dialog, widget);
  /* Not the button that Enter presses anyhow. */
  gtk_widget_grab_focus (work->entry);
}

static void
undo_cb (AdwToast *toast,
         gpointer  user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);

  if (self != NULL)
    dex_future_disown (dex_future_finally (cadet_task_list_restore (self->tasks, work->tasks),
                                           told_cb, work_new (self, work->tasks), work_free));
}

static DexFuture *
deleted_cb (DexFuture *future,
            gpointer   user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  dex_future_get_value (future, &error);
  if (self == NULL)
    return dex_future_new_true ();
  if (error != NULL)
    {
      tell (self, error->message);
      return dex_future_new_true ();
    }

  cadet_task_sidebar_set_selecting (self, FALSE);
  text = g_strdup_printf (ngettext ("%u task deleted from the list",
                                    "%u tasks deleted from the list", work->tasks->len),
                          work->tasks->len);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb),
                         work_new (self, work->tasks), work_free_closure, 0);
  add_toast (self, toast);

  return dex_future_new_true ();
}

static void
delete (CadetTaskSidebar *self,
        GPtrArray        *tasks)
{
  g_assert (CADET_IS_TASK_SIDEBAR (self));

  dex_future_disown (dex_future_finally (cadet_task_list_delete (self->tasks, tasks), deleted_cb,
                                         work_new (self, tasks), work_free));
}

static void
delete_response_cb (AdwAlertDialog *dialog,
                    const char     *response,
                    gpointer        user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);

  if (self != NULL && g_str_equal (response, "delete"))
    delete (self, work->tasks);
}

static guint
count_uncertain (GPtrArray *tasks)
{
  guint n_uncertain = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      CadetTaskState state = cadet_task_get_state (g_ptr_array_index (tasks, i));

      if (state == CADET_TASK_UNKNOWN || state == CADET_TASK_SENDING)
        n_uncertain++;
    }

  return n_uncertain;
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);
  g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);
  guint n_uncertain = count_uncertain (tasks);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  if (tasks->len == 0)
    return;

  if (n_uncertain == 0)
    {
      delete (self, tasks);
      return;
    }

  heading = g_strdup_printf (ngettext ("Delete %u Task from the List?",
                                       "Delete %u Tasks from the List?", tasks->len),
                             tasks->len);
  dialog = adw_alert_dialog_new (heading, NULL);
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                ngettext ("The service may have created %u of them, or may still do "
                                          "so, and there is no other record of it.",
                                          "The service may have created %u of them, or may still do "
                                          "so, and there is no other record of them.",
                                          n_uncertain),
                                n_uncertain);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "delete",
                                  _("_Delete"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (delete_response_cb),
                         work_new (self, tasks), work_free_closure, 0);
  adw_dialog_present (dialog, widget);
}

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   user_data)
{
  Work *work = user_data;
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;

  dex_future_get_value (future, &error);
  if (self == NULL)
    return dex_future_new_true ();

  if (error == NULL)
    {
      text = g_strdup_printf (ngettext ("%u task exported", "%u tasks exported", work->tasks->len),
                              work->tasks->len);
      tell (self, text);
      return dex_future_new_true ();
    }

  dialog = adw_alert_dialog_new (_("Not Exported"), NULL);
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                /* Translators: %s is what the system said. */
                                _("The file could not be written, and what was there before is "
                                  "untouched. Choose another place. (%s)"),
                                error->message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));

  return dex_future_new_true ();
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autoptr (CadetTaskSidebar) self = g_weak_ref_get (&work->sidebar);
  g_autoptr (GListStore) tasks = NULL;

  if (file == NULL)
    {
      if (self != NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
        tell (self, error->message);
      work_free (work);
      return;
    }

  tasks = g_list_store_new (CADET_TYPE_TASK);
  for (guint i = 0; i < work->tasks->len; i++)
    g_list_store_append (tasks, g_ptr_array_index (work->tasks, i));
  dex_future_disown (dex_future_finally (
    cadet_task_file_save (file, G_LIST_MODEL (tasks), work->format), saved_cb, work, work_free));
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);
  g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autoptr (GListStore) filters = NULL;
  g_autofree char *file_name = NULL;
  gboolean is_csv = g_str_equal (g_variant_get_string (parameter, NULL), "csv");
  Work *work;

  if (tasks->len == 0)
    return;

  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, is_csv ? _("CSV Files") : _("JSON Files"));
  gtk_file_filter_add_suffix (filter, is_csv ? "csv" : "json");
  filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_list_store_append (filters, filter);

  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Export Tasks"));
  gtk_file_dialog_set_accept_label (dialog, _("_Export"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  /* Translators: the name of a file, to be followed by .json or .csv. */
  file_name = g_strdup_printf ("%s.%s", _("tasks"), is_csv ? "csv" : "json");
  gtk_file_dialog_set_initial_name (dialog, file_name);

  work = work_new (self, tasks);
  work->format = is_csv ? CADET_TASK_FILE_CSV : CADET_TASK_FILE_JSON;
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, work);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  CadetTaskSidebar *self = CADET_TASK_SIDEBAR (widget);

  if (self->selection != NULL)
    _cadet_task_sidebar_select_all (self);
}

static void
clear_search_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  _cadet_task_sidebar_clear_search (CADET_TASK_SIDEBAR (widget));
}

void
_cadet_task_sidebar_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tasks.use-as-draft", NULL, use_as_draft_action);
  gtk_widget_class_install_action (widget_class, "tasks.copy-ids", NULL, copy_ids_action);
  gtk_widget_class_install_action (widget_class, "tasks.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "tasks.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "tasks.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "tasks.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "tasks.clear-search", NULL, clear_search_action);
}

/* While several can be selected, only what is selected is meant; otherwise the focus, too. */
void
_cadet_task_sidebar_update_actions (CadetTaskSidebar *self)
{
  static const char *const for_some[] = {
    "tasks.copy-ids", "tasks.note", "tasks.delete", "tasks.export",
  };
  guint n_selected = 1;

  g_assert (CADET_IS_TASK_SIDEBAR (self));

  if (self->selecting && self->selection != NULL)
    {
      g_autoptr (GPtrArray) tasks = _cadet_task_sidebar_dup_selected (self);

      n_selected = tasks->len;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tasks.use-as-draft", n_selected == 1);
  for (guint i = 0; i < G_N_ELEMENTS (for_some); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_some[i], n_selected > 0);
}
