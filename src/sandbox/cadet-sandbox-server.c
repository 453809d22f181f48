/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-server-private.h"

#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox-operations-private.h"
#include "sandbox/cadet-sandbox-verifier-private.h"

#include <glib/gi18n.h>

#define MAX_BODY (8 * 1024 * 1024)

struct _CadetSandboxServer
{
  GFile *state_file;
  guint16 port;
  CadetSandboxKeys *keys;

  GThread *thread;
  GMainContext *context;
  DexPromise *started;
  DexPromise *stopped;

  /* Written by the thread before it resolves @started. */
  char *endpoint;

  /* Atomic. */
  gint quitting;
  gint bind_ms;
  gint run_ms;

  /* The thread's own. */
  CadetSandboxStore *store;
};

/* A body as it comes; freed with its message. */
typedef struct
{
  GByteArray *bytes;
  gboolean too_large;
} Body;

static const char body_key[] = "cadet-sandbox-body";

static void
body_free (gpointer data)
{
  Body *body = data;

  g_byte_array_unref (body->bytes);
  g_free (body);
}

static CadetSandboxReply *
refuse_storage (CadetSandboxServer  *self,
                CadetSandboxRequest *request,
                GError              *error)
{
  cadet_sandbox_store_rollback (self->store);
  return cadet_sandbox_reply_new_error (request, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                                        "InternalError", "%s", error->message);
}

/* The nonce and what the operation changes are kept together or not at all, before the reply. */
static CadetSandboxReply *
answer_verified (CadetSandboxServer  *self,
                 CadetSandboxRequest *request,
                 CadetCredentials    *credentials,
                 gint64               now_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CadetSandboxReply) reply = NULL;
  g_autofree char *problem = NULL;
  gboolean fresh = FALSE;

  if (!cadet_sandbox_store_begin (self->store, &error)
      || !cadet_sandbox_store_use_nonce (self->store,
                                         cadet_credentials_get_access_key_id (credentials),
                                         cadet_sandbox_request_get_header (request,
                                                                           "x-acs-signature-nonce"),
                                         now_ms, CADET_SANDBOX_NONCE_MS, &fresh, &error))
    return refuse_storage (self, request, error);

  if (!fresh)
    reply = cadet_sandbox_refuse_nonce (request);
  else if ((problem = cadet_sandbox_request_read_parameters (request)) != NULL)
    reply = cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "InvalidParameter",
                                           "%s", problem);
  else
    {
      CadetSandboxCall call = {
        .request = request,
        .store = self->store,
        .credentials = credentials,
        .now_ms = now_ms,
        .bind_ms = g_atomic_int_get (&self->bind_ms),
        .run_ms = g_atomic_int_get (&self->run_ms),
      };
      CadetSandboxOperation operation;

      operation = cadet_sandbox_find_operation (
        cadet_sandbox_request_get_header (request, "x-acs-version"),
        cadet_sandbox_request_get_header (request, "x-acs-action"));
      reply = operation (&call, &error);
    }

  if (reply == NULL || !cadet_sandbox_store_commit (self->store, &error))
    return refuse_storage (self, request, error);
  return g_steal_pointer (&reply);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  CadetSandboxServer *self = user_data;
  Body *body = g_object_get_data (G_OBJECT (message), body_key);
  g_autoptr (GBytes) bytes = g_bytes_new (body->bytes->data, body->bytes->len);
  g_autoptr (CadetSandboxRequest) request = cadet_sandbox_request_new (message, bytes);
  g_autoptr (CadetCredentials) credentials = NULL;
  g_autoptr (CadetSandboxReply) reply = NULL;
  gint64 now_ms = g_get_real_time () / 1000;

  /* The service's own limit and code are not documented. */
  if (body->too_large)
    reply = cadet_sandbox_reply_new_error (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                                           "RequestEntityTooLarge",
                                           "The body is larger than %d bytes.", MAX_BODY);
  else
    reply = cadet_sandbox_verify (request, self->keys, now_ms, &credentials);
  if (reply == NULL)
    reply = answer_verified (self, request, credentials, now_ms);
  cadet_sandbox_reply_send (reply, request, message);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Body *body = user_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  /* What is too much is read and dropped, so that the client hears why. */
  if (body->bytes->len + length > MAX_BODY)
    {
      body->too_large = TRUE;
      g_byte_array_set_size (body->bytes, 0);
    }
  if (!body->too_large)
    g_byte_array_append (body->bytes, data, (guint) length);
}

/* The server would gather a body of any size, so that is done here. */
static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  Body *body = g_new0 (Body, 1);

  body->bytes = g_byte_array_new ();
  g_object_set_data_full (G_OBJECT (message), body_key, body, body_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);
}

