/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-request.h"
#include "model/cadet-outcome.h"
#include "model/cadet-task-report.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * CadetExchangeStage:
 * @CADET_EXCHANGE_PREPARED: nothing left this machine
 * @CADET_EXCHANGE_SENT: at least one byte may have left
 * @CADET_EXCHANGE_ANSWERED: a whole reply came
 *
 * How far one try got. A failure at %CADET_EXCHANGE_SENT proves nothing about the service.
 */
typedef enum
{
  CADET_EXCHANGE_PREPARED,
  CADET_EXCHANGE_SENT,
  CADET_EXCHANGE_ANSWERED,
} CadetExchangeStage;

/* What one call was and what came back: the client's result, whatever happened. */
#define CADET_TYPE_EXCHANGE (cadet_exchange_get_type ())
G_DECLARE_FINAL_TYPE (CadetExchange, cadet_exchange, CADET, EXCHANGE, GObject)

CadetExchange      *cadet_exchange_new               (CadetExchangeStage  stage,
                                                      const GError       *error,
                                                      guint               http_status,
                                                      const char         *reply_headers,
                                                      GBytes             *reply_body);
CadetExchangeStage  cadet_exchange_get_stage         (CadetExchange      *self);
const GError       *cadet_exchange_get_error         (CadetExchange      *self);
guint               cadet_exchange_get_http_status   (CadetExchange      *self);
const char         *cadet_exchange_get_reply_headers (CadetExchange      *self);
GBytes             *cadet_exchange_get_reply_body    (CadetExchange      *self);
char               *cadet_exchange_dup_reply_header  (CadetExchange      *self,
                                                      const char         *name);
JsonObject         *cadet_exchange_get_reply         (CadetExchange      *self);
char               *cadet_exchange_dup_code          (CadetExchange      *self);
char               *cadet_exchange_dup_message       (CadetExchange      *self);
char               *cadet_exchange_dup_request_id    (CadetExchange      *self);
char               *cadet_exchange_dup_recommend     (CadetExchange      *self);
guint               cadet_exchange_get_restarts      (CadetExchange      *self);
void                cadet_exchange_set_restarts      (CadetExchange      *self,
                                                      guint               restarts);
gboolean            cadet_exchange_is_success_code   (const char         *code);
gboolean            cadet_exchange_succeeded         (CadetExchange      *self);
GError             *cadet_exchange_to_error          (CadetExchange      *self);
CadetOutcome       *cadet_exchange_judge_create      (CadetExchange      *self);
CadetOutcome       *cadet_exchange_judge_execute     (CadetExchange      *self,
                                                      gint64              task_id);
CadetTaskReport    *cadet_exchange_dup_task_report   (CadetExchange      *self,
                                                      gint64              now_ms,
                                                      GError            **error);
gint64              cadet_exchange_get_date          (CadetExchange      *self);

G_END_DECLS
