/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox-caller.h"

#include <string.h>

static const CadetPair query_pairs[] = { { "ServiceType", "a+b c*~/" }, { "A", "" } };

/* Shapes of requests that clients send, each of which is taken. */
static const struct
{
  const char *name;
  Call call;
} accepted[] = {
  { "ascii", { .body = TEST_CREATE "&Variables=%7B%22%24%7Bvar%7D%22%3A%22value%22%7D" } },
  { "no-variables", { .body = TEST_CREATE } },
  { "empty-variables", { .body = TEST_CREATE "&Variables=%7B%7D" } },
  { "chinese", { .body = TEST_CREATE "&Variables=%7B%22%24%7B%E5%8F%98%7D%22%3A%22%E5%80%BC%22%7D"
                         "&Note=%F0%9F%9A%80" } },
  { "plus-for-space", { .body = "TaskName=my+task+%2B+1&AppId=" TEST_APP
                                "&ProcessId=" TEST_PROCESS "&Variables=%7B%22a%22%3A+1%7D" } },
  { "reserved-literal", { .body = "TaskName=!'()*~-_.&AppId=" TEST_APP
                                  "&ProcessId=" TEST_PROCESS } },
  { "lower-case-escapes", { .body = TEST_CREATE "&Variables=%7b%7d" } },
  { "unknown-parameters", { .body = TEST_CREATE "&Variables.k=v&Variables.l.1=a" } },
  { "content-type-charset", { .body = TEST_CREATE, .content_type = TEST_FORM "; charset=utf-8" } },
  { "query", { .body = TEST_CREATE, .query = query_pairs, .n_query = 2,
               .sent_query = "?ServiceType=a%2Bb%20c*~%2F&A=" } },
  { "query-plus", { .body = TEST_CREATE, .query = query_pairs, .n_query = 2,
                    .sent_query = "?A&ServiceType=a%2Bb+c%2A~/" } },
  { "fourteen-minutes-late", { .body = TEST_CREATE, .skew = -14 * 60 } },
  { "fourteen-minutes-early", { .body = TEST_CREATE, .skew = 14 * 60 } },
  { "temporary", { .body = TEST_CREATE, .key_id = "STS.Temporary", .key_secret = "TemporarySecret",
                   .token = "CAISdummySecurityToken+/=ForTests" } },
  { "empty-body-with-type", { .action = "GetCallerIdentity", .version = "2015-04-01",
                              .body = "" } },
  { "nothing", { .action = "GetCallerIdentity", .version = "2015-04-01" } },
};

