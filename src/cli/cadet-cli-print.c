/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-print.h"

#include "cli/cadet-cli-history.h"
#include "cli/cadet-cli-util.h"
#include "model/cadet-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define TIME_FORMAT "%Y-%m-%d %H:%M:%S %z"

/* A line “label: value”, left out where there is no value. */
static void
append_line (GString *text, const char *label, const char *value)
{
  g_autofree char *printable = NULL;

  if (value == NULL || *value == '\0')
    return;
  printable = cadet_cli_printable (value, FALSE);
  /* Translators: a label and what it labels */
  g_string_append_printf (text, _ ("%s: %s"), label, printable);
  g_string_append_c (text, '\n');
}

static void
append_time (GString *text, const char *label, gint64 milliseconds)
{
  g_autofree char *shown = NULL;

  if (milliseconds == 0)
    return;
  shown = cadet_cli_local_time (milliseconds, TIME_FORMAT);
  append_line (text, label, shown);
}

static void
append_block (GString *text, const char *title, const char *headers, const char *body)
{
  g_autofree char *shown_headers = cadet_cli_printable (headers, TRUE);
  g_autofree char *shown_body = cadet_cli_printable (body, TRUE);

  if (*shown_headers == '\0' && *shown_body == '\0')
    return;
  g_string_append_printf (text, "\n%s\n", title);
  g_string_append (text, g_strchomp (shown_headers));
  g_string_append (text, "\n\n");
  g_string_append (text, g_strchomp (shown_body));
  g_string_append_c (text, '\n');
}

static void
append_outcome (GString *text, CadetOutcome *outcome, gboolean whole)
{
  g_autofree char *http_status = NULL;

  if (outcome == NULL)
    return;
  if (cadet_outcome_get_http_status (outcome) != 0)
    http_status = g_strdup_printf ("%u", cadet_outcome_get_http_status (outcome));

  append_line (text, _ ("HTTP status"), http_status);
  append_line (text, _ ("Code"), cadet_outcome_get_code (outcome));
  if (whole)
    append_line (text, _ ("Message"), cadet_outcome_get_message (outcome));
  append_line (text, _ ("Request ID"), cadet_outcome_get_request_id (outcome));
  if (whole)
    append_line (text, _ ("Advice"), cadet_outcome_get_recommend (outcome));
}

/* The state, and what the service says of the task in its own words. */
static void
append_state (GString *text, CadetTask *task, gboolean whole)
{
  g_autofree char *title = cadet_task_dup_state_title (task);
  g_autofree char *task_id = cadet_task_dup_task_id_text (task);
  CadetTaskReport *report = cadet_task_get_report (task);

  g_assert (CADET_IS_TASK (task));

  append_line (text, _ ("State"), title);
  append_line (text, _ ("Task ID"), task_id);
  if (cadet_task_get_resolution (task) == CADET_TASK_FOUND)
    append_line (text, _ ("Resolved"), _ ("you found it in the console"));
  else if (cadet_task_get_resolution (task) == CADET_TASK_NOT_THERE)
    append_line (text, _ ("Resolved"), _ ("you said that it was not created"));
  if (report == NULL)
    return;
  if (whole)
    append_line (text, _ ("Status"), cadet_task_report_get_status (report));
  append_line (text, _ ("Error"), cadet_task_report_get_error_message (report));
  if (!whole)
    return;
  append_line (text, _ ("Instances"), cadet_task_report_get_instance_ids (report));
  append_time (text, _ ("Created at the service"), cadet_task_report_get_created_at (report));
  append_time (text, _ ("Status seen"), cadet_task_report_get_seen_at (report));
}

/* The last order to execute the task. */
static void
append_execution (GString *text, CadetTask *task)
{
  CadetExecution *execution = cadet_task_get_execution (task);
  CadetOutcome *outcome = NULL;
  const char *title = NULL;
  g_autofree char *body = NULL;
  GBytes *reply = NULL;

  g_assert (CADET_IS_TASK (task));

  if (execution == NULL)
    return;
  g_string_append_printf (text, "\n%s\n", _ ("Executed:"));
  outcome = cadet_execution_get_outcome (execution);
  if (outcome == NULL)
    title = cadet_task_state_get_title (CADET_TASK_SENDING);
  else if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    title = _ ("the service took the order");
  else if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_REFUSED)
    title = cadet_task_state_get_title (CADET_TASK_REFUSED);
  else if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_NOT_SENT)
    title = cadet_task_state_get_title (CADET_TASK_NOT_SENT);
  else
    title = cadet_task_state_get_title (CADET_TASK_UNKNOWN);
  append_line (text, _ ("Outcome"), title);
  append_outcome (text, outcome, TRUE);
  append_line (text, _ ("Profile"), cadet_execution_get_profile_name (execution));
  append_time (text, _ ("Recorded"), cadet_execution_get_recorded_at (execution));
  append_time (text, _ ("Sent"), cadet_execution_get_sent_at (execution));
  append_time (text, _ ("Answered"), cadet_execution_get_answered_at (execution));
  append_block (text, _ ("Request, secrets masked:"),
                cadet_execution_get_request_headers (execution),
                cadet_execution_get_request_body (execution));
  reply = cadet_execution_get_reply_body (execution);
  if (reply != NULL)
    body = g_utf8_make_valid (g_bytes_get_data (reply, NULL), (gssize) g_bytes_get_size (reply));
  append_block (text, _ ("Reply:"), cadet_execution_get_reply_headers (execution), body);
}

