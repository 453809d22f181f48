/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task.h"

#include <string.h>

#define ATTEMPT "3f0a2f4e-6f1d-4c55-9d07-0a5c3a0a8a11"

static CadetTask *
make_task (const char *variables_json)
{
  return cadet_task_new (ATTEMPT, "id", "Sandbox", "cn-hangzhou", "test", "P1", "A1",
                         variables_json, 1767323045006);
}

static void
test_kinds (void)
{
  static const char *const nicks[] = { "created", "refused", "not-sent", "unknown" };
  CadetOutcomeKind kind;

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      g_assert_cmpstr (cadet_outcome_kind_to_nick (i), ==, nicks[i]);
      g_assert_true (cadet_outcome_kind_from_nick (nicks[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (cadet_outcome_kind_from_nick ("Created", &kind));
  g_assert_false (cadet_outcome_kind_from_nick (NULL, &kind));
  g_assert_cmpstr (cadet_task_state_get_title (CADET_TASK_SENDING), ==, "Sending…");
}

static void
test_outcome (void)
{
  CadetOutcome *outcome = cadet_outcome_new (CADET_OUTCOME_REFUSED, 0, 403, "NoPermissions",
                                             "No permissions.", "R", "https://example.com/");

  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_REFUSED);
  g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 0);
  g_assert_cmpuint (cadet_outcome_get_http_status (outcome), ==, 403);
  g_assert_cmpstr (cadet_outcome_get_code (outcome), ==, "NoPermissions");
  g_assert_cmpstr (cadet_outcome_get_message (outcome), ==, "No permissions.");
  g_assert_cmpstr (cadet_outcome_get_request_id (outcome), ==, "R");
  g_assert_cmpstr (cadet_outcome_get_recommend (outcome), ==, "https://example.com/");
  g_assert_finalize_object (outcome);
}

static void
test_json (void)
{
  g_autoptr (CadetTask) task = make_task (NULL);
  g_autoptr (CadetTask) bare =
      cadet_task_new (ATTEMPT, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0);
  g_autoptr (CadetOutcome) created =
      cadet_outcome_new_created (9007199254740993, 200, "200", "Success", "R-1");
  g_autoptr (CadetOutcome) failed =
      cadet_outcome_new_failed (CADET_OUTCOME_NOT_SENT, 0, NULL, "a\n\"b\"\xff", NULL);
  g_autofree char *sending = cadet_task_to_json (task);
  g_autofree char *shortest = cadet_task_to_json (bare);
  g_autofree char *done = NULL;
  g_autofree char *not_sent = NULL;

#define TAIL                                                                                       \
  "\"attempt\":\"" ATTEMPT "\",\"profile\":\"Sandbox\",\"endpoint\":\"cn-hangzhou\","              \
  "\"name\":\"test\",\"processId\":\"P1\",\"appId\":\"A1\",\"at\":\"2026-01-02T03:04:05.006Z\""

  g_assert_cmpstr (sending, ==, "{" TAIL ",\"state\":\"sending\"}");
  g_assert_cmpstr (shortest, ==, "{\"attempt\":\"" ATTEMPT "\",\"state\":\"sending\"}");

  cadet_task_set_outcome (task, created, 1);
  done = cadet_task_to_json (task);
  g_assert_cmpstr (done, ==,
                   "{\"outcome\":\"created\",\"taskId\":9007199254740993,\"requestId\":\"R-1\","
                   "\"code\":\"200\",\"message\":\"Success\",\"httpStatus\":200," TAIL
                   ",\"state\":\"created\"}");

  cadet_task_set_outcome (task, failed, 1);
  not_sent = cadet_task_to_json (task);
  g_assert_cmpstr (not_sent, ==,
                   "{\"outcome\":\"not-sent\",\"message\":\"a\\n\\\"b\\\"\357\277\275\"," TAIL
                   ",\"state\":\"not-sent\"}");
}

static void
count_cb (GHashTable *counts,
          GParamSpec *pspec)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));

  g_hash_table_insert (counts, (gpointer) pspec->name, GUINT_TO_POINTER (count + 1));
}

