/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "client-fixture.h"
#include "raw-server.h"
#include "test-future.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* The HTTP/2 server of h2-server.py, and the folder with its certificates. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
  char *folder;
  guint16 port;
} Server;

static char *
read_line (Server *server)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (server->output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);

  return line;
}

static void
server_start (Server *server,
              const char *mode)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "cloud", "h2-server.py", NULL);
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  server->folder = g_dir_make_tmp ("cadet-tls-XXXXXX", &error);
  g_assert_no_error (error);
  server->process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                      "python3", script, server->folder, mode, NULL);
  g_assert_no_error (error);
  server->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  port = read_line (server);
  server->port = (guint16) g_ascii_strtoull (port, NULL, 10);
}

static void
server_stop (Server *server)
{
  static const char *const files[] = { "ca.pem", "ca-key.pem", "cert.pem", "key.pem" };
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (server->process), NULL, NULL);
  g_subprocess_wait_check (server->process, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (server->folder, files[i], NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (server->folder), ==, 0);
  g_clear_object (&server->output);
  g_clear_object (&server->process);
  g_clear_pointer (&server->folder, g_free);
}

static CadetClient *
create_client (Server *server)
{
  CadetClient *client = cadet_client_new ();
  g_autofree char *path = g_build_filename (server->folder, "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  cadet_client_set_tls_database (client, database);

  return client;
}

static CadetExchange *
send_to (CadetClient *client,
         const char *host,
         guint16 port,
         gboolean read_only,
         Tries *tries)
{
  g_autoptr (CadetAccess) access = create_access ("https", host, port);
  g_autoptr (CadetRequest) request = cadet_request_new ("CreateTask", "2021-09-31");

  cadet_request_set_read_only (request, read_only);
  cadet_request_add_form (request, "TaskName", "test");

  return dup_object (cadet_client_send (client, request, access, NULL,
                                        tries != NULL ? try_cb : NULL, tries, NULL));
}

/* Checks that request @index went out as the try of that number says, signed for what it was. */
static void
check_request (Server *server,
               Tries *tries,
               guint index,
               gboolean refused)
{
  g_autofree char *line = read_line (server);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (CadetCredentials) credentials = create_credentials ();
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_autoptr (CadetSignature) signature = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *request;
  JsonObject *headers;
  const char *text;

  g_assert_true (json_parser_load_from_data (parser, line, -1, NULL));
  request = json_node_get_object (json_parser_get_root (parser));
  headers = json_object_get_object_member (request, "headers");
  g_assert_cmpint (json_object_get_boolean_member (request, "refused"), ==, refused);
  g_assert_cmpstr (json_object_get_string_member (headers, "x-acs-signature-nonce"), ==,
                   g_ptr_array_index (tries->nonces, index));
  g_assert_cmpstr (json_object_get_string_member (headers, "authorization"), ==,
                   g_ptr_array_index (tries->signatures, index));

  names = json_object_get_members (headers);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *name = l->data;
      CadetPair pair = { g_str_equal (name, ":authority") ? "host" : name,
                         json_object_get_string_member (headers, name) };

      if (!g_str_equal (name, "host"))
        g_array_append_val (pairs, pair);
    }
  text = json_object_get_string_member (request, "body");
  g_assert_cmpstr (text, ==, "TaskName=test");
  body = g_bytes_new_static (text, strlen (text));
  signature = cadet_signer_sign ("POST", NULL, 0, (CadetPair *) pairs->data, pairs->len, body,
                                 credentials);
  g_assert_cmpstr (signature->authorization, ==,
                   json_object_get_string_member (headers, "authorization"));
}

static void
check_no_more_requests (Server *server)
{
  g_autofree char *line = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (server->process), NULL, NULL);
  line = g_data_input_stream_read_line (server->output, NULL, NULL, NULL);
  g_assert_null (line);
}

static const struct
{
  const char *mode;
  gboolean read_only;
  guint n_tries;
} restarts[] = {
  { "serve", FALSE, 1 },
  { "serve", TRUE, 1 },
  { "refuse-once", FALSE, 2 },
  { "refuse-once", TRUE, 2 },
  { "goaway-once", FALSE, 2 },
};

