/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-request.h"
#include "cloud/cadet-signer.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonNode *
load_vector (const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", name, NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_node_ref (json_parser_get_root (parser));
}

static CadetCredentials *
load_credentials (JsonObject *vector)
{
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (SecretValue) token = NULL;

  secret =
    secret_value_new (json_object_get_string_member (vector, "accessKeySecret"), -1, "text/plain");
  if (!json_object_get_null_member (vector, "securityToken"))
    token =
      secret_value_new (json_object_get_string_member (vector, "securityToken"), -1, "text/plain");

  return cadet_credentials_new (json_object_get_string_member (vector, "accessKeyId"), secret,
                                token);
}

static void
add_member_cb (JsonObject *object,
               const char *name,
               JsonNode *node,
               gpointer user_data)
{
  GArray *pairs = user_data;
  CadetPair pair = { name, json_node_get_string (node) };

  g_array_append_val (pairs, pair);
}

static GArray *
load_pairs (JsonObject *vector,
            const char *member)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (CadetPair));

  if (!json_object_get_null_member (vector, member))
    json_object_foreach_member (json_object_get_object_member (vector, member), add_member_cb,
                                pairs);

  return pairs;
}

static const char *
find_pair (GArray *pairs,
           const char *name)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_ascii_strcasecmp (g_array_index (pairs, CadetPair, i).name, name) == 0)
      return g_array_index (pairs, CadetPair, i).value;

  return NULL;
}

static void
test_fixed_vectors (void)
{
  g_autoptr (JsonNode) root = load_vector ("fixed-vectors.json");
  JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), "v3");

  g_assert_cmpuint (json_array_get_length (vectors), ==, 10);

  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      const char *body_text = json_object_get_string_member (vector, "bodyString");
      g_autoptr (CadetCredentials) credentials = load_credentials (vector);
      g_autoptr (GArray) query = load_pairs (vector, "query");
      g_autoptr (GArray) headers = load_pairs (vector, "headers");
      g_autoptr (GBytes) body = g_bytes_new_static (body_text, strlen (body_text));
      g_autoptr (CadetSignature) signature = NULL;

      g_test_message ("%s", json_object_get_string_member (vector, "name"));
      signature = cadet_signer_sign (json_object_get_string_member (vector, "method"),
                                     (CadetPair *) query->data, query->len,
                                     (CadetPair *) headers->data, headers->len, body, credentials);

      g_assert_cmpstr (signature->hashed_payload, ==, find_pair (headers, "x-acs-content-sha256"));
      g_assert_cmpstr (signature->canonical_request, ==,
                       json_object_get_string_member (vector, "canonicalRequest"));
      g_assert_cmpstr (signature->hashed_canonical_request, ==,
                       json_object_get_string_member (vector, "hashedCanonicalRequest"));
      g_assert_cmpstr (signature->string_to_sign, ==,
                       json_object_get_string_member (vector, "stringToSign"));
      g_assert_cmpstr (signature->signature, ==,
                       json_object_get_string_member (vector, "signature"));
      g_assert_cmpstr (signature->authorization, ==,
                       json_object_get_string_member (vector, "authorization"));
    }
}

