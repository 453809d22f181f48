/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-server-private.h"

#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox-door-private.h"
#include "sandbox/cadet-sandbox-fault-reply-private.h"
#include "sandbox/cadet-sandbox-operations-private.h"
#include "sandbox/cadet-sandbox-verifier-private.h"

#include <glib/gi18n.h>

#define MAX_BODY (8 * 1024 * 1024)

struct _CadetSandboxServer
{
  GFile *state_file;
  guint16 port;
  CadetSandboxKeys *keys;
  CadetSandboxFaults *faults;

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

  /* How many requests were read, by action. */
  GMutex mutex;
  GHashTable *requests;

  /* The thread's own. */
  CadetSandboxStore *store;
  SoupServer *soup;
  CadetSandboxDoor *door;
  GCancellable *playing;
};

/* What is known of a message before its handler is called: its body as it comes, and the fault that
 * strikes it. Freed with the message. */
typedef struct
{
  GByteArray *bytes;
  gboolean too_large;
  CadetSandboxFaultKind fault;
} Incoming;

static const char incoming_key[] = "cadet-sandbox-incoming";

/* A message whose connection is going to be taken from the server. */
typedef struct
{
  CadetSandboxServer *self;
  SoupServerMessage *message;
  CadetSandboxScript script;
} Spoiling;

static void
incoming_free (gpointer data)
{
  Incoming *incoming = data;

  g_byte_array_unref (incoming->bytes);
  g_free (incoming);
}

static void
spoiling_free (gpointer data)
{
  Spoiling *spoiling = data;

  cadet_sandbox_script_clear (&spoiling->script);
  g_object_unref (spoiling->message);
  g_free (spoiling);
}

static gboolean
spoil_cb (gpointer user_data)
{
  Spoiling *spoiling = user_data;
  g_autoptr (GIOStream) stream = NULL;

  /* NULL when the server ended the connection meanwhile. */
  if (soup_server_message_get_socket (spoiling->message) != NULL)
    stream = soup_server_message_steal_connection (spoiling->message);
  if (stream != NULL)
    cadet_sandbox_script_play (&spoiling->script, stream,
                               g_object_get_data (G_OBJECT (stream), "GSocket"),
                               spoiling->self->playing);
  return G_SOURCE_REMOVE;
}

/* Takes @script. The server is in the middle of the message, so its connection is taken later. */
static void
spoil (CadetSandboxServer *self,
       SoupServerMessage  *message,
       CadetSandboxScript *script)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Spoiling *spoiling = g_new0 (Spoiling, 1);

  spoiling->self = self;
  spoiling->message = g_object_ref (message);
  spoiling->script = *script;
  *script = (CadetSandboxScript) { 0 };
  soup_server_message_pause (message);
  g_source_set_callback (source, spoil_cb, spoiling, spoiling_free);
  g_source_attach (source, self->context);
}

