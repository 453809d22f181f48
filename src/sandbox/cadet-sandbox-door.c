/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-door-private.h"

/* @holder is bound to the port and never listens, so that nobody else is given the port while
 * connections are refused. */
struct _CadetSandboxDoor
{
  SoupServer *server;
  CadetSandboxFaults *faults;
  GSocket *holder;
  gboolean refuses;
  GSource *refusal_end;
};

static GSocket *
bind_port (guint16   port,
           GError  **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static gboolean
open_door (CadetSandboxDoor  *self,
           GError           **error)
{
  g_autoptr (GSocket) socket = bind_port (cadet_sandbox_door_get_port (self), error);

  return socket != NULL
         && g_socket_listen (socket, error)
         && soup_server_listen_socket (self->server, socket, 0, error);
}

static void
stop_timer (CadetSandboxDoor *self)
{
  if (self->refusal_end != NULL)
    g_source_destroy (self->refusal_end);
  g_clear_pointer (&self->refusal_end, g_source_unref);
}

static gboolean
refusal_end_cb (gpointer user_data)
{
  CadetSandboxDoor *self = user_data;

  g_clear_pointer (&self->refusal_end, g_source_unref);
  cadet_sandbox_faults_end_refusal (self->faults);
  cadet_sandbox_door_follow (self);
  return G_SOURCE_REMOVE;
}

/**
 * cadet_sandbox_door_new:
 * @server: a server
 * @port: a TCP port, or 0 for any that is free
 * @faults: say whether connections are refused; they outlive the door
 * @error: return location for a #GIOErrorEnum
 *
 * Lets @server listen on 127.0.0.1, unless the faults say otherwise.
 *
 * Returns: (transfer full) (nullable): the door
 */
CadetSandboxDoor *
cadet_sandbox_door_new (SoupServer          *server,
                        guint16              port,
                        CadetSandboxFaults  *faults,
                        GError             **error)
{
  g_autoptr (CadetSandboxDoor) self = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);
  g_return_val_if_fail (faults != NULL, NULL);

  self = g_new0 (CadetSandboxDoor, 1);
  self->server = g_object_ref (server);
  self->faults = faults;
  self->holder = bind_port (port, error);
  if (self->holder == NULL || !open_door (self, error))
    return NULL;
  cadet_sandbox_door_follow (self);
  return g_steal_pointer (&self);
}

/**
 * cadet_sandbox_door_free:
 * @self: (transfer full): a door
 *
 * Ends the listening and the connections.
 */
void
cadet_sandbox_door_free (CadetSandboxDoor *self)
{
  g_return_if_fail (self != NULL);

  stop_timer (self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_clear_object (&self->holder);
  g_free (self);
}

/**
 * cadet_sandbox_door_get_port:
 * @self: a door
 *
 * Returns: its TCP port
 */
guint16
cadet_sandbox_door_get_port (CadetSandboxDoor *self)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (self != NULL, 0);

  address = g_socket_get_local_address (self->holder, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/**
 * cadet_sandbox_door_follow:
 * @self: a door
 *
 * Refuses connections, or no longer, as the faults say. The kernel refuses, and tells nobody; so
 * this ends by time and not by a count.
 */
void
cadet_sandbox_door_follow (CadetSandboxDoor *self)
{
  g_autoptr (GError) error = NULL;
  guint seconds = 0;
  gboolean refuses;

  g_return_if_fail (self != NULL);

  refuses = cadet_sandbox_faults_get_refusal (self->faults, &seconds);
  if (refuses == self->refuses)
    return;

  self->refuses = refuses;
  stop_timer (self);
  if (!refuses)
    {
      if (!open_door (self, &error))
        g_warning ("The sandbox cannot listen again: %s", error->message);
      return;
    }

  soup_server_disconnect (self->server);
  if (seconds > 0)
    {
      self->refusal_end = g_timeout_source_new_seconds (seconds);
      g_source_set_callback (self->refusal_end, refusal_end_cb, self, NULL);
      g_source_attach (self->refusal_end, g_main_context_get_thread_default ());
    }
}
