/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <sqlite3.h>

#include <glib.h>

G_BEGIN_DECLS

void cadet_ledger_search_register (sqlite3 *handle);

G_END_DECLS
