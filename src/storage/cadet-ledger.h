/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task-filter.h"
#include "model/cadet-task.h"
#include "storage/cadet-ledger-choice.h"

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* The record of all attempts (SQLite). Every call returns at once; the work is done by two threads
 * of the ledger, one for what is written and one for what is read, each in the order of the calls.
 * What is read holds what was written by then: whoever wants to read a write awaits it first. */
#define CADET_TYPE_LEDGER (cadet_ledger_get_type ())
G_DECLARE_FINAL_TYPE (CadetLedger, cadet_ledger, CADET, LEDGER, GObject)

CadetLedger *cadet_ledger_new              (GFile        *file);
GFile       *cadet_ledger_dup_default_file (void);
GFile       *cadet_ledger_get_file         (CadetLedger  *self);
void         cadet_ledger_set_page_limit   (CadetLedger  *self,
                                            guint         n_pages);
const char  *cadet_ledger_get_report       (CadetLedger  *self);
void         cadet_ledger_watch            (CadetLedger  *self);
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
DexFuture   *cadet_ledger_record_try_failed (CadetLedger *self,
                                             const char   *attempt,
                                             const char   *execution,
                                             guint         number,
                                             gint64        at,
                                             const char   *outcome,
                                             guint         http_status,
                                             const char   *text);
DexFuture   *cadet_ledger_record_execution  (CadetLedger    *self,
                                             CadetExecution *execution);
DexFuture   *cadet_ledger_record_execution_sent    (CadetLedger    *self,
                                                    CadetExecution *execution,
                                                    guint           number);
DexFuture   *cadet_ledger_record_execution_outcome (CadetLedger    *self,
                                                    CadetExecution *execution,
                                                    CadetOutcome   *outcome,
                                                    gint64          answered_at);
DexFuture   *cadet_ledger_record_report     (CadetLedger     *self,
                                             const char      *attempt,
                                             CadetTaskReport *report);
DexFuture   *cadet_ledger_record_resolution (CadetLedger         *self,
                                             const char          *attempt,
                                             CadetTaskResolution  resolution,
                                             gint64               task_id,
                                             gint64               at);
DexFuture   *cadet_ledger_record_note       (CadetLedger  *self,
                                             const char   *attempt,
                                             const char   *note,
                                             gint64        at);
DexFuture   *cadet_ledger_record_followed   (CadetLedger  *self,
                                             const char   *attempt,
                                             gboolean      followed);
DexFuture   *cadet_ledger_delete            (CadetLedger        *self,
                                             const char * const *attempts);
DexFuture   *cadet_ledger_restore           (CadetLedger        *self,
                                             const char * const *attempts);
DexFuture   *cadet_ledger_purge             (CadetLedger  *self,
                                             gint64        at_rest_before);
DexFuture   *cadet_ledger_list              (CadetLedger     *self,
                                             CadetTaskFilter *filter,
                                             gint64           before_recorded_at,
                                             const char      *before_attempt,
                                             guint            limit);
DexFuture   *cadet_ledger_list_choices      (CadetLedger  *self,
                                             const char   *field);
DexFuture   *cadet_ledger_list_followed     (CadetLedger  *self);
DexFuture   *cadet_ledger_find_similar      (CadetLedger  *self,
                                             CadetTask    *task,
                                             gint64        since);
DexFuture   *cadet_ledger_find             (CadetLedger  *self,
                                            const char   *attempt_or_task_id);
DexFuture   *cadet_ledger_load_details     (CadetLedger  *self,
                                            CadetTask    *task);

G_END_DECLS
