/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-json.h"
#include "model/cadet-task.h"

/* Starts a member; what is absent is left out rather than null. */
static void
append_key (GString *json,
            const char *key)
{
  if (json->len > 1)
    g_string_append_c (json, ',');
  g_string_append_c (json, '"');
  g_string_append (json, key);
  g_string_append (json, "\":");
}

static void
append_text (GString *json,
             const char *key,
             const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || *text == '\0')
    return;

  /* A message may come from a service that does not keep to UTF-8. */
  valid = g_utf8_make_valid (text, -1);
  append_key (json, key);
  cadet_json_append_string (json, valid);
}

static void
append_outcome (GString *json,
                CadetOutcome *outcome)
{
  g_assert (CADET_IS_OUTCOME (outcome));

  append_text (json, "outcome", cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome)));
  if (cadet_outcome_get_task_id (outcome) != 0)
    {
      append_key (json, "taskId");
      g_string_append_printf (json, "%" G_GINT64_FORMAT, cadet_outcome_get_task_id (outcome));
    }
  append_text (json, "requestId", cadet_outcome_get_request_id (outcome));
  append_text (json, "code", cadet_outcome_get_code (outcome));
  append_text (json, "message", cadet_outcome_get_message (outcome));
  if (cadet_outcome_get_http_status (outcome) != 0)
    {
      append_key (json, "httpStatus");
      g_string_append_printf (json, "%u", cadet_outcome_get_http_status (outcome));
    }
}

/**
 * cadet_task_to_json:
 * @self: a task
 *
 * Writes what `cadet --json` prints: `outcome`, `taskId` (an integer), `requestId`, `code`,
 * `message`, `httpStatus`, `attempt`, `profile` (its name), `endpoint`, `name`, `processId`,
 * `appId` and `at` (when it was recorded, UTC), in this order. What there is not is absent,
 * `outcome` while it is being sent.
 *
 * Returns: (transfer full): one line of JSON without a line break
 */
char *
cadet_task_to_json (CadetTask *self)
{
  CadetOutcome *outcome;
  GString *json;

  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  json = g_string_new ("{");
  outcome = cadet_task_get_outcome (self);
  if (outcome != NULL)
    append_outcome (json, outcome);

  append_text (json, "attempt", cadet_task_get_attempt (self));
  append_text (json, "profile", cadet_task_get_profile_name (self));
  append_text (json, "endpoint", cadet_task_get_endpoint (self));
  append_text (json, "name", cadet_task_get_name (self));
  append_text (json, "processId", cadet_task_get_process_id (self));
  append_text (json, "appId", cadet_task_get_app_id (self));

  if (cadet_task_get_recorded_at (self) != 0)
    {
      gint64 at = cadet_task_get_recorded_at (self);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / 1000);
      g_autofree char *seconds =
          time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;

      if (seconds != NULL)
        {
          append_key (json, "at");
          g_string_append_printf (json, "\"%s.%03dZ\"", seconds, (int) (at % 1000));
        }
    }

  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

/**
 * cadet_task_dup_draft:
 * @self: a task
 *
 * Makes a draft to try again with, or to change: names, IDs and variables as they were typed.
 * Secrets are never recorded, so they are missing in it and [method@Draft.validate] says so.
 * Variables whose record is damaged are left out.
 *
 * Returns: (transfer full): a draft
 */
CadetDraft *
cadet_task_dup_draft (CadetTask *self)
{
  g_autoptr (CadetVariableList) variables = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CadetVariable *variable;
  gboolean wrap_names = TRUE;
  CadetDraft *draft;

  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  draft = cadet_draft_new ();
  cadet_draft_set_process_id (draft, cadet_task_get_process_id (self));
  cadet_draft_set_task_name (draft, cadet_task_get_name (self));
  cadet_draft_set_app_id (draft, cadet_task_get_app_id (self));

  variables = cadet_variable_list_new_from_record (cadet_task_get_variables_json (self),
                                                   &wrap_names, NULL);
  if (variables == NULL)
    return draft;

  cadet_draft_set_wrap_names (draft, wrap_names);
  rows = g_ptr_array_new ();
  for (guint i = 0; (variable = cadet_variable_list_get (variables, i)) != NULL; i++)
    g_ptr_array_add (rows, variable);
  cadet_variable_list_splice (cadet_draft_get_variables (draft), 0, 0,
                              (CadetVariable **) rows->pdata, rows->len);

  return draft;
}
