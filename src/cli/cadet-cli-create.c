/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"

#include "cli/cadet-cli-ask.h"
#include "cli/cadet-cli-execute.h"
#include "cli/cadet-cli-fiber.h"
#include "cli/cadet-cli-limits.h"
#include "cli/cadet-cli-print.h"
#include "cli/cadet-cli-profile.h"
#include "cli/cadet-cli-variables.h"
#include "cli/cadet-cli-wait.h"
#include "cloud/cadet-bpstudio.h"
#include "tasks/cadet-submitter.h"

#include <glib/gi18n.h>

typedef struct
{
  char *process_id;
  char *name;
  char *app_id;
  char *profile_name;
  char *endpoint;
  gboolean no_wrap;
  gboolean dry_run;
  gboolean json;
  gboolean again;
  gboolean wait;
  gboolean execute;
  gboolean yes;
  char *timeout;
  CadetCliVariables *variables;

  CadetDraft *draft;
  CadetProfile *profile;
  CadetClient *client;
  CadetLedger *ledger;
  CadetSubmitter *submitter;
  GCancellable *cancellable;
  gint64 timeout_us;
  gboolean declined;
} Create;

static void
create_clear (Create *self)
{
  g_free (self->process_id);
  g_free (self->name);
  g_free (self->app_id);
  g_free (self->profile_name);
  g_free (self->endpoint);
  g_free (self->timeout);
  g_clear_pointer (&self->variables, cadet_cli_variables_free);
  g_clear_object (&self->draft);
  g_clear_object (&self->profile);
  g_clear_object (&self->client);
  g_clear_object (&self->ledger);
  g_clear_object (&self->submitter);
  g_clear_object (&self->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Create, create_clear)

static const char *
get_origin (Create *self, CadetProblem *problem)
{
  switch (cadet_problem_get_field (problem))
    {
    case CADET_FIELD_PROCESS_ID:
      return "--process";
    case CADET_FIELD_TASK_NAME:
      return "--name";
    case CADET_FIELD_APP_ID:
      return "--app";
    case CADET_FIELD_VARIABLE_NAME:
    case CADET_FIELD_VARIABLE_VALUE:
    default:
      return cadet_cli_variables_get_origin (self->variables, cadet_problem_get_position (problem));
    }
}

static void
check_texts (Create *self, GPtrArray *problems)
{
  const struct
  {
    const char *option;
    char **value;
  } texts[] = {
    { "--process", &self->process_id }, { "--name", &self->name },
    { "--app", &self->app_id },         { "--profile", &self->profile_name },
    { "--endpoint", &self->endpoint },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *problem = NULL;

      if (!cadet_cli_check_text (texts[i].option, *texts[i].value, &problem))
        g_ptr_array_add (problems, problem);
    }
}

/* Finds every problem at once, so that a command is mended in one go. */
static int
check (Create *self)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GListModel) found = NULL;
  g_autoptr (CadetEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;

  check_texts (self, problems);
  if (problems->len == 0)
    {
      cadet_draft_set_process_id (self->draft, self->process_id);
      cadet_draft_set_task_name (self->draft, self->name);
      cadet_draft_set_app_id (self->draft, self->app_id);
      cadet_draft_set_wrap_names (self->draft, !self->no_wrap);
      cadet_cli_variables_fill (self->variables, self->draft, problems);

      found = cadet_draft_validate (self->draft);
      for (guint i = 0; i < g_list_model_get_n_items (found); i++)
        {
          g_autoptr (CadetProblem) problem = g_list_model_get_item (found, i);

          g_ptr_array_add (problems, g_strdup_printf ("%s: %s", get_origin (self, problem),
                                                      cadet_problem_get_message (problem)));
        }

      if (self->endpoint != NULL)
        endpoint = cadet_endpoint_new (self->endpoint, &error);
      if (error != NULL)
        {
          g_ptr_array_add (problems, g_strdup_printf ("--endpoint: %s", error->message));
          g_clear_error (&error);
        }
      self->profile = cadet_cli_dup_profile (self->profile_name,
                                             endpoint != NULL ? self->endpoint : NULL, &error);
      if (self->profile == NULL)
        g_ptr_array_add (problems, g_strdup_printf ("--profile: %s", error->message));
    }

  if (problems->len == 0)
    return CADET_EXIT_OK;
  for (guint i = 0; i + 1 < problems->len; i++)
    cadet_cli_message ("%s", (const char *) g_ptr_array_index (problems, i));
  return cadet_cli_usage ("create", "%s",
                          (const char *) g_ptr_array_index (problems, problems->len - 1));
}

/* The keyring may wait for its prompt to be answered; who interrupts does not. */
static DexFuture *
until_interrupted (Create *self, DexFuture *future)
{
  return dex_future_first (future, dex_cancellable_new_from_cancellable (self->cancellable), NULL);
}

