/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-outcome.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CADET_TYPE_EXECUTION (cadet_execution_get_type ())
G_DECLARE_FINAL_TYPE (CadetExecution, cadet_execution, CADET, EXECUTION, GObject)

/* One ExecuteTask and what became of it. It has the four outcomes of an attempt, of which *created*
 * means here that the service took the order. Times are UTC in ms, 0 where it has not happened. */
CadetExecution *cadet_execution_new                 (const char     *id,
                                                     const char     *attempt,
                                                     gint64          task_id,
                                                     const char     *profile_id,
                                                     const char     *profile_name,
                                                     const char     *endpoint,
                                                     gint64          recorded_at);
const char     *cadet_execution_get_id              (CadetExecution *self);
const char     *cadet_execution_get_attempt         (CadetExecution *self);
gint64          cadet_execution_get_task_id         (CadetExecution *self);
const char     *cadet_execution_get_profile_id      (CadetExecution *self);
const char     *cadet_execution_get_profile_name    (CadetExecution *self);
const char     *cadet_execution_get_endpoint        (CadetExecution *self);
gint64          cadet_execution_get_recorded_at     (CadetExecution *self);
gint64          cadet_execution_get_sent_at         (CadetExecution *self);
gint64          cadet_execution_get_answered_at     (CadetExecution *self);
CadetOutcome   *cadet_execution_get_outcome         (CadetExecution *self);
const char     *cadet_execution_get_request_headers (CadetExecution *self);
const char     *cadet_execution_get_request_body    (CadetExecution *self);
const char     *cadet_execution_get_reply_headers   (CadetExecution *self);
GBytes         *cadet_execution_get_reply_body      (CadetExecution *self);
void            cadet_execution_set_sent            (CadetExecution *self,
                                                     gint64          sent_at,
                                                     const char     *request_headers,
                                                     const char     *request_body);
void            cadet_execution_set_reply           (CadetExecution *self,
                                                     const char     *headers,
                                                     GBytes         *body);
void            cadet_execution_set_outcome         (CadetExecution *self,
                                                     CadetOutcome   *outcome,
                                                     gint64          answered_at);

G_END_DECLS
