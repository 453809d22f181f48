/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cadet-locale.h"
#include "cli/cadet-cli.h"

int
main (int argc, char **argv)
{
  cadet_locale_init ();
  if (cadet_cli_handles (argc, argv))
    return cadet_cli_run (argc, argv);
  return cadet_cli_open_window (argv);
}
