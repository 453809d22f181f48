/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-export.h"

#include <string.h>

#define AT G_GINT64_CONSTANT (1767323045006)

static CadetTask *
make_task (const char *name,
           int kind)
{
  CadetTask *task =
    cadet_task_new ("a1", "id", "Sandbox", "cn-hangzhou", name, "P1", "A1", "{}", AT);
  g_autoptr (CadetOutcome) outcome =
    cadet_outcome_new (kind, kind == CADET_OUTCOME_CREATED ? 1994 : 0, 200, "200", "Success", "R",
                       NULL);

  cadet_task_set_outcome (task, outcome, AT + 2);

  return task;
}

static void
add_event (CadetTask *task,
           CadetEventKind kind,
           gint64 at,
           guint number,
           const char *outcome,
           guint http_status,
           const char *text)
{
  g_autoptr (CadetEvent) event =
    cadet_event_new (kind, AT + at, number, outcome, http_status, text);

  cadet_task_add_event (task, event);
}

#define HEAD                                                                                       \
  "{\"outcome\":\"created\",\"taskId\":1994,\"requestId\":\"R\",\"code\":\"200\","                  \
  "\"message\":\"Success\",\"httpStatus\":200,\"attempt\":\"a1\",\"profile\":\"Sandbox\","          \
  "\"endpoint\":\"cn-hangzhou\",\"name\":\"test\",\"processId\":\"P1\",\"appId\":\"A1\","           \
  "\"at\":\"2026-01-02T03:04:05.006Z\","

static void
test_all_members (void)
{
  g_autoptr (CadetTask) task = make_task ("test", CADET_OUTCOME_CREATED);
  g_autoptr (CadetTaskReport) report =
    cadet_task_report_new (1994, "test", "P1", "A1", NULL, "ODD", "Syntax\"Error", 0, AT + 9);
  g_autoptr (CadetExecution) execution =
    cadet_execution_new ("e2", "a1", 1994, "id", "Other", "cn-hangzhou", AT + 5);
  g_autoptr (CadetOutcome) taken = cadet_outcome_new_created (1994, 200, "200", "Success", "E");
  g_autofree char *json = NULL;
  g_autofree char *running = NULL;

  cadet_task_set_note (task, "note");
  cadet_task_set_previous (task, "a0");
  cadet_task_set_execution (task, execution);
  add_event (task, CADET_EVENT_RECORDED, 0, 0, NULL, 0, NULL);
  add_event (task, CADET_EVENT_SENT, 1, 1, NULL, 0, NULL);
  add_event (task, CADET_EVENT_TRY_FAILED, 2, 1, "refused", 400, "too many");
  add_event (task, CADET_EVENT_SENT, 3, 2, NULL, 0, NULL);
  add_event (task, CADET_EVENT_ANSWERED, 4, 0, "created", 200, "Success");
  /* An order before the last one is history. */
  add_event (task, CADET_EVENT_EXECUTE_RECORDED, 4, 0, NULL, 0, NULL);
  add_event (task, CADET_EVENT_EXECUTE_SENT, 4, 1, NULL, 0, NULL);
  add_event (task, CADET_EVENT_EXECUTE_ANSWERED, 4, 0, "refused", 403, "no");
  add_event (task, CADET_EVENT_EXECUTE_RECORDED, 5, 0, NULL, 0, NULL);
  add_event (task, CADET_EVENT_EXECUTE_SENT, 6, 1, NULL, 0, NULL);

  running = cadet_task_to_json (task);
  g_assert_cmpstr (running, ==,
                   HEAD
                   "\"state\":\"created\",\"note\":\"note\",\"previous\":\"a0\","
                   "\"execution\":{\"profile\":\"Other\",\"at\":\"2026-01-02T03:04:05.011Z\","
                   "\"tries\":[{\"number\":1,\"at\":\"2026-01-02T03:04:05.012Z\"}]},"
                   "\"tries\":[{\"number\":1,\"at\":\"2026-01-02T03:04:05.007Z\","
                   "\"outcome\":\"refused\",\"httpStatus\":400,\"text\":\"too many\"},"
                   "{\"number\":2,\"at\":\"2026-01-02T03:04:05.009Z\",\"outcome\":\"created\","
                   "\"httpStatus\":200,\"text\":\"Success\"}]}");

  add_event (task, CADET_EVENT_EXECUTE_ANSWERED, 7, 0, "created", 200, "Success");
  add_event (task, CADET_EVENT_STATUS, 9, 0, NULL, 0, "Syntax\"Error");
  cadet_execution_set_outcome (execution, taken, AT + 7);
  cadet_task_set_report (task, report);
  json = cadet_task_to_json (task);
  g_assert_cmpstr (json, ==,
                   HEAD
                   "\"state\":\"failed\",\"status\":\"ODD\",\"errorMessage\":\"Syntax\\\"Error\","
                   "\"statusAt\":\"2026-01-02T03:04:05.015Z\",\"note\":\"note\","
                   "\"previous\":\"a0\",\"execution\":{\"outcome\":\"created\","
                   "\"requestId\":\"E\",\"code\":\"200\",\"message\":\"Success\","
                   "\"httpStatus\":200,\"profile\":\"Other\",\"at\":\"2026-01-02T03:04:05.011Z\","
                   "\"tries\":[{\"number\":1,\"at\":\"2026-01-02T03:04:05.012Z\","
                   "\"outcome\":\"created\",\"httpStatus\":200,\"text\":\"Success\"}]},"
                   "\"tries\":[{\"number\":1,\"at\":\"2026-01-02T03:04:05.007Z\","
                   "\"outcome\":\"refused\",\"httpStatus\":400,\"text\":\"too many\"},"
                   "{\"number\":2,\"at\":\"2026-01-02T03:04:05.009Z\",\"outcome\":\"created\","
                   "\"httpStatus\":200,\"text\":\"Success\"}]}");
}

