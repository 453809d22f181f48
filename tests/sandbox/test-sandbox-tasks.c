/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox-caller.h"
#include "test-future.h"

#include "cloud/cadet-bpstudio.h"
#include "cloud/cadet-sts.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

/* Polls until the task has a status; every other status seen before must be one of @before. */
static void
wait_for_status (const char *endpoint,
                 gint64      id,
                 const char *before,
                 const char *wanted)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autofree char *status = dup_status (endpoint, id, NULL);

      if (g_str_equal (status, wanted))
        return;
      g_assert_cmpstr (status, ==, before);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

static Answer *
execute_task (const char *endpoint,
              gint64      id)
{
  g_autofree char *body = g_strdup_printf ("TaskId=%" G_GINT64_FORMAT, id);
  Call call = { .action = "ExecuteTask", .body = body };

  return call_send (endpoint, &call);
}

static void
test_progress (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  g_autofree char *first = NULL;
  g_autofree char *error_message = NULL;
  g_autoptr (Answer) early = NULL;
  g_autoptr (Answer) started = NULL;
  g_autoptr (Answer) again = NULL;
  JsonObject *data;
  gint64 id;

  /* Long enough to be seen on a busy machine. */
  cadet_sandbox_set_task_seconds (sandbox, 3600, 3600);
  id = create_task (endpoint, NULL);
  g_assert_cmpint (id, ==, 1994);
  first = dup_status (endpoint, id, &error_message);
  g_assert_cmpstr (first, ==, "BINDING");
  g_assert_cmpstr (error_message, ==, "");
  early = execute_task (endpoint, id);
  g_assert_cmpuint (early->status, ==, 400);
  g_assert_cmpstr (answer_get_text (early, "Code"), ==, "IncorrectStatus");

  cadet_sandbox_set_task_seconds (sandbox, 0.2, 0.2);
  id = create_task (endpoint, NULL);
  wait_for_status (endpoint, id, "BINDING", "READY");
  started = execute_task (endpoint, id);
  g_assert_cmpuint (started->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (started->object, "Code"), ==, 200);
  data = json_object_get_object_member (started->object, "Data");
  g_assert_cmpint (json_object_get_int_member (data, "Id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (data, "Status"), ==, "RUNNING");

  again = execute_task (endpoint, id);
  g_assert_cmpstr (answer_get_text (again, "Code"), ==, "IncorrectStatus");
  wait_for_status (endpoint, id, "RUNNING", "FINISH");
  stop_sandbox (sandbox);
}

static void
test_fields (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  Call call = { .action = "GetTask", .body = "TaskId=1994" };
  g_autoptr (Answer) answer = NULL;
  g_autoptr (GTimeZone) china = g_time_zone_new_offset (8 * 60 * 60);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) created = NULL;
  JsonObject *data;

  cadet_sandbox_set_task_seconds (sandbox, 0, 0);
  create_task (endpoint, "TaskName=%E6%B5%8B%E8%AF%95+%221%22&AppId=" TEST_APP
                         "&ProcessId=" TEST_PROCESS);
  answer = call_send (endpoint, &call);
  data = json_object_get_object_member (answer->object, "Data");
  g_assert_cmpstr (json_object_get_string_member (data, "Name"), ==, "测试 \"1\"");
  g_assert_cmpstr (json_object_get_string_member (data, "ProcessId"), ==, TEST_PROCESS);
  g_assert_cmpstr (json_object_get_string_member (data, "AppId"), ==, TEST_APP);
  g_assert_cmpstr (json_object_get_string_member (data, "Status"), ==, "READY");
  g_assert_cmpstr (json_object_get_string_member (data, "InstanceIds"), ==,
                   "{\"app\":\"i-bp1web0000000000001\"}");

  created = g_date_time_new_from_iso8601 (json_object_get_string_member (data, "GmtCreate"), china);
  now = g_date_time_new_now (china);
  g_assert_nonnull (created);
  g_assert_cmpint (ABS (g_date_time_difference (now, created)), <, G_TIME_SPAN_MINUTE);
  stop_sandbox (sandbox);
}

static void
test_failures (void)
{
  static const struct
  {
    const char *body;
    const char *bound;
    const char *run;
    const char *error_message;
  } cases[] = {
    { "TaskName=a&AppId=" TEST_APP "&ProcessId=" TEST_FAILING_PROCESS, "READY", "FAILED",
      "SyntaxError: node 3 of the process has no input" },
    { TEST_CREATE "&Variables=%7B%22%24%7Bsandbox%7D%22%3A%22fail-binding%22%7D", "FAILED", NULL,
      "SyntaxError: the variables cannot be bound" },
    { TEST_CREATE "&Variables=%7B%22%24%7Bsandbox%7D%22%3A%22fail-running%22%7D", "READY", "FAILED",
      "ServiceError: a resource could not be created" },
    { TEST_CREATE "&Variables=%7B%22%24%7Bsandbox%7D%22%3A1%7D", "READY", "FINISH", "" },
  };
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);

  cadet_sandbox_set_task_seconds (sandbox, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 id = create_task (endpoint, cases[i].body);
      g_autofree char *bound = dup_status (endpoint, id, NULL);
      g_autofree char *run = NULL;
      g_autofree char *error_message = NULL;
      g_autoptr (Answer) answer = execute_task (endpoint, id);

      g_assert_cmpstr (bound, ==, cases[i].bound);
      g_assert_cmpuint (answer->status, ==, cases[i].run != NULL ? 200 : 400);
      run = dup_status (endpoint, id, &error_message);
      g_assert_cmpstr (run, ==, cases[i].run != NULL ? cases[i].run : cases[i].bound);
      g_assert_cmpstr (error_message, ==, cases[i].error_message);
    }
  stop_sandbox (sandbox);
}