static void
count_request (CadetSandboxServer *self,
               const char         *action)
{
  guint *count;

  if (action == NULL)
    action = "";
  g_mutex_lock (&self->mutex);
  count = g_hash_table_lookup (self->requests, action);
  if (count == NULL)
    {
      count = g_new0 (guint, 1);
      g_hash_table_insert (self->requests, g_strdup (action), count);
    }
  (*count)++;
  g_mutex_unlock (&self->mutex);
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
                 gint64               first_id,
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
        .first_id = first_id,
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

/* What the sandbox says when nothing goes wrong, but for the clock. */
static CadetSandboxReply *
answer (CadetSandboxServer  *self,
        CadetSandboxRequest *request,
        Incoming            *incoming)
{
  g_autoptr (CadetCredentials) credentials = NULL;
  CadetSandboxReply *refusal;
  gint64 now_ms = g_get_real_time () / 1000;
  gint64 clock_ms = now_ms;

  /* The service's own limit and code are not documented. */
  if (incoming->too_large)
    return cadet_sandbox_reply_new_error (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                                          "RequestEntityTooLarge",
                                          "The body is larger than %d bytes.", MAX_BODY);

  if (incoming->fault == CADET_SANDBOX_FAULT_SKEWED_CLOCK)
    clock_ms += CADET_SANDBOX_SKEW_MS;
  refusal = cadet_sandbox_verify (request, self->keys, clock_ms, &credentials);
  if (refusal != NULL)
    return refusal;
  return answer_verified (self, request, credentials,
                          cadet_sandbox_fault_get_first_id (incoming->fault), now_ms);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  CadetSandboxServer *self = user_data;
  Incoming *incoming = g_object_get_data (G_OBJECT (message), incoming_key);
  g_autoptr (GBytes) bytes = g_bytes_new (incoming->bytes->data, incoming->bytes->len);
  g_autoptr (CadetSandboxRequest) request = cadet_sandbox_request_new (message, bytes);
  g_autoptr (CadetSandboxReply) reply = NULL;
  g_auto (CadetSandboxScript) script = { 0 };

  count_request (self, cadet_sandbox_request_get_header (request, "x-acs-action"));
  if (incoming->fault == CADET_SANDBOX_NO_FAULT
      || incoming->fault == CADET_SANDBOX_FAULT_SKEWED_CLOCK
      || cadet_sandbox_fault_get (incoming->fault)->acts)
    reply = answer (self, request, incoming);
  if (incoming->fault == CADET_SANDBOX_NO_FAULT)
    {
      cadet_sandbox_reply_send (reply, request, message);
      return;
    }
  cadet_sandbox_fault_make_script (incoming->fault, request, reply,
                                   cadet_sandbox_faults_get_ms (self->faults), self->endpoint,
                                   &script);
  spoil (self, message, &script);
}

/* The head was read, the body was not. */
static void
handle_early_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           user_data)
{
  CadetSandboxServer *self = user_data;
  Incoming *incoming = g_object_get_data (G_OBJECT (message), incoming_key);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  incoming->fault =
    cadet_sandbox_faults_take (self->faults, soup_message_headers_get_one (headers,
                                                                           "x-acs-action"));
  if (incoming->fault == CADET_SANDBOX_FAULT_CLOSE_UNREAD)
    spoil (self, message, &(CadetSandboxScript) { .end = CADET_SANDBOX_END_RESET });
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Incoming *incoming = user_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  /* What is too much is read and dropped, so that the client hears why. */
  if (incoming->bytes->len + length > MAX_BODY)
    {
      incoming->too_large = TRUE;
      g_byte_array_set_size (incoming->bytes, 0);
    }
  if (!incoming->too_large)
    g_byte_array_append (incoming->bytes, data, (guint) length);
}

/* The server would gather a body of any size, so that is done here. */
static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           user_data)
{
  Incoming *incoming = g_new0 (Incoming, 1);

  incoming->bytes = g_byte_array_new ();
  incoming->fault = CADET_SANDBOX_NO_FAULT;
  g_object_set_data_full (G_OBJECT (message), incoming_key, incoming, incoming_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), incoming);
}

static gboolean
follow_faults_cb (gpointer user_data)
{
  CadetSandboxServer *self = user_data;

  if (self->door != NULL)
    cadet_sandbox_door_follow (self->door);
  return G_SOURCE_REMOVE;
}

static gboolean
listen (CadetSandboxServer  *self,
        GError             **error)
{
  g_autoptr (GError) reason = NULL;

  self->soup = soup_server_new (NULL, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_early_handler (self->soup, NULL, handle_early_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, handle_cb, self, NULL);
  self->door = cadet_sandbox_door_new (self->soup, self->port, self->faults, &reason);
  if (self->door == NULL)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_FAILED,
                   /* Translators: %u is the number of a TCP port, %s says why. */
                   _("The sandbox cannot listen on port %u of this machine: %s"), self->port,
                   reason->message);
      return FALSE;
    }
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u", cadet_sandbox_door_get_port (self->door));
  return TRUE;
}

/* Ends the connections, those that were taken from the server among them. */
static void
close_all (CadetSandboxServer *self)
{
  g_clear_pointer (&self->door, cadet_sandbox_door_free);
  g_cancellable_cancel (self->playing);
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    ;
}

