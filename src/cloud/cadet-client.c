/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-client.h"

#include "cloud/cadet-call.h"
#include "cloud/cadet-thread.h"

#include <libsoup/soup.h>

#define DEFAULT_CONNECT_TIMEOUT (10 * 1000)
#define DEFAULT_READ_TIMEOUT (60 * 1000)

/* More than may ever be asked at a time, so that what is to be created does not wait for a reply to
 * something else. libsoup's own limit is 2 to a host. */
#define MAX_CONNECTIONS 24

struct _CadetClient
{
  GObject parent_instance;

  SoupSession *session;
  SoupSession *loopback_session;
  guint connect_timeout;
  guint read_timeout;
  gboolean own_trust;
  DexFuture *trust;
};

G_DEFINE_FINAL_TYPE (CadetClient, cadet_client, G_TYPE_OBJECT)

static SoupSession *
create_session (void)
{
  SoupSession *session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                        "max-conns-per-host", MAX_CONNECTIONS,
                                                        NULL);

  /* Replies are kept as they were received, so no compression is asked for. Time limits are the
   * call's own: libsoup's single one does not tell connecting from reading. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_set_timeout (session, 0);

  return session;
}

static void
load_trust_thread (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  g_autoptr (GTlsDatabase) database =
    g_tls_backend_get_default_database (g_tls_backend_get_default ());

  g_task_return_boolean (task, database != NULL);
}

/* The system's certificates are read once in a program, which takes up to 60 ms, and then kept by
 * GIO: on a thread, before libsoup would do it here. */
static DexFuture *
load_trust (CadetClient *self)
{
  g_assert (CADET_IS_CLIENT (self));

  if (self->own_trust)
    return NULL;

  if (self->trust == NULL)
    self->trust = cadet_future_new_from_thread (load_trust_thread, G_TYPE_BOOLEAN, NULL, NULL);

  return dex_ref (self->trust);
}

static gboolean
uses_tls (CadetEndpoint *endpoint)
{
  return g_str_has_prefix (cadet_endpoint_get_uri (endpoint), "https:");
}

static void
cadet_client_dispose (GObject *object)
{
  CadetClient *self = CADET_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  if (self->loopback_session != NULL)
    soup_session_abort (self->loopback_session);
  g_clear_object (&self->session);
  g_clear_object (&self->loopback_session);
  dex_clear (&self->trust);

  G_OBJECT_CLASS (cadet_client_parent_class)->dispose (object);
}

static void
cadet_client_class_init (CadetClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_client_dispose;
}

static void
cadet_client_init (CadetClient *self)
{
  self->connect_timeout = DEFAULT_CONNECT_TIMEOUT;
  self->read_timeout = DEFAULT_READ_TIMEOUT;
  self->session = create_session ();
  self->loopback_session = create_session ();

  /* What is for this machine stays on it, whatever proxy the desktop is set to. */
  soup_session_set_proxy_resolver (self->loopback_session, NULL);
}

/**
 * cadet_client_new:
 *
 * Makes a client for calls from this thread. It goes through the proxy that the desktop is set to,
 * trusts what the desktop trusts, and does neither redirects nor cookies nor HTTP authentication.
 *
 * Returns: (transfer full): a new client
 */
CadetClient *
cadet_client_new (void)
{
  return g_object_new (CADET_TYPE_CLIENT, NULL);
}

/**
 * cadet_client_set_connect_timeout:
 * @self: a client
 * @milliseconds: how long name resolution, connecting, proxy and TLS may take together, 0 for no
 *   limit; 10,000 unless set
 *
 * Counts for calls that are made after it.
 */
void
cadet_client_set_connect_timeout (CadetClient *self,
                                  guint milliseconds)
{
  g_return_if_fail (CADET_IS_CLIENT (self));

  self->connect_timeout = milliseconds;
}

