/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-execute.h"

#include "cli/cadet-cli-ask.h"
#include "cli/cadet-cli-commands.h"
#include "cli/cadet-cli-work.h"

#include <glib/gi18n.h>

typedef struct
{
  gboolean yes;
  gboolean again;
  gboolean wait;
} Options;

static int
tell_outcome (CadetOutcome *outcome)
{
  const char *message = cadet_outcome_get_message (outcome);

  g_assert (CADET_IS_OUTCOME (outcome));

  if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED)
    return CADET_EXIT_OK;

  if (message != NULL && cadet_outcome_get_code (outcome) != NULL)
    cadet_cli_message ("%s: %s", cadet_outcome_get_code (outcome), message);
  else if (message != NULL)
    cadet_cli_message ("%s", message);
  if (cadet_outcome_get_recommend (outcome) != NULL)
    cadet_cli_message ("%s", cadet_outcome_get_recommend (outcome));

  switch (cadet_outcome_get_kind (outcome))
    {
    case CADET_OUTCOME_REFUSED:
      cadet_cli_message (_ ("The service refused to execute the task and did nothing."));
      return CADET_EXIT_REFUSED;
    case CADET_OUTCOME_NOT_SENT:
      cadet_cli_message (_ ("The task was not executed, so it is safe to try again."));
      return CADET_EXIT_NOT_SENT;
    default:
      cadet_cli_message (_ ("It is unknown whether the task runs: the order was sent, and no reply "
                            "proves what became of it. “cadet task wait” asks for the task’s "
                            "state; look there or in the console before you try again."));
      return CADET_EXIT_UNKNOWN;
    }
}

/**
 * cadet_cli_dup_signer:
 * @profile: a profile
 *
 * Returns: (transfer full): who signs and where, to stand in a question: the profile's name, its
 *   AccessKey ID and its endpoint
 */
char *
cadet_cli_dup_signer (CadetProfile *profile)
{
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);

  if (cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX)
    return g_strdup (_ ("the profile “Sandbox”, which is on this machine only"));
  /* Translators: a profile’s name, its AccessKey ID, and the region or address it sends to */
  return g_strdup_printf (_ ("the profile “%s” (%s) at %s"), cadet_profile_get_name (profile),
                          cadet_profile_get_access_key_id (profile),
                          cadet_profile_get_endpoint (profile));
}

/**
 * cadet_cli_execute_await:
 * @executor: executes it
 * @task: the task
 * @profile: who signs
 * @again: whether it may be running already
 * @cancellable: ends the order wherever it is
 *
 * Executes a task and tells on standard error what became of that. To be called in a fiber, which
 * waits here.
 *
 * Returns: the exit status
 */
int
cadet_cli_execute_await (CadetExecutor *executor,
                         CadetTask *task,
                         CadetProfile *profile,
                         gboolean again,
                         GCancellable *cancellable)
{
  g_autoptr (CadetExecution) execution = NULL;
  g_autoptr (CadetExecution) done = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  g_return_val_if_fail (CADET_IS_EXECUTOR (executor), CADET_EXIT_FAILED);
  g_return_val_if_fail (CADET_IS_TASK (task), CADET_EXIT_FAILED);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), CADET_EXIT_FAILED);

  execution = again ? cadet_executor_prepare_again (executor, task, profile, &error)
                    : cadet_executor_prepare (executor, task, profile, &error);
  if (execution == NULL)
    {
      cadet_cli_message ("%s", error->message);
      if (!again && cadet_task_get_task_id (task) != 0)
        cadet_cli_message (_ ("Nothing was sent. --again executes it still."));
      return CADET_EXIT_NOT_SENT;
    }
  done = dex_await_object (cadet_executor_execute (executor, task, execution, profile, cancellable),
                           &error);
  if (done == NULL)
    {
      cadet_cli_message ("%s", error->message);
      return CADET_EXIT_FAILED;
    }
  status = tell_outcome (cadet_execution_get_outcome (done));
  if (status != CADET_EXIT_OK && status != CADET_EXIT_REFUSED &&
      g_cancellable_is_cancelled (cancellable))
    return CADET_EXIT_INTERRUPTED;
  return status;
}

