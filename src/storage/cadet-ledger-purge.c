/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-private.h"

#include "storage/cadet-ledger-changes.h"
#include "storage/cadet-ledger-statement.h"

/* How many attempts go in one transaction: other writes wait that long and no longer. */
#define STEP 200

/* A deletion from the list can be undone for that long. */
#define UNDO_MS (24 * G_GINT64_CONSTANT (3600000))

/* States of cadet_task_is_at_rest(), except the unknown, which is for its user to resolve. */
#define AT_REST "('ready', 'finished', 'failed', 'refused', 'not-sent', 'not-created')"

typedef struct
{
  CadetLedger *ledger;
  gint64 at_rest_before;
  gint64 deleted_before;
} Purge;

static void
purge_free (gpointer data)
{
  Purge *purge = data;

  g_clear_object (&purge->ledger);
  g_free (purge);
}

static gboolean
purge_job (CadetDatabase  *database,
           gpointer        data,
           GValue         *result,
           GError        **error)
{
  Purge *purge = data;
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (
    database,
    "DELETE FROM attempts WHERE id IN ("
    "SELECT id FROM (SELECT id FROM attempts WHERE deleted_at IS NULL AND state IN " AT_REST
    "  AND recorded_at < ?1 AND max (coalesce (answered_at, 0), coalesce (status_at, 0),"
    "  coalesce (execution_at, 0)) < ?1"
    "  AND NOT coalesce (execution_outcome = 'unknown', 0)"
    "  AND (execution IS NULL OR execution_outcome IS NOT NULL) LIMIT ?3)"
    " UNION ALL SELECT id FROM (SELECT id FROM attempts WHERE deleted_at < ?2"
    "  AND state NOT IN ('sending', 'unknown') LIMIT ?3))",
    error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, purge->at_rest_before);
  sqlite3_bind_int64 (statement, 2, purge->deleted_before);
  sqlite3_bind_int (statement, 3, STEP);
  if (!cadet_ledger_run (database, statement, error))
    return FALSE;

  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, (guint) cadet_database_count_changes (database));
  return TRUE;
}

static DexFuture *
purge_fiber (gpointer user_data)
{
  Purge *purge = user_data;
  guint total = 0;
  guint removed = 0;

  do
    {
      Purge *step = g_new0 (Purge, 1);
      g_autoptr (GError) error = NULL;

      step->at_rest_before = purge->at_rest_before;
      step->deleted_before = purge->deleted_before;
      removed = dex_await_uint (_cadet_ledger_push (purge->ledger, CADET_LEDGER_JOB_WRITE,
                                                    purge_job, step, purge_free),
                                &error);
      if (error != NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      total += removed;
    }
  while (removed > 0);

  return dex_future_new_for_uint (total);
}

/**
 * cadet_ledger_purge:
 * @self: a ledger
 * @at_rest_before: UTC in ms; 0 for never
 *
 * Removes for good, with their history: attempts at rest of which nothing new was learned since
 * @at_rest_before, and attempts that were deleted from the list more than a day ago. Never those
 * that are being sent or whose outcome, or that of whose execution, is unknown. It is done in
 * steps, between which other writes go on.
 *
 * Returns: (transfer full): a future that resolves to how many were removed, a #guint, or rejects
 *   with a %CADET_ERROR_STORAGE; what was removed until then stays removed
 */
DexFuture *
cadet_ledger_purge (CadetLedger *self,
                    gint64       at_rest_before)
{
  Purge *purge;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  purge = g_new0 (Purge, 1);
  purge->ledger = g_object_ref (self);
  purge->at_rest_before = at_rest_before;
  purge->deleted_before = g_get_real_time () / 1000 - UNDO_MS;

  return dex_scheduler_spawn (NULL, 0, purge_fiber, purge, purge_free);
}

static void
change_free (gpointer data)
{
  cadet_ledger_change_free (data);
}

static gboolean
write_deleted_job (CadetDatabase  *database,
                   gpointer        data,
                   GValue         *result,
                   GError        **error)
{
  return cadet_ledger_change_write_deleted (data, database, error);
}

static DexFuture *
write_deleted (CadetLedger        *self,
               const char * const *attempts,
               gboolean            deleted)
{
  CadetLedgerChange *change = cadet_ledger_change_new (NULL, g_get_real_time () / 1000);

  change->attempts = g_strdupv ((char **) attempts);
  change->set = deleted;

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_WRITE, write_deleted_job, change, change_free);
}

/**
 * cadet_ledger_delete:
 * @self: a ledger
 * @attempts: (array zero-terminated=1): the IDs of attempts
 *
 * Takes attempts out of the list. They are still there for [method@Ledger.restore] and
 * [method@Ledger.find], until [method@Ledger.purge] removes them. One that is not there is passed
 * over.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE, and then none is deleted
 */
DexFuture *
cadet_ledger_delete (CadetLedger        *self,
                     const char * const *attempts)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempts != NULL, NULL);

  return write_deleted (self, attempts, TRUE);
}

/**
 * cadet_ledger_restore:
 * @self: a ledger
 * @attempts: (array zero-terminated=1): the IDs of attempts
 *
 * Puts back what [method@Ledger.delete] took out of the list.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE, and then none is restored
 */
DexFuture *
cadet_ledger_restore (CadetLedger        *self,
                      const char * const *attempts)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempts != NULL, NULL);

  return write_deleted (self, attempts, FALSE);
}
