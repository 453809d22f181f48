/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-submitter.h"

#include "cloud/cadet-bpstudio.h"
#include "model/cadet-error.h"
#include "tasks/cadet-sending.h"

#include <glib/gi18n.h>

/* How young an attempt with the same content has to be for its user to be warned. */
#define SIMILAR_MS (10 * 60 * 1000)

struct _CadetSubmitter
{
  GObject parent_instance;

  CadetClient *client;
  CadetLedger *ledger;
  double wait_scale;
};

/* One submission: its request is built when it is asked for, so that later edits do not
 * reach it. */
typedef struct
{
  CadetSubmitter *self;
  CadetTask *task;
  CadetRequest *request;
  CadetProfile *profile;
  GCancellable *cancellable;
} Submission;

G_DEFINE_FINAL_TYPE (CadetSubmitter, cadet_submitter, G_TYPE_OBJECT)

static void
submission_free (gpointer data)
{
  Submission *submission = data;

  g_clear_object (&submission->self);
  g_clear_object (&submission->task);
  g_clear_object (&submission->request);
  g_clear_object (&submission->profile);
  g_clear_object (&submission->cancellable);
  g_free (submission);
}

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static CadetOutcome *
not_sent (const char *message)
{
  return cadet_outcome_new_failed (CADET_OUTCOME_NOT_SENT, 0, NULL, message, NULL);
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
judge (CadetExchange *exchange,
       gpointer       user_data)
{
  return cadet_exchange_judge_create (exchange);
}

static void
sent_cb (guint       number,
         gint64      at,
         const char *headers,
         const char *body,
         gpointer    user_data)
{
  Submission *submission = user_data;
  CadetTask *task = submission->task;

  if (cadet_task_get_sent_at (task) == 0)
    cadet_task_set_sent_at (task, at);
  cadet_task_set_request (task, headers, body);
  add_event (task, CADET_EVENT_SENT, at, number, NULL);

  /* The ledger keeps the order of calls, so this is written before the outcome is. The intent,
   * which says that something may have been sent, is durable already. */
  dex_future_disown (cadet_ledger_record_sent (submission->self->ledger,
                                               cadet_task_get_attempt (task), number, at, headers,
                                               body));
}

static DexFuture *
try_failed_cb (guint         number,
               gint64        at,
               CadetOutcome *outcome,
               gpointer      user_data)
{
  Submission *submission = user_data;

  g_assert (CADET_IS_OUTCOME (outcome));

  add_event (submission->task, CADET_EVENT_TRY_FAILED, at, number, outcome);

  return cadet_ledger_record_try_failed (submission->self->ledger,
                                         cadet_task_get_attempt (submission->task), NULL, number,
                                         at,
                                         cadet_outcome_kind_to_nick (
                                           cadet_outcome_get_kind (outcome)),
                                         cadet_outcome_get_http_status (outcome),
                                         cadet_outcome_get_message (outcome));
}

static DexFuture *
finish (Submission   *submission,
        CadetOutcome *outcome,
        gboolean      intent_recorded)
{
  g_autoptr (GError) error = NULL;
  gint64 at = now_ms ();

  g_assert (CADET_IS_OUTCOME (outcome));

  add_event (submission->task,
             cadet_outcome_get_http_status (outcome) != 0 ? CADET_EVENT_ANSWERED
                                                          : CADET_EVENT_ENDED,
             at, 0, outcome);

  /* So that it is followed when Cadet starts again, however soon it ends. */
  if (intent_recorded && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    dex_future_disown (cadet_ledger_record_followed (submission->self->ledger,
                                                     cadet_task_get_attempt (submission->task),
                                                     TRUE));

  if (!intent_recorded)
    cadet_task_set_recorded (submission->task, FALSE);
  else if (!dex_await (cadet_ledger_record_outcome (submission->self->ledger, submission->task,
                                                    outcome, at),
                       &error))
    {
      g_autofree char *problem = NULL;

      /* The record says only that it was about to be sent. */
      if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
        /* Translators: %s is why. The task's ID is on the screen, and is nowhere else. */
        problem = g_strdup_printf (_ ("What became of this task could not be recorded; note its ID "
                                      "and RequestId, for the list of tasks will call it unknown. "
                                      "%s"),
                                   error->message);
      else
        /* Translators: %s is why. */
        problem = g_strdup_printf (_ ("What became of this task could not be recorded, so the list "
                                      "of tasks will call it unknown. %s"),
                                   error->message);
      cadet_task_set_record_problem (submission->task, problem);
      cadet_task_set_recorded (submission->task, FALSE);
    }

  cadet_task_set_outcome (submission->task, outcome, at);

  return dex_future_new_for_object (submission->task);
}

static CadetOutcome *
await_outcome (Submission  *submission,
               CadetAccess *access)
{
  CadetSending sending = {
    .client = submission->self->client,
    .source = CADET_ACCESS_SOURCE (submission->profile),
    .request = submission->request,
    .cancellable = submission->cancellable,
    .wait_scale = submission->self->wait_scale,
    .judge = judge,
    .sent = sent_cb,
    .try_failed = try_failed_cb,
    .user_data = submission,
  };
  CadetOutcome *outcome = cadet_sending_await (&sending, access);

  if (sending.exchange != NULL)
    cadet_task_set_reply (submission->task,
                          cadet_exchange_get_reply_headers (sending.exchange),
                          cadet_exchange_get_reply_body (sending.exchange));
  g_clear_object (&sending.exchange);

  return outcome;
}

static DexFuture *
submit_fiber (gpointer user_data)
{
  Submission *submission = user_data;
  CadetSubmitter *self = submission->self;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  access = dex_await_object (cadet_sending_load_access (CADET_ACCESS_SOURCE (submission->profile),
                                                        submission->cancellable),
                             &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    outcome = not_sent (_ ("You cancelled before anything was sent, so no task was created."));
  else if (access == NULL)
    outcome = not_sent (error->message);
  g_clear_error (&error);

  if (!dex_await (cadet_ledger_record_intent (self->ledger, submission->task), &error))
    {
      g_autofree char *message = NULL;

      g_clear_object (&outcome);
      message = g_strdup_printf (_ ("Nothing was sent, because the task could not be recorded "
                                    "first. %s"),
                                 error->message);
      outcome = not_sent (message);

      return finish (submission, outcome, FALSE);
    }

  cadet_task_set_recorded (submission->task, TRUE);
  add_event (submission->task, CADET_EVENT_RECORDED,
             cadet_task_get_recorded_at (submission->task), 0, NULL);
  if (outcome == NULL)
    outcome = await_outcome (submission, access);

  return finish (submission, outcome, TRUE);
}

static DexFuture *
preview_fiber (gpointer user_data)
{
  Submission *submission = user_data;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (GError) error = NULL;

  access = dex_await_object (cadet_sending_load_access (CADET_ACCESS_SOURCE (submission->profile),
                                                        submission->cancellable),
                             &error);
  if (access == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (cadet_request_sign (submission->request, access));
}

/* What the connection will need and the ledger does not is got while the ledger is opened. */
static void
prepare_client (CadetSubmitter *self,
                CadetProfile   *profile)
{
  const char *text = cadet_profile_get_endpoint (profile);
  g_autoptr (CadetEndpoint) endpoint = NULL;

  g_assert (CADET_IS_SUBMITTER (self));

  if (text != NULL)
    endpoint = cadet_endpoint_new (text, NULL);
  if (endpoint != NULL)
    cadet_client_prepare (self->client, endpoint);
}

static void
cadet_submitter_dispose (GObject *object)
{
  CadetSubmitter *self = CADET_SUBMITTER (object);

  g_clear_object (&self->client);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_submitter_parent_class)->dispose (object);
}

static void
cadet_submitter_class_init (CadetSubmitterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_submitter_dispose;
}

static void
cadet_submitter_init (CadetSubmitter *self)
{
  self->wait_scale = 1;
}

/**
 * cadet_submitter_new:
 * @client: sends the calls
 * @ledger: records them; it has to be open before the first submission
 *
 * Returns: (transfer full): a new submitter
 */
CadetSubmitter *
cadet_submitter_new (CadetClient *client,
                     CadetLedger *ledger)
{
  CadetSubmitter *self;

  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);
  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);

  self = g_object_new (CADET_TYPE_SUBMITTER, NULL);
  self->client = g_object_ref (client);
  self->ledger = g_object_ref (ledger);

  return self;
}

/**
 * cadet_submitter_prepare:
 * @self: a submitter
 * @draft: what to create
 * @profile: who signs
 * @error: return location for a %CADET_ERROR_INVALID
 *
 * Validates @draft and makes the attempt that would be recorded. Nothing is recorded or sent; the
 * client begins to prepare itself for the call.
 *
 * Returns: (transfer full): a task in the state %CADET_TASK_SENDING, or %NULL with the first
 *   problem of @draft
 */
CadetTask *
cadet_submitter_prepare (CadetSubmitter *self,
                         CadetDraft     *draft,
                         CadetProfile   *profile,
                         GError        **error)
{
  g_autoptr (GListModel) problems = NULL;
  g_autoptr (CadetProblem) problem = NULL;
  g_autofree char *attempt = NULL;
  g_autofree char *record = NULL;
  g_autofree char *name = NULL;
  g_autofree char *process_id = NULL;
  g_autofree char *app_id = NULL;

  g_return_val_if_fail (CADET_IS_SUBMITTER (self), NULL);
  g_return_val_if_fail (CADET_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);

  problems = cadet_draft_validate (draft);
  problem = g_list_model_get_item (problems, 0);
  if (problem != NULL)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           cadet_problem_get_message (problem));
      return NULL;
    }

  prepare_client (self, profile);

  attempt = g_uuid_string_random ();
  record = cadet_variable_list_to_record (cadet_draft_get_variables (draft),
                                          cadet_draft_get_wrap_names (draft));
  name = cadet_draft_dup_trimmed_task_name (draft);
  process_id = cadet_draft_dup_trimmed_process_id (draft);
  app_id = cadet_draft_dup_trimmed_app_id (draft);

  return cadet_task_new (attempt,
                         cadet_profile_get_id (profile),
                         cadet_profile_get_name (profile),
                         cadet_profile_get_endpoint (profile),
                         name, process_id, app_id, record, now_ms ());
}

