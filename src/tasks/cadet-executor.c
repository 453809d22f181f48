/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-executor.h"

#include "cloud/cadet-bpstudio.h"
#include "model/cadet-error.h"
#include "tasks/cadet-sending.h"

#include <glib/gi18n.h>

struct _CadetExecutor
{
  GObject parent_instance;

  CadetClient *client;
  CadetLedger *ledger;
  double wait_scale;
};

/* One order. */
typedef struct
{
  CadetExecutor *self;
  CadetTask *task;
  CadetExecution *execution;
  CadetExecution *previous;
  CadetProfile *profile;
  CadetRequest *request;
  GCancellable *cancellable;
} Order;

G_DEFINE_FINAL_TYPE (CadetExecutor, cadet_executor, G_TYPE_OBJECT)

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_object (&order->self);
  g_clear_object (&order->task);
  g_clear_object (&order->execution);
  g_clear_object (&order->previous);
  g_clear_object (&order->profile);
  g_clear_object (&order->request);
  g_clear_object (&order->cancellable);
  g_free (order);
}

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static void
add_event (CadetTask      *task,
           CadetEventKind  kind,
           gint64          at,
           guint           number,
           CadetOutcome   *outcome)
{
  g_autoptr (CadetEvent) event = NULL;

  g_assert (CADET_IS_TASK (task));

  if (outcome != NULL)
    event = cadet_event_new (kind, at, number,
                             cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome)),
                             cadet_outcome_get_http_status (outcome),
                             cadet_outcome_get_message (outcome));
  else
    event = cadet_event_new (kind, at, number, NULL, 0, NULL);

  cadet_task_add_event (task, event);
}

static CadetOutcome *
not_sent (const char *message)
{
  return cadet_outcome_new_failed (CADET_OUTCOME_NOT_SENT, 0, NULL, message, NULL);
}

static CadetOutcome *
judge (CadetExchange *exchange,
       gpointer       user_data)
{
  Order *order = user_data;

  g_assert (CADET_IS_EXCHANGE (exchange));

  return cadet_exchange_judge_execute (exchange, cadet_execution_get_task_id (order->execution));
}

static void
sent_cb (guint       number,
         gint64      at,
         const char *headers,
         const char *body,
         gpointer    user_data)
{
  Order *order = user_data;

  cadet_execution_set_sent (order->execution, at, headers, body);
  add_event (order->task, CADET_EVENT_EXECUTE_SENT, at, number, NULL);

  /* The intent, which says that something may have been sent, is durable already. */
  dex_future_disown (cadet_ledger_record_execution_sent (order->self->ledger, order->execution,
                                                         number));
}

static DexFuture *
try_failed_cb (guint         number,
               gint64        at,
               CadetOutcome *outcome,
               gpointer      user_data)
{
  Order *order = user_data;

  g_assert (CADET_IS_OUTCOME (outcome));

  add_event (order->task, CADET_EVENT_EXECUTE_TRY_FAILED, at, number, outcome);

  return cadet_ledger_record_try_failed (order->self->ledger,
                                         cadet_task_get_attempt (order->task),
                                         cadet_execution_get_id (order->execution), number, at,
                                         cadet_outcome_kind_to_nick (
                                           cadet_outcome_get_kind (outcome)),
                                         cadet_outcome_get_http_status (outcome),
                                         cadet_outcome_get_message (outcome));
}

/* What is known of the task from the reply to the order. The service said it before the order could
 * have had an effect, so it counts as said before: the task is running until GetTask says more. */
