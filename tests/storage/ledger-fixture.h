/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger.h"
#include "test-future.h"

#include <sqlite3.h>

/* What tests of the ledger have in common. */
GFile       *ledger_new_file  (void);
CadetLedger *ledger_open      (GFile        *file);
void         ledger_close     (CadetLedger  *ledger);
CadetTask   *ledger_new_task  (const char   *name,
                               gint64        at);
CadetTask   *ledger_add       (CadetLedger  *ledger,
                               const char   *name,
                               gint64        at,
                               CadetOutcome *outcome);
CadetTask   *ledger_find      (CadetLedger  *ledger,
                               CadetTask    *task);
char        *ledger_list      (CadetLedger     *ledger,
                               CadetTaskFilter *filter);
char        *ledger_events    (CadetTask    *task);
gint64       ledger_query     (GFile        *file,
                               const char   *sql);
void         ledger_run       (GFile        *file,
                               const char   *sql);
