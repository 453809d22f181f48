/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-report.h"

#include <string.h>

/* China has had no daylight saving time since 1991. */
#define CHINA_STANDARD_TIME "+08:00"

struct _CadetTaskReport
{
  GObject parent_instance;

  gint64 task_id;
  char *name;
  char *process_id;
  char *app_id;
  char *instance_ids;
  char *status;
  char *error_message;
  gint64 created_at;
  gint64 seen_at;
};

G_DEFINE_FINAL_TYPE (CadetTaskReport, cadet_task_report, G_TYPE_OBJECT)

static void
cadet_task_report_finalize (GObject *object)
{
  CadetTaskReport *self = CADET_TASK_REPORT (object);

  g_free (self->name);
  g_free (self->process_id);
  g_free (self->app_id);
  g_free (self->instance_ids);
  g_free (self->status);
  g_free (self->error_message);

  G_OBJECT_CLASS (cadet_task_report_parent_class)->finalize (object);
}

static void
cadet_task_report_class_init (CadetTaskReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cadet_task_report_finalize;
}

static void
cadet_task_report_init (CadetTaskReport *self)
{
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * cadet_task_report_new:
 * @task_id: the task's ID
 * @name: (nullable): its name
 * @process_id: (nullable): its process
 * @app_id: (nullable): its application
 * @instance_ids: (nullable): `InstanceIds`, JSON in a string
 * @status: (nullable): `Status` as it came
 * @error_message: (nullable): `ErrorMessage` as it came
 * @created_at: when the service made the task: UTC in ms, or 0
 * @seen_at: when this was said: UTC in ms
 *
 * The fields are those of
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-gettask. An empty
 * string counts as absent.
 *
 * Returns: (transfer full): a report
 */
CadetTaskReport *
cadet_task_report_new (gint64      task_id,
                       const char *name,
                       const char *process_id,
                       const char *app_id,
                       const char *instance_ids,
                       const char *status,
                       const char *error_message,
                       gint64      created_at,
                       gint64      seen_at)
{
  CadetTaskReport *self = g_object_new (CADET_TYPE_TASK_REPORT, NULL);

  self->task_id = task_id;
  self->name = dup_unless_empty (name);
  self->process_id = dup_unless_empty (process_id);
  self->app_id = dup_unless_empty (app_id);
  self->instance_ids = dup_unless_empty (instance_ids);
  self->status = dup_unless_empty (status);
  self->error_message = dup_unless_empty (error_message);
  self->created_at = created_at;
  self->seen_at = seen_at;

  return self;
}

/**
 * cadet_task_report_get_task_id:
 * @self: a report
 *
 * Returns: the task's ID
 */
gint64
cadet_task_report_get_task_id (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), 0);

  return self->task_id;
}

/**
 * cadet_task_report_get_name:
 * @self: a report
 *
 * Returns: (nullable): the task's name
 */
const char *
cadet_task_report_get_name (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->name;
}

/**
 * cadet_task_report_get_process_id:
 * @self: a report
 *
 * Returns: (nullable): the process
 */
const char *
cadet_task_report_get_process_id (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->process_id;
}

/**
 * cadet_task_report_get_app_id:
 * @self: a report
 *
 * Returns: (nullable): the application
 */
const char *
cadet_task_report_get_app_id (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->app_id;
}

/**
 * cadet_task_report_get_instance_ids:
 * @self: a report
 *
 * Returns: (nullable): what the task is bound to: JSON in a string
 */
const char *
cadet_task_report_get_instance_ids (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->instance_ids;
}

/**
 * cadet_task_report_get_status:
 * @self: a report
 *
 * Returns: (nullable): the status in the service's own word; only `BINDING` and `FINISH` are
 *   documented
 */
const char *
cadet_task_report_get_status (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->status;
}

/**
 * cadet_task_report_get_error_message:
 * @self: a report
 *
 * Returns: (nullable): what went wrong, in the service's own words
 */
const char *
cadet_task_report_get_error_message (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), NULL);

  return self->error_message;
}

/**
 * cadet_task_report_get_created_at:
 * @self: a report
 *
 * Returns: when the service made the task: UTC in ms, or 0
 */
gint64
cadet_task_report_get_created_at (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), 0);

  return self->created_at;
}

/**
 * cadet_task_report_get_seen_at:
 * @self: a report
 *
 * Returns: when this was said: UTC in ms
 */
gint64
cadet_task_report_get_seen_at (CadetTaskReport *self)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), 0);

  return self->seen_at;
}

/**
 * cadet_task_report_says_the_same:
 * @self: a report
 * @other: (nullable): another
 *
 * Returns: whether both say the same of the task, whenever they did
 */
gboolean
cadet_task_report_says_the_same (CadetTaskReport *self,
                                 CadetTaskReport *other)
{
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self), FALSE);
  g_return_val_if_fail (other == NULL || CADET_IS_TASK_REPORT (other), FALSE);

  return other != NULL && self->task_id == other->task_id &&
         g_strcmp0 (self->status, other->status) == 0 &&
         g_strcmp0 (self->error_message, other->error_message) == 0 &&
         g_strcmp0 (self->instance_ids, other->instance_ids) == 0 &&
         g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->process_id, other->process_id) == 0 &&
         g_strcmp0 (self->app_id, other->app_id) == 0 && self->created_at == other->created_at;
}

/**
 * cadet_task_report_parse_time:
 * @text: (nullable): a time of the service, as `2025-08-21 14:07:02`
 *
 * Reads a time. The service writes `GmtCreate` without a zone and in China Standard Time, whatever
 * its name says; one with a zone is taken at its word.
 *
 * Returns: UTC in ms, or 0 where @text is no time
 */
gint64
cadet_task_report_parse_time (const char *text)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *iso = NULL;
  char *space;

  if (text == NULL)
    return 0;

  iso = g_strstrip (g_strdup (text));
  space = strchr (iso, ' ');
  if (space != NULL)
    *space = 'T';

  zone = g_time_zone_new_identifier (CHINA_STANDARD_TIME);
  time = g_date_time_new_from_iso8601 (iso, zone);

  return time != NULL ? g_date_time_to_unix_usec (time) / 1000 : 0;
}
