/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the ledger's thread writes of an attempt or of an execution: values of their own, so that no
 * object of another thread is touched there. An outcome never changes and may be shared. */
typedef struct
{
  char *attempt;
  char *execution;
  char *profile_id;
  char *profile_name;
  char *endpoint;
  char *name;
  char *process_id;
  char *app_id;
  char *variables;
  char *template_name;
  char *previous;
  char *content_key;
  char *request_headers;
  char *request_body;
  char *reply_headers;
  GBytes *reply_body;
  CadetOutcome *outcome;
  gint64 task_id;
  gint64 recorded_at;
  gint64 sent_at;
  gint64 answered_at;
  guint number;
} CadetLedgerRow;

CadetLedgerRow *cadet_ledger_row_new           (CadetTask      *task);
CadetLedgerRow *cadet_ledger_row_new_execution (CadetExecution *execution);
void            cadet_ledger_row_free          (CadetLedgerRow *self);
gboolean        cadet_ledger_row_write_intent  (CadetLedgerRow *self,
                                                CadetDatabase  *database,
                                                GError        **error);
gboolean        cadet_ledger_row_write_sent    (CadetLedgerRow *self,
                                                CadetDatabase  *database,
                                                GError        **error);
gboolean        cadet_ledger_row_write_outcome (CadetLedgerRow *self,
                                                CadetDatabase  *database,
                                                GError        **error);

gboolean        cadet_ledger_row_write_execution         (CadetLedgerRow  *self,
                                                          CadetDatabase   *database,
                                                          GError         **error);
gboolean        cadet_ledger_row_write_execution_sent    (CadetLedgerRow  *self,
                                                          CadetDatabase   *database,
                                                          GError         **error);
gboolean        cadet_ledger_row_write_execution_outcome (CadetLedgerRow  *self,
                                                          CadetDatabase   *database,
                                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetLedgerRow, cadet_ledger_row_free)

G_END_DECLS
