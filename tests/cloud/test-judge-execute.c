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
} replies[] = {
  { 200, "{\"Code\":200,\"Message\":\"Success\",\"Data\":{\"Id\":2615,\"Status\":\"FINISH\"}}",
    CREATED },
  { 200, "{\"Code\":\"200\",\"Data\":{\"Id\":\"2615\"}}", CREATED },
  { 200, "{\"code\":\"OK\",\"data\":{\"id\":2615}}", CREATED },
  { 200, "{\"Code\":\"Success\",\"Data\":{\"Id\":2615,\"ErrorMessage\":\"SyntaxError\"}}", CREATED },
  /* No word of this task. */
  { 200, "{\"Code\":200,\"Data\":{\"Id\":2616}}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":0}}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":null}}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":2615.0}}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Name\":\"test\"}}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":2615}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":\"2615\"}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":\"{\\\"Id\\\":2615}\"}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":[{\"Id\":2615}]}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":null}", UNKNOWN },
  { 200, "{\"Code\":200}", UNKNOWN },
  { 200, "{\"Data\":{\"Id\":2615}}", UNKNOWN },
  /* Contradictions. */
  { 200, "{\"Code\":\"2003\",\"Data\":{\"Id\":2615}}", UNKNOWN },
  { 403, "{\"Code\":\"NoPermission\",\"Data\":{\"Id\":2615}}", UNKNOWN },
  { 403, "{\"Code\":200,\"Data\":{\"Id\":2615}}", UNKNOWN },
  { 201, "{\"Code\":200,\"Data\":{\"Id\":2615}}", UNKNOWN },
  { 500, "{\"Code\":\"Success\",\"Data\":{\"Id\":2615}}", UNKNOWN },
  /* A refusal with an empty Data. */
  { 403, "{\"Code\":\"NoPermission\",\"Data\":{}}", REFUSED },
  { 200, "{\"Code\":2003,\"Data\":null}", REFUSED },
  /* Not the service. */
  { 200, "", UNKNOWN },
  { 200, "[]", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":2615}", UNKNOWN },
  { 200, "{\"Code\":200,\"Data\":{\"Id\":2615},\"Message\":\"\xff\"}", UNKNOWN },
  { 403, "<html>Blocked by the proxy</html>", UNKNOWN },
  { 502, "<html>Bad Gateway</html>", UNKNOWN },
};

typedef struct
{
  const char *body;
  gint64 task_id; /* 0: there is no report */
  const char *name;
  const char *instance_ids;
  const char *status;
  const char *error_message;
  gint64 created_at;
} ReportRow;

static const ReportRow reports[] = {
  { "{\"RequestId\":\"R\",\"Code\":\"200\",\"Message\":\"Success\",\"Data\":{\"Id\":2615,"
    "\"Name\":\"test\",\"ProcessId\":\"P1\",\"AppId\":\"A1\",\"Status\":\"BINDING\","
    "\"InstanceIds\":\"{\\\"app\\\":\\\"J1\\\"}\",\"ErrorMessage\":\"\","
    "\"GmtCreate\":\"2025-08-21 14:07:02\"}}",
    2615, "test", "{\"app\":\"J1\"}", "BINDING", NULL, G_GINT64_CONSTANT (1755756422000) },
  { "{\"Code\":200,\"Data\":{\"Id\":\"2615\",\"Status\":\"FINISH\"}}", 2615, NULL, NULL, "FINISH",
    NULL, 0 },
  { "{\"code\":\"OK\",\"data\":{\"id\":1,\"name\":\"n\",\"status\":\"s\"}}", 1, "n", NULL, "s",
    NULL, 0 },
  { "{\"Code\":200,\"Data\":{\"Id\":9007199254740993,\"ErrorMessage\":\"SyntaxError\"}}",
    G_GINT64_CONSTANT (9007199254740993), NULL, NULL, NULL, "SyntaxError", 0 },
  /* Members that are not what is documented. */
  { "{\"Code\":200,\"Data\":{\"Id\":1,\"Name\":7,\"InstanceIds\":{\"app\":\"J1\"},"
    "\"Status\":null,\"GmtCreate\":\"yesterday\"}}",
    1, "7", "{\"app\":\"J1\"}", NULL, NULL, 0 },
  { "{\"Code\":200,\"Data\":{\"Id\":1,\"GmtCreate\":\"2025-08-21T06:07:02Z\"}}", 1, NULL, NULL, NULL,
    NULL, G_GINT64_CONSTANT (1755756422000) },
  { "{\"Data\":{\"Id\":1}}", 1, NULL, NULL, NULL, NULL, 0 },
  /* No report. */
  { "{\"Code\":200,\"Data\":2615}" },
  { "{\"Code\":200,\"Data\":null}" },
  { "{\"Code\":200,\"Data\":{\"Id\":\"x\"}}" },
  { "{\"Code\":200,\"Data\":{\"Id\":-1}}" },
  { "{\"Code\":200}" },
  { "{\"Code\":\"2003\",\"Data\":{\"Id\":2615}}" },
  { "{}" },
  { "" },
  { "<html>" },
};

