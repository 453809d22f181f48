/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "keyring-file.h"

#include <glib/gstdio.h>

#define FILE_NAME "test.keyring"

/* To be called after g_test_init(). Returns the folder that it is in, or NULL in a subprocess of the
 * test, which uses what its parent set up. */
char *
keyring_file_set_up (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    return NULL;

  folder = g_dir_make_tmp ("cadet-keyring-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, FILE_NAME, NULL);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password of a test", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);

  return g_steal_pointer (&folder);
}

/* Removes what keyring_file_set_up() made. */
void
keyring_file_tear_down (char *folder)
{
  g_autofree char *path = NULL;
  g_autofree char *backup = NULL;

  if (folder == NULL)
    return;

  path = g_build_filename (folder, FILE_NAME, NULL);
  backup = g_strconcat (path, "~", NULL);
  g_unlink (backup);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Runs the current test again where there is no keyring, in a subprocess: the backend is chosen once
 * a process. */
void
keyring_file_run_without (void)
{
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_test_trap_assert_passed ();
}
