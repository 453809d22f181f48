/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-signer.h"

#include <string.h>

#define ALGORITHM "ACS3-HMAC-SHA256"

/* A canonical request holds the STS token of temporary credentials, so it is wiped. */
static void
wipe_and_free (char *text)
{
  if (text == NULL)
    return;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

/* The order of the canonical forms: by name, as bytes. Where names are the same the value decides,
 * which for headers is the rule of the official SDK and for parameters makes the order certain. */
static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const CadetPair *left = a;
  const CadetPair *right = b;
  int order = strcmp (left->name, right->name);

  return order != 0 ? order : strcmp (left->value, right->value);
}

static gboolean
is_signed_header (const char *lower_name)
{
  return g_str_has_prefix (lower_name, "x-acs-") || g_str_equal (lower_name, "host") ||
         g_str_equal (lower_name, "content-type");
}

static char *
make_canonical_query (const CadetPair *query,
                      guint n_query)
{
  g_autofree CadetPair *sorted = g_memdup2 (query, n_query * sizeof *query);
  GString *out = g_string_new (NULL);

  if (n_query > 0)
    qsort (sorted, n_query, sizeof *sorted, compare_pairs);

  for (guint i = 0; i < n_query; i++)
    {
      g_autofree char *name = cadet_percent_encode (sorted[i].name, -1);
      g_autofree char *value = cadet_percent_encode (sorted[i].value, -1);

      if (i > 0)
        g_string_append_c (out, '&');
      g_string_append_printf (out, "%s=%s", name, value);
    }

  return g_string_free_and_steal (out);
}

static void
make_canonical_headers (const CadetPair *headers,
                        guint n_headers,
                        char **canonical_headers,
                        char **signed_headers)
{
  g_autofree CadetPair *sorted = g_new0 (CadetPair, n_headers + 1);
  GString *lines;
  GString *names = g_string_new (NULL);
  gsize reserve = 1;
  guint n_sorted = 0;

  for (guint i = 0; i < n_headers; i++)
    {
      g_autofree char *name = g_ascii_strdown (headers[i].name, -1);

      if (!is_signed_header (name))
        continue;

      sorted[n_sorted].name = g_steal_pointer (&name);
      sorted[n_sorted].value = g_strstrip (g_strdup (headers[i].value));
      reserve += strlen (sorted[n_sorted].name) + strlen (headers[i].value) + 3;
      n_sorted++;
    }
  if (n_sorted > 0)
    qsort (sorted, n_sorted, sizeof *sorted, compare_pairs);

  /* Reserved whole, because growing it would leave copies of a token in freed memory. */
  lines = g_string_sized_new (reserve);
  for (guint i = 0; i < n_sorted; i++)
    {
      if (i > 0 && g_str_equal (sorted[i].name, sorted[i - 1].name))
        {
          g_string_truncate (lines, lines->len - 1);
          g_string_append_c (lines, ',');
        }
      else
        {
          if (i > 0)
            g_string_append_c (names, ';');
          g_string_append (names, sorted[i].name);
          g_string_append (lines, sorted[i].name);
          g_string_append_c (lines, ':');
        }
      g_string_append (lines, sorted[i].value);
      g_string_append_c (lines, '\n');
    }

  for (guint i = 0; i < n_sorted; i++)
    {
      g_free ((char *) sorted[i].name);
      wipe_and_free ((char *) sorted[i].value);
    }

  *canonical_headers = g_string_free_and_steal (lines);
  *signed_headers = g_string_free_and_steal (names);
}

/* The key is the secret as it is: no suffix, no derivation by date or region. */
static char *
compute_signature (CadetCredentials *credentials,
                   const char *string_to_sign)
{
  g_autoptr (GHmac) hmac = NULL;
  const char *key;
  gsize key_length;

  key = secret_value_get (cadet_credentials_get_access_key_secret (credentials), &key_length);
  hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, key_length);
  g_hmac_update (hmac, (const guchar *) string_to_sign, -1);

  return g_strdup (g_hmac_get_string (hmac));
}

/**
 * cadet_signature_free:
 * @self: (transfer full) (nullable): a signature
 *
 * Frees @self; values that may hold a token are wiped before.
 */