static gboolean
ask (CadetCliWork *self)
{
  g_autofree char *id = cadet_task_dup_task_id_text (self->task);
  g_autofree char *signer = cadet_cli_dup_signer (self->profile);
  g_autofree char *question = NULL;

  question = g_strdup_printf (
      /* Translators: the task’s name, its ID, and “the profile “…” (…) at …” */
      _ ("Execute the task “%s” (%s) with %s? This starts real work."),
      cadet_task_get_name (self->task), id, signer);
  return cadet_cli_ask_await (question, self->cancellable);
}

static DexFuture *
execute_fiber (gpointer user_data)
{
  CadetCliWork *self = user_data;
  Options *options = self->data;
  g_autoptr (CadetExecutor) executor = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  if (!cadet_cli_work_load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!cadet_cli_work_find_profile (self, &status))
    return dex_future_new_for_int (status == CADET_EXIT_FAILED ? CADET_EXIT_NOT_SENT : status);
  if (!options->yes && cadet_task_get_task_id (self->task) != 0 && !ask (self))
    {
      cadet_cli_message (_ ("Nothing was sent, and the task was not executed."));
      return dex_future_new_for_int (g_cancellable_is_cancelled (self->cancellable)
                                         ? CADET_EXIT_INTERRUPTED
                                         : CADET_EXIT_NOT_SENT);
    }

  executor = cadet_executor_new (self->client, self->ledger);
  status = cadet_cli_execute_await (executor, self->task, self->profile, options->again,
                                    self->cancellable);
  if (status == CADET_EXIT_OK && options->wait)
    {
      CadetCliWait wait = cadet_cli_work_begin_wait (self);

      wait.stays_followed = TRUE;
      status = cadet_cli_wait_rest (&wait);
    }
  return dex_future_new_for_int (cadet_cli_work_end (self, status));
}

static int
run (CadetCliWork *self, Options *options, const char *timeout)
{
  int status = CADET_EXIT_OK;

  if (!cadet_cli_parse_timeout (self->command, timeout, &self->timeout_us, &status))
    return status;
  if (timeout != NULL && !options->wait)
    return cadet_cli_usage (self->command, _ ("--timeout is for --wait"));
  if (!options->yes && !cadet_cli_can_ask ())
    return cadet_cli_usage (self->command,
                            _ ("executing a task starts real work, and there is no terminal to ask "
                               "on. --yes says that it is meant"));
  self->data = options;
  return cadet_cli_work_run (self, execute_fiber);
}

/**
 * cadet_cli_task_execute:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task execute`: executes a task.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_execute (int argc, char **argv)
{
  g_auto (CadetCliWork) self = { .command = "task execute" };
  g_autofree char *timeout = NULL;
  Options options = { FALSE };
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes,
      N_ ("Do not ask; required where there is no terminal"), NULL },
    { "again", 0, 0, G_OPTION_ARG_NONE, &options.again,
      N_ ("Execute also a task that is running, or may be"), NULL },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &options.wait, N_ ("Wait until the task is at rest"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_FILENAME, &timeout,
      N_ ("Wait no longer than this; without it as long as it takes"), N_ ("SECONDS") },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self.profile_name,
      N_ ("Who signs, instead of the profile that created the task"), N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object"), NULL },
    { NULL }
  };
  /* Translators: what follows “cadet task execute [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|ATTEMPT"));
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Executes a task, which starts real work and may cost money. The profile that "
                  "created the task signs, and the terminal names it and asks first. It is never "
                  "sent again by itself once it may have been received."));
  g_option_context_set_description (
      context, _ ("Exit status:\n"
                  "  0    the service took the order; with --wait: the task finished\n"
                  "  1    there is no such task, or another failure\n"
                  "  2    input that cannot be used; nothing was sent\n"
                  "  3    refused: the service did nothing\n"
                  "  4    not sent: nothing left this machine, or you said no\n"
                  "  5    unknown: it was sent, and no reply proves what became of it\n"
                  "  6    with --wait: the task failed\n"
                  "  7    with --wait: the time was over\n"
                  "  130  interrupted\n"));
  if (!cadet_cli_parse (self.command, context, &argc, &argv, &status) ||
      !cadet_cli_work_parse (&self, argc, argv, 1, &status))
    return status;
  return run (&self, &options, timeout);
}
