/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-judge-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the service's codes prove, and what became of a CreateTask. It has no idempotency token and
 * there is no ListTask, so an attempt that is wrongly called refused makes its user create the task
 * twice, and one wrongly called created is lost. Hence one rule: nothing is called refused unless
 * the reply proves it, and nothing created without a task ID; all that is left is unknown. */

typedef struct
{
  const char *pattern; /* `*` stands for any text */
  CadetOutcomeKind kind;
} CodeRule;

/* By code first and by HTTP status second, as statuses differ from product to product. The first
 * rule that fits counts. Sources: https://developer.aliyun.com/ask/278265,
 * https://help.aliyun.com/en/dns/error-code, https://help.aliyun.com/en/polardb/client-error-codes,
 * https://help.aliyun.com/zh/cadt/support/cadt-error-codes, and the operations' own pages below
 * https://help.aliyun.com/zh/cadt/developer-reference/. */
static const CodeRule code_rules[] = {
  /* Rate limits are the gateway's; the back end never saw the request. */
  { "Throttling*", CADET_OUTCOME_REFUSED },
  { "Rejected.Throttling", CADET_OUTCOME_REFUSED },

  /* The back end may have run. A used nonce often means that this very request came twice:
   * https://github.com/aliyun/alibaba-cloud-sdk-go/issues/39 */
  { "SignatureNonceUsed", CADET_OUTCOME_UNKNOWN },
  { "ServiceUnavailable*", CADET_OUTCOME_UNKNOWN },
  { "InternalError*", CADET_OUTCOME_UNKNOWN },
  { "ServiceError*", CADET_OUTCOME_UNKNOWN },
  { "*Timeout*", CADET_OUTCOME_UNKNOWN },
  { "*TimeOut*", CADET_OUTCOME_UNKNOWN },

  /* The gateway found fault with the request, the signature, the credentials or the account. */
  { "Missing*", CADET_OUTCOME_REFUSED },
  { "Invalid*", CADET_OUTCOME_REFUSED },
  { "Forbidden*", CADET_OUTCOME_REFUSED },
  { "IllegalTimestamp", CADET_OUTCOME_REFUSED },
  { "IncompleteSignature", CADET_OUTCOME_REFUSED },
  { "SignatureDoesNotMatch", CADET_OUTCOME_REFUSED },
  { "NoSuchVersion", CADET_OUTCOME_REFUSED },
  { "UnsupportedHTTPMethod", CADET_OUTCOME_REFUSED },
  { "NoPermission", CADET_OUTCOME_REFUSED },
  { "NoPermissions", CADET_OUTCOME_REFUSED },
  { "NotAuthorized", CADET_OUTCOME_REFUSED },
  { "InsufficientBalance", CADET_OUTCOME_REFUSED },

  /* CADT looked at the request and declined. */
  { "ParameterEmpty", CADET_OUTCOME_REFUSED },
  { "EntityNotExist.*", CADET_OUTCOME_REFUSED },
  { "1001", CADET_OUTCOME_REFUSED }, /* bp.java.nullParams: a parameter is empty */
  { "1002", CADET_OUTCOME_REFUSED }, /* application.name.null */
  { "1003", CADET_OUTCOME_REFUSED }, /* bp.java.incompleteParams */
  { "2001", CADET_OUTCOME_REFUSED }, /* userNotExist: no real-name verification */
  { "2002", CADET_OUTCOME_REFUSED }, /* bp.java.login */
  { "2003", CADET_OUTCOME_REFUSED }, /* bp.java.nopower: no permission */
  { "2005", CADET_OUTCOME_REFUSED }, /* account.no.balance */
  { "3002", CADET_OUTCOME_REFUSED }, /* whiteList */
  { "3004", CADET_OUTCOME_REFUSED }, /* appNameNotNull: the name is taken */
  { "3005", CADET_OUTCOME_REFUSED }, /* notDelete */
  { "3006", CADET_OUTCOME_REFUSED }, /* tempNameNotNull */
  { "4001", CADET_OUTCOME_REFUSED }, /* nopowerContact: no permission */
  { "4003", CADET_OUTCOME_REFUSED }, /* notShareToMyself */
  { "4005", CADET_OUTCOME_REFUSED }, /* resourceNotReleased */
  { "4006", CADET_OUTCOME_REFUSED }, /* noResourceToImport */
  { "8003", CADET_OUTCOME_REFUSED }, /* no permission */
  { "8004", CADET_OUTCOME_REFUSED }, /* no permission */
};

#define STATUS_REQUEST_TIMEOUT 408
#define STATUS_CLIENT_CLOSED_REQUEST 499

CadetOutcomeKind
_cadet_judge_code (const char *code,
                   guint http_status)
{
  g_assert (code != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (code_rules); i++)
    if (g_pattern_match_simple (code_rules[i].pattern, code))
      return code_rules[i].kind;

  /* A code of which nothing is known: a client error says that the service did not act, except for
   * the two that say that somebody stopped waiting. */
  if (http_status >= 400 && http_status < 500 && http_status != STATUS_REQUEST_TIMEOUT &&
      http_status != STATUS_CLIENT_CLOSED_REQUEST)
    return CADET_OUTCOME_REFUSED;

  return CADET_OUTCOME_UNKNOWN;
}

