/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-exchange.h"

#include "judge-codes.h"
#include "model/cadet-error.h"

#include <gio/gio.h>
#include <string.h>

static const struct
{
  guint http_status;
  const char *body;
  CadetOutcomeKind kind;
  gint64 task_id;
  const char *code;
} replies[] = {
  { 200, "{\"RequestId\":\"R\",\"Message\":\"Success\",\"Data\":1994,\"Code\":200}", CREATED, 1994,
    "200" },
  { 200, "{\"Message\":\"Success\",\"Data\":1994,\"Code\":\"200\"}", CREATED, 1994, "200" },
  { 200, "{\"Data\":\"1994\",\"Code\":\"OK\"}", CREATED, 1994, "OK" },
  { 200, "{\"data\":1994,\"code\":\"success\"}", CREATED, 1994, "success" },
  { 200, " {\n \"Code\" : \"Success\", \"Data\" : 1 } ", CREATED, 1, "Success" },
  { 200, "{\"Code\":200,\"Data\":9007199254740993}", CREATED, G_GINT64_CONSTANT (9007199254740993),
    "200" },
  { 200, "{\"Code\":200,\"Data\":9223372036854775806}", CREATED, G_MAXINT64 - 1, "200" },
  { 200, "{\"Code\":200,\"Data\":9223372036854775807}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"9223372036854775807\"}", CREATED, G_MAXINT64, "200" },
  /* No task ID that could be used. */
  { 200, "{\"Code\":200,\"Data\":9223372036854775808}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":18446744073709551617}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"9223372036854775808\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":0}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":-1994}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":1994.0}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":1994.5}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":1e3}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":true}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":null}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"12a\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\" 12\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"+12\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":\"0\"}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":1994}}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200,\"Data\":[1994]}", UNKNOWN, 0, "200" },
  { 200, "{\"Code\":200}", UNKNOWN, 0, "200" },
  { 200, "{\"Data\":1994}", UNKNOWN, 0, NULL },
  /* Contradictions. */
  { 200, "{\"Code\":\"2003\",\"Message\":\"bp.java.nopower\",\"Data\":1994}", UNKNOWN, 0, "2003" },
  { 400, "{\"Code\":\"MissingParameter\",\"Data\":1994}", UNKNOWN, 0, "MissingParameter" },
  { 201, "{\"Code\":200,\"Data\":1994}", UNKNOWN, 0, "200" },
  { 403, "{\"Code\":200,\"Data\":1994}", UNKNOWN, 0, "200" },
  { 403, "{\"Code\":\"Success\"}", UNKNOWN, 0, "Success" },
  { 500, "{\"Code\":200,\"Data\":1994}", UNKNOWN, 0, "200" },
  /* The code in its other forms. */
  { 200, "{\"code\":2003,\"message\":\"bp.java.nopower\"}", REFUSED, 0, "2003" },
  { 200, "{\"Code\":2003,\"Data\":null}", REFUSED, 0, "2003" },
  { 200, "{\"Code\":200.0,\"Data\":1994}", UNKNOWN, 0, "200.0" },
  { 200, "{\"Code\":true,\"Data\":1994}", UNKNOWN, 0, "true" },
  { 200, "{\"Code\":null,\"Data\":1994}", UNKNOWN, 0, NULL },
  { 400, "{\"Code\":{},\"Data\":1994}", UNKNOWN, 0, NULL },
  /* Not the service. */
  { 200, "", UNKNOWN, 0, NULL },
  { 204, "", UNKNOWN, 0, NULL },
  { 200, "null", UNKNOWN, 0, NULL },
  { 200, "1994", UNKNOWN, 0, NULL },
  { 200, "[]", UNKNOWN, 0, NULL },
  { 200, "{}", UNKNOWN, 0, NULL },
  { 200, "{\"Code\":200,\"Data\":1994", UNKNOWN, 0, NULL },
  { 200, "{\"Code\":200,\"Data\":1994}}", UNKNOWN, 0, NULL },
  { 200, "{\"Code\":200,\"Data\":1994} {}", UNKNOWN, 0, NULL },
  { 200, "{\"Code\":200,\"Data\":1994,\"Message\":\"\xff\"}", UNKNOWN, 0, NULL },
  { 200, "callback({\"Code\":200,\"Data\":1994})", UNKNOWN, 0, NULL },
  { 301, "", UNKNOWN, 0, NULL },
  { 400, "<html>Bad Request</html>", UNKNOWN, 0, NULL },
  { 403, "<html>Blocked by the proxy</html>", UNKNOWN, 0, NULL },
  { 407, "", UNKNOWN, 0, NULL },
  { 502, "<html>Bad Gateway</html>", UNKNOWN, 0, NULL },
  { 504, "", UNKNOWN, 0, NULL },
};

