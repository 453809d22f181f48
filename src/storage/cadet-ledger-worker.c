/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-worker-private.h"

#include "storage/cadet-ledger-job.h"
#include "storage/cadet-ledger-search.h"
#include "storage/cadet-ledger-settle.h"

/* How many writes one transaction takes: beyond this the first would wait too long. */
#define MAX_GROUP 64

static void
check_failed_cb (gpointer user_data);

static gboolean
ensure_writable (CadetLedgerWorker  *self,
                 GError            **error)
{
  CadetDatabase *database = self->writer.database;
  g_autoptr (GError) failure = NULL;
  char *report;

  if (cadet_database_is_open (database) && !cadet_database_is_damaged (database))
    return TRUE;

  g_clear_pointer (&self->check, cadet_ledger_check_free);
  if (!cadet_database_open (database, error))
    return FALSE;

  self->searchable = FALSE;
  report = cadet_database_steal_report (database);
  if (report != NULL)
    {
      g_atomic_int_inc (&self->generation);
      self->report (report, self->user_data);
    }

  /* A reader shows interrupted attempts as unknown anyway, and the next opening tries again: a
   * full disk is no reason to hide the list. */
  if (!cadet_ledger_settle (database, &failure))
    g_debug ("Interrupted attempts are not settled yet: %s", failure->message);
  if (report == NULL && cadet_database_is_unclean (database))
    self->check = cadet_ledger_check_new (self->path, FALSE, check_failed_cb, self);

  return TRUE;
}

static gboolean
repair_job (CadetDatabase  *database,
            gpointer        data,
            GValue         *result,
            GError        **error)
{
  cadet_database_set_damaged (database);

  return TRUE;
}

/* On the check's thread. */
static void
check_failed_cb (gpointer user_data)
{
  CadetLedgerWorker *self = user_data;

  dex_future_disown (cadet_ledger_worker_push (self, CADET_LEDGER_JOB_ALONE, repair_job, NULL,
                                               NULL));
  dex_future_disown (cadet_ledger_worker_push (self, CADET_LEDGER_JOB_ALONE, NULL, NULL, NULL));
}

static gboolean
try_group (CadetLedgerWorker  *self,
           GPtrArray          *group,
           GError            **error)
{
  CadetDatabase *database = self->writer.database;

  if (!cadet_database_exec (database, "BEGIN IMMEDIATE", error))
    return FALSE;

  for (guint i = 0; i < group->len; i++)
    {
      CadetLedgerJob *job = g_ptr_array_index (group, i);

      if (!cadet_ledger_job_run (job, database))
        {
          g_propagate_error (error, g_error_copy (job->error));
          return FALSE;
        }
    }

  return cadet_database_exec (database, "COMMIT", error);
}

static gboolean
do_group (CadetLedgerWorker  *self,
          GPtrArray          *group,
          GError            **error)
{
  if (!ensure_writable (self, error))
    return FALSE;
  if (try_group (self, group, error))
    return TRUE;

  cadet_database_rollback (self->writer.database);

  /* What a damaged file did not take goes into the repaired one. */
  if (!cadet_database_is_damaged (self->writer.database))
    return FALSE;

  g_clear_error (error);
  if (ensure_writable (self, error) && try_group (self, group, error))
    return TRUE;

  cadet_database_rollback (self->writer.database);
  return FALSE;
}

/* Where one job of several fails, each is done by itself: what is wrong with one is nothing to the
 * others. A savepoint for each would do the same, but lets the search index write for each. */
static void
write_group (CadetLedgerWorker *self,
             GPtrArray         *group)
{
  g_autoptr (GPtrArray) single = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;
  gboolean done = do_group (self, group, &failure);

  for (guint i = 0; i < group->len; i++)
    {
      CadetLedgerJob *job = g_ptr_array_index (group, i);
      g_autoptr (GError) error = NULL;

      if (!done && group->len > 1)
        {
          g_ptr_array_set_size (single, 0);
          g_ptr_array_add (single, job);
          g_clear_error (&job->error);
          do_group (self, single, &error);
        }
      else if (!done)
        {
          error = g_steal_pointer (&failure);
        }

      g_clear_error (&job->error);
      job->error = g_steal_pointer (&error);
      cadet_ledger_job_finish (job);
    }

  if (self->check == NULL && cadet_database_is_suspect (self->writer.database))
    self->check = cadet_ledger_check_new (self->path, TRUE, check_failed_cb, self);
}

static void
do_alone (CadetLedgerWorker *self,
          CadetLedgerJob    *job)
{
  if (ensure_writable (self, &job->error))
    cadet_ledger_job_run (job, self->writer.database);
  cadet_ledger_job_finish (job);
}

/* Adds the writes that wait already; returns the first job that is none. */
static CadetLedgerJob *
gather_group (CadetLedgerWorker *self,
              GPtrArray         *group)
{
  while (group->len < MAX_GROUP)
    {
      CadetLedgerJob *job = g_async_queue_try_pop (self->writer.jobs);

      if (job == NULL || job->kind != CADET_LEDGER_JOB_WRITE)
        return job;
      g_ptr_array_add (group, job);
    }

  return NULL;
}

