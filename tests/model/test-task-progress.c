/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task.h"

#define ATTEMPT "3f0a2f4e-6f1d-4c55-9d07-0a5c3a0a8a11"

#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define NOT_SENT CADET_OUTCOME_NOT_SENT
#define UNKNOWN CADET_OUTCOME_UNKNOWN
#define NONE -1

/* What is known of an attempt, and what follows from it. Times: 0 for nothing. */
static const struct
{
  int outcome;
  CadetTaskResolution resolution;
  gint64 seen_at;
  const char *status;
  const char *error_message;
  int execution;
  gint64 executed_at;
  CadetTaskState state;
  gboolean at_rest;
} states[] = {
  { NONE, 0, 0, NULL, NULL, NONE, 0, CADET_TASK_SENDING, FALSE },
  { REFUSED, 0, 0, NULL, NULL, NONE, 0, CADET_TASK_REFUSED, TRUE },
  { NOT_SENT, 0, 0, NULL, NULL, NONE, 0, CADET_TASK_NOT_SENT, TRUE },
  { UNKNOWN, 0, 0, NULL, NULL, NONE, 0, CADET_TASK_UNKNOWN, TRUE },
  { UNKNOWN, CADET_TASK_NOT_THERE, 0, NULL, NULL, NONE, 0, CADET_TASK_NOT_CREATED, TRUE },
  { UNKNOWN, CADET_TASK_FOUND, 0, NULL, NULL, NONE, 0, CADET_TASK_CREATED, FALSE },
  { UNKNOWN, CADET_TASK_FOUND, 5, "FINISH", NULL, NONE, 0, CADET_TASK_FINISHED, TRUE },
  { CREATED, 0, 0, NULL, NULL, NONE, 0, CADET_TASK_CREATED, FALSE },
  { CREATED, 0, 5, NULL, NULL, NONE, 0, CADET_TASK_CREATED, FALSE },
  { CREATED, 0, 5, "BINDING", NULL, NONE, 0, CADET_TASK_BINDING, FALSE },
  { CREATED, 0, 5, "READY", NULL, NONE, 0, CADET_TASK_READY, TRUE },
  { CREATED, 0, 5, "RUNNING", NULL, NONE, 0, CADET_TASK_RUNNING, FALSE },
  { CREATED, 0, 5, "FINISH", NULL, NONE, 0, CADET_TASK_FINISHED, TRUE },
  { CREATED, 0, 5, "finish", NULL, NONE, 0, CADET_TASK_REPORTED, FALSE },
  { CREATED, 0, 5, "STARTING", NULL, NONE, 0, CADET_TASK_REPORTED, FALSE },
  { CREATED, 0, 5, "FAILED", "SyntaxError", NONE, 0, CADET_TASK_FAILED, TRUE },
  { CREATED, 0, 5, "FINISH", "SyntaxError", NONE, 0, CADET_TASK_FAILED, TRUE },
  { CREATED, 0, 5, NULL, "SyntaxError", NONE, 0, CADET_TASK_FAILED, TRUE },
  /* An order: what was said before it says nothing any more. */
  { CREATED, 0, 5, "READY", NULL, CREATED, 6, CADET_TASK_RUNNING, FALSE },
  { CREATED, 0, 5, "FINISH", NULL, CREATED, 6, CADET_TASK_RUNNING, FALSE },
  { CREATED, 0, 5, NULL, "SyntaxError", CREATED, 6, CADET_TASK_RUNNING, FALSE },
  { CREATED, 0, 0, NULL, NULL, CREATED, 6, CADET_TASK_RUNNING, FALSE },
  { CREATED, 0, 6, "FINISH", NULL, CREATED, 6, CADET_TASK_FINISHED, TRUE },
  { CREATED, 0, 7, "FAILED", "SyntaxError", CREATED, 6, CADET_TASK_FAILED, TRUE },
  { CREATED, 0, 5, "READY", NULL, REFUSED, 6, CADET_TASK_READY, TRUE },
  { CREATED, 0, 5, "READY", NULL, NOT_SENT, 6, CADET_TASK_READY, TRUE },
  { CREATED, 0, 5, "READY", NULL, UNKNOWN, 6, CADET_TASK_READY, TRUE },
};

