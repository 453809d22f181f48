/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-judge-private.h"

#include <glib/gi18n.h>

/* What became of an ExecuteTask. It starts real work, has no idempotency token, and nothing says
 * that a second one does no harm, so the rule of CreateTask holds for it, too: what the reply does
 * not prove is unknown. */

/* The ID of the task that the reply's Data is about, 0 where it is about none. */
static gint64
get_data_task_id (JsonObject *reply)
{
  JsonNode *data;

  if (reply == NULL)
    return 0;

  data = _cadet_judge_get_member (reply, "Data", "data");
  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return 0;

  return _cadet_judge_read_task_id (_cadet_judge_get_member (json_node_get_object (data), "Id",
                                                             "id"));
}

static char *
describe_failed_exchange (CadetExchange *self)
{
  const GError *error = cadet_exchange_get_error (self);

  g_assert (CADET_IS_EXCHANGE (self));

  if (cadet_exchange_get_stage (self) == CADET_EXCHANGE_PREPARED)
    /* Translators: %s is a whole sentence that says what went wrong. */
    return g_strdup_printf (_ ("%s Nothing was sent, so the task was not executed."),
                            error->message);

  /* Translators: %s is a whole sentence that says what went wrong. */
  return g_strdup_printf (_ ("%s The request had been sent, so the task may be running. Look at it "
                             "in the CADT console before you execute it again."),
                          error->message);
}

static CadetOutcome *
judge_reply (CadetExchange *self,
             gint64 task_id)
{
  g_autofree char *code = cadet_exchange_dup_code (self);
  g_autofree char *message = cadet_exchange_dup_message (self);
  g_autofree char *request_id = cadet_exchange_dup_request_id (self);
  g_autofree char *recommend = cadet_exchange_dup_recommend (self);
  guint http_status = cadet_exchange_get_http_status (self);
  CadetOutcomeKind kind = CADET_OUTCOME_UNKNOWN;
  gboolean success = cadet_exchange_is_success_code (code);
  gint64 data_task_id = get_data_task_id (cadet_exchange_get_reply (self));

  g_assert (CADET_IS_EXCHANGE (self));

  if (success && data_task_id == task_id && http_status == 200)
    return cadet_outcome_new_created (task_id, http_status, code, message, request_id);

  /* A failure together with the task contradicts itself, as does a success without it. */
  if (code != NULL && !success && data_task_id == 0)
    kind = _cadet_judge_code (code, http_status);

  /* “Success” as the message of what proved to be none would mislead. */
  if (success || message == NULL || message[0] == '\0')
    {
      g_free (message);
      if (kind == CADET_OUTCOME_REFUSED)
        message = g_strdup_printf (_ ("The service refused to execute the task with the code %s "
                                      "and gave no reason. It was not executed."),
                                   code);
      else
        message = g_strdup_printf (_ ("The reply (HTTP status %u) does not say whether the task is "
                                      "being executed. Look at it in the CADT console before you "
                                      "execute it again."),
                                   http_status);
    }

  return cadet_outcome_new (kind, 0, http_status, code, message, request_id, recommend);
}

/**
 * cadet_exchange_judge_execute:
 * @self: what an ExecuteTask was and what came back
 * @task_id: the ID of the task that was to be executed
 *
 * Decides what became of the order:
 *
 * - *created*, which means here that the service took it: HTTP 200, a `Code` of success, and `Data`
 *   that is an object whose `Id` is @task_id
 *   (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask);
 * - *not sent*: it ended before a byte left;
 * - *refused*: the reply has a `Code` that proves that nothing was done;
 * - *unknown*: everything else.
 *
 * Returns: (transfer full): the outcome, with the service's code, message and request ID where it
 *   gave them, and a message of ours (translated) where it did not
 */
CadetOutcome *
cadet_exchange_judge_execute (CadetExchange *self,
                              gint64 task_id)
{
  g_autofree char *message = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (task_id > 0, NULL);

  if (cadet_exchange_get_stage (self) == CADET_EXCHANGE_ANSWERED)
    return judge_reply (self, task_id);

  message = describe_failed_exchange (self);
  return _cadet_judge_unanswered (self, message);
}
