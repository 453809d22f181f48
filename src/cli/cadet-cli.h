/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CadetExit:
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
  CADET_EXIT_INTERRUPTED = 130,
} CadetExit;

gboolean cadet_cli_handles (int    argc,
                            char **argv);
int      cadet_cli_run     (int    argc,
                            char **argv);

G_END_DECLS