static DexFuture *
preview_fiber (gpointer user_data)
{
  Create *self = user_data;
  g_autoptr (CadetSignedRequest) request = NULL;
  g_autoptr (CadetRequest) shown = NULL;
  g_autoptr (CadetAccess) access = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  request = dex_await_object (
      until_interrupted (
          self, cadet_submitter_preview (self->submitter, self->draft, self->profile)),
      &error);
  if (request != NULL)
    access = dex_await_object (
        until_interrupted (self, cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile))),
        &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_int (CADET_EXIT_INTERRUPTED);
  if (access == NULL)
    {
      cadet_cli_message ("%s", error->message);
      return dex_future_new_for_int (CADET_EXIT_NOT_SENT);
    }
  shown = cadet_bpstudio_create_task_request (self->draft);
  body = cadet_request_dup_shown_body (shown);
  if (!cadet_cli_print_request (request, body, cadet_access_get_endpoint (access), self->json,
                                &error))
    status = cadet_cli_report_write (error);
  return dex_future_new_for_int (status);
}

static int
get_status (Create *self, CadetTask *task)
{
  CadetOutcome *outcome = cadet_task_get_outcome (task);
  CadetOutcomeKind kind = cadet_outcome_get_kind (outcome);

  if (kind == CADET_OUTCOME_CREATED)
    return CADET_EXIT_OK;
  if (kind == CADET_OUTCOME_REFUSED)
    return CADET_EXIT_REFUSED;
  if (g_cancellable_is_cancelled (self->cancellable))
    return CADET_EXIT_INTERRUPTED;
  return kind == CADET_OUTCOME_NOT_SENT ? CADET_EXIT_NOT_SENT : CADET_EXIT_UNKNOWN;
}

static CadetProfile *
lookup_cb (CadetTask *task, gpointer user_data)
{
  Create *self = user_data;

  return g_object_ref (self->profile);
}

/* The attempt ends before anything was sent or recorded. */
static void
fail_unsent (CadetTask *task, const char *message)
{
  g_autoptr (CadetOutcome) outcome = NULL;

  g_assert (CADET_IS_TASK (task));

  outcome = cadet_outcome_new_failed (CADET_OUTCOME_NOT_SENT, 0, NULL, message, NULL);
  cadet_task_set_outcome (task, outcome, 0);
}

/* What is said of an attempt that may have made the same task already. */
static char *
describe_similar (CadetTask *similar)
{
  g_autofree char *time =
      cadet_cli_local_time (cadet_task_get_recorded_at (similar), "%Y-%m-%d %H:%M:%S");

  if (cadet_task_get_state (similar) == CADET_TASK_UNKNOWN)
    /* Translators: an attempt’s UUID and a time */
    return g_strdup_printf (_ ("The attempt %s of %s has the same content, and it is unknown "
                               "whether it created the task."),
                            cadet_task_get_attempt (similar), time);
  /* Translators: an attempt’s UUID and a time */
  return g_strdup_printf (_ ("The attempt %s of %s has the same content and is younger than ten "
                             "minutes."),
                          cadet_task_get_attempt (similar), time);
}

/* The one that counts: the newest of those that are unknown, else the newest. */
static CadetTask *
pick_similar (GListModel *similar)
{
  g_assert (G_IS_LIST_MODEL (similar));

  for (guint i = 0; i < g_list_model_get_n_items (similar); i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (similar, i);

      if (cadet_task_get_state (task) == CADET_TASK_UNKNOWN)
        return g_steal_pointer (&task);
    }
  return g_list_model_get_item (similar, 0);
}

/* Whether to go on although the same may have been created already. Scripts that create the same
 * twice are let through, unless it is unknown what became of the first. */
static gboolean
check_similar (Create *self, CadetTask *task)
{
  g_autoptr (GListModel) all = NULL;
  g_autoptr (CadetTask) similar = NULL;
  g_autofree char *words = NULL;
  g_autofree char *question = NULL;
  gboolean unknown = FALSE;

  g_assert (CADET_IS_TASK (task));

  /* Where the ledger cannot be read, nothing will be sent. */
  all = dex_await_object (cadet_submitter_find_similar (self->submitter, task), NULL);
  similar = all != NULL ? pick_similar (all) : NULL;
  if (similar == NULL)
    return TRUE;

  unknown = cadet_task_get_state (similar) == CADET_TASK_UNKNOWN;
  words = describe_similar (similar);
  if (!self->again && cadet_cli_can_ask ())
    {
      /* Translators: a sentence about an earlier attempt */
      question = g_strdup_printf (_ ("%s Create it again?"), words);
      if (cadet_cli_ask_await (question, self->cancellable))
        {
          cadet_task_set_previous (task, cadet_task_get_attempt (similar));
          return TRUE;
        }
      fail_unsent (task, _ ("You did not want it to be created again. Nothing was sent or "
                            "recorded."));
      self->declined = TRUE;
      return FALSE;
    }

  if (!unknown)
    {
      if (!self->again)
        cadet_cli_message (_ ("Warning: %s"), words);
      return TRUE;
    }
  if (self->again)
    {
      cadet_task_set_previous (task, cadet_task_get_attempt (similar));
      return TRUE;
    }
  question = g_strdup_printf (_ ("%s Nothing was sent or recorded. Look for it in the console and "
                                 "say with “cadet task resolve” what became of it, or give --again "
                                 "to create it again."),
                              words);
  fail_unsent (task, question);
  self->declined = TRUE;
  return FALSE;
}

