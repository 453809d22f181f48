/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"
#include "model/cadet-event.h"
#include "model/cadet-execution.h"
#include "model/cadet-outcome.h"
#include "model/cadet-task-report.h"

G_BEGIN_DECLS

/**
 * CadetTaskState:
 * @CADET_TASK_SENDING: the intent is recorded and a program is sending it
 * @CADET_TASK_CREATED: the service gave a task ID, or the user found it, and no more is known
 * @CADET_TASK_BINDING: the service binds the task to its application
 * @CADET_TASK_READY: it is bound and can be executed
 * @CADET_TASK_RUNNING: it is being executed
 * @CADET_TASK_FINISHED: the service says that it is done
 * @CADET_TASK_FAILED: the service gave an error message for it
 * @CADET_TASK_REPORTED: the service says something of which Cadet does not know what it means
 * @CADET_TASK_REFUSED: as %CADET_OUTCOME_REFUSED
 * @CADET_TASK_NOT_SENT: as %CADET_OUTCOME_NOT_SENT
 * @CADET_TASK_UNKNOWN: as %CADET_OUTCOME_UNKNOWN
 * @CADET_TASK_NOT_CREATED: it was unknown, and the user says that it was not created
 *
 * What is known of an attempt, in one word.
 */
typedef enum
{
  CADET_TASK_SENDING,
  CADET_TASK_CREATED,
  CADET_TASK_BINDING,
  CADET_TASK_READY,
  CADET_TASK_RUNNING,
  CADET_TASK_FINISHED,
  CADET_TASK_FAILED,
  CADET_TASK_REPORTED,
  CADET_TASK_REFUSED,
  CADET_TASK_NOT_SENT,
  CADET_TASK_UNKNOWN,
  CADET_TASK_NOT_CREATED,
} CadetTaskState;

#define CADET_TYPE_TASK_STATE (cadet_task_state_get_type ())
GType       cadet_task_state_get_type  (void);
const char *cadet_task_state_get_title (CadetTaskState state);
const char *cadet_task_state_to_nick   (CadetTaskState state);
gboolean    cadet_task_state_from_nick (const char     *nick,
                                        CadetTaskState *state);

/**
 * CadetTaskResolution:
 * @CADET_TASK_UNRESOLVED: the user said nothing
 * @CADET_TASK_FOUND: the user found the task in the console and gave its ID
 * @CADET_TASK_NOT_THERE: the user says that it was not created
 *
 * What the user says of an attempt whose outcome is unknown.
 */
typedef enum
{
  CADET_TASK_UNRESOLVED,
  CADET_TASK_FOUND,
  CADET_TASK_NOT_THERE,
} CadetTaskResolution;

#define CADET_TYPE_TASK (cadet_task_get_type ())
G_DECLARE_FINAL_TYPE (CadetTask, cadet_task, CADET, TASK, GObject)

/* One attempt and what became of it: the ledger's object. Times are UTC in ms since 1970, 0 where
 * it has not happened. Requests are text with secrets masked: `request_headers` is the request line
 * and headers, `request_body` the form body; replies are bytes as received. */
CadetTask      *cadet_task_new                (const char   *attempt,
                                               const char   *profile_id,
                                               const char   *profile_name,
                                               const char   *endpoint,
                                               const char   *name,
                                               const char   *process_id,
                                               const char   *app_id,
                                               const char   *variables_json,
                                               gint64        recorded_at);
const char     *cadet_task_get_attempt        (CadetTask    *self);
const char     *cadet_task_get_profile_id     (CadetTask    *self);
const char     *cadet_task_get_profile_name   (CadetTask    *self);
const char     *cadet_task_get_endpoint       (CadetTask    *self);
const char     *cadet_task_get_name           (CadetTask    *self);
const char     *cadet_task_get_process_id     (CadetTask    *self);
const char     *cadet_task_get_app_id         (CadetTask    *self);
const char     *cadet_task_get_variables_json (CadetTask    *self);
gint64          cadet_task_get_recorded_at    (CadetTask    *self);
gint64          cadet_task_get_sent_at        (CadetTask    *self);
void            cadet_task_set_sent_at        (CadetTask    *self,
                                               gint64        sent_at);
gint64          cadet_task_get_answered_at    (CadetTask    *self);
const char     *cadet_task_get_request_headers (CadetTask   *self);
const char     *cadet_task_get_request_body   (CadetTask    *self);
void            cadet_task_set_request        (CadetTask    *self,
                                               const char   *headers,
                                               const char   *body);
const char     *cadet_task_get_reply_headers  (CadetTask    *self);
GBytes         *cadet_task_get_reply_body     (CadetTask    *self);
void            cadet_task_set_reply          (CadetTask    *self,
                                               const char   *headers,
                                               GBytes       *body);
CadetOutcome   *cadet_task_get_outcome        (CadetTask    *self);
void            cadet_task_set_outcome        (CadetTask    *self,
                                               CadetOutcome *outcome,
                                               gint64        answered_at);
CadetTaskState  cadet_task_get_state          (CadetTask    *self);
char           *cadet_task_dup_task_id_text   (CadetTask    *self);
gboolean        cadet_task_get_recorded       (CadetTask    *self);
void            cadet_task_set_recorded       (CadetTask    *self,
                                               gboolean      recorded);
const char     *cadet_task_get_record_problem (CadetTask    *self);
void            cadet_task_set_record_problem (CadetTask    *self,
                                               const char   *record_problem);

/* What is learned later. */
CadetTaskReport     *cadet_task_get_report         (CadetTask           *self);
void                 cadet_task_set_report         (CadetTask           *self,
                                                    CadetTaskReport     *report);
CadetExecution      *cadet_task_get_execution      (CadetTask           *self);
void                 cadet_task_set_execution      (CadetTask           *self,
                                                    CadetExecution      *execution);
CadetTaskResolution  cadet_task_get_resolution     (CadetTask           *self);
void                 cadet_task_set_resolution     (CadetTask           *self,
                                                    CadetTaskResolution  resolution,
                                                    gint64               task_id);
gint64               cadet_task_get_task_id        (CadetTask           *self);
gboolean             cadet_task_is_at_rest         (CadetTask           *self);
const char          *cadet_task_get_note           (CadetTask           *self);
void                 cadet_task_set_note           (CadetTask           *self,
                                                    const char          *note);
const char          *cadet_task_get_previous       (CadetTask           *self);
void                 cadet_task_set_previous       (CadetTask           *self,
                                                    const char          *previous);
const char          *cadet_task_get_template       (CadetTask           *self);
void                 cadet_task_set_template       (CadetTask           *self,
                                                    const char          *template_name);
gboolean             cadet_task_get_followed       (CadetTask           *self);
void                 cadet_task_set_followed       (CadetTask           *self,
                                                    gboolean             followed);
const char          *cadet_task_get_follow_problem (CadetTask           *self);
void                 cadet_task_set_follow_problem (CadetTask           *self,
                                                    const char          *problem);
GListModel          *cadet_task_get_events         (CadetTask           *self);
void                 cadet_task_add_event          (CadetTask           *self,
                                                    CadetEvent          *event);
void                 cadet_task_set_events         (CadetTask           *self,
                                                    GListModel          *events);
char                *cadet_task_dup_state_title    (CadetTask           *self);
char                *cadet_task_dup_content_key    (CadetTask           *self);

CadetDraft     *cadet_task_dup_draft          (CadetTask    *self);
char           *cadet_task_to_json            (CadetTask    *self);

G_END_DECLS
