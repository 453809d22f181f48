/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

struct _CadetLedger
{
  GObject parent_instance;

  GFile *file;
  CadetLedgerWorker *worker;
  CadetLedgerWatch *watch;
  DexFuture *closing;
  GMainContext *context;
  GWeakRef *myself;
  char *report;
  guint page_limit;
};

enum
{
  PROP_0,
  PROP_FILE,
  PROP_REPORT,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetLedger, cadet_ledger, G_TYPE_OBJECT)

typedef struct
{
  GWeakRef *ledger;
  char *text;
} Report;

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_atomic_rc_box_release_full (report->ledger, weak_ref_free);
  g_free (report->text);
  g_free (report);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;
  g_autoptr (CadetLedger) self = g_weak_ref_get (report->ledger);

  if (self != NULL && g_set_str (&self->report, report->text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);

  return G_SOURCE_REMOVE;
}

/* On the ledger's thread, which ends before the ledger does. */
static void
repaired_cb (char     *text,
             gpointer  user_data)
{
  CadetLedger *self = user_data;
  Report *report = g_new0 (Report, 1);

  report->ledger = g_atomic_rc_box_acquire (self->myself);
  report->text = text;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, report_cb, report, report_free);
}

/* The threads are started by the first call, so that a ledger nobody uses costs nothing. */
DexFuture *
_cadet_ledger_push (CadetLedger        *self,
                    CadetLedgerJobKind  kind,
                    CadetLedgerJobFunc  func,
                    gpointer            data,
                    GDestroyNotify      destroy)
{
  const char *path = g_file_peek_path (self->file);

  g_assert (CADET_IS_LEDGER (self));

  if (self->closing != NULL || path == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return dex_future_new_reject (CADET_ERROR, CADET_ERROR_STORAGE, "%s",
                                    path == NULL
                                      ? _("Cadet keeps its tasks in a file of this machine. Choose "
                                          "a local file.")
                                      : _("Cadet is closing, so its tasks are no longer read or "
                                          "written. Start it again."));
    }

  if (self->worker == NULL)
    self->worker = cadet_ledger_worker_new (path, self->page_limit, repaired_cb, self);
  if (kind == CADET_LEDGER_JOB_CLOSE)
    {
      g_clear_pointer (&self->watch, _cadet_ledger_watch_free);
      self->closing = cadet_ledger_worker_push (self->worker, kind, func, data, destroy);
      return dex_ref (self->closing);
    }

  return cadet_ledger_worker_push (self->worker, kind, func, data, destroy);
}

