/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The sandbox's faults as they are on the wire: byte for byte, as a bare socket reads them. */

#include "config.h"

#include "model/cadet-error.h"
#include "sandbox-caller.h"
#include "test-future.h"

#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#define FAULT_MS 120

typedef enum
{
  CLOSED,
  REFUSED,
  RESET,
  HUNG,
} Ending;

static guint16
get_port (const char *endpoint)
{
  return (guint16) atoi (strrchr (endpoint, ':') + 1);
}

static gint64
count_tasks (CadetSandbox *sandbox)
{
  g_autoptr (DexFuture) future = cadet_sandbox_count_tasks (sandbox, FALSE);
  g_autoptr (GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  return g_value_get_int64 (value);
}

/* Sends a CreateTask and returns all that comes back (not NULL-terminated). */
static GString *
talk (const char *endpoint,
      const char *action,
      gsize       padding,
      Ending     *ending)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *more = g_strnfill (padding, 'x');
  g_autofree char *body = g_strconcat (TEST_CREATE, "&Padding=", more, NULL);
  Call call = { .action = action, .body = body };
  g_autofree char *request = NULL;
  GString *reply = g_string_new (NULL);
  GInputStream *input;
  GOutputStream *output;
  gboolean written;
  char buffer[65536];
  gssize n;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", get_port (endpoint), NULL,
                                                &error);
  if (connection == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
      *ending = REFUSED;
      return reply;
    }

  /* Only what hangs makes the test wait for it. */
  g_socket_set_timeout (g_socket_connection_get_socket (connection), *ending == HUNG ? 1 : 20);
  request = call_print (endpoint, &call, FALSE);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  written = g_output_stream_write_all (output, request, strlen (request), NULL, NULL, &error);
  if (!written)
    {
      *ending = RESET;
      return reply;
    }
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (reply, buffer, n);

  *ending = CLOSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    *ending = HUNG;
  else if (n < 0)
    *ending = RESET;
  return reply;
}

