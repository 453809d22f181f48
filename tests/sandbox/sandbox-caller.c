/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox-caller.h"
#include "test-future.h"

#include <libsoup/soup.h>
#include <string.h>

CadetSandbox *
start_sandbox (GFile *file)
{
  CadetSandbox *sandbox = cadet_sandbox_new (file);

  cadet_sandbox_add_access_key (sandbox, TEST_KEY_ID, TEST_KEY_SECRET);
  succeed (cadet_sandbox_start (sandbox));
  g_assert_true (g_str_has_prefix (cadet_sandbox_get_endpoint (sandbox), "http://127.0.0.1:"));
  return sandbox;
}

void
stop_sandbox (CadetSandbox *sandbox)
{
  succeed (cadet_sandbox_stop (sandbox));
  g_assert_null (cadet_sandbox_get_endpoint (sandbox));
  g_assert_finalize_object (sandbox);
}

static void
clear_header (gpointer data)
{
  CadetPair *pair = data;

  g_free ((char *) pair->value);
}

static void
add_header (GArray     *headers,
            const Call *call,
            const char *name,
            const char *value)
{
  CadetPair pair = { name, g_strdup (value) };

  if (value == NULL || g_strcmp0 (call->without, name) == 0)
    clear_header (&pair);
  else
    g_array_append_val (headers, pair);
}

static char *
sign (const Call *call,
      GArray     *headers,
      const char *hash)
{
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (CadetCredentials) credentials = NULL;
  g_autoptr (CadetSignature) signature = NULL;
  g_autoptr (GArray) signed_headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  const char *secret_text = call->key_secret != NULL ? call->key_secret : TEST_KEY_SECRET;

  if (call->authorization != NULL)
    return g_strdup (call->authorization);

  for (guint i = 0; i < headers->len; i++)
    {
      CadetPair *pair = &g_array_index (headers, CadetPair, i);

      if (g_strcmp0 (call->not_signed, pair->name) != 0)
        g_array_append_val (signed_headers, *pair);
    }
  secret = secret_value_new (secret_text, -1, "text/plain");
  credentials = cadet_credentials_new (call->key_id != NULL ? call->key_id : TEST_KEY_ID, secret,
                                       NULL);
  signature = cadet_signer_sign_hashed (call->method != NULL ? call->method : "POST", call->query,
                                        call->n_query,
                                        (const CadetPair *) (void *) signed_headers->data,
                                        signed_headers->len, hash, credentials);
  return g_strdup (signature->authorization);
}

/* Makes all headers, Authorization last. */
static GArray *
make_headers (const char *endpoint,
              const Call *call)
{
  GArray *headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  const char *body = call->body != NULL ? call->body : "";
  const char *type = call->content_type;
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  g_autofree char *nonce = g_uuid_string_random ();
  g_autofree char *date = NULL;
  g_autofree char *authorization = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, call->skew);

  g_array_set_clear_func (headers, clear_header);
  date = g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");
  if (type == NULL && call->body != NULL)
    type = TEST_FORM;
  add_header (headers, call, "host", endpoint + strlen ("http://"));
  add_header (headers, call, "x-acs-action", call->action != NULL ? call->action : "CreateTask");
  add_header (headers, call, "x-acs-version",
              call->version != NULL ? call->version : "2021-09-31");
  add_header (headers, call, "x-acs-date", call->date != NULL ? call->date : date);
  add_header (headers, call, "x-acs-signature-nonce", call->nonce != NULL ? call->nonce : nonce);
  add_header (headers, call, "x-acs-content-sha256", hash);
  add_header (headers, call, "content-type", type);
  add_header (headers, call, "x-acs-security-token", call->token);
  authorization = sign (call, headers, hash);
  add_header (headers, call, "authorization", authorization);
  return headers;
}

