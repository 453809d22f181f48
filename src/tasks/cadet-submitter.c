/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-submitter.h"

#include "cloud/cadet-bpstudio.h"
#include "model/cadet-error.h"

#include <glib/gi18n.h>

struct _CadetSubmitter
{
  GObject parent_instance;

  CadetClient *client;
  CadetLedger *ledger;
};

/* One submission: its request is built when it is asked for, so that later edits do not reach it. */
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
try_cb (guint               number,
        CadetSignedRequest *request,
        gpointer            user_data)
{
  Submission *submission = user_data;
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;
  gint64 at = now_ms ();

  g_assert (CADET_IS_SIGNED_REQUEST (request));

  headers = cadet_signed_request_dup_shown_headers (request);
  body = cadet_request_dup_shown_body (submission->request);

  cadet_task_set_sent_at (submission->task, at);
  cadet_task_set_request (submission->task, headers, body);

  /* The ledger keeps the order of calls, so this is written before the outcome is. The intent, which
   * says that something may have been sent, is durable already. */
  dex_future_disown (cadet_ledger_record_sent (submission->self->ledger,
                                               cadet_task_get_attempt (submission->task),
                                               number, at, headers, body));
}

static DexFuture *
finish (Submission   *submission,
        CadetOutcome *outcome,
        gboolean      intent_recorded)
{
  g_autoptr (GError) error = NULL;
  gint64 at = now_ms ();

  g_assert (CADET_IS_OUTCOME (outcome));

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

/* The keyring may wait for its prompt to be answered; who cancels does not. */
static DexFuture *
load_access (Submission *submission)
{
  DexFuture *load = cadet_access_source_load (CADET_ACCESS_SOURCE (submission->profile));

  if (submission->cancellable == NULL)
    return load;

  return dex_future_first (load, dex_cancellable_new_from_cancellable (submission->cancellable),
                           NULL);
}

static DexFuture *
submit_fiber (gpointer user_data)
{
  Submission *submission = user_data;
  CadetSubmitter *self = submission->self;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  access = dex_await_object (load_access (submission), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    outcome = not_sent (_ ("You cancelled before anything was sent, so no task was created."));
  else if (access == NULL)
    outcome = not_sent (error->message);
  g_clear_error (&error);

  if (!dex_await (cadet_ledger_record_intent (self->ledger, submission->task), &error))
    {
      g_autofree char *message = NULL;

      g_clear_object (&outcome);
      message = g_strdup_printf (_ ("Nothing was sent, because the task could not be recorded first. "
                                    "%s"),
                                 error->message);
      outcome = not_sent (message);

      return finish (submission, outcome, FALSE);
    }

  cadet_task_set_recorded (submission->task, TRUE);
  if (outcome != NULL)
    return finish (submission, outcome, TRUE);

  exchange = dex_await_object (cadet_client_send (self->client, submission->request, access,
                                                  submission->cancellable,
                                                  try_cb, submission, NULL),
                               &error);
  if (exchange == NULL)
    {
      /* The client resolves whatever happens to a call; where it did not, nothing is proven. */
      outcome = cadet_outcome_new_failed (CADET_OUTCOME_UNKNOWN, 0, NULL, error->message, NULL);

      return finish (submission, outcome, TRUE);
    }

  cadet_task_set_reply (submission->task,
                        cadet_exchange_get_reply_headers (exchange),
                        cadet_exchange_get_reply_body (exchange));
  outcome = cadet_exchange_judge_create (exchange);

  return finish (submission, outcome, TRUE);
}

static DexFuture *
preview_fiber (gpointer user_data)
{
  Submission *submission = user_data;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (GError) error = NULL;

  access = dex_await_object (load_access (submission), &error);
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
 * Returns: (transfer full): a task in the state %CADET_TASK_SENDING, or %NULL with the first problem
 *   of @draft
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
 * cadet_submitter_submit:
 * @self: a submitter
 * @task: the attempt, as cadet_submitter_prepare() made it from @draft and @profile
 * @draft: what to create; later edits are not sent
 * @profile: who signs
 * @cancellable: (nullable): ends the attempt wherever it is
 *
 * Records the intent, sends CreateTask once, judges the reply, records the outcome, and only then
 * sets it on @task. CreateTask has no idempotency token, so nothing is sent a second time here
 * (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-createtask).
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