static CadetTaskReport *
dup_report (CadetExchange   *exchange,
            CadetTaskReport *known,
            gint64           at)
{
  g_autoptr (CadetTaskReport) said = cadet_exchange_dup_task_report (exchange, at - 1, NULL);

  g_assert (CADET_IS_EXCHANGE (exchange));

  if (said == NULL || known == NULL)
    return g_steal_pointer (&said);

  /* It has no process, application or time; those do not change. */
#define EITHER(field)                                                                             \
  (cadet_task_report_get_##field (said) != NULL ? cadet_task_report_get_##field (said)            \
                                                : cadet_task_report_get_##field (known))
  return cadet_task_report_new (cadet_task_report_get_task_id (said), EITHER (name),
                                EITHER (process_id), EITHER (app_id), EITHER (instance_ids),
                                cadet_task_report_get_status (said),
                                cadet_task_report_get_error_message (said),
                                cadet_task_report_get_created_at (known), at - 1);
#undef EITHER
}

static void
await_report (Order         *order,
              CadetExchange *exchange,
              gint64         at)
{
  g_autoptr (CadetTaskReport) report = NULL;
  const char *text;

  report = dup_report (exchange, cadet_task_get_report (order->task), at);
  if (report == NULL)
    return;

  text = cadet_task_report_get_error_message (report);
  if (text == NULL)
    text = cadet_task_report_get_status (report);
  if (!cadet_task_report_says_the_same (report, cadet_task_get_report (order->task)))
    {
      g_autoptr (CadetEvent) event =
        cadet_event_new (CADET_EVENT_STATUS, at - 1, 0, NULL, 0, text);

      cadet_task_add_event (order->task, event);
    }

  /* GetTask says it again, so nothing is lost where this cannot be recorded. */
  dex_await (cadet_ledger_record_report (order->self->ledger, cadet_task_get_attempt (order->task),
                                         report),
             NULL);
  cadet_task_set_report (order->task, report);
}

static DexFuture *
finish (Order        *order,
        CadetOutcome *outcome,
        gint64        at)
{
  g_autoptr (GError) error = NULL;

  g_assert (CADET_IS_OUTCOME (outcome));

  add_event (order->task,
             cadet_outcome_get_http_status (outcome) != 0 ? CADET_EVENT_EXECUTE_ANSWERED
                                                          : CADET_EVENT_EXECUTE_ENDED,
             at, 0, outcome);

  /* So that it is followed when Cadet starts again, however soon it ends. */
  if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    dex_future_disown (cadet_ledger_record_followed (order->self->ledger,
                                                     cadet_task_get_attempt (order->task), TRUE));

  if (!dex_await (cadet_ledger_record_execution_outcome (order->self->ledger, order->execution,
                                                         outcome, at),
                  &error))
    {
      g_autofree char *problem = NULL;

      /* Translators: %s is why. */
      problem = g_strdup_printf (_ ("What became of the order to execute this task could not be "
                                    "recorded. %s"),
                                 error->message);
      cadet_task_set_record_problem (order->task, problem);
    }

  cadet_execution_set_outcome (order->execution, outcome, at);

  return dex_future_new_for_object (order->execution);
}

/* Another Cadet may have executed the task since this one looked: returns its order. */
static CadetExecution *
await_other_order (Order *order)
{
  g_autoptr (CadetTask) now = NULL;
  CadetExecution *last;
  CadetOutcome *outcome;

  now = dex_await_object (cadet_ledger_find (order->self->ledger,
                                             cadet_task_get_attempt (order->task)),
                          NULL);
  last = now != NULL ? cadet_task_get_execution (now) : NULL;
  if (last == NULL)
    return NULL;
  if (order->previous != NULL
      && g_str_equal (cadet_execution_get_id (last), cadet_execution_get_id (order->previous)))
    return NULL;

  outcome = cadet_execution_get_outcome (last);
  if (outcome != NULL && cadet_outcome_get_kind (outcome) != CADET_OUTCOME_CREATED
      && cadet_outcome_get_kind (outcome) != CADET_OUTCOME_UNKNOWN)
    return NULL;

  return g_object_ref (last);
}

/* Ends an order that is not in the record, so that the one before it stays the last. */
static DexFuture *
give_up (Order          *order,
         CadetExecution *last,
         const char     *message)
{
  g_autoptr (CadetOutcome) outcome = not_sent (message);

  cadet_task_set_execution (order->task, last);
  cadet_execution_set_outcome (order->execution, outcome, get_now_ms ());

  return dex_future_new_for_object (order->execution);
}

static DexFuture *
execute_fiber (gpointer user_data)
{
  Order *order = user_data;
  CadetExecutor *self = order->self;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CadetExecution) other = NULL;
  DexFuture *result;
  CadetSending sending = {
    .client = self->client,
    .source = CADET_ACCESS_SOURCE (order->profile),
    .request = order->request,
    .cancellable = order->cancellable,
    .wait_scale = self->wait_scale,
    .judge = judge,
    .sent = sent_cb,
    .try_failed = try_failed_cb,
    .user_data = order,
  };
  gint64 at;

  access = dex_await_object (cadet_sending_load_access (sending.source, order->cancellable),
                             &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    outcome = not_sent (_ ("You cancelled before anything was sent, so the task was not "
                           "executed."));
  else if (access == NULL)
    outcome = not_sent (error->message);
  g_clear_error (&error);

  other = await_other_order (order);
  if (other != NULL)
    return give_up (order, other,
                    _ ("Nothing was sent: the task was executed from another window or command of "
                       "Cadet in the meantime. Look at its state first."));

  if (!dex_await (cadet_ledger_record_execution (self->ledger, order->execution), &error))
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf (_ ("Nothing was sent, because the order to execute the task could "
                                    "not be recorded first. %s"),
                                 error->message);

      return give_up (order, order->previous, message);
    }

  add_event (order->task, CADET_EVENT_EXECUTE_RECORDED,
             cadet_execution_get_recorded_at (order->execution), 0, NULL);
  if (outcome != NULL)
    return finish (order, outcome, get_now_ms ());

  outcome = cadet_sending_await (&sending, access);
  at = get_now_ms ();
  if (sending.exchange != NULL)
    cadet_execution_set_reply (order->execution,
                               cadet_exchange_get_reply_headers (sending.exchange),
                               cadet_exchange_get_reply_body (sending.exchange));
  result = finish (order, outcome, at);
  if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    await_report (order, sending.exchange, at);
  g_clear_object (&sending.exchange);

  return result;
}

