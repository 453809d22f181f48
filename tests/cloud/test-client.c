/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "cloud/cadet-client.h"
#include "model/cadet-error.h"

#include "client-fixture.h"
#include "raw-server.h"
#include "test-future.h"

#include <string.h>

#define MIB (1024 * 1024)

#define SPACES_50 "                                                  "
#define SPACES_200 SPACES_50 SPACES_50 SPACES_50 SPACES_50
#define SPACES_600 SPACES_200 SPACES_200 SPACES_200

G_STATIC_ASSERT (sizeof SPACES_600 - 1 == 600);

static CadetRequest *
create_request (void)
{
  CadetRequest *request = cadet_request_new ("CreateTask", CADET_BPSTUDIO_VERSION);

  cadet_request_add_form (request, "ProcessId", "P");
  cadet_request_add_form (request, "TaskName", "任务 1");
  cadet_request_add_form (request, "AppId", "A");

  return request;
}

static void
forget_cb (gpointer user_data)
{
  gboolean *forgotten = user_data;

  g_assert_false (*forgotten);
  *forgotten = TRUE;
}

static CadetExchange *
send_to (CadetClient *client,
         RawServer *server,
         Tries *tries)
{
  g_autoptr (CadetAccess) access =
    create_access ("http", "127.0.0.1", raw_server_get_port (server));
  g_autoptr (CadetRequest) request = create_request ();

  return dup_object (cadet_client_send (client, request, access, NULL,
                                           tries != NULL ? try_cb : NULL, tries, NULL));
}

static void
test_answered (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetExchange) exchange = send_to (client, server, tries);
  g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);
  g_autofree char *request = NULL;
  g_autofree char *type = NULL;
  g_autofree char *host = NULL;
  GBytes *body = cadet_exchange_get_reply_body (exchange);

  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_ANSWERED);
  g_assert_no_error (cadet_exchange_get_error (exchange));
  g_assert_cmpuint (cadet_exchange_get_http_status (exchange), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), JSON, strlen (JSON));
  type = cadet_exchange_dup_reply_header (exchange, "content-type");
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_true (
    g_str_has_prefix (cadet_exchange_get_reply_headers (exchange), "HTTP/1.1 200 OK\n"));
  g_assert_cmpuint (cadet_exchange_get_restarts (exchange), ==, 0);
  g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 1994);

  g_assert_cmpuint (tries->nonces->len, ==, 1);
  g_assert_cmpuint (raw_server_count (server), ==, 1);
  request = raw_server_dup_request (server, 0);
  host = g_strdup_printf ("\r\nHost: 127.0.0.1:%u\r\n", raw_server_get_port (server));
  g_assert_true (g_str_has_prefix (request, "POST / HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, host));
  g_assert_nonnull (strcasestr (request, "\r\nuser-agent: Cadet/" CADET_VERSION "\r\n"));
  g_assert_nonnull (strcasestr (request, "\r\ncontent-length: 51\r\n"));
  g_assert_nonnull (strcasestr (request, "\r\nx-acs-action: CreateTask\r\n"));
  g_assert_nonnull (strcasestr (request, "\r\nx-acs-version: 2021-09-31\r\n"));
  g_assert_nonnull (strstr (request, g_ptr_array_index (tries->nonces, 0)));
  g_assert_nonnull (strstr (request, g_ptr_array_index (tries->signatures, 0)));
  g_assert_null (strcasestr (request, "\r\naccept-encoding:"));
  g_assert_true (g_str_has_suffix (
    request, "\r\n\r\nProcessId=P&TaskName=%E4%BB%BB%E5%8A%A1%201&AppId=A"));

  drop_client (&client);
}

/* What is on the wire verifies as the service does it: host, body and all. */
static void
test_signed_as_sent (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) exchange = send_to (client, server, NULL);
  g_autoptr (CadetCredentials) credentials = create_credentials ();
  g_autofree char *request = raw_server_dup_request (server, 0);
  g_autoptr (GArray) headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_auto (GStrv) lines = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (CadetSignature) signature = NULL;
  char *head_end = strstr (request, "\r\n\r\n");
  const char *authorization = NULL;

  body = g_bytes_new (head_end + 4, strlen (head_end + 4));
  *head_end = '\0';
  lines = g_strsplit (request, "\r\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');
      CadetPair pair = { lines[i], colon + 1 };

      *colon = '\0';
      g_array_append_val (headers, pair);
      if (g_ascii_strcasecmp (lines[i], "authorization") == 0)
        authorization = g_strstrip (colon + 1);
    }

  signature = cadet_signer_sign ("POST", NULL, 0, (CadetPair *) headers->data, headers->len, body,
                                 credentials);
  g_assert_cmpstr (signature->authorization, ==, authorization);
  g_assert_cmpstr (signature->signed_headers, ==,
                   "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                   "x-acs-signature-nonce;x-acs-version");

  drop_client (&client);
}

static void
test_connection_refused (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autoptr (CadetAccess) access =
    create_access ("http", "127.0.0.1", raw_server_get_port (server));
  g_autoptr (CadetRequest) request = create_request ();
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  g_autoptr (Tries) tries = tries_new ();

  g_clear_pointer (&server, raw_server_free);
  exchange =
    dup_object (cadet_client_send (client, request, access, NULL, try_cb, tries, NULL));
  g_assert_cmpuint (tries->nonces->len, ==, 0);
  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_PREPARED);
  g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, CADET_ERROR_CONNECT);
  g_assert_nonnull (strstr (cadet_exchange_get_error (exchange)->message, "127.0.0.1"));
  g_assert_nonnull (strstr (cadet_exchange_get_error (exchange)->message, "refused"));
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_NOT_SENT);
}

