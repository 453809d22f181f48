/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-operations-private.h"

#define MAX_PAGE 10000
#define MAX_RESULTS 50

static const char *
get_optional (const CadetSandboxCall *call,
              const char             *name)
{
  const char *value = cadet_sandbox_request_get_parameter (call->request, name);

  return value == NULL || *value == '\0' ? NULL : value;
}

/* Adds what ListApplication and GetApplication both say. */
static JsonObject *
describe (CadetSandboxApplicationRow *row)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "ApplicationId", row->id);
  json_object_set_string_member (object, "Name", row->name);
  json_object_set_string_member (object, "Status", row->status);
  json_object_set_string_member (object, "CreateTime", row->created);
  json_object_set_string_member (object, "ImageURL", "");
  json_object_set_string_member (object, "ResourceGroupId", "");
  return object;
}

static CadetSandboxReply *
read_status (const CadetSandboxCall *call,
             CadetSandboxFilter     *filter)
{
  const char *status = get_optional (call, "Status");

  if (status == NULL)
    return NULL;
  if (g_str_equal (status, "success"))
    filter->statuses = "[\"Deployed_Success\"]";
  else if (g_str_equal (status, "release"))
    filter->statuses = "[\"Destroyed_Success\",\"Destroyed_Failure\"]";
  else
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidParameter",
                                          "Specified parameter Status is not valid: it must be "
                                          "success, release or empty.");
  return NULL;
}

/**
 * cadet_sandbox_list_application:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * ListApplication, as
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-listapplication
 * describes it: NextToken is the number of a page. The order is the creation's, newest first.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_list_application (const CadetSandboxCall  *call,
                                GError                 **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  CadetSandboxFilter filter = { 0 };
  CadetSandboxReply *reply;
  JsonArray *list;
  JsonNode *data;
  gint64 page = 0;
  gint64 size = 0;
  gint64 total = 0;

  g_return_val_if_fail (call != NULL, NULL);

  reply = cadet_sandbox_call_get_integer (call, "NextToken", 1, MAX_PAGE, &page);
  if (reply == NULL)
    reply = cadet_sandbox_call_get_integer (call, "MaxResults", 1, MAX_RESULTS, &size);
  if (reply == NULL)
    reply = read_status (call, &filter);
  if (reply != NULL)
    return reply;

  filter.keyword = get_optional (call, "Keyword");
  filter.template_id = get_optional (call, "TemplateId");
  filter.instance_id = get_optional (call, "ResourceId");
  filter.limit = (guint) size;
  filter.offset = (guint) ((page - 1) * size);
  rows = cadet_sandbox_store_list_applications (call->store, &filter, &total, error);
  if (rows == NULL)
    return NULL;

  list = json_array_new ();
  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (list, describe (g_ptr_array_index (rows, i)));
  data = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (data, list);
  reply = cadet_sandbox_reply_new_success (call->request, FALSE, data);
  /* Which number follows the last page is not documented. */
  json_object_set_int_member (reply->object, "NextToken", page * size < total ? page + 1 : 0);
  json_object_set_int_member (reply->object, "TotalCount", total);
  return reply;
}

/* Terraform's provider takes this code for an application that is not there. */
static CadetSandboxReply *
refuse_unknown_application (const CadetSandboxCall *call)
{
  return cadet_sandbox_reply_new_failure (call->request, "8004",
                                          "The application does not exist, or you may not use it.");
}

static void
add_empty_lists (JsonObject *data)
{
  static const char * const names[] = { "Checklist", "ComplianceList", "PriceList" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_array_member (data, names[i], json_array_new ());
}

/**
 * cadet_sandbox_get_application:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * GetApplication, with the fields of the SDK's model; prices and checks are empty here.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_get_application (const CadetSandboxCall  *call,
                               GError                 **error)
{
  g_autoptr (CadetSandboxApplicationRow) row = NULL;
  const char *id = NULL;
  CadetSandboxReply *refusal;
  JsonObject *data;
  JsonObject *resource;
  JsonArray *resources;
  JsonNode *node;

  g_return_val_if_fail (call != NULL, NULL);

  refusal = cadet_sandbox_call_get_text (call, "ApplicationId", &id);
  if (refusal != NULL)
    return refusal;
  if (!cadet_sandbox_store_find_application (call->store, id, &row, error))
    return NULL;
  if (row == NULL)
    return refuse_unknown_application (call);

  data = describe (row);
  json_object_set_string_member (data, "Description", row->description);
  json_object_set_string_member (data, "TemplateId", row->template_id);
  json_object_set_string_member (data, "Error",
                                 g_str_has_suffix (row->status, "_Failure")
                                   ? "The last operation failed." : "");
  json_object_set_double_member (data, "DeployPercent",
                                 g_str_equal (row->status, "Deployed_Success") ? 100.0 : 0.0);
  add_empty_lists (data);
  resource = json_object_new ();
  json_object_set_string_member (resource, "ResourceId", row->instance_id);
  json_object_set_string_member (resource, "ResourceName", row->name);
  json_object_set_string_member (resource, "Status", row->status);
  json_object_set_string_member (resource, "Remark", "{}");
  resources = json_array_new ();
  json_array_add_object_element (resources, resource);
  json_object_set_array_member (data, "ResourceList", resources);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, data);
  return cadet_sandbox_reply_new_success (call->request, FALSE, node);
}

static void
add_variable_cb (const char *name,
                 const char *value,
                 gpointer    user_data)
{
  JsonObject *variable = json_object_new ();

  json_object_set_string_member (variable, "Variable", name);
  json_object_set_string_member (variable, "Value", value);
  json_array_add_object_element (user_data, variable);
}

/**
 * cadet_sandbox_get_application_variables:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * GetApplicationVariables, as
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-getapplicationvariables
 * describes it.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_get_application_variables (const CadetSandboxCall  *call,
                                         GError                 **error)
{
  g_autoptr (CadetSandboxApplicationRow) row = NULL;
  g_autoptr (JsonArray) variables = json_array_new ();
  const char *id = NULL;
  CadetSandboxReply *refusal;
  JsonObject *instance;
  JsonArray *list;
  JsonNode *data;

  g_return_val_if_fail (call != NULL, NULL);

  refusal = cadet_sandbox_call_get_text (call, "AppId", &id);
  if (refusal != NULL)
    return refusal;
  if (!cadet_sandbox_store_find_application (call->store, id, &row, error)
      || (row != NULL
          && !cadet_sandbox_store_foreach_variable (call->store, id, add_variable_cb, variables,
                                                    error)))
    return NULL;
  if (row == NULL)
    return refuse_unknown_application (call);

  list = json_array_new ();
  if (json_array_get_length (variables) > 0)
    {
      instance = json_object_new ();
      json_object_set_string_member (instance, "InstanceId", row->instance_id);
      json_object_set_array_member (instance, "VariableList", g_steal_pointer (&variables));
      json_array_add_object_element (list, instance);
    }
  data = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (data, list);
  return cadet_sandbox_reply_new_success (call->request, TRUE, data);
}
