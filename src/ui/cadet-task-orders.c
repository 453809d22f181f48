/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-orders.h"

#include "ui/cadet-copy-row.h"
#include "ui/cadet-time.h"

#include <glib/gi18n.h>

struct _CadetTaskOrders
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow       *outcome_row;
  GtkStack           *outcome_stack;
  GtkImage           *outcome_icon;
  GtkWidget          *cancel_button;
  CadetCopyRow       *message_row;
  CadetCopyRow       *code_row;
  CadetCopyRow       *status_row;
  CadetCopyRow       *request_id_row;
  CadetCopyRow       *profile_row;
  GtkWidget          *again_row;

  CadetTask          *task;
  gulong              notify_id;
};

enum
{
  SIGNAL_EXECUTE_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskOrders, cadet_task_orders, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  CadetOutcomeKind kind;
  const char *icon_name;
  const char *title;
  const char *meaning;
} words[] = {
  { CADET_OUTCOME_CREATED, "cadet-created-symbolic", N_("Order taken"),
    N_("The service took the order to execute the task.") },
  { CADET_OUTCOME_REFUSED, "cadet-refused-symbolic", N_("Refused"),
    N_("The service answered that it does not execute the task.") },
  { CADET_OUTCOME_NOT_SENT, "cadet-not-sent-symbolic", N_("Not sent"),
    N_("The order was not sent, so it changed nothing.") },
  { CADET_OUTCOME_UNKNOWN, "cadet-unknown-symbolic", N_("Unknown"),
    N_("The order left, and no reply proves whether the task is executed. Cadet does not send it "
       "again, because that could do the work twice. Refresh the status, and look at the task in "
       "the CADT console.") },
};

static void
update_outcome (CadetTaskOrders *self,
                CadetExecution  *execution,
                CadetOutcome    *outcome)
{
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;
  const char *title = _("Executing…");
  const char *meaning = _("The order is recorded and on its way to the service.");

  g_assert (CADET_IS_TASK_ORDERS (self));

  for (guint i = 0; outcome != NULL && i < G_N_ELEMENTS (words); i++)
    if (words[i].kind == cadet_outcome_get_kind (outcome))
      {
        title = _(words[i].title);
        meaning = _(words[i].meaning);
        gtk_image_set_from_icon_name (self->outcome_icon, words[i].icon_name);
      }

  time = cadet_time_dup_precise (outcome != NULL ? cadet_execution_get_answered_at (execution)
                                                 : cadet_execution_get_recorded_at (execution));
  subtitle = g_strdup_printf ("%s\n%s", meaning, time);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->outcome_row), title);
  adw_action_row_set_subtitle (self->outcome_row, subtitle);
  gtk_stack_set_visible_child_name (self->outcome_stack, outcome == NULL ? "spinner" : "icon");
}

static void
update (CadetTaskOrders *self)
{
  CadetExecution *execution = cadet_task_get_execution (self->task);
  CadetOutcome *outcome = execution != NULL ? cadet_execution_get_outcome (execution) : NULL;
  gboolean taken =
    outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED;
  gboolean unknown =
    outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_UNKNOWN;
  guint http_status = outcome != NULL ? cadet_outcome_get_http_status (outcome) : 0;
  g_autofree char *status = http_status != 0 ? g_strdup_printf ("%u", http_status) : NULL;

  g_assert (CADET_IS_TASK_ORDERS (self));

  gtk_widget_set_visible (GTK_WIDGET (self), execution != NULL);
  if (execution == NULL)
    return;

  update_outcome (self, execution, outcome);
  cadet_copy_row_set_value (self->message_row,
                            outcome != NULL && !taken ? cadet_outcome_get_message (outcome) : NULL);
  cadet_copy_row_set_value (self->code_row,
                            outcome != NULL && !taken ? cadet_outcome_get_code (outcome) : NULL);
  cadet_copy_row_set_value (self->status_row, taken ? NULL : status);
  cadet_copy_row_set_value (self->request_id_row,
                            outcome != NULL ? cadet_outcome_get_request_id (outcome) : NULL);
  cadet_copy_row_set_value (self->profile_row, cadet_execution_get_profile_name (execution));
  gtk_widget_set_visible (self->cancel_button, outcome == NULL);
  gtk_widget_set_visible (self->again_row, unknown);
}

static void
again_activated_cb (CadetTaskOrders *self)
{
  g_assert (CADET_IS_TASK_ORDERS (self));

  g_signal_emit (self, signals[SIGNAL_EXECUTE_AGAIN], 0);
}

static void
forget_task (CadetTaskOrders *self)
{
  g_assert (CADET_IS_TASK_ORDERS (self));

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  g_clear_object (&self->task);
}

static void
cadet_task_orders_dispose (GObject *object)
{
  CadetTaskOrders *self = CADET_TASK_ORDERS (object);

  forget_task (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_ORDERS);

  G_OBJECT_CLASS (cadet_task_orders_parent_class)->dispose (object);
}

static void
cadet_task_orders_class_init (CadetTaskOrdersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_task_orders_dispose;

  /**
   * CadetTaskOrders::execute-again:
   * @self: the group
   */
  signals[SIGNAL_EXECUTE_AGAIN] = g_signal_new ("execute-again", CADET_TYPE_TASK_ORDERS,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);

  g_type_ensure (CADET_TYPE_COPY_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-orders.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, outcome_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, outcome_stack);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, message_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, code_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, status_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, request_id_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, profile_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskOrders, again_row);
  gtk_widget_class_bind_template_callback (widget_class, again_activated_cb);
}

static void
cadet_task_orders_init (CadetTaskOrders *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_orders_set_task:
 * @self: the group
 * @task: (transfer none): whose last order is shown; without one there is nothing to see
 */
void
cadet_task_orders_set_task (CadetTaskOrders *self,
                            CadetTask       *task)
{
  g_return_if_fail (CADET_IS_TASK_ORDERS (self));
  g_return_if_fail (CADET_IS_TASK (task));

  forget_task (self);
  self->task = g_object_ref (task);
  self->notify_id = g_signal_connect_swapped (task, "notify::execution", G_CALLBACK (update), self);
  update (self);
}