/* The body as JSON, or NULL where it is none. */
static JsonObject *
dup_reply (GString *reply)
{
  const char *body = strstr (reply->str, "\r\n\r\n");
  g_autoptr (JsonNode) root = NULL;

  g_assert_nonnull (body);
  root = json_from_string (body + 4, NULL);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

static gsize
get_body_length (GString *reply)
{
  const char *body = strstr (reply->str, "\r\n\r\n");

  return reply->len - (gsize) (body + 4 - reply->str);
}

static const struct
{
  const char *name;
  Ending ending;
  gboolean reaches; /* the request is read */
  gboolean acts;    /* the task exists */
  const char *status_line;
  const char *header;
  const char *code;
} rows[] = {
  { "refuse", REFUSED, FALSE, FALSE, NULL, NULL, NULL },
  { "close-unread", RESET, FALSE, FALSE, NULL, NULL, NULL },
  { "lost-reply", CLOSED, TRUE, TRUE, NULL, NULL, NULL },
  { "cut-reply", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, NULL },
  { "bad-chunk", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", NULL },
  { "delay", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "hang", HUNG, TRUE, TRUE, NULL, NULL, NULL },
  { "byte-by-byte", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "throttling", CLOSED, TRUE, FALSE, "HTTP/1.1 400 Bad Request", NULL, "Throttling.User" },
  { "throttling-after", CLOSED, TRUE, FALSE, "HTTP/1.1 400 Bad Request",
    "x-acs-retry-after: " G_STRINGIFY (FAULT_MS), "Throttling.User" },
  { "skewed-clock", CLOSED, TRUE, FALSE, "HTTP/1.1 400 Bad Request", NULL,
    "InvalidTimeStamp.Expired" },
  { "wrong-signature", CLOSED, TRUE, FALSE, "HTTP/1.1 400 Bad Request", NULL,
    "SignatureDoesNotMatch" },
  { "expired-token", CLOSED, TRUE, FALSE, "HTTP/1.1 400 Bad Request", NULL,
    "InvalidSecurityToken.Expired" },
  { "service-error", CLOSED, TRUE, TRUE, "HTTP/1.1 500 Internal Server Error", NULL,
    "ServiceError" },
  { "bad-gateway", CLOSED, TRUE, TRUE, "HTTP/1.1 502 Bad Gateway", "Content-Type: text/html",
    NULL },
  { "unavailable", CLOSED, TRUE, FALSE, "HTTP/1.1 503 Service Unavailable", NULL,
    "ServiceUnavailable" },
  { "redirect", CLOSED, TRUE, FALSE, "HTTP/1.1 302 Found",
    "Location: http://127.0.0.1:",
    NULL },
  { "failing-code", CLOSED, TRUE, FALSE, "HTTP/1.1 200 OK", NULL, "2003" },
  { "no-data", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "text-data", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "id-above-2-31", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "id-above-2-53", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, "200" },
  { "truncated-json", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, NULL },
  { "bad-utf8", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, NULL },
  { "huge-reply", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, NULL },
  { "deep-json", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", NULL, NULL },
  { "wrong-type", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", "Content-Type: text/html", "200" },
  { "gzip", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", "Content-Encoding: gzip", NULL },
  { "false-gzip", CLOSED, TRUE, TRUE, "HTTP/1.1 200 OK", "Content-Encoding: gzip", "200" },
};

static void
check_head (gsize    row,
            GString *reply)
{
  g_autofree char *length_line = NULL;

  if (rows[row].status_line == NULL)
    {
      g_assert_cmpuint (reply->len, ==, 0);
      return;
    }
  g_assert_true (g_str_has_prefix (reply->str, rows[row].status_line));
  if (rows[row].header != NULL)
    g_assert_nonnull (strstr (reply->str, rows[row].header));
  g_assert_nonnull (strstr (reply->str, "\r\nDate: "));
  g_assert_nonnull (strstr (reply->str, "\r\nx-acs-request-id: "));

  /* All but these two are whole messages. */
  length_line = g_strdup_printf ("\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                                 get_body_length (reply));
  g_assert_true ((strstr (reply->str, length_line) != NULL)
                 == !(g_str_equal (rows[row].name, "cut-reply")
                      || g_str_equal (rows[row].name, "bad-chunk")));
}

static void
check_body (gsize    row,
            GString *reply)
{
  const char *name = rows[row].name;
  g_autoptr (JsonObject) object = NULL;
  JsonNode *data;

  if (g_str_equal (name, "huge-reply"))
    {
      g_assert_cmpuint (reply->len, >, 50 * 1000 * 1000);
      return;
    }
  if (g_str_equal (name, "deep-json"))
    {
      g_autofree char *levels = g_strnfill (100000, '[');

      g_assert_nonnull (strstr (reply->str, levels));
      return;
    }
  if (g_str_equal (name, "bad-utf8"))
    g_assert_false (g_utf8_validate (reply->str, (gssize) reply->len, NULL));
  if (rows[row].status_line != NULL && rows[row].code == NULL)
    {
      g_assert_null (dup_reply (reply));
      return;
    }
  if (rows[row].code == NULL)
    return;

  object = dup_reply (reply);
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "Code"), ==, rows[row].code);
  data = json_object_get_member (object, "Data");
  if (g_str_equal (rows[row].code, "200"))
    g_assert_true ((data == NULL) == g_str_equal (name, "no-data"));
  if (g_str_equal (name, "text-data"))
    g_assert_cmpstr (json_node_get_string (data), ==, "1994");
  if (g_str_equal (name, "id-above-2-31"))
    g_assert_cmpint (json_node_get_int (data), ==, G_GINT64_CONSTANT (2147483649));
  if (g_str_equal (name, "id-above-2-53"))
    g_assert_cmpint (json_node_get_int (data), ==, G_GINT64_CONSTANT (9007199254740993));
}

static void
test_wire (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  const CadetSandboxFaultInfo *info = cadet_sandbox_fault_get ((guint) row);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) reply = NULL;
  Ending ending = rows[row].ending;
  gint64 began;

  g_assert_cmpstr (info->name, ==, rows[row].name);
  g_assert_true (info->acts == rows[row].acts);
  cadet_sandbox_set_fault_ms (sandbox, FAULT_MS);
  cadet_sandbox_add_fault (sandbox, info->name, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_tasks (sandbox), ==, 0);

  began = g_get_monotonic_time ();
  reply = talk (endpoint, "CreateTask", 0, &ending);
  g_assert_cmpint (ending, ==, rows[row].ending);
  if (g_str_equal (info->name, "delay"))
    g_assert_cmpint (g_get_monotonic_time () - began, >=, FAULT_MS * 1000);
  check_head (row, reply);
  check_body (row, reply);
  g_assert_cmpint (count_tasks (sandbox), ==, info->acts ? 1 : 0);
  g_assert_cmpuint (cadet_sandbox_get_requests (sandbox, "CreateTask"), ==, rows[row].reaches);

  /* The next one goes well, and a large ID stays one. */
  cadet_sandbox_clear_faults (sandbox);
  g_assert_cmpint (count_tasks (sandbox), ==, info->acts ? 1 : 0);
  create_task (endpoint, NULL);
  g_assert_cmpint (count_tasks (sandbox), ==, info->acts ? 2 : 1);
  stop_sandbox (sandbox);
}

/* A large body is not read to its end. */
static void
test_large_unread (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) reply = NULL;
  Ending ending = RESET;

  cadet_sandbox_add_fault (sandbox, "close-unread@CreateTask", &error);
  g_assert_no_error (error);
  reply = talk (cadet_sandbox_get_endpoint (sandbox), "CreateTask", 6 * 1000 * 1000, &ending);
  g_assert_cmpint (ending, ==, RESET);
  g_assert_cmpuint (reply->len, ==, 0);
  g_assert_cmpuint (cadet_sandbox_get_requests (sandbox, "CreateTask"), ==, 0);
  stop_sandbox (sandbox);
}

static char *
dup_create_code (CadetSandbox *sandbox)
{
  Call call = { .body = TEST_CREATE };
  g_autoptr (Answer) answer = call_send (cadet_sandbox_get_endpoint (sandbox), &call);

  return answer_dup_code (answer);
}

static void
test_count (void)
{
  static const char * const expected[] = {
    "Throttling.User", "Throttling.User", "2003", "200", "200",
  };
  CadetSandbox *sandbox = start_sandbox (NULL);
  gint64 id = create_task (cadet_sandbox_get_endpoint (sandbox), NULL);
  g_autofree char *status = NULL;
  g_autoptr (GError) error = NULL;

  cadet_sandbox_add_fault (sandbox, "throttling@CreateTask:2", &error);
  g_assert_no_error (error);
  cadet_sandbox_add_fault (sandbox, "failing-code@CreateTask:1", &error);
  g_assert_no_error (error);

  /* Another action is spared. */
  status = dup_status (cadet_sandbox_get_endpoint (sandbox), id, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *code = dup_create_code (sandbox);

      g_assert_cmpstr (code, ==, expected[i]);
    }
  g_assert_cmpint (count_tasks (sandbox), ==, 3);
  g_assert_cmpuint (cadet_sandbox_get_requests (sandbox, "CreateTask"), ==, 6);
  g_assert_cmpuint (cadet_sandbox_get_requests (sandbox, "GetTask"), ==, 1);
  stop_sandbox (sandbox);
}

static guint
strike (guint32 seed,
        GString *pattern)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  g_autoptr (GError) error = NULL;
  guint struck = 0;

  cadet_sandbox_set_fault_seed (sandbox, seed);
  cadet_sandbox_add_fault (sandbox, "unavailable:30%", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *code = dup_create_code (sandbox);
      gboolean hit = g_str_equal (code, "ServiceUnavailable");

      struck += hit;
      g_string_append_c (pattern, hit ? '1' : '0');
    }
  g_assert_cmpint (count_tasks (sandbox), ==, 100 - struck);
  stop_sandbox (sandbox);
  return struck;
}

static void
test_chance (void)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);
  guint struck = strike (7, first);

  g_assert_cmpuint (struck, >, 10);
  g_assert_cmpuint (struck, <, 55);
  strike (7, again);
  strike (8, other);
  g_assert_cmpstr (first->str, ==, again->str);
  g_assert_cmpstr (first->str, !=, other->str);
}