static const struct
{
  struct
  {
    CadetEventKind kind;
    guint number;
    const char *outcome;
  } events[6];
  const char *tries;
} histories[] = {
  { { { CADET_EVENT_RECORDED, 0, NULL } }, NULL },
  { { { CADET_EVENT_RECORDED, 0, NULL }, { CADET_EVENT_ENDED, 0, "not-sent" } }, NULL },
  /* Connections that failed were never sent. */
  { { { CADET_EVENT_RECORDED, 0, NULL },
      { CADET_EVENT_TRY_FAILED, 1, "not-sent" },
      { CADET_EVENT_TRY_FAILED, 2, "not-sent" },
      { CADET_EVENT_ENDED, 0, "not-sent" } },
    "1 not-sent, 2 not-sent, 3 not-sent" },
  { { { CADET_EVENT_RECORDED, 0, NULL },
      { CADET_EVENT_TRY_FAILED, 1, "not-sent" },
      { CADET_EVENT_SENT, 2, NULL },
      { CADET_EVENT_ENDED, 0, "unknown" } },
    "1 not-sent, 2 unknown" },
  /* Cancelled while it waited. */
  { { { CADET_EVENT_RECORDED, 0, NULL },
      { CADET_EVENT_SENT, 1, NULL },
      { CADET_EVENT_TRY_FAILED, 1, "refused" },
      { CADET_EVENT_ANSWERED, 0, "refused" } },
    "1 refused" },
  { { { CADET_EVENT_RECORDED, 0, NULL },
      { CADET_EVENT_SENT, 1, NULL },
      { CADET_EVENT_INTERRUPTED, 0, NULL } },
    "1 unknown" },
};

static void
test_tries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (histories); i++)
    {
      g_autoptr (CadetTask) task = make_task ("test", CADET_OUTCOME_UNKNOWN);
      g_autofree char *json = NULL;
      g_autoptr (GString) tries = g_string_new (NULL);
      const char *at;

      g_test_message ("Row %u", i);
      for (guint k = 0; k < G_N_ELEMENTS (histories[i].events); k++)
        if (k == 0 || histories[i].events[k].kind != CADET_EVENT_RECORDED)
          add_event (task, histories[i].events[k].kind, k, histories[i].events[k].number,
                     histories[i].events[k].outcome, 0, NULL);

      json = cadet_task_to_json (task);
      at = strstr (json, "\"tries\":");
      while (at != NULL && (at = strstr (at, "\"number\":")) != NULL)
        {
          const char *outcome = strstr (at, "\"outcome\":\"");

          g_assert_nonnull (outcome);
          outcome += strlen ("\"outcome\":\"");
          g_string_append_printf (tries, "%s%c %.*s", tries->len > 0 ? ", " : "",
                                  at[strlen ("\"number\":")], (int) strcspn (outcome, "\""),
                                  outcome);
          at = outcome;
        }
      g_assert_cmpstr (tries->str, ==, histories[i].tries != NULL ? histories[i].tries : "");
    }
}

static void
test_found (void)
{
  g_autoptr (CadetTask) task = make_task ("test", CADET_OUTCOME_UNKNOWN);
  g_autofree char *found = NULL;
  g_autofree char *not_created = NULL;

  cadet_task_set_resolution (task, CADET_TASK_FOUND, 8);
  found = cadet_task_to_json (task);
  g_assert_nonnull (strstr (found, "{\"outcome\":\"unknown\",\"taskId\":8,"));
  g_assert_nonnull (strstr (found, "\"state\":\"created\",\"resolution\":\"found\"}"));

  cadet_task_set_resolution (task, CADET_TASK_NOT_THERE, 0);
  not_created = cadet_task_to_json (task);
  g_assert_null (strstr (not_created, "taskId"));
  g_assert_nonnull (strstr (not_created,
                            "\"state\":\"not-created\",\"resolution\":\"not-created\""));
}

