/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-request.h"

#include "model/cadet-variable-list.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define AUTHORIZATION_HEADER "authorization"
#define TOKEN_HEADER "x-acs-security-token"

/* How much of a signature is shown: enough to tell two apart. */
#define SHOWN_DIGITS 8

#define USER_AGENT "Cadet/" CADET_VERSION

struct _CadetSignedRequest
{
  GObject parent_instance;

  char *action;
  char *version;
  GBytes *body;
  CadetSignature *signature;
  GArray *headers;
  gint64 clock_difference;
};

G_DEFINE_FINAL_TYPE (CadetSignedRequest, cadet_signed_request, G_TYPE_OBJECT)

static void
header_clear (gpointer data)
{
  CadetPair *header = data;

  if (g_str_equal (header->name, TOKEN_HEADER))
    explicit_bzero ((char *) header->value, strlen (header->value));
  g_free ((char *) header->name);
  g_free ((char *) header->value);
}

static void
add_header (CadetSignedRequest *self,
            const char *name,
            const char *value)
{
  CadetPair header = { g_strdup (name), g_strdup (value) };

  g_assert (CADET_IS_SIGNED_REQUEST (self));

  g_array_append_val (self->headers, header);
}

/* 128 bits from the system: the service refuses a nonce that it has seen within 15 minutes. */
static char *
make_nonce (void)
{
  guint8 bytes[16];
  gsize n = 0;
  GString *nonce;

  while (n < sizeof bytes)
    {
      gssize got = getrandom (bytes + n, sizeof bytes - n, 0);

      if (got >= 0)
        n += got;
      else if (errno != EINTR)
        g_error ("No random numbers from the system: %s", g_strerror (errno));
    }

  nonce = g_string_sized_new (2 * sizeof bytes + 1);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (nonce, "%02x", bytes[i]);

  return g_string_free_and_steal (nonce);
}

/* The service's clock is @clock_difference ms ahead of this machine's. */
static char *
make_date (gint64 clock_difference)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) date = g_date_time_add (now, clock_difference * G_TIME_SPAN_MILLISECOND);

  return g_date_time_format (date != NULL ? date : now, "%Y-%m-%dT%H:%M:%SZ");
}

/* The signature is the end of the header: `…,Signature=` and 64 hexadecimal digits. */
static void
append_shown_authorization (GString *text,
                            const CadetSignature *signature)
{
  gsize kept = strlen (signature->authorization) - strlen (signature->signature) + SHOWN_DIGITS;

  g_string_append_printf (text, AUTHORIZATION_HEADER ": %.*s" CADET_MASK "\n", (int) kept,
                          signature->authorization);
}

static CadetSignedRequest *
sign (const char *action,
      const char *version,
      GBytes *body,
      const char *hashed_payload,
      CadetAccess *access,
      const char *date,
      const char *nonce)
{
  CadetSignedRequest *self = g_object_new (CADET_TYPE_SIGNED_REQUEST, NULL);
  CadetCredentials *credentials = cadet_access_get_credentials (access);
  SecretValue *token = cadet_credentials_get_security_token (credentials);

  self->action = g_strdup (action);
  self->version = g_strdup (version);
  self->body = g_bytes_ref (body);

  add_header (self, "host", cadet_endpoint_get_authority (cadet_access_get_endpoint (access)));
  add_header (self, "user-agent", USER_AGENT);
  add_header (self, "accept", "application/json");
  add_header (self, "content-type", CADET_CONTENT_TYPE_FORM);
  add_header (self, "x-acs-action", action);
  add_header (self, "x-acs-version", version);
  add_header (self, "x-acs-date", date);
  add_header (self, "x-acs-signature-nonce", nonce);
  add_header (self, "x-acs-content-sha256", hashed_payload);
  if (token != NULL)
    {
      /* Both are what the official SDK sends with temporary credentials. */
      add_header (self, "x-acs-accesskey-id", cadet_credentials_get_access_key_id (credentials));
      add_header (self, TOKEN_HEADER, secret_value_get_text (token));
    }

  self->signature = cadet_signer_sign_hashed ("POST", NULL, 0, (CadetPair *) self->headers->data,
                                              self->headers->len, hashed_payload, credentials);
  add_header (self, AUTHORIZATION_HEADER, self->signature->authorization);

  return self;
}

static void
cadet_signed_request_finalize (GObject *object)
{
  CadetSignedRequest *self = CADET_SIGNED_REQUEST (object);

  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->signature, cadet_signature_free);
  g_clear_pointer (&self->headers, g_array_unref);

  G_OBJECT_CLASS (cadet_signed_request_parent_class)->finalize (object);
}

static void
cadet_signed_request_class_init (CadetSignedRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_signed_request_finalize;
}

static void
cadet_signed_request_init (CadetSignedRequest *self)
{
  self->headers = g_array_new (FALSE, FALSE, sizeof (CadetPair));
  g_array_set_clear_func (self->headers, header_clear);
}

