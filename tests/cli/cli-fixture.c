/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli-fixture.h"
#include "test-process.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
set_folder (Fixture *self, const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_subprocess_launcher_setenv (self->launcher, variable, path, TRUE);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  static const char *const unset[] = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "LANGUAGE",
    "http_proxy",
    "https_proxy",
    "all_proxy",
  };
  g_autoptr (GError) error = NULL;

  self->home = g_dir_make_tmp ("cadet-cli-XXXXXX", &error);
  g_assert_no_error (error);
  self->launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (self->launcher, end_with_parent, NULL, NULL);
  g_subprocess_launcher_set_cwd (self->launcher, self->home);
  g_subprocess_launcher_setenv (self->launcher, "HOME", self->home, TRUE);
  set_folder (self, "XDG_DATA_HOME", "data");
  set_folder (self, "XDG_CONFIG_HOME", "config");
  set_folder (self, "XDG_CACHE_HOME", "cache");
  set_folder (self, "XDG_STATE_HOME", "state");
  set_folder (self, "XDG_RUNTIME_DIR", "runtime");
  /* Whoever asks the session bus finds out that there is none. */
  g_subprocess_launcher_setenv (self->launcher, "DBUS_SESSION_BUS_ADDRESS",
                                "unix:path=/nonexistent", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (unset); i++)
    g_subprocess_launcher_unsetenv (self->launcher, unset[i]);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  if (self->sandbox != NULL)
    {
      g_subprocess_send_signal (self->sandbox, SIGTERM);
      g_subprocess_wait (self->sandbox, NULL, NULL);
      g_assert_true (g_subprocess_get_if_exited (self->sandbox));
      g_assert_cmpint (g_subprocess_get_exit_status (self->sandbox), ==, 0);
    }
  g_clear_object (&self->sandbox);
  g_clear_object (&self->launcher);
  remove_tree (self->home);
  g_free (self->home);
  g_free (self->input);
  g_free (self->endpoint);
  g_free (self->out);
  g_free (self->err);
}

/* Runs `cadet sandbox` until the test ends, with the tests' pair and @options (NULL-terminated). */
void
fixture_start_sandbox_with (Fixture *self, const char *const *options)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *id = NULL;

  g_assert_null (self->sandbox);
  g_ptr_array_add (arguments, (gpointer) g_getenv ("CADET_PROGRAM"));
  g_ptr_array_add (arguments, (gpointer) "sandbox");
  g_ptr_array_add (arguments, (gpointer) "--access-key");
  g_ptr_array_add (arguments, (gpointer) KEY_ID ":" KEY_SECRET);
  for (gsize i = 0; options[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) options[i]);
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->sandbox = g_subprocess_launcher_spawnv (self->launcher,
                                                (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_set_flags (self->launcher,
                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sandbox));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  self->endpoint = json_member (line, "endpoint");
  id = json_member (line, "accessKeyId");
  g_assert_nonnull (self->endpoint);
  g_assert_nonnull (id);
}

void
fixture_start_sandbox (Fixture *self, const char *state_file)
{
  const char *const options[] = { "--state", state_file, NULL };

  fixture_start_sandbox_with (self, state_file != NULL ? options : options + 2);
}

void
fixture_set_keys (Fixture *self, const char *id, const char *secret)
{
  g_subprocess_launcher_setenv (self->launcher, "ALIBABA_CLOUD_ACCESS_KEY_ID", id, TRUE);
  g_subprocess_launcher_setenv (self->launcher, "ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret, TRUE);
}

GSubprocess *
fixture_spawnv (Fixture *self, const char **arguments)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;

  g_ptr_array_add (all, (gpointer) g_getenv ("CADET_PROGRAM"));
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);

  g_subprocess_launcher_set_flags (
      self->launcher,
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
          (self->input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE));
  process = g_subprocess_launcher_spawnv (self->launcher, (const char *const *) all->pdata, &error);
  g_assert_no_error (error);
  return process;
}

