/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-verifier-private.h"

#include "sandbox/cadet-sandbox-operations-private.h"

#include <string.h>

#define ALGORITHM "ACS3-HMAC-SHA256"

typedef struct
{
  char *credential;
  GStrv signed_headers;
  char *signature;
} Authorization;

static void
authorization_free (Authorization *self)
{
  g_free (self->credential);
  g_strfreev (self->signed_headers);
  g_free (self->signature);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Authorization, authorization_free)

static gboolean
is_sha256_hex (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* Returns NULL and what is wrong. */
static Authorization *
parse_authorization (const char  *text,
                     const char **problem)
{
  g_autoptr (Authorization) self = g_new0 (Authorization, 1);
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    {
      *problem = "The Authorization header is mandatory.";
      return NULL;
    }
  if (!g_str_has_prefix (text, ALGORITHM " "))
    {
      *problem = "The algorithm of the Authorization header must be " ALGORITHM ".";
      return NULL;
    }

  parts = g_strsplit (text + strlen (ALGORITHM " "), ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (g_str_has_prefix (part, "Credential=") && self->credential == NULL)
        self->credential = g_strdup (part + strlen ("Credential="));
      else if (g_str_has_prefix (part, "SignedHeaders=") && self->signed_headers == NULL)
        self->signed_headers = g_strsplit (part + strlen ("SignedHeaders="), ";", -1);
      else if (g_str_has_prefix (part, "Signature=") && self->signature == NULL)
        self->signature = g_strdup (part + strlen ("Signature="));
      else
        {
          *problem = "The Authorization header has an unknown or repeated part.";
          return NULL;
        }
    }

  if (self->credential == NULL || *self->credential == '\0')
    *problem = "The Authorization header has no Credential.";
  else if (self->signed_headers == NULL || self->signed_headers[0] == NULL)
    *problem = "The Authorization header has no SignedHeaders.";
  else if (self->signature == NULL || !is_sha256_hex (self->signature))
    *problem = "The Signature must be 64 lower-case hexadecimal digits.";
  else
    return g_steal_pointer (&self);
  return NULL;
}

static gboolean
must_be_signed (const char *name)
{
  return g_str_has_prefix (name, "x-acs-") || g_str_equal (name, "host")
         || g_str_equal (name, "content-type");
}

/* These headers and no others are signed, and what is said to be signed must be there. */
static char *
check_signed_headers (CadetSandboxRequest *request,
                      Authorization       *authorization)
{
  const char * const *names = (const char * const *) authorization->signed_headers;

  for (guint i = 0; i < request->headers->len; i++)
    {
      const char *name = g_array_index (request->headers, CadetPair, i).name;

      if (must_be_signed (name) && !g_strv_contains (names, name))
        return g_strdup_printf ("The header %s is not among SignedHeaders.", name);
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!must_be_signed (names[i]))
        return g_strdup_printf ("The header %s is not one to be signed.", names[i]);
      if (cadet_sandbox_request_get_header (request, names[i]) == NULL)
        return g_strdup_printf ("The signed header %s is not in the request.", names[i]);
    }
  if (!g_strv_contains (names, "host"))
    return g_strdup ("The header host is not among SignedHeaders.");
  return NULL;
}

/* Returns FALSE unless it is exactly `yyyy-MM-ddTHH:mm:ssZ`. */
static gboolean
parse_date (const char *text,
            gint64     *ms)
{
  static const char shape[] = "dddd-dd-ddTdd:dd:ddZ";
  g_autoptr (GDateTime) date = NULL;

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    {
      if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
        return FALSE;
    }
  date = g_date_time_new_from_iso8601 (text, NULL);
  if (date == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (date) * 1000;
  return TRUE;
}

static gboolean
equal_in_constant_time (const char *a,
                        const char *b)
{
  gsize length = strlen (a);
  guint8 difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

static CadetSandboxReply *
check_required_headers (CadetSandboxRequest *request)
{
  /* The names are those of the same parameters in older signatures, as in Missing{Name}. */
  static const struct
  {
    const char *header;
    const char *code;
  } required[] = {
    { "x-acs-action", "MissingAction" },
    { "x-acs-version", "MissingVersion" },
    { "x-acs-date", "MissingTimestamp" },
    { "x-acs-signature-nonce", "MissingSignatureNonce" },
    { "x-acs-content-sha256", "MissingContentSha256" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    {
      const char *value = cadet_sandbox_request_get_header (request, required[i].header);

      if (value == NULL || *value == '\0')
        return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, required[i].code,
                                              "The header %s is mandatory.", required[i].header);
    }
  return NULL;
}

static CadetSandboxReply *
check_action (CadetSandboxRequest *request)
{
  const char *version = cadet_sandbox_request_get_header (request, "x-acs-version");
  const char *action = cadet_sandbox_request_get_header (request, "x-acs-action");

  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", version, G_REGEX_RAW, 0))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "InvalidVersion",
                                          "Specified parameter Version is not valid.");
  if (!cadet_sandbox_has_version (version))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "NoSuchVersion",
                                          "The specified version does not exist.");
  if (!g_str_equal (request->path, "/") || cadet_sandbox_find_operation (version, action) == NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_NOT_FOUND, "InvalidAction.NotFound",
                                          "Specified api is not found; check the action, the "
                                          "version and the method.");
  return NULL;
}

static CadetSandboxReply *
check_token (CadetSandboxRequest *request,
             CadetCredentials    *credentials)
{
  const char *token = cadet_sandbox_request_get_header (request, "x-acs-security-token");
  SecretValue *expected = cadet_credentials_get_security_token (credentials);

  if (expected == NULL && token == NULL)
    return NULL;
  if (token == NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "MissingSecurityToken",
                                          "SecurityToken is mandatory for this access key.");
  if (expected == NULL || !equal_in_constant_time (token, secret_value_get_text (expected)))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidSecurityToken.MismatchWithAccessKey",
                                          "Specified SecurityToken does not belong to the "
                                          "access key.");
  return NULL;
}

