/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"
#include "cli/cadet-cli-fiber.h"
#include "cli/cadet-cli-file.h"
#include "cli/cadet-cli-print.h"
#include "cli/cadet-cli-work.h"
#include "tasks/cadet-resolver.h"

#include <glib/gi18n.h>
#include <string.h>

static DexFuture *
note_fiber (gpointer user_data)
{
  CadetCliWork *self = user_data;
  g_autoptr (CadetResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  if (!cadet_cli_work_load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  resolver = cadet_resolver_new (self->follower, self->ledger);
  if (!dex_await (cadet_resolver_note (resolver, self->task, self->data), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Done is said by nothing, unless a program asked. */
  if (self->json)
    return dex_future_new_for_int (cadet_cli_work_end (self, status));
  cadet_cli_close_ledger (self->ledger);
  return dex_future_new_for_int (status);
}

/**
 * cadet_cli_task_note:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task note`: keeps a note with a task.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_note (int argc, char **argv)
{
  g_auto (CadetCliWork) self = { .command = "task note" };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object"), NULL }, { NULL }
  };
  /* Translators: what follows “cadet task note [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|ATTEMPT TEXT"));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  gsize length = 0;
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Keeps a note with a task, in place of the one before. An empty text removes it, "
                  "and “-” reads it from standard input."));
  g_option_context_set_description (context, _ ("Exit status:\n"
                                                "  0    noted\n"
                                                "  1    there is no such task, or the note could "
                                                "not be kept\n"
                                                "  2    input that cannot be used\n"));
  if (!cadet_cli_parse (self.command, context, &argc, &argv, &status) ||
      !cadet_cli_work_parse (&self, argc, argv, 2, &status))
    return status;
  if (argc < 3)
    return cadet_cli_usage (self.command, _ ("the text of the note is missing"));

  if (strcmp (argv[2], "-") == 0)
    text = cadet_cli_read_text ("-", &length, &error);
  else if (cadet_cli_check_text ("TEXT", argv[2], &problem))
    text = g_strdup (argv[2]);
  if (text == NULL)
    return problem != NULL
               ? cadet_cli_usage (self.command, "%s", problem)
               : cadet_cli_usage (self.command, _ ("standard input: %s"), error->message);
  if (error == NULL && strlen (text) < length)
    return cadet_cli_usage (self.command, _ ("standard input: it is no text, because it has a zero "
                                             "byte"));
  self.data = text;
  return cadet_cli_work_run (&self, note_fiber);
}
