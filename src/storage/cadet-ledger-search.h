/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-database.h"

G_BEGIN_DECLS

void       cadet_ledger_search_register      (sqlite3       *handle);
char     **cadet_ledger_search_split         (const char    *text);
gint64     cadet_ledger_search_get_unindexed (CadetDatabase *database);
gboolean   cadet_ledger_search_index_some    (CadetDatabase *database);

G_END_DECLS
