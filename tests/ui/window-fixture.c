/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "test-process.h"
#include "window-fixture.h"

#include <stdio.h>
#include <string.h>

/* Between two looks at where something is, in µs: longer than a frame. */
#define FRAME 20000

/* So many frames after a key it has come to something or to nothing. */
#define TRY_FRAMES 25

/* The wheel is a pair of buttons to the X server. */
#define WHEEL_UP 4
#define WHEEL_DOWN 5

static void
set_folder (Window *self, const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_subprocess_launcher_setenv (self->launcher, variable, path, TRUE);
}

static char *
dup_stderr_path (Window *self)
{
  return g_build_filename (self->home, "stderr", NULL);
}

static void
write_file (Window *self, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

void
window_set_up (Window *self, gconstpointer data)
{
  static const char *const unset[] = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "LANGUAGE",
    "http_proxy",
    "https_proxy",
    "all_proxy",
  };
  g_autofree char *stderr_path = NULL;
  g_autoptr (GError) error = NULL;

  self->home = g_dir_make_tmp ("cadet-window-XXXXXX", &error);
  g_assert_no_error (error);
  stderr_path = dup_stderr_path (self);

  self->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_child_setup (self->launcher, end_with_parent, NULL, NULL);
  g_subprocess_launcher_set_cwd (self->launcher, self->home);
  g_subprocess_launcher_setenv (self->launcher, "HOME", self->home, TRUE);
  set_folder (self, "XDG_DATA_HOME", "data");
  set_folder (self, "XDG_CONFIG_HOME", "config");
  set_folder (self, "XDG_CACHE_HOME", "cache");
  set_folder (self, "XDG_STATE_HOME", "state");
  write_file (self, "config/gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n");
  /* Settings last from one start to the next, in a file of this home. */
  g_subprocess_launcher_setenv (self->launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_setenv (self->launcher, "G_DEBUG", "fatal-criticals", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (unset); i++)
    g_subprocess_launcher_unsetenv (self->launcher, unset[i]);

  self->bus = at_bus_connect ();
  /* Without one on the bus, GIO warns when a task has ended. */
  self->notifications = notifications_new ();
}

void
window_tear_down (Window *self, gconstpointer data)
{
  if (self->program != NULL)
    window_quit (self);
  if (self->sandbox != NULL)
    {
      g_subprocess_send_signal (self->sandbox, SIGTERM);
      g_subprocess_wait (self->sandbox, NULL, NULL);
    }
  g_clear_object (&self->sandbox);
  g_clear_object (&self->launcher);
  g_clear_pointer (&self->notifications, notifications_free);
  g_clear_object (&self->bus);
  remove_tree (self->home);
  g_clear_pointer (&self->home, g_free);
}

/* Runs `cadet sandbox` until the test ends, which takes that pair of dummies, and returns its
 * endpoint. */
char *
window_start_sandbox (Window *self, const char *access_key)
{
  g_autofree char *line = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = NULL;

  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->sandbox = g_subprocess_launcher_spawn (self->launcher, &error, g_getenv ("CADET_PROGRAM"),
                                               "sandbox", "--access-key", access_key, NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_NONE);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sandbox));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  /* {"endpoint":"http://…",…} */
  parts = g_strsplit (line, "\"", 5);
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  g_assert_cmpstr (parts[1], ==, "endpoint");
  return g_strdup (parts[3]);
}

/* Writes the settings that the next start finds, as the groups and keys of a key file. */
void
window_set_settings (Window *self, const char *content)
{
  g_assert_null (self->program);
  write_file (self, "config/glib-2.0/settings/keyfile", content);
}

/* Lets what is shown move, as it does for most people, from the next start on. Otherwise it does
 * not, so that what is found stays where it is. */
void
window_set_animations (Window *self)
{
  write_file (self, "config/gtk-4.0/settings.ini", "[Settings]\n");
}

/* What the program has written, but for what AddressSanitizer notes of every program with fibers. */
static char *
dup_stderr (Window *self)
{
  g_autofree char *path = dup_stderr_path (self);
  g_autofree char *whole = NULL;
  g_auto (GStrv) lines = NULL;
  GString *text = g_string_new (NULL);

  if (!g_file_get_contents (path, &whole, NULL, NULL))
    return g_string_free (text, FALSE);
  lines = g_strsplit (whole, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' &&
        strstr (lines[i], "WARNING: ASan doesn't fully support makecontext") == NULL)
      g_string_append_printf (text, "%s\n", lines[i]);
  return g_string_free (text, FALSE);
}

