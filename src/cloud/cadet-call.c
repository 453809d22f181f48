/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-call-private.h"

#include "cloud/cadet-thread.h"
#include "cloud/cadet-transport-error.h"
#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <string.h>

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

  _cadet_call_stop_timer (self);
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
  _cadet_call_stop_timer (self);

  self->limit = milliseconds;
  if (milliseconds == 0)
    return;

  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
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

  /* Before the first try it is a proxy that wants to know who asks, and again after a wrong
   * answer: libsoup would go on for ever. */
  self->restarts++;
  if (self->tries >= MAX_TRIES || self->restarts >= MAX_TRIES)
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
  g_signal_connect_swapped (self->message, "wrote-body-data",
                            G_CALLBACK (_cadet_call_postpone_timer), self);
  g_signal_connect_swapped (self->message, "got-headers",
                            G_CALLBACK (_cadet_call_postpone_timer), self);
  g_signal_connect_swapped (self->message, "got-body-data",
                            G_CALLBACK (_cadet_call_postpone_timer), self);
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
    return _cadet_call_conclude (self, error);

  if (cadet_request_get_body_bound (self->request) > 3 * CADET_CALL_LARGE)
    self->signed_request = dex_await_object (sign_on_thread (self), &error);
  else
    self->signed_request = cadet_request_sign (self->request, self->access);
  if (self->signed_request == NULL)
    return _cadet_call_conclude (self, error);

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
      return _cadet_call_conclude (self, error);
    }

  if (self->stage == CADET_EXCHANGE_PREPARED)
    {
      /* It never started, and yet there is an answer: a proxy’s, which made no tunnel. */
      CadetTransportState state = {
        .host = cadet_endpoint_get_authority (cadet_access_get_endpoint (self->access)),
      };

      error = cadet_transport_error_new_proxy (soup_message_get_status (self->message), &state);
    }
  else if (_cadet_call_read_reply (self, stream, &error))
    {
      self->stage = CADET_EXCHANGE_ANSWERED;
    }
  g_cancellable_cancel (self->cancellable);
  close_stream (stream, self->cancellable);

  return _cadet_call_conclude (self, error);
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

/* Lets nothing run out any more. */
void
_cadet_call_stop_timer (CadetCall *self)
{
  g_return_if_fail (self != NULL);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/* Something moved: the read limit counts from now on. */
void
_cadet_call_postpone_timer (CadetCall *self)
{
  g_return_if_fail (self != NULL);

  if (self->timer != NULL && self->stage != CADET_EXCHANGE_PREPARED)
    g_source_set_ready_time (self->timer, g_get_monotonic_time () + self->limit * (gint64) 1000);
}
