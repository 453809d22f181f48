/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* `cadet` is killed at random moments of creating, executing and following, and after each time its
 * ledger is compared with what it was, with what a kill leaves, and with what the service has.
 *
 * CADET_TEST_KILLS says how often, --seed (an argument of the test) how chance falls. */

#include "config.h"

#include "cli-fixture.h"
#include "kill-record.h"
#include "storage/cadet-ledger.h"

#include <libdex.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"

/* With more than this, a worker begins a new ledger, so that a long run takes no longer for each. */
#define MAX_ATTEMPTS 40

#define MEMORY_FOLDER "/dev/shm"

/* Most of the time of most programs is spent waiting. */
#define WORKERS 6

#define DEFAULT_KILLS 200
/* Programs are several times slower then. */
#define KILLS_WITH_SANITIZER 100

typedef enum
{
  CREATE,
  EXECUTE,
  FOLLOW,
  /* Executes and follows; killed also between and during later questions. */
  EXECUTE_FOLLOW,
  N_KINDS,
} Kind;

static const struct
{
  const char *name;
  int weight;
  double first_seconds;
} kinds[N_KINDS] = {
  { "create", 35, 0.15 },
  { "execute", 30, 0.15 },
  { "follow", 25, 0.15 },
  { "execute --wait", 10, 3 },
};

/* Where a kill met a request that changes something. */
typedef enum
{
  BEFORE_INTENT,
  IN_FLIGHT,
  AFTER_OUTCOME,
  N_STAGES,
} Stage;

static const char *const stage_names[N_STAGES] = { "before the intent", "in flight",
                                                   "after the outcome" };

typedef struct
{
  GMainLoop *loop;
  GRand *rand;
  char *state_file;
  char *endpoint;
  guint wanted;
  guint kills;
  guint running;
  guint ledgers;
  guint kills_of[N_KINDS];
  guint ended_of[N_KINDS];
  guint stages[N_KINDS][N_STAGES];
  guint status_seen;
  /* How long a program of a kind is let live at most, learned on the way. */
  double seconds[N_KINDS];
} Kills;

/* A user with a ledger of their own, who runs one program at a time. */
typedef struct
{
  Kills *kills;
  Fixture fixture;
  guint number;
  guint created;
  char *ledger;
  char *scratch;
  KillRecord *record;
} Worker;

/* A program on its way. */
typedef struct
{
  DexPromise *ended;
  char *out;
  char *err;
} Run;

static void
communicate_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (object), result, &run->out, &run->err,
                                        &error);
  g_assert_no_error (error);
  dex_promise_resolve_boolean (run->ended, TRUE);
}

static KillRow *
find_row (GHashTable *rows, const char *uuid)
{
  return g_hash_table_lookup (rows, uuid);
}

/* A task that was created, at random; for an execution one of which nothing says that it ran. */
static KillRow *
pick_task (Worker *self, gboolean to_execute)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->record->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KillRow *attempt = value;
      gboolean fits = g_strcmp0 (attempt->outcome, "created") == 0;
      GHashTableIter executions;
      gpointer execution = NULL;

      g_hash_table_iter_init (&executions, self->record->executions);
      while (to_execute && fits && g_hash_table_iter_next (&executions, NULL, &execution))
        if (g_str_equal (((KillRow *) execution)->attempt, attempt->uuid))
          fits = FALSE;
      if (fits)
        g_ptr_array_add (found, attempt);
    }
  if (found->len == 0)
    return NULL;
  return g_ptr_array_index (found, g_rand_int_range (self->kills->rand, 0, (gint32) found->len));
}

static Kind
pick_kind (Worker *self)
{
  int at = g_rand_int_range (self->kills->rand, 0, 100);
  Kind kind = CREATE;

  while (at >= kinds[kind].weight)
    at -= kinds[kind++].weight;
  if (kind != CREATE && pick_task (self, kind != FOLLOW) == NULL)
    return CREATE;
  return kind;
}