/* What Cadet itself would send, for each vector that is a call of the kind it makes. */
static void
test_requests (void)
{
  g_autoptr (JsonNode) root = load_vector ("fixed-vectors.json");
  JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), "v3");
  guint n_compared = 0;

  for (guint i = 0; i < json_array_get_length (vectors); i++)
    {
      JsonObject *vector = json_array_get_object_element (vectors, i);
      g_autoptr (CadetCredentials) credentials = load_credentials (vector);
      g_autoptr (GArray) query = load_pairs (vector, "query");
      g_autoptr (GArray) headers = load_pairs (vector, "headers");
      g_autoptr (GArray) form = load_pairs (vector, "form");
      g_autofree char *uri = NULL;
      g_autofree char *body = NULL;
      g_autofree char *shown_body = NULL;
      g_autoptr (CadetEndpoint) endpoint = NULL;
      g_autoptr (CadetAccess) access = NULL;
      g_autoptr (CadetRequest) request = NULL;
      g_autoptr (CadetSignedRequest) signed_request = NULL;
      g_autoptr (CadetSignedRequest) renewed = NULL;
      const CadetSignature *signature;
      const CadetPair *sent;
      guint n_sent;

      if (query->len > 0 || form->len == 0)
        continue;

      g_test_message ("%s", json_object_get_string_member (vector, "name"));
      uri = g_strconcat ("https://", json_object_get_string_member (vector, "host"), NULL);
      endpoint = cadet_endpoint_new (uri, NULL);
      access = cadet_access_new (endpoint, credentials);
      request = cadet_request_new (find_pair (headers, "x-acs-action"),
                                   find_pair (headers, "x-acs-version"));
      for (guint j = 0; j < form->len; j++)
        {
          const CadetPair *pair = &g_array_index (form, CadetPair, j);

          cadet_request_add_form (request, pair->name, pair->value);
        }

      signed_request =
        cadet_request_sign_full (request, access, find_pair (headers, "x-acs-date"),
                                 find_pair (headers, "x-acs-signature-nonce"));
      signature = cadet_signed_request_get_signature (signed_request);
      body = g_strndup (g_bytes_get_data (cadet_signed_request_get_body (signed_request), NULL),
                        g_bytes_get_size (cadet_signed_request_get_body (signed_request)));
      shown_body = cadet_request_dup_shown_body (request);
      g_assert_cmpstr (body, ==, json_object_get_string_member (vector, "bodyString"));
      g_assert_cmpstr (shown_body, ==, body);
      g_assert_cmpstr (signature->canonical_request, ==,
                       json_object_get_string_member (vector, "canonicalRequest"));
      g_assert_cmpstr (signature->authorization, ==,
                       json_object_get_string_member (vector, "authorization"));
      sent = cadet_signed_request_get_headers (signed_request, &n_sent);
      g_assert_cmpstr (sent[n_sent - 1].value, ==, signature->authorization);

      /* Another try is another nonce and signature over the same body. */
      renewed = cadet_signed_request_renew (signed_request, access);
      g_assert_true (cadet_signed_request_get_body (renewed) ==
                     cadet_signed_request_get_body (signed_request));
      g_assert_cmpstr (cadet_signed_request_get_signature (renewed)->hashed_payload, ==,
                       signature->hashed_payload);
      g_assert_cmpstr (cadet_signed_request_get_signature (renewed)->signature, !=,
                       signature->signature);
      n_compared++;
    }

  g_assert_cmpuint (n_compared, >=, 5);
}

/* A request as a server sees it. */
typedef struct
{
  JsonNode *root;
  char *method;
  GArray *query;
  GArray *headers;
  GByteArray *body;
  CadetCredentials *credentials;
  const char *signature;
} Capture;

static void
pair_clear (gpointer data)
{
  CadetPair *pair = data;

  g_free ((char *) pair->name);
  g_free ((char *) pair->value);
}

static void
add_pair (GArray *pairs,
          char *name,
          char *value)
{
  CadetPair pair = { name, value };

  g_array_append_val (pairs, pair);
}

static void
load_capture (Capture *capture,
              const char *name)
{
  JsonObject *request;
  JsonArray *headers;
  const char *query;
  gsize length;
  g_autofree guchar *body = NULL;
  const char *authorization;

  capture->root = load_vector (name);
  request = json_object_get_object_member (json_node_get_object (capture->root), "request");
  capture->credentials = load_credentials (json_node_get_object (capture->root));
  capture->method = g_strdup (json_object_get_string_member (request, "method"));

  capture->query = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_array_set_clear_func (capture->query, pair_clear);
  query = strchr (json_object_get_string_member (request, "url"), '?');
  if (query != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (query + 1, "&", -1);

      for (guint i = 0; parts[i] != NULL; i++)
        {
          g_auto (GStrv) sides = g_strsplit (parts[i], "=", 2);

          add_pair (capture->query, g_uri_unescape_string (sides[0], NULL),
                    g_uri_unescape_string (sides[1] != NULL ? sides[1] : "", NULL));
        }
    }

  capture->headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_array_set_clear_func (capture->headers, pair_clear);
  headers = json_object_get_array_member (request, "rawHeaders");
  for (guint i = 0; i < json_array_get_length (headers); i += 2)
    add_pair (capture->headers, g_strdup (json_array_get_string_element (headers, i)),
              g_strdup (json_array_get_string_element (headers, i + 1)));

  body = g_base64_decode (json_object_get_string_member (request, "bodyBase64"), &length);
  capture->body = g_byte_array_new ();
  g_byte_array_append (capture->body, body, length);

  authorization = find_pair (capture->headers, "authorization");
  capture->signature = strstr (authorization, "Signature=") + strlen ("Signature=");
}

static void
clear_capture (Capture *capture)
{
  g_clear_pointer (&capture->root, json_node_unref);
  g_clear_pointer (&capture->method, g_free);
  g_clear_pointer (&capture->query, g_array_unref);
  g_clear_pointer (&capture->headers, g_array_unref);
  g_clear_pointer (&capture->body, g_byte_array_unref);
  g_clear_object (&capture->credentials);
}

