/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cadet-locale.h"
#include "ui/cadet-application.h"

int
main (int argc, char **argv)
{
  cadet_locale_init ();
  return cadet_ui_run (argc, argv);
}