/* The variables as they went out, which the request has in a form that is hard to read. */
static void
append_variables (GString *text, CadetTask *task)
{
  g_autoptr (CadetVariableList) variables = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autofree char *shown = NULL;
  gboolean wrap_names = TRUE;

  variables =
      cadet_variable_list_new_from_record (cadet_task_get_variables_json (task), &wrap_names, NULL);
  if (variables == NULL || g_list_model_get_n_items (G_LIST_MODEL (variables)) == 0)
    return;
  json = cadet_variable_list_to_json (variables, wrap_names, CADET_JSON_MASK_SECRETS);
  shown = g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
  append_line (text, _ ("Variables"), shown);
}

/* Text in a column: cut or filled up to its width on a terminal, where CJK takes two columns. */
static void
append_cell (GString *text, const char *value, int width)
{
  g_autofree char *printable = cadet_cli_printable (value, FALSE);

  for (const char *p = printable; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width -= g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
      g_string_append_unichar (text, c);
    }
  for (; width > 0; width--)
    g_string_append_c (text, ' ');
  g_string_append (text, "  ");
}

/* The headers as an object, from the lines that may be shown. */
static void
append_request_json (GString *json, const char *headers, const char *body, CadetEndpoint *endpoint)
{
  g_auto (GStrv) lines = g_strsplit (headers, "\n", -1);
  g_auto (GStrv) words = g_strsplit (lines[0], " ", 2);
  gboolean first = TRUE;

  g_assert (CADET_IS_ENDPOINT (endpoint));

  g_string_append (json, "{\"request\":{\"method\":");
  cadet_json_append_string (json, words[0]);
  g_string_append (json, ",\"url\":");
  cadet_json_append_string (json, cadet_endpoint_get_uri (endpoint));
  g_string_append (json, ",\"headers\":{");
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      g_string_append (json, first ? "" : ",");
      cadet_json_append_string (json, lines[i]);
      g_string_append_c (json, ':');
      cadet_json_append_string (json, g_strstrip (colon + 1));
      first = FALSE;
    }
  g_string_append (json, "},\"body\":");
  cadet_json_append_string (json, body);
  g_string_append (json, "}}\n");
}

/**
 * cadet_cli_print_task:
 * @task: a task with an outcome
 * @json: whether it is printed as one line of JSON
 * @error: a place for the reason
 *
 * Prints what became of an attempt. To people the message of a failure is not repeated:
 * cadet_cli_explain_outcome() has it.
 *
 * Returns: %FALSE with a `G_IO_ERROR` if it could not be written
 */
gboolean
cadet_cli_print_task (CadetTask *task, gboolean json, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (CADET_IS_TASK (task), FALSE);

  if (json)
    {
      g_autofree char *object = cadet_task_to_json (task);

      g_string_append (text, object);
      g_string_append_c (text, '\n');
    }
  else
    {
      append_state (text, task, FALSE);
      append_outcome (text, cadet_task_get_outcome (task), FALSE);
      append_line (text, _ ("Attempt"), cadet_task_get_attempt (task));
    }
  return cadet_cli_write (text->str, text->len, error);
}

/**
 * cadet_cli_print_whole:
 * @task: a task
 * @error: a place for the reason
 *
 * Prints all that is known of an attempt: its request, its reply, its execution and its history
 * included.
 *
 * Returns: %FALSE with a `G_IO_ERROR` if it could not be written
 */
