/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-operations-private.h"

#include "sandbox/cadet-sandbox-catalog.h"

/* The variable, and the values, with which a task asks to fail. */
#define FAILING_VARIABLE "${sandbox}"
#define FAIL_BINDING "fail-binding"
#define FAIL_RUNNING "fail-running"

/* Only BINDING and FINISH are documented (GetTask); the other words are the sandbox's own. */
typedef enum
{
  BINDING,
  READY,
  RUNNING,
  FINISH,
  FAILED,
} Status;

/* How a task asked to end. */
typedef enum
{
  WISH_NONE,
  WISH_FAIL_BINDING,
  WISH_FAIL_RUNNING,
} Wish;

static const char * const status_names[] = { "BINDING", "READY", "RUNNING", "FINISH", "FAILED" };

static Status
judge_status (CadetSandboxTask *task,
              gint64            now_ms)
{
  if (task->executed_ms == 0)
    {
      if (now_ms < task->created_ms + task->bind_ms)
        return BINDING;
      return task->bind_error != NULL ? FAILED : READY;
    }
  if (now_ms < task->executed_ms + task->run_ms)
    return RUNNING;
  return task->run_error != NULL ? FAILED : FINISH;
}

static const char *
get_error_message (CadetSandboxTask *task,
                   Status            status)
{
  if (status != FAILED)
    return "";
  return task->executed_ms == 0 ? task->bind_error : task->run_error;
}

/* The service writes times in China time, without a zone. */
static char *
format_time (gint64 ms)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 60 * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%Y-%m-%d %H:%M:%S");
}

static char *
format_instance_ids (CadetSandboxTask *task,
                     Status            status)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  if (status != BINDING)
    json_object_set_string_member (object, "app", task->instance_id);
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

static CadetSandboxReply *
refuse_unknown_task (const CadetSandboxCall *call,
                     gint64                  id)
{
  /* Documented for operations beside this one: 404 EntityNotExist.ResourceId. */
  return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_NOT_FOUND,
                                        "EntityNotExist.ResourceId",
                                        "The task %" G_GINT64_FORMAT " does not exist.", id);
}

/* The task that the call names, or what refuses the call, or NULL and an error. */
static CadetSandboxTask *
find_task (const CadetSandboxCall  *call,
           CadetSandboxReply      **refusal,
           GError                 **error)
{
  CadetSandboxTask *task = NULL;
  gint64 id = 0;

  *refusal = cadet_sandbox_call_get_integer (call, "TaskId", 1, G_MAXINT64, &id);
  if (*refusal == NULL && cadet_sandbox_store_find_task (call->store, id, &task, error)
      && task == NULL)
    *refusal = refuse_unknown_task (call, id);
  return task;
}

/* Reads Variables (optional): a JSON object's text, as the SDKs shrink it. */
static CadetSandboxReply *
read_variables (const CadetSandboxCall  *call,
                const char             **text,
                Wish                    *wish)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonNode *value;

  *wish = WISH_NONE;
  *text = cadet_sandbox_request_get_parameter (call->request, "Variables");
  if (*text == NULL)
    return NULL;

  json_parser_set_strict (parser, TRUE);
  root = json_parser_load_from_data (parser, *text, -1, NULL) ? json_parser_get_root (parser)
                                                              : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidParameter",
                                          "Specified parameter Variables is not valid: it must be "
                                          "the text of a JSON object.");
  value = json_object_get_member (json_node_get_object (root), FAILING_VARIABLE);
  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    {
      if (g_str_equal (json_node_get_string (value), FAIL_BINDING))
        *wish = WISH_FAIL_BINDING;
      else if (g_str_equal (json_node_get_string (value), FAIL_RUNNING))
        *wish = WISH_FAIL_RUNNING;
    }
  return NULL;
}