static gboolean
verify_hashed (Capture *capture,
               const char *hashed_payload)
{
  g_autoptr (CadetSignature) signature = NULL;

  signature = cadet_signer_sign_hashed (
    capture->method, (CadetPair *) capture->query->data, capture->query->len,
    (CadetPair *) capture->headers->data, capture->headers->len, hashed_payload,
    capture->credentials);

  return g_str_equal (signature->signature, capture->signature) &&
         g_strcmp0 (find_pair (capture->headers, "x-acs-content-sha256"), hashed_payload) == 0;
}

static gboolean
verify (Capture *capture)
{
  g_autoptr (GBytes) body = g_bytes_new_static (capture->body->data, capture->body->len);
  g_autofree char *hashed_payload = cadet_signer_hash (body);

  return verify_hashed (capture, hashed_payload);
}

static gboolean
is_signed (const char *name)
{
  return g_ascii_strncasecmp (name, "x-acs-", 6) == 0 ||
         g_ascii_strcasecmp (name, "host") == 0 || g_ascii_strcasecmp (name, "content-type") == 0;
}

static void
refuse_changes_of_text (Capture *capture,
                        char *text,
                        const char *hashed_payload)
{
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      char kept = text[i];

      text[i] = kept == 'x' ? 'y' : 'x';
      g_assert_false (verify_hashed (capture, hashed_payload));
      text[i] = kept;
    }
}

static void
test_capture (gconstpointer data)
{
  Capture capture = { 0 };
  g_autofree char *hashed_payload = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (CadetSignature) signature = NULL;
  JsonObject *recomputed;
  guint step;

  load_capture (&capture, data);
  body = g_bytes_new (capture.body->data, capture.body->len);
  hashed_payload = cadet_signer_hash (body);
  recomputed = json_object_get_object_member (json_node_get_object (capture.root), "recomputed");

  g_assert_true (verify (&capture));
  signature = cadet_signer_sign (capture.method, (CadetPair *) capture.query->data,
                                 capture.query->len, (CadetPair *) capture.headers->data,
                                 capture.headers->len, body, capture.credentials);
  g_assert_cmpstr (signature->canonical_request, ==,
                   json_object_get_string_member (recomputed, "canonicalRequest"));
  g_assert_cmpstr (signature->string_to_sign, ==,
                   json_object_get_string_member (recomputed, "stringToSign"));
  g_assert_cmpstr (signature->authorization, ==, find_pair (capture.headers, "authorization"));

  /* Any one signed byte changed is refused. */
  refuse_changes_of_text (&capture, capture.method, hashed_payload);
  for (guint i = 0; i < capture.query->len; i++)
    {
      const CadetPair *pair = &g_array_index (capture.query, CadetPair, i);

      refuse_changes_of_text (&capture, (char *) pair->name, hashed_payload);
      refuse_changes_of_text (&capture, (char *) pair->value, hashed_payload);
    }
  for (guint i = 0; i < capture.headers->len; i++)
    {
      const CadetPair *pair = &g_array_index (capture.headers, CadetPair, i);

      if (!is_signed (pair->name))
        continue;
      refuse_changes_of_text (&capture, (char *) pair->name, hashed_payload);
      refuse_changes_of_text (&capture, (char *) pair->value, hashed_payload);
    }
  /* Of the body of 500 variables not every byte, as each costs hashing all of them. */
  step = capture.body->len > 4096 ? 41 : 1;
  for (guint i = 0; i < capture.body->len; i += step)
    {
      capture.body->data[i] ^= 1;
      g_assert_false (verify (&capture));
      capture.body->data[i] ^= 1;
    }
  g_assert_true (verify (&capture));

  /* Bytes that are not signed may change on the way. */
  for (guint i = 0; i < capture.headers->len; i++)
    {
      CadetPair *pair = &g_array_index (capture.headers, CadetPair, i);

      if (is_signed (pair->name) || g_ascii_strcasecmp (pair->name, "authorization") == 0)
        continue;
      g_free ((char *) pair->value);
      pair->value = g_strdup ("changed");
    }
  g_assert_true (verify (&capture));

  clear_capture (&capture);
}

