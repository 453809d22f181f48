/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Networks that do not lead to the service: no network, no such name, and proxies. The desktop's
 * resolver, monitor and proxy settings are the test's own; nothing leaves the machine. */

#include "config.h"

#include "client-fixture.h"
#include "model/cadet-error.h"
#include "raw-server.h"
#include "test-future.h"

#include <string.h>

#define HOST "bpstudio.example.invalid"

/* The desktop, as the running test wants it. */
static struct
{
  gboolean offline;
  const char *proxy;
  enum
  {
    NOT_FOUND,
    TEMPORARY_FAILURE,
    NEVER,
  } names;
} desktop;

/* Name resolution */
#define TYPE_NAMES (names_get_type ())
G_DECLARE_FINAL_TYPE (Names, names, TEST, NAMES, GResolver)

struct _Names
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (Names, names, G_TYPE_RESOLVER)

static void
lookup_cancelled_cb (GCancellable *cancellable,
                     GTask        *task)
{
  g_task_return_error_if_cancelled (task);
}

static void
names_lookup_async (GResolver               *resolver,
                    const char              *hostname,
                    GResolverNameLookupFlags flags,
                    GCancellable            *cancellable,
                    GAsyncReadyCallback      callback,
                    gpointer                 user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  /* Whoever waits for the answer of a server that is not there. */
  if (desktop.names == NEVER)
    g_cancellable_connect (cancellable, G_CALLBACK (lookup_cancelled_cb), g_object_ref (task),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR,
                             desktop.names == NOT_FOUND ? G_RESOLVER_ERROR_NOT_FOUND
                                                        : G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                             "Error resolving “%s”", hostname);
}

static GList *
names_lookup_finish (GResolver    *resolver,
                     GAsyncResult *result,
                     GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
names_class_init (NamesClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = names_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = names_lookup_finish;
}

static void
names_init (Names *self)
{
}

/* The desktop's proxy */
#define TYPE_PROXIES (proxies_get_type ())
G_DECLARE_FINAL_TYPE (Proxies, proxies, TEST, PROXIES, GObject)

struct _Proxies
{
  GObject parent_instance;
};

static gboolean
proxies_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
proxies_lookup (GProxyResolver *resolver,
                const char     *uri,
                GCancellable   *cancellable,
                GError        **error)
{
  const char *uris[] = { desktop.proxy != NULL ? desktop.proxy : "direct://", NULL };

  return g_strdupv ((char **) uris);
}

static void
proxies_lookup_async (GProxyResolver     *resolver,
                      const char         *uri,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, proxies_lookup (resolver, uri, NULL, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
proxies_lookup_finish (GProxyResolver *resolver,
                       GAsyncResult   *result,
                       GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
proxies_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = proxies_is_supported;
  iface->lookup = proxies_lookup;
  iface->lookup_async = proxies_lookup_async;
  iface->lookup_finish = proxies_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Proxies, proxies, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, proxies_iface_init))

static void
proxies_class_init (ProxiesClass *klass)
{
}

static void
proxies_init (Proxies *self)
{
}

/* Whether there is a network */
#define TYPE_MONITOR (monitor_get_type ())
G_DECLARE_FINAL_TYPE (Monitor, monitor, TEST, MONITOR, GObject)

struct _Monitor
{
  GObject parent_instance;
};

enum
{
  PROP_0,
  PROP_NETWORK_AVAILABLE,
  PROP_NETWORK_METERED,
  PROP_CONNECTIVITY,
};

static gboolean
monitor_init_iface_init (GInitable    *initable,
                         GCancellable *cancellable,
                         GError      **error)
{
  return TRUE;
}

static void
monitor_initable_iface_init (GInitableIface *iface)
{
  iface->init = monitor_init_iface_init;
}

static void
monitor_iface_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Monitor, monitor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, monitor_initable_iface_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, monitor_iface_init))

