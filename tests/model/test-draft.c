/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-draft.h"

#include <string.h>

static CadetDraft *
make_draft (void)
{
  CadetDraft *draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, "P3KTG43SW7XX6A17I");
  cadet_draft_set_task_name (draft, "test");
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6");
  return draft;
}

static void
add (CadetDraft *draft,
     const char *name,
     CadetVariableType type,
     const char *value,
     gboolean enabled)
{
  g_autoptr (CadetVariable) variable = cadet_variable_new (name, type, value);

  cadet_variable_set_enabled (variable, enabled);
  cadet_variable_list_append (cadet_draft_get_variables (draft), variable);
}

static void
assert_problem (GListModel *problems,
                guint index,
                CadetField field,
                guint position,
                const char *word)
{
  g_autoptr (CadetProblem) problem = g_list_model_get_item (problems, index);

  g_assert_nonnull (problem);
  g_test_message ("%s", cadet_problem_get_message (problem));
  g_assert_cmpint (cadet_problem_get_field (problem), ==, field);
  g_assert_cmpuint (cadet_problem_get_position (problem), ==, position);
  g_assert_nonnull (strstr (cadet_problem_get_message (problem), word));
}

static void
test_texts (void)
{
  static const struct
  {
    const char *text;
    const char *trimmed;
    gboolean good;
  } rows[] = {
    { NULL, "", FALSE },
    { "", "", FALSE },
    { " \t\n", "", FALSE },
    { "\302\240\343\200\200", "", FALSE },
    { "a", "a", TRUE },
    { " a b\n", "a b", TRUE },
    { "\343\200\200中 文\302\240", "中 文", TRUE },
    { "a\nb", "a\nb", FALSE },
    { "a\tb", "a\tb", FALSE },
    { "a\177b", "a\177b", FALSE },
    { "a\342\200\250b", "a\342\200\250b", FALSE },
    { "😀", "😀", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CadetDraft) draft = make_draft ();
      g_autoptr (GListModel) problems = NULL;
      g_autofree char *process_id = NULL;
      g_autofree char *task_name = NULL;
      g_autofree char *app_id = NULL;

      g_object_set (draft, "process-id", rows[i].text, "task-name", rows[i].text, "app-id",
                    rows[i].text, NULL);
      process_id = cadet_draft_dup_trimmed_process_id (draft);
      task_name = cadet_draft_dup_trimmed_task_name (draft);
      app_id = cadet_draft_dup_trimmed_app_id (draft);
      g_assert_cmpstr (process_id, ==, rows[i].trimmed);
      g_assert_cmpstr (task_name, ==, rows[i].trimmed);
      g_assert_cmpstr (app_id, ==, rows[i].trimmed);
      g_assert_cmpstr (cadet_draft_get_task_name (draft), ==,
                       rows[i].text != NULL ? rows[i].text : "");

      problems = cadet_draft_validate (draft);
      g_assert_cmpuint (g_list_model_get_n_items (problems), ==, rows[i].good ? 0 : 3);
      if (!rows[i].good)
        {
          assert_problem (problems, 0, CADET_FIELD_PROCESS_ID, G_MAXUINT, "process ID");
          assert_problem (problems, 1, CADET_FIELD_TASK_NAME, G_MAXUINT, "task");
          assert_problem (problems, 2, CADET_FIELD_APP_ID, G_MAXUINT, "application ID");
        }
    }
}

