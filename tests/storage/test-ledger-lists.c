/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

#define DAY (24 * G_GINT64_CONSTANT (3600000))

static CadetOutcome *
new_outcome (CadetOutcomeKind kind)
{
  return cadet_outcome_new (kind, 0, 200, NULL, NULL, NULL, NULL);
}

/* Ten attempts: t0 to t9, whose profile, process, application, template and outcome alternate. */
static CadetLedger *
new_filled (GFile *file)
{
  CadetLedger *ledger = ledger_open (file);

  for (guint i = 0; i < 10; i++)
    {
      static const CadetOutcomeKind kinds[] = {
        CADET_OUTCOME_CREATED, CADET_OUTCOME_REFUSED, CADET_OUTCOME_UNKNOWN
      };
      g_autofree char *attempt = g_uuid_string_random ();
      g_autofree char *name = g_strdup_printf ("t%u", i);
      g_autoptr (CadetTask) task =
        cadet_task_new (attempt, i % 2 ? "p-odd" : "p-even", i < 5 ? "Old name" : "New name",
                        "cn-hangzhou", name, i % 3 ? "P1" : "P0", "A1", "{}", 1000 + i / 2);
      g_autoptr (CadetOutcome) outcome = new_outcome (kinds[i % 3]);

      if (i == 7)
        cadet_task_set_template (task, "daily");
      succeed (cadet_ledger_record_intent (ledger, task));
      if (i < 9)
        succeed (cadet_ledger_record_outcome (ledger, task, outcome, 2000));
    }

  return ledger;
}

static const struct
{
  guint states;
  const char *profile_id;
  const char *process_id;
  const char *app_id;
  const char *template_name;
  const char *expected;
} filters[] = {
  { 0, NULL, NULL, NULL, NULL, "t9,t8,t7,t6,t5,t4,t3,t2,t1,t0" },
  { 1u << CADET_TASK_CREATED, NULL, NULL, NULL, NULL, "t6,t3,t0" },
  { 1u << CADET_TASK_SENDING, NULL, NULL, NULL, NULL, "t9" },
  { 1u << CADET_TASK_FAILED, NULL, NULL, NULL, NULL, "" },
  { 1u << CADET_TASK_CREATED | 1u << CADET_TASK_UNKNOWN, NULL, NULL, NULL, NULL,
    "t8,t6,t5,t3,t2,t0" },
  { 0, "p-odd", NULL, NULL, NULL, "t9,t7,t5,t3,t1" },
  { 0, NULL, "P0", NULL, NULL, "t9,t6,t3,t0" },
  { 0, NULL, NULL, "A1", NULL, "t9,t8,t7,t6,t5,t4,t3,t2,t1,t0" },
  { 0, NULL, NULL, "A2", NULL, "" },
  { 0, NULL, NULL, NULL, "daily", "t7" },
  { 1u << CADET_TASK_CREATED | 1u << CADET_TASK_SENDING, "p-odd", "P0", "A1", NULL, "t9,t3" },
  { 0, "' OR 1 --", NULL, NULL, NULL, "" },
};

static void
test_filters (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = new_filled (file);

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();
      g_autofree char *names = NULL;

      cadet_task_filter_set_states (filter, filters[i].states);
      cadet_task_filter_set_profile_id (filter, filters[i].profile_id);
      cadet_task_filter_set_process_id (filter, filters[i].process_id);
      cadet_task_filter_set_app_id (filter, filters[i].app_id);
      cadet_task_filter_set_template (filter, filters[i].template_name);
      names = ledger_list (ledger, filter);
      g_assert_cmpstr (names, ==, filters[i].expected);
    }

  ledger_close (ledger);
}