/* Ends the test, saying what was waited for and what was there. */
void
window_fail (Window *self, const char *where, const char *what)
{
  g_autofree char *written = dup_stderr (self);
  g_autoptr (GString) shown = g_string_new (NULL);

  if (self->application != NULL)
    at_node_print (self->application, shown);
  g_error ("%s: never happened: %s\nShown:\n%s\nStandard error:\n%s", where, what, shown->str,
           written);
}

static gboolean
has_ended (Window *self)
{
  return g_subprocess_get_identifier (self->program) == NULL;
}

/* The program must not have ended by itself. */
void
window_check_alive (Window *self)
{
  if (self->program != NULL && has_ended (self))
    {
      g_autofree char *written = dup_stderr (self);

      g_error ("The program ended. Standard error:\n%s", written);
    }
}

static gboolean
find_application (Window *self)
{
  self->application = at_bus_find_application (self->bus, self->pid);
  return self->application != NULL;
}

static gboolean
is_active (Window *self)
{
  g_autoptr (AtNode) window = at_node_find (self->application, "window", NULL);

  return window != NULL && at_node_has_state (window, AT_STATE_ACTIVE);
}

/* Starts a program, and waits until its window takes keys. */
void
window_start_program (Window *self, const char *path)
{
  g_autofree char *stderr_path = dup_stderr_path (self);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->program);
  g_subprocess_launcher_set_stderr_file_path (self->launcher, stderr_path);
  self->program = g_subprocess_launcher_spawn (self->launcher, &error, path, NULL);
  g_assert_no_error (error);
  self->pid = (guint) g_ascii_strtoull (g_subprocess_get_identifier (self->program), NULL, 10);
  window_wait (self, find_application (self));
  window_wait (self, is_active (self));
}

void
window_start (Window *self)
{
  window_start_program (self, g_getenv ("CADET_WINDOW_PROGRAM"));
}

/* Waits until the program has ended by itself, and well: it says nothing, and leaks nothing where
 * that can be seen. */
void
window_expect_end (Window *self)
{
  gint64 deadline = g_get_monotonic_time () + WINDOW_LIMIT;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  while (!has_ended (self))
    {
      if (g_get_monotonic_time () > deadline)
        window_fail (self, G_STRLOC, "the end of the program");
      g_usleep (5000);
    }
  g_subprocess_wait (self->program, NULL, &error);
  g_assert_no_error (error);
  written = dup_stderr (self);
  if (*written != '\0')
    g_error ("The program wrote:\n%s", written);
  g_assert_true (g_subprocess_get_if_exited (self->program));
  g_assert_cmpint (g_subprocess_get_exit_status (self->program), ==, 0);
  g_clear_pointer (&self->application, at_node_unref);
  g_clear_object (&self->program);
  self->pid = 0;
}

/* Ends the program as a person with a keyboard does: while a dialog is open, Escape is what counts,
 * and what comes to nothing is tried again. */
void
window_quit (Window *self)
{
  gint64 deadline = g_get_monotonic_time () + WINDOW_LIMIT;

  while (!has_ended (self) && g_get_monotonic_time () < deadline)
    {
      window_press (self, window_has (self, "dialog", NULL) ? "Escape" : "ctrl+q");
      for (guint i = 0; i < TRY_FRAMES && !has_ended (self); i++)
        g_usleep (FRAME);
    }
  window_expect_end (self);
}

/* Finds what is shown below @where, and waits until it is. */
AtNode *
window_find_in (Window *self, AtNode *where, const char *role, const char *name)
{
  g_autofree char *what = g_strdup_printf ("%s “%s”", role != NULL ? role : "anything",
                                           name != NULL ? name : "*");
  gint64 deadline = g_get_monotonic_time () + WINDOW_LIMIT;
  AtNode *found = NULL;

  while ((found = at_node_find (where, role, name)) == NULL)
    {
      window_check_alive (self);
      if (g_get_monotonic_time () > deadline)
        window_fail (self, G_STRLOC, what);
      g_usleep (5000);
    }
  return found;
}

/* Finds what is shown, by @role or any, and by @name or any, where `*` stands for anything. */
AtNode *
window_find (Window *self, const char *role, const char *name)
{
  return window_find_in (self, self->application, role, name);
}

