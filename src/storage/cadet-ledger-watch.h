/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/* Tells when another Cadet wrote to the ledger. */
typedef struct _CadetLedgerWatch CadetLedgerWatch;

CadetLedgerWatch *_cadet_ledger_watch_new   (CadetLedger      *ledger);
void              _cadet_ledger_watch_start (CadetLedgerWatch *self);
void              _cadet_ledger_watch_free  (CadetLedgerWatch *self);

G_END_DECLS