/* Back ends behind the same gateway write a name with a capital or without. */
JsonNode *
_cadet_judge_get_member (JsonObject *object,
                         const char *upper,
                         const char *lower)
{
  JsonNode *node = json_object_get_member (object, upper);

  return node != NULL ? node : json_object_get_member (object, lower);
}

/* A task ID exactly: an integer from 1 to 2^63 - 2, or its digits as text. 0 else. */
gint64
_cadet_judge_read_task_id (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return 0;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 number = json_node_get_int (node);

      /* json-glib turns every number that is too large into the largest, so that one is no ID. */
      return number > 0 && number < G_MAXINT64 ? number : 0;
    }

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *digits = json_node_get_string (node);
      guint64 number;

      if (digits[0] != '0' && g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &number, NULL))
        return (gint64) number;
    }

  return 0;
}

static char *
describe_failed_exchange (CadetExchange *exchange)
{
  const GError *error = cadet_exchange_get_error (exchange);

  g_assert (CADET_IS_EXCHANGE (exchange));

  if (cadet_exchange_get_stage (exchange) == CADET_EXCHANGE_PREPARED)
    /* Translators: %s is a whole sentence that says what went wrong. */
    return g_strdup_printf (_ ("%s Nothing was sent, so no task was created."), error->message);

  /* Translators: %s is a whole sentence that says what went wrong. */
  return g_strdup_printf (_ ("%s The request had been sent, so the task may exist. Look for it in "
                             "the CADT console before you create it again."),
                          error->message);
}

static char *
describe_reply_without_proof (guint http_status)
{
  return g_strdup_printf (_ ("The reply (HTTP status %u) does not say whether the task was "
                             "created. Look for it in the CADT console before you create it "
                             "again."),
                          http_status);
}

static CadetOutcome *
judge_reply (CadetExchange *self)
{
  JsonObject *reply = cadet_exchange_get_reply (self);
  g_autofree char *code = cadet_exchange_dup_code (self);
  g_autofree char *message = cadet_exchange_dup_message (self);
  g_autofree char *request_id = cadet_exchange_dup_request_id (self);
  g_autofree char *recommend = cadet_exchange_dup_recommend (self);
  guint http_status = cadet_exchange_get_http_status (self);
  CadetOutcomeKind kind = CADET_OUTCOME_UNKNOWN;
  gboolean success = cadet_exchange_is_success_code (code);
  gint64 task_id = 0;

  g_assert (CADET_IS_EXCHANGE (self));

  if (reply != NULL)
    task_id = _cadet_judge_read_task_id (_cadet_judge_get_member (reply, "Data", "data"));

  if (success && task_id > 0 && http_status == 200)
    return cadet_outcome_new_created (task_id, http_status, code, message, request_id);

  /* A failure together with a task ID, and a success without one or with another status than 200,
   * contradict themselves. */
  if (code != NULL && !success && task_id == 0)
    kind = _cadet_judge_code (code, http_status);

  /* “Success” as the message of what proved to be none would mislead. */
  if (success || message == NULL || message[0] == '\0')
    {
      g_free (message);
      if (kind == CADET_OUTCOME_REFUSED)
        message = g_strdup_printf (_ ("The service refused the task with the code %s and gave no "
                                      "reason. No task was created."),
                                   code);
      else
        message = describe_reply_without_proof (http_status);
    }

  return cadet_outcome_new (kind, 0, http_status, code, message, request_id, recommend);
}

/* What never left was not sent; what left, and was not answered, may have done anything. */
CadetOutcome *
_cadet_judge_unanswered (CadetExchange *exchange,
                         const char    *message)
{
  g_autofree char *request_id = NULL;

  g_assert (CADET_IS_EXCHANGE (exchange));
  g_assert (cadet_exchange_get_stage (exchange) != CADET_EXCHANGE_ANSWERED);

  if (cadet_exchange_get_stage (exchange) == CADET_EXCHANGE_PREPARED)
    return cadet_outcome_new_failed (CADET_OUTCOME_NOT_SENT, 0, NULL, message, NULL);

  request_id = cadet_exchange_dup_request_id (exchange);
  return cadet_outcome_new_failed (CADET_OUTCOME_UNKNOWN, cadet_exchange_get_http_status (exchange),
                                   NULL, message, request_id);
}

/**
 * cadet_exchange_judge_create:
 * @self: what a CreateTask was and what came back
 *
 * Decides what became of the task:
 *
 * - *created*: HTTP 200, a `Code` of success, and `Data` that is a task ID
 *   (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-createtask);
 * - *not sent*: it ended before a byte left;
 * - *refused*: the reply has a `Code` that proves that nothing was done;
 * - *unknown*: everything else, such as a reply without a code, whatever its HTTP status: a proxy
 *   or a gateway may have written it after the request went through.
 *
 * Returns: (transfer full): the outcome, with the service's code, message and request ID where it
 *   gave them, and a message of ours (translated) where it did not
 */
CadetOutcome *
cadet_exchange_judge_create (CadetExchange *self)
{
  g_autofree char *message = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  if (cadet_exchange_get_stage (self) == CADET_EXCHANGE_ANSWERED)
    return judge_reply (self);

  message = describe_failed_exchange (self);
  return _cadet_judge_unanswered (self, message);
}
