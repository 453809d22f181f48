/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-call.h"

#include "cloud/cadet-thread.h"
#include "cloud/cadet-transport-error.h"
#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes over which encoding, hashing and parsing leave the main thread: GLib hashes 100 kB in 0.25
 * ms on a slow machine. */
#define LARGE (100 * 1000)

#define READ_SIZE (64 * 1024)

/* Tries that the peer may hand back as unprocessed before the call gives up. */
#define MAX_TRIES 4

/**
 * cadet_call_new:
 *
 * Returns: (transfer full): a call of which nothing is known yet
 */
CadetCall *
cadet_call_new (void)
{
  CadetCall *self = g_new0 (CadetCall, 1);

  self->ref_count = 1;
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->stage = CADET_EXCHANGE_PREPARED;
  self->reply = g_byte_array_new ();

  return self;
}

/**
 * cadet_call_ref:
 * @self: a call
 *
 * Returns: (transfer full): @self
 */
CadetCall *
cadet_call_ref (CadetCall *self)
{
  g_return_val_if_fail (self != NULL && self->ref_count > 0, NULL);

  self->ref_count++;

  return self;
}

static void
stop_timer (CadetCall *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/**
 * cadet_call_unref:
 * @self: (transfer full): a call
 *
 * Frees @self when nobody holds it any more; to be called on the call's thread.
 */
void
cadet_call_unref (CadetCall *self)
{
  g_return_if_fail (self != NULL && self->ref_count > 0);

  if (--self->ref_count > 0)
    return;

  stop_timer (self);
  if (self->try_destroy != NULL)
    self->try_destroy (self->try_data);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->request);
  g_clear_object (&self->access);
  g_clear_object (&self->caller_cancellable);
  g_clear_object (&self->signed_request);
  g_clear_object (&self->cancellable);
  dex_clear (&self->trust);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->reply, g_byte_array_unref);
  g_clear_pointer (&self->buffer, g_free);
  g_free (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  CadetCall *self = user_data;

  self->timed_out = TRUE;
  g_clear_pointer (&self->timer, g_source_unref);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
start_timer (CadetCall *self,
             guint milliseconds)
{
  stop_timer (self);

  self->limit = milliseconds;
  if (milliseconds == 0)
    return;

  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

/* Something moved: the read limit counts from now on. */
static void
postpone_timer (CadetCall *self)
{
  if (self->timer != NULL && self->stage != CADET_EXCHANGE_PREPARED)
    g_source_set_ready_time (self->timer, g_get_monotonic_time () + self->limit * (gint64) 1000);
}

static void
fill_message (CadetCall *self)
{
  SoupMessageHeaders *out = soup_message_get_request_headers (self->message);
  const CadetPair *headers;
  guint n_headers;

  soup_message_set_request_body_from_bytes (self->message, CADET_CONTENT_TYPE_FORM,
                                            cadet_signed_request_get_body (self->signed_request));
  headers = cadet_signed_request_get_headers (self->signed_request, &n_headers);
  for (guint i = 0; i < n_headers; i++)
    {
      /* libsoup writes the host itself, from the same address that it was signed for. */
      if (!g_str_equal (headers[i].name, "host"))
        soup_message_headers_replace (out, headers[i].name, headers[i].value);
    }
}

static gboolean
accept_certificate_cb (CadetCall *self,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors)
{
  self->certificate_errors = errors;

  return FALSE;
}

/* libsoup emits this when connection and TLS are ready and the very next thing is to write: from
 * here on a byte may have left. */
static void
starting_cb (CadetCall *self)
{
  self->stage = CADET_EXCHANGE_SENT;
  self->tries++;
  start_timer (self, self->read_timeout);
  if (self->try_func != NULL)
    self->try_func (self->tries, self->signed_request, self->try_data);
}

/* The peer declared the stream unprocessed (h2 REFUSED_STREAM, or GOAWAY below it), and libsoup is
 * about to send the message again by itself. The service refuses a nonce that it may have seen, so
 * this try gets its own, with the date of now and the signature that belongs to both. The body has
 * to be given again as well: libsoup has dropped it. */
static void
restarted_cb (CadetCall *self)
{
  g_autoptr (CadetSignedRequest) renewed = NULL;

  if (self->tries >= MAX_TRIES)
    {
      self->gave_up = TRUE;
      g_cancellable_cancel (self->cancellable);
      return;
    }

  renewed = cadet_signed_request_renew (self->signed_request, self->access);
  g_set_object (&self->signed_request, renewed);
  fill_message (self);
  start_timer (self, self->connect_timeout);
}

static void
caller_cancelled_cb (GCancellable *cancellable,
                     GCancellable *own_cancellable)
{
  g_cancellable_cancel (own_cancellable);
}

static void
sent_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (stream == NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_object (promise, g_steal_pointer (&stream));
}

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

/* A stream that is dropped closes itself, and blocks while it does. */
static void
close_stream (GInputStream *stream,
              GCancellable *cancelled)
{
  g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, cancelled, NULL, NULL);
}

typedef struct
{
  CadetRequest *request;
  CadetAccess *access;
} SignJob;

static void
sign_job_free (gpointer data)
{
  SignJob *job = data;

  g_object_unref (job->request);
  g_object_unref (job->access);
  g_free (job);
}

static void
sign_thread (GTask *task,
             gpointer source_object,
             gpointer task_data,
             GCancellable *cancellable)
{
  SignJob *job = task_data;

  g_task_return_pointer (task, cadet_request_sign (job->request, job->access), g_object_unref);
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

static DexFuture *
sign_on_thread (CadetCall *self)
{
  SignJob *job = g_new0 (SignJob, 1);

  job->request = g_object_ref (self->request);
  job->access = g_object_ref (self->access);

  return cadet_future_new_from_thread (sign_thread, G_TYPE_OBJECT, job, sign_job_free);
}

/* A header is one line: a line feed in a credential would end it, and what follows would be another
 * header. */
static gboolean
check_header_text (const char *text,
                   const char *message,
                   GError **error)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c <= ' ' || *c > '~')
        {
          g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID, message);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_credentials (CadetCall *self,
                   GError **error)
{
  CadetCredentials *credentials = cadet_access_get_credentials (self->access);
  SecretValue *token = cadet_credentials_get_security_token (credentials);

  if (!check_header_text (cadet_credentials_get_access_key_id (credentials),
                          _ ("The AccessKey ID contains a space or a character that no AccessKey "
                             "ID has. Enter it again in the profile."),
                          error))
    return FALSE;

  if (token == NULL)
    return TRUE;
  if (secret_value_get_text (token) == NULL)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("The security token is not text. Set it again."));
      return FALSE;
    }

  return check_header_text (secret_value_get_text (token),
                            _ ("The security token contains a space or a character that no token "
                               "has. Set it again."),
                            error);
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

