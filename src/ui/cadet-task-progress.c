/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-progress.h"

#include "ui/cadet-copy-row.h"
#include "ui/cadet-time.h"

#include <glib/gi18n.h>

struct _CadetTaskProgress
{
  AdwPreferencesGroup parent_instance;

  CadetCopyRow       *status_row;
  CadetCopyRow       *error_row;
  CadetCopyRow       *instances_row;
  AdwActionRow       *created_row;
  AdwActionRow       *checked_row;
  GtkWidget          *refresh_button;
  GtkStack           *refresh_stack;
  GtkButton          *follow_button;
  AdwPreferencesRow  *problem_row;

  CadetFollower      *follower;
  CadetTask          *task;
  gulong              notify_id;
  GCancellable       *refreshing;
};

G_DEFINE_FINAL_TYPE (CadetTaskProgress, cadet_task_progress, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  GWeakRef progress;
  GCancellable *cancellable;
} Refreshing;

static void
refreshing_free (gpointer data)
{
  Refreshing *refreshing = data;

  g_weak_ref_clear (&refreshing->progress);
  g_clear_object (&refreshing->cancellable);
  g_free (refreshing);
}

static void
update_report (CadetTaskProgress *self)
{
  CadetTaskReport *report = cadet_task_get_report (self->task);
  g_autofree char *created = NULL;
  g_autofree char *checked = NULL;

  g_assert (CADET_IS_TASK_PROGRESS (self));

  if (report != NULL && cadet_task_report_get_created_at (report) != 0)
    created = cadet_time_dup_precise (cadet_task_report_get_created_at (report));
  if (report != NULL)
    checked = cadet_time_dup_precise (cadet_task_report_get_seen_at (report));

  cadet_copy_row_set_value (self->status_row,
                            report != NULL ? cadet_task_report_get_status (report) : NULL);
  cadet_copy_row_set_value (self->error_row,
                            report != NULL ? cadet_task_report_get_error_message (report) : NULL);
  cadet_copy_row_set_value (self->instances_row,
                            report != NULL ? cadet_task_report_get_instance_ids (report) : NULL);
  adw_action_row_set_subtitle (self->created_row, created != NULL ? created : "");
  gtk_widget_set_visible (GTK_WIDGET (self->created_row), created != NULL);
  adw_action_row_set_subtitle (self->checked_row, checked != NULL ? checked : _("Not yet"));
}

static void
update (CadetTaskProgress *self)
{
  const char *problem = cadet_task_get_follow_problem (self->task);
  gboolean followed = cadet_task_get_followed (self->task);

  g_assert (CADET_IS_TASK_PROGRESS (self));

  update_report (self);
  gtk_button_set_label (self->follow_button, followed ? _("Stop Following") : _("Follow"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->follow_button),
                               followed ? _("Stop asking the service what becomes of the task")
                                        : _("Ask the service again and again until the task ends"));
  gtk_widget_set_visible (GTK_WIDGET (self->follow_button),
                          followed || !cadet_task_is_at_rest (self->task));
  adw_preferences_row_set_title (self->problem_row, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), cadet_task_get_task_id (self->task) != 0);
}

static void
set_refreshing (CadetTaskProgress *self,
                GCancellable      *cancellable)
{
  g_assert (CADET_IS_TASK_PROGRESS (self));

  g_set_object (&self->refreshing, cancellable);
  gtk_stack_set_visible_child_name (self->refresh_stack,
                                    cancellable != NULL ? "spinner" : "icon");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->refresh_button), GTK_ACCESSIBLE_STATE_BUSY,
                               (gboolean) (cancellable != NULL), -1);
}

static DexFuture *
refreshed_cb (DexFuture *future,
              gpointer   user_data)
{
  Refreshing *refreshing = user_data;
  g_autoptr (CadetTaskProgress) self = g_weak_ref_get (&refreshing->progress);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);

  if (self == NULL || self->refreshing != refreshing->cancellable)
    return dex_future_new_true ();

  set_refreshing (self, NULL);
  if (error != NULL)
    cadet_task_set_follow_problem (self->task, error->message);
  else
    gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Checked"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return dex_future_new_true ();
}

static void
refresh_clicked_cb (CadetTaskProgress *self)
{
  g_autoptr (GCancellable) cancellable = NULL;
  Refreshing *refreshing;

  g_assert (CADET_IS_TASK_PROGRESS (self));

  if (self->refreshing != NULL)
    return;

  cancellable = g_cancellable_new ();
  set_refreshing (self, cancellable);
  refreshing = g_new0 (Refreshing, 1);
  g_weak_ref_init (&refreshing->progress, self);
  refreshing->cancellable = g_object_ref (cancellable);
  dex_future_disown (dex_future_finally (
    cadet_follower_refresh (self->follower, self->task, cancellable), refreshed_cb, refreshing,
    refreshing_free));
}

static void
follow_clicked_cb (CadetTaskProgress *self)
{
  g_assert (CADET_IS_TASK_PROGRESS (self));

  if (cadet_task_get_followed (self->task))
    {
      cadet_follower_stop (self->follower, self->task);
      return;
    }

  cadet_task_set_follow_problem (self->task, NULL);
  cadet_follower_follow (self->follower, self->task);
}

static void
forget_task (CadetTaskProgress *self)
{
  g_assert (CADET_IS_TASK_PROGRESS (self));

  if (self->refreshing != NULL)
    g_cancellable_cancel (self->refreshing);
  g_clear_object (&self->refreshing);
  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  g_clear_object (&self->task);
}

static void
cadet_task_progress_dispose (GObject *object)
{
  CadetTaskProgress *self = CADET_TASK_PROGRESS (object);

  forget_task (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_PROGRESS);
  g_clear_object (&self->follower);

  G_OBJECT_CLASS (cadet_task_progress_parent_class)->dispose (object);
}

static void
cadet_task_progress_class_init (CadetTaskProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_task_progress_dispose;

  g_type_ensure (CADET_TYPE_COPY_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, status_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, error_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, instances_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, created_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, checked_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, follow_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskProgress, problem_row);
  gtk_widget_class_bind_template_callback (widget_class, refresh_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_clicked_cb);
}

static void
cadet_task_progress_init (CadetTaskProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_progress_set_follower:
 * @self: the group
 * @follower: (transfer none): what asks the service
 */
void
cadet_task_progress_set_follower (CadetTaskProgress *self,
                                  CadetFollower     *follower)
{
  g_return_if_fail (CADET_IS_TASK_PROGRESS (self));
  g_return_if_fail (CADET_IS_FOLLOWER (follower));

  g_set_object (&self->follower, follower);
}

/**
 * cadet_task_progress_set_task:
 * @self: the group
 * @task: (transfer none): whose progress is shown; without a task ID there is none
 */
void
cadet_task_progress_set_task (CadetTaskProgress *self,
                              CadetTask         *task)
{
  g_return_if_fail (CADET_IS_TASK_PROGRESS (self));
  g_return_if_fail (CADET_IS_TASK (task));

  forget_task (self);
  self->task = g_object_ref (task);
  self->notify_id = g_signal_connect_swapped (task, "notify", G_CALLBACK (update), self);
  set_refreshing (self, NULL);
  cadet_follower_attach (self->follower, task);
  update (self);
}
