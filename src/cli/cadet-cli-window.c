/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-util.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_PROGRAM "cadet-window"

static gboolean
is_set (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0';
}

/* Whether a window could be opened at all, told without the toolkit. */
static gboolean
has_display (void)
{
  const char *runtime_dir = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *socket = NULL;

  if (is_set ("WAYLAND_DISPLAY") || is_set ("WAYLAND_SOCKET") || is_set ("DISPLAY") ||
      is_set ("BROADWAY_DISPLAY"))
    return TRUE;
  if (runtime_dir == NULL)
    return FALSE;
  socket = g_build_filename (runtime_dir, "wayland-0", NULL);
  return access (socket, F_OK) == 0;
}

/* The window's program of this build: beside this one in a build folder, else where it is
 * installed. */
static char *
dup_window_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (self != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self);
      g_autofree char *beside = g_build_filename (folder, WINDOW_PROGRAM, NULL);
      g_autofree char *in_ui = g_build_filename (folder, "ui", WINDOW_PROGRAM, NULL);

      if (strcmp (folder, BINDIR) != 0 && access (beside, X_OK) == 0)
        return g_steal_pointer (&beside);
      if (strcmp (folder, BINDIR) != 0 && access (in_ui, X_OK) == 0)
        return g_steal_pointer (&in_ui);
    }
  return g_build_filename (LIBEXECDIR, WINDOW_PROGRAM, NULL);
}

/* A service is started before it is known whether it will be asked to show anything, and help needs
 * no display. */
static gboolean
needs_display (char **argv)
{
  for (int i = 1; argv[i] != NULL; i++)
    if (strcmp (argv[i], "--gapplication-service") == 0 ||
        strncmp (argv[i], "--display", strlen ("--display")) == 0 ||
        strncmp (argv[i], "--help", strlen ("--help")) == 0)
      return FALSE;
  return TRUE;
}

/**
 * cadet_cli_open_window:
 * @argv: (array zero-terminated=1): the arguments of the program
 *
 * Becomes the window's program, which is a program of its own so that a command does not wait for
 * the toolkit to load. Returns only when that is not possible, and says why.
 *
 * Returns: %CADET_EXIT_FAILED
 */
int
cadet_cli_open_window (char **argv)
{
  g_autofree char *program = NULL;

  g_return_val_if_fail (argv != NULL, CADET_EXIT_FAILED);

  if (needs_display (argv) && !has_display ())
    {
      cadet_cli_message (_ ("There is no display to open a window on. “cadet --help” lists what "
                            "works without one."));
      return CADET_EXIT_FAILED;
    }

  program = dup_window_program ();
  execv (program, argv);
  /* Translators: a file name and the system's reason */
  cadet_cli_message (_ ("The window cannot be opened, because “%s” cannot be run: %s. Install Cadet "
                        "in full; “cadet --help” lists what works without a window."),
                     program, g_strerror (errno));
  return CADET_EXIT_FAILED;
}