gboolean
window_has (Window *self, const char *role, const char *name)
{
  g_autoptr (AtNode) node = at_node_find (self->application, role, name);

  return node != NULL;
}

gboolean
window_has_focus (Window *self, const char *role, const char *name)
{
  g_autoptr (AtNode) focus = at_node_find_focus (self->application);
  g_autofree char *own_role = NULL;
  g_autofree char *own_name = NULL;

  if (focus == NULL)
    return FALSE;
  own_role = at_node_dup_role (focus);
  own_name = at_node_dup_name (focus);
  return (role == NULL || g_str_equal (own_role, role)) &&
         (name == NULL || g_pattern_match_simple (name, own_name));
}

gboolean
window_has_text (Window *self, const char *role, const char *name, const char *text)
{
  g_autoptr (AtNode) node = at_node_find (self->application, role, name);
  g_autofree char *own_text = NULL;

  if (node == NULL)
    return FALSE;
  own_text = at_node_dup_text (node);
  return g_pattern_match_simple (text, own_text);
}

/* Runs a program to its end and returns what it printed. */
static char *
run (GSubprocessLauncher *launcher, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) own = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  if (launcher == NULL)
    launcher = own = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s %s failed: %s", argv[0], argv[1] != NULL ? argv[1] : "", out);
  return out;
}

/* Presses keys one after the other, by their X names, as in "ctrl+n Tab Return". */
void
window_press (Window *self, const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);
  const char *argv[] = { "xdotool", "key", "--delay", "4", NULL, NULL };

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *out = NULL;

      argv[4] = names[i];
      out = run (NULL, argv);
    }
}

/* Types characters that are on the keyboard. */
void
window_type (Window *self, const char *text)
{
  const char *argv[] = { "xdotool", "type", "--delay", "4", "--", text, NULL };
  g_autofree char *out = run (NULL, argv);
}

static gboolean
has_other_focus (Window *self, AtNode *old)
{
  g_autoptr (AtNode) focus = at_node_find_focus (self->application);

  return focus != NULL && (old == NULL || !at_node_equal (focus, old));
}

/* Presses Tab until the focus is there. */
void
window_tab_to (Window *self, const char *role, const char *name)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (AtNode) focus = at_node_find_focus (self->application);

      if (window_has_focus (self, role, name))
        return;
      window_press (self, "Tab");
      window_wait (self, has_other_focus (self, focus));
    }
  window_fail (self, G_STRLOC, name);
}

typedef struct
{
  guint id;
  int   x;
  int   y;
  int   width;
  int   height;
} Surface;

/* The X windows of the program that can be seen: a popover has one of its own. */
static GArray *
list_surfaces (Window *self)
{
  g_autofree char *pid = g_strdup_printf ("%u", self->pid);
  const char *argv[] = { "xdotool", "search", "--all", "--onlyvisible", "--pid", pid, "--class", ".*",
                         "getwindowgeometry", "--shell", "%@", NULL };
  g_autofree char *out = run (NULL, argv);
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  GArray *surfaces = g_array_new (FALSE, FALSE, sizeof (Surface));
  Surface surface = { 0 };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (sscanf (lines[i], "WINDOW=%u", &surface.id) == 1 ||
          sscanf (lines[i], "X=%d", &surface.x) == 1 ||
          sscanf (lines[i], "Y=%d", &surface.y) == 1 ||
          sscanf (lines[i], "WIDTH=%d", &surface.width) == 1)
        continue;
      if (sscanf (lines[i], "HEIGHT=%d", &surface.height) == 1)
        g_array_append_val (surfaces, surface);
    }
  return surfaces;
}

/* The one that a node fills, NULL where it fills none. */
static Surface *
find_surface (GArray *surfaces, AtNode *node, int *x, int *y)
{
  int width = 0, height = 0;

  if (!at_node_get_extents (node, x, y, &width, &height))
    return NULL;
  for (guint i = 0; i < surfaces->len; i++)
    {
      Surface *surface = &g_array_index (surfaces, Surface, i);

      if (surface->width == width && surface->height == height)
        return surface;
    }
  return NULL;
}

/* Where the middle of something is on the screen: from the nearest thing around it that fills an X
 * window. */
