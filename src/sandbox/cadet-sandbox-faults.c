/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-faults-private.h"

#define DEFAULT_MS 3000

struct _CadetSandboxFaults
{
  GMutex mutex;
  GArray *faults; /* CadetSandboxFault; @count is what is left of it */
  GRand *chance;
  guint ms;
};

/* What is used up stays, so that it is told from a fault that strikes always. */
#define USED_UP G_MAXUINT

static gboolean
strikes (CadetSandboxFaults *self,
         CadetSandboxFault  *fault,
         const char         *action)
{
  if (fault->kind == CADET_SANDBOX_FAULT_REFUSE || fault->count == USED_UP
      || (fault->action != NULL && g_strcmp0 (fault->action, action) != 0))
    return FALSE;
  if (fault->percent > 0)
    return (guint) g_rand_int_range (self->chance, 0, 100) < fault->percent;
  if (fault->count > 0 && --fault->count == 0)
    fault->count = USED_UP;
  return TRUE;
}

/**
 * cadet_sandbox_faults_new:
 *
 * Returns: (transfer full): no faults
 */
CadetSandboxFaults *
cadet_sandbox_faults_new (void)
{
  CadetSandboxFaults *self = g_new0 (CadetSandboxFaults, 1);

  g_mutex_init (&self->mutex);
  self->faults = g_array_new (FALSE, FALSE, sizeof (CadetSandboxFault));
  self->chance = g_rand_new ();
  self->ms = DEFAULT_MS;
  return self;
}

/**
 * cadet_sandbox_faults_free:
 * @self: (transfer full): faults that no thread uses any more
 *
 * Frees them.
 */
void
cadet_sandbox_faults_free (CadetSandboxFaults *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->faults);
  g_rand_free (self->chance);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * cadet_sandbox_faults_add:
 * @self: faults
 * @fault: a fault, which is tried after those that are there
 *
 * Adds a fault.
 */
void
cadet_sandbox_faults_add (CadetSandboxFaults      *self,
                          const CadetSandboxFault *fault)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (fault != NULL);

  g_mutex_lock (&self->mutex);
  g_array_append_vals (self->faults, fault, 1);
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_faults_clear:
 * @self: faults
 *
 * Removes all.
 */
void
cadet_sandbox_faults_clear (CadetSandboxFaults *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  g_array_set_size (self->faults, 0);
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_faults_set_seed:
 * @self: faults
 * @seed: where chance begins
 *
 * Makes chance the same each time: which requests a percentage strikes follows from the seed and
 * their order.
 */
void
cadet_sandbox_faults_set_seed (CadetSandboxFaults *self,
                               guint32             seed)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  g_rand_set_seed (self->chance, seed);
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_faults_set_ms:
 * @self: faults
 * @ms: how long `delay` waits, and what `throttling-after` asks for; 3000 by default
 *
 * Sets the time of the faults that have one.
 */
void
cadet_sandbox_faults_set_ms (CadetSandboxFaults *self,
                             guint               ms)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->ms = ms;
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_faults_get_ms:
 * @self: faults
 *
 * Returns: the time of the faults that have one, in ms
 */
guint
cadet_sandbox_faults_get_ms (CadetSandboxFaults *self)
{
  guint ms;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  ms = self->ms;
  g_mutex_unlock (&self->mutex);
  return ms;
}

/**
 * cadet_sandbox_faults_take:
 * @self: faults
 * @action: (nullable): what a request asks for
 *
 * Decides what happens to a request: the first fault, in the order in which they were added, that
 * is for its action, has strikes left, and hits by chance.
 *
 * Returns: the fault, or %CADET_SANDBOX_NO_FAULT; never %CADET_SANDBOX_FAULT_REFUSE
 */
CadetSandboxFaultKind
cadet_sandbox_faults_take (CadetSandboxFaults *self,
                           const char         *action)
{
  CadetSandboxFaultKind kind = CADET_SANDBOX_NO_FAULT;

  g_return_val_if_fail (self != NULL, CADET_SANDBOX_NO_FAULT);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->faults->len && kind == CADET_SANDBOX_NO_FAULT; i++)
    {
      CadetSandboxFault *fault = &g_array_index (self->faults, CadetSandboxFault, i);

      if (strikes (self, fault, action))
        kind = fault->kind;
    }
  g_mutex_unlock (&self->mutex);
  return kind;
}

/**
 * cadet_sandbox_faults_get_refusal:
 * @self: faults
 * @seconds: (out): how long, 0 for ever
 *
 * Returns: whether connections are to be refused
 */
gboolean
cadet_sandbox_faults_get_refusal (CadetSandboxFaults *self,
                                  guint              *seconds)
{
  gboolean refuses = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (seconds != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->faults->len && !refuses; i++)
    {
      CadetSandboxFault *fault = &g_array_index (self->faults, CadetSandboxFault, i);

      refuses = fault->kind == CADET_SANDBOX_FAULT_REFUSE && fault->count != USED_UP;
      *seconds = fault->count;
    }
  g_mutex_unlock (&self->mutex);
  return refuses;
}

/**
 * cadet_sandbox_faults_end_refusal:
 * @self: faults
 *
 * Uses up each fault that refuses connections.
 */
void
cadet_sandbox_faults_end_refusal (CadetSandboxFaults *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->faults->len; i++)
    {
      CadetSandboxFault *fault = &g_array_index (self->faults, CadetSandboxFault, i);

      if (fault->kind == CADET_SANDBOX_FAULT_REFUSE)
        fault->count = USED_UP;
    }
  g_mutex_unlock (&self->mutex);
}
