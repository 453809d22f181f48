/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task-filter.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A page of the list as it is asked for. While a long search is read, it holds how far that is. */
typedef struct
{
  CadetTaskFilter *filter;
  gint64 before_recorded_at;
  char *before_attempt;
  guint limit;

  gboolean begun;
  gint64 before_id;
  GPtrArray *found;
} CadetLedgerPage;

CadetLedgerPage *cadet_ledger_page_new   (CadetTaskFilter  *filter,
                                          gint64            before_recorded_at,
                                          const char       *before_attempt,
                                          guint             limit);
void             cadet_ledger_page_free  (CadetLedgerPage  *self);
gboolean         cadet_ledger_page_read  (CadetLedgerPage  *self,
                                          CadetDatabase    *database,
                                          GListStore      **tasks,
                                          GError          **error);

/* For the other file that reads pages. */
void             _cadet_ledger_page_append_filter (CadetTaskFilter  *filter,
                                                   GString          *sql,
                                                   GPtrArray        *values,
                                                   int               first_parameter);
gboolean         _cadet_ledger_page_search        (CadetLedgerPage  *self,
                                                   CadetDatabase    *database,
                                                   GListStore      **tasks,
                                                   GError          **error);

G_END_DECLS
