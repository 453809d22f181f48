/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define CADET_LEDGER_APPLICATION_ID 0x43444554
#define CADET_LEDGER_VERSION 2

const char *cadet_ledger_schema_get_attempts (void);
const char *cadet_ledger_schema_get_events   (void);
const char *cadet_ledger_schema_get_rest     (void);
gboolean    cadet_ledger_schema_is_in        (sqlite3 *handle);

G_END_DECLS
