/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-transport-error.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_tls_error (const GError *cause)
{
  return cause->domain == G_TLS_ERROR;
}

static gboolean
is_proxy_error (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED);
}

static gboolean
is_unreachable (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
}

static gboolean
is_lost_connection (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
         g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

/* Words of libraries come with and without a full stop. */
static char *
dup_cause_text (const GError *cause)
{
  g_autofree char *text = g_strstrip (g_utf8_make_valid (cause->message, -1));

  if (g_str_has_suffix (text, "."))
    text[strlen (text) - 1] = '\0';

  return g_steal_pointer (&text);
}

static GError *
new_tls_error (const GError *cause,
               const CadetTransportState *state)
{
  GTlsCertificateFlags errors = state->certificate_errors;
  g_autofree char *text = NULL;

  if (errors & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The certificate of “%s” is for another host. Check the endpoint."),
                        state->host);

  if (errors & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The certificate of “%s” is signed by an authority that this computer "
                           "does not trust. Check the endpoint, and whether a proxy opens secure "
                           "connections."),
                        state->host);

  if (errors & G_TLS_CERTIFICATE_EXPIRED)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The certificate of “%s” has expired. Check the date of this computer."),
                        state->host);

  if (errors & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The certificate of “%s” is not valid yet. Check the date of this "
                           "computer."),
                        state->host);

  if (errors != 0)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The certificate of “%s” is not valid. Ask whoever runs the endpoint."),
                        state->host);

  text = dup_cause_text (cause);

  return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                      /* Translators: the second %s is a technical reason without a full stop. */
                      _ ("No secure connection to “%s” could be made: %s. Check the endpoint and "
                         "its port."),
                      state->host, text);
}

static GError *
new_proxy_error (const GError *cause,
                 const CadetTransportState *state)
{
  g_autofree char *text = NULL;

  if (cause->domain == G_RESOLVER_ERROR)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The name of the proxy “%s” could not be found. Check the proxy in the "
                           "network settings."),
                        state->proxy);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The proxy “%s” refused the connection. Check the proxy in the network "
                           "settings."),
                        state->proxy);

  text = dup_cause_text (cause);

  return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                      /* Translators: the second %s is a technical reason without a full stop. */
                      _ ("No connection could be made through the proxy “%s”: %s. Check the proxy "
                         "in the network settings."),
                      state->proxy, text);
}

static GError *
new_connect_error (const GError *cause,
                   const CadetTransportState *state)
{
  g_autofree char *text = NULL;

  if (state->no_network)
    return g_error_new_literal (CADET_ERROR, CADET_ERROR_NO_NETWORK,
                                _ ("This computer has no network connection. Connect it and try "
                                   "again."));

  /* What fails on the way through a tunnel that stands is not the proxy's. */
  if (state->proxy != NULL && !is_proxy_error (cause) && !is_tls_error (cause) &&
      state->certificate_errors == 0)
    return new_proxy_error (cause, state);

  if (cause->domain == G_RESOLVER_ERROR)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The name “%s” could not be found. Check the endpoint and the network."),
                        state->host);

  if (is_proxy_error (cause))
    {
      text = dup_cause_text (cause);
      return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                          /* Translators: the second %s is a technical reason, no full stop. */
                          _ ("The proxy did not connect to “%s”: %s. Check the proxy in the "
                             "network settings."),
                          state->host, text);
    }

  if (is_tls_error (cause) || state->certificate_errors != 0)
    return new_tls_error (cause, state);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("“%s” refused the connection. Check the endpoint and its port."),
                        state->host);

  if (is_unreachable (cause))
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("“%s” cannot be reached from this network. Check the network; names "
                           "with “-vpc” work inside the VPC only."),
                        state->host);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (CADET_ERROR, CADET_ERROR_TIMEOUT,
                        _ ("“%s” did not accept a connection in time. Check the network and try "
                           "again."),
                        state->host);

  text = dup_cause_text (cause);

  return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                      /* Translators: the second %s is a technical reason without a full stop. */
                      _ ("No connection to “%s” could be made: %s. Check the network and try "
                         "again."),
                      state->host, text);
}

static GError *
new_sent_error (const GError *cause,
                const CadetTransportState *state)
{
  g_autofree char *text = NULL;

  if (is_lost_connection (cause) && state->got_headers)
    return g_error_new (CADET_ERROR, CADET_ERROR_FAILED,
                        _ ("The reply of “%s” broke off before its end."), state->host);

  if (is_lost_connection (cause))
    return g_error_new (CADET_ERROR, CADET_ERROR_FAILED,
                        _ ("The connection to “%s” ended before a reply came."), state->host);

  text = dup_cause_text (cause);

  return g_error_new (CADET_ERROR, CADET_ERROR_FAILED,
                      /* Translators: the second %s is a technical reason without a full stop. */
                      _ ("The connection to “%s” failed before the whole reply had come: %s."),
                      state->host, text);
}

