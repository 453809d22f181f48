/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

G_BEGIN_DECLS

/* For the files of the class only. */
struct _CadetTask
{
  GObject parent_instance;

  char *attempt;
  char *profile_id;
  char *profile_name;
  char *endpoint;
  char *name;
  char *process_id;
  char *app_id;
  char *variables_json;
  gint64 recorded_at;
  gint64 sent_at;
  gint64 answered_at;
  char *request_headers;
  char *request_body;
  char *reply_headers;
  GBytes *reply_body;
  CadetOutcome *outcome;
  gboolean recorded;
  char *record_problem;

  CadetTaskReport *report;
  CadetExecution *execution;
  CadetTaskResolution resolution;
  gint64 found_task_id;
  char *note;
  char *previous;
  char *template_name;
  gboolean followed;
  char *follow_problem;
  GListStore *events;
};

enum
{
  PROP_0,
  PROP_ATTEMPT,
  PROP_PROFILE_ID,
  PROP_PROFILE_NAME,
  PROP_ENDPOINT,
  PROP_NAME,
  PROP_PROCESS_ID,
  PROP_APP_ID,
  PROP_VARIABLES_JSON,
  PROP_RECORDED_AT,
  PROP_SENT_AT,
  PROP_ANSWERED_AT,
  PROP_REQUEST_HEADERS,
  PROP_REQUEST_BODY,
  PROP_REPLY_HEADERS,
  PROP_REPLY_BODY,
  PROP_OUTCOME,
  PROP_STATE,
  PROP_TASK_ID_TEXT,
  PROP_RECORDED,
  PROP_REPORT,
  PROP_EXECUTION,
  PROP_RESOLUTION,
  PROP_NOTE,
  PROP_PREVIOUS,
  PROP_TEMPLATE,
  PROP_FOLLOWED,
  PROP_FOLLOW_PROBLEM,
  N_PROPS,
};

/* What the state and the task ID were before a change that may change them. */
typedef struct
{
  CadetTaskState state;
  gint64 task_id;
  CadetTaskReport *report;
} CadetTaskMark;

CadetTaskMark _cadet_task_begin_change (CadetTask     *self);
void          _cadet_task_end_change   (CadetTask     *self,
                                        CadetTaskMark  mark);

char       *_cadet_task_format_time         (gint64     at);
const char *_cadet_task_get_resolution_nick (CadetTask *self);

void _cadet_task_notify   (CadetTask *self,
                           guint      property);
void _cadet_task_set_time (CadetTask *self,
                           gint64    *field,
                           gint64     time,
                           guint      property);

G_END_DECLS
