/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* What can be done with a task on the command line: wait, execute, note, resolve, list, create
 * again. Each scenario is a table of commands against `cadet sandbox`, with what is seen after
 * each. */

#include "config.h"

#include "cli-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"
/* The sandbox's first task. */
#define FIRST_ID "1994"

#define CREATE                                                                                     \
  "create", "--process", PROCESS, "--name", "Shop stack", "--app", APP, "--endpoint", "ENDPOINT",  \
      "--json"

/* One command. ENDPOINT stands for the sandbox's address and ATTEMPT for the attempt of the first
 * object that was printed. */
typedef struct
{
  const char *arguments[24];
  int status;
  /* What is on standard output; one that begins with “!” is not. */
  const char *out[5];
  const char *err[4];
  const char *input;
} Step;

typedef struct
{
  const char *name;
  const char *sandbox[10];
  Step steps[10];
} Scenario;

#define QUICK "--bind-seconds", "0", "--run-seconds", "0"
#define SLOW "--bind-seconds", "600"

static const Scenario scenarios[] = {
  { "create-wait-execute",
    { QUICK },
    { { { CREATE, "--wait", "--execute", "--timeout", "100" },
        0,
        { "\"state\":\"finished\"", "\"execution\":{\"outcome\":\"created\"",
          "\"status\":\"FINISH\"" },
        { "Task 1994: Ready", "Task 1994: Finished" } },
      /* At rest for good: nobody is asked. */
      { { "task", "wait", FIRST_ID, "--json" }, 0, { "\"state\":\"finished\"" } },
      { { "task", "execute", FIRST_ID, "--yes", "--json" },
        3,
        { "\"execution\":{\"outcome\":\"refused\"" },
        { "refused to execute" } } } },
  { "create-wait-fails",
    { QUICK },
    { { { CREATE, "--var", "sandbox=fail-binding", "--wait" },
        6,
        { "\"state\":\"failed\"", "\"outcome\":\"created\"", "\"errorMessage\":\"SyntaxError" },
        { "The task failed: SyntaxError" } },
      { { "task", "wait", FIRST_ID },
        6,
        { "State: Failed", "SyntaxError" },
        { "The task failed" } },
      { { "task", "show", FIRST_ID }, 0, { "Error: SyntaxError", "History:" } } } },
  { "execute-fails",
    { QUICK },
    { { { CREATE, "--var", "sandbox=fail-running" }, 0, { "\"state\":\"created\"" } },
      { { "task", "wait", FIRST_ID, "--json" }, 0, { "\"state\":\"ready\"" }, { "1994: Ready" } },
      { { "task", "execute", FIRST_ID, "--yes", "--wait", "--json" },
        6,
        { "\"state\":\"failed\"", "\"errorMessage\":\"ServiceError" },
        { "The task failed: ServiceError" } } } },
  { "timeout",
    { SLOW },
    { { { CREATE, "--wait", "--timeout", "0.1" },
        7,
        { "\"outcome\":\"created\"", "\"state\":\"created\"" },
        { "time was over", "cadet task wait" } },
      { { "task", "wait", FIRST_ID, "--timeout", "3", "--json" },
        7,
        { "\"state\":\"binding\"" },
        { "1994: Binding", "time was over" } },
      /* It is refused as long as it is not ready. */
      { { "task", "execute", FIRST_ID, "--yes", "--json" },
        3,
        { "\"execution\":{\"outcome\":\"refused\"", "\"tries\":[{" },
        { "IncorrectStatus", "did nothing" } } } },
  { "execute-needs-a-word",
    { QUICK },
    { { { CREATE }, 0 },
      { { "task", "execute", FIRST_ID }, 2, { NULL }, { "--yes", "real work" } },
      { { "task", "show", FIRST_ID, "--json" }, 0, { "!execution" } } } },
  { "execute-unknown",
    { QUICK, "--fault", "lost-reply@ExecuteTask:1" },
    { { { CREATE, "--wait" }, 0, { "\"state\":\"ready\"" } },
      { { "task", "execute", FIRST_ID, "--yes", "--json" },
        5,
        { "\"execution\":{\"outcome\":\"unknown\"" },
        { "unknown whether the task runs" } },
      /* It is not sent again unless that is meant. */
      { { "task", "execute", FIRST_ID, "--yes", "--json" },
        4,
        { "\"execution\":{\"outcome\":\"unknown\"" },
        { "It is not known what became", "--again" } },
      { { "task", "execute", FIRST_ID, "--yes", "--again", "--json" },
        3,
        { "\"execution\":{\"outcome\":\"refused\"" } },
      { { "task", "wait", FIRST_ID, "--json" }, 0, { "\"state\":\"finished\"" } } } },
  { "unknown-found",
    { QUICK, "--fault", "lost-reply@CreateTask:1" },
    { { { CREATE }, 5, { "\"outcome\":\"unknown\"" } },
      { { "task", "wait", "ATTEMPT" }, 5, { "State: Unknown" }, { "unknown" } },
      { { "task", "execute", "ATTEMPT", "--yes" }, 4, { NULL }, { "no task to execute" } },
      { { "task", "resolve", "ATTEMPT", "--found", "4711" }, 1, { NULL }, { "4711" } },
      { { "task", "resolve", "ATTEMPT", "--found", FIRST_ID, "--json" },
        0,
        { "\"resolution\":\"found\"", "\"taskId\":1994", "\"state\":\"ready\"" } },
      { { "task", "execute", FIRST_ID, "--yes", "--wait" }, 0, { "State: Finished" } },
      { { "task", "resolve", "ATTEMPT", "--not-created" }, 1, { NULL }, { "It is known" } },
      { { "task", "show", "ATTEMPT" },
        0,
        { "Resolved: you found it", "Executed:", "found: 1994" } } } },
  { "unknown-not-created",
    { QUICK, "--fault", "close-unread@CreateTask:1" },
    { { { CREATE }, 5, { "\"outcome\":\"unknown\"" } },
      { { CREATE },
        4,
        { "\"outcome\":\"not-sent\"" },
        { "same content", "unknown whether it created", "--again" } },
      { { "task", "list", "--json" }, 0, { "!not-sent" } },
      { { "task", "resolve", "ATTEMPT", "--not-created", "--json" },
        0,
        { "\"resolution\":\"not-created\"", "\"state\":\"not-created\"" } },
      { { "task", "wait", "ATTEMPT" }, 4, { "State: Not created" } },
      /* What was not created does not stand in the way. */
      { { CREATE }, 0, { "\"taskId\":1994", "!previous" }, { "!Warning" } } } },
  { "create-again",
    { QUICK, "--fault", "lost-reply@CreateTask:1" },
    { { { CREATE }, 5 },
      { { CREATE, "--again" }, 0, { "\"taskId\":1995", "\"previous\":\"ATTEMPT\"" } },
      { { "task", "show", "1995" }, 0, { "Created again from: ATTEMPT" } } } },
  { "create-twice",
    { QUICK },
    { { { CREATE }, 0, { "\"taskId\":1994" } },
      /* A script may mean it. */
      { { CREATE }, 0, { "\"taskId\":1995" }, { "Warning: The attempt ATTEMPT", "ten minutes" } },
      { { CREATE, "--again" }, 0, { "\"taskId\":1996" }, { "!Warning" } },
      { { CREATE, "--var", "other=1" }, 0, { "\"taskId\":1997" }, { "!Warning" } } } },
  { "note",
    { QUICK },
    { { { CREATE }, 0 },
      { { "task", "note", FIRST_ID, "ask the ops team" }, 0, { "!ask" } },
      { { "task", "show", FIRST_ID }, 0, { "Note: ask the ops team", "Noted: ask the ops team" } },
      { { "task", "list", "--search", "OPS TE", "--json" },
        0,
        { "\"note\":\"ask the ops team\"" } },
      { { "task", "note", "ATTEMPT", "-", "--json" },
        0,
        { "\"note\":\"von der Eingabe\"" },
        { NULL },
        "von der Eingabe\n" },
      { { "task", "note", "ATTEMPT", "", "--json" }, 0, { "!note" } },
      { { "task", "note", "4711", "x" }, 1, { NULL }, { "4711" } },
      { { "task", "note", "--", "ATTEMPT", "-5 degrees", "--json" }, 2, { NULL }, { "--json" } },
      { { "task", "note", "--json", "--", "ATTEMPT", "-5 degrees" },
        0,
        { "\"note\":\"-5 degrees\"" } } } },
  { "list",
    { QUICK, "--fault", "lost-reply@CreateTask:1" },
    { { { CREATE }, 5 },
      { { CREATE, "--again", "--var", "region=cn-beijing" }, 0, { "\"taskId\":1995" } },
      { { "task", "list", "--state", "unknown", "--json" }, 0, { "unknown", "!1995" } },
      { { "task", "list", "--state", "created", "--state", "ready,finished", "--json" },
        0,
        { "1995", "!\"unknown\"" } },
      { { "task", "list", "--search", "beijing" }, 0, { "1995", "!Unknown" } },
      { { "task", "list", "--search", "nowhere" }, 0, { "!Shop" } },
      { { "task", "list", "--profile", "Environment", "--process", PROCESS, "--app", APP, "--limit",
          "1" },
        0,
        { "1995", "!Unknown" } },
      { { "task", "list", "--profile", "payroll" }, 2, { NULL }, { "--profile", "payroll" } },
      { { "task", "list", "--process", "other" }, 0, { "!Shop" } },
      { { "task", "list", "--app", "other" }, 0, { "!Shop" } } } },
};