/**
 * cadet_transport_error_may_be_network:
 * @cause: what GIO or libsoup said
 *
 * Returns: whether a machine without a network fails like this, so that it is worth asking
 */
gboolean
cadet_transport_error_may_be_network (const GError *cause)
{
  g_return_val_if_fail (cause != NULL, FALSE);

  return cause->domain == G_RESOLVER_ERROR || is_unreachable (cause);
}

/**
 * cadet_transport_error_may_be_proxy:
 * @cause: what GIO or libsoup said
 *
 * Returns: whether @cause may be about a proxy where there is one, so that it is worth asking
 */
gboolean
cadet_transport_error_may_be_proxy (const GError *cause)
{
  g_return_val_if_fail (cause != NULL, FALSE);

  return cause->domain != CADET_ERROR && !is_proxy_error (cause) && !is_tls_error (cause) &&
         !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * cadet_transport_error_new:
 * @cause: what GIO or libsoup said
 * @state: what is known about the call
 *
 * Puts a failure on the way into words for the user: what happened and, where nothing had been
 * sent, what to do. What it means for the call is for its caller to add.
 *
 * Returns: (transfer full): a #CadetError, or %G_IO_ERROR_CANCELLED
 */
GError *
cadet_transport_error_new (const GError *cause,
                           const CadetTransportState *state)
{
  g_return_val_if_fail (cause != NULL, NULL);
  g_return_val_if_fail (state != NULL && state->host != NULL, NULL);

  if (cause->domain == CADET_ERROR)
    return g_error_copy (cause);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The call was cancelled."));

  if (state->stage == CADET_EXCHANGE_PREPARED)
    return new_connect_error (cause, state);

  return new_sent_error (cause, state);
}

/**
 * cadet_transport_error_new_limit:
 * @milliseconds: the limit
 * @state: what is known about the call
 *
 * Returns: (transfer full): that a time limit of ours ran out
 */
GError *
cadet_transport_error_new_limit (guint milliseconds,
                                 const CadetTransportState *state)
{
  g_autofree char *seconds = NULL;

  g_return_val_if_fail (state != NULL && state->host != NULL, NULL);

  if (state->no_network)
    return new_connect_error (NULL, state);

  seconds = g_strdup_printf ("%g", milliseconds / 1000.0);
  if (state->stage == CADET_EXCHANGE_PREPARED && state->proxy != NULL)
    return g_error_new (CADET_ERROR, CADET_ERROR_TIMEOUT,
                        /* Translators: a host, a proxy, and a number of seconds such as 10. */
                        _ ("No connection to “%s” through the proxy “%s” within %s s. Check the "
                           "endpoint, and the proxy in the network settings."),
                        state->host, state->proxy, seconds);

  if (state->stage == CADET_EXCHANGE_PREPARED)
    return g_error_new (CADET_ERROR, CADET_ERROR_TIMEOUT,
                        /* Translators: the second %s is a number of seconds, such as 10 or 0.5. */
                        _ ("No connection to “%s” within %s s. Check the endpoint and the network; "
                           "names with “-vpc” work inside the VPC only."),
                        state->host, seconds);

  return g_error_new (CADET_ERROR, CADET_ERROR_TIMEOUT,
                      /* Translators: the second %s is a number of seconds, such as 60 or 0.5. */
                      _ ("Nothing came from “%s” for %s s."), state->host, seconds);
}

/**
 * cadet_transport_error_new_proxy:
 * @http_status: what the proxy answered
 * @state: what is known about the call
 *
 * Returns: (transfer full): that the proxy did not open a tunnel
 */
GError *
cadet_transport_error_new_proxy (guint http_status,
                                 const CadetTransportState *state)
{
  g_return_val_if_fail (state != NULL && state->host != NULL, NULL);

  if (http_status == 407)
    return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                        _ ("The proxy wants a user name and a password before it connects to “%s”. "
                           "Set them in the proxy’s address."),
                        state->host);

  return g_error_new (CADET_ERROR, CADET_ERROR_CONNECT,
                      _ ("The proxy did not connect to “%s” (HTTP status %u). Check the proxy in "
                         "the network settings."),
                      state->host, http_status);
}
