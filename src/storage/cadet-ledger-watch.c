/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-watch.h"

#include "storage/cadet-ledger-private.h"

/* Writes of one moment are told once. */
#define DEBOUNCE_MS 250

/* Shared with the jobs that look, which may outlive the watch. */
typedef struct
{
  gint64 version;
  gboolean known;
} Seen;

struct _CadetLedgerWatch
{
  CadetLedger *ledger;
  GFileMonitor *monitor;
  Seen *seen;
  guint timeout_id;
  gboolean looking;
  gboolean again;
};

/* SQLite's number changes with each commit of another connection, and the writer's own is the only
 * one of this program that commits. */
static gboolean
look_job (CadetDatabase  *database,
          gpointer        data,
          GValue         *result,
          GError        **error)
{
  Seen *seen = data;
  g_autoptr (sqlite3_stmt) statement = cadet_database_prepare (database, "PRAGMA data_version",
                                                               error);
  gboolean row = FALSE;
  gint64 version;

  if (statement == NULL || !cadet_database_step (database, statement, &row, error))
    return FALSE;

  version = sqlite3_column_int64 (statement, 0);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, seen->known && seen->version != version);
  seen->version = version;
  seen->known = TRUE;

  return TRUE;
}

static void
look (CadetLedgerWatch *self);

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   user_data)
{
  GWeakRef *ref = user_data;
  g_autoptr (CadetLedger) ledger = g_weak_ref_get (ref);
  CadetLedgerWatch *self = ledger != NULL ? _cadet_ledger_get_watch (ledger) : NULL;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL)
    return NULL;

  self->looking = FALSE;
  if (self->again)
    look (self);
  if (value != NULL && g_value_get_boolean (value))
    _cadet_ledger_emit_changed (ledger);

  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  GWeakRef *ref = data;

  g_weak_ref_clear (ref);
  g_free (ref);
}

static void
look (CadetLedgerWatch *self)
{
  GWeakRef *ref;

  self->again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self->ledger);
  dex_future_disown (dex_future_finally (
    _cadet_ledger_push (self->ledger, CADET_LEDGER_JOB_ALONE, look_job,
                        g_atomic_rc_box_acquire (self->seen), g_atomic_rc_box_release),
    looked_cb, ref, weak_ref_free));
}

static gboolean
timeout_cb (gpointer user_data)
{
  CadetLedgerWatch *self = user_data;

  self->timeout_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (CadetLedgerWatch *self)
{
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (DEBOUNCE_MS, timeout_cb, self);
}

/**
 * _cadet_ledger_watch_new: (skip)
 * @ledger: a ledger, which owns the watch
 *
 * Begins to watch. It costs nothing while nobody writes, and one question to SQLite for all writes
 * of a moment, by whomever they are.
 *
 * Returns: (transfer full): the watch
 */
CadetLedgerWatch *
_cadet_ledger_watch_new (CadetLedger *ledger)
{
  CadetLedgerWatch *self;
  g_autoptr (GFile) log = NULL;
  g_autofree char *path = NULL;

  g_assert (CADET_IS_LEDGER (ledger));

  self = g_new0 (CadetLedgerWatch, 1);
  self->ledger = ledger;
  self->seen = g_atomic_rc_box_new0 (Seen);

  path = g_strconcat (g_file_peek_path (cadet_ledger_get_file (ledger)), "-wal", NULL);
  log = g_file_new_for_path (path);
  self->monitor = g_file_monitor_file (log, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    {
      g_file_monitor_set_rate_limit (self->monitor, DEBOUNCE_MS);
      g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
    }

  return self;
}

/**
 * _cadet_ledger_watch_start: (skip)
 * @self: a watch, which its ledger knows by now
 *
 * Notes how the file is, to tell what comes after.
 */
void
_cadet_ledger_watch_start (CadetLedgerWatch *self)
{
  look (self);
}

/**
 * _cadet_ledger_watch_free: (skip)
 * @self: (transfer full): a watch
 *
 * Ends it.
 */
void
_cadet_ledger_watch_free (CadetLedgerWatch *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  g_atomic_rc_box_release (self->seen);
  g_free (self);
}