static char *
fill_in (Fixture *self, const char *text, const char *attempt)
{
  g_autoptr (GString) string = g_string_new (text);

  g_string_replace (string, "ENDPOINT", self->endpoint, 0);
  if (attempt != NULL)
    g_string_replace (string, "ATTEMPT", attempt, 0);
  return g_string_free_and_steal (g_steal_pointer (&string));
}

static void
check_text (Fixture *self, const char *text, const char *part, const char *attempt, gsize step)
{
  g_autofree char *filled = fill_in (self, part, attempt);
  gboolean absent = filled[0] == '!';

  if ((strstr (text, filled + absent) != NULL) == absent)
    g_error ("step %" G_GSIZE_FORMAT ": “%s” is %s; stdout: %s; stderr: %s", step + 1,
             filled + absent, absent ? "there" : "missing", self->out, self->err);
}

static void
run_step (Fixture *self, const Step *step, char **attempt, gsize number)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; step->arguments[i] != NULL; i++)
    g_ptr_array_add (arguments, fill_in (self, step->arguments[i], *attempt));
  g_ptr_array_add (arguments, NULL);
  g_set_str (&self->input, step->input);
  fixture_runv (self, (const char **) arguments->pdata);
  if (self->status != step->status)
    g_error ("step %" G_GSIZE_FORMAT ": exit status %d, not %d; stdout: %s; stderr: %s", number + 1,
             self->status, step->status, self->out, self->err);
  if (*attempt == NULL && self->out[0] == '{')
    *attempt = json_member (self->out, "attempt");
  for (gsize i = 0; i < G_N_ELEMENTS (step->out) && step->out[i] != NULL; i++)
    check_text (self, self->out, step->out[i], *attempt, number);
  for (gsize i = 0; i < G_N_ELEMENTS (step->err) && step->err[i] != NULL; i++)
    check_text (self, self->err, step->err[i], *attempt, number);
}

