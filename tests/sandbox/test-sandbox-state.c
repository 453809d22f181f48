/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox-caller.h"
#include "test-future.h"

#include "model/cadet-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* In the test's own data folder, which does not exist yet. */
static GFile *
new_state_file (void)
{
  static int number = 0;
  g_autofree char *folder = g_strdup_printf ("state-%d", number++);

  return g_file_new_build_filename (g_get_user_data_dir (), folder, "cadet", "sandbox.db", NULL);
}

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
assert_start_fails (CadetSandbox *sandbox,
                    int           code,
                    const char   *words)
{
  g_autofree char *message = fail (cadet_sandbox_start (sandbox), code);

  g_test_message ("%s", message);
  g_assert_nonnull (strstr (message, words));
  g_assert_null (cadet_sandbox_get_endpoint (sandbox));
}

static void
test_restart (void)
{
  g_autoptr (GFile) file = new_state_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  CadetSandbox *sandbox = start_sandbox (file);
  Call call = { .body = TEST_CREATE, .nonce = "before-the-restart" };
  g_autoptr (Answer) first = call_send (cadet_sandbox_get_endpoint (sandbox), &call);
  g_autoptr (Answer) again = NULL;
  g_autofree char *status = NULL;

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (get_mode (g_file_peek_path (file)), ==, 0600);
  g_assert_cmpuint (get_mode (g_file_peek_path (folder)), ==, 0700);
  stop_sandbox (sandbox);

  sandbox = start_sandbox (file);
  status = dup_status (cadet_sandbox_get_endpoint (sandbox), 1994, NULL);
  g_assert_cmpstr (status, ==, "BINDING");
  again = call_send (cadet_sandbox_get_endpoint (sandbox), &call);
  g_assert_cmpstr (answer_get_text (again, "Code"), ==, "SignatureNonceUsed");
  g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (sandbox), NULL), ==, 1995);
  stop_sandbox (sandbox);
}

/* One object, started again: another port may come, another pair must. */
static void
test_stop_and_start (void)
{
  CadetSandbox *sandbox = cadet_sandbox_new (NULL);
  g_autofree char *ids[2] = { NULL, NULL };
  g_autofree char *endpoint = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (CadetAccess) access =
        dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (sandbox)));

      ids[i] = g_strdup (
        cadet_credentials_get_access_key_id (cadet_access_get_credentials (access)));
      g_free (endpoint);
      endpoint = g_strdup (cadet_sandbox_get_endpoint (sandbox));
      succeed (cadet_sandbox_stop (sandbox));
    }
  g_assert_cmpstr (ids[0], !=, ids[1]);

  connection = g_socket_client_connect_to_uri (client, endpoint, 80, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  stop_sandbox (sandbox);
  g_clear_pointer (&ids[0], g_free);
  g_clear_pointer (&ids[1], g_free);
}

static void
test_finalize_while_running (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  g_autofree char *endpoint = g_strdup (cadet_sandbox_get_endpoint (sandbox));
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (sandbox);
  g_assert_null (g_socket_client_connect_to_uri (client, endpoint, 80, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* As the window and the command line do. */
static void
test_shared (void)
{
  g_autoptr (GFile) file = new_state_file ();
  CadetSandbox *one = start_sandbox (file);
  CadetSandbox *other = start_sandbox (file);
  Call call = { .body = TEST_CREATE, .nonce = "shared" };
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) replayed = NULL;
  g_autofree char *status = NULL;

  cadet_sandbox_set_task_seconds (one, 0, 0);
  g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (one), NULL), ==, 1994);
  g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (other), NULL), ==, 1995);
  status = dup_status (cadet_sandbox_get_endpoint (other), 1994, NULL);
  g_assert_cmpstr (status, ==, "READY");

  first = call_send (cadet_sandbox_get_endpoint (one), &call);
  replayed = call_send (cadet_sandbox_get_endpoint (other), &call);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (answer_get_text (replayed, "Code"), ==, "SignatureNonceUsed");
  stop_sandbox (one);
  g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (other), NULL), ==, 1997);
  stop_sandbox (other);
}

static gpointer
create_many_cb (gpointer data)
{
  gint64 last = 0;

  for (int i = 0; i < 10; i++)
    {
      gint64 id = create_task (data, NULL);

      g_assert_cmpint (id, >, last);
      last = id;
    }
  return NULL;
}