static CadetExchange *
create_answered (guint http_status,
                 const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return cadet_exchange_new (CADET_EXCHANGE_ANSWERED, NULL, http_status,
                             "HTTP/1.1 200 OK\nContent-Type: application/json\n"
                             "X-Acs-Request-Id:  H \n",
                             bytes);
}

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"RequestId\":\"R\",\"HostId\":\"h\",\"Code\":\"%s\","
                         "\"Message\":\"words\",\"Recommend\":\"https://r\"}",
                         codes[i].code);
      g_autoptr (CadetExchange) exchange = create_answered (codes[i].http_status, body);
      g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);
      g_autoptr (GError) error = cadet_exchange_to_error (exchange);

      g_test_message ("%u %s", codes[i].http_status, codes[i].code);
      g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, codes[i].kind);
      g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 0);
      g_assert_cmpuint (cadet_outcome_get_http_status (outcome), ==, codes[i].http_status);
      g_assert_cmpstr (cadet_outcome_get_code (outcome), ==, codes[i].code);
      g_assert_cmpstr (cadet_outcome_get_message (outcome), ==, "words");
      g_assert_cmpstr (cadet_outcome_get_request_id (outcome), ==, "R");
      g_assert_cmpstr (cadet_outcome_get_recommend (outcome), ==, "https://r");

      g_assert_false (cadet_exchange_succeeded (exchange));
      g_assert_error (error, CADET_ERROR, CADET_ERROR_SERVICE);
      g_assert_nonnull (strstr (error->message, codes[i].code));
      g_assert_nonnull (strstr (error->message, "words"));
      g_assert_nonnull (strstr (error->message, "RequestId R"));
    }
}

static void
test_replies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *shown = g_strescape (replies[i].body, NULL);
      g_autoptr (CadetExchange) exchange =
        create_answered (replies[i].http_status, replies[i].body);
      g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);

      g_test_message ("%u %s", replies[i].http_status, shown);
      g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, replies[i].kind);
      g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, replies[i].task_id);
      g_assert_cmpstr (cadet_outcome_get_code (outcome), ==, replies[i].code);
      if (replies[i].kind != CREATED)
        g_assert_cmpstr (cadet_outcome_get_message (outcome), !=, "Success");
    }
}

static void
test_request_id (void)
{
  g_autoptr (CadetExchange) body = create_answered (200, "{\"requestId\":\"b\"}");
  g_autoptr (CadetExchange) header = create_answered (502, "<html>");
  g_autofree char *from_body = cadet_exchange_dup_request_id (body);
  g_autofree char *from_header = cadet_exchange_dup_request_id (header);
  g_autofree char *absent = cadet_exchange_dup_reply_header (header, "HTTP/1.1 200 OK");

  g_assert_cmpstr (from_body, ==, "b");
  g_assert_cmpstr (from_header, ==, "H");
  g_assert_null (absent);
}

/* A reply that nests a million times ends in no crash, and in no judgement either. */
static void
test_depth (void)
{
  GString *json = g_string_new ("{\"Code\":200,\"Data\":1994,\"X\":");
  g_autofree char *text = NULL;
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (CadetExchange) brackets = NULL;
  g_autoptr (CadetOutcome) brackets_outcome = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (json, '[');
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (json, ']');
  g_string_append_c (json, '}');
  text = g_string_free_and_steal (json);

  exchange = create_answered (200, text);
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_null (cadet_exchange_get_reply (exchange));
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, UNKNOWN);

  /* Brackets inside of text are not nesting. */
  brackets = create_answered (200, "{\"Code\":200,\"Data\":7,\"Message\":"
                                   "\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"}");
  brackets_outcome = cadet_exchange_judge_create (brackets);
  g_assert_cmpint (cadet_outcome_get_task_id (brackets_outcome), ==, 7);
}

static void
test_unanswered (void)
{
  g_autoptr (GError) error = g_error_new_literal (CADET_ERROR, CADET_ERROR_CONNECT, "It failed.");
  g_autoptr (CadetExchange) prepared =
    cadet_exchange_new (CADET_EXCHANGE_PREPARED, error, 0, NULL, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"Code\":200,\"Data\":1994}", 24);
  g_autoptr (CadetExchange) sent =
    cadet_exchange_new (CADET_EXCHANGE_SENT, error, 200, "HTTP/1.1 200 OK\n", body);
  g_autoptr (CadetOutcome) not_sent = cadet_exchange_judge_create (prepared);
  g_autoptr (CadetOutcome) unknown = cadet_exchange_judge_create (sent);
  g_autoptr (GError) same = cadet_exchange_to_error (sent);

  g_assert_cmpint (cadet_outcome_get_kind (not_sent), ==, CADET_OUTCOME_NOT_SENT);
  g_assert_cmpstr (cadet_outcome_get_message (not_sent), ==,
                   "It failed. Nothing was sent, so no task was created.");
  g_assert_cmpint (cadet_outcome_get_kind (unknown), ==, UNKNOWN);
  g_assert_cmpint (cadet_outcome_get_task_id (unknown), ==, 0);
  g_assert_nonnull (strstr (cadet_outcome_get_message (unknown), "the task may exist"));
  g_assert_error (same, CADET_ERROR, CADET_ERROR_CONNECT);
}

/* What counts as success where nothing is created: STS answers without a code. */
static void
test_succeeded (void)
{
  g_autoptr (CadetExchange) sts = create_answered (200, "{\"AccountId\":\"1\"}");
  g_autoptr (CadetExchange) failed = create_answered (200, "{\"Code\":\"2003\"}");
  g_autoptr (CadetExchange) html = create_answered (200, "<html>");
  g_autoptr (GError) error = cadet_exchange_to_error (html);

  g_assert_true (cadet_exchange_succeeded (sts));
  g_assert_null (cadet_exchange_to_error (sts));
  g_assert_false (cadet_exchange_succeeded (failed));
  g_assert_false (cadet_exchange_succeeded (html));
  g_assert_error (error, CADET_ERROR, CADET_ERROR_SERVICE);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/judge/codes", test_codes);
  g_test_add_func ("/judge/replies", test_replies);
  g_test_add_func ("/judge/request-id", test_request_id);
  g_test_add_func ("/judge/depth", test_depth);
  g_test_add_func ("/judge/unanswered", test_unanswered);
  g_test_add_func ("/judge/succeeded", test_succeeded);

  return g_test_run ();
}