static void
test_scenario (Fixture *self, gconstpointer data)
{
  const Scenario *scenario = data;
  g_autofree char *attempt = NULL;

  fixture_start_sandbox_with (self, (const char *const *) scenario->sandbox);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  for (gsize i = 0; i < G_N_ELEMENTS (scenario->steps); i++)
    if (scenario->steps[i].arguments[0] != NULL)
      run_step (self, &scenario->steps[i], &attempt, i);
  fixture_assert_no_bytes (self, KEY_SECRET);
}

/* A task in a sandbox that makes it ready at once, or never. */
static void
create_task (Fixture *self, const char *const *options)
{
  const Step create = { { CREATE }, 0 };
  g_autofree char *attempt = NULL;

  fixture_start_sandbox_with (self, options);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  run_step (self, &create, &attempt, 0);
}

static const char *const quick[] = { QUICK, NULL };
static const char *const slow[] = { SLOW, NULL };

/* The profile that created a task signs for it, or whom the user names. */
static void
test_profile (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "data/cadet/ledger.db");
  sqlite3 *db = NULL;

  create_task (self, quick);
  g_subprocess_launcher_unsetenv (self->launcher, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  g_subprocess_launcher_unsetenv (self->launcher, "ALIBABA_CLOUD_ACCESS_KEY_ID");
  fixture_run (self, "task", "wait", FIRST_ID, NULL);
  assert_status (self, 1);
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_ID");
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", NULL);
  assert_status (self, 4);
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_ID");
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", "--profile", "sandbox", NULL);
  assert_status (self, 2);
  assert_contains (self->err, "not in the sandbox");

  /* As after its profile was removed in the window. */
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA trusted_schema = 1;"
                                 "UPDATE attempts SET profile_id = '5f3c', followed = 0",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", NULL);
  assert_status (self, 4);
  assert_contains (self->err, "The profile “Environment”");
  assert_contains (self->err, "--profile");
  fixture_run (self, "task", "wait", FIRST_ID, NULL);
  assert_status (self, 1);
  assert_contains (self->err, "The profile “Environment”");
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", "--profile", "payroll", NULL);
  assert_status (self, 2);
  assert_contains (self->err, "--profile: there is no profile “payroll”");
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", "--profile", "environment", NULL);
  assert_status (self, 0);
}