static char *
list_choices (CadetLedger *ledger,
              const char  *field)
{
  g_autoptr (GListModel) choices = dup_object (cadet_ledger_list_choices (ledger, field));
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (CadetLedgerChoice) choice = g_list_model_get_item (choices, i);

      g_string_append_printf (line, "%s=%s;", cadet_ledger_choice_get_id (choice),
                              cadet_ledger_choice_get_name (choice));
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
test_choices (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = new_filled (file);
  g_autofree char *profiles = list_choices (ledger, "profile");
  g_autofree char *processes = list_choices (ledger, "process");
  g_autofree char *apps = list_choices (ledger, "app");
  g_autofree char *templates = list_choices (ledger, "template");

  g_assert_cmpstr (profiles, ==, "p-even=New name;p-odd=New name;");
  g_assert_cmpstr (processes, ==, "P0=P0;P1=P1;");
  g_assert_cmpstr (apps, ==, "A1=A1;");
  g_assert_cmpstr (templates, ==, "daily=daily;");
  ledger_close (ledger);
}

static void
test_followed (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED);
  g_autoptr (CadetTask) first = ledger_add (ledger, "first", 1000, created);
  g_autoptr (CadetTask) second = ledger_add (ledger, "second", 2000, created);
  g_autoptr (GListModel) followed = NULL;
  g_autoptr (CadetTask) read = NULL;
  g_autofree char *message = NULL;

  succeed (cadet_ledger_record_followed (ledger, cadet_task_get_attempt (first), TRUE));
  succeed (cadet_ledger_record_followed (ledger, cadet_task_get_attempt (second), TRUE));
  succeed (cadet_ledger_record_followed (ledger, cadet_task_get_attempt (second), FALSE));
  ledger_close (ledger);

  ledger = ledger_open (file);
  followed = dup_object (cadet_ledger_list_followed (ledger));
  g_assert_cmpint (g_list_model_get_n_items (followed), ==, 1);
  read = g_list_model_get_item (followed, 0);
  g_assert_cmpstr (cadet_task_get_name (read), ==, "first");
  g_assert_true (cadet_task_get_followed (read));

  message = fail (cadet_ledger_record_followed (ledger, "not there", TRUE), CADET_ERROR_NOT_FOUND);
  g_assert_nonnull (message);
  ledger_close (ledger);
}

static guint
count_similar (CadetLedger *ledger,
               CadetTask   *task,
               gint64       since)
{
  g_autoptr (GListModel) similar = dup_object (cadet_ledger_find_similar (ledger, task, since));

  return g_list_model_get_n_items (similar);
}

static void
test_similar (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetTask) next = ledger_new_task ("task", 9000);
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED);
  g_autoptr (CadetOutcome) refused = new_outcome (CADET_OUTCOME_REFUSED);
  g_autoptr (CadetOutcome) unknown = new_outcome (CADET_OUTCOME_UNKNOWN);
  g_autoptr (CadetTask) old = ledger_add (ledger, "task", 1000, created);
  g_autoptr (CadetTask) other = ledger_add (ledger, "another", 8000, created);
  g_autoptr (CadetTask) no = ledger_add (ledger, "task", 8000, refused);
  g_autoptr (CadetTask) maybe = NULL;
  const char *attempts[2] = { NULL };

  g_assert_cmpint (count_similar (ledger, next, 1001), ==, 0);
  g_assert_cmpint (count_similar (ledger, next, 1000), ==, 1);
  g_assert_cmpint (count_similar (ledger, old, 1000), ==, 0);

  /* An unknown one counts however old it is, and whether it is in the list or not. */
  maybe = ledger_add (ledger, "task", 2000, unknown);
  g_assert_cmpint (count_similar (ledger, next, 9000), ==, 1);
  attempts[0] = cadet_task_get_attempt (maybe);
  succeed (cadet_ledger_delete (ledger, attempts));
  g_assert_cmpint (count_similar (ledger, next, 9000), ==, 1);
  succeed (cadet_ledger_record_resolution (ledger, attempts[0], CADET_TASK_NOT_THERE, 0, 9100));
  g_assert_cmpint (count_similar (ledger, next, 9000), ==, 0);
  ledger_close (ledger);
}

static void
test_delete (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED);
  g_autoptr (CadetTask) first = ledger_add (ledger, "first", 1000, created);
  g_autoptr (CadetTask) second = ledger_add (ledger, "second", 2000, created);
  g_autoptr (CadetTask) third = ledger_add (ledger, "third", 3000, created);
  const char *attempts[] = { cadet_task_get_attempt (first), cadet_task_get_attempt (third), NULL };
  g_autofree char *deleted = NULL;
  g_autofree char *restored = NULL;

  succeed (cadet_ledger_delete (ledger, attempts));
  deleted = ledger_list (ledger, NULL);
  g_assert_cmpstr (deleted, ==, "second");
  succeed (cadet_ledger_restore (ledger, attempts));
  restored = ledger_list (ledger, NULL);
  g_assert_cmpstr (restored, ==, "third,second,first");
  ledger_close (ledger);
}