static const struct
{
  const char *name;
  Call call;
  guint status;
  const char *code;
} refused[] = {
  { "get", { .method = "GET" }, 400, "UnsupportedHTTPMethod" },
  { "put", { .method = "PUT", .body = TEST_CREATE }, 400, "UnsupportedHTTPMethod" },

  { "no-authorization", { .body = TEST_CREATE, .without = "authorization" },
    400, "IncompleteSignature" },
  { "basic", { .body = TEST_CREATE, .authorization = "Basic eDp5" }, 400, "IncompleteSignature" },
  { "empty-scheme", { .body = TEST_CREATE, .authorization = "ACS3-HMAC-SHA256 " },
    400, "IncompleteSignature" },
  { "no-credential", { .body = TEST_CREATE,
                       .authorization = "ACS3-HMAC-SHA256 SignedHeaders=host,Signature=00" },
    400, "IncompleteSignature" },
  { "short-signature", { .body = TEST_CREATE,
                         .authorization = "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
                                          "SignedHeaders=host,Signature=00" },
    400, "IncompleteSignature" },
  { "repeated-part", { .body = TEST_CREATE,
                       .authorization = "ACS3-HMAC-SHA256 Credential=a,Credential=b" },
    400, "IncompleteSignature" },
  { "absent-signed-header",
    { .body = TEST_CREATE,
      .authorization = "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=content-type;"
                       "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
                       "x-acs-version;x-acs-ghost,Signature="
                       "0000000000000000000000000000000000000000000000000000000000000000" },
    400, "IncompleteSignature" },

  { "no-action", { .body = TEST_CREATE, .without = "x-acs-action" }, 400, "MissingAction" },
  { "no-version", { .body = TEST_CREATE, .without = "x-acs-version" }, 400, "MissingVersion" },
  { "no-date", { .body = TEST_CREATE, .without = "x-acs-date" }, 400, "MissingTimestamp" },
  { "no-nonce", { .body = TEST_CREATE, .without = "x-acs-signature-nonce" },
    400, "MissingSignatureNonce" },
  { "no-hash", { .body = TEST_CREATE, .without = "x-acs-content-sha256" },
    400, "MissingContentSha256" },

  { "odd-version", { .body = TEST_CREATE, .version = "1" }, 400, "InvalidVersion" },
  { "unknown-version", { .body = TEST_CREATE, .version = "2021-09-30" }, 400, "NoSuchVersion" },
  { "unknown-action", { .body = TEST_CREATE, .action = "ListTask" },
    404, "InvalidAction.NotFound" },
  { "action-of-other-version", { .action = "GetCallerIdentity" }, 404, "InvalidAction.NotFound" },
  { "other-path", { .body = TEST_CREATE, .sent_query = "v1" }, 404, "InvalidAction.NotFound" },

  { "unknown-key", { .body = TEST_CREATE, .key_id = "Nobody" }, 404,
    "InvalidAccessKeyId.NotFound" },
  { "unsigned-action", { .body = TEST_CREATE, .not_signed = "x-acs-action" },
    400, "IncompleteSignature" },
  { "unsigned-type", { .body = TEST_CREATE, .not_signed = "content-type" },
    400, "IncompleteSignature" },
  { "unsigned-host", { .body = TEST_CREATE, .not_signed = "host" }, 400, "IncompleteSignature" },

  { "token-of-permanent-key", { .body = TEST_CREATE, .token = "CAISdummy" },
    400, "InvalidSecurityToken.MismatchWithAccessKey" },
  { "no-token", { .body = TEST_CREATE, .key_id = "STS.Temporary",
                  .key_secret = "TemporarySecret" }, 400, "MissingSecurityToken" },
  { "other-token", { .body = TEST_CREATE, .key_id = "STS.Temporary",
                     .key_secret = "TemporarySecret",
                     .token = "CAISdummySecurityToken+/=ForTesto" },
    400, "InvalidSecurityToken.MismatchWithAccessKey" },

  { "date-with-offset", { .body = TEST_CREATE, .date = "2026-01-02T03:04:05+00:00" },
    400, "InvalidTimeStamp.Format" },
  { "date-in-words", { .body = TEST_CREATE, .date = "Fri, 02 Jan 2026 03:04:05 GMT" },
    400, "InvalidTimeStamp.Format" },
  { "date-that-is-none", { .body = TEST_CREATE, .date = "2026-13-45T03:04:05Z" },
    400, "InvalidTimeStamp.Format" },
  { "stale", { .body = TEST_CREATE, .skew = -15 * 60 - 5 }, 400, "InvalidTimeStamp.Expired" },
  { "early", { .body = TEST_CREATE, .skew = 15 * 60 + 5 }, 400, "InvalidTimeStamp.Expired" },

  { "wrong-secret", { .body = TEST_CREATE, .key_secret = "YourAccessKeySecreT" },
    400, "SignatureDoesNotMatch" },
  { "changed-body", { .body = TEST_CREATE, .sent_body = TEST_CREATE "2" },
    400, "SignatureDoesNotMatch" },
  { "lost-body", { .body = TEST_CREATE, .sent_body = "" }, 400, "SignatureDoesNotMatch" },
  { "added-query", { .body = TEST_CREATE, .sent_query = "?A=1" }, 400, "SignatureDoesNotMatch" },

  { "broken-query", { .body = TEST_CREATE, .sent_query = "?A=%FF" }, 400, "InvalidParameter" },
  { "broken-escape", { .body = TEST_CREATE "&X=%4" }, 400, "InvalidParameter" },
  { "not-utf8", { .body = TEST_CREATE "&X=%FF" }, 400, "InvalidParameter" },
  { "nul", { .body = TEST_CREATE "&X=a%00b" }, 400, "InvalidParameter" },
  { "nameless", { .body = TEST_CREATE "&=1" }, 400, "InvalidParameter" },
  { "twice", { .body = TEST_CREATE "&AppId=" TEST_APP }, 400, "InvalidParameter" },
  { "last-ampersand", { .body = TEST_CREATE "&" }, 400, "InvalidParameter" },
};