/* Ends the call: what is known about it becomes the exchange that the future resolves to. */
static DexFuture *
conclude (CadetCall *self,
          const GError *cause)
{
  CadetEndpoint *endpoint = cadet_access_get_endpoint (self->access);
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *headers = NULL;
  CadetTransportState state = { 0 };
  guint status = 0;

  stop_timer (self);
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

  if (cause != NULL && self->gave_up)
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
  if (body != NULL && g_bytes_get_size (body) > LARGE)
    dex_await (cadet_future_new_from_thread (parse_thread, G_TYPE_BOOLEAN, g_object_ref (exchange),
                                             g_object_unref),
               NULL);

  return dex_future_new_take_object (g_steal_pointer (&exchange));
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

static gboolean
read_reply (CadetCall *self,
            GInputStream *stream,
            GError **error)
{
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

      postpone_timer (self);
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

static void
prepare_message (CadetCall *self)
{
  CadetEndpoint *endpoint = cadet_access_get_endpoint (self->access);
  guint flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE;

  /* A connection that has idled may turn out to be dead only when a request is on it. What changes
   * something at the service gets one of its own, so that its reply is not lost that way. */
  if (cadet_request_get_read_only (self->request))
    flags |= SOUP_MESSAGE_IDEMPOTENT;
  else
    flags |= SOUP_MESSAGE_NEW_CONNECTION;

  self->message = soup_message_new (SOUP_METHOD_POST, cadet_endpoint_get_uri (endpoint));
  soup_message_set_flags (self->message, flags);
  fill_message (self);

  g_signal_connect_swapped (self->message, "accept-certificate",
                            G_CALLBACK (accept_certificate_cb), self);
  g_signal_connect_swapped (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect_swapped (self->message, "restarted", G_CALLBACK (restarted_cb), self);
  g_signal_connect_swapped (self->message, "wrote-body-data", G_CALLBACK (postpone_timer), self);
  g_signal_connect_swapped (self->message, "got-headers", G_CALLBACK (postpone_timer), self);
  g_signal_connect_swapped (self->message, "got-body-data", G_CALLBACK (postpone_timer), self);
}

static DexFuture *
call_fiber (gpointer data)
{
  CadetCall *self = data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  DexPromise *promise;

  if (g_cancellable_set_error_if_cancelled (self->caller_cancellable, &error) ||
      !check_credentials (self, &error))
    return conclude (self, error);

  if (cadet_request_get_body_bound (self->request) > 3 * LARGE)
    self->signed_request = dex_await_object (sign_on_thread (self), &error);
  else
    self->signed_request = cadet_request_sign (self->request, self->access);
  if (self->signed_request == NULL)
    return conclude (self, error);

  if (self->trust != NULL)
    dex_await (dex_ref (self->trust), NULL);

  prepare_message (self);
  if (self->caller_cancellable != NULL)
    self->caller_handler =
      g_cancellable_connect (self->caller_cancellable, G_CALLBACK (caller_cancelled_cb),
                             g_object_ref (self->cancellable), g_object_unref);
  start_timer (self, self->connect_timeout);

  promise = dex_promise_new ();
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           sent_cb, dex_ref (promise));
  stream = dex_await_object (DEX_FUTURE (promise), &error);
  if (stream == NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return conclude (self, error);
    }

  if (self->stage == CADET_EXCHANGE_PREPARED)
    {
      /* It never started, and yet there is an answer: a proxy’s, which made no tunnel. */
      CadetTransportState state = {
        .host = cadet_endpoint_get_authority (cadet_access_get_endpoint (self->access)),
      };

      error = cadet_transport_error_new_proxy (soup_message_get_status (self->message), &state);
    }
  else if (read_reply (self, stream, &error))
    {
      self->stage = CADET_EXCHANGE_ANSWERED;
    }
  g_cancellable_cancel (self->cancellable);
  close_stream (stream, self->cancellable);

  return conclude (self, error);
}

/**
 * cadet_call_run:
 * @self: a call with all that the client sets
 *
 * Sends the request and reads its reply. See [method@Client.send].
 *
 * Returns: (transfer full): a future that resolves to a #CadetExchange
 */
DexFuture *
cadet_call_run (CadetCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, call_fiber, cadet_call_ref (self),
                              (GDestroyNotify) cadet_call_unref);
}