static guint
purge (CadetLedger *ledger,
       gint64       before)
{
  g_autoptr (GError) error = NULL;
  DexFuture *future = cadet_ledger_purge (ledger, before);
  const GValue *value = settle (future, &error);
  guint n_removed;

  g_assert_no_error (error);
  n_removed = g_value_get_uint (value);
  dex_unref (future);

  return n_removed;
}

static void
test_purge (void)
{
  g_autoptr (GFile) file = ledger_new_file ();
  CadetLedger *ledger = ledger_open (file);
  gint64 now = g_get_real_time () / 1000;
  g_autoptr (CadetOutcome) created = new_outcome (CADET_OUTCOME_CREATED);
  g_autoptr (CadetOutcome) refused = new_outcome (CADET_OUTCOME_REFUSED);
  g_autoptr (CadetOutcome) unknown = new_outcome (CADET_OUTCOME_UNKNOWN);
  g_autoptr (CadetTask) a = ledger_add (ledger, "sending", now - 9 * DAY, NULL);
  g_autoptr (CadetTask) b = ledger_add (ledger, "unknown", now - 9 * DAY, unknown);
  g_autoptr (CadetTask) c = ledger_add (ledger, "not at rest", now - 9 * DAY, created);
  g_autoptr (CadetTask) d = ledger_add (ledger, "refused", now - 9 * DAY, refused);
  g_autoptr (CadetTask) e = ledger_add (ledger, "finished lately", now - 9 * DAY, created);
  g_autoptr (CadetTask) f = ledger_add (ledger, "new", now - DAY, refused);
  g_autoptr (CadetTask) g = ledger_add (ledger, "unknown execution", now - 9 * DAY, created);
  g_autoptr (CadetTask) h = ledger_add (ledger, "deleted", now, created);
  g_autoptr (CadetTaskReport) lately =
    cadet_task_report_new (1, NULL, NULL, NULL, NULL, "FINISH", NULL, 0, now - DAY);
  g_autoptr (CadetTaskReport) ready =
    cadet_task_report_new (1, NULL, NULL, NULL, NULL, "READY", NULL, 0, now - 9 * DAY);
  g_autoptr (CadetExecution) execution =
    cadet_execution_new ("x", cadet_task_get_attempt (g), 1, NULL, NULL, NULL, now - 9 * DAY);
  const char *attempts[] = { cadet_task_get_attempt (h), NULL };
  g_autofree char *left = NULL;

  succeed (cadet_ledger_record_report (ledger, cadet_task_get_attempt (e), lately));
  succeed (cadet_ledger_record_report (ledger, cadet_task_get_attempt (g), ready));
  succeed (cadet_ledger_record_execution (ledger, execution));
  succeed (cadet_ledger_record_execution_outcome (ledger, execution, unknown, now - 9 * DAY));
  succeed (cadet_ledger_delete (ledger, attempts));

  g_assert_cmpint (purge (ledger, 0), ==, 0);
  g_assert_cmpint (purge (ledger, now - 5 * DAY), ==, 1);
  left = ledger_list (ledger, NULL);
  g_assert_cmpstr (left, ==,
                   "new,unknown execution,finished lately,not at rest,unknown,sending");
  g_assert_cmpint (ledger_query (file, "SELECT count(*) FROM events WHERE attempt NOT IN"
                                       " (SELECT uuid FROM attempts)"), ==, 0);

  /* What was taken out of the list can be put back for a day. */
  succeed (cadet_ledger_restore (ledger, attempts));
  succeed (cadet_ledger_delete (ledger, attempts));
  ledger_run (file, "UPDATE attempts SET deleted_at = deleted_at - 2 * 86400000"
                    " WHERE deleted_at IS NOT NULL");
  g_assert_cmpint (purge (ledger, 0), ==, 1);
  ledger_close (ledger);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/storage/ledger-lists/filters", test_filters);
  g_test_add_func ("/storage/ledger-lists/choices", test_choices);
  g_test_add_func ("/storage/ledger-lists/followed", test_followed);
  g_test_add_func ("/storage/ledger-lists/similar", test_similar);
  g_test_add_func ("/storage/ledger-lists/delete", test_delete);
  g_test_add_func ("/storage/ledger-lists/purge", test_purge);

  return g_test_run ();
}
