/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-fiber.h"

#include "cli/cadet-cli-util.h"

#include <glib-unix.h>
#include <unistd.h>

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP };

static gboolean
signal_cb (gpointer user_data)
{
  GCancellable *cancellable = user_data;

  /* Who asks twice does not want to wait for the first to be done in order. */
  if (g_cancellable_is_cancelled (cancellable))
    _exit (CADET_EXIT_INTERRUPTED);
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static DexFuture *
quit_cb (DexFuture *future, gpointer user_data)
{
  g_main_loop_quit (user_data);
  return NULL;
}

/**
 * cadet_cli_run_fiber:
 * @func: the work; its future resolves to an int, the exit status
 * @user_data: for @func
 * @cancellable: what an end signal (INT, TERM, HUP) cancels; a second one ends the program at once
 *
 * Runs the work of a command from beginning to end in the program's main loop.
 *
 * Returns: the exit status, %CADET_EXIT_FAILED after a message if @func rejected
 */
int
cadet_cli_run_fiber (DexFiberFunc func, gpointer user_data, GCancellable *cancellable)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint sources[G_N_ELEMENTS (end_signals)];
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value;
  int status = CADET_EXIT_FAILED;

  g_return_val_if_fail (func != NULL, CADET_EXIT_FAILED);
  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), CADET_EXIT_FAILED);

  dex_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    sources[i] = g_unix_signal_add (end_signals[i], signal_cb, cancellable);

  future = dex_scheduler_spawn (NULL, 0, func, user_data, NULL);
  dex_future_disown (dex_future_finally (dex_ref (future), quit_cb, loop, NULL));
  if (dex_future_is_pending (future))
    g_main_loop_run (loop);

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    cadet_cli_message ("%s", error->message);
  else
    status = g_value_get_int (value);

  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    g_source_remove (sources[i]);
  return status;
}

/**
 * cadet_cli_close_ledger:
 * @ledger: the ledger of the command
 *
 * Closes the ledger, and says on standard error what was recovered where it was damaged. To be
 * called in a fiber, which waits here until all is on disk.
 */
void
cadet_cli_close_ledger (CadetLedger *ledger)
{
  g_return_if_fail (CADET_IS_LEDGER (ledger));

  dex_await (cadet_ledger_close (ledger), NULL);
  if (cadet_ledger_get_report (ledger) != NULL)
    cadet_cli_message ("%s", cadet_ledger_get_report (ledger));
}