static void
test_notify (void)
{
  CadetTask *task = make_task (NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  CadetOutcome *outcome = cadet_outcome_new_created (1994, 200, NULL, NULL, NULL);
  g_autofree char *id = NULL;
  GHashTableIter iter;
  gpointer count;

  g_signal_connect_swapped (task, "notify", G_CALLBACK (count_cb), counts);

  cadet_task_set_sent_at (task, 0);
  cadet_task_set_request (task, NULL, NULL);
  cadet_task_set_reply (task, NULL, NULL);
  cadet_task_set_outcome (task, NULL, 0);
  cadet_task_set_recorded (task, FALSE);
  g_assert_cmpuint (g_hash_table_size (counts), ==, 0);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_SENDING);

  for (guint i = 0; i < 2; i++)
    {
      cadet_task_set_sent_at (task, 5);
      cadet_task_set_request (task, "POST / HTTP/1.1", "a=b");
      cadet_task_set_reply (task, "HTTP/1.1 200 OK", body);
      cadet_task_set_outcome (task, outcome, 7);
      cadet_task_set_recorded (task, TRUE);
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    g_assert_cmpuint (GPOINTER_TO_UINT (count), ==, 1);
  g_assert_cmpuint (g_hash_table_size (counts), ==, 10);

  g_object_get (task, "task-id-text", &id, NULL);
  g_assert_cmpstr (id, ==, "1994");
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_CREATED);
  g_assert_cmpint (cadet_task_get_answered_at (task), ==, 7);
  g_assert_true (cadet_task_get_reply_body (task) == body);

  g_assert_finalize_object (task);
  g_assert_finalize_object (outcome);
}

static void
test_states (void)
{
  static const CadetTaskState states[] = { CADET_TASK_CREATED, CADET_TASK_REFUSED,
                                           CADET_TASK_NOT_SENT, CADET_TASK_UNKNOWN };
  g_autoptr (CadetTask) task = make_task (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (CadetOutcome) outcome = cadet_outcome_new (i, 0, 0, NULL, NULL, NULL, NULL);
      CadetTaskState state;

      cadet_task_set_outcome (task, outcome, 1);
      g_object_get (task, "state", &state, NULL);
      g_assert_cmpint (state, ==, states[i]);
    }
}

/* A task gives back the draft that it came from, but for secrets. */
static void
test_draft (void)
{
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autoptr (CadetVariable) number = cadet_variable_new ("n", CADET_VARIABLE_NUMBER, "1e21");
  g_autoptr (CadetVariable) secret = cadet_variable_new ("s", CADET_VARIABLE_SECRET, "dummy");
  g_autoptr (CadetVariable) off = cadet_variable_new ("o", CADET_VARIABLE_JSON, "{");
  g_autofree char *record = NULL;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) damaged = make_task ("{\"a\":");
  g_autoptr (CadetDraft) draft = NULL;
  g_autoptr (CadetDraft) empty = NULL;
  g_autoptr (GListModel) problems = NULL;
  g_autofree char *again = NULL;

  cadet_variable_set_enabled (off, FALSE);
  cadet_variable_list_append (list, number);
  cadet_variable_list_append (list, secret);
  cadet_variable_list_append (list, off);
  record = cadet_variable_list_to_record (list, FALSE);
  g_assert_null (strstr (record, "dummy"));

  task = make_task (record);
  draft = cadet_task_dup_draft (task);
  g_assert_cmpstr (cadet_draft_get_task_name (draft), ==, "test");
  g_assert_cmpstr (cadet_draft_get_process_id (draft), ==, "P1");
  g_assert_cmpstr (cadet_draft_get_app_id (draft), ==, "A1");
  g_assert_false (cadet_draft_get_wrap_names (draft));
  again = cadet_variable_list_to_record (cadet_draft_get_variables (draft), FALSE);
  g_assert_cmpstr (again, ==, record);

  problems = cadet_draft_validate (draft);
  g_assert_cmpuint (g_list_model_get_n_items (problems), ==, 1);
  g_assert_nonnull (cadet_problems_find (problems, CADET_FIELD_VARIABLE_VALUE, 1));

  empty = cadet_task_dup_draft (damaged);
  g_assert_cmpstr (cadet_draft_get_process_id (empty), ==, "P1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (cadet_draft_get_variables (empty))), ==,
                    0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/outcome/kinds", test_kinds);
  g_test_add_func ("/outcome/values", test_outcome);
  g_test_add_func ("/task/json", test_json);
  g_test_add_func ("/task/notify", test_notify);
  g_test_add_func ("/task/states", test_states);
  g_test_add_func ("/task/draft", test_draft);

  return g_test_run ();
}
