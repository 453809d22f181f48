/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-event.h"
#include "storage/cadet-database.h"

G_BEGIN_DECLS

/* What the files that write and read the ledger's rows have in common. */
void        cadet_ledger_bind_text    (sqlite3_stmt    *statement,
                                       int              parameter,
                                       const char      *text);
void        cadet_ledger_bind_number  (sqlite3_stmt    *statement,
                                       int              parameter,
                                       gint64           number);
void        cadet_ledger_bind_reply   (sqlite3_stmt    *statement,
                                       int              headers,
                                       const char      *reply_headers,
                                       GBytes          *reply_body);
const char *cadet_ledger_get_text     (sqlite3_stmt    *statement,
                                       int              column);
gboolean    cadet_ledger_run          (CadetDatabase   *database,
                                       sqlite3_stmt    *statement,
                                       GError         **error);
char       *cadet_ledger_dup_detail   (const char      *outcome,
                                       guint            http_status,
                                       const char      *text,
                                       const char      *execution);
gboolean    cadet_ledger_write_event  (CadetDatabase   *database,
                                       const char      *attempt,
                                       gint64           at,
                                       CadetEventKind   kind,
                                       guint            number,
                                       const char      *detail,
                                       GError         **error);

G_END_DECLS