static SoupServer *
listen (CadetSandboxServer  *self,
        GError             **error)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) reason = NULL;
  g_autoslist (GUri) uris = NULL;

  g_signal_connect (server, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (server, NULL, handle_cb, self, NULL);
  if (!soup_server_listen_local (server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &reason))
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_FAILED,
                   /* Translators: %u is the number of a TCP port, %s says why. */
                   _("The sandbox cannot listen on port %u of this machine: %s"), self->port,
                   reason->message);
      return NULL;
    }
  uris = soup_server_get_uris (server);
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  return g_steal_pointer (&server);
}

static gpointer
run_thread (gpointer user_data)
{
  CadetSandboxServer *self = user_data;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  self->store = cadet_sandbox_store_open (self->state_file, &self->quitting, &error);
  if (self->store != NULL)
    server = listen (self, &error);

  if (server == NULL)
    dex_promise_reject (self->started, g_steal_pointer (&error));
  else
    {
      dex_promise_resolve_boolean (self->started, TRUE);
      while (!g_atomic_int_get (&self->quitting))
        g_main_context_iteration (self->context, TRUE);
      soup_server_disconnect (server);
    }

  g_clear_object (&server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_pointer (&self->store, cadet_sandbox_store_free);
  g_main_context_pop_thread_default (self->context);
  dex_promise_resolve_boolean (self->stopped, TRUE);
  return NULL;
}

/**
 * cadet_sandbox_server_new:
 * @state_file: (nullable): where the state is kept; %NULL keeps it in memory
 * @port: a TCP port, or 0 for any that is free
 * @keys: the pairs that are accepted; it outlives the server
 *
 * Returns: (transfer full): a server that is not running
 */
CadetSandboxServer *
cadet_sandbox_server_new (GFile            *state_file,
                          guint16           port,
                          CadetSandboxKeys *keys)
{
  CadetSandboxServer *self;

  g_return_val_if_fail (state_file == NULL || G_IS_FILE (state_file), NULL);
  g_return_val_if_fail (keys != NULL, NULL);

  self = g_new0 (CadetSandboxServer, 1);
  g_set_object (&self->state_file, state_file);
  self->port = port;
  self->keys = keys;
  self->context = g_main_context_new ();
  self->started = dex_promise_new ();
  self->stopped = dex_promise_new ();
  return self;
}

/**
 * cadet_sandbox_server_free:
 * @self: (transfer full): a server
 *
 * Ends the thread, waits for it, which takes no longer than the request that it is at, and frees
 * the server. No socket is left.
 */
void
cadet_sandbox_server_free (CadetSandboxServer *self)
{
  g_return_if_fail (self != NULL);

  dex_unref (cadet_sandbox_server_stop (self));
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_object (&self->state_file);
  g_main_context_unref (self->context);
  dex_unref (self->started);
  dex_unref (self->stopped);
  g_free (self->endpoint);
  g_free (self);
}

/**
 * cadet_sandbox_server_set_task_ms:
 * @self: a server
 * @bind_ms: how long tasks bind that are created from now on
 * @run_ms: how long tasks run that are executed from now on
 *
 * Sets the pace of tasks, also while the server runs.
 */
void
cadet_sandbox_server_set_task_ms (CadetSandboxServer *self,
                                  guint               bind_ms,
                                  guint               run_ms)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bind_ms <= G_MAXINT && run_ms <= G_MAXINT);

  g_atomic_int_set (&self->bind_ms, (gint) bind_ms);
  g_atomic_int_set (&self->run_ms, (gint) run_ms);
}

/**
 * cadet_sandbox_server_start:
 * @self: a server that was not started
 *
 * Starts the thread, which opens the state and then listens.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the server listens, or rejects
 *   with %CADET_ERROR_STORAGE or %CADET_ERROR_FAILED
 */
DexFuture *
cadet_sandbox_server_start (CadetSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->thread == NULL, NULL);

  self->thread = g_thread_new ("cadet-sandbox", run_thread, self);
  return DEX_FUTURE (dex_ref (self->started));
}

/**
 * cadet_sandbox_server_stop:
 * @self: a server
 *
 * Ends the server; requests that are not answered never are.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when no socket is left
 */
DexFuture *
cadet_sandbox_server_stop (CadetSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->thread == NULL)
    return dex_future_new_true ();
  g_atomic_int_set (&self->quitting, TRUE);
  g_main_context_wakeup (self->context);
  return DEX_FUTURE (dex_ref (self->stopped));
}

/**
 * cadet_sandbox_server_get_endpoint:
 * @self: a server that was started
 *
 * Returns: (transfer none) (nullable): `http://127.0.0.1:PORT` when the server listens
 */
const char *
cadet_sandbox_server_get_endpoint (CadetSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dex_future_is_resolved (DEX_FUTURE (self->started)) ? self->endpoint : NULL;
}
