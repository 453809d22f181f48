/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-settle.h"

#include "storage/cadet-ledger-statement.h"

typedef struct
{
  const char *find;
  const char *settle;
  CadetEventKind event;
} Kind;

static const Kind kinds[] = {
  {
    "SELECT uuid, owner FROM attempts WHERE outcome IS NULL",
    "UPDATE attempts SET outcome = 'unknown' WHERE uuid = ?1 AND outcome IS NULL"
    " RETURNING uuid",
    CADET_EVENT_INTERRUPTED,
  },
  {
    "SELECT uuid, owner FROM executions WHERE outcome IS NULL",
    "UPDATE executions SET outcome = 'unknown' WHERE uuid = ?1 AND outcome IS NULL"
    " RETURNING attempt",
    CADET_EVENT_EXECUTE_INTERRUPTED,
  },
};

static GPtrArray *
find_interrupted (CadetDatabase  *database,
                  const char     *sql,
                  GError        **error)
{
  CadetOwnerLock *lock = cadet_database_get_owner (database);
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (database, sql, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;

  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return NULL;
      if (row && !cadet_owner_lock_is_held (lock, cadet_ledger_get_text (statement, 1)))
        g_ptr_array_add (uuids, g_strdup (cadet_ledger_get_text (statement, 0)));
    }
  while (row);

  return g_steal_pointer (&uuids);
}

static gboolean
copy_to_attempt (CadetDatabase  *database,
                 const char     *attempt,
                 const char     *execution,
                 GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET execution_outcome = 'unknown'"
                                      " WHERE uuid = ?1 AND execution ="
                                      " (SELECT id FROM executions WHERE uuid = ?2)",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, attempt);
  cadet_ledger_bind_text (statement, 2, execution);

  return cadet_ledger_run (database, statement, error);
}

static gboolean
settle_one (CadetDatabase  *database,
            const Kind     *kind,
            const char     *uuid,
            GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (database, kind->settle, error);
  g_autofree char *attempt = NULL;
  g_autofree char *detail = NULL;
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, uuid);
  if (!cadet_database_step (database, statement, &row, error))
    return FALSE;

  /* Another Cadet may have settled it since it was found. */
  if (!row)
    return TRUE;

  attempt = g_strdup (cadet_ledger_get_text (statement, 0));
  if (kind->event == CADET_EVENT_EXECUTE_INTERRUPTED)
    detail = cadet_ledger_dup_detail (NULL, 0, NULL, uuid);

  return cadet_database_step (database, statement, &row, error)
         && (kind->event != CADET_EVENT_EXECUTE_INTERRUPTED
             || copy_to_attempt (database, attempt, uuid, error))
         && cadet_ledger_write_event (database, attempt, g_get_real_time () / 1000, kind->event, 0,
                                      detail, error);
}

static gboolean
settle_all (CadetDatabase  *database,
            GPtrArray     **found,
            GError        **error)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < found[k]->len; i++)
      if (!settle_one (database, &kinds[k], g_ptr_array_index (found[k], i), error))
        return FALSE;

  return TRUE;
}

/**
 * cadet_ledger_settle:
 * @database: an open database
 * @error: return location for an error
 *
 * Attempts and executions without an outcome whose program has ended become unknown: nothing proves
 * what became of them. Those of a program that is running stay as they are.
 *
 * Returns: whether all are settled; else none is, and @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_settle (CadetDatabase  *database,
                     GError        **error)
{
  GPtrArray *found[G_N_ELEMENTS (kinds)] = { NULL };
  gboolean settled = TRUE;
  guint n_found = 0;

  g_return_val_if_fail (database != NULL, FALSE);

  for (guint k = 0; settled && k < G_N_ELEMENTS (kinds); k++)
    {
      found[k] = find_interrupted (database, kinds[k].find, error);
      settled = found[k] != NULL;
      n_found += settled ? found[k]->len : 0;
    }

  if (settled && n_found > 0)
    {
      settled = cadet_database_exec (database, "BEGIN IMMEDIATE", error)
                && settle_all (database, found, error)
                && cadet_database_exec (database, "COMMIT", error);
      if (!settled)
        cadet_database_rollback (database);
    }

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    g_clear_pointer (&found[k], g_ptr_array_unref);

  return settled;
}
