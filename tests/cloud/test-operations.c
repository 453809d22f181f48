/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The operations that Cadet calls: what is asked for, and what is understood of the reply. */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "cloud/cadet-sts.h"
#include "model/cadet-error.h"

#include "client-fixture.h"
#include "raw-server.h"
#include "test-future.h"

#include <string.h>

static void
test_sts (void)
{
  static const char *replies[] = {
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\n\r\n"
    "{\"RequestId\":\"R\",\"AccountId\":\"1234\",\"Arn\":\"acs:ram::1234:root\","
    "\"IdentityType\":\"Account\"}",
    "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n"
    "{\"Code\":\"InvalidAccessKeyId.NotFound\",\"Message\":\"words\",\"RequestId\":\"R\"}",
    OK,
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (raw_server_answer, replies[i]);
      g_autoptr (CadetAccess) access =
        create_access ("http", "127.0.0.1", raw_server_get_port (server));
      g_autoptr (CadetClient) client = cadet_client_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (DexFuture) future = cadet_sts_get_caller_identity (client, access, NULL);
      g_autofree char *request = NULL;
      const GValue *value;

      value = settle (future, &error);
      request = raw_server_dup_request (server, 0);
      g_assert_nonnull (strcasestr (request, "\r\nx-acs-action: GetCallerIdentity\r\n"));
      g_assert_nonnull (strcasestr (request, "\r\nx-acs-version: 2015-04-01\r\n"));
      if (i == 0)
        {
          CadetCallerIdentity *identity;
          gint64 skew;
          gint64 server_time;

          g_assert_no_error (error);
          identity = g_value_get_object (value);
          g_assert_cmpstr (cadet_caller_identity_get_account_id (identity), ==, "1234");
          g_assert_cmpstr (cadet_caller_identity_get_arn (identity), ==, "acs:ram::1234:root");
          g_assert_cmpstr (cadet_caller_identity_get_identity_type (identity), ==, "Account");
          skew = cadet_caller_identity_get_clock_skew_ms (identity);
          server_time = g_get_real_time () / 1000 - skew;
          g_assert_cmpint (ABS (server_time - G_GINT64_CONSTANT (784111777000)), <, 20000);
        }
      else
        {
          g_assert_error (error, CADET_ERROR, CADET_ERROR_SERVICE);
        }
      drop_client (&client);
    }
}

static void
test_bpstudio (void)
{
  g_autoptr (CadetDraft) draft = cadet_draft_new ();
  g_autoptr (SecretValue) secret = secret_value_new ("hunter2", -1, "text/plain");
  g_autoptr (CadetVariable) text = cadet_variable_new ("var", CADET_VARIABLE_TEXT, "value");
  g_autoptr (CadetVariable) hidden = cadet_variable_new_secret ("password", secret);
  g_autoptr (CadetRequest) bare = NULL;
  g_autoptr (CadetRequest) plain = NULL;
  g_autoptr (CadetRequest) masked = NULL;
  g_autoptr (CadetRequest) get = cadet_bpstudio_get_task_request (G_MAXINT64);
  g_autoptr (CadetRequest) execute = cadet_bpstudio_execute_task_request (1994);
  g_autoptr (CadetRequest) list = cadet_bpstudio_list_application_request (1, 50, "a b");
  g_autofree char *bare_body = NULL;
  g_autofree char *plain_body = NULL;
  g_autofree char *masked_body = NULL;
  g_autofree char *get_body = NULL;
  g_autofree char *execute_body = NULL;
  g_autofree char *list_body = NULL;
  g_autoptr (GBytes) sent = NULL;
  g_autofree char *sent_text = NULL;

  cadet_draft_set_process_id (draft, " P3KTG43SW7XX6A17I ");
  cadet_draft_set_task_name (draft, "test");
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6\n");
  bare = cadet_bpstudio_create_task_request (draft);
  bare_body = cadet_request_dup_shown_body (bare);
  g_assert_cmpstr (bare_body, ==,
                   "ProcessId=P3KTG43SW7XX6A17I&TaskName=test&AppId=JXT3MLZJ56XX65D6");
  g_assert_cmpstr (cadet_request_get_action (bare), ==, "CreateTask");
  g_assert_false (cadet_request_get_read_only (bare));

  cadet_variable_list_append (cadet_draft_get_variables (draft), text);
  plain = cadet_bpstudio_create_task_request (draft);
  plain_body = cadet_request_dup_shown_body (plain);
  /* The body of the vector “createtask-ascii”. */
  g_assert_cmpstr (plain_body, ==,
                   "ProcessId=P3KTG43SW7XX6A17I&TaskName=test&AppId=JXT3MLZJ56XX65D6&"
                   "Variables=%7B%22%24%7Bvar%7D%22%3A%22value%22%7D");

  cadet_variable_set_enabled (text, FALSE);
  cadet_variable_list_append (cadet_draft_get_variables (draft), hidden);
  masked = cadet_bpstudio_create_task_request (draft);
  masked_body = cadet_request_dup_shown_body (masked);
  g_assert_true (g_str_has_suffix (
    masked_body, "&Variables=%7B%22%24%7Bpassword%7D%22%3A%22********%22%7D"));
  sent = cadet_request_dup_body (masked);
  sent_text = g_strndup (g_bytes_get_data (sent, NULL), g_bytes_get_size (sent));
  g_assert_true (
    g_str_has_suffix (sent_text, "&Variables=%7B%22%24%7Bpassword%7D%22%3A%22hunter2%22%7D"));

  get_body = cadet_request_dup_shown_body (get);
  g_assert_cmpstr (get_body, ==, "TaskId=9223372036854775807");
  g_assert_true (cadet_request_get_read_only (get));
  execute_body = cadet_request_dup_shown_body (execute);
  g_assert_cmpstr (execute_body, ==, "TaskId=1994");
  g_assert_false (cadet_request_get_read_only (execute));
  list_body = cadet_request_dup_shown_body (list);
  g_assert_cmpstr (list_body, ==, "NextToken=1&MaxResults=50&Keyword=a%20b");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/operations/sts", test_sts);
  g_test_add_func ("/operations/bpstudio", test_bpstudio);

  return g_test_run ();
}