/* Nothing is left of a connection that hangs or waits when the server ends. */
static void
test_stop (gconstpointer data)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  Call call = { .body = TEST_CREATE };
  g_autofree char *request = call_print (endpoint, &call, FALSE);
  char byte;

  cadet_sandbox_set_fault_ms (sandbox, 60 * 60 * 1000);
  cadet_sandbox_add_fault (sandbox, data, &error);
  g_assert_no_error (error);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", get_port (endpoint), NULL,
                                                &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while (count_tasks (sandbox) == 0)
    ;
  stop_sandbox (sandbox);
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        &byte, 1, NULL, NULL), <=, 0);
}

/* It listens again by itself, and on the same port. */
static void
test_refuse_for_a_while (void)
{
  CadetSandbox *sandbox = cadet_sandbox_new (NULL);
  g_autofree char *endpoint = NULL;
  g_autoptr (GError) error = NULL;
  Ending ending = REFUSED;
  guint refusals = 0;

  cadet_sandbox_add_access_key (sandbox, TEST_KEY_ID, TEST_KEY_SECRET);
  cadet_sandbox_add_fault (sandbox, "refuse:1", &error);
  g_assert_no_error (error);
  succeed (cadet_sandbox_start (sandbox));
  endpoint = g_strdup (cadet_sandbox_get_endpoint (sandbox));

  while (ending == REFUSED)
    {
      g_autoptr (GString) reply = talk (endpoint, "CreateTask", 0, &ending);

      refusals += ending == REFUSED;
    }
  g_assert_cmpuint (refusals, >, 0);
  g_assert_cmpint (count_tasks (sandbox), ==, 1);
  g_assert_cmpstr (cadet_sandbox_get_endpoint (sandbox), ==, endpoint);
  stop_sandbox (sandbox);
}