static void
test_variables (void)
{
  g_autoptr (CadetDraft) draft = make_draft ();
  g_autoptr (GListModel) problems = NULL;
  g_autoptr (GListModel) bare = NULL;

  add (draft, "a", CADET_VARIABLE_TEXT, "1", TRUE);
  add (draft, "", CADET_VARIABLE_TEXT, "", TRUE);
  add (draft, "a", CADET_VARIABLE_NUMBER, "off", FALSE);
  add (draft, "${a}", CADET_VARIABLE_NUMBER, "x", TRUE);
  add (draft, " ", CADET_VARIABLE_TEXT, "1", TRUE);
  add (draft, "b", CADET_VARIABLE_JSON, "{", TRUE);
  add (draft, "c", CADET_VARIABLE_SECRET, "", TRUE);
  add (draft, "d", CADET_VARIABLE_BOOLEAN, "yes", TRUE);
  add (draft, "", CADET_VARIABLE_NUMBER, "", TRUE);
  add (draft, "e", CADET_VARIABLE_TEXT, "", TRUE);

  problems = cadet_draft_validate (draft);
  g_assert_cmpuint (g_list_model_get_n_items (problems), ==, 6);
  assert_problem (problems, 0, CADET_FIELD_VARIABLE_NAME, 3, "row 1");
  assert_problem (problems, 1, CADET_FIELD_VARIABLE_VALUE, 3, "not a number");
  assert_problem (problems, 2, CADET_FIELD_VARIABLE_NAME, 4, "name");
  assert_problem (problems, 3, CADET_FIELD_VARIABLE_VALUE, 5, "Line 1, column 2");
  assert_problem (problems, 4, CADET_FIELD_VARIABLE_VALUE, 6, "secret");
  assert_problem (problems, 5, CADET_FIELD_VARIABLE_VALUE, 7, "true or false");

  g_assert_nonnull (cadet_problems_find (problems, CADET_FIELD_VARIABLE_VALUE, 5));
  g_assert_null (cadet_problems_find (problems, CADET_FIELD_VARIABLE_NAME, 5));
  g_assert_null (cadet_problems_find (problems, CADET_FIELD_PROCESS_ID, G_MAXUINT));
  g_assert_null (cadet_problems_find (NULL, CADET_FIELD_PROCESS_ID, G_MAXUINT));

  /* Unwrapped, `a` and `${a}` are two names. */
  cadet_draft_set_wrap_names (draft, FALSE);
  bare = cadet_draft_validate (draft);
  g_assert_null (cadet_problems_find (bare, CADET_FIELD_VARIABLE_NAME, 3));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_changed (void)
{
  CadetDraft *draft = make_draft ();
  g_autoptr (CadetVariable) kept = NULL;
  guint changes = 0;
  guint notifies = 0;

  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &changes);
  g_signal_connect_swapped (draft, "notify", G_CALLBACK (count_cb), &notifies);

  cadet_draft_set_process_id (draft, "P3KTG43SW7XX6A17I");
  cadet_draft_set_task_name (draft, "test");
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6");
  cadet_draft_set_wrap_names (draft, TRUE);
  g_assert_cmpuint (changes, ==, 0);
  g_assert_cmpuint (notifies, ==, 0);

  cadet_draft_set_process_id (draft, NULL);
  cadet_draft_set_task_name (draft, "b");
  cadet_draft_set_app_id (draft, "c");
  cadet_draft_set_wrap_names (draft, FALSE);
  g_assert_cmpuint (changes, ==, 4);
  g_assert_cmpuint (notifies, ==, 4);

  add (draft, "a", CADET_VARIABLE_TEXT, "1", TRUE);
  g_assert_cmpuint (changes, ==, 5);
  kept = g_object_ref (cadet_variable_list_get (cadet_draft_get_variables (draft), 0));
  cadet_variable_set_value (kept, "2");
  g_assert_cmpuint (changes, ==, 6);

  g_assert_finalize_object (draft);
  cadet_variable_set_value (kept, "3");
  g_assert_cmpuint (changes, ==, 6);
}

static void
test_copy (void)
{
  g_autoptr (CadetDraft) draft = make_draft ();
  g_autoptr (CadetDraft) copy = NULL;
  g_autoptr (GBytes) left = NULL;
  g_autoptr (GBytes) right = NULL;
  CadetVariable *copied;

  add (draft, "a", CADET_VARIABLE_NUMBER, "0.10", TRUE);
  add (draft, "s", CADET_VARIABLE_SECRET, "dummy", TRUE);
  add (draft, "off", CADET_VARIABLE_TEXT, "x", FALSE);
  cadet_variable_set_note (cadet_variable_list_get (cadet_draft_get_variables (draft), 2), "n");
  cadet_draft_set_wrap_names (draft, FALSE);

  copy = cadet_draft_copy (draft);
  g_assert_cmpstr (cadet_draft_get_process_id (copy), ==, "P3KTG43SW7XX6A17I");
  g_assert_cmpstr (cadet_draft_get_task_name (copy), ==, "test");
  g_assert_cmpstr (cadet_draft_get_app_id (copy), ==, "JXT3MLZJ56XX65D6");
  g_assert_false (cadet_draft_get_wrap_names (copy));

  left = cadet_variable_list_to_json (cadet_draft_get_variables (draft), FALSE,
                                      CADET_JSON_REVEAL_SECRETS);
  right = cadet_variable_list_to_json (cadet_draft_get_variables (copy), FALSE,
                                       CADET_JSON_REVEAL_SECRETS);
  g_assert_true (g_bytes_equal (left, right));

  copied = cadet_variable_list_get (cadet_draft_get_variables (copy), 2);
  g_assert_cmpstr (cadet_variable_get_note (copied), ==, "n");
  g_assert_false (cadet_variable_get_enabled (copied));
  cadet_variable_set_value (copied, "other");
  g_assert_cmpstr (cadet_variable_get_value (
                       cadet_variable_list_get (cadet_draft_get_variables (draft), 2)),
                   ==, "x");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/draft/texts", test_texts);
  g_test_add_func ("/draft/variables", test_variables);
  g_test_add_func ("/draft/changed", test_changed);
  g_test_add_func ("/draft/copy", test_copy);

  return g_test_run ();
}