/* What has been read, as a string also where it is nothing. */
static char *
dup_text (GBytes *bytes)
{
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return g_strdup ("");
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Leaves out what AddressSanitizer notes of every program with fibers. */
static char *
drop_sanitizer_note (char *text)
{
  char *note = strstr (text, "WARNING: ASan doesn't fully support makecontext");
  char *end = note != NULL ? strchr (note, '\n') : NULL;

  if (end != NULL)
    {
      while (note > text && note[-1] != '\n')
        note--;
      memmove (note, end + 1, strlen (end + 1) + 1);
    }
  return text;
}

/* Waits for a program, and keeps its exit status and what it wrote. No warning may be among it. */
void
fixture_finish (Fixture *self, GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;

  if (g_subprocess_get_stdin_pipe (process) != NULL)
    input = g_bytes_new (self->input, self->input != NULL ? strlen (self->input) : 0);
  g_subprocess_communicate (process, input, NULL, &out, &err, &error);
  g_assert_no_error (error);

  g_free (self->out);
  g_free (self->err);
  self->out = dup_text (out);
  self->err = drop_sanitizer_note (dup_text (err));
  if (!g_subprocess_get_if_exited (process))
    g_error ("ended by signal %d; stderr: %s", g_subprocess_get_term_sig (process), self->err);
  self->status = g_subprocess_get_exit_status (process);
  assert_lacks (self->err, "CRITICAL **");
  assert_lacks (self->err, "WARNING **");
}

void
fixture_runv (Fixture *self, const char **arguments)
{
  g_autoptr (GSubprocess) process = fixture_spawnv (self, arguments);

  fixture_finish (self, process);
}

void
fixture_run (Fixture *self, const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list args;

  va_start (args, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (args, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (args);
  g_ptr_array_add (arguments, NULL);
  fixture_runv (self, (const char **) arguments->pdata);
}

char *
fixture_path (Fixture *self, const char *name)
{
  return g_build_filename (self->home, name, NULL);
}

char *
fixture_write (Fixture *self, const char *name, const char *content, gssize length)
{
  g_autoptr (GError) error = NULL;
  char *path = fixture_path (self, name);

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  return path;
}

/* How many tasks `cadet task list` knows. */
guint
fixture_count_tasks (Fixture *self)
{
  guint n_lines = 0;

  fixture_run (self, "task", "list", "--json", NULL);
  assert_status (self, 0);
  for (const char *p = self->out; *p != '\0'; p++)
    n_lines += *p == '\n';
  return n_lines;
}

static void
assert_no_bytes_below (const char *path, const char *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      gsize length = 0;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        assert_no_bytes_below (child, bytes);
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR) &&
               g_file_get_contents (child, &content, &length, NULL) && content != NULL &&
               memmem (content, length, bytes, strlen (bytes)) != NULL)
        g_error ("%s holds “%s”", child, bytes);
    }
}

/* Nothing that was printed last and no file of the user holds these bytes. */
void
fixture_assert_no_bytes (Fixture *self, const char *bytes)
{
  assert_lacks (self->out, bytes);
  assert_lacks (self->err, bytes);
  assert_no_bytes_below (self->home, bytes);
}

/* A member of a JSON object as text, NULL where there is none. */
char *
json_member (const char *object, const char *name)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node = NULL;

  root = json_from_string (object, &error);
  g_assert_no_error (error);
  g_assert_nonnull (root);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
  node = json_object_get_member (json_node_get_object (root), name);
  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}

struct _RawServer
{
  RawMode mode;
  void (*func) (gpointer data);
  gpointer data;
  GSocketService *service;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  guint16 port;

  GMutex mutex;
  GCond changed;
  guint connections;
  guint requests;
};

static const char created[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    "{\"RequestId\":\"R-1\",\"Code\":200,\"Message\":\"Success\",\"Data\":" RAW_TASK_ID "}";

static gboolean
has_whole_request (GString *request)
{
  const char *end = strstr (request->str, "\r\n\r\n");
  g_autofree char *lower = g_ascii_strdown (request->str, -1);
  const char *length = strstr (lower, "content-length:");

  if (end == NULL)
    return FALSE;
  return length == NULL || request->len - (gsize) (end + 4 - request->str) >=
                               g_ascii_strtoull (length + strlen ("content-length:"), NULL, 10);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  RawServer *self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  RawMode mode = self->mode;
  gssize got = 0;

  g_mutex_lock (&self->mutex);
  self->connections++;
  g_mutex_unlock (&self->mutex);

  do
    {
      char piece[4096];

      got = g_input_stream_read (input, piece, sizeof piece, NULL, NULL);
      if (got > 0)
        g_string_append_len (request, piece, got);
    }
  while (got > 0 && !has_whole_request (request));

  g_mutex_lock (&self->mutex);
  self->requests++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  if (self->func != NULL)
    self->func (self->data);
  if (mode == RAW_CREATED)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), created,
                               strlen (created), NULL, NULL, NULL);
  /* The client gives up, or never does: whoever hangs waits for that. */
  if (mode == RAW_HANG)
    {
      char byte = 0;

      g_input_stream_read (input, &byte, 1, NULL, NULL);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static gpointer
serve (gpointer data)
{
  RawServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_socket_service_start (self->service);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

RawServer *
raw_server_new (RawMode mode)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->mode = mode;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  self->thread = g_thread_new ("raw-server", serve, self);
  return self;
}

/* Calls @func on a thread of the server when a whole request has come and before its reply, for
 * requests from now on. */
void
raw_server_set_func (RawServer *self, void (*func) (gpointer data), gpointer data)
{
  self->data = data;
  self->func = func;
}

static gboolean
quit_cb (gpointer data)
{
  RawServer *self = data;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

void
raw_server_free (RawServer *self)
{
  g_main_context_invoke (self->context, quit_cb, self);
  g_thread_join (self->thread);
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

char *
raw_server_dup_endpoint (RawServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

guint
raw_server_get_connections (RawServer *self)
{
  guint connections = 0;

  g_mutex_lock (&self->mutex);
  connections = self->connections;
  g_mutex_unlock (&self->mutex);
  return connections;
}

/* Blocks until a whole request has come. */
void
raw_server_wait_request (RawServer *self)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  g_mutex_lock (&self->mutex);
  while (self->requests == 0)
    if (!g_cond_wait_until (&self->changed, &self->mutex, end))
      g_error ("no request came");
  g_mutex_unlock (&self->mutex);
}
