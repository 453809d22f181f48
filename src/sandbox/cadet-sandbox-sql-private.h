/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-store-private.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* The statements that the sandbox's state is read and written with: what cadet-sandbox-store.c (the
 * file and its tables) and cadet-sandbox-rows.c (what is in them) share. */
struct _CadetSandboxStore
{
  sqlite3 *db;
  gint *quitting;
};

gboolean      cadet_sandbox_sql_fail       (CadetSandboxStore  *self,
                                            GError            **error);
sqlite3_stmt *cadet_sandbox_sql_prepare    (CadetSandboxStore  *self,
                                            GError            **error,
                                            const char         *sql,
                                            const char         *types,
                                            ...);
gboolean      cadet_sandbox_sql_run        (CadetSandboxStore  *self,
                                            sqlite3_stmt       *statement_,
                                            GError            **error);
gboolean      cadet_sandbox_sql_execute    (CadetSandboxStore  *self,
                                            const char         *sql,
                                            GError            **error);
char         *cadet_sandbox_sql_dup_column (sqlite3_stmt       *statement,
                                            int                 column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