static CadetExchange *
create_answered (guint http_status,
                 const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return cadet_exchange_new (CADET_EXCHANGE_ANSWERED, NULL, http_status,
                             "HTTP/1.1 200 OK\nDate: Thu, 21 Aug 2025 06:07:02 GMT\n", bytes);
}

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"RequestId\":\"R\",\"Code\":\"%s\",\"Message\":\"words\","
                         "\"Recommend\":\"https://r\"}",
                         codes[i].code);
      g_autoptr (CadetExchange) exchange = create_answered (codes[i].http_status, body);
      g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_execute (exchange, 2615);
      g_autoptr (CadetTaskReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", codes[i].http_status, codes[i].code);
      g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, codes[i].kind);
      g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 0);
      g_assert_cmpuint (cadet_outcome_get_http_status (outcome), ==, codes[i].http_status);
      g_assert_cmpstr (cadet_outcome_get_code (outcome), ==, codes[i].code);
      g_assert_cmpstr (cadet_outcome_get_message (outcome), ==, "words");
      g_assert_cmpstr (cadet_outcome_get_request_id (outcome), ==, "R");
      g_assert_cmpstr (cadet_outcome_get_recommend (outcome), ==, "https://r");

      report = cadet_exchange_dup_task_report (exchange, 1, &error);
      g_assert_null (report);
      g_assert_error (error, CADET_ERROR, CADET_ERROR_SERVICE);
      g_assert_nonnull (strstr (error->message, codes[i].code));
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
      g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_execute (exchange, 2615);

      g_test_message ("%u %s", replies[i].http_status, shown);
      g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, replies[i].kind);
      g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==,
                       replies[i].kind == CREATED ? 2615 : 0);
      if (replies[i].kind != CREATED)
        {
          g_assert_nonnull (cadet_outcome_get_message (outcome));
          g_assert_cmpstr (cadet_outcome_get_message (outcome), !=, "Success");
        }
    }
}

static void
test_unanswered (void)
{
  g_autoptr (GError) error = g_error_new_literal (CADET_ERROR, CADET_ERROR_CONNECT, "It failed.");
  g_autoptr (CadetExchange) prepared =
    cadet_exchange_new (CADET_EXCHANGE_PREPARED, error, 0, NULL, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"Code\":200,\"Data\":{\"Id\":2615}}", 32);
  g_autoptr (CadetExchange) sent =
    cadet_exchange_new (CADET_EXCHANGE_SENT, error, 200, "HTTP/1.1 200 OK\n", body);
  g_autoptr (CadetOutcome) not_sent = cadet_exchange_judge_execute (prepared, 2615);
  g_autoptr (CadetOutcome) unknown = cadet_exchange_judge_execute (sent, 2615);
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GError) same = NULL;

  g_assert_cmpint (cadet_outcome_get_kind (not_sent), ==, CADET_OUTCOME_NOT_SENT);
  g_assert_cmpstr (cadet_outcome_get_message (not_sent), ==,
                   "It failed. Nothing was sent, so the task was not executed.");
  g_assert_cmpint (cadet_outcome_get_kind (unknown), ==, UNKNOWN);
  g_assert_nonnull (strstr (cadet_outcome_get_message (unknown), "may be running"));

  report = cadet_exchange_dup_task_report (sent, 1, &same);
  g_assert_null (report);
  g_assert_error (same, CADET_ERROR, CADET_ERROR_CONNECT);
}

