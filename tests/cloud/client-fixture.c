/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "client-fixture.h"

Tries *
tries_new (void)
{
  Tries *tries = g_new0 (Tries, 1);

  tries->nonces = g_ptr_array_new_with_free_func (g_free);
  tries->signatures = g_ptr_array_new_with_free_func (g_free);

  return tries;
}

void
tries_free (Tries *tries)
{
  g_ptr_array_unref (tries->nonces);
  g_ptr_array_unref (tries->signatures);
  g_free (tries);
}

void
try_cb (guint number,
        CadetSignedRequest *request,
        gpointer user_data)
{
  Tries *tries = user_data;
  const CadetPair *headers;
  guint n_headers;

  headers = cadet_signed_request_get_headers (request, &n_headers);
  for (guint i = 0; i < n_headers; i++)
    {
      if (g_str_equal (headers[i].name, "x-acs-signature-nonce"))
        g_ptr_array_add (tries->nonces, g_strdup (headers[i].value));
      else if (g_str_equal (headers[i].name, "authorization"))
        g_ptr_array_add (tries->signatures, g_strdup (headers[i].value));
    }
  g_assert_cmpuint (tries->nonces->len, ==, number);
  g_assert_cmpuint (tries->signatures->len, ==, number);
  if (tries->cancellable != NULL)
    g_cancellable_cancel (tries->cancellable);
}

CadetCredentials *
create_credentials (void)
{
  g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");

  return cadet_credentials_new ("YourAccessKeyId", secret, NULL);
}

CadetAccess *
create_access (const char *scheme,
               const char *host,
               guint16 port)
{
  g_autofree char *text = g_strdup_printf ("%s://%s:%u", scheme, host, port);
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (text, NULL);
  g_autoptr (CadetCredentials) credentials = create_credentials ();

  g_assert_nonnull (endpoint);

  return cadet_access_new (endpoint, credentials);
}

/* Ends what the client left open, so that the server's threads end. */
void
drop_client (CadetClient **client)
{
  g_clear_object (client);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}
