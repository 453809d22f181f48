/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-database.h"

G_BEGIN_DECLS

/* What is written of an attempt after it was recorded, as values of their own. Each function below
 * says which of them it reads. A report never changes and may be shared. */
typedef struct
{
  char *attempt;
  char *execution;
  char **attempts;
  char *outcome;
  char *text;
  CadetTaskReport *report;
  gint64 at;
  gint64 task_id;
  guint number;
  guint http_status;
  CadetTaskResolution resolution;
  gboolean set;
} CadetLedgerChange;

CadetLedgerChange *cadet_ledger_change_new  (const char        *attempt,
                                             gint64             at);
void               cadet_ledger_change_free (CadetLedgerChange *self);
gboolean           cadet_ledger_change_write_try_failed (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);
gboolean           cadet_ledger_change_write_report     (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);
gboolean           cadet_ledger_change_write_resolution (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);
gboolean           cadet_ledger_change_write_note       (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);
gboolean           cadet_ledger_change_write_followed   (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);
gboolean           cadet_ledger_change_write_deleted    (CadetLedgerChange  *self,
                                                         CadetDatabase      *database,
                                                         GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetLedgerChange, cadet_ledger_change_free)

G_END_DECLS