static CadetExecution *
prepare (CadetTask     *task,
         CadetProfile  *profile,
         GError       **error)
{
  g_autofree char *id = NULL;

  g_assert (CADET_IS_TASK (task));
  g_assert (CADET_IS_PROFILE (profile));

  if (cadet_task_get_task_id (task) == 0)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("There is no task to execute: the service gave no task ID."));
      return NULL;
    }

  if (cadet_task_get_execution (task) != NULL
      && cadet_execution_get_outcome (cadet_task_get_execution (task)) == NULL)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("The task is being executed at this moment. Wait until it is known "
                              "what became of that."));
      return NULL;
    }

  id = g_uuid_string_random ();

  return cadet_execution_new (id, cadet_task_get_attempt (task), cadet_task_get_task_id (task),
                              cadet_profile_get_id (profile), cadet_profile_get_name (profile),
                              cadet_profile_get_endpoint (profile), get_now_ms ());
}

static void
cadet_executor_dispose (GObject *object)
{
  CadetExecutor *self = CADET_EXECUTOR (object);

  g_clear_object (&self->client);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_executor_parent_class)->dispose (object);
}

static void
cadet_executor_class_init (CadetExecutorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cadet_executor_dispose;
}

static void
cadet_executor_init (CadetExecutor *self)
{
  self->wait_scale = 1;
}

/**
 * cadet_executor_new:
 * @client: sends the calls
 * @ledger: records them; it has to be open before the first order
 *
 * Returns: (transfer full): a new executor
 */
CadetExecutor *
cadet_executor_new (CadetClient *client,
                    CadetLedger *ledger)
{
  CadetExecutor *self;

  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);
  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);

  self = g_object_new (CADET_TYPE_EXECUTOR, NULL);
  self->client = g_object_ref (client);
  self->ledger = g_object_ref (ledger);

  return self;
}

/**
 * cadet_executor_prepare:
 * @self: an executor
 * @task: what to execute
 * @profile: who signs
 * @error: return location for a %CADET_ERROR_INVALID
 *
 * Makes the order that would be recorded. Nothing is recorded or sent. A task is not executed a
 * second time unawares: where it is running, or where it is not known what became of the last
 * order, this fails and says why, and cadet_executor_prepare_again() is for a user who wants it
 * still.
 *
 * Returns: (transfer full) (nullable): an execution without an outcome, or %NULL
 */
