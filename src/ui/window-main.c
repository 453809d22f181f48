/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-application.h"

int
main (int argc, char **argv)
{
  return cadet_ui_run (argc, argv);
}