static void
cadet_ledger_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CadetLedger *self = CADET_LEDGER (object);

  switch (prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;

    case PROP_REPORT:
      g_value_set_string (value, self->report);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_ledger_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CadetLedger *self = CADET_LEDGER (object);

  switch (prop_id)
    {
    case PROP_FILE:
      self->file = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

CadetLedgerWatch *
_cadet_ledger_get_watch (CadetLedger *self)
{
  g_assert (CADET_IS_LEDGER (self));

  return self->watch;
}

void
_cadet_ledger_emit_changed (CadetLedger *self)
{
  g_assert (CADET_IS_LEDGER (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cadet_ledger_finalize (GObject *object)
{
  CadetLedger *self = CADET_LEDGER (object);

  g_clear_pointer (&self->watch, _cadet_ledger_watch_free);
  if (self->worker != NULL)
    {
      /* Jobs that were pushed are still done: an outcome may be among them. */
      if (self->closing == NULL)
        self->closing = cadet_ledger_worker_push (self->worker, CADET_LEDGER_JOB_CLOSE, NULL, NULL,
                                                  NULL);
      cadet_ledger_worker_free (self->worker);
    }
  dex_clear (&self->closing);
  g_atomic_rc_box_release_full (self->myself, weak_ref_free);
  g_main_context_unref (self->context);
  g_free (self->report);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (cadet_ledger_parent_class)->finalize (object);
}

static void
cadet_ledger_class_init (CadetLedgerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cadet_ledger_get_property;
  object_class->set_property = cadet_ledger_set_property;
  object_class->finalize = cadet_ledger_finalize;

  /**
   * CadetLedger:file:
   *
   * The database's file.
   */
  properties[PROP_FILE] =
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetLedger:report:
   *
   * What to tell the user of a damaged file that was set aside and salvaged, %NULL where there was
   * none. It is set, and notified, in the context that made the ledger.
   */
  properties[PROP_REPORT] =
    g_param_spec_string ("report", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetLedger::changed:
   * @self: the ledger
   *
   * Another Cadet wrote to the ledger. It is emitted after [method@Ledger.watch] was called, in the
   * main context, once for several writes of one moment.
   */
  signals[CHANGED] = g_signal_new ("changed", CADET_TYPE_LEDGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
cadet_ledger_init (CadetLedger *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->myself = g_atomic_rc_box_new0 (GWeakRef);
  g_weak_ref_init (self->myself, self);
}

/**
 * cadet_ledger_new:
 * @file: the database's file, which need not be there
 *
 * Makes a ledger. Touches nothing: the first call opens the file. Dropping the last reference
 * without [method@Ledger.close] waits for what was begun.
 *
 * Returns: (transfer full): the ledger
 */
CadetLedger *
cadet_ledger_new (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return g_object_new (CADET_TYPE_LEDGER, "file", file, NULL);
}

/**
 * cadet_ledger_dup_default_file:
 *
 * Returns: (transfer full): where Cadet keeps the user's tasks, `$XDG_DATA_HOME/cadet/ledger.db`
 */
GFile *
cadet_ledger_dup_default_file (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "cadet", "ledger.db", NULL);
}

/**
 * cadet_ledger_get_file:
 * @self: a ledger
 *
 * Returns: (transfer none): the database's file
 */
GFile *
cadet_ledger_get_file (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return self->file;
}

/**
 * cadet_ledger_set_page_limit:
 * @self: a ledger on which nothing was called yet
 * @n_pages: how many pages (4096 bytes each) the file may have, or 0 for no limit
 *
 * Makes a disk that is full beyond @n_pages. There for tests.
 */
void
cadet_ledger_set_page_limit (CadetLedger *self,
                             guint        n_pages)
{
  g_return_if_fail (CADET_IS_LEDGER (self));
  g_return_if_fail (self->worker == NULL);

  self->page_limit = n_pages;
}

/**
 * cadet_ledger_get_report:
 * @self: a ledger
 *
 * Returns: (transfer none) (nullable): what to tell the user of a damaged file that was set aside
 *   and salvaged
 */
const char *
cadet_ledger_get_report (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return self->report;
}

/**
 * cadet_ledger_watch:
 * @self: a ledger
 *
 * Lets [signal@Ledger::changed] tell from now on when another Cadet writes. To be called on the
 * main thread, and not needed by who does not stay.
 */
void
cadet_ledger_watch (CadetLedger *self)
{
  g_return_if_fail (CADET_IS_LEDGER (self));

  if (self->watch != NULL || self->closing != NULL || g_file_peek_path (self->file) == NULL)
    return;

  self->watch = _cadet_ledger_watch_new (self);
  _cadet_ledger_watch_start (self->watch);
}

/**
 * cadet_ledger_open:
 * @self: a ledger
 *
 * Opens the file, making it and its folder where they are not there, for this user only. Attempts
 * whose program has ended without an outcome become unknown; those of a Cadet that is running stay
 * as they are. Other calls do the same by themselves, also after an opening that failed.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a
 *   %CADET_ERROR_STORAGE. A damaged file is set aside and salvaged, of which
 *   [property@Ledger:report] tells. One that is not ours, or a newer Cadet's, is left untouched.
 */
DexFuture *
cadet_ledger_open (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_ALONE, NULL, NULL, NULL);
}

/**
 * cadet_ledger_close:
 * @self: a ledger
 *
 * Closes the file after all that was begun; later calls are rejected.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the file is closed
 */
DexFuture *
cadet_ledger_close (CadetLedger *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);

  if (self->closing != NULL)
    return dex_ref (self->closing);
  if (self->worker == NULL)
    return dex_future_new_true ();

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_CLOSE, NULL, NULL, NULL);
}
