/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-wait.h"

#include "cli/cadet-cli-commands.h"
#include "cli/cadet-cli-print.h"
#include "cli/cadet-cli-work.h"

#include <glib/gi18n.h>

#define MAX_SECONDS (365 * 24 * 60 * 60)

static void
tell_state (CadetTask *task)
{
  g_autofree char *id = cadet_task_dup_task_id_text (task);
  g_autofree char *title = cadet_task_dup_state_title (task);

  /* Translators: a task ID, which is a number, and the task’s state */
  cadet_cli_message (_ ("Task %s: %s"), id, title);
}

static void
state_cb (CadetTask *task, GParamSpec *pspec, gpointer user_data)
{
  tell_state (task);
}

static void
problem_cb (CadetTask *task, GParamSpec *pspec, gpointer user_data)
{
  const char *problem = cadet_task_get_follow_problem (task);

  if (problem != NULL)
    cadet_cli_message (_ ("The state of the task could not be asked for; Cadet asks again. %s"),
                       problem);
}

/* The wait's end is what @future rejects with; that of a follower is another code. */
static DexFuture *
limit (CadetCliWait *self, DexFuture *future)
{
  if (self->deadline == 0)
    return future;
  return dex_future_first (future, dex_timeout_new_deadline (self->deadline), NULL);
}

static int
tell_end (CadetCliWait *self, const GError *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      cadet_cli_message (_ ("You stopped waiting. The task goes on as it was."));
      return CADET_EXIT_INTERRUPTED;
    }
  if (g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    {
      cadet_cli_message (_ ("The task was not at rest when the time was over. It goes on as it "
                            "was; “cadet task wait” waits again."));
      return CADET_EXIT_TIMEOUT;
    }
  cadet_cli_message ("%s", error->message);
  return CADET_EXIT_FAILED;
}

/**
 * cadet_cli_parse_timeout:
 * @command: the command's name
 * @text: (nullable): what was given with `--timeout`
 * @timeout_us: (out): how long to wait, in µs; 0 for as long as it takes
 * @status: (out): the exit status where it cannot be used
 *
 * Returns: whether it can
 */
gboolean
cadet_cli_parse_timeout (const char *command, const char *text, gint64 *timeout_us, int *status)
{
  char *end = NULL;
  double seconds = 0;

  *timeout_us = 0;
  if (text == NULL)
    return TRUE;
  seconds = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(seconds > 0 && seconds <= MAX_SECONDS))
    {
      *status = cadet_cli_usage (
          command, _ ("--timeout takes a number of seconds above 0 and up to %d, not “%s”"),
          MAX_SECONDS, text);
      return FALSE;
    }
  *timeout_us = MAX ((gint64) (seconds * G_USEC_PER_SEC), 1);
  return TRUE;
}

/**
 * cadet_cli_wait_ask:
 * @self: a wait
 *
 * Asks the service once, at once. To be called in a fiber, which waits here.
 *
 * Returns: %CADET_EXIT_OK, also where it has to be asked again; else the exit status
 */
int
cadet_cli_wait_ask (CadetCliWait *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, CADET_EXIT_FAILED);

  if (dex_await (
          limit (self, cadet_follower_refresh (self->follower, self->task, self->cancellable)),
          &error))
    return CADET_EXIT_OK;
  /* What may pass is asked again. */
  if (!cadet_task_is_at_rest (self->task) && !g_cancellable_is_cancelled (self->cancellable) &&
      cadet_task_get_follow_problem (self->task) != NULL &&
      !g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    {
      problem_cb (self->task, NULL, NULL);
      return CADET_EXIT_OK;
    }
  return tell_end (self, error);
}

/**
 * cadet_cli_wait_rest:
 * @self: a wait
 *
 * Follows the task until it is at rest and tells its states on standard error. To be called in a
 * fiber, which waits here.
 *
 * Returns: %CADET_EXIT_OK or %CADET_EXIT_TASK_FAILED once it is at rest, %CADET_EXIT_TIMEOUT,
 *   %CADET_EXIT_INTERRUPTED, or %CADET_EXIT_FAILED where its state cannot be asked for
 */
int
cadet_cli_wait_rest (CadetCliWait *self)
{
  g_autoptr (GError) error = NULL;
  gulong state_handler = 0;
  gulong problem_handler = 0;
  gboolean rested = FALSE;

  g_return_val_if_fail (self != NULL, CADET_EXIT_FAILED);

  tell_state (self->task);
  state_handler = g_signal_connect (self->task, "notify::state", G_CALLBACK (state_cb), NULL);
  problem_handler =
      g_signal_connect (self->task, "notify::follow-problem", G_CALLBACK (problem_cb), NULL);
  rested = dex_await (
      limit (self, cadet_follower_wait (self->follower, self->task, self->cancellable)), &error);
  g_signal_handler_disconnect (self->task, state_handler);
  g_signal_handler_disconnect (self->task, problem_handler);
  if (rested)
    return cadet_cli_wait_status (self->task);

  /* A wait that was broken off leaves no trace. */
  if (!self->stays_followed)
    cadet_follower_stop (self->follower, self->task);
  return tell_end (self, error);
}