/* Whatever comes back that is not a whole reply leaves the outcome unknown, and nothing is sent
 * again. */
static const struct
{
  const char *name;
  RawServerFunc func;
  const char *reply;
  guint http_status;
  CadetError code;
} lost[] = {
  { "closed-at-once", raw_server_answer, "", 0, CADET_ERROR_FAILED },
  { "closed-in-status", raw_server_answer, "HTTP/1.1 20", 0, CADET_ERROR_FAILED },
  { "closed-in-headers", raw_server_answer, "HTTP/1.1 200 OK\r\nContent-Ty", 0,
    CADET_ERROR_FAILED },
  { "closed-in-body", raw_server_answer, OK_HEAD "Content-Length: 61\r\n\r\n" JSON, 200,
    CADET_ERROR_FAILED },
  { "closed-in-body-lenient", raw_server_answer,
    OK_HEAD "Connection: close\r\nContent-Length: 61\r\n\r\n" JSON, 200, CADET_ERROR_FAILED },
  { "closed-in-chunk", raw_server_answer,
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\n3d\r\n" JSON, 200, CADET_ERROR_FAILED },
  { "closed-before-last-chunk", raw_server_answer,
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\n3c\r\n" JSON "\r\n", 200, CADET_ERROR_FAILED },
  { "not-http", raw_server_answer, "220 mail.example ESMTP\r\n\r\n", 0, CADET_ERROR_FAILED },
  { "hang-before-reply", raw_server_hang, "", 0, CADET_ERROR_TIMEOUT },
  { "hang-in-headers", raw_server_hang, "HTTP/1.1 200 OK\r\n", 0, CADET_ERROR_TIMEOUT },
  { "hang-in-body", raw_server_hang, OK_HEAD "Content-Length: 61\r\n\r\n" JSON, 200,
    CADET_ERROR_TIMEOUT },
};

static void
test_lost (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (RawServer) server = raw_server_new (lost[i].func, lost[i].reply);
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;

  cadet_client_set_read_timeout (client, lost[i].code == CADET_ERROR_TIMEOUT ? 100 : 20000);
  exchange = send_to (client, server, tries);
  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_SENT);
  g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, (int) lost[i].code);
  g_assert_cmpuint (cadet_exchange_get_http_status (exchange), ==, lost[i].http_status);
  g_test_message ("%s", cadet_exchange_get_error (exchange)->message);
  if (lost[i].http_status != 0)
    {
      GBytes *body = cadet_exchange_get_reply_body (exchange);

      g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), JSON,
                       strlen (JSON));
    }

  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_UNKNOWN);
  g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 0);
  g_assert_cmpuint (tries->nonces->len, ==, 1);
  g_assert_cmpuint (raw_server_count (server), ==, 1);

  drop_client (&client);
}