/**
 * cadet_sandbox_create_task:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * CreateTask, as
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-createtask
 * describes it. A variable `${sandbox}` with the value `fail-binding` or `fail-running` makes the
 * task fail then.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_create_task (const CadetSandboxCall  *call,
                           GError                 **error)
{
  g_autoptr (CadetSandboxApplicationRow) application = NULL;
  CadetSandboxTask task = { 0 };
  const CadetSandboxProcess *process;
  const char *process_id = NULL;
  const char *name = NULL;
  const char *app_id = NULL;
  const char *variables = NULL;
  Wish wish = WISH_NONE;
  CadetSandboxReply *refusal;
  JsonNode *data;

  g_return_val_if_fail (call != NULL, NULL);

  refusal = cadet_sandbox_call_get_text (call, "ProcessId", &process_id);
  if (refusal == NULL)
    refusal = cadet_sandbox_call_get_text (call, "TaskName", &name);
  if (refusal == NULL)
    refusal = cadet_sandbox_call_get_text (call, "AppId", &app_id);
  if (refusal == NULL)
    refusal = read_variables (call, &variables, &wish);
  if (refusal != NULL)
    return refusal;

  /* What the service says to an unknown ID is not documented. The sandbox uses both of its ways to
   * say no: a gateway error, and HTTP 200 with the code that Terraform's provider takes for an
   * application that is not there. */
  process = cadet_sandbox_find_process (process_id);
  if (process == NULL)
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_NOT_FOUND,
                                          "EntityNotExist.ResourceId",
                                          "The process %s does not exist.", process_id);
  if (!cadet_sandbox_store_find_application (call->store, app_id, &application, error))
    return NULL;
  if (application == NULL)
    return cadet_sandbox_reply_new_failure (call->request, "8004",
                                            "The application does not exist, or you may not use "
                                            "it.");

  task.id = call->first_id;
  task.name = (char *) name;
  task.process_id = (char *) process_id;
  task.app_id = (char *) app_id;
  task.variables = (char *) variables;
  task.created_ms = call->now_ms;
  task.bind_ms = call->bind_ms;
  if (wish == WISH_FAIL_BINDING)
    task.bind_error = (char *) "SyntaxError: the variables cannot be bound";
  task.run_error = (char *) process->run_error;
  if (wish == WISH_FAIL_RUNNING)
    task.run_error = (char *) "ServiceError: a resource could not be created";
  if (!cadet_sandbox_store_add_task (call->store, &task, error))
    return NULL;

  data = json_node_new (JSON_NODE_VALUE);
  json_node_set_int (data, task.id);
  return cadet_sandbox_reply_new_success (call->request, TRUE, data);
}

static JsonNode *
node_from_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * cadet_sandbox_get_task:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * GetTask, as https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-gettask
 * describes it.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_get_task (const CadetSandboxCall  *call,
                        GError                 **error)
{
  g_autoptr (CadetSandboxTask) task = NULL;
  g_autofree char *instance_ids = NULL;
  g_autofree char *created = NULL;
  CadetSandboxReply *refusal = NULL;
  JsonObject *data;
  Status status;

  g_return_val_if_fail (call != NULL, NULL);

  task = find_task (call, &refusal, error);
  if (task == NULL)
    return refusal;

  status = judge_status (task, call->now_ms);
  instance_ids = format_instance_ids (task, status);
  created = format_time (task->created_ms);
  data = json_object_new ();
  json_object_set_int_member (data, "Id", task->id);
  json_object_set_string_member (data, "Name", task->name);
  json_object_set_string_member (data, "ProcessId", task->process_id);
  json_object_set_string_member (data, "AppId", task->app_id);
  json_object_set_string_member (data, "InstanceIds", instance_ids);
  json_object_set_string_member (data, "Status", status_names[status]);
  json_object_set_string_member (data, "ErrorMessage", get_error_message (task, status));
  json_object_set_string_member (data, "GmtCreate", created);
  return cadet_sandbox_reply_new_success (call->request, TRUE, node_from_object (data));
}

/**
 * cadet_sandbox_execute_task:
 * @call: the call
 * @error: return location for a %CADET_ERROR_STORAGE
 *
 * ExecuteTask, as
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask describes
 * it. What the service says to a task that is not ready, or was executed, is not documented; here
 * it is refused.
 *
 * Returns: (transfer full) (nullable): the reply
 */
CadetSandboxReply *
cadet_sandbox_execute_task (const CadetSandboxCall  *call,
                            GError                 **error)
{
  g_autoptr (CadetSandboxTask) task = NULL;
  CadetSandboxReply *refusal = NULL;
  JsonObject *data;
  Status status;

  g_return_val_if_fail (call != NULL, NULL);

  task = find_task (call, &refusal, error);
  if (task == NULL)
    return refusal;
  status = judge_status (task, call->now_ms);
  if (status != READY)
    return cadet_sandbox_reply_new_error (call->request, SOUP_STATUS_BAD_REQUEST,
                                          "IncorrectStatus",
                                          "The task %" G_GINT64_FORMAT " is %s; it can be executed "
                                          "once, when it is READY.", task->id, status_names[status]);
  if (!cadet_sandbox_store_execute_task (call->store, task->id, call->now_ms, call->run_ms,
                                         error))
    return NULL;

  task->executed_ms = call->now_ms;
  task->run_ms = call->run_ms;
  status = judge_status (task, call->now_ms);
  data = json_object_new ();
  json_object_set_int_member (data, "Id", task->id);
  json_object_set_string_member (data, "Name", task->name);
  json_object_set_string_member (data, "Status", status_names[status]);
  json_object_set_string_member (data, "ErrorMessage", get_error_message (task, status));
  return cadet_sandbox_reply_new_success (call->request, FALSE, node_from_object (data));
}
