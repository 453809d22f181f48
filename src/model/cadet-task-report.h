/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CADET_TYPE_TASK_REPORT (cadet_task_report_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskReport, cadet_task_report, CADET, TASK_REPORT, GObject)

/* What the service said of a task: the `Data` of GetTask or ExecuteTask. Immutable. Strings are
 * NULL, and times 0, where it said nothing; `status` and `error-message` are its own words. */
CadetTaskReport *cadet_task_report_new               (gint64           task_id,
                                                      const char      *name,
                                                      const char      *process_id,
                                                      const char      *app_id,
                                                      const char      *instance_ids,
                                                      const char      *status,
                                                      const char      *error_message,
                                                      gint64           created_at,
                                                      gint64           seen_at);
gint64           cadet_task_report_get_task_id       (CadetTaskReport *self);
const char      *cadet_task_report_get_name          (CadetTaskReport *self);
const char      *cadet_task_report_get_process_id    (CadetTaskReport *self);
const char      *cadet_task_report_get_app_id        (CadetTaskReport *self);
const char      *cadet_task_report_get_instance_ids  (CadetTaskReport *self);
const char      *cadet_task_report_get_status        (CadetTaskReport *self);
const char      *cadet_task_report_get_error_message (CadetTaskReport *self);
gint64           cadet_task_report_get_created_at    (CadetTaskReport *self);
gint64           cadet_task_report_get_seen_at       (CadetTaskReport *self);
gboolean         cadet_task_report_says_the_same     (CadetTaskReport *self,
                                                      CadetTaskReport *other);
gint64           cadet_task_report_parse_time        (const char      *text);

G_END_DECLS
