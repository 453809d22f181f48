/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-worker-private.h"

#include "model/cadet-error.h"
#include "storage/cadet-database-error.h"
#include "storage/cadet-ledger-job.h"

#include <glib/gi18n.h>

/* The thread that reads. */

typedef struct
{
  CadetLedgerWorker *worker;
  int generation;
  gboolean damaged;

  GMutex mutex;
  GCond cond;
  gboolean ended;
} Request;

static void
request_ended (gpointer data)
{
  Request *request = data;

  g_mutex_lock (&request->mutex);
  request->ended = TRUE;
  g_cond_signal (&request->cond);
  g_mutex_unlock (&request->mutex);
}

/* The reader found damage in a file that may have been repaired since. */
static gboolean
request_job (CadetDatabase  *database,
             gpointer        data,
             GValue         *result,
             GError        **error)
{
  Request *request = data;

  if (request->damaged && request->generation == g_atomic_int_get (&request->worker->generation))
    cadet_database_set_damaged (database);

  return TRUE;
}

/* Waits until the writer has brought the file to where it can be read. */
static gboolean
ask_writer (CadetLedgerWorker  *self,
            gboolean            damaged,
            GError            **error)
{
  Request request = {
    .worker = self, .generation = self->read_generation, .damaged = damaged
  };
  DexFuture *future;
  gboolean done;

  g_mutex_init (&request.mutex);
  g_cond_init (&request.cond);

  future = cadet_ledger_worker_push (self, CADET_LEDGER_JOB_ALONE, request_job, &request,
                                     request_ended);
  g_mutex_lock (&request.mutex);
  while (!request.ended)
    g_cond_wait (&request.cond, &request.mutex);
  g_mutex_unlock (&request.mutex);

  done = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  g_cond_clear (&request.cond);
  g_mutex_clear (&request.mutex);

  return done;
}

static gboolean
ensure_readable (CadetLedgerWorker  *self,
                 GError            **error)
{
  CadetDatabase *database = self->reader.database;

  if (self->read_generation != g_atomic_int_get (&self->generation))
    cadet_database_close (database);

  for (guint i = 0; i < 3; i++)
    {
      self->read_generation = g_atomic_int_get (&self->generation);
      if (cadet_database_open_to_read (database))
        return TRUE;
      self->writer_asked = TRUE;
      if (cadet_database_is_damaged (database) && !ask_writer (self, TRUE, error))
        return FALSE;
      if (!ask_writer (self, FALSE, error))
        return FALSE;
    }

  cadet_database_set_sqlite_error (error, self->path, SQLITE_CANTOPEN, 0, NULL);
  return FALSE;
}

static void
do_read (CadetLedgerWorker *self,
         CadetLedgerJob    *job)
{
  CadetDatabase *database = self->reader.database;
  gboolean done = ensure_readable (self, &job->error) && cadet_ledger_job_run (job, database);

  if (cadet_database_steal_unfinished (database))
    {
      g_async_queue_push (self->reader.jobs, job);
      return;
    }

  if (!done && cadet_database_is_open (database) && cadet_database_is_damaged (database))
    {
      cadet_database_close (database);
      g_clear_error (&job->error);
      self->writer_asked = TRUE;
      if (ask_writer (self, TRUE, &job->error)
          && ask_writer (self, FALSE, &job->error) && ensure_readable (self, &job->error))
        cadet_ledger_job_run (job, database);
    }
  cadet_ledger_job_finish (job);

  /* What an end without a word left behind is settled after the first page, not before it. */
  if (!self->writer_asked)
    dex_future_disown (cadet_ledger_worker_push (self, CADET_LEDGER_JOB_ALONE, NULL, NULL, NULL));
  self->writer_asked = TRUE;
}

/* Nobody waits for the end of a long search to close. */
static void
end_unfinished (CadetLedgerWorker *self)
{
  CadetLedgerJob *job;

  while ((job = g_async_queue_try_pop (self->reader.jobs)) != NULL)
    {
      job->error = g_error_new_literal (CADET_ERROR, CADET_ERROR_STORAGE,
                                        _("Cadet is closing, so the search was ended."));
      cadet_ledger_job_finish (job);
    }
}

/* The function of the reader's thread. */
gpointer
_cadet_ledger_worker_read (gpointer user_data)
{
  CadetLedgerWorker *self = user_data;

  while (TRUE)
    {
      CadetLedgerJob *job = g_async_queue_pop (self->reader.jobs);

      if (job->kind == CADET_LEDGER_JOB_CLOSE)
        {
          end_unfinished (self);
          /* The reader may have needed the writer until now. */
          g_clear_pointer (&self->reader.database, cadet_database_free);
          g_async_queue_push (self->writer.jobs, job);
          return NULL;
        }
      do_read (self, job);
    }
}
