/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* What cannot be used is named, with the way out, and nothing is sent or recorded; help and
 * version; the window without a display. */

#include "config.h"

#include "cli-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ARGUMENTS 24

typedef struct
{
  const char *name;
  const char *arguments[MAX_ARGUMENTS];
  /* What standard error must contain. */
  const char *parts[4];
} Bad;

#define REQUIRED "create", "--process", "p", "--name", "n", "--app", "a"

/* ENDPOINT and HOME in an argument stand for the address of a server that counts, and for the
 * user's folder. */
static const Bad bad[] = {
  { "nothing-given", { "create" }, { "--process", "--name", "--app" } },
  { "blank",
    { "create", "--process", " ", "--name", "\t", "--app", "" },
    { "--process", "--name", "--app" } },
  { "missing-app", { "create", "--process", "p", "--name", "n" }, { "--app" } },
  { "missing-value", { "create", "--process" }, { "--process", "--help" } },
  { "unknown-option", { REQUIRED, "--color", "red" }, { "--color", "--help" } },
  { "extra-argument", { REQUIRED, "again" }, { "again", "--help" } },
  { "unknown-command", { "destroy" }, { "destroy", "--help" } },
  { "unknown-subcommand", { "task", "burn" }, { "task burn", "--help" } },
  { "half-command", { "task" }, { "task", "task list" } },
  { "unknown-top-option", { "--colour" }, { "--colour", "--help" } },
  { "no-equals", { REQUIRED, "--var", "region" }, { "--var", "region", "=" } },
  { "no-name", { REQUIRED, "--var", "=x" }, { "--var", "name" } },
  { "no-json-name", { REQUIRED, "--var-json", "=1" }, { "--var-json", "name" } },
  { "duplicate",
    { REQUIRED, "--var", "a=1", "--var-json", "a=2" },
    { "--var-json a", "“a”", "--var a" } },
  { "duplicate-file",
    { REQUIRED, "--var", "zone=1", "--var-file", "HOME/zone.json" },
    { "zone.json", "“zone”", "--var zone" } },
  { "duplicate-in-file", { REQUIRED, "--var-file", "HOME/twice.json" }, { "twice.json", "“z”" } },
  { "json-broken", { REQUIRED, "--var-json", "a=[1," }, { "--var-json a" } },
  { "json-word", { REQUIRED, "--var-json", "a=yes" }, { "--var-json a" } },
  { "json-empty", { REQUIRED, "--var-json", "a=" }, { "--var-json a" } },
  { "json-number", { REQUIRED, "--var-json", "a=01" }, { "--var-json a" } },
  { "json-two", { REQUIRED, "--var-json", "a=1,\"b\":2" }, { "--var-json a" } },
  { "file-missing",
    { REQUIRED, "--var-file", "HOME/none.json" },
    { "--var-file", "none.json", "No such file" } },
  { "file-folder", { REQUIRED, "--var-file", "HOME" }, { "--var-file", "folder" } },
  { "file-huge", { REQUIRED, "--var-file", "HOME/huge.json" }, { "huge.json", "16 MiB" } },
  { "file-endless", { REQUIRED, "--var-file", "/dev/zero" }, { "/dev/zero", "16 MiB" } },
  { "file-latin1",
    { REQUIRED, "--var-file", "HOME/latin1.json" },
    { "latin1.json", "UTF-8", "byte 11 " } },
  { "file-utf-16", { REQUIRED, "--var-file", "HOME/utf16.json" }, { "utf16.json", "UTF-8" } },
  { "file-cut", { REQUIRED, "--var-file", "HOME/cut.json" }, { "cut.json", "Line 1, column 8" } },
  { "file-more", { REQUIRED, "--var-file", "HOME/more.json" }, { "more.json", "more text" } },
  { "file-loop", { REQUIRED, "--var-file", "HOME/loop.json" }, { "loop.json", "links" } },
  { "file-deep", { REQUIRED, "--var-file", "HOME/deep.json" }, { "deep.json", "too deeply" } },
  { "file-below-file",
    { REQUIRED, "--var-file", "HOME/zone.json/x" },
    { "zone.json/x", "Not a directory" } },
  { "file-empty", { REQUIRED, "--var-file", "HOME/empty.json" }, { "empty.json" } },
  { "file-array", { REQUIRED, "--var-file", "HOME/array.json" }, { "array.json", "object" } },
  { "file-broken",
    { REQUIRED, "--var-file", "HOME/broken.json" },
    { "broken.json", "Line 2, column 7" } },
  { "file-no-name", { REQUIRED, "--var-file", "HOME/noname.json" }, { "noname.json", "name" } },
  { "input-twice",
    { REQUIRED, "--var-file", "-", "--var-file", "-" },
    { "standard input", "once" } },
  { "endpoint-scheme",
    { REQUIRED, "--profile", "sandbox", "--endpoint", "ftp://127.0.0.1" },
    { "--endpoint" } },
  { "endpoint-plain", { REQUIRED, "--endpoint", "http://192.0.2.1" }, { "--endpoint" } },
  { "endpoint-path", { REQUIRED, "--endpoint", "https://127.0.0.1/x" }, { "--endpoint" } },
  { "endpoint-password",
    { REQUIRED, "--endpoint", "https://user:password@127.0.0.1" },
    { "--endpoint", "user name" } },
  { "endpoint-port", { REQUIRED, "--endpoint", "https://127.0.0.1:99999" }, { "65535" } },
  { "endpoint-space", { REQUIRED, "--endpoint", "https://127.0.0.1 x" }, { "--endpoint" } },
  { "endpoint-query", { REQUIRED, "--endpoint", "https://127.0.0.1?x" }, { "--endpoint" } },
  { "endpoint-like-loopback",
    { REQUIRED, "--endpoint", "http://localhost.example.com" },
    { "--endpoint", "this machine only" } },
  { "endpoint-empty", { REQUIRED, "--endpoint", "" }, { "--endpoint" } },
  { "endpoint-sandbox",
    { REQUIRED, "--profile", "sandbox", "--endpoint", "https://127.0.0.1" },
    { "--endpoint" } },
  { "profile-unknown",
    { REQUIRED, "--profile", "payroll" },
    { "--profile", "payroll", "sandbox" } },
  { "profile-empty", { REQUIRED, "--profile", "" }, { "--profile" } },
  { "process-latin1",
    { "create", "--process", "\xe9", "--name", "n", "--app", "a" },
    { "--process", "UTF-8" } },
  { "var-latin1", { REQUIRED, "--var", "a=\xe9" }, { "--var", "UTF-8", "byte 3 " } },
  { "show-nothing", { "task", "show" }, { "task ID" } },
  { "show-malformed", { "task", "show", "what?" }, { "what?" } },
  { "wait-nothing", { "task", "wait" }, { "task ID" } },
  { "wait-seconds", { "task", "wait", "1", "--timeout", "soon" }, { "--timeout", "soon" } },
  { "wait-no-time", { "task", "wait", "1", "--timeout", "0" }, { "--timeout", "“0”" } },
  { "create-seconds", { REQUIRED, "--wait", "--timeout", "-1" }, { "--timeout", "“-1”" } },
  { "create-timeout", { REQUIRED, "--timeout", "1" }, { "--timeout is for --wait" } },
  { "create-execute", { REQUIRED, "--execute" }, { "--execute is for --wait" } },
  { "execute-nothing", { "task", "execute", "--yes" }, { "task ID" } },
  { "execute-malformed", { "task", "execute", "x", "--yes" }, { "“x”" } },
  { "execute-more", { "task", "execute", "1", "2", "--yes" }, { "“2”" } },
  { "execute-no-word", { "task", "execute", "1" }, { "--yes", "no terminal" } },
  { "execute-timeout",
    { "task", "execute", "1", "--yes", "--timeout", "1" },
    { "--timeout is for --wait" } },
  { "note-nothing", { "task", "note", "1" }, { "text of the note" } },
  { "note-more", { "task", "note", "1", "a", "b" }, { "“b”" } },
  { "note-latin1", { "task", "note", "1", "\xe9" }, { "TEXT", "UTF-8" } },
  { "resolve-nothing", { "task", "resolve" }, { "task ID or an attempt" } },
  { "resolve-neither", { "task", "resolve", "abcd" }, { "--found", "--not-created" } },
  { "resolve-both",
    { "task", "resolve", "abcd", "--found", "1", "--not-created" },
    { "--found", "--not-created" } },
  { "resolve-no-id", { "task", "resolve", "abcd", "--found", "0" }, { "--found", "“0”" } },
  { "state", { "task", "list", "--state", "dead" }, { "--state", "dead", "not-sent" } },
  { "search-latin1", { "task", "list", "--search", "\xe9" }, { "--search", "UTF-8" } },
  { "limit", { "task", "list", "--limit", "few" }, { "--limit", "few" } },
  { "port-high", { "sandbox", "--port", "70000" }, { "--port", "70000" } },
  { "port-word", { "sandbox", "--port", "http" }, { "--port", "http" } },
  { "pair", { "sandbox", "--access-key", "nocolon" }, { "--access-key" } },
  { "seconds", { "sandbox", "--bind-seconds", "-1" }, { "--bind-seconds" } },
  { "help-unknown", { "help", "destroy" }, { "destroy" } },
};