static CadetTask *
make_task (void)
{
  return cadet_task_new (ATTEMPT, "id", "Sandbox", "cn-hangzhou", "test", "P1", "A1", "{}", 1);
}

static CadetTaskReport *
make_report (const char *status,
             const char *error_message,
             gint64 seen_at)
{
  return cadet_task_report_new (7, "test", "P1", "A1", NULL, status, error_message, 0, seen_at);
}

static CadetExecution *
make_execution (int kind,
                gint64 at)
{
  CadetExecution *execution = cadet_execution_new ("e", ATTEMPT, 7, "id", "Sandbox", "x", 1);
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new (kind, 0, 0, NULL, NULL, NULL, NULL);

  cadet_execution_set_outcome (execution, outcome, at);

  return execution;
}

static void
test_states (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (CadetTask) task = make_task ();

      g_test_message ("Row %u", i);
      if (states[i].outcome != NONE)
        {
          g_autoptr (CadetOutcome) outcome =
            cadet_outcome_new (states[i].outcome, states[i].outcome == CREATED ? 7 : 0, 0, NULL,
                               NULL, NULL, NULL);

          cadet_task_set_outcome (task, outcome, 2);
        }
      cadet_task_set_resolution (task, states[i].resolution,
                                 states[i].resolution == CADET_TASK_FOUND ? 8 : 0);
      if (states[i].seen_at != 0)
        {
          g_autoptr (CadetTaskReport) report =
            make_report (states[i].status, states[i].error_message, states[i].seen_at);

          cadet_task_set_report (task, report);
        }
      if (states[i].execution != NONE)
        {
          g_autoptr (CadetExecution) execution =
            make_execution (states[i].execution, states[i].executed_at);

          cadet_task_set_execution (task, execution);
        }

      g_assert_cmpint (cadet_task_get_state (task), ==, states[i].state);
      g_assert_cmpint (cadet_task_is_at_rest (task), ==, states[i].at_rest);
      if (states[i].resolution == CADET_TASK_FOUND)
        g_assert_cmpint (cadet_task_get_task_id (task), ==, 8);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Who shows a state is told when it changes, and only then. */
static void
test_notify (void)
{
  CadetTask *task = make_task ();
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new_created (7, 200, NULL, NULL, NULL);
  g_autoptr (CadetTaskReport) binding = make_report ("BINDING", NULL, 5);
  g_autoptr (CadetTaskReport) same = make_report ("BINDING", NULL, 6);
  g_autoptr (CadetTaskReport) odd = make_report ("STARTING", NULL, 7);
  g_autoptr (CadetTaskReport) odder = make_report ("STOPPING", NULL, 8);
  g_autoptr (CadetExecution) execution =
    cadet_execution_new ("e", ATTEMPT, 7, "id", "Sandbox", "x", 1);
  g_autofree char *title = NULL;
  guint count = 0;

  cadet_task_set_outcome (task, outcome, 2);
  g_signal_connect_swapped (task, "notify::state", G_CALLBACK (count_cb), &count);

  cadet_task_set_report (task, binding);
  g_assert_cmpuint (count, ==, 1);
  cadet_task_set_report (task, same);
  g_assert_cmpuint (count, ==, 1);
  cadet_task_set_report (task, odd);
  g_assert_cmpuint (count, ==, 2);
  cadet_task_set_report (task, odder);
  g_assert_cmpuint (count, ==, 3);
  title = cadet_task_dup_state_title (task);
  g_assert_cmpstr (title, ==, "STOPPING");

  /* The state follows the order that the task has, and no other. */
  cadet_task_set_execution (task, execution);
  g_assert_cmpuint (count, ==, 3);
  cadet_execution_set_outcome (execution, outcome, 9);
  g_assert_cmpuint (count, ==, 4);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_RUNNING);
  cadet_task_set_execution (task, NULL);
  g_assert_cmpuint (count, ==, 5);
  g_assert_finalize_object (task);
}