/* The peer hands the first try back as unprocessed: libsoup sends again by itself, and what it
 * sends has a nonce and a signature of its own. */
static void
test_restarts (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  guint n_tries = restarts[row].n_tries;
  Server server = { 0 };
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetClient) client = NULL;
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;

  server_start (&server, restarts[row].mode);
  client = create_client (&server);
  exchange = send_to (client, "localhost", server.port, restarts[row].read_only, tries);
  g_assert_no_error (cadet_exchange_get_error (exchange));
  g_assert_true (g_str_has_prefix (cadet_exchange_get_reply_headers (exchange), "HTTP/2 200"));
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_task_id (outcome), ==, 1994);

  g_assert_cmpuint (cadet_exchange_get_restarts (exchange), ==, n_tries - 1);
  g_assert_cmpuint (tries->nonces->len, ==, n_tries);
  for (guint i = 0; i < n_tries; i++)
    check_request (&server, tries, i, i + 1 < n_tries);
  if (n_tries == 2)
    {
      g_assert_cmpstr (g_ptr_array_index (tries->nonces, 0), !=,
                       g_ptr_array_index (tries->nonces, 1));
      g_assert_cmpstr (g_ptr_array_index (tries->signatures, 0), !=,
                       g_ptr_array_index (tries->signatures, 1));
    }
  check_no_more_requests (&server);

  server_stop (&server);
}

/* A peer that hands everything back does not keep the call busy for ever. */
static void
test_refused_always (void)
{
  Server server = { 0 };
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetClient) client = NULL;
  g_autoptr (CadetExchange) exchange = NULL;

  server_start (&server, "refuse-always");
  client = create_client (&server);
  exchange = send_to (client, "localhost", server.port, FALSE, tries);
  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_SENT);
  g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, CADET_ERROR_FAILED);
  g_assert_cmpuint (tries->nonces->len, ==, 4);
  for (guint i = 0; i < tries->nonces->len; i++)
    check_request (&server, tries, i, TRUE);
  check_no_more_requests (&server);

  server_stop (&server);
}

static void
check_not_sent (CadetExchange *exchange,
                Tries *tries,
                CadetError code,
                const char *what)
{
  g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);

  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_PREPARED);
  g_assert_error (cadet_exchange_get_error (exchange), CADET_ERROR, (int) code);
  g_assert_nonnull (strstr (cadet_exchange_get_error (exchange)->message, what));
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_NOT_SENT);
  g_assert_cmpuint (tries->nonces->len, ==, 0);
}

/* Who cannot prove to be the endpoint gets nothing. */
static void
test_certificates (void)
{
  Server server = { 0 };
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetClient) trusting = NULL;
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) unknown = NULL;
  g_autoptr (CadetExchange) other_host = NULL;

  server_start (&server, "serve");
  unknown = send_to (client, "localhost", server.port, FALSE, tries);
  check_not_sent (unknown, tries, CADET_ERROR_CONNECT, "does not trust");

  trusting = create_client (&server);
  other_host = send_to (trusting, "127.0.0.1", server.port, FALSE, tries);
  check_not_sent (other_host, tries, CADET_ERROR_CONNECT, "another host");
  check_no_more_requests (&server);

  server_stop (&server);
}

/* A port that speaks no TLS, and one that says nothing at all. */
static void
test_no_tls (void)
{
  g_autoptr (RawServer) silent = raw_server_new (raw_server_hang, "");
  g_autoptr (CadetClient) client = cadet_client_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (Tries) tries = tries_new ();

  cadet_client_set_connect_timeout (client, 300);
  exchange = send_to (client, "127.0.0.1", raw_server_get_port (silent), FALSE, tries);
  check_not_sent (exchange, tries, CADET_ERROR_TIMEOUT, "0.3");

  drop_client (&client);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (restarts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tls/%s/%s", restarts[i].mode,
                                               restarts[i].read_only ? "reading" : "creating");

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_restarts);
    }
  g_test_add_func ("/tls/refuse-always", test_refused_always);
  g_test_add_func ("/tls/certificates", test_certificates);
  g_test_add_func ("/tls/no-tls", test_no_tls);

  return g_test_run ();
}