static void
monitor_get_property (GObject    *object,
                      guint       property,
                      GValue     *value,
                      GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_NETWORK_AVAILABLE:
      g_value_set_boolean (value, !g_atomic_int_get (&desktop.offline));
      break;

    case PROP_NETWORK_METERED:
      g_value_set_boolean (value, FALSE);
      break;

    case PROP_CONNECTIVITY:
      g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
monitor_class_init (MonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = monitor_get_property;
  g_object_class_override_property (object_class, PROP_NETWORK_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_NETWORK_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
monitor_init (Monitor *self)
{
}

static void
set_desktop (void)
{
  g_autoptr (GResolver) resolver = g_object_new (TYPE_NAMES, NULL);

  g_resolver_set_default (resolver);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TYPE_PROXIES, "test", 0);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test", TRUE);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TYPE_MONITOR, "test", 0);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "test", TRUE);
}

/* Sends a task to @host, which cannot be reached: nothing was sent, and that is said as the test
 * wants it. */
static void
assert_not_sent (CadetClient *client,
                 const char  *host,
                 CadetError   code,
                 const char  *first,
                 const char  *second)
{
  g_autoptr (CadetAccess) access = create_access ("https", host, 443);
  g_autoptr (CadetRequest) request = cadet_request_new ("CreateTask", "2021-09-31");
  g_autoptr (Tries) tries = tries_new ();
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  const GError *error;

  exchange = dup_object (cadet_client_send (client, request, access, NULL, try_cb, tries, NULL));
  error = cadet_exchange_get_error (exchange);
  g_test_message ("%s", error != NULL ? error->message : "no error");
  g_assert_error (error, CADET_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, first));
  g_assert_nonnull (strstr (error->message, second));
  g_assert_null (strstr (error->message, "hunter2"));
  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, CADET_EXCHANGE_PREPARED);
  g_assert_cmpuint (tries->nonces->len, ==, 0);
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_NOT_SENT);
}

typedef struct
{
  CadetClient *client;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  memset (&desktop, 0, sizeof desktop);
  fixture->client = cadet_client_new ();
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  drop_client (&fixture->client);
}

static void
test_no_name (Fixture       *fixture,
              gconstpointer  data)
{
  desktop.names = NOT_FOUND;
  assert_not_sent (fixture->client, HOST, CADET_ERROR_CONNECT, "“" HOST "”", "could not be found");
  desktop.names = TEMPORARY_FAILURE;
  assert_not_sent (fixture->client, HOST, CADET_ERROR_CONNECT, "“" HOST "”", "Check the endpoint");
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_atomic_int_set (&desktop.offline, TRUE);
  desktop.names = TEMPORARY_FAILURE;
  assert_not_sent (fixture->client, HOST, CADET_ERROR_NO_NETWORK, "no network", "Connect it");
}

static void
test_no_answer (Fixture       *fixture,
                gconstpointer  data)
{
  desktop.names = NEVER;
  cadet_client_set_connect_timeout (fixture->client, 100);
  assert_not_sent (fixture->client, HOST, CADET_ERROR_TIMEOUT, "“" HOST "”", "0.1 s");
  g_atomic_int_set (&desktop.offline, TRUE);
  assert_not_sent (fixture->client, HOST, CADET_ERROR_NO_NETWORK, "no network", "Connect it");
}

/* What a proxy may answer to CONNECT. */
static const struct
{
  const char *name;
  const char *reply;
  CadetError code;
  const char *first;
  const char *second;
  gboolean anonymous;
} proxies[] = {
  { "name-wanted",
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
    CADET_ERROR_CONNECT, "proxy wants a user name", HOST, TRUE },
  { "password-wanted",
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Connection: close\r\nContent-Length: 0\r\n\r\n",
    CADET_ERROR_CONNECT, "proxy wants a user name", HOST },
  { "password-wanted-and-closed",
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
    CADET_ERROR_CONNECT, "proxy", "Check the proxy" },
  { "forbidden", "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\npolicy", CADET_ERROR_CONNECT,
    "proxy", "403" },
  { "unreachable", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", CADET_ERROR_CONNECT,
    "proxy", "502" },
  { "redirect",
    "HTTP/1.1 302 Found\r\nLocation: https://portal.example.invalid/\r\nContent-Length: 0\r\n\r\n",
    CADET_ERROR_CONNECT, "proxy", "302" },
  { "silent", "", CADET_ERROR_CONNECT, "proxy", "Check" },
  { "no-http", "SSH-2.0-x\r\n", CADET_ERROR_CONNECT, "proxy", "Check" },
  { "tunnel-to-nowhere", "HTTP/1.1 200 Connected\r\n\r\n", CADET_ERROR_CONNECT, HOST, "Check" },
};