/* Asked before anything is sent, so that nobody ends up with half of what they wanted. */
static gboolean
check_execute (Create *self, CadetTask *task)
{
  g_autofree char *signer = NULL;
  g_autofree char *question = NULL;

  g_assert (CADET_IS_TASK (task));

  if (!self->execute || self->yes || !cadet_cli_can_ask ())
    return TRUE;

  signer = cadet_cli_dup_signer (self->profile);
  question =
      /* Translators: the task’s name, and “the profile “…” (…) at …” */
      g_strdup_printf (_ ("Create the task “%s” and execute it, with %s? Executing starts real "
                          "work."),
                       cadet_task_get_name (task), signer);
  if (cadet_cli_ask_await (question, self->cancellable))
    return TRUE;
  fail_unsent (task, _ ("You did not want the task to be executed. Nothing was sent or recorded."));
  self->declined = TRUE;
  return FALSE;
}

/* Waits until the created task is at rest, executes it where that is wanted, and waits again. */
static int
wait_and_execute (Create *self, CadetTask *task)
{
  g_autoptr (CadetFollower) follower = NULL;
  g_autoptr (CadetExecutor) executor = NULL;
  CadetCliWait wait = { NULL };
  int status = CADET_EXIT_OK;

  g_assert (CADET_IS_TASK (task));

  follower = cadet_follower_new (self->client, self->ledger, lookup_cb, self, NULL);
  wait.follower = follower;
  wait.task = task;
  wait.cancellable = self->cancellable;
  wait.deadline = self->timeout_us != 0 ? g_get_monotonic_time () + self->timeout_us : 0;
  wait.stays_followed = TRUE;
  status = cadet_cli_wait_rest (&wait);
  if (status != CADET_EXIT_OK || !self->execute || cadet_task_get_state (task) != CADET_TASK_READY)
    return status;

  executor = cadet_executor_new (self->client, self->ledger);
  status = cadet_cli_execute_await (executor, task, self->profile, FALSE, self->cancellable);
  return status == CADET_EXIT_OK ? cadet_cli_wait_rest (&wait) : status;
}

static DexFuture *
create_fiber (gpointer user_data)
{
  Create *self = user_data;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_FAILED;

  task = cadet_submitter_prepare (self->submitter, self->draft, self->profile, &error);
  if (task == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!dex_await (cadet_ledger_open (self->ledger), &error))
    fail_unsent (task, error->message);
  else if (check_similar (self, task) && check_execute (self, task))
    dex_await (cadet_submitter_submit (self->submitter, task, self->draft, self->profile,
                                       self->cancellable),
               NULL);
  g_clear_error (&error);

  status = get_status (self, task);
  /* That it is safe to try again is not for what was held back here. */
  if (self->declined)
    cadet_cli_message ("%s", cadet_outcome_get_message (cadet_task_get_outcome (task)));
  else
    cadet_cli_explain_outcome (task);
  if (status == CADET_EXIT_OK && self->wait)
    status = wait_and_execute (self, task);
  if (cadet_task_get_record_problem (task) != NULL)
    cadet_cli_message ("%s", cadet_task_get_record_problem (task));
  if (!cadet_cli_print_task (task, self->json, &error))
    {
      cadet_cli_message ("%s", error->message);
      status = CADET_EXIT_FAILED;
    }

  cadet_cli_close_ledger (self->ledger);
  return dex_future_new_for_int (status);
}

