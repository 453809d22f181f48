/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-json.h"
#include "model/cadet-task-private.h"

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
append_number (GString *json,
               const char *key,
               gint64 number)
{
  if (number == 0)
    return;

  append_key (json, key);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, number);
}

static void
append_time (GString *json,
             const char *key,
             gint64 at)
{
  g_autofree char *text = _cadet_task_format_time (at);

  append_text (json, key, text);
}

/* @task_id is left out where it is 0. */
static void
append_outcome (GString *json,
                CadetOutcome *outcome,
                gint64 task_id)
{
  g_assert (CADET_IS_OUTCOME (outcome));

  append_text (json, "outcome", cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome)));
  append_number (json, "taskId", task_id);
  append_text (json, "requestId", cadet_outcome_get_request_id (outcome));
  append_text (json, "code", cadet_outcome_get_code (outcome));
  append_text (json, "message", cadet_outcome_get_message (outcome));
  append_number (json, "httpStatus", cadet_outcome_get_http_status (outcome));
}

/* Tries of creating or executing, put together from the history. */
typedef struct
{
  guint number;
  gint64 at;
  const char *outcome;
  guint http_status;
  const char *text;
} Try;

static Try *
add_try (GArray *tries,
         guint number,
         gint64 at)
{
  Try try = { .number = number, .at = at };

  g_array_append_val (tries, try);

  return &g_array_index (tries, Try, tries->len - 1);
}

static void
end_try (Try *try,
         CadetEvent *event)
{
  g_assert (CADET_IS_EVENT (event));

  try->outcome = cadet_event_get_outcome (event);
  try->http_status = cadet_event_get_http_status (event);
  try->text = cadet_event_get_text (event);
}

/* @event is one of creating, or of executing said in the words of creating. */
static void
collect_event (GArray *tries,
               CadetEventKind kind,
               CadetEvent *event)
{
  Try *last = tries->len > 0 ? &g_array_index (tries, Try, tries->len - 1) : NULL;
  gboolean open = last != NULL && last->outcome == NULL;

  g_assert (CADET_IS_EVENT (event));

  switch (kind)
    {
    case CADET_EVENT_RECORDED:
      g_array_set_size (tries, 0);
      break;

    case CADET_EVENT_SENT:
      add_try (tries, cadet_event_get_number (event), cadet_event_get_at (event));
      break;

    case CADET_EVENT_TRY_FAILED:
      /* One that found no connection was never sent. */
      if (!open || last->number != cadet_event_get_number (event))
        last = add_try (tries, cadet_event_get_number (event), cadet_event_get_at (event));
      end_try (last, event);
      break;

    case CADET_EVENT_ANSWERED:
      if (open)
        end_try (last, event);
      break;

    case CADET_EVENT_ENDED:
      if (last != NULL && !open)
        last = add_try (tries, last->number + 1, cadet_event_get_at (event));
      if (last != NULL)
        end_try (last, event);
      break;

    case CADET_EVENT_INTERRUPTED:
      if (open)
        last->outcome = cadet_outcome_kind_to_nick (CADET_OUTCOME_UNKNOWN);
      break;

    default:
      break;
    }
}

static CadetEventKind
translate_kind (CadetEventKind kind)
{
  switch (kind)
    {
    case CADET_EVENT_EXECUTE_RECORDED:
      return CADET_EVENT_RECORDED;
    case CADET_EVENT_EXECUTE_SENT:
      return CADET_EVENT_SENT;
    case CADET_EVENT_EXECUTE_TRY_FAILED:
      return CADET_EVENT_TRY_FAILED;
    case CADET_EVENT_EXECUTE_ANSWERED:
      return CADET_EVENT_ANSWERED;
    case CADET_EVENT_EXECUTE_ENDED:
      return CADET_EVENT_ENDED;
    case CADET_EVENT_EXECUTE_INTERRUPTED:
      return CADET_EVENT_INTERRUPTED;
    default:
      return CADET_EVENT_NOTED;
    }
}

static void
append_tries (GString *json,
              CadetTask *task,
              gboolean of_execution)
{
  g_autoptr (GArray) tries = g_array_new (FALSE, FALSE, sizeof (Try));
  GListModel *events = cadet_task_get_events (task);

  g_assert (CADET_IS_TASK (task));

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      /* The model keeps it, and with it the words that are pointed to. */
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);
      CadetEventKind kind = cadet_event_get_kind (event);

      collect_event (tries, of_execution ? translate_kind (kind) : kind, event);
    }
  if (tries->len == 0)
    return;

  append_key (json, "tries");
  g_string_append_c (json, '[');
  for (guint i = 0; i < tries->len; i++)
    {
      Try *try = &g_array_index (tries, Try, i);
      g_autoptr (GString) object = g_string_new ("{");

      append_number (object, "number", try->number);
      append_time (object, "at", try->at);
      append_text (object, "outcome", try->outcome);
      append_number (object, "httpStatus", try->http_status);
      append_text (object, "text", try->text);
      g_string_append_printf (json, "%s%s}", i > 0 ? "," : "", object->str);
    }
  g_string_append_c (json, ']');
}