static CadetSandboxReply *
check_date (CadetSandboxRequest *request,
            gint64               now_ms)
{
  gint64 date_ms;

  if (!parse_date (cadet_sandbox_request_get_header (request, "x-acs-date"), &date_ms))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidTimeStamp.Format",
                                          "Specified time stamp or date value is not well "
                                          "formatted.");
  if (ABS (now_ms - date_ms) > CADET_SANDBOX_MAX_SKEW_MS)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "InvalidTimeStamp.Expired",
                                          "Specified time stamp or date value is expired.");
  return NULL;
}

static CadetSandboxReply *
check_signature (CadetSandboxRequest *request,
                 Authorization       *authorization,
                 CadetCredentials    *credentials)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->body);
  g_autoptr (GArray) headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_autoptr (CadetSignature) signature = NULL;

  /* The code for this is not documented; it is the signature that covers the hash. */
  if (!equal_in_constant_time (hash, cadet_sandbox_request_get_header (request,
                                                                       "x-acs-content-sha256")))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "SignatureDoesNotMatch",
                                          "The header x-acs-content-sha256 is not the SHA-256 of "
                                          "the body, which is %s.", hash);

  for (guint i = 0; i < request->headers->len; i++)
    {
      CadetPair *pair = &g_array_index (request->headers, CadetPair, i);

      if (g_strv_contains ((const char * const *) authorization->signed_headers, pair->name))
        g_array_append_val (headers, *pair);
    }
  signature = cadet_signer_sign_hashed (request->method,
                                        (const CadetPair *) (void *) request->query->data,
                                        request->query->len,
                                        (const CadetPair *) (void *) headers->data, headers->len,
                                        hash, credentials);
  if (!equal_in_constant_time (signature->signature, authorization->signature))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "SignatureDoesNotMatch",
                                          "Specified signature is not matched with our "
                                          "calculation. server string to sign is:%s",
                                          signature->string_to_sign);
  return NULL;
}

/**
 * cadet_sandbox_verify:
 * @request: a request
 * @keys: the pairs that are accepted
 * @now_ms: the service's time, UTC in ms since 1970
 * @credentials: (out) (optional) (transfer full): the pair that signed it
 *
 * Checks who sent a request and that it is whole, as
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature describes;
 * codes and statuses are those of https://developer.aliyun.com/ask/278265 and of
 * https://help.aliyun.com/en/polardb/client-error-codes. The nonce is for the caller to check,
 * last.
 *
 * Returns: (transfer full) (nullable): why it is refused
 */
CadetSandboxReply *
cadet_sandbox_verify (CadetSandboxRequest  *request,
                      CadetSandboxKeys     *keys,
                      gint64                now_ms,
                      CadetCredentials    **credentials)
{
  g_autoptr (Authorization) authorization = NULL;
  g_autoptr (CadetCredentials) signer = NULL;
  g_autofree char *unsigned_header = NULL;
  const char *problem = NULL;
  CadetSandboxReply *refusal;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (keys != NULL, NULL);

  if (!g_str_equal (request->method, "POST"))
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                          "UnsupportedHTTPMethod",
                                          "This HTTP method is not supported; use POST.");
  authorization = parse_authorization (cadet_sandbox_request_get_header (request, "authorization"),
                                       &problem);
  if (authorization == NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "IncompleteSignature",
                                          "%s", problem);
  refusal = check_required_headers (request);
  if (refusal == NULL)
    refusal = check_action (request);
  if (refusal != NULL)
    return refusal;

  signer = cadet_sandbox_keys_dup (keys, authorization->credential);
  if (signer == NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_NOT_FOUND,
                                          "InvalidAccessKeyId.NotFound",
                                          "Specified access key is not found.");
  unsigned_header = check_signed_headers (request, authorization);
  if (unsigned_header != NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "IncompleteSignature",
                                          "%s", unsigned_header);
  if (request->query_problem != NULL)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "InvalidParameter",
                                          "%s", request->query_problem);
  refusal = check_token (request, signer);
  if (refusal == NULL)
    refusal = check_date (request, now_ms);
  if (refusal == NULL)
    refusal = check_signature (request, authorization, signer);
  if (refusal == NULL && credentials != NULL)
    *credentials = g_steal_pointer (&signer);
  return refusal;
}

/**
 * cadet_sandbox_refuse_nonce:
 * @request: a request whose nonce its pair used before
 *
 * Returns: (transfer full): the refusal
 */
CadetSandboxReply *
cadet_sandbox_refuse_nonce (CadetSandboxRequest *request)
{
  return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "SignatureNonceUsed",
                                        "Specified signature nonce was used already.");
}