/**
 * cadet_client_set_read_timeout:
 * @self: a client
 * @milliseconds: how long a call may go without a movement once it is sent, 0 for no limit; 60,000
 *   unless set. The head of the reply counts as one movement, each piece of a body as another
 *
 * Counts for calls that are made after it.
 */
void
cadet_client_set_read_timeout (CadetClient *self,
                               guint milliseconds)
{
  g_return_if_fail (CADET_IS_CLIENT (self));

  self->read_timeout = milliseconds;
}

/**
 * cadet_client_set_tls_database:
 * @self: a client
 * @database: whom to trust in place of whom the system trusts, for a private authority
 */
void
cadet_client_set_tls_database (CadetClient *self,
                               GTlsDatabase *database)
{
  g_return_if_fail (CADET_IS_CLIENT (self));
  g_return_if_fail (G_IS_TLS_DATABASE (database));

  soup_session_set_tls_database (self->session, database);
  soup_session_set_tls_database (self->loopback_session, database);
  self->own_trust = TRUE;
}

/**
 * cadet_client_prepare:
 * @self: a client
 * @endpoint: where a call will soon go
 *
 * Begins to read whom the system trusts, if the endpoint is one of TLS: what takes long and needs
 * no request can so be done while the request is made and recorded. Connects to nothing, and need
 * not be called.
 */
void
cadet_client_prepare (CadetClient *self,
                      CadetEndpoint *endpoint)
{
  g_return_if_fail (CADET_IS_CLIENT (self));
  g_return_if_fail (CADET_IS_ENDPOINT (endpoint));

  if (uses_tls (endpoint))
    {
      g_autoptr (DexFuture) trust = load_trust (self);
    }
}

/**
 * cadet_client_send:
 * @self: a client
 * @request: what to ask; nothing is added to it any more
 * @access: who signs, and where it goes
 * @cancellable: (nullable): cancels the call
 * @try_func: (nullable) (scope notified) (closure user_data) (destroy destroy): told before each
 *   try
 * @user_data: for @try_func
 * @destroy: (nullable): frees @user_data
 *
 * Signs and sends a request and reads its reply, up to %CADET_CLIENT_MAX_REPLY bytes. Nothing is
 * sent again, but where the peer declares an HTTP/2 stream unprocessed: that try is signed anew. A
 * request that is not read-only goes out on a connection of its own.
 *
 * The future never rejects for what happens on the way: the exchange says how far the call got and
 * what ended it, %G_IO_ERROR_CANCELLED among it. Once a byte may have left, a failure proves
 * nothing about the service.
 *
 * Returns: (transfer full): a future that resolves to a #CadetExchange. A call whose future is
 *   discarded, as by a [func@Dex.Future.first] that another one wins, is cancelled; one whose
 *   future is merely unreferenced runs on
 */
DexFuture *
cadet_client_send (CadetClient *self,
                   CadetRequest *request,
                   CadetAccess *access,
                   GCancellable *cancellable,
                   CadetTryFunc try_func,
                   gpointer user_data,
                   GDestroyNotify destroy)
{
  g_autoptr (CadetCall) call = NULL;
  CadetEndpoint *endpoint;

  g_return_val_if_fail (CADET_IS_CLIENT (self), NULL);
  g_return_val_if_fail (CADET_IS_REQUEST (request), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  endpoint = cadet_access_get_endpoint (access);
  call = cadet_call_new ();
  call->session = g_object_ref (cadet_endpoint_is_loopback (endpoint) ? self->loopback_session
                                                                      : self->session);
  if (uses_tls (endpoint))
    call->trust = load_trust (self);
  call->request = g_object_ref (request);
  call->access = g_object_ref (access);
  g_set_object (&call->caller_cancellable, cancellable);
  call->connect_timeout = self->connect_timeout;
  call->read_timeout = self->read_timeout;
  call->try_func = try_func;
  call->try_data = user_data;
  call->try_destroy = destroy;

  return cadet_call_run (call);
}
