/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "raw-server.h"

#include <string.h>

struct _RawServer
{
  GSocketService *service;
  RawServerFunc func;
  gconstpointer data;
  guint16 port;
  GMutex mutex;
  GPtrArray *requests;
};

static gsize
get_content_length (const char *head)
{
  const char *header = strcasestr (head, "\r\ncontent-length:");

  return header != NULL ? g_ascii_strtoull (header + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

static char *
read_request (GInputStream *input)
{
  GString *request = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      const char *end;

      g_string_append_len (request, buffer, n);
      end = strstr (request->str, "\r\n\r\n");
      if (end != NULL &&
          request->len >= (gsize) (end + 4 - request->str) + get_content_length (request->str))
        break;
    }

  return g_string_free_and_steal (request);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source_object,
        RawServer *self)
{
  g_autofree char *request = NULL;

  request = read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  if (request[0] == '\0')
    return TRUE;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, g_steal_pointer (&request));
  g_mutex_unlock (&self->mutex);
  self->func (connection, self->data);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

RawServer *
raw_server_new (RawServerFunc func,
                gconstpointer data)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->func = func;
  self->data = data;
  self->service = g_threaded_socket_service_new (16);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

void
raw_server_free (RawServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* A thread that still serves holds the service; the client is gone, so it ends. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  while (g_atomic_pointer_get (&self->service) != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
raw_server_get_port (RawServer *self)
{
  return self->port;
}

guint
raw_server_count (RawServer *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return count;
}

char *
raw_server_dup_request (RawServer *self,
                        guint index)
{
  char *request;

  g_mutex_lock (&self->mutex);
  request = g_strdup (g_ptr_array_index (self->requests, index));
  g_mutex_unlock (&self->mutex);

  return request;
}

void
raw_server_write (GSocketConnection *connection,
                  gconstpointer data,
                  gsize length)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length,
                             NULL, NULL, NULL);
}

void
raw_server_answer (GSocketConnection *connection,
                   gconstpointer text)
{
  raw_server_write (connection, text, strlen (text));
}

/* Byte by byte, and the body with a pause after each. */
void
raw_server_answer_slowly (GSocketConnection *connection,
                          gconstpointer text)
{
  const char *bytes = text;
  gsize head = strstr (bytes, "\r\n\r\n") - bytes;

  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* TCP */, 1 /* NODELAY */, 1,
                       NULL);
  for (gsize i = 0; bytes[i] != '\0'; i++)
    {
      raw_server_write (connection, bytes + i, 1);
      if (i > head)
        g_usleep (2000);
    }
}

/* Sends @text, and then nothing until the other side closes. */
void
raw_server_hang (GSocketConnection *connection,
                 gconstpointer text)
{
  char byte;

  raw_server_answer (connection, text);
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1,
                              NULL, NULL) > 0)
    continue;
}
