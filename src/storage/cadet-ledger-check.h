/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks whether a ledger is whole, on a thread of its own. */
typedef struct _CadetLedgerCheck CadetLedgerCheck;

/**
 * CadetLedgerCheckFunc:
 * @user_data: what was given
 *
 * Called on the check's thread.
 */
typedef void (*CadetLedgerCheckFunc) (gpointer user_data);

CadetLedgerCheck *cadet_ledger_check_new  (const char           *path,
                                           gboolean              indexes,
                                           CadetLedgerCheckFunc  failed,
                                           gpointer              user_data);
void              cadet_ledger_check_free (CadetLedgerCheck     *self);

G_END_DECLS