static GSubprocess *
spawn (Worker *self, Kind kind)
{
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  KillRow *task = NULL;

  if (kind == CREATE)
    {
      name = g_strdup_printf ("kill-%u-%u", self->number, self->created++);
      return fixture_spawnv (&self->fixture,
                             (const char *[]) { "create", "--process", PROCESS, "--name", name,
                                                "--app", APP, "--endpoint", self->kills->endpoint,
                                                "--json", NULL });
    }

  task = pick_task (self, kind != FOLLOW);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, task->task_id);
  if (kind == FOLLOW)
    return fixture_spawnv (&self->fixture, (const char *[]) { "task", "wait", id, "--json", NULL });
  return fixture_spawnv (&self->fixture,
                         (const char *[]) { "task", "execute", id, "--yes", "--json",
                                            kind == EXECUTE_FOLLOW ? "--wait" : NULL, NULL });
}

/* All that was known is still known, and nothing of it has changed. */
static void
assert_kept (GHashTable *before, GHashTable *after)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KillRow *old = value;
      KillRow *new = find_row (after, old->uuid);

      if (new == NULL)
        g_error ("%s, which was %s, is lost", old->uuid, old->outcome);
      if (g_strcmp0 (new->outcome, old->outcome) != 0 || new->task_id != old->task_id)
        g_error ("%s was %s (%" G_GINT64_FORMAT ") and is %s (%" G_GINT64_FORMAT ")", old->uuid,
                 old->outcome, old->task_id, new->outcome, new->task_id);
    }
}

static void
assert_only_added (GPtrArray *before, GPtrArray *after)
{
  g_assert_cmpuint (after->len, >=, before->len);
  for (guint i = 0; i < before->len; i++)
    g_assert_cmpstr (g_ptr_array_index (after, i), ==, g_ptr_array_index (before, i));
}

/* What is in @after and not in @before, of which there may be one. */
static KillRow *
find_new (GHashTable *before, GHashTable *after, gboolean may_be)
{
  GHashTableIter iter;
  gpointer value = NULL;
  KillRow *new = NULL;

  g_assert_cmpuint (g_hash_table_size (after), <=, g_hash_table_size (before) + (may_be ? 1 : 0));
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (find_row (before, ((KillRow *) value)->uuid) == NULL)
      new = value;
  return new;
}

/* A Cadet that opens the ledger makes unknown what has no outcome, and changes nothing else.
 * Returns how much that was. */
static guint
count_settled (GHashTable *raw, GHashTable *settled)
{
  GHashTableIter iter;
  gpointer value = NULL;
  guint count = 0;

  g_assert_cmpuint (g_hash_table_size (raw), ==, g_hash_table_size (settled));
  g_hash_table_iter_init (&iter, raw);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KillRow *old = value;
      KillRow *new = find_row (settled, old->uuid);

      g_assert_nonnull (new);
      if (old->outcome == NULL)
        {
          g_assert_cmpstr (new->outcome, ==, "unknown");
          count++;
        }
      else
        g_assert_cmpstr (new->outcome, ==, old->outcome);
      g_assert_cmpint (new->task_id, ==, old->task_id);
      g_assert_cmpstr (new->status, ==, old->status);
    }
  return count;
}

static void
assert_settled (KillRecord *raw, KillRecord *settled)
{
  guint n_settled = count_settled (raw->attempts, settled->attempts) +
                    count_settled (raw->executions, settled->executions);

  assert_only_added (raw->events, settled->events);
  g_assert_cmpuint (settled->events->len, ==, raw->events->len + n_settled);
  for (guint i = raw->events->len; i < settled->events->len; i++)
    assert_contains ((char *) g_ptr_array_index (settled->events, i), "interrupted|");
}

static gboolean
may_exist (const char *outcome)
{
  return g_strcmp0 (outcome, "created") == 0 || g_strcmp0 (outcome, "unknown") == 0;
}

