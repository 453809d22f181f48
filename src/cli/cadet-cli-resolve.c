/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"
#include "cli/cadet-cli-work.h"
#include "tasks/cadet-resolver.h"

#include <glib/gi18n.h>

static DexFuture *
resolve_fiber (gpointer user_data)
{
  CadetCliWork *self = user_data;
  const gint64 *task_id = self->data;
  g_autoptr (CadetResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;
  gboolean resolved = FALSE;
  int status = CADET_EXIT_OK;

  if (!cadet_cli_work_load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (cadet_task_get_state (self->task) == CADET_TASK_SENDING)
    return dex_future_new_for_int (cadet_cli_work_sending (self));
  if (*task_id != 0 && !cadet_cli_work_find_profile (self, &status))
    return dex_future_new_for_int (status);

  resolver = cadet_resolver_new (self->follower, self->ledger);
  resolved = dex_await (
      *task_id != 0 ? cadet_resolver_found (resolver, self->task, *task_id, self->cancellable)
                    : cadet_resolver_not_created (resolver, self->task),
      &error);
  if (!resolved)
    {
      cadet_cli_message ("%s", error->message);
      return dex_future_new_for_int (g_cancellable_is_cancelled (self->cancellable)
                                         ? CADET_EXIT_INTERRUPTED
                                         : CADET_EXIT_FAILED);
    }
  return dex_future_new_for_int (cadet_cli_work_end (self, status));
}

/**
 * cadet_cli_task_resolve:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task resolve`: says what became of an unknown attempt.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_resolve (int argc, char **argv)
{
  g_auto (CadetCliWork) self = { .command = "task resolve" };
  g_autofree char *found = NULL;
  gboolean not_created = FALSE;
  const GOptionEntry entries[] = {
    { "found", 0, 0, G_OPTION_ARG_FILENAME, &found,
      N_ ("You found it in the console, as this task; the service is asked whether it is"),
      N_ ("TASK-ID") },
    { "not-created", 0, 0, G_OPTION_ARG_NONE, &not_created,
      N_ ("It is not in the console: it was not created"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self.profile_name,
      N_ ("Who signs, instead of the profile that created the task"), N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object"), NULL },
    { NULL }
  };
  /* Translators: what follows “cadet task resolve [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ATTEMPT"));
  gint64 task_id = 0;
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context,
      _ ("Says what became of an attempt whose outcome is unknown. Look for it in the CADT "
         "console first, then give --found or --not-created."));
  g_option_context_set_description (
      context, _ ("With --found the service is asked for the task, and it is taken only if its "
                  "name, process and application are those that were sent.\n"
                  "\n"
                  "Exit status:\n"
                  "  0    kept\n"
                  "  1    there is no such attempt, its outcome is known, or the task is not its\n"
                  "  2    input that cannot be used\n"
                  "  130  interrupted\n"));
  if (!cadet_cli_parse (self.command, context, &argc, &argv, &status) ||
      !cadet_cli_work_parse (&self, argc, argv, 1, &status))
    return status;
  if ((found != NULL) == not_created)
    return cadet_cli_usage (self.command, _ ("give either --found or --not-created"));
  if (found != NULL && !g_ascii_string_to_signed (found, 10, 1, G_MAXINT64, &task_id, NULL))
    return cadet_cli_usage (self.command,
                            _ ("--found takes a task ID, which is a whole number above 0, not "
                               "“%s”"),
                            found);
  self.data = &task_id;
  return cadet_cli_work_run (&self, resolve_fiber);
}