static void
test_refused (void)
{
  static const Refusal cases[] = {
    { "CreateTask", "TaskName=a&AppId=" TEST_APP, 400, "MissingProcessId" },
    { "CreateTask", "ProcessId=" TEST_PROCESS "&AppId=" TEST_APP, 400, "MissingTaskName" },
    { "CreateTask", "ProcessId=" TEST_PROCESS "&TaskName=a", 400, "MissingAppId" },
    { "CreateTask", "", 400, "MissingProcessId" },
    { "CreateTask", "ProcessId=&TaskName=a&AppId=" TEST_APP, 400, "ParameterEmpty" },
    { "CreateTask", TEST_CREATE "&Variables=", 400, "InvalidParameter" },
    { "CreateTask", TEST_CREATE "&Variables=%5B%5D", 400, "InvalidParameter" },
    { "CreateTask", TEST_CREATE "&Variables=1", 400, "InvalidParameter" },
    { "CreateTask", TEST_CREATE "&Variables=%7B%22a%22%3A%7D", 400, "InvalidParameter" },
    { "CreateTask", TEST_CREATE "&Variables=%7Ba%3A1%7D", 400, "InvalidParameter" },
    { "CreateTask", TEST_CREATE "&Variables=%7B%7D%7B%7D", 400, "InvalidParameter" },
    { "CreateTask", "ProcessId=PNONE&TaskName=a&AppId=" TEST_APP, 404,
      "EntityNotExist.ResourceId" },
    { "CreateTask", "ProcessId=" TEST_PROCESS "&TaskName=a&AppId=ANONE", 200, "8004" },
    { "GetTask", "", 400, "MissingTaskId" },
    { "GetTask", "TaskId=", 400, "ParameterEmpty" },
    { "GetTask", "TaskId=x", 400, "InvalidParameter" },
    { "GetTask", "TaskId=1.5", 400, "InvalidParameter" },
    { "GetTask", "TaskId=0", 400, "InvalidParameter" },
    { "GetTask", "TaskId=99999999999999999999", 400, "InvalidParameter" },
    { "GetTask", "TaskId=9223372036854775807", 404, "EntityNotExist.ResourceId" },
    { "GetTask", "TaskId=1994", 404, "EntityNotExist.ResourceId" },
    { "ExecuteTask", "", 400, "MissingTaskId" },
    { "ExecuteTask", "TaskId=1994", 404, "EntityNotExist.ResourceId" },
  };
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);

  check_refusals (endpoint, cases, G_N_ELEMENTS (cases));
  g_assert_cmpint (create_task (endpoint, NULL), ==, 1994);
  stop_sandbox (sandbox);
}

static gpointer
create_cb (gpointer data)
{
  return GINT_TO_POINTER ((gint) create_task (data, NULL));
}

static void
test_parallel (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  char *endpoint = g_strdup (cadet_sandbox_get_endpoint (sandbox));
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  GThread *threads[20];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("create", create_cb, endpoint);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_hash_table_add (ids, g_thread_join (threads[i]));
  g_assert_cmpuint (g_hash_table_size (ids), ==, 20);
  g_assert_cmpint (create_task (endpoint, NULL), ==, 1994 + 20);
  g_free (endpoint);
  stop_sandbox (sandbox);
}

/* The program's own client, with the pair that the sandbox made. */
static void
test_client (void)
{
  CadetSandbox *sandbox = cadet_sandbox_new (NULL);
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetRequest) request = cadet_request_new ("CreateTask", "2021-09-31");
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (CadetCallerIdentity) identity = NULL;
  g_autoptr (CadetExchange) exchange = NULL;

  access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (sandbox)));
  g_assert_true (cadet_endpoint_is_loopback (cadet_access_get_endpoint (access)));

  identity = dup_object (cadet_sts_get_caller_identity (client, access, NULL));
  g_assert_cmpstr (cadet_caller_identity_get_identity_type (identity), ==, "RAMUser");
  g_assert_cmpint (ABS (cadet_caller_identity_get_clock_skew_ms (identity)), <, 60 * 1000);

  cadet_request_add_form (request, "ProcessId", TEST_PROCESS);
  cadet_request_add_form (request, "TaskName", "a b+c/*~ 名");
  cadet_request_add_form (request, "AppId", TEST_APP);
  exchange = dup_object (cadet_client_send (client, request, access, NULL, NULL, NULL, NULL));
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_CREATED);
  g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 1994);

  g_clear_object (&client);
  stop_sandbox (sandbox);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/sandbox/tasks/progress", test_progress);
  g_test_add_func ("/sandbox/tasks/fields", test_fields);
  g_test_add_func ("/sandbox/tasks/failures", test_failures);
  g_test_add_func ("/sandbox/tasks/refused", test_refused);
  g_test_add_func ("/sandbox/tasks/parallel", test_parallel);
  g_test_add_func ("/sandbox/tasks/client", test_client);
  return g_test_run ();
}