/**
 * cadet_submitter_find_similar:
 * @self: a submitter
 * @task: the attempt, as cadet_submitter_prepare() made it
 *
 * Looks for what may make @task a second one of the same: other attempts with the same content of
 * which it is not known what became, and those of the last ten minutes.
 *
 * Returns: (transfer full): a future that resolves to a #GListStore of #CadetTask, the newest
 *   first, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_submitter_find_similar (CadetSubmitter *self,
                              CadetTask      *task)
{
  g_return_val_if_fail (CADET_IS_SUBMITTER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  return cadet_ledger_find_similar (self->ledger, task, now_ms () - SIMILAR_MS);
}

/**
 * cadet_submitter_set_wait_scale:
 * @self: a submitter
 * @scale: what waits before another try are multiplied with, 1 unless set
 *
 * For tests, which do not wait.
 */
void
cadet_submitter_set_wait_scale (CadetSubmitter *self,
                                double          scale)
{
  g_return_if_fail (CADET_IS_SUBMITTER (self));
  g_return_if_fail (scale >= 0 && scale <= 1);

  self->wait_scale = scale;
}

/**
 * cadet_submitter_submit:
 * @self: a submitter
 * @task: the attempt, as cadet_submitter_prepare() made it from @draft and @profile
 * @draft: what to create; later edits are not sent
 * @profile: who signs
 * @cancellable: (nullable): ends the attempt wherever it is
 *
 * Records the intent, sends CreateTask, judges the reply, records the outcome, and only then sets
 * it on @task. CreateTask has no idempotency token
 * (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-createtask), so it is
 * sent again only where it is proven that the service did not act (see [method@Retry.next]), and
 * each such try is an event.
 * When a record fails, cadet_task_get_recorded() is %FALSE and cadet_task_get_record_problem() or
 * the outcome's message says why.
 *
 * Returns: (transfer full): a future that resolves to @task, which has an outcome then; it does not
 *   reject
 */