static CadetSandbox *
start (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);

  cadet_sandbox_add_temporary_key (sandbox, "STS.Temporary", "TemporarySecret",
                                   "CAISdummySecurityToken+/=ForTests");
  return sandbox;
}

static void
assert_error_form (Answer     *answer,
                   const char *endpoint)
{
  const char *request_id = answer_get_text (answer, "RequestId");

  g_assert_true (g_regex_match_simple ("^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$", request_id,
                                       0, 0));
  g_assert_cmpstr (answer->request_id, ==, request_id);
  g_assert_cmpstr (answer_get_text (answer, "HostId"), ==, endpoint + strlen ("http://"));
  g_assert_nonnull (answer_get_text (answer, "Message"));
  g_assert_nonnull (answer_get_text (answer, "Recommend"));
  g_assert_false (json_object_has_member (answer->object, "Data"));
  g_assert_nonnull (answer->date);
}

static void
test_accepted (void)
{
  CadetSandbox *sandbox = start ();

  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (Answer) answer = call_send (cadet_sandbox_get_endpoint (sandbox),
                                             &accepted[i].call);

      g_test_message ("%s: %u %s", accepted[i].name, answer->status,
                      answer_get_text (answer, "Message"));
      g_assert_cmpuint (answer->status, ==, 200);
      if (accepted[i].call.action == NULL)
        g_assert_cmpstr (answer_get_text (answer, "Code"), ==, "200");
      g_assert_cmpstr (answer->request_id, ==, answer_get_text (answer, "RequestId"));
      g_assert_nonnull (answer->date);
    }
  stop_sandbox (sandbox);
}

static void
test_refused (void)
{
  CadetSandbox *sandbox = start ();
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (Answer) answer = call_send (endpoint, &refused[i].call);
      g_autofree char *code = answer_dup_code (answer);

      g_test_message ("%s: %u %s %s", refused[i].name, answer->status, code,
                      answer_get_text (answer, "Message"));
      g_assert_cmpstr (code, ==, refused[i].code);
      g_assert_cmpuint (answer->status, ==, refused[i].status);
      assert_error_form (answer, endpoint);
    }
  /* None of them made a task. */
  g_assert_cmpint (create_task (endpoint, NULL), ==, 1994);
  stop_sandbox (sandbox);
}

static void
test_string_to_sign (void)
{
  CadetSandbox *sandbox = start ();
  Call call = { .body = TEST_CREATE, .key_secret = "other" };
  g_autoptr (Answer) answer = call_send (cadet_sandbox_get_endpoint (sandbox), &call);

  g_assert_true (g_regex_match_simple ("server string to sign is:ACS3-HMAC-SHA256\\n[0-9a-f]{64}$",
                                       answer_get_text (answer, "Message"), 0, 0));
  stop_sandbox (sandbox);
}

static void
test_nonce (void)
{
  CadetSandbox *sandbox = start ();
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  Call call = { .body = TEST_CREATE, .nonce = "3156853299f313e23d1673dc12e1703d" };
  g_autoptr (Answer) first = call_send (endpoint, &call);
  g_autoptr (Answer) second = call_send (endpoint, &call);
  g_autoptr (Answer) other_key = NULL;

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 400);
  g_assert_cmpstr (answer_get_text (second, "Code"), ==, "SignatureNonceUsed");
  assert_error_form (second, endpoint);

  /* Nonces are each pair's own. */
  cadet_sandbox_add_access_key (sandbox, "SecondId", "SecondSecret");
  call.key_id = "SecondId";
  call.key_secret = "SecondSecret";
  other_key = call_send (endpoint, &call);
  g_assert_cmpuint (other_key->status, ==, 200);
  g_assert_cmpint (create_task (endpoint, NULL), ==, 1996);
  stop_sandbox (sandbox);
}