/* What the service has is in the ledger, as created or unknown, and once. */
static void
assert_task_recorded (Worker *self, KillTask *task)
{
  GHashTableIter iter;
  gpointer value = NULL;
  KillRow *attempt = NULL;
  gboolean executed = FALSE;

  g_hash_table_iter_init (&iter, self->record->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_strcmp0 (((KillRow *) value)->name, task->name) == 0)
      {
        g_assert_null (attempt);
        attempt = value;
      }
  if (attempt == NULL)
    g_error ("the service has %s, and no attempt is recorded", task->name);
  if (!may_exist (attempt->outcome))
    g_error ("the service has %s, and its attempt is %s", task->name, attempt->outcome);
  if (g_str_equal (attempt->outcome, "created"))
    g_assert_cmpint (attempt->task_id, ==, task->id);

  g_hash_table_iter_init (&iter, self->record->executions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((KillRow *) value)->attempt, attempt->uuid) &&
        may_exist (((KillRow *) value)->outcome))
      executed = TRUE;
  if (task->executed_ms != 0 && !executed)
    g_error ("the service executed %s, and no order is recorded", task->name);
}

static KillTask *
find_task (GPtrArray *tasks, gint64 id)
{
  for (guint i = 0; i < tasks->len; i++)
    if (((KillTask *) g_ptr_array_index (tasks, i))->id == id)
      return g_ptr_array_index (tasks, i);
  return NULL;
}

/* What the ledger claims did happen. */
static void
assert_claims_true (Worker *self, GPtrArray *tasks)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->record->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KillRow *attempt = value;
      KillTask *task = NULL;

      if (g_strcmp0 (attempt->outcome, "created") != 0)
        continue;
      task = find_task (tasks, attempt->task_id);
      if (task == NULL)
        g_error ("%s is recorded as created, and the service has no task %" G_GINT64_FORMAT,
                 attempt->name, attempt->task_id);
      g_assert_cmpstr (task->name, ==, attempt->name);
      if (g_strcmp0 (attempt->status, "RUNNING") == 0 || g_strcmp0 (attempt->status, "FINISH") == 0)
        g_assert_cmpint (task->executed_ms, !=, 0);
      g_assert_cmpstr (attempt->error_message, ==, NULL);
    }

  g_hash_table_iter_init (&iter, self->record->executions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KillRow *execution = value;
      KillTask *task = NULL;

      if (g_strcmp0 (execution->outcome, "created") != 0)
        continue;
      task = find_task (tasks, find_row (self->record->attempts, execution->attempt)->task_id);
      if (task == NULL || task->executed_ms == 0)
        g_error ("%s is recorded as executed, and was not", execution->attempt);
    }
}

static void
assert_agrees (Worker *self)
{
  g_autoptr (GPtrArray) tasks = kill_tasks_read (self->kills->state_file);
  g_autofree char *prefix = g_strdup_printf ("kill-%u-", self->number);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < tasks->len; i++)
    {
      KillTask *task = g_ptr_array_index (tasks, i);

      if (!g_hash_table_add (names, task->name))
        g_error ("the service has %s twice", task->name);
      if (g_str_has_prefix (task->name, prefix))
        assert_task_recorded (self, task);
    }
  assert_claims_true (self, tasks);
}

/* Opens the ledger as the next Cadet does. */
static void
await_recovery (Worker *self, guint n_attempts)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->ledger);
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (GListModel) page = NULL;
  g_autoptr (GError) error = NULL;

  dex_await (cadet_ledger_open (ledger), &error);
  g_assert_no_error (error);
  page = dex_await_object (cadet_ledger_list (ledger, NULL, 0, NULL, n_attempts + 10), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (page), ==, n_attempts);
  dex_await (cadet_ledger_close (ledger), &error);
  g_assert_no_error (error);
}

/* What a program said before it ended is recorded: an outcome is shown after it is durable. */
static void
assert_said (KillRecord *raw, const char *out)
{
  g_autofree char *uuid = NULL;
  g_autofree char *outcome = NULL;
  KillRow *row = NULL;

  if (strchr (out, '\n') == NULL)
    return;
  uuid = json_member (out, "attempt");
  outcome = json_member (out, "outcome");
  row = find_row (raw->attempts, uuid);
  if (row == NULL || g_strcmp0 (row->outcome, outcome) != 0)
    g_error ("said and not recorded: %s", out);
}