static void
write_files (Fixture *self)
{
  g_autofree char *huge = fixture_path (self, "huge.json");
  g_autofree char *loop = fixture_path (self, "loop.json");
  char deep[10000];
  g_autofd int fd = open (huge, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

  /* A gigabyte that takes no room. */
  g_assert_cmpint (ftruncate (fd, 1024 * 1024 * 1024), ==, 0);
  g_free (fixture_write (self, "zone.json", "{\"zone\": 1}", -1));
  g_free (fixture_write (self, "twice.json", "{\"z\": 1, \"z\": 2}", -1));
  g_free (fixture_write (self, "latin1.json", "{\"name\": \"\xe9\"}", -1));
  g_free (fixture_write (self, "empty.json", "", 0));
  g_free (fixture_write (self, "array.json", "[1]", -1));
  g_free (fixture_write (self, "broken.json", "{\"a\": 1,\n \"b\": }\n", -1));
  g_free (fixture_write (self, "noname.json", "{\"\": 1}", -1));
  g_free (fixture_write (self, "utf16.json", "\xff\xfe{\0}\0", 6));
  g_free (fixture_write (self, "cut.json", "{\"a\": 1", -1));
  g_free (fixture_write (self, "more.json", "{\"a\": 1} x", -1));
  memset (deep, '[', sizeof deep - 1);
  memcpy (deep, "{\"a\":", 5);
  deep[sizeof deep - 1] = '\0';
  g_free (fixture_write (self, "deep.json", deep, -1));
  g_assert_cmpint (symlink ("loop.json", loop), ==, 0);
}

static void
test_bad (Fixture *self, gconstpointer data)
{
  const Bad *entry = data;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *ledger = fixture_path (self, "data/cadet");

  write_files (self);
  if (strcmp (entry->name, "profile-unknown") != 0 && strcmp (entry->name, "profile-empty") != 0)
    fixture_set_keys (self, KEY_ID, KEY_SECRET);
  if (strcmp (entry->name, "input-twice") == 0)
    self->input = g_strdup ("{}");
  for (gsize i = 0; entry->arguments[i] != NULL; i++)
    {
      const char *argument = entry->arguments[i];

      if (g_str_has_prefix (argument, "HOME"))
        g_ptr_array_add (arguments, g_strconcat (self->home, argument + strlen ("HOME"), NULL));
      else
        g_ptr_array_add (arguments, g_strdup (argument));
    }
  g_ptr_array_add (arguments, NULL);

  fixture_runv (self, (const char **) arguments->pdata);
  assert_status (self, 2);
  g_assert_cmpstr (self->out, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (entry->parts) && entry->parts[i] != NULL; i++)
    assert_contains (self->err, entry->parts[i]);
  assert_contains (self->err, "--help");
  assert_lacks (self->err, KEY_SECRET);
  /* Nothing was recorded, so nothing was sent. */
  g_assert_false (g_file_test (ledger, G_FILE_TEST_EXISTS));
}

/* Every problem is told at once. */
static void
test_all_problems (Fixture *self, gconstpointer data)
{
  fixture_run (self, "create", "--process", "", "--name", "n", "--var", "x", "--var-json", "y={",
               "--endpoint", "nonsense://", "--profile", "payroll", NULL);
  assert_status (self, 2);
  assert_contains (self->err, "--process: ");
  assert_contains (self->err, "--app: ");
  assert_contains (self->err, "--var: ");
  assert_contains (self->err, "--var-json y: ");
  assert_contains (self->err, "--endpoint: ");
  assert_contains (self->err, "--profile: ");
  assert_lacks (self->err, "--name: ");
}

static void
test_no_profile (Fixture *self, gconstpointer data)
{
  fixture_run (self, REQUIRED, NULL);
  assert_status (self, 2);
  assert_contains (self->err, "--profile");
  assert_contains (self->err, "sandbox");
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_ID");
}

static void
test_half_keys (Fixture *self, gconstpointer data)
{
  g_subprocess_launcher_setenv (self->launcher, "ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID, TRUE);
  fixture_run (self, REQUIRED, NULL);
  assert_status (self, 2);
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
}

/* Keys that were copied with something more are found before anything is signed with them. */
static void
test_bad_keys (Fixture *self, gconstpointer data)
{
  fixture_set_keys (self, KEY_ID "\nhost: other", KEY_SECRET);
  fixture_run (self, REQUIRED, "--dry-run", NULL);
  assert_status (self, 2);
  g_assert_cmpstr (self->out, ==, "");
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_ID");

  fixture_set_keys (self, KEY_ID, KEY_SECRET " ");
  fixture_run (self, REQUIRED, NULL);
  assert_status (self, 2);
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  assert_lacks (self->err, KEY_SECRET);
}

/* Standard input that is not there. */
static void
test_no_input (Fixture *self, gconstpointer data)
{
  static const char *const inputs[][2] = {
    { "<&-", "cannot be read" },
    { "</", "folder" },
    { "</dev/null", "column 1" },
  };

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *command = NULL;
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;

      command = g_strdup_printf ("exec \"$1\" create --process p --name n --app a --dry-run "
                                 "--var-file - %s",
                                 inputs[i][0]);
      process = g_subprocess_launcher_spawn (self->launcher, &error, "sh", "-c", command, "sh",
                                             g_getenv ("CADET_PROGRAM"), NULL);
      g_assert_no_error (error);
      fixture_finish (self, process);
      assert_status (self, 2);
      g_assert_cmpstr (self->out, ==, "");
      assert_contains (self->err, "standard input");
      assert_contains (self->err, inputs[i][1]);
      assert_lacks (self->err, "temporarily");
    }
}

static void
test_fifo (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "variables");
  const char *arguments[] = { REQUIRED, "--var-file", path, "--dry-run", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autofd int fd = -1;

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  process = fixture_spawnv (self, arguments);
  fd = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (write (fd, "{\"piped\": 1}", 12), ==, 12);
  g_clear_fd (&fd, NULL);
  fixture_finish (self, process);
  assert_status (self, 0);
  assert_contains (self->out, "piped");
}

static void
test_help (Fixture *self, gconstpointer data)
{
  static const char *const commands[][4] = {
    { "create", NULL },          { "task", "list", NULL },    { "task", "show", NULL },
    { "task", "wait", NULL },    { "task", "execute", NULL }, { "task", "note", NULL },
    { "task", "resolve", NULL }, { "sandbox", NULL },
  };

  fixture_run (self, "--help", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "create");
  assert_contains (self->out, "task list");
  assert_contains (self->out, "sandbox");
  fixture_run (self, "help", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "create");
  fixture_run (self, "--version", NULL);
  assert_status (self, 0);
  g_assert_cmpstr (self->out, ==, "cadet " CADET_VERSION "\n");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *shown = NULL;

      fixture_run (self, commands[i][0], commands[i][1] != NULL ? commands[i][1] : "--help",
                   commands[i][1] != NULL ? "--help" : NULL, NULL);
      assert_status (self, 0);
      g_assert_cmpstr (self->err, ==, "");
      assert_contains (self->out, commands[i][0]);
      shown = g_strdup (self->out);
      fixture_run (self, "help", commands[i][0], commands[i][1], NULL);
      assert_status (self, 0);
      g_assert_cmpstr (self->out, ==, shown);
    }
}