/**
 * cadet_cli_wait_status:
 * @task: a task at rest
 *
 * Tells what stands in the way of a task that is at rest.
 *
 * Returns: the exit status
 */
int
cadet_cli_wait_status (CadetTask *task)
{
  const char *message = NULL;

  g_return_val_if_fail (CADET_IS_TASK (task), CADET_EXIT_FAILED);

  switch (cadet_task_get_state (task))
    {
    case CADET_TASK_FAILED:
      message = cadet_task_report_get_error_message (cadet_task_get_report (task));
      /* Translators: the place holder is what the service says, such as “Timeout: …” */
      cadet_cli_message (_ ("The task failed: %s"), message);
      return CADET_EXIT_TASK_FAILED;
    case CADET_TASK_REFUSED:
      cadet_cli_explain_outcome (task);
      return CADET_EXIT_REFUSED;
    case CADET_TASK_NOT_SENT:
      cadet_cli_explain_outcome (task);
      return CADET_EXIT_NOT_SENT;
    case CADET_TASK_NOT_CREATED:
      cadet_cli_message (_ ("It was said of this attempt that it created no task."));
      return CADET_EXIT_NOT_SENT;
    case CADET_TASK_UNKNOWN:
      cadet_cli_explain_outcome (task);
      return CADET_EXIT_UNKNOWN;
    default:
      return CADET_EXIT_OK;
    }
}

static DexFuture *
wait_fiber (gpointer user_data)
{
  CadetCliWork *self = user_data;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  if (!cadet_cli_work_load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (cadet_task_get_task_id (self->task) == 0)
    status = cadet_task_get_state (self->task) == CADET_TASK_SENDING
                 ? cadet_cli_work_sending (self)
                 : cadet_cli_wait_status (self->task);
  else if (cadet_task_get_state (self->task) == CADET_TASK_FINISHED ||
           cadet_task_get_state (self->task) == CADET_TASK_FAILED)
    status = cadet_cli_wait_status (self->task);
  else if (!cadet_cli_work_find_profile (self, &status))
    return dex_future_new_for_int (status);
  else
    {
      CadetCliWait wait = cadet_cli_work_begin_wait (self);

      status = cadet_cli_wait_ask (&wait);
      if (status == CADET_EXIT_OK)
        status = cadet_cli_wait_rest (&wait);
    }
  return dex_future_new_for_int (cadet_cli_work_end (self, status));
}

/**
 * cadet_cli_task_wait:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task wait`: waits until a task is at rest.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_wait (int argc, char **argv)
{
  g_auto (CadetCliWork) self = { .command = "task wait" };
  g_autofree char *timeout = NULL;
  const GOptionEntry entries[] = {
    { "timeout", 0, 0, G_OPTION_ARG_FILENAME, &timeout,
      N_ ("Wait no longer than this; without it as long as it takes"), N_ ("SECONDS") },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self.profile_name,
      N_ ("Who signs, instead of the profile that created the task"), N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object"), NULL },
    { NULL }
  };
  /* Translators: what follows “cadet task wait [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|ATTEMPT"));
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Waits until a task is at rest: ready to be executed, finished, or failed. Its "
                  "states are told on standard error. Ctrl+C ends the wait and changes nothing."));
  g_option_context_set_description (
      context, _ ("The service is asked at once, then after 2, 3, 5, 8 … and every 60 seconds, "
                  "with the profile that created the task.\n"
                  "\n"
                  "Exit status:\n"
                  "  0    ready or finished\n"
                  "  1    there is no such task, or its state cannot be asked for\n"
                  "  2    input that cannot be used\n"
                  "  3    there is nothing to wait for: it was refused\n"
                  "  4    there is nothing to wait for: it was not sent, or not created\n"
                  "  5    it is unknown whether the task was created\n"
                  "  6    the task failed\n"
                  "  7    the time was over\n"
                  "  130  interrupted\n"));
  if (!cadet_cli_parse (self.command, context, &argc, &argv, &status) ||
      !cadet_cli_work_parse (&self, argc, argv, 1, &status) ||
      !cadet_cli_parse_timeout (self.command, timeout, &self.timeout_us, &status))
    return status;
  return cadet_cli_work_run (&self, wait_fiber);
}
