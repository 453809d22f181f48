/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* The record of all attempts (SQLite). Every call returns at once; the work is done by one thread
 * of the ledger, in the order of the calls. */
#define CADET_TYPE_LEDGER (cadet_ledger_get_type ())
G_DECLARE_FINAL_TYPE (CadetLedger, cadet_ledger, CADET, LEDGER, GObject)

CadetLedger *cadet_ledger_new              (GFile        *file);
GFile       *cadet_ledger_dup_default_file (void);
GFile       *cadet_ledger_get_file         (CadetLedger  *self);
void         cadet_ledger_set_page_limit   (CadetLedger  *self,
                                            guint         n_pages);
DexFuture   *cadet_ledger_open             (CadetLedger  *self);
DexFuture   *cadet_ledger_close            (CadetLedger  *self);
DexFuture   *cadet_ledger_record_intent    (CadetLedger  *self,
                                            CadetTask    *task);
DexFuture   *cadet_ledger_record_sent      (CadetLedger  *self,
                                            const char   *attempt,
                                            guint         number,
                                            gint64        at,
                                            const char   *request_headers,
                                            const char   *request_body);
DexFuture   *cadet_ledger_record_outcome   (CadetLedger  *self,
                                            CadetTask    *task,
                                            CadetOutcome *outcome,
                                            gint64        answered_at);
DexFuture   *cadet_ledger_list             (CadetLedger  *self,
                                            gint64        before_recorded_at,
                                            const char   *before_attempt,
                                            guint         limit);
DexFuture   *cadet_ledger_find             (CadetLedger  *self,
                                            const char   *attempt_or_task_id);
DexFuture   *cadet_ledger_load_details     (CadetLedger  *self,
                                            CadetTask    *task);

G_END_DECLS
