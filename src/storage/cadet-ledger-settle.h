/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-database.h"

G_BEGIN_DECLS

gboolean cadet_ledger_settle (CadetDatabase  *database,
                              GError        **error);

G_END_DECLS
