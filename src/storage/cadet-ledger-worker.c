/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-worker.h"

#include "storage/cadet-ledger-settle.h"

/* How many writes one transaction takes: beyond this the first would wait too long. */
#define MAX_GROUP 64

typedef struct
{
  CadetLedgerJobKind kind;
  CadetLedgerJobFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
  GValue result;
  GError *error;
} Job;

struct _CadetLedgerWorker
{
  GThread *thread;
  GAsyncQueue *jobs;
  CadetDatabase *database;
  gboolean open;
};

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  dex_clear (&job->promise);
  if (G_IS_VALUE (&job->result))
    g_value_unset (&job->result);
  g_clear_error (&job->error);
  g_free (job);
}

/* A future that its caller has dropped is nothing to the job: it was done all the same. */
static void
job_finish (Job *job)
{
  if (job->error != NULL)
    dex_promise_reject (job->promise, g_steal_pointer (&job->error));
  else if (G_IS_VALUE (&job->result))
    dex_promise_resolve (job->promise, &job->result);
  else
    dex_promise_resolve_boolean (job->promise, TRUE);

  job_free (job);
}

static gboolean
job_run (Job           *job,
         CadetDatabase *database)
{
  return job->func == NULL || job->func (database, job->data, &job->result, &job->error);
}

static gboolean
ensure_open (CadetLedgerWorker  *self,
             GError            **error)
{
  g_autoptr (GError) failure = NULL;

  if (self->open)
    return TRUE;
  if (!cadet_database_open (self->database, error))
    return FALSE;

  self->open = TRUE;

  /* A reader shows interrupted attempts as unknown anyway, and the next opening tries again: a
   * full disk is no reason to hide the list. */
  if (!cadet_ledger_settle (self->database, &failure))
    g_debug ("Interrupted attempts are not settled yet: %s", failure->message);

  return TRUE;
}

static gboolean
try_group (CadetLedgerWorker  *self,
           GPtrArray          *group,
           GError            **error)
{
  if (!cadet_database_exec (self->database, "BEGIN IMMEDIATE", error))
    return FALSE;

  for (guint i = 0; i < group->len; i++)
    {
      Job *job = g_ptr_array_index (group, i);

      if (!cadet_database_exec (self->database, "SAVEPOINT job", error))
        return FALSE;
      if (job_run (job, self->database))
        {
          if (!cadet_database_exec (self->database, "RELEASE job", error))
            return FALSE;
          continue;
        }

      /* A full disk ends the whole transaction, and with it the jobs before this one. */
      if (!cadet_database_in_transaction (self->database))
        {
          g_propagate_error (error, g_error_copy (job->error));
          return FALSE;
        }
      if (!cadet_database_exec (self->database, "ROLLBACK TO job; RELEASE job", error))
        return FALSE;
    }

  return cadet_database_exec (self->database, "COMMIT", error);
}

static void
do_group (CadetLedgerWorker *self,
          GPtrArray         *group)
{
  g_autoptr (GError) error = NULL;

  if (!ensure_open (self, &error))
    ;
  else if (!try_group (self, group, &error))
    cadet_database_rollback (self->database);

  for (guint i = 0; i < group->len; i++)
    {
      Job *job = g_ptr_array_index (group, i);

      if (error != NULL && job->error == NULL)
        job->error = g_error_copy (error);
      job_finish (job);
    }
}

static void
do_read (CadetLedgerWorker *self,
         Job               *job)
{
  if (ensure_open (self, &job->error))
    job_run (job, self->database);
  job_finish (job);
}

/* Adds the writes that wait already; returns the first job that is none. */
static Job *
gather_group (CadetLedgerWorker *self,
              GPtrArray         *group)
{
  while (group->len < MAX_GROUP)
    {
      Job *job = g_async_queue_try_pop (self->jobs);

      if (job == NULL || job->kind != CADET_LEDGER_JOB_WRITE)
        return job;
      g_ptr_array_add (group, job);
    }

  return NULL;
}

static gpointer
thread_func (gpointer user_data)
{
  CadetLedgerWorker *self = user_data;
  g_autoptr (GPtrArray) group = g_ptr_array_new ();
  Job *next = NULL;

  while (TRUE)
    {
      Job *job = next != NULL ? g_steal_pointer (&next) : g_async_queue_pop (self->jobs);

      if (job->kind == CADET_LEDGER_JOB_CLOSE)
        {
          g_clear_pointer (&self->database, cadet_database_free);
          job_finish (job);
          return NULL;
        }

      if (job->kind == CADET_LEDGER_JOB_READ)
        {
          do_read (self, job);
          continue;
        }

      g_ptr_array_set_size (group, 0);
      g_ptr_array_add (group, job);
      next = gather_group (self, group);
      do_group (self, group);
    }
}

/**
 * cadet_ledger_worker_new:
 * @path: (type filename): the ledger's file
 * @page_limit: how many pages the file may have, or 0 for no limit; for tests
 *
 * Starts the thread. The file is opened by the first job, and by the next one when that failed.
 *
 * Returns: (transfer full): the worker
 */
CadetLedgerWorker *
cadet_ledger_worker_new (const char *path,
                         guint       page_limit)
{
  CadetLedgerWorker *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (CadetLedgerWorker, 1);
  self->jobs = g_async_queue_new ();
  self->database = cadet_database_new (path);
  cadet_database_set_page_limit (self->database, page_limit);
  self->thread = g_thread_new ("cadet-ledger", thread_func, self);

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

  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

/**
 * cadet_ledger_worker_push:
 * @self: a worker
 * @kind: whether it writes, or is the last
 * @func: (nullable): the job, called on the worker's thread; %NULL to open the file only
 * @data: (transfer full): handed to @func
 * @destroy: (nullable): frees @data, on the worker's thread
 *
 * Adds a job behind all others.
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
  Job *job;
  DexFuture *future;

  g_return_val_if_fail (self != NULL, NULL);

  job = g_new0 (Job, 1);
  job->kind = kind;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (job->promise));
  g_async_queue_push (self->jobs, job);

  return future;
}
