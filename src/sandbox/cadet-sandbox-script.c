/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-script-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* A script that is being played. It owns itself: each step hands it to the next. */
typedef struct
{
  CadetSandboxScript script;
  GIOStream *stream;
  GSocket *socket;
  GCancellable *cancellable;
  gsize offset;
  char waste[64];
} Play;

static void play_piece (Play *self);

static void
closed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Play *self = user_data;

  /* The other side may be gone, which is all the same here. */
  g_io_stream_close_finish (G_IO_STREAM (object), result, NULL);
  cadet_sandbox_script_clear (&self->script);
  g_object_unref (self->stream);
  g_clear_object (&self->socket);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
close_stream (Play *self)
{
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Play *self = user_data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL) <= 0)
    close_stream (self);
  else
    g_input_stream_read_async (G_INPUT_STREAM (object), self->waste, sizeof self->waste,
                               G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
play_end (Play *self)
{
  struct linger none = { .l_onoff = 1, .l_linger = 0 };

  switch (self->script.end)
    {
    case CADET_SANDBOX_END_HANG:
      g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->waste,
                                 sizeof self->waste, G_PRIORITY_DEFAULT, self->cancellable,
                                 read_cb, self);
      break;

    case CADET_SANDBOX_END_RESET:
      if (self->socket != NULL)
        setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
      close_stream (self);
      break;

    case CADET_SANDBOX_END_CLOSE:
    default:
      close_stream (self);
      break;
    }
}

static gboolean
paused_cb (gpointer user_data)
{
  play_piece (user_data);
  return G_SOURCE_REMOVE;
}

/* The pause ends early when the server does. */
static void
pause_play (Play  *self,
            guint  ms)
{
  g_autoptr (GSource) timer = g_timeout_source_new (ms);
  g_autoptr (GSource) cancel = g_cancellable_source_new (self->cancellable);

  g_source_set_dummy_callback (cancel);
  g_source_add_child_source (timer, cancel);
  g_source_set_callback (timer, paused_cb, self, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
}

static void
wrote_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Play *self = user_data;
  gsize written = 0;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, &written, NULL))
    {
      close_stream (self);
      return;
    }
  self->offset += written;
  if (self->script.piece_ms > 0 && self->offset < g_bytes_get_size (self->script.bytes))
    pause_play (self, self->script.piece_ms);
  else
    play_piece (self);
}

static void
play_piece (Play *self)
{
  gsize size = 0;
  const char *data = NULL;

  if (self->script.bytes != NULL)
    data = g_bytes_get_data (self->script.bytes, &size);
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      close_stream (self);
      return;
    }
  if (self->offset >= size)
    {
      play_end (self);
      return;
    }

  size -= self->offset;
  if (self->script.piece > 0)
    size = MIN (size, self->script.piece);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   data + self->offset, size, G_PRIORITY_DEFAULT,
                                   self->cancellable, wrote_cb, self);
}

/**
 * cadet_sandbox_script_clear:
 * @script: a script
 *
 * Frees what it holds.
 */
void
cadet_sandbox_script_clear (CadetSandboxScript *script)
{
  g_return_if_fail (script != NULL);

  g_clear_pointer (&script->bytes, g_bytes_unref);
}

/**
 * cadet_sandbox_script_play:
 * @script: what to do; it is emptied
 * @stream: the connection, which is closed in the end
 * @socket: (nullable): its socket
 * @cancellable: ends the play early
 *
 * Begins to play, in the thread's own context, which has to run until the play has ended.
 */
void
cadet_sandbox_script_play (CadetSandboxScript *script,
                           GIOStream          *stream,
                           GSocket            *socket,
                           GCancellable       *cancellable)
{
  Play *self;

  g_return_if_fail (script != NULL);
  g_return_if_fail (G_IS_IO_STREAM (stream));
  g_return_if_fail (socket == NULL || G_IS_SOCKET (socket));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  self = g_new0 (Play, 1);
  self->script = *script;
  script->bytes = NULL;
  self->stream = g_object_ref (stream);
  g_set_object (&self->socket, socket);
  self->cancellable = g_object_ref (cancellable);
  if (self->socket != NULL && self->script.piece > 0)
    g_socket_set_option (self->socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  if (self->script.pause_ms > 0)
    pause_play (self, self->script.pause_ms);
  else
    play_piece (self);
}
