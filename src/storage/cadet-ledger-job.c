/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-job.h"

/**
 * cadet_ledger_job_new: (skip)
 * @kind: what sort of job
 * @func: (nullable): what to do
 * @data: (transfer full): for @func
 * @destroy: (nullable): frees @data
 *
 * Returns: (transfer full): a job, with a promise to keep
 */
CadetLedgerJob *
cadet_ledger_job_new (CadetLedgerJobKind  kind,
                      CadetLedgerJobFunc  func,
                      gpointer            data,
                      GDestroyNotify      destroy)
{
  CadetLedgerJob *self = g_new0 (CadetLedgerJob, 1);

  self->kind = kind;
  self->func = func;
  self->data = data;
  self->destroy = destroy;
  self->promise = dex_promise_new ();

  return self;
}

/**
 * cadet_ledger_job_run: (skip)
 * @self: a job
 * @database: an open database
 *
 * Does the job, once more where an earlier run failed.
 *
 * Returns: whether it went well; else its error is set
 */
gboolean
cadet_ledger_job_run (CadetLedgerJob *self,
                      CadetDatabase  *database)
{
  g_clear_error (&self->error);
  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);

  return self->func == NULL || self->func (database, self->data, &self->result, &self->error);
}

/**
 * cadet_ledger_job_finish: (skip)
 * @self: (transfer full): a job
 *
 * Keeps its promise. A future that its caller has dropped is nothing to the job: it was done all
 * the same.
 */
void
cadet_ledger_job_finish (CadetLedgerJob *self)
{
  if (self->error != NULL)
    dex_promise_reject (self->promise, g_steal_pointer (&self->error));
  else if (G_IS_VALUE (&self->result))
    dex_promise_resolve (self->promise, &self->result);
  else
    dex_promise_resolve_boolean (self->promise, TRUE);

  if (self->destroy != NULL)
    self->destroy (self->data);
  dex_clear (&self->promise);
  if (G_IS_VALUE (&self->result))
    g_value_unset (&self->result);
  g_free (self);
}