gboolean
cadet_cli_print_whole (CadetTask *task, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  GBytes *reply = NULL;

  g_return_val_if_fail (CADET_IS_TASK (task), FALSE);

  append_state (text, task, TRUE);
  append_outcome (text, cadet_task_get_outcome (task), TRUE);
  append_line (text, _ ("Name"), cadet_task_get_name (task));
  append_line (text, _ ("Process"), cadet_task_get_process_id (task));
  append_line (text, _ ("Application"), cadet_task_get_app_id (task));
  append_variables (text, task);
  append_line (text, _ ("Profile"), cadet_task_get_profile_name (task));
  append_line (text, _ ("Endpoint"), cadet_task_get_endpoint (task));
  append_line (text, _ ("Template"), cadet_task_get_template (task));
  append_line (text, _ ("Attempt"), cadet_task_get_attempt (task));
  append_line (text, _ ("Created again from"), cadet_task_get_previous (task));
  append_line (text, _ ("Note"), cadet_task_get_note (task));
  append_time (text, _ ("Recorded"), cadet_task_get_recorded_at (task));
  append_time (text, _ ("Sent"), cadet_task_get_sent_at (task));
  append_time (text, _ ("Answered"), cadet_task_get_answered_at (task));
  append_block (text, _ ("Request, secrets masked:"), cadet_task_get_request_headers (task),
                cadet_task_get_request_body (task));

  reply = cadet_task_get_reply_body (task);
  if (reply != NULL)
    body = g_utf8_make_valid (g_bytes_get_data (reply, NULL), (gssize) g_bytes_get_size (reply));
  append_block (text, _ ("Reply:"), cadet_task_get_reply_headers (task), body);
  append_execution (text, task);
  cadet_cli_append_history (text, task);
  return cadet_cli_write (text->str, text->len, error);
}

/**
 * cadet_cli_print_request:
 * @request: a signed request
 * @body: its body, secrets masked
 * @endpoint: where it would go
 * @json: whether it is printed as one line of JSON
 * @error: a place for the reason
 *
 * Prints a request as it would go out, secrets masked.
 *
 * Returns: %FALSE with a `G_IO_ERROR` if it could not be written
 */
gboolean
cadet_cli_print_request (CadetSignedRequest *request,
                         const char *body,
                         CadetEndpoint *endpoint,
                         gboolean json,
                         GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *headers = NULL;

  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (request), FALSE);
  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_ENDPOINT (endpoint), FALSE);

  headers = cadet_signed_request_dup_shown_headers (request);
  if (json)
    append_request_json (text, headers, body, endpoint);
  else
    g_string_append_printf (text, "%s\n\n%s\n", g_strchomp (headers), body);
  return cadet_cli_write (text->str, text->len, error);
}

/**
 * cadet_cli_explain_outcome:
 * @task: a task with an outcome
 *
 * Writes to standard error what an outcome other than *created* means for the user's task, and what
 * to do.
 */
void
cadet_cli_explain_outcome (CadetTask *task)
{
  CadetOutcome *outcome = NULL;
  const char *message = NULL;

  g_return_if_fail (CADET_IS_TASK (task));

  outcome = cadet_task_get_outcome (task);
  g_return_if_fail (outcome != NULL);
  if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    return;

  message = cadet_outcome_get_message (outcome);
  if (message != NULL && cadet_outcome_get_code (outcome) != NULL)
    cadet_cli_message ("%s: %s", cadet_outcome_get_code (outcome), message);
  else if (message != NULL)
    cadet_cli_message ("%s", message);
  if (cadet_outcome_get_recommend (outcome) != NULL)
    cadet_cli_message ("%s", cadet_outcome_get_recommend (outcome));

  switch (cadet_outcome_get_kind (outcome))
    {
    case CADET_OUTCOME_REFUSED:
      cadet_cli_message (_ ("The service refused the task and created nothing."));
      break;
    case CADET_OUTCOME_NOT_SENT:
      cadet_cli_message (_ ("No task was created, so it is safe to try again."));
      break;
    case CADET_OUTCOME_UNKNOWN:
      cadet_cli_message (
          _ ("It is unknown whether the task was created: the request was sent, and no "
             "reply proves what became of it. Look for it in the console before you "
             "try again."));
      break;
    case CADET_OUTCOME_CREATED:
    default:
      break;
    }
}

/**
 * cadet_cli_append_row:
 * @text: what is appended to
 * @task: a task
 *
 * Appends one line of the table of tasks: local time, state, task ID, the beginning of the attempt,
 * name. The name is last because its length is anything.
 */
void
cadet_cli_append_row (GString *text, CadetTask *task)
{
  g_autofree char *time = NULL;
  g_autofree char *attempt = NULL;
  g_autofree char *name = NULL;
  g_autofree char *task_id = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (text != NULL);
  g_return_if_fail (CADET_IS_TASK (task));

  task_id = cadet_task_dup_task_id_text (task);
  title = cadet_task_dup_state_title (task);
  time = cadet_cli_local_time (cadet_task_get_recorded_at (task), "%Y-%m-%d %H:%M:%S");
  attempt = g_strndup (cadet_task_get_attempt (task), 8);
  name = cadet_cli_printable (cadet_task_get_name (task), FALSE);

  append_cell (text, time, 19);
  append_cell (text, title, 11);
  append_cell (text, task_id != NULL && *task_id != '\0' ? task_id : "–", 12);
  append_cell (text, attempt, 8);
  g_string_append (text, name);
  g_string_append_c (text, '\n');
}