static void
test_json_array (void)
{
  g_autoptr (GListStore) tasks = g_list_store_new (CADET_TYPE_TASK);
  g_autoptr (CadetTask) task = make_task ("test", CADET_OUTCOME_CREATED);
  g_autofree char *empty = cadet_tasks_to_json (G_LIST_MODEL (tasks));
  g_autofree char *object = cadet_task_to_json (task);
  g_autofree char *expected = g_strdup_printf ("[\n%s,\n%s\n]\n", object, object);
  g_autofree char *two = NULL;

  g_assert_cmpstr (empty, ==, "[]\n");
  g_list_store_append (tasks, task);
  g_list_store_append (tasks, task);
  two = cadet_tasks_to_json (G_LIST_MODEL (tasks));
  g_assert_cmpstr (two, ==, expected);
}

#define CSV_HEAD                                                                                   \
  "attempt,at,state,outcome,taskId,name,processId,appId,template,profile,endpoint,status,"         \
  "errorMessage,statusAt,httpStatus,code,message,requestId,resolution,note,previous,"              \
  "executionOutcome,executionAt\r\n"

/* What a name becomes in a cell. */
static const struct
{
  const char *name;
  const char *cell;
} cells[] = {
  { "test", "test" },
  { "部署", "部署" },
  { "a,b", "\"a,b\"" },
  { "a\"b", "\"a\"\"b\"" },
  { "a\nb", "\"a\nb\"" },
  { "a\r\nb", "\"a\r\nb\"" },
  { "=1+1", "'=1+1" },
  { "=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
  { "+1", "'+1" },
  { "-1", "'-1" },
  { "@SUM(A1)", "'@SUM(A1)" },
  { "\t=1", "'\t=1" },
  { "\r=1", "\"'\r=1\"" },
  { "a=1", "a=1" },
  { "\xff", "\357\277\275" },
};

static void
test_csv (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GListStore) tasks = g_list_store_new (CADET_TYPE_TASK);
      g_autoptr (CadetTask) task = make_task (cells[i].name, CADET_OUTCOME_CREATED);
      g_autofree char *expected =
        g_strdup_printf (CSV_HEAD "a1,2026-01-02T03:04:05.006Z,created,created,1994,%s,P1,A1,,"
                                  "Sandbox,cn-hangzhou,,,,200,200,Success,R,,,,,\r\n",
                         cells[i].cell);
      g_autofree char *csv = NULL;

      g_list_store_append (tasks, task);
      csv = cadet_tasks_to_csv (G_LIST_MODEL (tasks));
      g_assert_cmpstr (csv, ==, expected);
    }
}

static void
test_csv_all_cells (void)
{
  g_autoptr (GListStore) tasks = g_list_store_new (CADET_TYPE_TASK);
  g_autoptr (CadetTask) task = make_task ("test", CADET_OUTCOME_UNKNOWN);
  g_autoptr (CadetTaskReport) report =
    cadet_task_report_new (8, "test", "P1", "A1", NULL, "FINISH", "err", 0, AT + 9);
  g_autoptr (CadetExecution) execution =
    cadet_execution_new ("e2", "a1", 8, "id", "Other", "cn-hangzhou", AT + 5);
  g_autoptr (CadetOutcome) taken = cadet_outcome_new_created (8, 200, "200", "Success", "E");
  g_autofree char *empty = cadet_tasks_to_csv (G_LIST_MODEL (tasks));
  g_autofree char *csv = NULL;

  g_assert_cmpstr (empty, ==, CSV_HEAD);

  cadet_task_set_resolution (task, CADET_TASK_FOUND, 8);
  cadet_task_set_report (task, report);
  cadet_execution_set_outcome (execution, taken, AT + 7);
  cadet_task_set_execution (task, execution);
  cadet_task_set_template (task, "t");
  cadet_task_set_note (task, "n");
  cadet_task_set_previous (task, "a0");
  g_list_store_append (tasks, task);
  csv = cadet_tasks_to_csv (G_LIST_MODEL (tasks));
  g_assert_cmpstr (csv, ==,
                   CSV_HEAD "a1,2026-01-02T03:04:05.006Z,failed,unknown,8,test,P1,A1,t,Sandbox,"
                            "cn-hangzhou,FINISH,err,2026-01-02T03:04:05.015Z,200,200,Success,R,"
                            "found,n,a0,created,2026-01-02T03:04:05.011Z\r\n");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/task-export/all-members", test_all_members);
  g_test_add_func ("/task-export/tries", test_tries);
  g_test_add_func ("/task-export/found", test_found);
  g_test_add_func ("/task-export/json-array", test_json_array);
  g_test_add_func ("/task-export/csv", test_csv);
  g_test_add_func ("/task-export/csv-all-cells", test_csv_all_cells);

  return g_test_run ();
}
