/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-state.h"

#include <gio/gio.h>
#include <string.h>

/* Each state can be told from the others without a colour, and its picture is there. */
static void
test_icons (void)
{
  g_autoptr (GTypeClass) type = g_type_class_ref (CADET_TYPE_TASK_STATE);
  GEnumClass *states = G_ENUM_CLASS (type);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (states->n_values, >=, 5);
  for (guint i = 0; i < states->n_values; i++)
    {
      const char *name = cadet_state_get_icon_name (states->values[i].value);
      g_autofree char *path =
        g_strdup_printf (CADET_RESOURCE_PATH "/icons/scalable/actions/%s.svg", name);

      g_test_message ("%s: %s", states->values[i].value_nick, name);
      g_assert_true (g_hash_table_add (names, (gpointer) name));
      g_assert_true (g_resources_get_info (path, 0, NULL, NULL, NULL));
    }
}

static const struct
{
  CadetOutcomeKind kind;
  const char *css_class;
  const char *meaning;
  const char *advice;
} rows[] = {
  { CADET_OUTCOME_CREATED, "success", "The service created the task", NULL },
  { CADET_OUTCOME_REFUSED, "error", "did not create the task", "create it again" },
  { CADET_OUTCOME_NOT_SENT, "warning", "Nothing was sent", "no risk of a second task" },
  /* Nobody is told to send again what may have been done. */
  { CADET_OUTCOME_UNKNOWN, "warning", "no reply proves", "Look for “Deploy 1” in the CADT console" },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CadetTask) task =
        cadet_task_new ("a", NULL, NULL, NULL, "Deploy 1", "P", "A", NULL, 1);
      g_autoptr (CadetOutcome) outcome =
        cadet_outcome_new (rows[i].kind, 0, 0, NULL, NULL, NULL, NULL);
      g_autofree char *meaning = NULL;
      g_autofree char *advice = NULL;

      cadet_task_set_outcome (task, outcome, 2);
      meaning = cadet_state_dup_meaning (task);
      advice = cadet_state_dup_advice (task);
      g_assert_cmpstr (cadet_state_get_css_class (cadet_task_get_state (task)), ==,
                       rows[i].css_class);
      g_assert_nonnull (strstr (meaning, rows[i].meaning));
      if (rows[i].advice == NULL)
        g_assert_null (advice);
      else
        g_assert_nonnull (strstr (advice, rows[i].advice));
    }
}

static const struct
{
  const char *status;
  const char *error_message;
  const char *css_class;
  const char *meaning;
  const char *advice;
} reported[] = {
  { "BINDING", NULL, "accent", "binds the task", NULL },
  { "READY", NULL, "success", "Nothing has been done yet", "Execute it" },
  { "RUNNING", NULL, "accent", "executes the task", NULL },
  { "FINISH", NULL, "success", "is done", NULL },
  { "FINISH", "No stock", "error", "error message", "may have been done" },
  { "PAUSED", NULL, "accent", "own word", "CADT console" },
};

/* What the service says of a task is explained, and nobody is told that it is done before it is. */
static void
test_reported (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reported); i++)
    {
      g_autoptr (CadetTask) task =
        cadet_task_new ("a", NULL, NULL, NULL, "Deploy 1", "P", "A", NULL, 1);
      g_autoptr (CadetOutcome) outcome =
        cadet_outcome_new (CADET_OUTCOME_CREATED, 7, 200, NULL, NULL, NULL, NULL);
      g_autoptr (CadetTaskReport) report =
        cadet_task_report_new (7, NULL, NULL, NULL, NULL, reported[i].status,
                               reported[i].error_message, 0, 3);
      g_autofree char *meaning = NULL;
      g_autofree char *advice = NULL;

      cadet_task_set_outcome (task, outcome, 2);
      cadet_task_set_report (task, report);
      meaning = cadet_state_dup_meaning (task);
      advice = cadet_state_dup_advice (task);
      g_assert_cmpstr (cadet_state_get_css_class (cadet_task_get_state (task)), ==,
                       reported[i].css_class);
      g_assert_nonnull (strstr (meaning, reported[i].meaning));
      if (reported[i].advice == NULL)
        g_assert_null (advice);
      else
        g_assert_nonnull (strstr (advice, reported[i].advice));
    }
}

/* The word of the user is called theirs. */
static void
test_resolved (void)
{
  g_autoptr (CadetTask) task = cadet_task_new ("a", NULL, NULL, NULL, "n", "P", "A", NULL, 1);
  g_autoptr (CadetOutcome) outcome =
    cadet_outcome_new (CADET_OUTCOME_UNKNOWN, 0, 0, NULL, NULL, NULL, NULL);
  g_autofree char *not_there = NULL;
  g_autofree char *found = NULL;

  cadet_task_set_outcome (task, outcome, 2);
  cadet_task_set_resolution (task, CADET_TASK_NOT_THERE, 0);
  not_there = cadet_state_dup_meaning (task);
  g_assert_nonnull (strstr (not_there, "you said"));
  cadet_task_set_resolution (task, CADET_TASK_FOUND, 7);
  found = cadet_state_dup_meaning (task);
  g_assert_nonnull (strstr (found, "You found"));
}

static void
test_sending (void)
{
  g_autoptr (CadetTask) task = cadet_task_new ("a", NULL, NULL, NULL, "n", "P", "A", NULL, 1);
  g_autofree char *meaning = cadet_state_dup_meaning (task);

  g_assert_nonnull (strstr (meaning, "on its way"));
  g_assert_null (cadet_state_dup_advice (task));
  g_assert_cmpstr (cadet_state_get_css_class (CADET_TASK_SENDING), ==, "accent");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/state/icons", test_icons);
  g_test_add_func ("/state/words", test_words);
  g_test_add_func ("/state/reported", test_reported);
  g_test_add_func ("/state/resolved", test_resolved);
  g_test_add_func ("/state/sending", test_sending);

  return g_test_run ();
}