/* Replies that are whole, in forms other than the usual one. */
static const struct
{
  const char *name;
  RawServerFunc func;
  const char *reply;
  guint http_status;
} whole[] = {
  { "chunked", raw_server_answer,
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\n3c\r\n" JSON "\r\n0\r\n\r\n", 200 },
  { "until-close", raw_server_answer, "HTTP/1.0 200 OK\r\n\r\n" JSON, 200 },
  { "byte-by-byte", raw_server_answer_slowly,
    OK_HEAD "Content-Length: 660\r\n\r\n" SPACES_600 JSON, 200 },
  { "informational", raw_server_answer, "HTTP/1.1 102 Processing\r\n\r\n" OK, 200 },
  { "redirect", raw_server_answer,
    "HTTP/1.1 307 Temporary Redirect\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n", 307 },
  { "unauthorized", raw_server_answer,
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
    401 },
  /* libsoup takes the end of the connection for the end of the headers. */
  { "closed-after-headers", raw_server_answer, "HTTP/1.1 500 Error\r\nX: y\r\n", 500 },
  { "no-body", raw_server_answer, "HTTP/1.1 204 No Content\r\n\r\n", 204 },
  { "header-not-utf-8", raw_server_answer,
    "HTTP/1.1 200 \xff\r\nX: \xfe\r\nContent-Length: 60\r\n\r\n" JSON, 200 },
};

static void
test_whole (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (RawServer) server = raw_server_new (whole[i].func, whole[i].reply);
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;

  /* The slow reply takes longer than this, its bytes do not. */
  cadet_client_set_read_timeout (client, 1000);
  exchange = send_to (client, server, NULL);
  g_assert_no_error (cadet_exchange_get_error (exchange));
  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_ANSWERED);
  g_assert_cmpuint (cadet_exchange_get_http_status (exchange), ==, whole[i].http_status);
  g_assert_true (g_utf8_validate (cadet_exchange_get_reply_headers (exchange), -1, NULL));
  g_assert_cmpuint (raw_server_count (server), ==, 1);

  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==,
                   whole[i].http_status == 200 ? CADET_OUTCOME_CREATED : CADET_OUTCOME_UNKNOWN);

  drop_client (&client);
}

static void
answer_large (GSocketConnection *connection,
              gconstpointer data)
{
  gsize size = GPOINTER_TO_SIZE (data);
  g_autofree char *head =
    g_strdup_printf (OK_HEAD "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", size);
  g_autofree char *body = g_malloc (size);

  memset (body, ' ', size);
  memcpy (body, JSON, strlen (JSON));
  raw_server_answer (connection, head);
  raw_server_write (connection, body, size);
}

static void
test_large_reply (void)
{
  const gsize sizes[] = { 200 * 1000, CADET_CLIENT_MAX_REPLY, CADET_CLIENT_MAX_REPLY + 1,
                          17 * MIB };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (answer_large, GSIZE_TO_POINTER (sizes[i]));
      g_autoptr (CadetClient) client = cadet_client_new ();
      g_autoptr (CadetExchange) exchange = send_to (client, server, NULL);
      g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);
      GBytes *body = cadet_exchange_get_reply_body (exchange);

      g_assert_cmpuint (g_bytes_get_size (body), ==, MIN (sizes[i], CADET_CLIENT_MAX_REPLY));
      if (sizes[i] <= CADET_CLIENT_MAX_REPLY)
        {
          g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_CREATED);
        }
      else
        {
          g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_SENT);
          g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, CADET_ERROR_TOO_LARGE);
          g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_UNKNOWN);
        }
      drop_client (&client);
    }
}

static void
test_large_request (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autoptr (CadetAccess) access =
    create_access ("http", "127.0.0.1", raw_server_get_port (server));
  g_autoptr (CadetRequest) request = create_request ();
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autofree char *value = g_strnfill (MIB, 'v');
  g_autofree char *received = NULL;

  cadet_request_add_form (request, "Variables", value);
  exchange =
    dup_object (cadet_client_send (client, request, access, NULL, NULL, NULL, NULL));
  g_assert_true (cadet_exchange_succeeded (exchange));
  received = raw_server_dup_request (server, 0);
  g_assert_true (g_str_has_suffix (received, value));

  drop_client (&client);
}