static void
count_stage (Worker *self, Kind kind, KillRecord *raw)
{
  gboolean creates = kind == CREATE;
  KillRow *attempt = find_new (self->record->attempts, raw->attempts, creates);
  KillRow *execution =
    find_new (self->record->executions, raw->executions, kind == EXECUTE || kind == EXECUTE_FOLLOW);
  KillRow *new = creates ? attempt : execution;

  if (kind == FOLLOW)
    self->kills->status_seen += raw->events->len > self->record->events->len;
  else
    self->kills->stages[kind][new == NULL            ? BEFORE_INTENT
                              : new->outcome == NULL ? IN_FLIGHT
                                                     : AFTER_OUTCOME]++;
}

static void
check (Worker *self, Kind kind, const char *out, gboolean killed)
{
  g_autoptr (KillRecord) raw = kill_record_read (self->ledger, self->scratch, FALSE);
  KillRecord *settled = NULL;

  assert_kept (self->record->attempts, raw->attempts);
  assert_kept (self->record->executions, raw->executions);
  assert_only_added (self->record->events, raw->events);
  find_new (self->record->attempts, raw->attempts, kind == CREATE);
  find_new (self->record->executions, raw->executions, kind == EXECUTE || kind == EXECUTE_FOLLOW);
  assert_said (raw, out);
  if (killed)
    count_stage (self, kind, raw);

  await_recovery (self, g_hash_table_size (raw->attempts));
  settled = kill_record_read (self->ledger, self->scratch, TRUE);
  assert_settled (raw, settled);
  /* A program that was not killed left nothing undone. */
  if (!killed)
    g_assert_cmpuint (settled->events->len, ==, raw->events->len);
  kill_record_free (self->record);
  self->record = settled;
  assert_agrees (self);
}

/* One program in five ends before it is killed: then kills meet all of its life. */
static void
learn (Kills *kills, Kind kind, gboolean killed)
{
  if (kind != EXECUTE_FOLLOW)
    kills->seconds[kind] = MIN (kills->seconds[kind] * (killed ? 1.03 : 0.88), 30);
}

static void
await_one (Worker *self)
{
  Kills *kills = self->kills;
  Kind kind = pick_kind (self);
  Run run = { dex_promise_new (), NULL, NULL };
  double after = g_rand_double_range (kills->rand, 0, kills->seconds[kind]);
  g_autoptr (GSubprocess) process = spawn (self, kind);
  gboolean killed = FALSE;

  g_subprocess_communicate_utf8_async (process, NULL, NULL, communicate_cb, &run);
  dex_await (dex_future_first (dex_ref (run.ended),
                               dex_timeout_new_usec ((gint64) (after * G_USEC_PER_SEC)), NULL),
             NULL);
  if (dex_future_is_pending (DEX_FUTURE (run.ended)))
    g_subprocess_force_exit (process);
  dex_await (dex_ref (run.ended), NULL);

  killed = g_subprocess_get_if_signaled (process);
  if (killed)
    g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
  assert_lacks (run.err, "CRITICAL **");
  assert_lacks (run.err, "ERROR: ");
  assert_lacks (run.err, "runtime error");
  learn (kills, kind, killed);
  check (self, kind, run.out, killed);
  if (killed)
    {
      kills->kills++;
      kills->kills_of[kind]++;
      if (kills->kills % 500 == 0)
        g_test_message ("%u kills", kills->kills);
    }
  else
    kills->ended_of[kind]++;

  dex_unref (run.ended);
  g_free (run.out);
  g_free (run.err);
}

static void
begin (Worker *self)
{
  self->number = self->kills->ledgers++;
  self->created = 0;
  memset (&self->fixture, 0, sizeof self->fixture);
  fixture_set_up (&self->fixture, NULL);
  fixture_set_keys (&self->fixture, KEY_ID, KEY_SECRET);
  self->ledger = fixture_path (&self->fixture, "data/cadet/ledger.db");
  self->scratch = fixture_path (&self->fixture, "scratch.db");
  self->record = kill_record_read (self->ledger, self->scratch, FALSE);
}

static void
end (Worker *self)
{
  /* What was on its way to the service has come to its end meanwhile. */
  assert_agrees (self);
  g_clear_pointer (&self->record, kill_record_free);
  g_clear_pointer (&self->ledger, g_free);
  g_clear_pointer (&self->scratch, g_free);
  fixture_tear_down (&self->fixture, NULL);
}

