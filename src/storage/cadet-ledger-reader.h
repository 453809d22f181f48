/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GListStore *cadet_ledger_read_page (CadetDatabase  *database,
                                    gint64          before_recorded_at,
                                    const char     *before_attempt,
                                    guint           limit,
                                    GError        **error);
CadetTask  *cadet_ledger_read_one  (CadetDatabase  *database,
                                    const char     *attempt_or_task_id,
                                    GError        **error);

G_END_DECLS