CadetExecution *
cadet_executor_prepare (CadetExecutor  *self,
                        CadetTask      *task,
                        CadetProfile   *profile,
                        GError        **error)
{
  CadetExecution *last;
  CadetOutcome *outcome;

  g_return_val_if_fail (CADET_IS_EXECUTOR (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);

  last = cadet_task_get_execution (task);
  outcome = last != NULL ? cadet_execution_get_outcome (last) : NULL;
  if (outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_UNKNOWN)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("It is not known what became of the last order to execute this task, "
                              "so it may be running. Executing it again may do its work twice; "
                              "look at it in the CADT console first."));
      return NULL;
    }
  if (cadet_task_get_state (task) == CADET_TASK_RUNNING)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("The task is running. Executing it again may do its work twice."));
      return NULL;
    }

  return prepare (task, profile, error);
}

/**
 * cadet_executor_prepare_again:
 * @self: an executor
 * @task: what to execute
 * @profile: who signs
 * @error: return location for a %CADET_ERROR_INVALID
 *
 * As cadet_executor_prepare(), for a task that is running or of whose last order it is not known
 * what became: only for a user who was told so and wants it still.
 *
 * Returns: (transfer full) (nullable): an execution without an outcome, or %NULL where there is no
 *   task ID, or where an order is on its way
 */
CadetExecution *
cadet_executor_prepare_again (CadetExecutor  *self,
                              CadetTask      *task,
                              CadetProfile   *profile,
                              GError        **error)
{
  g_return_val_if_fail (CADET_IS_EXECUTOR (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);

  return prepare (task, profile, error);
}

/**
 * cadet_executor_execute:
 * @self: an executor
 * @task: what to execute
 * @execution: the order, as cadet_executor_prepare() made it from @task and @profile
 * @profile: who signs
 * @cancellable: (nullable): ends the order wherever it is
 *
 * Makes @execution the task's, records the intent, sends ExecuteTask, judges the reply, records the
 * outcome and what the reply says of the task, and sets the outcome on @execution. It starts real
 * work and has no idempotency token
 * (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask), so it is
 * sent again only where it is proven that the service did not act (see [method@Retry.next]), and
 * each such try is an event. A task that another Cadet has executed since @execution was prepared
 * is not executed.
 *
 * When the order could not be recorded, or another Cadet was faster, @execution is *not sent*, is
 * in no record, and is not the task's any more.
 *
 * Returns: (transfer full): a future that resolves to @execution, which has an outcome then; it
 *   does not reject
 */
DexFuture *
cadet_executor_execute (CadetExecutor  *self,
                        CadetTask      *task,
                        CadetExecution *execution,
                        CadetProfile   *profile,
                        GCancellable   *cancellable)
{
  Order *order;

  g_return_val_if_fail (CADET_IS_EXECUTOR (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_EXECUTION (execution), NULL);
  g_return_val_if_fail (cadet_execution_get_outcome (execution) == NULL, NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  order = g_new0 (Order, 1);
  order->self = g_object_ref (self);
  order->task = g_object_ref (task);
  order->execution = g_object_ref (execution);
  g_set_object (&order->previous, cadet_task_get_execution (task));
  order->profile = g_object_ref (profile);
  order->request =
    cadet_bpstudio_execute_task_request (cadet_execution_get_task_id (execution));
  g_set_object (&order->cancellable, cancellable);
  cadet_task_set_execution (task, execution);

  return dex_scheduler_spawn (NULL, 0, execute_fiber, order, order_free);
}

/**
 * cadet_executor_set_wait_scale:
 * @self: an executor
 * @scale: what waits before another try are multiplied with, 1 unless set
 *
 * For tests, which do not wait.
 */
void
cadet_executor_set_wait_scale (CadetExecutor *self,
                               double         scale)
{
  g_return_if_fail (CADET_IS_EXECUTOR (self));
  g_return_if_fail (scale >= 0 && scale <= 1);

  self->wait_scale = scale;
}
