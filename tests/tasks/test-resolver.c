/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks-fixture.h"

static CadetTask *
submit_named (TasksFixture *fixture,
              const char   *name)
{
  g_autoptr (CadetDraft) draft = tasks_new_draft (name);

  return tasks_submit_with (fixture, fixture->profile, draft, NULL);
}

/* The service creates it and nobody learns of it. */
static CadetTask *
submit_lost (TasksFixture *fixture,
             const char   *name)
{
  CadetTask *task;

  tasks_fault (fixture, "lost-reply@CreateTask:1");
  task = submit_named (fixture, name);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_UNKNOWN);

  return task;
}

static char *
fail_to_find (TasksFixture *fixture,
              CadetTask    *task,
              gint64        task_id,
              int           code)
{
  char *message = fail (cadet_resolver_found (fixture->resolver, task, task_id, NULL), code);
  g_autoptr (CadetTask) found = tasks_find (fixture, task);

  g_assert_cmpint (cadet_task_get_resolution (task), ==, CADET_TASK_UNRESOLVED);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_UNKNOWN);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_UNKNOWN);

  return message;
}

static void
test_found (TasksFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr (CadetTask) lost = submit_lost (fixture, "部署");
  g_autoptr (CadetTask) same = submit_named (fixture, "部署");
  g_autoptr (CadetTask) other = submit_named (fixture, "another");
  gint64 same_id = cadet_task_get_task_id (same);
  gint64 lost_id = same_id - 1;
  g_autofree char *absent = NULL;
  g_autofree char *mismatch = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *no_id = NULL;
  g_autofree char *known = NULL;
  g_autofree char *events = NULL;
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;

  /* What is not it. */
  no_id = fail_to_find (fixture, lost, 0, CADET_ERROR_INVALID);
  absent = fail_to_find (fixture, lost, same_id + 1000, CADET_ERROR_SERVICE);
  g_assert_nonnull (strstr (absent, "EntityNotExist.ResourceId"));
  mismatch = fail_to_find (fixture, lost, cadet_task_get_task_id (other), CADET_ERROR_INVALID);
  g_assert_nonnull (strstr (mismatch, "Its name is “another”, not “部署”."));
  g_assert_null (strstr (mismatch, "Its process"));
  g_assert_null (strstr (mismatch, "Its application"));
  taken = fail_to_find (fixture, lost, same_id, CADET_ERROR_INVALID);
  g_assert_nonnull (strstr (taken, "in Cadet’s list already"));

  result = dup_object (cadet_resolver_found (fixture->resolver, lost, lost_id, NULL));
  g_assert_true (result == lost);
  g_assert_cmpint (cadet_task_get_resolution (lost), ==, CADET_TASK_FOUND);
  g_assert_cmpint (cadet_task_get_task_id (lost), ==, lost_id);
  g_assert_nonnull (cadet_task_get_report (lost));

  found = tasks_find (fixture, lost);
  g_assert_cmpint (cadet_task_get_task_id (found), ==, lost_id);
  events = tasks_describe_events (found);
  g_assert_true (g_str_has_prefix (events,
                                   "recorded, sent 1, ended unknown, resolved found, status "));

  /* Followed from here on. */
  succeed (cadet_follower_wait (fixture->follower, lost, NULL));
  g_assert_cmpint (cadet_task_get_state (lost), ==, CADET_TASK_READY);

  known = fail (cadet_resolver_found (fixture->resolver, same, lost_id, NULL),
                CADET_ERROR_INVALID);
}

static void
test_all_differs (TasksFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr (CadetTask) lost = NULL;
  g_autoptr (CadetTask) other = submit_named (fixture, "another");
  g_autoptr (CadetDraft) draft = tasks_new_draft ("部署");
  g_autofree char *message = NULL;

  cadet_draft_set_process_id (draft, "P1");
  cadet_draft_set_app_id (draft, "A1");
  tasks_fault (fixture, "lost-reply@CreateTask:1");
  lost = tasks_submit_with (fixture, fixture->profile, draft, NULL);
  message = fail_to_find (fixture, lost, cadet_task_get_task_id (other), CADET_ERROR_INVALID);
  g_assert_nonnull (strstr (message, "Its name is “another”, not “部署”. "
                                     "Its process is “P3KTG43SW7XX6A17I”, not “P1”. "
                                     "Its application is “JXT3MLZJ56XX65D6”, not “A1”."));
}

