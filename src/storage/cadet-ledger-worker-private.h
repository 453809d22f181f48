/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger-check.h"
#include "storage/cadet-ledger-worker.h"

G_BEGIN_DECLS

/* For the files of the class only. */
typedef struct
{
  GThread *thread;
  GAsyncQueue *jobs;
  CadetDatabase *database;
} CadetLedgerLane;

struct _CadetLedgerWorker
{
  char *path;
  CadetLedgerReportFunc report;
  gpointer user_data;
  CadetLedgerLane writer;
  CadetLedgerLane reader;

  /* The writer's thread only. */
  CadetLedgerCheck *check;
  gboolean searchable;

  /* The reader's thread only. */
  int read_generation;
  gboolean writer_asked;

  /* Counts the repairs: each puts another file under the path. */
  int generation;
};

gpointer _cadet_ledger_worker_read (gpointer user_data);

G_END_DECLS