/* Both are started at the same moment on a file that is not there, and used at once. */
static void
test_shared_at_once (void)
{
  g_autoptr (GFile) file = new_state_file ();
  CadetSandbox *sandboxes[4];
  GThread *threads[G_N_ELEMENTS (sandboxes)];
  DexFuture *starts[G_N_ELEMENTS (sandboxes)];

  for (gsize i = 0; i < G_N_ELEMENTS (sandboxes); i++)
    {
      sandboxes[i] = cadet_sandbox_new (file);
      cadet_sandbox_add_access_key (sandboxes[i], TEST_KEY_ID, TEST_KEY_SECRET);
      starts[i] = cadet_sandbox_start (sandboxes[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sandboxes); i++)
    succeed (starts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (sandboxes); i++)
    threads[i] = g_thread_new ("create", create_many_cb,
                               (char *) cadet_sandbox_get_endpoint (sandboxes[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (sandboxes); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (sandboxes[0]), NULL), ==, 1994 + 40);
  for (gsize i = 0; i < G_N_ELEMENTS (sandboxes); i++)
    stop_sandbox (sandboxes[i]);
}

static void
test_port (void)
{
  CadetSandbox *one = start_sandbox (NULL);
  CadetSandbox *other = cadet_sandbox_new (NULL);
  g_autoptr (GUri) uri = g_uri_parse (cadet_sandbox_get_endpoint (one), G_URI_FLAGS_NONE, NULL);

  cadet_sandbox_set_port (other, (guint16) g_uri_get_port (uri));
  assert_start_fails (other, CADET_ERROR_FAILED, "cannot listen on port");
  stop_sandbox (one);

  /* The port is free now, and the same object can have it. */
  succeed (cadet_sandbox_start (other));
  stop_sandbox (other);
}

static void
test_bad_files (void)
{
  g_autoptr (GFile) file = new_state_file ();
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GFile) below = g_file_get_child (file, "sandbox.db");
  g_autoptr (GFile) newer = new_state_file ();
  CadetSandbox *sandbox;
  g_autoptr (GError) error = NULL;

  g_file_make_directory_with_parents (folder, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (g_file_peek_path (file), "This is a letter, and no database at all.\n", -1,
                       &error);
  g_assert_no_error (error);
  sandbox = cadet_sandbox_new (file);
  assert_start_fails (sandbox, CADET_ERROR_STORAGE, g_file_peek_path (file));
  stop_sandbox (sandbox);

  sandbox = cadet_sandbox_new (below);
  assert_start_fails (sandbox, CADET_ERROR_STORAGE, "could not be created");
  stop_sandbox (sandbox);

  sandbox = cadet_sandbox_new (folder);
  assert_start_fails (sandbox, CADET_ERROR_STORAGE, g_file_peek_path (folder));
  stop_sandbox (sandbox);

  /* Bytes 60 to 63 of a database are its user version. */
  sandbox = start_sandbox (newer);
  stop_sandbox (sandbox);
  {
    g_autoptr (GFileIOStream) stream = g_file_open_readwrite (newer, NULL, &error);

    g_assert_no_error (error);
    g_seekable_seek (G_SEEKABLE (stream), 60, G_SEEK_SET, NULL, &error);
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), "\0\0\0\x63",
                               4, NULL, NULL, &error);
    g_assert_no_error (error);
  }
  sandbox = cadet_sandbox_new (newer);
  assert_start_fails (sandbox, CADET_ERROR_STORAGE, "newer Cadet");
  stop_sandbox (sandbox);
}

static void
test_default_file (void)
{
  g_autoptr (GFile) file = cadet_sandbox_dup_default_state_file ();
  g_autofree char *expected = g_build_filename (g_get_user_data_dir (), "cadet", "sandbox.db",
                                                NULL);

  g_assert_cmpstr (g_file_peek_path (file), ==, expected);
  g_assert_false (g_file_query_exists (file, NULL));
}

/* Whoever asks for access may let go of the sandbox before it has started. */
static void
test_dropped (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (g_get_user_data_dir ());
      g_autofree char *message = NULL;
      CadetSandbox *sandbox;
      DexFuture *load;

      g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
      sandbox = cadet_sandbox_new (folder);
      load = cadet_access_source_load (CADET_ACCESS_SOURCE (sandbox));
      g_object_unref (sandbox);

      message = fail (load, CADET_ERROR_STORAGE);
      g_assert_nonnull (message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/sandbox/state/restart", test_restart);
  g_test_add_func ("/sandbox/state/stop-and-start", test_stop_and_start);
  g_test_add_func ("/sandbox/state/finalize-while-running", test_finalize_while_running);
  g_test_add_func ("/sandbox/state/shared", test_shared);
  g_test_add_func ("/sandbox/state/shared-at-once", test_shared_at_once);
  g_test_add_func ("/sandbox/state/port", test_port);
  g_test_add_func ("/sandbox/state/bad-files", test_bad_files);
  g_test_add_func ("/sandbox/state/default-file", test_default_file);
  g_test_add_func ("/sandbox/state/dropped", test_dropped);

  return g_test_run ();
}
