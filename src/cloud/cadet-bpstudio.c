/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-bpstudio.h"

/* The parameters of the operations, all of them form fields:
 * https://github.com/aliyun/alibabacloud-go-sdk,
 * bpstudio-20210931/client/client_context_func.go. */

static CadetRequest *
new_read_only_request (const char *action)
{
  CadetRequest *request = cadet_request_new (action, CADET_BPSTUDIO_VERSION);

  cadet_request_set_read_only (request, TRUE);

  return request;
}

static void
add_form_int (CadetRequest *request,
              const char *name,
              gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  g_assert (CADET_IS_REQUEST (request));

  cadet_request_add_form (request, name, text);
}

/* IDs are copied from the console, and white space with them. */
static void
add_form_stripped (CadetRequest *request,
                   const char *name,
                   const char *value)
{
  g_autofree char *text = g_strdup (value != NULL ? value : "");

  g_assert (CADET_IS_REQUEST (request));

  cadet_request_add_form (request, name, g_strstrip (text));
}

static gboolean
has_variables (CadetVariableList *variables)
{
  guint n_variables = g_list_model_get_n_items (G_LIST_MODEL (variables));

  g_assert (CADET_IS_VARIABLE_LIST (variables));

  for (guint i = 0; i < n_variables; i++)
    {
      g_autoptr (CadetVariable) variable = g_list_model_get_item (G_LIST_MODEL (variables), i);

      if (cadet_variable_get_enabled (variable) && !cadet_variable_is_blank (variable))
        return TRUE;
    }

  return FALSE;
}

/**
 * cadet_bpstudio_create_task_request:
 * @draft: a draft without problems
 *
 * CreateTask: https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-createtask
 *
 * The variables that are on go out as one JSON object; the field is left out where there is none.
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_create_task_request (CadetDraft *draft)
{
  CadetRequest *request;
  CadetVariableList *variables;
  g_autoptr (GBytes) json = NULL;
  g_autofree char *shown = NULL;
  gconstpointer data;
  gsize length;

  g_return_val_if_fail (CADET_IS_DRAFT (draft), NULL);

  request = cadet_request_new ("CreateTask", CADET_BPSTUDIO_VERSION);
  add_form_stripped (request, "ProcessId", cadet_draft_get_process_id (draft));
  add_form_stripped (request, "TaskName", cadet_draft_get_task_name (draft));
  add_form_stripped (request, "AppId", cadet_draft_get_app_id (draft));

  variables = cadet_draft_get_variables (draft);
  if (!has_variables (variables))
    return request;

  json = cadet_variable_list_to_json (variables, cadet_draft_get_wrap_names (draft),
                                      CADET_JSON_MASK_SECRETS);
  data = g_bytes_get_data (json, &length);
  shown = g_strndup (data, length);
  if (cadet_variable_list_has_secrets (variables))
    {
      g_autoptr (GBytes) secret_json =
        cadet_variable_list_to_json (variables, cadet_draft_get_wrap_names (draft),
                                     CADET_JSON_REVEAL_SECRETS);

      cadet_request_add_form_secret (request, "Variables", secret_json, shown);
    }
  else
    {
      cadet_request_add_form (request, "Variables", shown);
    }

  return request;
}

/**
 * cadet_bpstudio_get_task_request:
 * @task_id: the ID that CreateTask gave
 *
 * GetTask: https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-gettask
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_get_task_request (gint64 task_id)
{
  CadetRequest *request;

  g_return_val_if_fail (task_id > 0, NULL);

  request = new_read_only_request ("GetTask");
  add_form_int (request, "TaskId", task_id);

  return request;
}

/**
 * cadet_bpstudio_execute_task_request:
 * @task_id: the ID that CreateTask gave
 *
 * ExecuteTask: https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask
 *
 * Whether a second one for the same task does harm is not documented, so it is sent once like
 * CreateTask.
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_execute_task_request (gint64 task_id)
{
  CadetRequest *request;

  g_return_val_if_fail (task_id > 0, NULL);

  request = cadet_request_new ("ExecuteTask", CADET_BPSTUDIO_VERSION);
  add_form_int (request, "TaskId", task_id);

  return request;
}

/**
 * cadet_bpstudio_list_application_request:
 * @page: the page, 1 to 10000: what the service calls `NextToken`
 * @page_size: applications on a page, 1 to 50
 * @keyword: (nullable): a part of the name
 *
 * ListApplication:
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-listapplication
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_list_application_request (guint page,
                                         guint page_size,
                                         const char *keyword)
{
  CadetRequest *request;

  g_return_val_if_fail (page >= 1 && page <= 10000, NULL);
  g_return_val_if_fail (page_size >= 1 && page_size <= 50, NULL);

  request = new_read_only_request ("ListApplication");
  add_form_int (request, "NextToken", page);
  add_form_int (request, "MaxResults", page_size);
  if (keyword != NULL && keyword[0] != '\0')
    cadet_request_add_form (request, "Keyword", keyword);

  return request;
}

/**
 * cadet_bpstudio_get_application_request:
 * @application_id: an application
 *
 * GetApplication: https://help.aliyun.com/zh/cadt/developer-reference/query-application
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_get_application_request (const char *application_id)
{
  CadetRequest *request;

  g_return_val_if_fail (application_id != NULL, NULL);

  request = new_read_only_request ("GetApplication");
  add_form_stripped (request, "ApplicationId", application_id);

  return request;
}

/**
 * cadet_bpstudio_get_application_variables_request:
 * @application_id: an application
 *
 * GetApplicationVariables:
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-getapplicationvariables
 *
 * Returns: (transfer full): the request
 */
CadetRequest *
cadet_bpstudio_get_application_variables_request (const char *application_id)
{
  CadetRequest *request;

  g_return_val_if_fail (application_id != NULL, NULL);

  request = new_read_only_request ("GetApplicationVariables");
  add_form_stripped (request, "AppId", application_id);

  return request;
}
