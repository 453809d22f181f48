/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cli/cadet-cli-util.h"

G_BEGIN_DECLS

int cadet_cli_create       (int    argc,
                            char **argv);
int cadet_cli_task_list    (int    argc,
                            char **argv);
int cadet_cli_task_show    (int    argc,
                            char **argv);
int cadet_cli_task_wait    (int    argc,
                            char **argv);
int cadet_cli_task_execute (int    argc,
                            char **argv);
int cadet_cli_task_note    (int    argc,
                            char **argv);
int cadet_cli_task_resolve (int    argc,
                            char **argv);
int cadet_cli_sandbox      (int    argc,
                            char **argv);

G_END_DECLS