static void
append_execution (GString *json,
                  CadetTask *task)
{
  CadetExecution *execution = cadet_task_get_execution (task);
  g_autoptr (GString) object = g_string_new ("{");

  g_assert (CADET_IS_TASK (task));

  if (execution == NULL)
    return;

  if (cadet_execution_get_outcome (execution) != NULL)
    append_outcome (object, cadet_execution_get_outcome (execution), 0);
  append_text (object, "profile", cadet_execution_get_profile_name (execution));
  append_time (object, "at", cadet_execution_get_recorded_at (execution));
  append_tries (object, task, TRUE);

  append_key (json, "execution");
  g_string_append_printf (json, "%s}", object->str);
}

static void
append_report (GString *json,
               CadetTask *task)
{
  CadetTaskReport *report = cadet_task_get_report (task);

  g_assert (CADET_IS_TASK (task));

  if (report == NULL)
    return;

  append_text (json, "status", cadet_task_report_get_status (report));
  append_text (json, "errorMessage", cadet_task_report_get_error_message (report));
  append_time (json, "statusAt", cadet_task_report_get_seen_at (report));
}

/* UTC in ms as ISO 8601; NULL for 0 and for what is no time. */
char *
_cadet_task_format_time (gint64 at)
{
  g_autoptr (GDateTime) time = at > 0 ? g_date_time_new_from_unix_utc (at / 1000) : NULL;
  g_autofree char *seconds = NULL;

  if (time == NULL)
    return NULL;

  seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", seconds, (int) (at % 1000));
}

/* What the user said of an unknown attempt, NULL for nothing. */
const char *
_cadet_task_get_resolution_nick (CadetTask *self)
{
  g_assert (CADET_IS_TASK (self));

  switch (cadet_task_get_resolution (self))
    {
    case CADET_TASK_FOUND:
      return "found";
    case CADET_TASK_NOT_THERE:
      return "not-created";
    case CADET_TASK_UNRESOLVED:
    default:
      return NULL;
    }
}

/**
 * cadet_task_to_json:
 * @self: a task
 *
 * Writes what `cadet --json` prints, with these members in this order:
 *
 * - `outcome`, `taskId` (an integer), `requestId`, `code`, `message`, `httpStatus`: what became of
 *   CreateTask; `taskId` is also that of a task that the user found;
 * - `attempt`, `profile` (its name), `endpoint`, `name`, `processId`, `appId`, `at` (when it was
 *   recorded);
 * - `state`: the name of its [enum@TaskState];
 * - `status`, `errorMessage`, `statusAt`: what the service said last, in its own words, and when;
 * - `resolution`: `found` or `not-created`, what the user said of an unknown attempt;
 * - `note`, `previous` (the attempt that it was created again from);
 * - `execution`: the last order to execute it: `outcome` to `httpStatus` as above without `taskId`,
 *   `profile`, `at` and its `tries`;
 * - `tries`: of CreateTask, where the history was loaded: objects of `number`, `at`, `outcome`,
 *   `httpStatus` and `text`.
 *
 * Times are UTC. What there is not is absent, `outcome` while it is being sent.
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
    append_outcome (json, outcome, cadet_task_get_task_id (self));

  append_text (json, "attempt", cadet_task_get_attempt (self));
  append_text (json, "profile", cadet_task_get_profile_name (self));
  append_text (json, "endpoint", cadet_task_get_endpoint (self));
  append_text (json, "name", cadet_task_get_name (self));
  append_text (json, "processId", cadet_task_get_process_id (self));
  append_text (json, "appId", cadet_task_get_app_id (self));
  append_time (json, "at", cadet_task_get_recorded_at (self));
  append_text (json, "state", cadet_task_state_to_nick (cadet_task_get_state (self)));
  append_report (json, self);
  append_text (json, "resolution", _cadet_task_get_resolution_nick (self));
  append_text (json, "note", cadet_task_get_note (self));
  append_text (json, "previous", cadet_task_get_previous (self));
  append_execution (json, self);
  append_tries (json, self, FALSE);

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
