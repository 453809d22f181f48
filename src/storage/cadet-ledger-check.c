/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-check.h"

#include <sqlite3.h>

struct _CadetLedgerCheck
{
  GThread *thread;
  gboolean indexes;
  CadetLedgerCheckFunc failed;
  gpointer user_data;
  sqlite3 *handle;
};

/* Also of an end that came too soon nothing is said. */
static gboolean
finds_damage (CadetLedgerCheck *self)
{
  sqlite3_stmt *statement = NULL;
  const char *word = NULL;
  gboolean damaged;
  int result;

  result = sqlite3_prepare_v2 (self->handle,
                               self->indexes ? "PRAGMA integrity_check (1)"
                                             : "PRAGMA quick_check (1)",
                               -1, &statement, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    word = (const char *) sqlite3_column_text (statement, 0);

  damaged = (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB
            || (result == SQLITE_ROW && g_strcmp0 (word, "ok") != 0);
  sqlite3_finalize (statement);

  return damaged;
}

static gpointer
check_func (gpointer user_data)
{
  CadetLedgerCheck *self = user_data;

  if (finds_damage (self))
    self->failed (self->user_data);

  return NULL;
}

/**
 * cadet_ledger_check_new:
 * @path: (type filename): the ledger's file
 * @indexes: whether to compare the indexes with the tables, which takes longer
 * @failed: called when it is damaged
 * @user_data: for @failed
 *
 * Begins to look. Nobody who reads or writes waits for it.
 *
 * Returns: (transfer full) (nullable): the check, or %NULL where the file cannot be opened
 */
CadetLedgerCheck *
cadet_ledger_check_new (const char           *path,
                        gboolean              indexes,
                        CadetLedgerCheckFunc  failed,
                        gpointer              user_data)
{
  CadetLedgerCheck *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (failed != NULL, NULL);

  self = g_new0 (CadetLedgerCheck, 1);
  self->indexes = indexes;
  self->failed = failed;
  self->user_data = user_data;

  /* It is interrupted from another thread. */
  if (sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, NULL)
      == SQLITE_OK)
    {
      sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      self->thread = g_thread_new ("cadet-check", check_func, self);
      return self;
    }

  cadet_ledger_check_free (self);
  return NULL;
}

/**
 * cadet_ledger_check_free:
 * @self: (transfer full): a check
 *
 * Ends it, whether it is through or not.
 */
void
cadet_ledger_check_free (CadetLedgerCheck *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread != NULL)
    {
      sqlite3_interrupt (self->handle);
      g_thread_join (self->thread);
    }
  sqlite3_close (self->handle);
  g_free (self);
}
