/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-exchange.h"

G_BEGIN_DECLS

/* What the judges of the operations share. */
CadetOutcomeKind  _cadet_judge_code         (const char *code,
                                             guint       http_status);
JsonNode         *_cadet_judge_get_member   (JsonObject *object,
                                             const char *upper,
                                             const char *lower);
gint64            _cadet_judge_read_task_id (JsonNode   *node);
CadetOutcome     *_cadet_judge_unanswered   (CadetExchange *exchange,
                                             const char    *message);

G_END_DECLS