static void
test_cancelled (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_hang, "");
  g_autoptr (CadetAccess) access =
    create_access ("http", "127.0.0.1", raw_server_get_port (server));
  g_autoptr (CadetRequest) request = create_request ();
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (GCancellable) early = g_cancellable_new ();
  g_autoptr (GCancellable) late = g_cancellable_new ();
  g_autoptr (GCancellable) at_start = g_cancellable_new ();
  g_autoptr (CadetExchange) not_sent = NULL;
  g_autoptr (CadetExchange) sent = NULL;
  g_autoptr (CadetExchange) starting = NULL;
  g_autoptr (Tries) tries = tries_new ();
  DexFuture *future;

  g_cancellable_cancel (early);
  not_sent = dup_object (cadet_client_send (client, request, access, early, NULL, NULL, NULL));
  g_assert_cmpint (cadet_exchange_get_stage (not_sent), ==, CADET_EXCHANGE_PREPARED);
  g_assert_error (cadet_exchange_get_error (not_sent), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (raw_server_count (server), ==, 0);

  future = cadet_client_send (client, request, access, late, NULL, NULL, NULL);
  while (raw_server_count (server) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (late);
  sent = dup_object (future);
  g_assert_cmpint (cadet_exchange_get_stage (sent), ==, CADET_EXCHANGE_SENT);
  g_assert_error (cadet_exchange_get_error (sent), G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* At the last moment before the first byte: it may have left. */
  tries->cancellable = at_start;
  starting =
    dup_object (cadet_client_send (client, request, access, at_start, try_cb, tries, NULL));
  g_assert_cmpint (cadet_exchange_get_stage (starting), ==, CADET_EXCHANGE_SENT);
  g_assert_error (cadet_exchange_get_error (starting), G_IO_ERROR, G_IO_ERROR_CANCELLED);

  drop_client (&client);
}

/* Whoever discards the future wants no more of the call: its connection ends, or the server, which
 * waits for that, would hang here. */
static void
test_discarded (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RawServer) server =
        raw_server_new (raw_server_hang, i == 0 ? "" : OK_HEAD "\r\nx");
      g_autoptr (CadetAccess) access =
        create_access ("http", "127.0.0.1", raw_server_get_port (server));
      g_autoptr (CadetRequest) request = create_request ();
      g_autoptr (CadetClient) client = cadet_client_new ();
      DexPromise *other = dex_promise_new ();
      gboolean forgotten = FALSE;
      DexFuture *first;

      first = dex_future_first (
        cadet_client_send (client, request, access, NULL, NULL, &forgotten, forget_cb),
        dex_ref (other), NULL);
      while (raw_server_count (server) == 0)
        g_main_context_iteration (NULL, FALSE);
      dex_promise_resolve_boolean (other, TRUE);
      settle (first, NULL);
      while (!forgotten)
        g_main_context_iteration (NULL, TRUE);
      dex_unref (first);
      dex_unref (other);
      g_clear_pointer (&server, raw_server_free);
    }
}

static void
test_credentials (void)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autofree char *text = g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (server));
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (text, NULL);
  g_autoptr (SecretValue) secret = secret_value_new ("s", -1, "text/plain");
  g_autoptr (SecretValue) token = secret_value_new ("a\r\nx-acs-action: Other", -1, "text/plain");
  g_autoptr (CadetRequest) request = create_request ();
  g_autoptr (CadetClient) client = cadet_client_new ();
  CadetCredentials *credentials[] = {
    cadet_credentials_new ("id\nhost: other", secret, NULL),
    cadet_credentials_new ("ключ", secret, NULL),
    cadet_credentials_new ("id", secret, token),
  };

  for (guint i = 0; i < G_N_ELEMENTS (credentials); i++)
    {
      g_autoptr (CadetAccess) access = cadet_access_new (endpoint, credentials[i]);
      g_autoptr (CadetExchange) exchange =
        dup_object (cadet_client_send (client, request, access, NULL, NULL, NULL, NULL));

      g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_PREPARED);
      g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, CADET_ERROR_INVALID);
      g_object_unref (credentials[i]);
    }
  g_assert_cmpuint (raw_server_count (server), ==, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/client/answered", test_answered);
  g_test_add_func ("/client/signed-as-sent", test_signed_as_sent);
  g_test_add_func ("/client/connection-refused", test_connection_refused);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autofree char *path = g_strconcat ("/client/lost/", lost[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lost);
    }
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *path = g_strconcat ("/client/whole/", whole[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_whole);
    }
  g_test_add_func ("/client/large-reply", test_large_reply);
  g_test_add_func ("/client/large-request", test_large_request);
  g_test_add_func ("/client/cancelled", test_cancelled);
  g_test_add_func ("/client/discarded", test_discarded);
  g_test_add_func ("/client/credentials", test_credentials);

  return g_test_run ();
}
