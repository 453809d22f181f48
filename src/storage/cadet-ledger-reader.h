/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

CadetTask  *cadet_ledger_read_one      (CadetDatabase  *database,
                                        const char     *attempt_or_task_id,
                                        GError        **error);
GListStore *cadet_ledger_read_followed (CadetDatabase  *database,
                                        GError        **error);
GListStore *cadet_ledger_read_similar  (CadetDatabase  *database,
                                        const char     *content_key,
                                        const char     *attempt,
                                        gint64          since,
                                        GError        **error);
GListStore *cadet_ledger_read_choices  (CadetDatabase  *database,
                                        const char     *field,
                                        GError        **error);

G_END_DECLS