static DexFuture *
work_fiber (gpointer user_data)
{
  Worker *self = user_data;

  begin (self);
  while (self->kills->kills < self->kills->wanted)
    {
      if (g_hash_table_size (self->record->attempts) >= MAX_ATTEMPTS)
        {
          end (self);
          begin (self);
        }
      await_one (self);
    }
  end (self);
  if (--self->kills->running == 0)
    g_main_loop_quit (self->kills->loop);
  return dex_future_new_for_boolean (TRUE);
}

static guint
get_wanted (void)
{
  const char *text = g_getenv ("CADET_TEST_KILLS");
  guint64 wanted = DEFAULT_KILLS;

#ifdef __SANITIZE_ADDRESS__
  wanted = KILLS_WITH_SANITIZER;
  g_test_message ("with AddressSanitizer there are %d kills instead of %d", KILLS_WITH_SANITIZER,
                  DEFAULT_KILLS);
#endif
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 1000000, &wanted, NULL))
    g_error ("CADET_TEST_KILLS is a number, not “%s”", text);
  return (guint) wanted;
}

static void
tell (Kills *kills, double seconds)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_test_message ("%s: killed %u times, ended by itself %u times", kinds[kind].name,
                      kills->kills_of[kind], kills->ended_of[kind]);
      for (guint stage = 0; kind != FOLLOW && stage < N_STAGES; stage++)
        g_test_message ("%s: killed %s %u times", kinds[kind].name, stage_names[stage],
                        kills->stages[kind][stage]);
    }
  g_test_message ("follow: killed after something was recorded %u times", kills->status_seen);
  g_test_message ("%u kills in %.1f s", kills->kills, seconds);
}

/* Where no kill met a moment that matters, nothing is shown. */
static void
assert_met_all (Kills *kills)
{
  if (kills->wanted < DEFAULT_KILLS)
    return;
  for (guint stage = 0; stage < N_STAGES; stage++)
    g_assert_cmpuint (kills->stages[CREATE][stage] + kills->stages[EXECUTE][stage] +
                        kills->stages[EXECUTE_FOLLOW][stage],
                      >, 0);
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_assert_cmpuint (kills->kills_of[kind], >, 0);
}

static void
test_kills (Fixture *fixture, gconstpointer data)
{
  g_autofree char *state_file = fixture_path (fixture, "sandbox.db");
  const char *const options[] = {
    "--state", state_file,      "--bind-seconds",       "0",       "--run-seconds",
    "1",       "--fault",       "delay@CreateTask:40%", "--fault", "delay@ExecuteTask:40%",
    "--fault", "lost-reply:4%", "--fault-seconds",      "0.05",    NULL
  };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  Kills kills = { .loop = loop, .rand = rand, .state_file = state_file };
  Worker workers[WORKERS] = { 0 };
  gint64 begun = g_get_monotonic_time ();

  fixture_start_sandbox_with (fixture, options);
  kills.endpoint = fixture->endpoint;
  kills.wanted = get_wanted ();
  kills.running = WORKERS;
  for (guint kind = 0; kind < N_KINDS; kind++)
    kills.seconds[kind] = kinds[kind].first_seconds;

  for (guint i = 0; i < WORKERS; i++)
    {
      Worker *worker = &workers[i];

      worker->kills = &kills;
      dex_future_disown (dex_scheduler_spawn (NULL, 0, work_fiber, worker, NULL));
    }
  g_main_loop_run (loop);

  tell (&kills, (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
  assert_met_all (&kills);
}

int
main (int argc, char **argv)
{
  /* A kill takes nothing of what was written, wherever it is: only the end of a machine would. So
   * the disk may be left alone, which is most of the time. */
  if (access (MEMORY_FOLDER, W_OK | X_OK) == 0)
    g_setenv ("TMPDIR", MEMORY_FOLDER, TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add ("/cli/kills", Fixture, NULL, fixture_set_up, test_kills, fixture_tear_down);

  return g_test_run ();
}