/* The pair of a request is right by the clock that it is told of, and only by that. */
static void
test_skew (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  Call call = { .body = TEST_CREATE };
  g_autoptr (Answer) now = NULL;
  g_autoptr (Answer) ahead = NULL;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) true_date = g_date_time_new_now_utc ();
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  gint64 difference;

  cadet_sandbox_add_fault (sandbox, "skewed-clock", &error);
  g_assert_no_error (error);
  now = call_send (endpoint, &call);
  code = answer_dup_code (now);
  g_assert_cmpstr (code, ==, "InvalidTimeStamp.Expired");
  date = soup_date_time_new_from_http_string (now->date);
  difference = g_date_time_difference (date, true_date) / G_TIME_SPAN_SECOND;
  g_assert_cmpint (difference, >, 3540);
  g_assert_cmpint (difference, <, 3660);

  call.skew = (int) difference;
  ahead = call_send (endpoint, &call);
  g_assert_cmpuint (ahead->status, ==, 200);
  g_assert_cmpint (count_tasks (sandbox), ==, 1);
  stop_sandbox (sandbox);
}

static const struct
{
  const char *spec;
  const char *problem; /* NULL where it is right */
} specs[] = {
  { "refuse", NULL },
  { "refuse:2", NULL },
  { "hang@GetTask", NULL },
  { "hang@GetTask:1000000", NULL },
  { "hang@GetCallerIdentity:100%", NULL },
  { "hang:1%", NULL },
  { "", "“”, at character 1: there is no fault “”. These are the names: refuse, close-unread, " },
  { "Hang", "“Hang”, at character 1: there is no fault “Hang”. These are the names: refuse, " },
  { "hang ", "“hang ”, at character 1: there is no fault “hang ”. " },
  { "挂@GetTask", "“挂@GetTask”, at character 1: there is no fault “挂”. " },
  { "hang@", "“hang@”, at character 6: the sandbox has no action “”. These are its actions: "
             "CreateTask, GetTask, ExecuteTask, " },
  { "hang@getTask:3", "“hang@getTask:3”, at character 6: the sandbox has no action “getTask”. " },
  { "hang@获:3", "“hang@获:3”, at character 6: the sandbox has no action “获”. " },
  { "hang:", "“hang:”, at character 6: “” is neither a whole number from 1 to 1000000 nor a "
             "percentage from 1% to 100%." },
  { "hang:0", "“hang:0”, at character 6: “0” is neither " },
  { "hang:-1", "“hang:-1”, at character 6: “-1” is neither " },
  { "hang:1000001", "“hang:1000001”, at character 6: “1000001” is neither " },
  { "hang:99999999999999999999", "“hang:99999999999999999999”, at character 6: “9999" },
  { "hang:101%", "“hang:101%”, at character 6: “101%” is neither " },
  { "hang:0%", "“hang:0%”, at character 6: “0%” is neither " },
  { "hang:%", "“hang:%”, at character 6: “%” is neither " },
  { "hang:1.5", "“hang:1.5”, at character 6: “1.5” is neither " },
  { "hang:3@GetTask", "“hang:3@GetTask”, at character 6: “3@GetTask” is neither " },
  { "hang:1:2", "“hang:1:2”, at character 6: “1:2” is neither " },
  { "refuse@CreateTask", "“refuse@CreateTask”, at character 7: “refuse” takes no action: " },
  { "refuse:5%", "“refuse:5%”, at character 8: “refuse” takes a number of seconds " },
};

static void
test_specs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (CadetSandbox) sandbox = cadet_sandbox_new (NULL);
      g_autoptr (GError) error = NULL;
      gboolean right = cadet_sandbox_add_fault (sandbox, specs[i].spec, &error);

      g_test_message ("%s", specs[i].spec);
      g_assert_true (right == (specs[i].problem == NULL));
      if (right)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, specs[i].problem));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, cadet_sandbox_fault_count ());
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sandbox/faults/wire/", rows[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_wire);
    }
  g_test_add_func ("/sandbox/faults/large-unread", test_large_unread);
  g_test_add_func ("/sandbox/faults/count", test_count);
  g_test_add_func ("/sandbox/faults/chance", test_chance);
  g_test_add_data_func ("/sandbox/faults/stop/hang", "hang", test_stop);
  g_test_add_data_func ("/sandbox/faults/stop/delay", "delay", test_stop);
  g_test_add_func ("/sandbox/faults/refuse-for-a-while", test_refuse_for_a_while);
  g_test_add_func ("/sandbox/faults/skew", test_skew);
  g_test_add_func ("/sandbox/faults/specs", test_specs);

  return g_test_run ();
}
