/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-unknown.h"

#include "ui/cadet-found-dialog.h"
#include "ui/cadet-time.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CadetTaskUnknown
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow       *sent_row;
  AdwActionRow       *connection_row;
  GtkWidget          *found_row;
  GtkWidget          *not_created_row;
  GtkWidget          *again_row;

  CadetResolver      *resolver;
  CadetTask          *task;
  gulong              notify_id;
};

enum
{
  SIGNAL_CREATE_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskUnknown, cadet_task_unknown, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_sent (CadetTask *task)
{
  const char *headers = cadet_task_get_request_headers (task);
  const char *body = cadet_task_get_request_body (task);
  gsize n_bytes = (headers != NULL ? strlen (headers) : 0) + (body != NULL ? strlen (body) : 0);
  g_autofree char *time = NULL;
  g_autofree char *size = NULL;

  if (cadet_task_get_sent_at (task) == 0)
    return g_strdup (_("The request was about to be sent; more is not recorded"));

  time = cadet_time_dup_precise (cadet_task_get_sent_at (task));
  if (n_bytes == 0)
    return g_steal_pointer (&time);

  size = g_format_size_full (n_bytes, G_FORMAT_SIZE_LONG_FORMAT);

  /* Translators: a time, and how much was sent then, such as “412 bytes”. */
  return g_strdup_printf (_("%s, %s"), time, size);
}

static void
update (CadetTaskUnknown *self)
{
  CadetTaskState state = cadet_task_get_state (self->task);
  CadetOutcome *outcome = cadet_task_get_outcome (self->task);
  const char *said = outcome != NULL ? cadet_outcome_get_message (outcome) : NULL;
  gboolean unknown = state == CADET_TASK_UNKNOWN;
  g_autofree char *sent = NULL;

  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), unknown || state == CADET_TASK_NOT_CREATED);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  sent = dup_sent (self->task);
  adw_action_row_set_subtitle (self->sent_row, sent);
  adw_action_row_set_subtitle (self->connection_row, said != NULL ? said : "");
  gtk_widget_set_visible (GTK_WIDGET (self->connection_row), said != NULL);
  gtk_widget_set_visible (self->not_created_row, unknown);
}

static void
found_activated_cb (CadetTaskUnknown *self)
{
  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  adw_dialog_present (cadet_found_dialog_new (self->resolver, self->task), GTK_WIDGET (self));
}

static DexFuture *
resolved_cb (DexFuture *future,
             gpointer   user_data)
{
  CadetTaskUnknown *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  dex_future_get_value (future, &error);
  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);

  return dex_future_new_true ();
}

static void
not_created_activated_cb (CadetTaskUnknown *self)
{
  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  dex_future_disown (dex_future_finally (cadet_resolver_not_created (self->resolver, self->task),
                                         resolved_cb, g_object_ref (self), g_object_unref));
}

static void
again_response_cb (AdwAlertDialog *dialog,
                   const char     *response,
                   gpointer        user_data)
{
  CadetTaskUnknown *self = user_data;

  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  if (g_str_equal (response, "again"))
    g_signal_emit (self, signals[SIGNAL_CREATE_AGAIN], 0);
}

static void
again_activated_cb (CadetTaskUnknown *self)
{
  AdwDialog *dialog;

  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  /* Who says that it was not created has looked. */
  if (cadet_task_get_state (self->task) != CADET_TASK_UNKNOWN)
    {
      g_signal_emit (self, signals[SIGNAL_CREATE_AGAIN], 0);
      return;
    }

  dialog = adw_alert_dialog_new (NULL, _("The service may have created this task already. Look for "
                                         "it in the CADT console first: another attempt could make "
                                         "a second task.\n\nA draft opens that you can look over "
                                         "and send."));
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Create “%s” Again?"),
                                   cadet_task_get_name (self->task));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "again",
                                  _("Open _Draft"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (again_response_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
forget_task (CadetTaskUnknown *self)
{
  g_assert (CADET_IS_TASK_UNKNOWN_GROUP (self));

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  g_clear_object (&self->task);
}

static void
cadet_task_unknown_dispose (GObject *object)
{
  CadetTaskUnknown *self = CADET_TASK_UNKNOWN_GROUP (object);

  forget_task (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_UNKNOWN_GROUP);
  g_clear_object (&self->resolver);

  G_OBJECT_CLASS (cadet_task_unknown_parent_class)->dispose (object);
}

static void
cadet_task_unknown_class_init (CadetTaskUnknownClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_task_unknown_dispose;

  /**
   * CadetTaskUnknown::create-again:
   * @self: the group
   */
  signals[SIGNAL_CREATE_AGAIN] = g_signal_new ("create-again", CADET_TYPE_TASK_UNKNOWN_GROUP,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                               0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-unknown.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskUnknown, sent_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskUnknown, connection_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskUnknown, found_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskUnknown, not_created_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskUnknown, again_row);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, not_created_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_activated_cb);
}

static void
cadet_task_unknown_init (CadetTaskUnknown *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_unknown_set_resolver:
 * @self: the group
 * @resolver: (transfer none): records what the user says
 */
void
cadet_task_unknown_set_resolver (CadetTaskUnknown *self,
                                 CadetResolver    *resolver)
{
  g_return_if_fail (CADET_IS_TASK_UNKNOWN_GROUP (self));
  g_return_if_fail (CADET_IS_RESOLVER (resolver));

  g_set_object (&self->resolver, resolver);
}

/**
 * cadet_task_unknown_set_task:
 * @self: the group
 * @task: (transfer none): an attempt; where its outcome is known there is nothing to see
 */
void
cadet_task_unknown_set_task (CadetTaskUnknown *self,
                             CadetTask        *task)
{
  g_return_if_fail (CADET_IS_TASK_UNKNOWN_GROUP (self));
  g_return_if_fail (CADET_IS_TASK (task));

  forget_task (self);
  self->task = g_object_ref (task);
  self->notify_id = g_signal_connect_swapped (task, "notify", G_CALLBACK (update), self);
  update (self);
}
