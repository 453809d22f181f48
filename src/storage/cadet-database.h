/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-owner-lock.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* A connection to the ledger's file. Belongs to one thread, which it blocks. */
typedef struct _CadetDatabase CadetDatabase;

CadetDatabase  *cadet_database_new            (const char     *path);
void            cadet_database_free           (CadetDatabase  *self);
void            cadet_database_set_page_limit (CadetDatabase  *self,
                                               guint           n_pages);
gboolean        cadet_database_open           (CadetDatabase  *self,
                                               GError        **error);
gboolean        cadet_database_open_to_read   (CadetDatabase  *self);
void            cadet_database_close          (CadetDatabase  *self);
gboolean        cadet_database_is_open        (CadetDatabase  *self);
gboolean        cadet_database_is_damaged     (CadetDatabase  *self);
void            cadet_database_set_damaged    (CadetDatabase  *self);
gboolean        cadet_database_is_suspect     (CadetDatabase  *self);
gboolean        cadet_database_is_unclean     (CadetDatabase  *self);
void            cadet_database_set_unfinished   (CadetDatabase *self);
gboolean        cadet_database_steal_unfinished (CadetDatabase *self);
char           *cadet_database_steal_report   (CadetDatabase  *self);
const char     *cadet_database_get_path       (CadetDatabase  *self);
sqlite3        *cadet_database_get_handle     (CadetDatabase  *self);
CadetOwnerLock *cadet_database_get_owner      (CadetDatabase  *self);
gboolean        cadet_database_exec           (CadetDatabase  *self,
                                               const char     *sql,
                                               GError        **error);
sqlite3_stmt   *cadet_database_prepare        (CadetDatabase  *self,
                                               const char     *sql,
                                               GError        **error);
gboolean        cadet_database_step           (CadetDatabase  *self,
                                               sqlite3_stmt   *statement,
                                               gboolean       *row,
                                               GError        **error);
void            cadet_database_rollback       (CadetDatabase  *self);
gboolean        cadet_database_in_transaction (CadetDatabase  *self);
int             cadet_database_count_changes  (CadetDatabase  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetDatabase, cadet_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
