/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-database.h"

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* The ledger's thread. Takes jobs from any thread and does them one after the other; writes that
 * wait together are made durable together. */
typedef struct _CadetLedgerWorker CadetLedgerWorker;

/**
 * CadetLedgerJobKind:
 * @CADET_LEDGER_JOB_READ: reads
 * @CADET_LEDGER_JOB_WRITE: writes, inside a transaction that it does not end
 * @CADET_LEDGER_JOB_CLOSE: the last job: the file is closed and the thread ends
 */
typedef enum
{
  CADET_LEDGER_JOB_READ,
  CADET_LEDGER_JOB_WRITE,
  CADET_LEDGER_JOB_CLOSE,
} CadetLedgerJobKind;

/**
 * CadetLedgerJobFunc:
 * @database: the database, open
 * @data: what the job is about
 * @result: (out): what its future resolves to, still without a type
 * @error: return location for an error
 *
 * Called on the worker's thread.
 */
typedef gboolean (*CadetLedgerJobFunc) (CadetDatabase  *database,
                                        gpointer        data,
                                        GValue         *result,
                                        GError        **error);

CadetLedgerWorker *cadet_ledger_worker_new  (const char          *path,
                                             guint                page_limit);
void               cadet_ledger_worker_free (CadetLedgerWorker   *self);
DexFuture         *cadet_ledger_worker_push (CadetLedgerWorker   *self,
                                             CadetLedgerJobKind   kind,
                                             CadetLedgerJobFunc   func,
                                             gpointer             data,
                                             GDestroyNotify       destroy);

G_END_DECLS
