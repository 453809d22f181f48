/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

int  cadet_cli_run_fiber    (DexFiberFunc   func,
                             gpointer       user_data,
                             GCancellable  *cancellable);
void cadet_cli_close_ledger (CadetLedger   *ledger);

G_END_DECLS