/* A profile of the sandbox goes where the sandbox is now. */
static void
test_sandbox_profile (Fixture *self, gconstpointer data)
{
  fixture_run (self, "create", "--process", PROCESS, "--name", "n", "--app", APP, "--profile",
               "sandbox", "--json", NULL);
  assert_status (self, 0);
  fixture_run (self, "task", "wait", FIRST_ID, "--timeout", "100", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "State: Ready");
  fixture_run (self, "task", "execute", FIRST_ID, "--yes", "--json", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "\"state\":\"running\"");
}

/* Reads standard error until it has a text. */
static char *
read_until (GSubprocess *process, const char *part)
{
  GInputStream *stream = g_subprocess_get_stderr_pipe (process);
  GString *text = g_string_new (NULL);

  while (strstr (text->str, part) == NULL)
    {
      char piece[512];
      gssize got = g_input_stream_read (stream, piece, sizeof piece, NULL, NULL);

      if (got <= 0)
        g_error ("“%s” is not in: %s", part, text->str);
      g_string_append_len (text, piece, got);
    }
  return g_string_free_and_steal (text);
}

static void
test_interrupted (Fixture *self, gconstpointer data)
{
  const char *arguments[] = { "task", "wait", FIRST_ID, "--json", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *before = NULL;
  g_autofree char *told = NULL;

  create_task (self, slow);
  /* Time for one question, but not for the task. */
  fixture_run (self, "task", "wait", FIRST_ID, "--timeout", "3", NULL);
  assert_status (self, 7);
  fixture_run (self, "task", "show", FIRST_ID, NULL);
  before = g_strdup (strstr (self->out, "History:"));

  process = fixture_spawnv (self, arguments);
  told = read_until (process, "1994: Binding");
  g_subprocess_send_signal (process, SIGINT);
  fixture_finish (self, process);
  assert_status (self, 130);
  assert_contains (self->err, "stopped waiting");
  assert_contains (self->out, "\"state\":\"binding\"");

  fixture_run (self, "task", "show", FIRST_ID, NULL);
  g_assert_cmpstr (strstr (self->out, "History:"), ==, before);
}

/* Runs a command on a terminal where somebody has typed @answer. */
static void
run_on_terminal (Fixture *self, const char **arguments, const char *answer)
{
  g_autofd int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int held = -1;
  struct termios mode;
  int slave = -1;

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  slave = open (ptsname (master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (slave, >=, 0);
  g_assert_cmpint (tcgetattr (slave, &mode), ==, 0);
  mode.c_lflag &= ~(tcflag_t) ECHO;
  mode.c_oflag &= ~(tcflag_t) OPOST;
  g_assert_cmpint (tcsetattr (slave, TCSANOW, &mode), ==, 0);
  g_assert_cmpint (write (master, answer, strlen (answer)), ==, (gssize) strlen (answer));

  g_ptr_array_add (all, (gpointer) g_getenv ("CADET_PROGRAM"));
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);
  /* What was written stays to be read for as long as the terminal is held. */
  held = dup (slave);
  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_take_stdin_fd (self->launcher, dup (slave));
  g_subprocess_launcher_take_stderr_fd (self->launcher, slave);
  process = g_subprocess_launcher_spawnv (self->launcher, (const char *const *) all->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_take_stdin_fd (self->launcher, -1);
  g_subprocess_launcher_take_stderr_fd (self->launcher, -1);
  fixture_finish (self, process);

  g_assert_cmpint (fcntl (master, F_SETFL, O_NONBLOCK), ==, 0);
  for (;;)
    {
      char piece[4096];
      gssize got = read (master, piece, sizeof piece);

      if (got <= 0)
        break;
      g_string_append_len (text, piece, got);
    }
  g_set_str (&self->err, text->str);
}

static void
test_terminal_execute (Fixture *self, gconstpointer data)
{
  const char *execute[] = { "task", "execute", FIRST_ID, "--json", NULL };

  create_task (self, quick);
  run_on_terminal (self, execute, "n\n");
  assert_status (self, 4);
  assert_contains (self->err, "Execute the task “Shop stack” (1994) with the profile “Environment” "
                              "(" KEY_ID ") at http://127.0.0.1:");
  assert_contains (self->err, "[y/N]");
  g_assert_cmpstr (self->out, ==, "");
  run_on_terminal (self, execute, "\n");
  assert_status (self, 4);
  fixture_run (self, "task", "show", FIRST_ID, "--json", NULL);
  assert_lacks (self->out, "execution");

  run_on_terminal (self, execute, "y\n");
  assert_status (self, 0);
  assert_contains (self->out, "\"execution\":{\"outcome\":\"created\"");
}

static void
test_terminal_create (Fixture *self, gconstpointer data)
{
  const char *const options[] = { QUICK, "--fault", "lost-reply@CreateTask:1", NULL };
  const char *create[] = { "create",     "--process", PROCESS,  "--name", "n",  "--app", APP,
                           "--endpoint", NULL,        "--json", NULL,     NULL, NULL };

  fixture_start_sandbox_with (self, options);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  create[8] = self->endpoint;
  run_on_terminal (self, create, "");
  assert_status (self, 5);
  run_on_terminal (self, create, "no\n");
  assert_status (self, 4);
  assert_contains (self->err, "it is unknown whether it created the task. Create it again? [y/N]");
  assert_contains (self->out, "\"not-sent\"");
  g_assert_cmpuint (fixture_count_tasks (self), ==, 1);
  run_on_terminal (self, create, "yes\n");
  assert_status (self, 0);
  assert_contains (self->out, "\"taskId\":1995");
  assert_contains (self->out, "\"previous\":");

  /* Executing is asked for before anything is sent. */
  create[4] = "other";
  create[10] = "--wait";
  create[11] = "--execute";
  run_on_terminal (self, create, "n\n");
  assert_status (self, 4);
  assert_contains (self->err, "Create the task “other” and execute it, with the profile");
  g_assert_cmpuint (fixture_count_tasks (self), ==, 2);
  run_on_terminal (self, create, "y\n");
  assert_status (self, 0);
  assert_contains (self->out, "\"state\":\"finished\"");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/cli/task/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/task/scenario/", scenarios[i].name, NULL);

      g_test_add (path, Fixture, &scenarios[i], fixture_set_up, test_scenario, fixture_tear_down);
    }
  ADD ("profile", test_profile);
  ADD ("sandbox-profile", test_sandbox_profile);
  ADD ("interrupted", test_interrupted);
  ADD ("terminal/execute", test_terminal_execute);
  ADD ("terminal/create", test_terminal_create);

  return g_test_run ();
}
