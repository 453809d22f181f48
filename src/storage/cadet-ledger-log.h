/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The write-ahead log beside a database, as far as it is whole and committed. */
typedef struct _CadetLedgerLog CadetLedgerLog;

CadetLedgerLog *cadet_ledger_log_new           (const char      *path);
void            cadet_ledger_log_free          (CadetLedgerLog  *self);
guint           cadet_ledger_log_get_page_size (CadetLedgerLog  *self);
guint32         cadet_ledger_log_get_last_page (CadetLedgerLog  *self);
gboolean        cadet_ledger_log_read_page     (CadetLedgerLog  *self,
                                                guint32          number,
                                                guint8          *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetLedgerLog, cadet_ledger_log_free)

G_END_DECLS
