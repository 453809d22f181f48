/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"

#include "cli/cadet-cli-fiber.h"
#include "model/cadet-json.h"
#include "sandbox/cadet-sandbox.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  CadetSandbox *sandbox;
  GCancellable *cancellable;
} Serving;

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append (json, json->len > 1 ? "," : "");
  cadet_json_append_string (json, name);
  g_string_append_c (json, ':');
  cadet_json_append_string (json, value);
}

/* Its keys are dummies, which every sandbox prints. */
static gboolean
print_ready (CadetAccess *access, GError **error)
{
  CadetCredentials *credentials = cadet_access_get_credentials (access);
  SecretValue *secret = cadet_credentials_get_access_key_secret (credentials);
  g_autoptr (GString) json = g_string_new ("{");

  append_member (json, "endpoint", cadet_endpoint_get_text (cadet_access_get_endpoint (access)));
  append_member (json, "accessKeyId", cadet_credentials_get_access_key_id (credentials));
  append_member (json, "accessKeySecret", secret_value_get_text (secret));
  g_string_append (json, "}\n");
  return cadet_cli_write (json->str, json->len, error);
}

static DexFuture *
serve_fiber (gpointer user_data)
{
  Serving *self = user_data;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;

  if (dex_await (cadet_sandbox_start (self->sandbox), &error))
    access =
        dex_await_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->sandbox)), &error);
  if (access == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (print_ready (access, &error))
    dex_await (dex_cancellable_new_from_cancellable (self->cancellable), NULL);
  else
    status = cadet_cli_report_write (error);

  g_clear_error (&error);
  if (!dex_await (cadet_sandbox_stop (self->sandbox), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_int (status);
}

/* Adds the pairs; an AccessKey ID has no colon, a secret may have one. */
static gboolean
add_access_keys (CadetSandbox *sandbox, char **pairs, int *status)
{
  for (gsize i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *colon = strchr (pairs[i], ':');
      g_autofree char *id = NULL;
      g_autofree char *problem = NULL;

      if (!cadet_cli_check_text ("--access-key", pairs[i], &problem))
        {
          *status = cadet_cli_usage ("sandbox", "%s", problem);
          return FALSE;
        }
      if (colon == NULL || colon == pairs[i] || colon[1] == '\0')
        {
          *status = cadet_cli_usage ("sandbox", _ ("--access-key takes an ID and a secret with a "
                                                   "“:” between them"));
          return FALSE;
        }
      id = g_strndup (pairs[i], colon - pairs[i]);
      cadet_sandbox_add_access_key (sandbox, id, colon + 1);
    }
  return TRUE;
}

static gboolean
add_faults (CadetSandbox *sandbox, char **specs, int *status)
{
  for (gsize i = 0; specs != NULL && specs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *problem = NULL;

      if (!cadet_cli_check_text ("--fault", specs[i], &problem))
        {
          *status = cadet_cli_usage ("sandbox", "%s", problem);
          return FALSE;
        }
      if (!cadet_sandbox_add_fault (sandbox, specs[i], &error))
        {
          *status = cadet_cli_usage ("sandbox", "--fault %s", error->message);
          return FALSE;
        }
    }
  return TRUE;
}

static char *
describe_faults (void)
{
  GString *text = g_string_new (_ (
      /* xgettext:no-c-format */
      "Faults:\n"
      "  --fault NAME strikes all requests, NAME@ACTION those of one action such as CreateTask,\n"
      "  NAME:3 the first three, NAME:20% each with that chance. Of several faults that fit a\n"
      "  request, the one that comes first strikes it. “refuse” takes no action, and its number\n"
      "  is in seconds. “Acts” means that a task is created or executed although the reply fails.\n"
      "\n"));

  for (guint i = 0; i < cadet_sandbox_fault_count (); i++)
    {
      const CadetSandboxFaultInfo *fault = cadet_sandbox_fault_get (i);

      g_string_append_printf (text, "  %-17s %s\n", fault->name, _ (fault->description));
    }
  return g_string_free_and_steal (text);
}

static gboolean
parse_seed (CadetSandbox *sandbox, const char *text, int *status)
{
  guint64 seed = 0;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seed, NULL))
    {
      *status = cadet_cli_usage (
          "sandbox", _ ("--fault-seed takes a number from 0 to 4294967295, not “%s”"), text);
      return FALSE;
    }
  cadet_sandbox_set_fault_seed (sandbox, (guint32) seed);
  return TRUE;
}

