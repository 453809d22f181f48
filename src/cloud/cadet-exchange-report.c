/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-judge-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

/* What a reply says of a task, and of the time. */

/* Bytes of one text of a report: it is recorded and shown as a whole. */
#define MAX_TEXT (64 * 1024)

static char *
shorten (char *text)
{
  g_autofree char *whole = text;
  const char *end;

  if (strlen (whole) <= MAX_TEXT)
    return g_steal_pointer (&whole);

  end = g_utf8_find_prev_char (whole, whole + MAX_TEXT + 1);

  return g_strdup_printf ("%.*s…", (int) (end - whole), whole);
}

/* A text as it is, and whatever else was sent in its place as JSON: `InstanceIds` is documented as
 * JSON in a string, and could come without the string. */
static char *
dup_text (JsonObject *data,
          const char *upper,
          const char *lower)
{
  JsonNode *node = _cadet_judge_get_member (data, upper, lower);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return shorten (g_strdup (json_node_get_string (node)));

  return shorten (json_to_string (node, FALSE));
}

/**
 * cadet_exchange_dup_task_report:
 * @self: what a GetTask or an ExecuteTask was and what came back
 * @now_ms: when it came: UTC in ms
 * @error: return location for an error
 *
 * Reads what the service says of a task. `Id` may be a number or its digits as text; `GmtCreate`
 * has no zone (see [func@TaskReport.parse_time]); other members may be absent, as most are in the
 * reply to ExecuteTask
 * (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-gettask,
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask). A text
 * longer than 64 KiB is cut.
 *
 * Returns: (transfer full) (nullable): the report, or %NULL with why there is none, as
 *   [method@Exchange.to_error] says it, or a %CADET_ERROR_SERVICE where the reply is about no task
 */
CadetTaskReport *
cadet_exchange_dup_task_report (CadetExchange *self,
                                gint64 now_ms,
                                GError **error)
{
  g_autoptr (GError) failure = NULL;
  JsonNode *node;
  JsonObject *data = NULL;
  gint64 task_id = 0;
  g_autofree char *name = NULL;
  g_autofree char *process_id = NULL;
  g_autofree char *app_id = NULL;
  g_autofree char *instance_ids = NULL;
  g_autofree char *status = NULL;
  g_autofree char *error_message = NULL;
  g_autofree char *created = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  failure = cadet_exchange_to_error (self);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  node = _cadet_judge_get_member (cadet_exchange_get_reply (self), "Data", "data");
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    data = json_node_get_object (node);
  if (data != NULL)
    task_id = _cadet_judge_read_task_id (_cadet_judge_get_member (data, "Id", "id"));
  if (task_id == 0)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_SERVICE,
                           _ ("The service’s reply says nothing of the task, so its state is not "
                              "known."));
      return NULL;
    }

  name = dup_text (data, "Name", "name");
  process_id = dup_text (data, "ProcessId", "processId");
  app_id = dup_text (data, "AppId", "appId");
  instance_ids = dup_text (data, "InstanceIds", "instanceIds");
  status = dup_text (data, "Status", "status");
  error_message = dup_text (data, "ErrorMessage", "errorMessage");
  created = dup_text (data, "GmtCreate", "gmtCreate");

  return cadet_task_report_new (task_id, name, process_id, app_id, instance_ids, status,
                                error_message, cadet_task_report_parse_time (created), now_ms);
}

/**
 * cadet_exchange_get_date:
 * @self: an exchange
 *
 * Returns: the time that the reply's `Date` gives: UTC in ms, whole seconds; 0 where there is none
 */
gint64
cadet_exchange_get_date (CadetExchange *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) date = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), 0);

  text = cadet_exchange_dup_reply_header (self, "Date");
  if (text != NULL)
    date = soup_date_time_new_from_http_string (text);

  return date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
}