static gboolean
find_middle (Window *self, AtNode *node, int *x, int *y, Surface *found)
{
  g_autoptr (GArray) surfaces = list_surfaces (self);
  g_autoptr (AtNode) around = at_node_ref (node);
  int width = 0, height = 0;

  if (!at_node_get_extents (node, x, y, &width, &height) || width <= 0 || height <= 0)
    return FALSE;
  *x += width / 2;
  *y += height / 2;

  while (around != NULL)
    {
      int left = 0, top = 0;
      Surface *surface = find_surface (surfaces, around, &left, &top);
      AtNode *parent = NULL;

      if (surface != NULL)
        {
          g_autofree char *role = at_node_dup_role (around);
          /* A window's place is minus its border, from which what is in it is counted again. */
          int times = g_str_equal (role, "window") ? 2 : 1;

          *x += surface->x - times * left;
          *y += surface->y - times * top;
          *found = *surface;
          return TRUE;
        }
      parent = at_node_dup_parent (around);
      at_node_unref (g_steal_pointer (&around));
      around = parent;
    }
  return FALSE;
}

static void
use_pointer (int x, int y, int button)
{
  g_autofree char *x_text = g_strdup_printf ("%d", x);
  g_autofree char *y_text = g_strdup_printf ("%d", y);
  g_autofree char *button_text = g_strdup_printf ("%d", button);
  const char *argv[] = { "xdotool", "mousemove", x_text, y_text, "click", button_text, NULL };
  g_autofree char *out = run (NULL, argv);
}

/* Moves the pointer to the middle of something and clicks, once it rests. What is not on the screen
 * is brought there with the wheel, as people do. */
void
window_click_node (Window *self, AtNode *node)
{
  gint64 deadline = g_get_monotonic_time () + WINDOW_LIMIT;
  Surface surface = { 0 };
  int x = 0, y = 0, old_x = -1, old_y = -1;

  while (TRUE)
    {
      gboolean found = find_middle (self, node, &x, &y, &surface);

      if (found && x == old_x && y == old_y)
        {
          if (y > surface.y && y < surface.y + surface.height)
            break;
          use_pointer (x, surface.y + surface.height / 2, y > surface.y ? WHEEL_DOWN : WHEEL_UP);
        }
      window_check_alive (self);
      if (g_get_monotonic_time () > deadline)
        {
          g_autofree char *role = at_node_dup_role (node);
          g_autofree char *name = at_node_dup_name (node);
          g_autofree char *what = g_strdup_printf ("%s “%s” rests on the screen", role, name);

          window_fail (self, G_STRLOC, what);
        }
      old_x = x;
      old_y = y;
      g_usleep (FRAME);
    }
  use_pointer (x, y, 1);
}

/* Clicks on what is shown, as window_find() finds it. */
void
window_click (Window *self, const char *role, const char *name)
{
  g_autoptr (AtNode) node = window_find (self, role, name);

  window_click_node (self, node);
}

static gboolean
has_width (AtNode *window, int width)
{
  int x = 0, y = 0, own_width = 0, height = 0;

  return at_node_get_extents (window, &x, &y, &own_width, &height) && own_width == width;
}

static guint
find_window (Window *self, AtNode *window)
{
  guint id = 0;

  while (id == 0)
    {
      g_autoptr (GArray) surfaces = list_surfaces (self);
      int x = 0, y = 0;
      Surface *surface = find_surface (surfaces, window, &x, &y);

      window_check_alive (self);
      id = surface != NULL ? surface->id : 0;
    }
  return id;
}

/* Gives the window another size, its border included, and waits until it has it. */
void
window_resize (Window *self, int width, int height)
{
  g_autoptr (AtNode) window = window_find (self, "window", NULL);
  g_autofree char *id_text = NULL;
  g_autofree char *width_text = g_strdup_printf ("%d", width);
  g_autofree char *height_text = g_strdup_printf ("%d", height);
  const char *argv[] = { "xdotool", "windowsize", NULL, width_text, height_text, NULL };
  g_autofree char *out = NULL;

  argv[2] = id_text = g_strdup_printf ("%u", find_window (self, window));
  out = run (NULL, argv);
  window_wait (self, has_width (window, width));
}

/* Runs `cadet` in the same home, and returns what it printed. */
char *
window_run (Window *self, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  char *out = NULL;
  va_list args;

  g_ptr_array_add (argv, (gpointer) g_getenv ("CADET_PROGRAM"));
  va_start (args, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_set_stderr_file_path (self->launcher, NULL);
  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  out = run (self->launcher, (const char *const *) argv->pdata);
  g_subprocess_launcher_set_flags (self->launcher, G_SUBPROCESS_FLAGS_NONE);
  return out;
}