static CadetEvent *
add_event (CadetTask *task,
           GListStore *store,
           CadetEventKind kind,
           gint64 at)
{
  CadetEvent *event = cadet_event_new (kind, at, 0, NULL, 0, NULL);

  if (task != NULL)
    cadet_task_add_event (task, event);
  if (store != NULL)
    g_list_store_append (store, event);

  return event;
}

/* A history that is read keeps what happened while it was read. */
static void
test_events (void)
{
  g_autoptr (CadetTask) task = make_task ();
  g_autoptr (GListStore) read = g_list_store_new (CADET_TYPE_EVENT);
  g_autoptr (CadetEvent) recorded = add_event (NULL, read, CADET_EVENT_RECORDED, 1);
  g_autoptr (CadetEvent) sent = add_event (NULL, read, CADET_EVENT_SENT, 2);
  g_autoptr (CadetEvent) sent_here = add_event (task, NULL, CADET_EVENT_SENT, 2);
  g_autoptr (CadetEvent) answered = add_event (task, NULL, CADET_EVENT_ANSWERED, 3);
  GListModel *events = cadet_task_get_events (task);
  g_autoptr (CadetEvent) last = NULL;

  cadet_task_set_events (task, G_LIST_MODEL (read));
  g_assert_cmpuint (g_list_model_get_n_items (events), ==, 3);
  last = g_list_model_get_item (events, 2);
  g_assert_true (last == answered);
  g_assert_cmpint (cadet_event_get_at (sent_here), ==, cadet_event_get_at (sent));
  g_assert_cmpint (cadet_event_get_kind (recorded), ==, CADET_EVENT_RECORDED);
}

static void
test_content_key (void)
{
  static const char *const others[][5] = {
    { "cn-beijing", "test", "P1", "A1", "{}" }, { "cn-hangzhou", "test2", "P1", "A1", "{}" },
    { "cn-hangzhou", "test", "P2", "A1", "{}" }, { "cn-hangzhou", "test", "P1", "A2", "{}" },
    { "cn-hangzhou", "test", "P1", "A1", "[]" }, { "cn-hangzhou", "testP1", "", "A1", "{}" },
  };
  g_autoptr (CadetTask) task = make_task ();
  g_autoptr (CadetTask) same = cadet_task_new ("other", "id2", "Other", "cn-hangzhou", "test", "P1",
                                               "A1", "{}", 99);
  g_autofree char *key = cadet_task_dup_content_key (task);
  g_autofree char *same_key = cadet_task_dup_content_key (same);

  g_assert_cmpstr (key, ==, same_key);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (CadetTask) other =
        cadet_task_new ("other", "id", "Sandbox", others[i][0], others[i][1], others[i][2],
                        others[i][3], others[i][4], 1);
      g_autofree char *other_key = cadet_task_dup_content_key (other);

      g_assert_cmpstr (other_key, !=, key);
    }
}

static void
test_times (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } rows[] = {
    /* The service's own form, and what it means: China Standard Time. */
    { "2025-08-21 14:07:02", G_GINT64_CONSTANT (1755756422000) },
    { " 2025-08-21 14:07:02 ", G_GINT64_CONSTANT (1755756422000) },
    { "2025-08-21T14:07:02", G_GINT64_CONSTANT (1755756422000) },
    { "2025-08-21T06:07:02Z", G_GINT64_CONSTANT (1755756422000) },
    { "2025-08-21T14:07:02+08:00", G_GINT64_CONSTANT (1755756422000) },
    { "2025-08-21T15:07:02.5+09:00", G_GINT64_CONSTANT (1755756422500) },
    { "2025-08-21", 0 },
    { "2025-13-21 14:07:02", 0 },
    { "yesterday", 0 },
    { "", 0 },
    { NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (cadet_task_report_parse_time (rows[i].text), ==, rows[i].time);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/task-progress/states", test_states);
  g_test_add_func ("/task-progress/notify", test_notify);
  g_test_add_func ("/task-progress/events", test_events);
  g_test_add_func ("/task-progress/content-key", test_content_key);
  g_test_add_func ("/task-progress/times", test_times);

  return g_test_run ();
}
