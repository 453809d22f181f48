/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-call-private.h"

#include "cloud/cadet-thread.h"
#include "cloud/cadet-transport-error.h"
#include "model/cadet-error.h"

#include <glib/gi18n.h>

#define READ_SIZE (64 * 1024)

typedef struct
{
  DexPromise *promise;
  CadetCall *call;
} Read;

static void
read_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autofree Read *read = user_data;
  GError *error = NULL;
  gssize n;

  n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);
  if (n < 0)
    dex_promise_reject (read->promise, error);
  else
    dex_promise_resolve_int64 (read->promise, n);

  dex_unref (read->promise);
  cadet_call_unref (read->call);
}

/* Resolves to the number of bytes that are in the call's buffer, 0 at the end. */
static DexFuture *
read_some (CadetCall *self,
           GInputStream *stream)
{
  DexPromise *promise = dex_promise_new ();
  Read *read = g_new0 (Read, 1);

  if (self->buffer == NULL)
    self->buffer = g_malloc (READ_SIZE);
  read->promise = dex_ref (promise);
  read->call = cadet_call_ref (self);
  g_input_stream_read_async (stream, self->buffer, READ_SIZE, G_PRIORITY_DEFAULT,
                             self->cancellable, read_cb, read);

  return DEX_FUTURE (promise);
}

/* libsoup accepts a body that is shorter than its Content-Length when the connection closes. */
static gboolean
is_whole (CadetCall *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return TRUE;

  return soup_message_headers_get_content_length (headers) == self->reply->len;
}

static void
parse_thread (GTask *task,
              gpointer source_object,
              gpointer task_data,
              GCancellable *cancellable)
{
  cadet_exchange_get_reply (CADET_EXCHANGE (task_data));
  g_task_return_boolean (task, TRUE);
}

static void
ask_network_thread (GTask *task,
                    gpointer source_object,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  g_task_return_boolean (task, g_network_monitor_get_network_available (monitor));
}

static char *
dup_reply_headers (SoupMessage *message)
{
  GString *text = g_string_new (NULL);
  SoupMessageHeadersIter iter;
  const char *version = "HTTP/1.1";
  const char *name;
  const char *value;
  g_autofree char *raw = NULL;

  if (soup_message_get_http_version (message) == SOUP_HTTP_1_0)
    version = "HTTP/1.0";
  else if (soup_message_get_http_version (message) == SOUP_HTTP_2_0)
    version = "HTTP/2";

  g_string_append_printf (text, "%s %u", version, soup_message_get_status (message));
  if (soup_message_get_reason_phrase (message) != NULL)
    g_string_append_printf (text, " %s", soup_message_get_reason_phrase (message));
  g_string_append_c (text, '\n');

  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (text, "%s: %s\n", name, value);

  raw = g_string_free_and_steal (text);

  return g_utf8_make_valid (raw, -1);
}

/* On a thread, because the monitor may block while it is made; and only once a call has failed, as
 * it can be wrong about a network that works. */
static gboolean
await_network_available (void)
{
  g_autoptr (GError) error = NULL;
  gboolean available;

  available = dex_await_boolean (
    cadet_future_new_from_thread (ask_network_thread, G_TYPE_BOOLEAN, NULL, NULL), &error);

  return available || error != NULL;
}

static void
proxies_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GValue value = G_VALUE_INIT;
  GError *error = NULL;
  char **proxies;

  proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, &error);
  if (proxies == NULL)
    {
      dex_promise_reject (promise, error);
      return;
    }

  g_value_init (&value, G_TYPE_STRV);
  g_value_take_boxed (&value, proxies);
  dex_promise_resolve (promise, &value);
  g_value_unset (&value);
}

/* Host and port of the proxy that the desktop wants for this call, without the user name and the
 * password that its address may have; NULL where there is none. Asked once a call has failed: who
 * refused a connection is not told by the refusal. */
static char *
await_proxy (CadetCall *self)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->session);
  g_autoptr (DexPromise) promise = NULL;
  g_autoptr (GUri) uri = NULL;
  g_auto (GStrv) proxies = NULL;

  if (resolver == NULL)
    return NULL;

  promise = dex_promise_new ();
  g_proxy_resolver_lookup_async (
    resolver, cadet_endpoint_get_uri (cadet_access_get_endpoint (self->access)), NULL, proxies_cb,
    dex_ref (promise));
  proxies = dex_await_boxed (dex_ref (DEX_FUTURE (promise)), NULL);
  if (proxies == NULL || proxies[0] == NULL || g_str_has_prefix (proxies[0], "direct:"))
    return NULL;

  uri = g_uri_parse (proxies[0], G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  if (g_uri_get_port (uri) == -1)
    return g_strdup (g_uri_get_host (uri));

  return g_strdup_printf (strchr (g_uri_get_host (uri), ':') != NULL ? "[%s]:%d" : "%s:%d",
                          g_uri_get_host (uri), g_uri_get_port (uri));
}

