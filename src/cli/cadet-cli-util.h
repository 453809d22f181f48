/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cli/cadet-cli.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CadetCommand:
 * @name: the words that call it, such as `task list`
 * @run: takes what followed the name, with the name itself as `argv[0]`
 * @summary: one line for the list of commands, marked for translation
 *
 * One command of the command line.
 */
typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} CadetCommand;

void     cadet_cli_message     (const char      *format,
                                ...) G_GNUC_PRINTF (1, 2);
int      cadet_cli_usage       (const char      *command,
                                const char      *format,
                                ...) G_GNUC_PRINTF (2, 3);
gboolean cadet_cli_parse       (const char      *command,
                                GOptionContext  *context,
                                int             *argc,
                                char          ***argv,
                                int             *status);
int      cadet_cli_show_help   (const char      *command,
                                GOptionContext  *context);
gboolean cadet_cli_write       (const char      *text,
                                gsize            length,
                                GError         **error);
int      cadet_cli_report_write (const GError   *error);
char    *cadet_cli_printable   (const char      *text,
                                gboolean         keep_lines);
char    *cadet_cli_local_time  (gint64           milliseconds,
                                const char      *format);
gboolean cadet_cli_check_text  (const char      *option,
                                const char      *value,
                                char           **problem);

G_END_DECLS
