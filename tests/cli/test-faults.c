/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* `cadet create` against `cadet sandbox --fault`: the exit status, what is printed and recorded, and
 * how many tasks there are at the service. */

#include "config.h"

#include "cli-fixture.h"

#include <sqlite3.h>
#include <string.h>

#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"
#define REQUIRED "--process", PROCESS, "--name", "Shop stack", "--app", APP

static void
assert_member (const char *object, const char *name, const char *expected)
{
  g_autofree char *value = json_member (object, name);

  if (g_strcmp0 (value, expected) != 0)
    g_error ("“%s” is “%s”, not “%s”, in: %s", name, value, expected, object);
}

/* How many tasks the sandbox has in its state file. */
static int
count_tasks (const char *state_file)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int count = -1;

  g_assert_cmpint (sqlite3_open_v2 (state_file, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT count(*) FROM task", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return count;
}

static guint
count_tries (const char *object)
{
  g_autofree char *tries = json_member (object, "tries");
  guint count = 0;

  for (const char *p = tries; p != NULL && (p = strstr (p, "\"number\":")) != NULL; p++)
    count++;
  return count;
}

typedef struct
{
  const char *faults[4];
  int status;
  const char *outcome;
  const char *code;
  const char *http_status;
  guint tries;
  int exist;
} Row;

static const Row rows[] = {
  { { "delay" }, 0, "created", "200", "200", 1, 1 },
  { { "byte-by-byte" }, 0, "created", "200", "200", 1, 1 },
  { { "id-above-2-53" }, 0, "created", "200", "200", 1, 1 },
  { { "throttling-after@CreateTask:2" }, 0, "created", "200", "200", 3, 1 },
  { { "skewed-clock" }, 0, "created", "200", "200", 2, 1 },
  { { "wrong-signature" }, 3, "refused", "SignatureDoesNotMatch", "400", 1, 0 },
  { { "failing-code" }, 3, "refused", "2003", "200", 1, 0 },
  { { "expired-token:1" }, 3, "refused", "InvalidSecurityToken.Expired", "400", 1, 0 },
  { { "throttling-after:1", "failing-code:1" }, 3, "refused", "2003", "200", 2, 0 },
  { { "refuse" }, 4, "not-sent", NULL, NULL, 4, 0 },
  { { "close-unread:1" }, 5, "unknown", NULL, NULL, 1, 0 },
  { { "lost-reply:1" }, 5, "unknown", NULL, NULL, 1, 1 },
  { { "cut-reply:1" }, 5, "unknown", NULL, "200", 1, 1 },
  { { "service-error:1" }, 5, "unknown", "ServiceError", "500", 1, 1 },
  { { "bad-gateway:1" }, 5, "unknown", NULL, "502", 1, 1 },
  { { "redirect:1" }, 5, "unknown", NULL, "302", 1, 0 },
  { { "truncated-json:1" }, 5, "unknown", NULL, "200", 1, 1 },
  { { "throttling-after:1", "lost-reply:1" }, 5, "unknown", NULL, NULL, 2, 1 },
  /* Other actions are spared, and so is this one. */
  { { "lost-reply@GetTask", "failing-code@ExecuteTask", "hang@GetCallerIdentity" },
    0, "created", "200", "200", 1, 1 },
};

static void
test_create (Fixture *self, gconstpointer data)
{
  const Row *row = data;
  g_autofree char *state_file = fixture_path (self, "sandbox.db");
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_autofree char *attempt = NULL;

  g_ptr_array_add (options, (gpointer) "--state");
  g_ptr_array_add (options, state_file);
  g_ptr_array_add (options, (gpointer) "--fault-seconds");
  g_ptr_array_add (options, (gpointer) "0.02");
  for (gsize i = 0; row->faults[i] != NULL; i++)
    {
      g_ptr_array_add (options, (gpointer) "--fault");
      g_ptr_array_add (options, (gpointer) row->faults[i]);
    }
  g_ptr_array_add (options, NULL);
  fixture_start_sandbox_with (self, (const char *const *) options->pdata);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);

  fixture_run (self, "create", REQUIRED, "--endpoint", self->endpoint, "--json", NULL);
  assert_status (self, row->status);
  assert_member (self->out, "outcome", row->outcome);
  assert_member (self->out, "code", row->code);
  assert_member (self->out, "httpStatus", row->http_status);
  g_assert_cmpuint (count_tries (self->out), ==, row->tries);
  g_assert_cmpint (count_tasks (state_file), ==, row->exist);
  attempt = json_member (self->out, "attempt");

  /* The record says the same. */
  fixture_run (self, "task", "show", attempt, "--json", NULL);
  assert_status (self, 0);
  assert_member (self->out, "outcome", row->outcome);
  assert_member (self->out, "code", row->code);
  g_assert_cmpuint (fixture_count_tasks (self), ==, 1);
}