static int
run (Create *self)
{
  g_autoptr (GFile) file = cadet_ledger_dup_default_file ();
  int status = CADET_EXIT_OK;

  if (!cadet_cli_parse_timeout ("create", self->timeout, &self->timeout_us, &status))
    return status;
  if (!self->wait && (self->execute || self->timeout != NULL))
    return cadet_cli_usage ("create", self->execute
                                          ? _ ("--execute is for --wait: a task has to be ready "
                                               "before it can be executed")
                                          : _ ("--timeout is for --wait"));

  self->draft = cadet_draft_new ();
  self->client = cadet_client_new ();
  self->cancellable = g_cancellable_new ();
  status = check (self);
  if (status != CADET_EXIT_OK)
    return status;

  cadet_cli_set_limits (self->client);
  self->ledger = cadet_ledger_new (file);
  self->submitter = cadet_submitter_new (self->client, self->ledger);
  return cadet_cli_run_fiber (self->dry_run ? preview_fiber : create_fiber, self,
                              self->cancellable);
}

static GOptionContext *
new_context (Create *self)
{
  const GOptionEntry entries[] = {
    { "process", 0, 0, G_OPTION_ARG_FILENAME, &self->process_id,
      N_ ("The process to run (required)"), N_ ("ID") },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &self->name, N_ ("The task’s name (required)"),
      N_ ("NAME") },
    { "app", 0, 0, G_OPTION_ARG_FILENAME, &self->app_id,
      N_ ("The application the task is for (required)"), N_ ("ID") },
    { "var", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, cadet_cli_variables_add_option,
      N_ ("A variable whose value is text; may be given again"), N_ ("NAME=VALUE") },
    { "var-json", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, cadet_cli_variables_add_option,
      N_ ("A variable whose value is JSON; a number keeps its digits"), N_ ("NAME=JSON") },
    { "var-file", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, cadet_cli_variables_add_option,
      N_ ("Variables from a JSON object, “-” for standard input"), N_ ("FILE") },
    { "no-wrap", 0, 0, G_OPTION_ARG_NONE, &self->no_wrap,
      N_ ("Send names as given instead of as ${name}"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self->profile_name,
      N_ ("Who signs: “sandbox”, “environment”, or a profile’s name"), N_ ("NAME") },
    { "endpoint", 0, 0, G_OPTION_ARG_FILENAME, &self->endpoint,
      N_ ("Where to send: a region such as cn-hangzhou, or https://host[:port]"), N_ ("URL") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run,
      N_ ("Print the request, secrets masked; send and record nothing"), NULL },
    { "again", 0, 0, G_OPTION_ARG_NONE, &self->again,
      N_ ("Create it also where an attempt with the same content is unknown or recent"), NULL },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &self->wait,
      N_ ("Wait until the task is at rest: ready, or failed"), NULL },
    { "execute", 0, 0, G_OPTION_ARG_NONE, &self->execute,
      N_ ("With --wait: execute the task when it is ready, and wait until it is finished"), NULL },
    { "yes", 0, 0, G_OPTION_ARG_NONE, &self->yes, N_ ("With --execute: do not ask on a terminal"),
      NULL },
    { "timeout", 0, 0, G_OPTION_ARG_FILENAME, &self->timeout,
      N_ ("With --wait: wait no longer than this once the task is created"), N_ ("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON object"), NULL },
    { NULL }
  };
  GOptionContext *context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("create", "", "", self->variables, NULL);

  g_option_context_set_main_group (context, group);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Creates a task, records it and prints what became of it."));
  g_option_context_set_description (
      context, _ ("Without --profile the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID, "
                  "ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN sign where "
                  "they are set, "
                  "else the profile that was chosen in the window.\n"
                  "\n"
                  "Where it is unknown what became of an attempt with the same content, or where "
                  "one is younger than ten minutes, a terminal asks first. Without a terminal the "
                  "first is not sent unless there is --again, and of the second a warning is "
                  "written.\n"
                  "\n"
                  "Exit status:\n"
                  "  0    created; with --wait: ready or finished; with --execute: finished\n"
                  "  1    another failure, such as output that could not be written\n"
                  "  2    input that cannot be used; nothing was sent\n"
                  "  3    refused: the service did nothing\n"
                  "  4    not sent: nothing left this machine, or you said no\n"
                  "  5    unknown: it was sent, and no reply proves what became of it\n"
                  "  6    with --wait: the task failed\n"
                  "  7    with --wait: the time was over\n"
                  "  130  interrupted; it was not sent, or what became of it is unknown\n"
                  "\n"
                  "With --execute, 3, 4 and 5 may be about executing: then there is a task ID.\n"));
  return context;
}

/**
 * cadet_cli_create:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet create`: creates a task.
 *
 * Returns: the exit status
 */
int
cadet_cli_create (int argc, char **argv)
{
  g_auto (Create) self = { .variables = cadet_cli_variables_new () };
  g_autoptr (GOptionContext) context = new_context (&self);
  int status = CADET_EXIT_OK;

  if (!cadet_cli_parse ("create", context, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return cadet_cli_usage ("create", _ ("“%s” is one argument too many"), argv[1]);
  return run (&self);
}