static gboolean
parse_seconds (const char *option, const char *text, double *seconds, int *status)
{
  char *end = NULL;
  double value = 0;

  if (text == NULL)
    return TRUE;
  value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !(value >= 0 && value <= 86400))
    {
      *status = cadet_cli_usage (
          "sandbox", _ ("%s takes a number of seconds from 0 to 86400, not “%s”"), option, text);
      return FALSE;
    }
  *seconds = value;
  return TRUE;
}

static gboolean
parse_port (const char *text, guint64 *port, int *status)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, port, NULL))
    return TRUE;
  *status =
      cadet_cli_usage ("sandbox", _ ("--port takes a number from 0 to 65535, not “%s”"), text);
  return FALSE;
}

/**
 * cadet_cli_sandbox:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet sandbox`: runs the simulated service until a signal ends it.
 *
 * Returns: the exit status
 */
int
cadet_cli_sandbox (int argc, char **argv)
{
  g_autofree char *port_text = NULL;
  g_autofree char *state = NULL;
  g_autofree char *bind_text = NULL;
  g_autofree char *run_text = NULL;
  g_autofree char *fault_text = NULL;
  g_autofree char *seed_text = NULL;
  g_autofree char *faults_help = NULL;
  g_auto (GStrv) access_keys = NULL;
  g_auto (GStrv) faults = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_FILENAME, &port_text,
      N_ ("Listen on this port of 127.0.0.1; 0, the default, is any that is free"), N_ ("N") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state,
      N_ ("Keep the tasks in this file; without it they last until the end"), N_ ("FILE") },
    { "access-key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &access_keys,
      N_ ("Accept this pair, too; may be given again. Use a made-up one"), N_ ("ID:SECRET") },
    { "bind-seconds", 0, 0, G_OPTION_ARG_FILENAME, &bind_text,
      N_ ("How long a new task takes to become ready, 3 without it"), N_ ("SECONDS") },
    { "run-seconds", 0, 0, G_OPTION_ARG_FILENAME, &run_text,
      N_ ("How long a task takes to run, 8 without it"), N_ ("SECONDS") },
    { "fault", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &faults,
      N_ ("Let this go wrong, see below; may be given again"), N_ ("NAME[@ACTION][:COUNT|:N%]") },
    { "fault-seconds", 0, 0, G_OPTION_ARG_FILENAME, &fault_text,
      N_ ("How long “delay” waits and “throttling-after” asks for, 3 without it"),
      N_ ("SECONDS") },
    { "fault-seed", 0, 0, G_OPTION_ARG_FILENAME, &seed_text,
      N_ ("Let chance be the same each time"), N_ ("N") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CadetSandbox) sandbox = NULL;
  g_autoptr (GFile) state_file = NULL;
  double bind_seconds = 3;
  double run_seconds = 8;
  double fault_seconds = 3;
  guint64 port = 0;
  int status = CADET_EXIT_OK;

  g_option_context_set_summary (
      context,
      _ ("Runs a simulated service on this machine, for trying out and for tests. It is a toy: it "
         "creates nothing, and its keys are dummies that it prints. Do not give it a real "
         "AccessKey.\n"
         "\n"
         "When it is ready it prints one line, a JSON object with “endpoint”, “accessKeyId” and "
         "“accessKeySecret”. It runs until it is interrupted (Ctrl+C)."));
  faults_help = describe_faults ();
  g_option_context_set_description (context, faults_help);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!cadet_cli_parse ("sandbox", context, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return cadet_cli_usage ("sandbox", _ ("“%s” is one argument too many"), argv[1]);
  if (!parse_port (port_text, &port, &status) ||
      !parse_seconds ("--bind-seconds", bind_text, &bind_seconds, &status) ||
      !parse_seconds ("--run-seconds", run_text, &run_seconds, &status) ||
      !parse_seconds ("--fault-seconds", fault_text, &fault_seconds, &status))
    return status;

  state_file = state != NULL ? g_file_new_for_path (state) : NULL;
  sandbox = cadet_sandbox_new (state_file);
  cadet_sandbox_set_fault_ms (sandbox, (guint) (fault_seconds * 1000));
  if (!add_access_keys (sandbox, access_keys, &status) ||
      !parse_seed (sandbox, seed_text, &status) || !add_faults (sandbox, faults, &status))
    return status;
  cadet_sandbox_set_port (sandbox, (guint16) port);
  cadet_sandbox_set_task_seconds (sandbox, bind_seconds, run_seconds);

  return cadet_cli_run_fiber (serve_fiber, &(Serving) { sandbox, cancellable }, cancellable);
}
