/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-task.h"
#include "profiles/cadet-profile.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/* Executes tasks, which starts real work: only ever at somebody's word, recorded before and after,
 * and never a second time by itself once a byte has left. */
#define CADET_TYPE_EXECUTOR (cadet_executor_get_type ())
G_DECLARE_FINAL_TYPE (CadetExecutor, cadet_executor, CADET, EXECUTOR, GObject)

CadetExecutor  *cadet_executor_new            (CadetClient    *client,
                                               CadetLedger    *ledger);
CadetExecution *cadet_executor_prepare        (CadetExecutor  *self,
                                               CadetTask      *task,
                                               CadetProfile   *profile,
                                               GError        **error);
CadetExecution *cadet_executor_prepare_again  (CadetExecutor  *self,
                                               CadetTask      *task,
                                               CadetProfile   *profile,
                                               GError        **error);
DexFuture      *cadet_executor_execute        (CadetExecutor  *self,
                                               CadetTask      *task,
                                               CadetExecution *execution,
                                               CadetProfile   *profile,
                                               GCancellable   *cancellable);
void            cadet_executor_set_wait_scale (CadetExecutor  *self,
                                               double          scale);

G_END_DECLS