static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, proxies[i].reply);
  g_autofree char *uri = g_strdup_printf ("http://%s127.0.0.1:%u",
                                          proxies[i].anonymous ? "" : "user:hunter2@",
                                          raw_server_get_port (server));
  g_autofree char *request = NULL;

  desktop.proxy = uri;
  assert_not_sent (fixture->client, HOST, proxies[i].code, proxies[i].first, proxies[i].second);
  /* A proxy is not asked again and again. */
  g_assert_cmpuint (raw_server_count (server), >=, 1);
  g_assert_cmpuint (raw_server_count (server), <=, 4);
  request = raw_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (request, "CONNECT " HOST ":443 HTTP/1."));
  drop_client (&fixture->client);
}

/* A proxy that is not there is to blame, not the service. */
static void
test_proxy_down (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, "");
  g_autofree char *uri = g_strdup_printf ("http://user:hunter2@127.0.0.1:%u",
                                          raw_server_get_port (server));
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (server));

  g_clear_pointer (&server, raw_server_free);
  desktop.proxy = uri;
  assert_not_sent (fixture->client, HOST, CADET_ERROR_CONNECT, address, "proxy");
}

static void
test_proxy_no_name (Fixture       *fixture,
                    gconstpointer  data)
{
  desktop.proxy = "http://proxy.example.invalid:3128";
  assert_not_sent (fixture->client, HOST, CADET_ERROR_CONNECT, "proxy.example.invalid", "proxy");
}

static void
test_proxy_hangs (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_hang, "");
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (server));

  desktop.proxy = uri;
  cadet_client_set_connect_timeout (fixture->client, 100);
  assert_not_sent (fixture->client, HOST, CADET_ERROR_TIMEOUT, "proxy “127.0.0.1:", "0.1 s");
  drop_client (&fixture->client);
}

/* What is for this machine goes past the proxy. */
static void
test_loopback (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (RawServer) proxy = raw_server_new (raw_server_answer, "");
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, OK);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (proxy));
  g_autoptr (CadetAccess) access = create_access ("http", "127.0.0.1", raw_server_get_port (server));
  g_autoptr (CadetRequest) request = cadet_request_new ("CreateTask", "2021-09-31");
  g_autoptr (CadetExchange) exchange = NULL;

  desktop.proxy = uri;
  g_atomic_int_set (&desktop.offline, TRUE);
  exchange = dup_object (cadet_client_send (fixture->client, request, access, NULL, NULL, NULL,
                                            NULL));
  g_assert_true (cadet_exchange_succeeded (exchange));
  g_assert_cmpuint (raw_server_count (proxy), ==, 0);
  drop_client (&fixture->client);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  set_desktop ();
  dex_init ();

#define ADD(name, func) \
  g_test_add ("/network/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("no-name", test_no_name);
  ADD ("offline", test_offline);
  ADD ("no-answer", test_no_answer);
  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autofree char *path = g_strconcat ("/network/proxy/", proxies[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_proxy,
                  fixture_tear_down);
    }
  ADD ("proxy/down", test_proxy_down);
  ADD ("proxy/no-name", test_proxy_no_name);
  ADD ("proxy/hangs", test_proxy_hangs);
  ADD ("loopback", test_loopback);

  return g_test_run ();
}