/* While nothing else waits, old attempts go into the search index, some at a time. */
static CadetLedgerJob *
wait_for_job (CadetLedgerWorker *self)
{
  CadetLedgerJob *job = g_async_queue_try_pop (self->writer.jobs);

  while (job == NULL && !self->searchable && cadet_database_is_open (self->writer.database)
         && !cadet_database_is_damaged (self->writer.database))
    {
      self->searchable = !cadet_ledger_search_index_some (self->writer.database);
      job = g_async_queue_try_pop (self->writer.jobs);
    }

  return job != NULL ? job : g_async_queue_pop (self->writer.jobs);
}

static gpointer
writer_func (gpointer user_data)
{
  CadetLedgerWorker *self = user_data;
  g_autoptr (GPtrArray) group = g_ptr_array_new ();
  CadetLedgerJob *next = NULL;

  while (TRUE)
    {
      CadetLedgerJob *job = next != NULL ? g_steal_pointer (&next) : wait_for_job (self);

      if (job->kind == CADET_LEDGER_JOB_CLOSE)
        {
          g_clear_pointer (&self->check, cadet_ledger_check_free);
          g_clear_pointer (&self->writer.database, cadet_database_free);
          cadet_ledger_job_finish (job);
          return NULL;
        }

      if (job->kind != CADET_LEDGER_JOB_WRITE)
        {
          do_alone (self, job);
          continue;
        }

      g_ptr_array_set_size (group, 0);
      g_ptr_array_add (group, job);
      next = gather_group (self, group);
      write_group (self, group);
    }
}

static void
lane_init (CadetLedgerLane *lane,
           const char      *path)
{
  lane->jobs = g_async_queue_new ();
  lane->database = cadet_database_new (path);
}

static void
lane_clear (CadetLedgerLane *lane)
{
  if (lane->thread != NULL)
    g_thread_join (lane->thread);
  g_async_queue_unref (lane->jobs);
  g_clear_pointer (&lane->database, cadet_database_free);
}

/**
 * cadet_ledger_worker_new:
 * @path: (type filename): the ledger's file
 * @page_limit: how many pages the file may have, or 0 for no limit; for tests
 * @report: called when a damaged file was repaired
 * @user_data: for @report
 *
 * Starts the writer's thread; the reader's is started by the first job for it. The file is opened
 * by the first job, and by the next one when that failed.
 *
 * Returns: (transfer full): the worker
 */
CadetLedgerWorker *
cadet_ledger_worker_new (const char            *path,
                         guint                  page_limit,
                         CadetLedgerReportFunc  report,
                         gpointer               user_data)
{
  CadetLedgerWorker *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (report != NULL, NULL);

  self = g_new0 (CadetLedgerWorker, 1);
  self->path = g_strdup (path);
  self->report = report;
  self->user_data = user_data;
  lane_init (&self->writer, path);
  lane_init (&self->reader, path);
  cadet_database_set_page_limit (self->writer.database, page_limit);
  self->writer.thread = g_thread_new ("cadet-ledger", writer_func, self);

  return self;
}

/**
 * cadet_ledger_worker_free:
 * @self: (transfer full): a worker whose last job, a %CADET_LEDGER_JOB_CLOSE, was pushed
 *
 * Waits for the jobs that were pushed, so that nothing that was recorded is lost.
 */
void
cadet_ledger_worker_free (CadetLedgerWorker *self)
{
  g_return_if_fail (self != NULL);

  lane_clear (&self->reader);
  lane_clear (&self->writer);
  g_free (self->path);
  g_free (self);
}

/**
 * cadet_ledger_worker_push:
 * @self: a worker
 * @kind: on which thread it is done and how, or that it is the last
 * @func: (nullable): the job, called on one of the worker's threads; %NULL to open the file only
 * @data: (transfer full): handed to @func
 * @destroy: (nullable): frees @data, on the same thread
 *
 * Adds a job behind all others of its thread. Jobs that read come from one thread only, as does the
 * last one.
 *
 * Returns: (transfer full): a future that resolves to what @func gave or to %TRUE, a write only
 *   once it is durable, or rejects with its error. The job is done even if the future is dropped.
 */
DexFuture *
cadet_ledger_worker_push (CadetLedgerWorker  *self,
                          CadetLedgerJobKind  kind,
                          CadetLedgerJobFunc  func,
                          gpointer            data,
                          GDestroyNotify      destroy)
{
  CadetLedgerJob *job;
  DexFuture *future;
  CadetLedgerLane *lane;

  g_return_val_if_fail (self != NULL, NULL);

  job = cadet_ledger_job_new (kind, func, data, destroy);
  future = dex_ref (DEX_FUTURE (job->promise));

  if (kind == CADET_LEDGER_JOB_READ && self->reader.thread == NULL)
    self->reader.thread = g_thread_new ("cadet-reader", _cadet_ledger_worker_read, self);
  lane = kind == CADET_LEDGER_JOB_READ
             || (kind == CADET_LEDGER_JOB_CLOSE && self->reader.thread != NULL)
           ? &self->reader
           : &self->writer;
  g_async_queue_push (lane->jobs, job);

  return future;
}