void
cadet_signature_free (CadetSignature *self)
{
  if (self == NULL)
    return;

  g_free (self->canonical_query);
  wipe_and_free (self->canonical_headers);
  g_free (self->signed_headers);
  g_free (self->hashed_payload);
  wipe_and_free (self->canonical_request);
  g_free (self->hashed_canonical_request);
  g_free (self->string_to_sign);
  g_free (self->signature);
  g_free (self->authorization);
  g_free (self);
}

/**
 * cadet_signer_sign:
 * @method: the HTTP method
 * @query: (array length=n_query) (nullable): parameters of the URL, not encoded, in any order
 * @n_query: how many
 * @headers: (array length=n_headers): the headers as they go out; those that the scheme does not
 *   sign are passed over, so all of them may be given
 * @n_headers: how many
 * @body: (nullable): the exact bytes of the body
 * @credentials: who signs
 *
 * Signs an RPC request with ACS3-HMAC-SHA256. Its path is always `/`.
 *
 * Takes time in proportion to @body; may be called on any thread.
 *
 * Returns: (transfer full): the signature and every value on the way to it
 */
CadetSignature *
cadet_signer_sign (const char *method,
                   const CadetPair *query,
                   guint n_query,
                   const CadetPair *headers,
                   guint n_headers,
                   GBytes *body,
                   CadetCredentials *credentials)
{
  g_autofree char *hashed_payload = cadet_signer_hash (body);

  return cadet_signer_sign_hashed (method, query, n_query, headers, n_headers, hashed_payload,
                                   credentials);
}

/**
 * cadet_signer_hash:
 * @body: (nullable): the exact bytes of a body
 *
 * Returns: (transfer full): their SHA-256 in lower-case hex; that of no byte for %NULL
 */
char *
cadet_signer_hash (GBytes *body)
{
  gconstpointer data = "";
  gsize length = 0;

  if (body != NULL)
    data = g_bytes_get_data (body, &length);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
}

/**
 * cadet_signer_sign_hashed:
 * @method: the HTTP method
 * @query: (array length=n_query) (nullable): parameters of the URL, not encoded, in any order
 * @n_query: how many
 * @headers: (array length=n_headers): the headers; those that are not signed are passed over
 * @n_headers: how many
 * @hashed_payload: lower-case hex SHA-256 of the body
 * @credentials: who signs
 *
 * As [func@signer_sign] where the body's hash is known: for the side that verifies, and for another
 * try of the same request.
 *
 * The rules are those of
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature: signed are
 * `host`, `content-type` and all `x-acs-*` headers.
 *
 * Returns: (transfer full): the signature and every value on the way to it
 */
CadetSignature *
cadet_signer_sign_hashed (const char *method,
                          const CadetPair *query,
                          guint n_query,
                          const CadetPair *headers,
                          guint n_headers,
                          const char *hashed_payload,
                          CadetCredentials *credentials)
{
  CadetSignature *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (query != NULL || n_query == 0, NULL);
  g_return_val_if_fail (headers != NULL || n_headers == 0, NULL);
  g_return_val_if_fail (hashed_payload != NULL, NULL);
  g_return_val_if_fail (CADET_IS_CREDENTIALS (credentials), NULL);

  self = g_new0 (CadetSignature, 1);
  self->canonical_query = make_canonical_query (query, n_query);
  make_canonical_headers (headers, n_headers, &self->canonical_headers, &self->signed_headers);
  self->hashed_payload = g_strdup (hashed_payload);
  /* The headers end with a line feed of their own, so an empty line follows them. */
  self->canonical_request = g_strjoin ("\n", method, "/", self->canonical_query,
                                       self->canonical_headers, self->signed_headers,
                                       hashed_payload, NULL);
  self->hashed_canonical_request =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->canonical_request, -1);
  self->string_to_sign = g_strconcat (ALGORITHM "\n", self->hashed_canonical_request, NULL);
  self->signature = compute_signature (credentials, self->string_to_sign);
  self->authorization = g_strdup_printf (ALGORITHM " Credential=%s,SignedHeaders=%s,Signature=%s",
                                         cadet_credentials_get_access_key_id (credentials),
                                         self->signed_headers, self->signature);

  return self;
}
