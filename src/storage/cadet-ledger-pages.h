/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CADET_LEDGER_MAX_COLUMNS 64

/* A value of a row. `type` is one of SQLite's (`SQLITE_INTEGER`, `SQLITE_TEXT`, …) and
 * `SQLITE_NULL` where it is absent or cannot be read; `data` belongs to the row. */
typedef struct
{
  int type;
  gint64 number;
  const guint8 *data;
  gsize length;
} CadetLedgerValue;

/* A row as it is stored, with whatever of it can be read. */
typedef struct
{
  gint64 id;
  guint n_values;
  CadetLedgerValue values[CADET_LEDGER_MAX_COLUMNS];
} CadetLedgerStoredRow;

/**
 * CadetLedgerRowFunc:
 * @row: a row of some table
 * @user_data: what was given
 *
 * Returns: whether to go on
 */
typedef gboolean (*CadetLedgerRowFunc) (const CadetLedgerStoredRow *row,
                                        gpointer                    user_data);

gboolean cadet_ledger_pages_read (const char         *path,
                                  CadetLedgerRowFunc  func,
                                  gpointer            user_data);

G_END_DECLS