/* A refused signature does not use its nonce up. */
static void
test_nonce_of_refused (void)
{
  CadetSandbox *sandbox = start ();
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  Call call = { .body = TEST_CREATE, .nonce = "once", .key_secret = "wrong" };
  g_autoptr (Answer) first = call_send (endpoint, &call);
  g_autoptr (Answer) second = NULL;

  call.key_secret = NULL;
  second = call_send (endpoint, &call);
  g_assert_cmpuint (first->status, ==, 400);
  g_assert_cmpuint (second->status, ==, 200);
  stop_sandbox (sandbox);
}

/* The bodies of the official SDK, byte by byte; only host, date and nonce are new. */
static void
test_captures (void)
{
  CadetSandbox *sandbox = start ();
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "vectors", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_captures = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (Answer) answer = NULL;
      g_autofree char *code = NULL;
      JsonObject *capture;
      Call call = { 0 };

      if (!g_str_has_prefix (name, "openapi-core-"))
        continue;
      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      capture = json_node_get_object (json_parser_get_root (parser));
      call.action = json_object_get_string_member (capture, "action");
      /* Two captures are of operations that the sandbox does not have. */
      if (!g_str_equal (call.action, "CreateTask") && !g_str_equal (call.action, "ListApplication"))
        continue;
      call.body = json_object_get_string_member (json_object_get_object_member (capture, "request"),
                                                 "body");
      answer = call_send (cadet_sandbox_get_endpoint (sandbox), &call);
      code = answer_dup_code (answer);
      g_test_message ("%s: %u %s", name, answer->status, code);
      g_assert_cmpstr (code, ==, strstr (name, "empty-strings") ? "ParameterEmpty" : "200");
      n_captures++;
    }
  g_assert_cmpuint (n_captures, ==, 19);
  stop_sandbox (sandbox);
}

/* The official SDKs for Node send chunks. */
static void
test_raw (gconstpointer data)
{
  gboolean chunked = GPOINTER_TO_INT (data);
  CadetSandbox *sandbox = start ();
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  Call call = { .body = TEST_CREATE "&Variables=%7B%22a%22%3A%22b%22%7D" };
  g_autofree char *request = call_print (endpoint, &call, chunked);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gssize got = 0;

  connection = g_socket_client_connect_to_uri (client, endpoint, 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  do
    {
      char buffer[4096];

      got = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                 sizeof buffer, NULL, &error);
      g_assert_no_error (error);
      g_string_append_len (text, buffer, got);
    }
  while (got > 0);
  g_assert_true (g_str_has_prefix (text->str, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (text->str, "\"Code\":\"200\",\"Data\":1994}"));
  stop_sandbox (sandbox);
}

static void
test_too_large (void)
{
  CadetSandbox *sandbox = start ();
  const char *endpoint = cadet_sandbox_get_endpoint (sandbox);
  g_autofree char *filler = g_strnfill (9 * 1024 * 1024, 'x');
  g_autofree char *large = g_strconcat (TEST_CREATE "&X=", filler, NULL);
  Call call = { .body = large };
  g_autoptr (Answer) answer = call_send (endpoint, &call);
  g_autoptr (Answer) fitting = NULL;

  g_assert_cmpuint (answer->status, ==, 413);
  assert_error_form (answer, endpoint);

  large[7 * 1024 * 1024] = '\0';
  fitting = call_send (endpoint, &call);
  g_assert_cmpuint (fitting->status, ==, 200);
  stop_sandbox (sandbox);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/sandbox/verifier/accepted", test_accepted);
  g_test_add_func ("/sandbox/verifier/refused", test_refused);
  g_test_add_func ("/sandbox/verifier/string-to-sign", test_string_to_sign);
  g_test_add_func ("/sandbox/verifier/nonce", test_nonce);
  g_test_add_func ("/sandbox/verifier/nonce-of-refused", test_nonce_of_refused);
  g_test_add_func ("/sandbox/verifier/captures", test_captures);
  g_test_add_data_func ("/sandbox/verifier/raw", GINT_TO_POINTER (FALSE), test_raw);
  g_test_add_data_func ("/sandbox/verifier/chunked", GINT_TO_POINTER (TRUE), test_raw);
  g_test_add_func ("/sandbox/verifier/too-large", test_too_large);
  return g_test_run ();
}
