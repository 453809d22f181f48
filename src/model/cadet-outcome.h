/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CadetOutcomeKind:
 * @CADET_OUTCOME_CREATED: the service gave a task ID
 * @CADET_OUTCOME_REFUSED: the service answered that it did nothing
 * @CADET_OUTCOME_NOT_SENT: no byte of the request left
 * @CADET_OUTCOME_UNKNOWN: it left, and no reply proves what became of it
 *
 * What became of an attempt. Every end of every attempt is one of the four.
 */
typedef enum
{
  CADET_OUTCOME_CREATED,
  CADET_OUTCOME_REFUSED,
  CADET_OUTCOME_NOT_SENT,
  CADET_OUTCOME_UNKNOWN,
} CadetOutcomeKind;

#define CADET_TYPE_OUTCOME_KIND (cadet_outcome_kind_get_type ())
GType            cadet_outcome_kind_get_type   (void);
const char      *cadet_outcome_kind_to_nick    (CadetOutcomeKind  kind);
gboolean         cadet_outcome_kind_from_nick  (const char       *nick,
                                                CadetOutcomeKind *kind);

#define CADET_TYPE_OUTCOME (cadet_outcome_get_type ())
G_DECLARE_FINAL_TYPE (CadetOutcome, cadet_outcome, CADET, OUTCOME, GObject)

/* Immutable once built: every property is construct-only. `task-id` is 0 where there is none,
 * `http-status` 0 where no reply came; strings are NULL where the reply had none. `message` is the
 * service's own word or, where the service said nothing, ours (translated); `code` is always the
 * service's. The reply as it was received is the task's. */
CadetOutcome    *cadet_outcome_new            (CadetOutcomeKind kind,
                                               gint64        task_id,
                                               guint         http_status,
                                               const char   *code,
                                               const char   *message,
                                               const char   *request_id,
                                               const char   *recommend);
CadetOutcome    *cadet_outcome_new_created    (gint64        task_id,
                                               guint         http_status,
                                               const char   *code,
                                               const char   *message,
                                               const char   *request_id);
CadetOutcome    *cadet_outcome_new_failed     (CadetOutcomeKind kind,
                                               guint         http_status,
                                               const char   *code,
                                               const char   *message,
                                               const char   *request_id);
CadetOutcomeKind cadet_outcome_get_kind       (CadetOutcome *self);
gint64           cadet_outcome_get_task_id    (CadetOutcome *self);
guint            cadet_outcome_get_http_status (CadetOutcome *self);
const char      *cadet_outcome_get_code       (CadetOutcome *self);
const char      *cadet_outcome_get_message    (CadetOutcome *self);
const char      *cadet_outcome_get_request_id (CadetOutcome *self);
const char      *cadet_outcome_get_recommend  (CadetOutcome *self);

G_END_DECLS
