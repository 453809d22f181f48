/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-export.h"

#include "model/cadet-task-private.h"

#include <string.h>

/* Named as the members of cadet_task_to_json(). */
static const char header[] =
  "attempt,at,state,outcome,taskId,name,processId,appId,template,profile,endpoint,status,"
  "errorMessage,statusAt,httpStatus,code,message,requestId,resolution,note,previous,"
  "executionOutcome,executionAt\r\n";

/* Starts a cell of a row; @cells counts them. */
static void
append_separator (GString *csv,
                  guint *cells)
{
  if ((*cells)++ > 0)
    g_string_append_c (csv, ',');
}

/* Spreadsheets take a text that begins like a formula for one, wherever it came from. An apostrophe
 * keeps it a text. */
static gboolean
is_like_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

static void
append_text (GString *csv,
             guint *cells,
             const char *text)
{
  g_autofree char *valid = NULL;
  gboolean quoted;

  append_separator (csv, cells);
  if (text == NULL)
    return;

  /* A message may come from a service that does not keep to UTF-8. */
  valid = g_utf8_make_valid (text, -1);
  quoted = strpbrk (valid, ",\"\r\n") != NULL;
  if (quoted)
    g_string_append_c (csv, '"');
  if (is_like_formula (valid))
    g_string_append_c (csv, '\'');
  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  if (quoted)
    g_string_append_c (csv, '"');
}

static void
append_number (GString *csv,
               guint *cells,
               gint64 number)
{
  append_separator (csv, cells);
  if (number != 0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, number);
}

static void
append_time (GString *csv,
             guint *cells,
             gint64 at)
{
  g_autofree char *text = _cadet_task_format_time (at);

  append_text (csv, cells, text);
}

static const char *
get_outcome_nick (CadetOutcome *outcome)
{
  return outcome != NULL ? cadet_outcome_kind_to_nick (cadet_outcome_get_kind (outcome)) : NULL;
}

static void
append_task (GString *csv,
             CadetTask *task)
{
  CadetOutcome *outcome = cadet_task_get_outcome (task);
  CadetTaskReport *report = cadet_task_get_report (task);
  CadetExecution *execution = cadet_task_get_execution (task);
  guint cells = 0;

  g_assert (CADET_IS_TASK (task));

  append_text (csv, &cells, cadet_task_get_attempt (task));
  append_time (csv, &cells, cadet_task_get_recorded_at (task));
  append_text (csv, &cells, cadet_task_state_to_nick (cadet_task_get_state (task)));
  append_text (csv, &cells, get_outcome_nick (outcome));
  append_number (csv, &cells, cadet_task_get_task_id (task));
  append_text (csv, &cells, cadet_task_get_name (task));
  append_text (csv, &cells, cadet_task_get_process_id (task));
  append_text (csv, &cells, cadet_task_get_app_id (task));
  append_text (csv, &cells, cadet_task_get_template (task));
  append_text (csv, &cells, cadet_task_get_profile_name (task));
  append_text (csv, &cells, cadet_task_get_endpoint (task));
  append_text (csv, &cells, report != NULL ? cadet_task_report_get_status (report) : NULL);
  append_text (csv, &cells, report != NULL ? cadet_task_report_get_error_message (report) : NULL);
  append_time (csv, &cells, report != NULL ? cadet_task_report_get_seen_at (report) : 0);
  append_number (csv, &cells, outcome != NULL ? cadet_outcome_get_http_status (outcome) : 0);
  append_text (csv, &cells, outcome != NULL ? cadet_outcome_get_code (outcome) : NULL);
  append_text (csv, &cells, outcome != NULL ? cadet_outcome_get_message (outcome) : NULL);
  append_text (csv, &cells, outcome != NULL ? cadet_outcome_get_request_id (outcome) : NULL);
  append_text (csv, &cells, _cadet_task_get_resolution_nick (task));
  append_text (csv, &cells, cadet_task_get_note (task));
  append_text (csv, &cells, cadet_task_get_previous (task));
  append_text (csv, &cells,
               execution != NULL ? get_outcome_nick (cadet_execution_get_outcome (execution))
                                 : NULL);
  append_time (csv, &cells, execution != NULL ? cadet_execution_get_recorded_at (execution) : 0);
  g_string_append (csv, "\r\n");
}

/**
 * cadet_tasks_to_json:
 * @tasks: #CadetTask objects
 *
 * Writes an array of what [method@Task.to_json] gives, in the order of @tasks, one a line. The same
 * tasks give the same text.
 *
 * Returns: (transfer full): JSON that ends with a line feed
 */
char *
cadet_tasks_to_json (GListModel *tasks)
{
  GString *json;
  guint n_tasks;

  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);

  json = g_string_new ("[");
  n_tasks = g_list_model_get_n_items (tasks);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (tasks, i);
      g_autofree char *object = cadet_task_to_json (task);

      g_string_append_printf (json, "%s\n%s", i > 0 ? "," : "", object);
    }
  g_string_append (json, n_tasks > 0 ? "\n]\n" : "]\n");

  return g_string_free_and_steal (json);
}

/**
 * cadet_tasks_to_csv:
 * @tasks: #CadetTask objects
 *
 * Writes a table as RFC 4180 has it, in UTF-8: a row of names, and a row for each of @tasks, in
 * their order. Times are UTC as ISO 8601; what there is not is an empty cell. A text that a
 * spreadsheet would take for a formula, as it begins with `=`, `+`, `-`, `@`, a tab or a carriage
 * return, has an apostrophe before it.
 *
 * Returns: (transfer full): CSV whose rows end with CR and LF
 */
char *
cadet_tasks_to_csv (GListModel *tasks)
{
  GString *csv;
  guint n_tasks;

  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);

  csv = g_string_new (header);
  n_tasks = g_list_model_get_n_items (tasks);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (tasks, i);

      append_task (csv, task);
    }

  return g_string_free_and_steal (csv);
}
