/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task-filter.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GListStore *cadet_ledger_read_page (CadetDatabase    *database,
                                    CadetTaskFilter  *filter,
                                    gint64            before_recorded_at,
                                    const char       *before_attempt,
                                    guint             limit,
                                    GError          **error);

G_END_DECLS
