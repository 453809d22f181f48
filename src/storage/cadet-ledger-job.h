/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger-worker.h"

G_BEGIN_DECLS

/* One thing that one of the ledger’s threads does. */
typedef struct
{
  CadetLedgerJobKind kind;
  CadetLedgerJobFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
  GValue result;
  GError *error;
} CadetLedgerJob;

CadetLedgerJob *cadet_ledger_job_new    (CadetLedgerJobKind  kind,
                                         CadetLedgerJobFunc  func,
                                         gpointer            data,
                                         GDestroyNotify      destroy);
gboolean        cadet_ledger_job_run    (CadetLedgerJob     *self,
                                         CadetDatabase      *database);
void            cadet_ledger_job_finish (CadetLedgerJob     *self);

G_END_DECLS
