/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-work.h"

#include "cli/cadet-cli-fiber.h"
#include "cli/cadet-cli-limits.h"
#include "cli/cadet-cli-print.h"
#include "cli/cadet-cli-profile.h"
#include "cli/cadet-cli-util.h"

#include <glib/gi18n.h>
#include <string.h>

static CadetProfile *
lookup_cb (CadetTask *task, gpointer user_data)
{
  CadetCliWork *self = user_data;

  return self->profile != NULL ? g_object_ref (self->profile) : NULL;
}

void
cadet_cli_work_clear (CadetCliWork *self)
{
  g_free (self->profile_name);
  g_clear_object (&self->follower);
  g_clear_object (&self->task);
  g_clear_object (&self->profile);
  g_clear_object (&self->client);
  g_clear_object (&self->ledger);
  g_clear_object (&self->cancellable);
}

/**
 * cadet_cli_looks_like_id:
 * @text: an argument
 *
 * Returns: whether it can be a task ID, which is a number, or an attempt, which is a UUID or its
 *   beginning, as the list shows it
 */
gboolean
cadet_cli_looks_like_id (const char *text)
{
  gsize length = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  length = strlen (text);
  return length > 0 && length <= 36 && strspn (text, "0123456789abcdefABCDEF-") == length;
}

/**
 * cadet_cli_work_parse:
 * @self: the work
 * @argc: the number of arguments that are left of the options
 * @argv: (array length=argc): the command's word and these arguments
 * @n_wanted: how many there should be after the command's word; the first is the task
 * @status: (out): the exit status where they cannot be used
 *
 * Returns: whether they can
 */
gboolean
cadet_cli_work_parse (CadetCliWork *self, int argc, char **argv, int n_wanted, int *status)
{
  char *problem = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (argc < 2)
    *status = cadet_cli_usage (self->command, _ ("a task ID or an attempt is missing"));
  else if (argc > n_wanted + 1)
    *status =
      cadet_cli_usage (self->command, _ ("“%s” is one argument too many"), argv[n_wanted + 1]);
  else if (!cadet_cli_looks_like_id (argv[1]))
    *status = cadet_cli_usage (self->command, _ ("“%s” is no task ID and no attempt"), argv[1]);
  else if (!cadet_cli_check_text ("--profile", self->profile_name, &problem))
    *status = cadet_cli_usage (self->command, "%s", problem);
  else
    {
      self->id = argv[1];
      return TRUE;
    }
  g_free (problem);
  return FALSE;
}

/**
 * cadet_cli_work_run:
 * @self: the work, parsed
 * @func: the command; it gets @self
 *
 * Runs a command about a task. Without a ledger there is no task, and none is made.
 *
 * Returns: the exit status
 */
int
cadet_cli_work_run (CadetCliWork *self, DexFiberFunc func)
{
  g_autoptr (GFile) file = cadet_ledger_dup_default_file ();

  g_return_val_if_fail (self != NULL, CADET_EXIT_FAILED);
  g_return_val_if_fail (func != NULL, CADET_EXIT_FAILED);

  if (!g_file_query_exists (file, NULL))
    {
      cadet_cli_message (_ ("There is no task “%s”."), self->id);
      return CADET_EXIT_FAILED;
    }
  self->cancellable = g_cancellable_new ();
  self->client = cadet_client_new ();
  self->ledger = cadet_ledger_new (file);
  self->follower = cadet_follower_new (self->client, self->ledger, lookup_cb, self, NULL);
  return cadet_cli_run_fiber (func, self, self->cancellable);
}

/**
 * cadet_cli_work_load:
 * @self: the work
 * @error: a place for the reason
 *
 * Reads the task. To be called in a fiber, which waits here.
 *
 * Returns: whether it was read, else with an error of [method@Ledger.find]
 */
gboolean
cadet_cli_work_load (CadetCliWork *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!dex_await (cadet_ledger_open (self->ledger), error))
    return FALSE;
  self->task = dex_await_object (cadet_ledger_find (self->ledger, self->id), error);
  return self->task != NULL;
}

/**
 * cadet_cli_work_find_profile:
 * @self: the work, with its task
 * @status: (out): the exit status where there is nobody to sign
 *
 * Finds who signs, and tells where there is nobody.
 *
 * Returns: whether there is somebody
 */
gboolean
cadet_cli_work_find_profile (CadetCliWork *self, int *status)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_TASK (self->task), FALSE);

  self->profile = cadet_cli_dup_task_profile (self->task, self->profile_name, &error);
  if (self->profile != NULL)
    {
      cadet_cli_set_limits (self->client);
      return TRUE;
    }
  if (self->profile_name != NULL)
    *status = cadet_cli_usage (self->command, "--profile: %s", error->message);
  else
    {
      cadet_cli_message ("%s", error->message);
      *status = CADET_EXIT_FAILED;
    }
  return FALSE;
}

/**
 * cadet_cli_work_sending:
 * @self: the work, with a task that another Cadet is sending
 *
 * Tells that it is too early.
 *
 * Returns: the exit status
 */
int
cadet_cli_work_sending (CadetCliWork *self)
{
  g_return_val_if_fail (self != NULL, CADET_EXIT_FAILED);

  cadet_cli_message (_ ("Another Cadet is sending this task at the moment. Try again when it is "
                        "known what became of it."));
  return CADET_EXIT_FAILED;
}

/**
 * cadet_cli_work_begin_wait:
 * @self: the work, with its task and profile
 *
 * Returns: a wait whose time runs from now
 */
CadetCliWait
cadet_cli_work_begin_wait (CadetCliWork *self)
{
  return (CadetCliWait) {
    .follower = self->follower,
    .task = self->task,
    .cancellable = self->cancellable,
    .deadline = self->timeout_us != 0 ? g_get_monotonic_time () + self->timeout_us : 0,
    .stays_followed = cadet_task_get_followed (self->task),
  };
}

/**
 * cadet_cli_work_end:
 * @self: the work, with its task
 * @status: the exit status so far
 *
 * Prints what is known of the task and closes the ledger. To be called in a fiber, which waits
 * here.
 *
 * Returns: the exit status
 */
int
cadet_cli_work_end (CadetCliWork *self, int status)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, CADET_EXIT_FAILED);

  if (cadet_task_get_record_problem (self->task) != NULL)
    cadet_cli_message ("%s", cadet_task_get_record_problem (self->task));
  if (!cadet_cli_print_task (self->task, self->json, &error))
    status = cadet_cli_report_write (error);
  cadet_cli_close_ledger (self->ledger);
  return status;
}