/**
 * cadet_request_sign:
 * @self: a request
 * @access: who signs, and for which endpoint
 *
 * Signs @self for one try, with the date of now (UTC, by the service's clock as far as its
 * difference is known) and a nonce of its own. Takes time in proportion to the body; may be called
 * on any thread while nothing is added to @self.
 *
 * Returns: (transfer full): the signed request
 */
CadetSignedRequest *
cadet_request_sign (CadetRequest *self,
                    CadetAccess *access)
{
  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);

  return cadet_request_sign_full (self, access, NULL, NULL);
}

/**
 * cadet_request_sign_full:
 * @self: a request
 * @access: who signs, and for which endpoint
 * @date: (nullable): the date, UTC as `yyyy-MM-ddTHH:mm:ssZ`; now for %NULL
 * @nonce: (nullable): the nonce; a random one for %NULL
 *
 * As [method@Request.sign], with what would differ from try to try given, to be reproduced.
 *
 * Returns: (transfer full): the signed request
 */
CadetSignedRequest *
cadet_request_sign_full (CadetRequest *self,
                         CadetAccess *access,
                         const char *date,
                         const char *nonce)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *hashed_payload = NULL;
  g_autofree char *own_date = NULL;
  g_autofree char *own_nonce = NULL;
  CadetSignedRequest *signed_request;

  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);

  body = cadet_request_dup_body (self);
  hashed_payload = cadet_signer_hash (body);
  if (date == NULL)
    date = own_date = make_date (cadet_request_get_clock_difference (self));
  if (nonce == NULL)
    nonce = own_nonce = make_nonce ();

  signed_request = sign (cadet_request_get_action (self), cadet_request_get_version (self), body,
                         hashed_payload, access, date, nonce);
  signed_request->clock_difference = cadet_request_get_clock_difference (self);

  return signed_request;
}

/**
 * cadet_signed_request_renew:
 * @self: a signed request
 * @access: who signs, and for which endpoint
 *
 * Signs the same request for another try: date and nonce are new, the body and its hash are kept,
 * so that this takes no time worth mentioning.
 *
 * Returns: (transfer full): the newly signed request
 */
CadetSignedRequest *
cadet_signed_request_renew (CadetSignedRequest *self,
                            CadetAccess *access)
{
  g_autofree char *date = NULL;
  g_autofree char *nonce = NULL;
  CadetSignedRequest *renewed;

  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (self), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);

  date = make_date (self->clock_difference);
  nonce = make_nonce ();

  renewed = sign (self->action, self->version, self->body, self->signature->hashed_payload, access,
                  date, nonce);
  renewed->clock_difference = self->clock_difference;

  return renewed;
}

/**
 * cadet_signed_request_get_body:
 * @self: a signed request
 *
 * Returns: (transfer none): the bytes to send, secrets included
 */
GBytes *
cadet_signed_request_get_body (CadetSignedRequest *self)
{
  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (self), NULL);

  return self->body;
}

/**
 * cadet_signed_request_get_signature:
 * @self: a signed request
 *
 * Returns: (transfer none): the signature and every value on the way to it; the STS token is among
 *   them, so none of it is for showing
 */
const CadetSignature *
cadet_signed_request_get_signature (CadetSignedRequest *self)
{
  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (self), NULL);

  return self->signature;
}

/**
 * cadet_signed_request_get_headers:
 * @self: a signed request
 * @n_headers: (out): how many
 *
 * Returns: (transfer none) (array length=n_headers): the headers to send, with lower-case names,
 *   `host` and `authorization` among them
 */
const CadetPair *
cadet_signed_request_get_headers (CadetSignedRequest *self,
                                  guint *n_headers)
{
  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (self), NULL);
  g_return_val_if_fail (n_headers != NULL, NULL);

  *n_headers = self->headers->len;

  return (const CadetPair *) self->headers->data;
}

/**
 * cadet_signed_request_dup_shown_headers:
 * @self: a signed request
 *
 * Returns: (transfer full): request line and headers, one a line, to be shown and recorded. The STS
 *   token is masked, and of the signature all but its first 8 digits: with the whole of it anybody
 *   who reads the text could send the request until its date is 15 minutes old or its nonce is used
 */
char *
cadet_signed_request_dup_shown_headers (CadetSignedRequest *self)
{
  GString *text;

  g_return_val_if_fail (CADET_IS_SIGNED_REQUEST (self), NULL);

  text = g_string_new ("POST / HTTP/1.1\n");
  for (guint i = 0; i < self->headers->len; i++)
    {
      const CadetPair *header = &g_array_index (self->headers, CadetPair, i);

      if (g_str_equal (header->name, TOKEN_HEADER))
        g_string_append_printf (text, "%s: " CADET_MASK "\n", header->name);
      else if (g_str_equal (header->name, AUTHORIZATION_HEADER))
        append_shown_authorization (text, self->signature);
      else
        g_string_append_printf (text, "%s: %s\n", header->name, header->value);
    }

  return g_string_free_and_steal (text);
}