/* Sends the request over a connection of its own; blocks. */
Answer *
call_send (const char *endpoint,
           const Call *call)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GArray) headers = make_headers (endpoint, call);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  g_autofree char *url = g_strconcat (endpoint, "/", call->sent_query, NULL);
  SoupMessageHeaders *reply_headers;
  Answer *answer;
  const char *body = call->sent_body != NULL ? call->sent_body : call->body;

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &error);
  g_assert_no_error (error);
  message = soup_message_new_from_uri (call->method != NULL ? call->method : "POST", uri);
  for (guint i = 0; i < headers->len; i++)
    {
      CadetPair *pair = &g_array_index (headers, CadetPair, i);

      soup_message_headers_append (soup_message_get_request_headers (message), pair->name,
                                   pair->value);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, NULL, bytes);
    }
  reply = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);

  reply_headers = soup_message_get_response_headers (message);
  answer = g_new0 (Answer, 1);
  answer->status = soup_message_get_status (message);
  answer->date = g_strdup (soup_message_headers_get_one (reply_headers, "Date"));
  answer->request_id = g_strdup (soup_message_headers_get_one (reply_headers,
                                                               "x-acs-request-id"));
  text = g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
  answer->object = json_node_dup_object (root);
  return answer;
}

/* The request as bytes on the wire, for a raw socket. */
char *
call_print (const char *endpoint,
            const Call *call,
            gboolean    chunked)
{
  g_autoptr (GArray) headers = make_headers (endpoint, call);
  g_autoptr (GString) text = g_string_new ("POST / HTTP/1.1\r\n");
  gsize length = strlen (call->body);
  gsize half = length / 2;

  for (guint i = 0; i < headers->len; i++)
    {
      CadetPair *pair = &g_array_index (headers, CadetPair, i);

      g_string_append_printf (text, "%s: %s\r\n", pair->name, pair->value);
    }
  g_string_append (text, "Connection: close\r\n");
  if (chunked)
    g_string_append_printf (text,
                            "Transfer-Encoding: chunked\r\n\r\n"
                            "%" G_GSIZE_MODIFIER "x\r\n%.*s\r\n"
                            "%" G_GSIZE_MODIFIER "x\r\n%s\r\n0\r\n\r\n",
                            half, (int) half, call->body, length - half, call->body + half);
  else
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", length,
                            call->body);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

void
answer_free (Answer *answer)
{
  json_object_unref (answer->object);
  g_free (answer->date);
  g_free (answer->request_id);
  g_free (answer);
}

/* Code as text, whether it came as that or as a number. */
char *
answer_dup_code (Answer *answer)
{
  JsonNode *node = json_object_get_member (answer->object, "Code");

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup (json_node_get_string (node));
}

const char *
answer_get_text (Answer     *answer,
                 const char *name)
{
  return json_object_get_string_member_with_default (answer->object, name, NULL);
}

/* Checks that each is refused as it should be, and says nothing else. */
void
check_refusals (const char    *endpoint,
                const Refusal *refusals,
                gsize          n_refusals)
{
  for (gsize i = 0; i < n_refusals; i++)
    {
      Call call = { .action = refusals[i].action, .body = refusals[i].body };
      g_autoptr (Answer) answer = call_send (endpoint, &call);
      g_autofree char *code = answer_dup_code (answer);

      g_test_message ("%s %s: %u %s", call.action, call.body, answer->status, code);
      g_assert_cmpstr (code, ==, refusals[i].code);
      g_assert_cmpuint (answer->status, ==, refusals[i].status);
      g_assert_false (json_object_has_member (answer->object, "Data"));
    }
}

/* Creates a task with a form (NULL for the usual one), which must succeed. */
gint64
create_task (const char *endpoint,
             const char *body)
{
  Call call = { .body = body != NULL ? body : TEST_CREATE };
  g_autoptr (Answer) answer = call_send (endpoint, &call);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get_text (answer, "Code"), ==, "200");
  g_assert_cmpstr (answer_get_text (answer, "Message"), ==, "Success");
  return json_object_get_int_member (answer->object, "Data");
}

/* A task's status by GetTask, which must succeed. */
char *
dup_status (const char  *endpoint,
            gint64       id,
            char       **error_message)
{
  g_autofree char *body = g_strdup_printf ("TaskId=%" G_GINT64_FORMAT, id);
  Call call = { .action = "GetTask", .body = body };
  g_autoptr (Answer) answer = call_send (endpoint, &call);
  JsonObject *data;

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get_text (answer, "Code"), ==, "200");
  data = json_object_get_object_member (answer->object, "Data");
  g_assert_cmpint (json_object_get_int_member (data, "Id"), ==, id);
  if (error_message != NULL)
    *error_message = g_strdup (json_object_get_string_member (data, "ErrorMessage"));
  return g_strdup (json_object_get_string_member (data, "Status"));
}