static void
test_reports (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const ReportRow *row = &reports[i];
      g_autoptr (CadetExchange) exchange = create_answered (200, row->body);
      g_autoptr (CadetTaskReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", row->body);
      report = cadet_exchange_dup_task_report (exchange, 77, &error);
      if (row->task_id == 0)
        {
          g_assert_null (report);
          g_assert_error (error, CADET_ERROR, CADET_ERROR_SERVICE);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpint (cadet_task_report_get_task_id (report), ==, row->task_id);
      g_assert_cmpstr (cadet_task_report_get_name (report), ==, row->name);
      g_assert_cmpstr (cadet_task_report_get_instance_ids (report), ==, row->instance_ids);
      g_assert_cmpstr (cadet_task_report_get_status (report), ==, row->status);
      g_assert_cmpstr (cadet_task_report_get_error_message (report), ==, row->error_message);
      g_assert_cmpint (cadet_task_report_get_created_at (report), ==, row->created_at);
      g_assert_cmpint (cadet_task_report_get_seen_at (report), ==, 77);
    }
}

/* The limit falls in the middle of a character. */
static void
test_long_text (void)
{
  GString *body = g_string_new ("{\"Code\":200,\"Data\":{\"Id\":1,\"Status\":\"x");
  g_autofree char *text = NULL;
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GError) error = NULL;
  const char *status;

  for (guint i = 0; i < 100000; i++)
    g_string_append (body, "务");
  g_string_append (body, "\"}}");
  text = g_string_free_and_steal (body);

  exchange = create_answered (200, text);
  report = cadet_exchange_dup_task_report (exchange, 1, &error);
  g_assert_no_error (error);
  status = cadet_task_report_get_status (report);
  g_assert_true (g_utf8_validate (status, -1, NULL));
  g_assert_true (g_str_has_suffix (status, "务…"));
  g_assert_cmpuint (strlen (status), <=, 64 * 1024 + strlen ("…"));
  g_assert_cmpuint (strlen (status), >, 64 * 1024 - 4);
}

static void
test_date (void)
{
  static const struct
  {
    const char *headers;
    gint64 date;
  } rows[] = {
    { "HTTP/1.1 400 Bad Request\nDate: Thu, 21 Aug 2025 06:07:02 GMT\n",
      G_GINT64_CONSTANT (1755756422000) },
    { "HTTP/1.1 400 Bad Request\ndate: Thursday, 21-Aug-25 06:07:02 GMT\n",
      G_GINT64_CONSTANT (1755756422000) },
    { "HTTP/1.1 400 Bad Request\nDate: now\n", 0 },
    { "HTTP/1.1 400 Bad Request\nDate:\n", 0 },
    { "HTTP/1.1 400 Bad Request\n", 0 },
    { NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CadetExchange) exchange =
        cadet_exchange_new (CADET_EXCHANGE_ANSWERED, NULL, 400, rows[i].headers, NULL);

      g_assert_cmpint (cadet_exchange_get_date (exchange), ==, rows[i].date);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/judge-execute/codes", test_codes);
  g_test_add_func ("/judge-execute/replies", test_replies);
  g_test_add_func ("/judge-execute/unanswered", test_unanswered);
  g_test_add_func ("/judge-execute/reports", test_reports);
  g_test_add_func ("/judge-execute/long-text", test_long_text);
  g_test_add_func ("/judge-execute/date", test_date);

  return g_test_run ();
}
