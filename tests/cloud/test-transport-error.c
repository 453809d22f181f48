/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-transport-error.h"

#include "model/cadet-error.h"

#include <string.h>

#define PREPARED CADET_EXCHANGE_PREPARED
#define SENT CADET_EXCHANGE_SENT
#define NOTHING_WRONG G_TLS_CERTIFICATE_NO_FLAGS

/* Failures that a test on loopback cannot bring about, and all others beside them. */
static const struct
{
  GQuark (*domain) (void);
  int cause;
  CadetExchangeStage stage;
  GTlsCertificateFlags certificate_errors;
  gboolean no_network;
  gboolean got_headers;
  CadetError code;
  const char *what; /* a part of the message */
} rows[] = {
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "could not be found" },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, PREPARED, NOTHING_WRONG, FALSE,
    FALSE, CADET_ERROR_CONNECT, "could not be found" },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, PREPARED, NOTHING_WRONG, TRUE,
    FALSE, CADET_ERROR_NO_NETWORK, "no network connection" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "refused the connection" },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "cannot be reached" },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "cannot be reached" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_TIMEOUT, "in time" },
  { g_io_error_quark, G_IO_ERROR_PROXY_FAILED, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "proxy" },
  { g_io_error_quark, G_IO_ERROR_PROXY_NEED_AUTH, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "proxy" },
  { g_io_error_quark, G_IO_ERROR_PROXY_AUTH_FAILED, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "proxy" },
  { g_io_error_quark, G_IO_ERROR_PROXY_NOT_ALLOWED, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "proxy" },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, PREPARED, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_CONNECT, "secure connection" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PREPARED, G_TLS_CERTIFICATE_BAD_IDENTITY, FALSE,
    FALSE, CADET_ERROR_CONNECT, "another host" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PREPARED,
    G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_UNKNOWN_CA, FALSE, FALSE, CADET_ERROR_CONNECT,
    "does not trust" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PREPARED, G_TLS_CERTIFICATE_EXPIRED, FALSE,
    FALSE, CADET_ERROR_CONNECT, "expired" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PREPARED, G_TLS_CERTIFICATE_NOT_ACTIVATED,
    FALSE, FALSE, CADET_ERROR_CONNECT, "not valid yet" },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, PREPARED, G_TLS_CERTIFICATE_REVOKED, FALSE,
    FALSE, CADET_ERROR_CONNECT, "not valid" },
  { g_io_error_quark, G_IO_ERROR_FAILED, PREPARED, NOTHING_WRONG, FALSE, FALSE, CADET_ERROR_CONNECT,
    "words. Check" },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, SENT, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_FAILED, "before a reply came" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, SENT, NOTHING_WRONG, FALSE, FALSE,
    CADET_ERROR_FAILED, "before a reply came" },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, SENT, NOTHING_WRONG, FALSE, TRUE,
    CADET_ERROR_FAILED, "broke off" },
  { g_tls_error_quark, G_TLS_ERROR_EOF, SENT, NOTHING_WRONG, FALSE, TRUE, CADET_ERROR_FAILED,
    "broke off" },
  { g_io_error_quark, G_IO_ERROR_FAILED, SENT, NOTHING_WRONG, FALSE, FALSE, CADET_ERROR_FAILED,
    "words." },
};

static void
test_messages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) cause = g_error_new_literal (rows[i].domain (), rows[i].cause, "words.");
      CadetTransportState state = {
        .stage = rows[i].stage,
        .host = "example.com:8443",
        .got_headers = rows[i].got_headers,
        .certificate_errors = rows[i].certificate_errors,
        .no_network = rows[i].no_network,
      };
      g_autoptr (GError) error = cadet_transport_error_new (cause, &state);

      g_assert_error (error, CADET_ERROR, (int) rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].what));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_null (strstr (error->message, ".."));
      if (!rows[i].no_network)
        g_assert_nonnull (strstr (error->message, "“example.com:8443”"));
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GError) cause =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  CadetTransportState state = { .stage = SENT, .host = "h" };
  g_autoptr (GError) error = cadet_transport_error_new (cause, &state);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_limits (void)
{
  CadetTransportState prepared = { .stage = PREPARED, .host = "h" };
  CadetTransportState offline = { .stage = PREPARED, .host = "h", .no_network = TRUE };
  CadetTransportState sent = { .stage = SENT, .host = "h" };
  g_autoptr (GError) connecting = cadet_transport_error_new_limit (10000, &prepared);
  g_autoptr (GError) without_network = cadet_transport_error_new_limit (10000, &offline);
  g_autoptr (GError) reading = cadet_transport_error_new_limit (1500, &sent);

  g_assert_error (connecting, CADET_ERROR, CADET_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (connecting->message, "10 s"));
  g_assert_error (without_network, CADET_ERROR, CADET_ERROR_NO_NETWORK);
  g_assert_error (reading, CADET_ERROR, CADET_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (reading->message, "1.5 s"));
}

static void
test_proxy (void)
{
  CadetTransportState state = { .stage = PREPARED, .host = "h" };
  g_autoptr (GError) credentials = cadet_transport_error_new_proxy (407, &state);
  g_autoptr (GError) other = cadet_transport_error_new_proxy (503, &state);

  g_assert_error (credentials, CADET_ERROR, CADET_ERROR_CONNECT);
  g_assert_nonnull (strstr (credentials->message, "user name"));
  g_assert_error (other, CADET_ERROR, CADET_ERROR_CONNECT);
  g_assert_nonnull (strstr (other->message, "503"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transport-error/messages", test_messages);
  g_test_add_func ("/transport-error/cancelled", test_cancelled);
  g_test_add_func ("/transport-error/limits", test_limits);
  g_test_add_func ("/transport-error/proxy", test_proxy);

  return g_test_run ();
}