DexFuture *
cadet_submitter_submit (CadetSubmitter *self,
                        CadetTask      *task,
                        CadetDraft     *draft,
                        CadetProfile   *profile,
                        GCancellable   *cancellable)
{
  Submission *submission;

  g_return_val_if_fail (CADET_IS_SUBMITTER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  submission = g_new0 (Submission, 1);
  submission->self = g_object_ref (self);
  submission->task = g_object_ref (task);
  submission->request = cadet_bpstudio_create_task_request (draft);
  submission->profile = g_object_ref (profile);
  g_set_object (&submission->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, submit_fiber, submission, submission_free);
}

/**
 * cadet_submitter_preview:
 * @self: a submitter
 * @draft: what would be created
 * @profile: who would sign
 *
 * Signs the request that cadet_submitter_submit() would send, and sends and records nothing.
 *
 * Returns: (transfer full): a future that resolves to a #CadetSignedRequest, or rejects with what
 *   the profile's credentials failed with
 */
DexFuture *
cadet_submitter_preview (CadetSubmitter *self,
                         CadetDraft     *draft,
                         CadetProfile   *profile)
{
  Submission *submission;

  g_return_val_if_fail (CADET_IS_SUBMITTER (self), NULL);
  g_return_val_if_fail (CADET_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);

  submission = g_new0 (Submission, 1);
  submission->self = g_object_ref (self);
  submission->request = cadet_bpstudio_create_task_request (draft);
  submission->profile = g_object_ref (profile);

  return dex_scheduler_spawn (NULL, 0, preview_fiber, submission, submission_free);
}