/* What somebody reads who does not ask for JSON: a reason, and whether the task may exist. */
static void
test_words (Fixture *self, gconstpointer data)
{
  const char *const options[] = { "--fault", "lost-reply", NULL };

  fixture_start_sandbox_with (self, options);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", REQUIRED, "--endpoint", self->endpoint, NULL);
  assert_status (self, 5);
  assert_contains (self->err, "ended before a reply came");
  assert_contains (self->err, "the task may exist");
}

static void
test_help (Fixture *self, gconstpointer data)
{
  static const char *const names[] = {
    "refuse",           "close-unread", "lost-reply",      "cut-reply",     "bad-chunk",
    "delay",            "hang",         "byte-by-byte",    "throttling",    "throttling-after",
    "skewed-clock",     "expired-token", "wrong-signature", "service-error", "bad-gateway",
    "unavailable",      "redirect",     "failing-code",    "no-data",       "text-data",
    "id-above-2-31",    "id-above-2-53", "truncated-json",  "bad-utf8",      "huge-reply",
    "deep-json",        "wrong-type",   "gzip",            "false-gzip",
  };

  fixture_run (self, "sandbox", "--help", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "--fault=NAME[@ACTION][:COUNT|:N%]");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf ("\n  %-17s ", names[i]);

      assert_contains (self->out, line);
    }
}

static const struct
{
  const char *option;
  const char *value;
  const char *words;
} usage_rows[] = {
  { "--fault", "nonsense", "“nonsense”, at character 1: there is no fault “nonsense”. These are "
                           "the names: refuse, close-unread, lost-reply, " },
  { "--fault", "hang@CreateTsk", "at character 6: the sandbox has no action “CreateTsk”. These are "
                                 "its actions: CreateTask, " },
  { "--fault", "hang:x", "at character 6: “x” is neither a whole number" },
  { "--fault", "hang\xff", "--fault" },
  { "--fault-seconds", "soon", "--fault-seconds" },
  { "--fault-seed", "-1", "--fault-seed" },
};

static void
test_usage (Fixture *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usage_rows); i++)
    {
      fixture_run (self, "sandbox", usage_rows[i].option, usage_rows[i].value, NULL);
      assert_status (self, 2);
      assert_contains (self->err, usage_rows[i].words);
      g_assert_cmpstr (self->out, ==, "");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *faults = g_strjoinv ("+", (char **) rows[i].faults);
      g_autofree char *path = g_strconcat ("/cli/faults/create/", faults, NULL);

      g_test_add (path, Fixture, &rows[i], fixture_set_up, test_create, fixture_tear_down);
    }
  g_test_add ("/cli/faults/words", Fixture, NULL, fixture_set_up, test_words, fixture_tear_down);
  g_test_add ("/cli/faults/help", Fixture, NULL, fixture_set_up, test_help, fixture_tear_down);
  g_test_add ("/cli/faults/usage", Fixture, NULL, fixture_set_up, test_usage, fixture_tear_down);

  return g_test_run ();
}
