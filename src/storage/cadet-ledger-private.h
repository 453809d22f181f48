/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger-watch.h"
#include "storage/cadet-ledger-worker.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/* For the files of the class only. */
DexFuture        *_cadet_ledger_push         (CadetLedger        *self,
                                              CadetLedgerJobKind  kind,
                                              CadetLedgerJobFunc  func,
                                              gpointer            data,
                                              GDestroyNotify      destroy);
CadetLedgerWatch *_cadet_ledger_get_watch    (CadetLedger        *self);
void              _cadet_ledger_emit_changed (CadetLedger        *self);

G_END_DECLS
