/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-operations-private.h"

#define ACCOUNT "1000000000000001"

/* Its reply has no Code, Message or Data; see
 * https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-getcalleridentity. */
static CadetSandboxReply *
get_caller_identity (const CadetSandboxCall  *call,
                     GError                 **error)
{
  CadetSandboxReply *reply = cadet_sandbox_reply_new_bare (call->request);
  gboolean temporary = cadet_credentials_get_security_token (call->credentials) != NULL;

  json_object_set_string_member (reply->object, "AccountId", ACCOUNT);
  if (temporary)
    {
      json_object_set_string_member (reply->object, "IdentityType", "AssumedRoleUser");
      json_object_set_string_member (reply->object, "RoleId", "300000000000000001");
      json_object_set_string_member (reply->object, "PrincipalId", "300000000000000001:sandbox");
      json_object_set_string_member (reply->object, "Arn",
                                     "acs:ram::" ACCOUNT ":assumed-role/sandbox/sandbox");
    }
  else
    {
      json_object_set_string_member (reply->object, "IdentityType", "RAMUser");
      json_object_set_string_member (reply->object, "UserId", "200000000000000001");
      json_object_set_string_member (reply->object, "PrincipalId", "200000000000000001");
      json_object_set_string_member (reply->object, "Arn", "acs:ram::" ACCOUNT ":user/sandbox");
    }
  return reply;
}

static const struct
{
  const char *version;
  const char *action;
  CadetSandboxOperation operation;
} operations[] = {
  { "2021-09-31", "CreateTask", cadet_sandbox_create_task },
  { "2021-09-31", "GetTask", cadet_sandbox_get_task },
  { "2021-09-31", "ExecuteTask", cadet_sandbox_execute_task },
  { "2021-09-31", "ListApplication", cadet_sandbox_list_application },
  { "2021-09-31", "GetApplication", cadet_sandbox_get_application },
  { "2021-09-31", "GetApplicationVariables", cadet_sandbox_get_application_variables },
  { "2015-04-01", "GetCallerIdentity", get_caller_identity },
};

/**
 * cadet_sandbox_has_version:
 * @version: a version of an API
 *
 * Returns: whether the sandbox has operations of that version
 */
gboolean
cadet_sandbox_has_version (const char *version)
{
  g_return_val_if_fail (version != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (operations[i].version, version))
        return TRUE;
    }
  return FALSE;
}

/**
 * cadet_sandbox_find_operation:
 * @version: a version of an API
 * @action: the name of an operation
 *
 * Returns: (nullable): the operation
 */
CadetSandboxOperation
cadet_sandbox_find_operation (const char *version,
                              const char *action)
{
  g_return_val_if_fail (version != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (operations[i].version, version)
          && g_str_equal (operations[i].action, action))
        return operations[i].operation;
    }
  return NULL;
}

/**
 * cadet_sandbox_intern_action:
 * @action: the name of an operation
 *
 * Returns: (nullable): the same as a static string, where the sandbox has that operation
 */
const char *
cadet_sandbox_intern_action (const char *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (g_str_equal (operations[i].action, action))
        return operations[i].action;
    }
  return NULL;
}

/**
 * cadet_sandbox_join_actions:
 * @separator: what is between two
 *
 * Returns: (transfer full): the names of all operations
 */
char *
cadet_sandbox_join_actions (const char *separator)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (separator != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? separator : "", operations[i].action);
  return g_string_free_and_steal (g_steal_pointer (&names));
}

/**
 * cadet_sandbox_call_get_text:
 * @call: a call
 * @name: a parameter that the operation needs
 * @value: (out) (transfer none): its value, which is not empty
 *
 * Reads a parameter. One that is absent is refused as Missing{Name}, one that is empty as
 * ParameterEmpty (https://help.aliyun.com/document_detail/428260.html lists that code).
 *
 * Returns: (transfer full) (nullable): the refusal
 */
CadetSandboxReply *
cadet_sandbox_call_get_text (const CadetSandboxCall  *call,
                             const char              *name,
                             const char             **value)
{
  g_autofree char *code = NULL;

  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  *value = cadet_sandbox_request_get_parameter (call->request, name);
  if (*value == NULL)
    {
      code = g_strconcat ("Missing", name, NULL);
      return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST, code,
                                            "%s is mandatory for this action.", name);
    }
  if (**value == '\0')
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST,
                                          "ParameterEmpty",
                                          "The parameter %s must not be empty.", name);
  return NULL;
}

/**
 * cadet_sandbox_call_get_integer:
 * @call: a call
 * @name: a parameter that the operation needs
 * @min: its least value
 * @max: its greatest value
 * @value: (out): its value
 *
 * Reads a parameter that is a whole number.
 *
 * Returns: (transfer full) (nullable): the refusal
 */
CadetSandboxReply *
cadet_sandbox_call_get_integer (const CadetSandboxCall *call,
                                const char             *name,
                                gint64                  min,
                                gint64                  max,
                                gint64                 *value)
{
  const char *text = NULL;
  CadetSandboxReply *refusal;

  g_return_val_if_fail (call != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  refusal = cadet_sandbox_call_get_text (call, name, &text);
  if (refusal == NULL && !g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidParameter",
                                          "Specified parameter %s is not valid: it must be a whole "
                                          "number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                                          ".", name, min, max);
  return refusal;
}
