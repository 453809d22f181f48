/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CADET_TYPE_LEDGER_CHOICE (cadet_ledger_choice_get_type ())
G_DECLARE_FINAL_TYPE (CadetLedgerChoice, cadet_ledger_choice, CADET, LEDGER_CHOICE, GObject)

/* A value that attempts of the ledger have, to filter them by. Immutable. */
CadetLedgerChoice *cadet_ledger_choice_new      (const char        *id,
                                                 const char        *name);
const char        *cadet_ledger_choice_get_id   (CadetLedgerChoice *self);
const char        *cadet_ledger_choice_get_name (CadetLedgerChoice *self);

G_END_DECLS