static void
test_help_names_statuses (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *command[3];
    const char *parts[10];
  } rows[] = {
    { { "create", "--help" },
      { "--process", "--var-json", "--dry-run", "--again", "--wait", "--execute", "  7 ", "130",
        "ALIBABA_CLOUD_ACCESS_KEY_ID" } },
    { { "task", "list", "--help" },
      { "--search", "--state", "--profile", "--process", "--app", "--limit", "not-created" } },
    { { "task", "wait", "--help" }, { "--timeout", "--json", "  6 ", "  7 ", "130" } },
    { { "task", "execute", "--help" },
      { "--profile", "--yes", "--wait", "--again", "  6 ", "130" } },
    { { "task", "note", "--help" }, { "TEXT", "standard input" } },
    { { "task", "resolve", "--help" }, { "--found", "--not-created", "console" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fixture_run (self, rows[i].command[0], rows[i].command[1], rows[i].command[2], NULL);
      assert_status (self, 0);
      for (gsize j = 0; rows[i].parts[j] != NULL; j++)
        assert_contains (self->out, rows[i].parts[j]);
    }
}

static void
test_no_display (Fixture *self, gconstpointer data)
{
  fixture_run (self, "/tmp/a-file.json", NULL);
  assert_status (self, 1);
  assert_contains (self->err, "display");
  assert_contains (self->err, "--help");
}

/* Runs a copy of the program, beside which nothing of Cadet lies, as if there were a display. */
static void
run_copy (Fixture *self, const char *argument)
{
  g_autofree char *program = fixture_path (self, "cadet");
  g_autofree char *content = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_file_get_contents (g_getenv ("CADET_PROGRAM"), &content, &length, &error);
  g_assert_no_error (error);
  g_free (fixture_write (self, "cadet", content, (gssize) length));
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  g_subprocess_launcher_setenv (self->launcher, "DISPLAY", ":98", TRUE);
  process = g_subprocess_launcher_spawn (self->launcher, &error, program, argument, NULL);
  g_assert_no_error (error);
  fixture_finish (self, process);
}

/* Without a command it becomes the window's program, with all arguments and its exit status. */
static void
test_window (Fixture *self, gconstpointer data)
{
  g_autofree char *window = NULL;

  window = fixture_write (self, "cadet-window", "#!/bin/sh\necho \"<$1>\"\nexit 7\n", -1);
  g_assert_cmpint (g_chmod (window, 0700), ==, 0);
  run_copy (self, "./a b.json");
  assert_status (self, 7);
  g_assert_cmpstr (self->out, ==, "<./a b.json>\n");
  g_assert_cmpstr (self->err, ==, "");
}

static void
test_no_window (Fixture *self, gconstpointer data)
{
  if (g_file_test (g_getenv ("CADET_WINDOW"), G_FILE_TEST_EXISTS))
    {
      g_test_skip ("Cadet is installed");
      return;
    }

  run_copy (self, NULL);
  assert_status (self, 1);
  g_assert_cmpstr (self->out, ==, "");
  assert_contains (self->err, g_getenv ("CADET_WINDOW"));
  assert_contains (self->err, "Install Cadet");
  assert_contains (self->err, "cadet --help");
}

static void
test_nothing_recorded_yet (Fixture *self, gconstpointer data)
{
  g_autofree char *ledger = fixture_path (self, "data/cadet");

  fixture_run (self, "task", "list", NULL);
  assert_status (self, 0);
  g_assert_cmpstr (self->out, ==, "");
  fixture_run (self, "task", "show", "123", NULL);
  assert_status (self, 1);
  assert_contains (self->err, "123");
  g_assert_false (g_file_test (ledger, G_FILE_TEST_EXISTS));
}

static void
test_port_in_use (Fixture *self, gconstpointer data)
{
  const char *port = NULL;

  fixture_start_sandbox (self, NULL);
  port = strrchr (self->endpoint, ':') + 1;
  fixture_run (self, "sandbox", "--port", port, NULL);
  assert_status (self, 1);
  assert_contains (self->err, port);
  g_assert_cmpstr (self->out, ==, "");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/cli/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/bad/%s", bad[i].name);

      g_test_add (path, Fixture, &bad[i], fixture_set_up, test_bad, fixture_tear_down);
    }
  ADD ("all-problems", test_all_problems);
  ADD ("no-profile", test_no_profile);
  ADD ("half-keys", test_half_keys);
  ADD ("bad-keys", test_bad_keys);
  ADD ("no-input", test_no_input);
  ADD ("window", test_window);
  ADD ("no-window", test_no_window);
  ADD ("fifo", test_fifo);
  ADD ("help", test_help);
  ADD ("help-names-statuses", test_help_names_statuses);
  ADD ("no-display", test_no_display);
  ADD ("nothing-recorded-yet", test_nothing_recorded_yet);
  ADD ("port-in-use", test_port_in_use);

  return g_test_run ();
}
