/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"
#include "model/cadet-outcome.h"

G_BEGIN_DECLS

/**
 * CadetTaskState:
 * @CADET_TASK_SENDING: the intent is recorded and this program is sending it
 * @CADET_TASK_CREATED: as %CADET_OUTCOME_CREATED
 * @CADET_TASK_REFUSED: as %CADET_OUTCOME_REFUSED
 * @CADET_TASK_NOT_SENT: as %CADET_OUTCOME_NOT_SENT
 * @CADET_TASK_UNKNOWN: as %CADET_OUTCOME_UNKNOWN
 */
typedef enum
{
  CADET_TASK_SENDING,
  CADET_TASK_CREATED,
  CADET_TASK_REFUSED,
  CADET_TASK_NOT_SENT,
  CADET_TASK_UNKNOWN,
} CadetTaskState;

#define CADET_TYPE_TASK_STATE (cadet_task_state_get_type ())
GType       cadet_task_state_get_type  (void);
const char *cadet_task_state_get_title (CadetTaskState state);

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
CadetDraft     *cadet_task_dup_draft          (CadetTask    *self);
char           *cadet_task_to_json            (CadetTask    *self);

G_END_DECLS