static void
test_not_created (TasksFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr (CadetTask) lost = submit_lost (fixture, "部署");
  g_autoptr (CadetTask) created = submit_named (fixture, "部署");
  g_autoptr (CadetTask) result = NULL;
  g_autoptr (CadetTask) found = NULL;
  g_autofree char *known = NULL;
  g_autofree char *found_already = NULL;
  g_autofree char *events = NULL;

  known = fail (cadet_resolver_not_created (fixture->resolver, created), CADET_ERROR_INVALID);

  result = dup_object (cadet_resolver_not_created (fixture->resolver, lost));
  g_assert_cmpint (cadet_task_get_state (lost), ==, CADET_TASK_NOT_CREATED);
  found = tasks_find (fixture, lost);
  g_assert_cmpint (cadet_task_get_state (found), ==, CADET_TASK_NOT_CREATED);
  g_assert_cmpint (cadet_outcome_get_kind (cadet_task_get_outcome (found)), ==,
                   CADET_OUTCOME_UNKNOWN);

  /* It turns up after all. */
  succeed (cadet_resolver_found (fixture->resolver, lost, cadet_task_get_task_id (created) - 1,
                                 NULL));
  g_assert_cmpint (cadet_task_get_resolution (lost), ==, CADET_TASK_FOUND);
  found_already =
    fail (cadet_resolver_not_created (fixture->resolver, lost), CADET_ERROR_INVALID);
  events = tasks_describe_events (lost);
  g_assert_nonnull (strstr (events, "ended unknown, resolved not-there, resolved found, status "));
}

static void
test_note (TasksFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (CadetTask) task = submit_named (fixture, "部署");
  g_autoptr (CadetTask) noted = NULL;
  g_autoptr (CadetTask) without = NULL;
  g_autofree char *events = NULL;

  succeed (cadet_resolver_note (fixture->resolver, task, "  for the audit\n"));
  g_assert_cmpstr (cadet_task_get_note (task), ==, "for the audit");
  noted = tasks_find (fixture, task);
  g_assert_cmpstr (cadet_task_get_note (noted), ==, "for the audit");

  succeed (cadet_resolver_note (fixture->resolver, task, " "));
  g_assert_null (cadet_task_get_note (task));
  without = tasks_find (fixture, task);
  g_assert_null (cadet_task_get_note (without));
  events = tasks_describe_events (without);
  g_assert_true (g_str_has_suffix (events, "noted, noted"));
}

/* What cannot be recorded is not shown either. */
static void
test_no_record (TasksFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetTask) lost = submit_lost (fixture, "部署");
  g_autoptr (CadetTask) created = submit_named (fixture, "部署");
  g_autofree char *note = NULL;
  g_autofree char *found = NULL;
  g_autofree char *not_created = NULL;

  succeed (cadet_ledger_close (fixture->ledger));
  note = fail (cadet_resolver_note (fixture->resolver, lost, "note"), CADET_ERROR_STORAGE);
  found = fail (cadet_resolver_found (fixture->resolver, lost,
                                      cadet_task_get_task_id (created) - 1, NULL),
                CADET_ERROR_STORAGE);
  not_created = fail (cadet_resolver_not_created (fixture->resolver, lost), CADET_ERROR_STORAGE);
  g_assert_null (cadet_task_get_note (lost));
  g_assert_cmpint (cadet_task_get_state (lost), ==, CADET_TASK_UNKNOWN);
  g_assert_cmpint (cadet_task_get_resolution (lost), ==, CADET_TASK_UNRESOLVED);
}

static void
test_cancelled (TasksFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (CadetTask) lost = submit_lost (fixture, "部署");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;

  tasks_fault (fixture, "hang@GetTask");
  future = cadet_resolver_found (fixture->resolver, lost, 7, cancellable);
  while (cadet_sandbox_get_requests (fixture->sandbox, "GetTask") == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  settle (future, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (cadet_task_get_state (lost), ==, CADET_TASK_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func) \
  g_test_add ("/tasks/resolver/" name, TasksFixture, NULL, tasks_fixture_set_up, func, \
              tasks_fixture_tear_down)

  ADD ("found", test_found);
  ADD ("all-differs", test_all_differs);
  ADD ("not-created", test_not_created);
  ADD ("note", test_note);
  ADD ("no-record", test_no_record);
  ADD ("cancelled", test_cancelled);

  return g_test_run ();
}
