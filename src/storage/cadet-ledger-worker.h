/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-database.h"

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* The ledger's two threads, each with a connection of its own: one writes, one reads, and neither
 * waits for the other. Each does its jobs one after the other; writes that wait together are made
 * durable together. */
typedef struct _CadetLedgerWorker CadetLedgerWorker;

/**
 * CadetLedgerJobKind:
 * @CADET_LEDGER_JOB_READ: reads, on the reader's thread
 * @CADET_LEDGER_JOB_WRITE: writes, inside a transaction that it does not end
 * @CADET_LEDGER_JOB_ALONE: is done on the writer's thread outside of any transaction
 * @CADET_LEDGER_JOB_CLOSE: the last job: the file is closed and the threads end
 */
typedef enum
{
  CADET_LEDGER_JOB_READ,
  CADET_LEDGER_JOB_WRITE,
  CADET_LEDGER_JOB_ALONE,
  CADET_LEDGER_JOB_CLOSE,
} CadetLedgerJobKind;

/**
 * CadetLedgerJobFunc:
 * @database: the database, open
 * @data: what the job is about
 * @result: (out): what its future resolves to, still without a type
 * @error: return location for an error
 *
 * Called on one of the worker's threads, and once more where the file turned out to be damaged and
 * was repaired.
 */
typedef gboolean (*CadetLedgerJobFunc) (CadetDatabase  *database,
                                        gpointer        data,
                                        GValue         *result,
                                        GError        **error);

/**
 * CadetLedgerReportFunc:
 * @report: (transfer full): what to tell the user of a repair
 * @user_data: what was given
 *
 * Called on the writer's thread.
 */
typedef void (*CadetLedgerReportFunc) (char     *report,
                                       gpointer  user_data);

CadetLedgerWorker *cadet_ledger_worker_new  (const char            *path,
                                             guint                  page_limit,
                                             CadetLedgerReportFunc  report,
                                             gpointer               user_data);
void               cadet_ledger_worker_free (CadetLedgerWorker     *self);
DexFuture         *cadet_ledger_worker_push (CadetLedgerWorker     *self,
                                             CadetLedgerJobKind     kind,
                                             CadetLedgerJobFunc     func,
                                             gpointer               data,
                                             GDestroyNotify         destroy);

G_END_DECLS