/* Appends what comes to the reply, and waits for its end; to be called in a fiber. Returns whether
 * all of it came. */
gboolean
_cadet_call_read_reply (CadetCall *self,
                        GInputStream *stream,
                        GError **error)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);

  for (;;)
    {
      GError *read_error = NULL;
      gint64 n;
      guint room;

      n = dex_await_int64 (read_some (self, stream), &read_error);
      if (read_error != NULL)
        {
          g_propagate_error (error, read_error);
          return FALSE;
        }

      _cadet_call_postpone_timer (self);
      if (n == 0)
        break;

      room = CADET_CLIENT_MAX_REPLY - self->reply->len;
      g_byte_array_append (self->reply, self->buffer, MIN ((guint64) n, room));
      if ((guint64) n > room)
        {
          g_set_error (error, CADET_ERROR, CADET_ERROR_TOO_LARGE,
                       _ ("The reply of “%s” is larger than 16 MiB; its beginning is kept."),
                       cadet_endpoint_get_authority (cadet_access_get_endpoint (self->access)));
          return FALSE;
        }
    }

  if (is_whole (self))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "Shorter than announced");

  return FALSE;
}

/* Ends the call: what is known about it becomes the exchange that the future resolves to. Returns
 * (transfer full) that future. */
DexFuture *
_cadet_call_conclude (CadetCall *self,
                      const GError *cause)
{
  CadetEndpoint *endpoint = cadet_access_get_endpoint (self->access);
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *headers = NULL;
  g_autofree char *proxy = NULL;
  CadetTransportState state = { 0 };
  guint status = 0;

  _cadet_call_stop_timer (self);
  if (self->caller_handler != 0)
    g_cancellable_disconnect (self->caller_cancellable, self->caller_handler);
  self->caller_handler = 0;
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  state.stage = self->stage;
  state.host = cadet_endpoint_get_authority (endpoint);
  state.certificate_errors = self->certificate_errors;
  if (self->stage != CADET_EXCHANGE_PREPARED)
    status = soup_message_get_status (self->message);
  state.got_headers = status != 0;

  if (cause != NULL && self->stage == CADET_EXCHANGE_PREPARED &&
      !cadet_endpoint_is_loopback (endpoint) &&
      (self->timed_out || cadet_transport_error_may_be_network (cause)))
    state.no_network = !await_network_available ();
  if (cause != NULL && self->stage == CADET_EXCHANGE_PREPARED &&
      (self->timed_out || cadet_transport_error_may_be_proxy (cause)))
    state.proxy = proxy = await_proxy (self);

  if (cause != NULL && self->gave_up && self->stage == CADET_EXCHANGE_PREPARED)
    error = cadet_transport_error_new_proxy (SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, &state);
  else if (cause != NULL && self->gave_up)
    error = g_error_new (CADET_ERROR, CADET_ERROR_FAILED,
                         _ ("“%s” handed the request back unprocessed again and again."),
                         state.host);
  else if (cause != NULL && self->timed_out)
    error = cadet_transport_error_new_limit (self->limit, &state);
  else if (cause != NULL)
    error = cadet_transport_error_new (cause, &state);

  if (status != 0)
    {
      headers = dup_reply_headers (self->message);
      body = g_byte_array_free_to_bytes (g_steal_pointer (&self->reply));
    }

  exchange = cadet_exchange_new (error != NULL ? self->stage : CADET_EXCHANGE_ANSWERED, error,
                                 status, headers, body);
  cadet_exchange_set_restarts (exchange, MAX (self->tries, 1) - 1);
  if (body != NULL && g_bytes_get_size (body) > CADET_CALL_LARGE)
    dex_await (cadet_future_new_from_thread (parse_thread, G_TYPE_BOOLEAN, g_object_ref (exchange),
                                             g_object_unref),
               NULL);

  return dex_future_new_take_object (g_steal_pointer (&exchange));
}