static void
test_headers (void)
{
  const CadetPair headers[] = {
    { "X-Acs-Zeta", "  b  " }, { "Content-Type", "text/plain" }, { "Date", "today" },
    { "x-acs-zeta", "a" },     { "HOST", "h\t" },                { "x-acs-empty", "" },
  };
  g_autoptr (SecretValue) secret = secret_value_new ("s", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials = cadet_credentials_new ("id", secret, NULL);
  g_autoptr (CadetSignature) signature =
    cadet_signer_sign ("POST", NULL, 0, headers, G_N_ELEMENTS (headers), NULL, credentials);

  g_assert_cmpstr (signature->canonical_headers, ==,
                   "content-type:text/plain\nhost:h\nx-acs-empty:\nx-acs-zeta:a,b\n");
  g_assert_cmpstr (signature->signed_headers, ==, "content-type;host;x-acs-empty;x-acs-zeta");
  g_assert_cmpstr (signature->hashed_payload, ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_encoding (void)
{
  const char *strict = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  const char *form = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!'()*";
  g_autofree char *text = NULL;

  for (guint byte = 0; byte < 256; byte++)
    {
      char c = (char) byte;
      g_autofree char *escape = g_strdup_printf ("%%%02X", byte);
      char plain[] = { c, '\0' };
      g_autofree char *encoded = cadet_percent_encode (&c, 1);
      g_autoptr (GString) out = g_string_new ("=");

      cadet_form_encode (out, &c, 1);
      g_assert_cmpstr (encoded, ==, c != '\0' && strchr (strict, c) != NULL ? plain : escape);
      g_assert_cmpstr (out->str + 1, ==, c != '\0' && strchr (form, c) != NULL ? plain : escape);
    }

  text = cadet_percent_encode ("a b+c*~/中🚀", -1);
  g_assert_cmpstr (text, ==, "a%20b%2Bc%2A~%2F%E4%B8%AD%F0%9F%9A%80");
}

static void
test_secrets (void)
{
  g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");
  g_autoptr (SecretValue) token = secret_value_new ("CAISdummy+/=", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials = cadet_credentials_new ("id", secret, token);
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new ("cn-hangzhou", NULL);
  g_autoptr (CadetAccess) access = cadet_access_new (endpoint, credentials);
  g_autoptr (CadetRequest) request = cadet_request_new ("CreateTask", "2021-09-31");
  g_autoptr (GBytes) value = g_bytes_new_static ("{\"p\":\"hunter 2\"}", 16);
  g_autoptr (CadetSignedRequest) signed_request = NULL;
  g_autofree char *body = NULL;
  g_autofree char *shown_body = NULL;
  g_autofree char *shown_headers = NULL;
  const char *shown_signature;

  cadet_request_add_form (request, "TaskName", "");
  cadet_request_add_form_secret (request, "Variables", value, "{\"p\":\"********\"}");
  signed_request = cadet_request_sign (request, access);

  body = g_strndup (g_bytes_get_data (cadet_signed_request_get_body (signed_request), NULL),
                    g_bytes_get_size (cadet_signed_request_get_body (signed_request)));
  g_assert_cmpstr (body, ==, "TaskName=&Variables=%7B%22p%22%3A%22hunter%202%22%7D");
  shown_body = cadet_request_dup_shown_body (request);
  g_assert_cmpstr (shown_body, ==, "TaskName=&Variables=%7B%22p%22%3A%22********%22%7D");

  shown_headers = cadet_signed_request_dup_shown_headers (signed_request);
  g_assert_true (g_str_has_prefix (shown_headers, "POST / HTTP/1.1\nhost: bpstudio.cn-hangzhou"));
  g_assert_nonnull (strstr (shown_headers, "\nx-acs-accesskey-id: id\n"));
  g_assert_nonnull (strstr (shown_headers, "\nx-acs-security-token: ********\n"));
  g_assert_nonnull (strstr (shown_headers, "\nauthorization: ACS3-HMAC-SHA256 Credential=id,"
                                           "SignedHeaders=content-type;host;x-acs-"));

  /* Whoever reads it must not be able to send the request: its nonce may not be used up yet. */
  g_assert_null (strstr (shown_headers,
                         cadet_signed_request_get_signature (signed_request)->signature));
  shown_signature = strstr (shown_headers, ",Signature=");
  g_assert_nonnull (shown_signature);
  shown_signature += strlen (",Signature=");
  g_assert_cmpmem (shown_signature, 8,
                   cadet_signed_request_get_signature (signed_request)->signature, 8);
  g_assert_true (g_str_has_prefix (shown_signature + 8, "********\n"));
  g_assert_null (strstr (shown_headers, "CAISdummy"));
  g_assert_null (strstr (shown_headers, "YourAccessKeySecret"));
}

int
main (int argc,
      char *argv[])
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/signer/fixed-vectors", test_fixed_vectors);
  g_test_add_func ("/signer/requests", test_requests);
  g_test_add_func ("/signer/headers", test_headers);
  g_test_add_func ("/signer/encoding", test_encoding);
  g_test_add_func ("/signer/secrets", test_secrets);

  path = g_test_build_filename (G_TEST_DIST, "vectors", NULL);
  dir = g_dir_open (path, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "openapi-core-"))
      {
        g_autofree char *test = g_strdup_printf ("/signer/capture/%s", name);
        char *copy = g_strdup (name);

        g_ptr_array_add (names, copy);
        g_test_add_data_func (test, copy, test_capture);
      }
  g_assert_cmpuint (names->len, ==, 21);

  return g_test_run ();
}
