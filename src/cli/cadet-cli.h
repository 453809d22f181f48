/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CadetExit:
 * @CADET_EXIT_OK: done; for `create`: the service gave a task ID
 * @CADET_EXIT_FAILED: something that no other status names
 * @CADET_EXIT_USAGE: input that cannot be used; nothing was sent
 * @CADET_EXIT_REFUSED: the service answered that it did nothing
 * @CADET_EXIT_NOT_SENT: no byte of the request left
 * @CADET_EXIT_UNKNOWN: it left, and no reply proves what became of it
 * @CADET_EXIT_TASK_FAILED: the task was created, and the service says that it failed
 * @CADET_EXIT_TIMEOUT: the task was not at rest when the time to wait for it was over
 * @CADET_EXIT_INTERRUPTED: a signal ended it
 *
 * The exit statuses of the command line; they are part of its interface.
 */
typedef enum
{
  CADET_EXIT_OK = 0,
  CADET_EXIT_FAILED = 1,
  CADET_EXIT_USAGE = 2,
  CADET_EXIT_REFUSED = 3,
  CADET_EXIT_NOT_SENT = 4,
  CADET_EXIT_UNKNOWN = 5,
  CADET_EXIT_TASK_FAILED = 6,
  CADET_EXIT_TIMEOUT = 7,
  CADET_EXIT_INTERRUPTED = 130,
} CadetExit;

gboolean cadet_cli_handles     (int    argc,
                                char **argv);
int      cadet_cli_run         (int    argc,
                                char **argv);
int      cadet_cli_open_window (char **argv);

G_END_DECLS