static gpointer
run_thread (gpointer user_data)
{
  CadetSandboxServer *self = user_data;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  self->store = cadet_sandbox_store_open (self->state_file, &self->quitting, &error);
  if (self->store == NULL || !listen (self, &error))
    dex_promise_reject (self->started, g_steal_pointer (&error));
  else
    {
      dex_promise_resolve_boolean (self->started, TRUE);
      while (!g_atomic_int_get (&self->quitting))
        g_main_context_iteration (self->context, TRUE);
    }

  close_all (self);
  g_clear_pointer (&self->store, cadet_sandbox_store_free);
  g_main_context_pop_thread_default (self->context);
  dex_promise_resolve_boolean (self->stopped, TRUE);
  return NULL;
}

/* Somebody who wants to know how many tasks there are. */
typedef struct
{
  CadetSandboxServer *self;
  gboolean executed;
  DexPromise *promise;
} Census;

static void
census_free (gpointer data)
{
  Census *census = data;

  /* The server ended before it was asked. */
  if (dex_future_is_pending (DEX_FUTURE (census->promise)))
    dex_promise_reject (census->promise,
                        g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The sandbox was stopped"));
  dex_unref (census->promise);
  g_free (census);
}

static gboolean
census_cb (gpointer user_data)
{
  Census *census = user_data;
  GError *error = NULL;
  gint64 count = 0;

  if (census->self->store == NULL)
    return G_SOURCE_REMOVE;
  if (cadet_sandbox_store_count_tasks (census->self->store, census->executed, &count, &error))
    dex_promise_resolve_int64 (census->promise, count);
  else
    dex_promise_reject (census->promise, error);
  return G_SOURCE_REMOVE;
}

/**
 * cadet_sandbox_server_new:
 * @state_file: (nullable): where the state is kept; %NULL keeps it in memory
 * @port: a TCP port, or 0 for any that is free
 * @keys: the pairs that are accepted; it outlives the server
 * @faults: what goes wrong; it outlives the server
 *
 * Returns: (transfer full): a server that is not running
 */
CadetSandboxServer *
cadet_sandbox_server_new (GFile              *state_file,
                          guint16             port,
                          CadetSandboxKeys   *keys,
                          CadetSandboxFaults *faults)
{
  CadetSandboxServer *self;

  g_return_val_if_fail (state_file == NULL || G_IS_FILE (state_file), NULL);
  g_return_val_if_fail (keys != NULL, NULL);
  g_return_val_if_fail (faults != NULL, NULL);

  self = g_new0 (CadetSandboxServer, 1);
  g_set_object (&self->state_file, state_file);
  self->port = port;
  self->keys = keys;
  self->faults = faults;
  g_mutex_init (&self->mutex);
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->playing = g_cancellable_new ();
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
  g_object_unref (self->playing);
  g_hash_table_unref (self->requests);
  g_mutex_clear (&self->mutex);
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
 * cadet_sandbox_server_faults_changed:
 * @self: a server
 *
 * Lets the server listen or refuse connections as the faults say, before whatever is asked of it
 * later.
 */
void
cadet_sandbox_server_faults_changed (CadetSandboxServer *self)
{
  g_return_if_fail (self != NULL);

  g_main_context_invoke (self->context, follow_faults_cb, self);
}

/**
 * cadet_sandbox_server_get_requests:
 * @self: a server
 * @action: the name of an operation
 *
 * Returns: how many requests for it were read so far
 */
guint
cadet_sandbox_server_get_requests (CadetSandboxServer *self,
                                   const char         *action)
{
  guint *count;
  guint result;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (action != NULL, 0);

  g_mutex_lock (&self->mutex);
  count = g_hash_table_lookup (self->requests, action);
  result = count != NULL ? *count : 0;
  g_mutex_unlock (&self->mutex);
  return result;
}

/**
 * cadet_sandbox_server_count_tasks:
 * @self: a server
 * @executed: whether to count only those that were executed
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects with
 *   %CADET_ERROR_STORAGE, or %G_IO_ERROR_CANCELLED when the server ends
 */
DexFuture *
cadet_sandbox_server_count_tasks (CadetSandboxServer *self,
                                  gboolean            executed)
{
  Census *census;
  DexPromise *promise;

  g_return_val_if_fail (self != NULL, NULL);

  promise = dex_promise_new ();
  census = g_new0 (Census, 1);
  census->self = self;
  census->executed = executed;
  census->promise = dex_ref (promise);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, census_cb, census, census_free);
  return DEX_FUTURE (promise);
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
