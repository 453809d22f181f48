/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* What becomes of a task after it was created, on its page: followed, executed, unknown. */

#include "config.h"

#include "window-fixture.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

#define PROFILE "11111111-2222-4333-8444-555555555555"
#define KEY_ID "YourAccessKeyId"
#define KEY_SECRET "YourAccessKeySecret"

typedef struct
{
  Window window;
  GSubprocess *sandbox;
} Fixture;

static void
store_secret (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "secret-tool", "store",
                              "--label", "Cadet", "xdg:schema", "io.github.cadetapp.Cadet.Profile",
                              "profile", PROFILE, "kind", "access-key-secret", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, KEY_SECRET, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
}

/* A service on loopback that is quick, though not with its work: on a slow machine, too, one has gone
 * elsewhere before it ends. In it @fault happens; the profile that signs for it is there when the
 * program starts. */
static void
set_up (Fixture      *self,
        gconstpointer fault)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *settings = NULL;
  g_auto (GStrv) parts = NULL;

  window_set_up (&self->window, NULL);
  store_secret ();

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->sandbox =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("CADET_PROGRAM"), "sandbox",
                                 "--access-key", KEY_ID ":" KEY_SECRET, "--bind-seconds", "0.2",
                                 "--run-seconds", "6", fault != NULL ? "--fault" : NULL, fault,
                                 NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sandbox));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  /* {"endpoint":"http://…",…} */
  parts = g_strsplit (line, "\"", 5);
  g_assert_cmpuint (g_strv_length (parts), ==, 5);

  settings = g_strdup_printf ("[io/github/cadetapp/Cadet]\n"
                              "profile-ids=['" PROFILE "']\n"
                              "default-profile='" PROFILE "'\n"
                              "[io/github/cadetapp/Cadet/profiles/" PROFILE "]\n"
                              "name='Team'\n"
                              "access-key-id='" KEY_ID "'\n"
                              "endpoint='%s'\n",
                              parts[3]);
  window_set_settings (&self->window, settings);
}

static void
tear_down (Fixture      *self,
           gconstpointer fault)
{
  window_tear_down (&self->window, NULL);
  g_subprocess_send_signal (self->sandbox, SIGTERM);
  g_subprocess_wait (self->sandbox, NULL, NULL);
  g_clear_object (&self->sandbox);
}

static void
create (Window *window)
{
  window_start (window);
  window_expect_focus (window, "text box", "Process ID");
  window_type (window, "P3KTG43SW7XX6A17I");
  window_tab_to (window, "text box", "Task Name");
  window_type (window, "Deploy web tier");
  window_tab_to (window, "text box", "Application ID");
  window_type (window, "JXT3MLZJ56XX65D6");
  window_press (window, "ctrl+Return");
}

static gboolean
has_notification (Window     *window,
                  const char *pattern)
{
  g_autofree char *text = notifications_dup (window->notifications);

  return text != NULL && g_pattern_match_simple (pattern, text);
}

static void
test_finish (Fixture      *self,
             gconstpointer data)
{
  Window *window = &self->window;
  g_autofree char *notified = NULL;
  g_autofree char *shown = NULL;

  create (window);
  window_expect (window, "heading", "Ready");
  window_expect (window, "label", "READY");
  window_expect (window, "list item", "Answered: created");
  /* Its page is before everybody’s eyes. */
  notified = notifications_dup (window->notifications);
  g_assert_null (notified);

  /* Real work is asked for by itself. */
  window_click (window, "button", "Execute…");
  window_expect (window, "label", "*cost money*“Team”*");
  window_click (window, "button", "Cancel");
  window_expect_gone (window, "label", "*cost money*");
  shown = window_run (window, "task", "list", "--json", NULL);
  g_assert_null (strstr (shown, "\"running\""));
  g_assert_false (window_has (window, "list item", "Order to execute sent"));

  window_click (window, "button", "Execute…");
  window_expect (window, "label", "*cost money*");
  window_click (window, "button", "Execute");
  window_expect (window, "list item", "Order to execute sent");
  window_expect (window, "list item", "Order taken*");

  /* Who has gone elsewhere is told, and brought back. */
  window_press (window, "ctrl+n");
  window_expect_focus (window, "text box", "Process ID");
  window_wait (window, has_notification (window, "“Deploy web tier” Has Finished*"));
  notifications_activate (window->notifications);
  window_expect (window, "heading", "Finished");
  window_expect (window, "label", "FINISH");
  g_assert_false (window_has (window, "button", "Execute…"));
}

static void
test_note (Fixture      *self,
           gconstpointer data)
{
  Window *window = &self->window;

  create (window);
  window_expect (window, "heading", "Ready");
  window_tab_to (window, "text box", "Note");
  window_type (window, "for the fair");
  window_press (window, "Return");
  window_expect (window, "list item", "Noted");
  window_quit (window);

  window_start (window);
  window_click (window, "list item", "Deploy web tier*");
  window_expect_text (window, "text box", "Note", "for the fair");
}

static void
test_not_created (Fixture      *self,
                  gconstpointer data)
{
  Window *window = &self->window;

  create (window);
  window_expect (window, "heading", "Unknown");
  window_click (window, "button", "It Was Not Created");
  window_expect (window, "heading", "Not created");
  window_expect (window, "list item", "You said that it was not created");

  window_click (window, "button", "Create Again…");
  window_expect (window, "label", "This draft makes “Deploy web tier” of *");
  window_press (window, "ctrl+Return");
  window_expect (window, "heading", "Ready");

  /* Both attempts lead to each other. */
  window_tab_to (window, "list item", "Earlier Attempt*");
  window_press (window, "Return");
  window_expect (window, "heading", "Not created");
  window_tab_to (window, "list item", "Later Attempt*");
  window_press (window, "Return");
  window_expect (window, "heading", "Ready");
}

static void
test_found (Fixture      *self,
            gconstpointer data)
{
  Window *window = &self->window;

  create (window);
  window_expect (window, "heading", "Unknown");

  /* The same content once more is asked about. */
  window_click (window, "button", "Use as Draft");
  window_expect_focus (window, "text box", "Process ID");
  window_press (window, "ctrl+Return");
  window_expect (window, "label", "*not known whether that created a task*");
  window_click (window, "button", "Show Earlier Attempt");
  window_expect (window, "heading", "Unknown");

  window_click (window, "button", "I Found It in the Console…");
  window_expect_focus (window, "text box", "Task ID");
  window_type (window, "x");
  window_expect (window, "label", "A task ID is a whole number*");
  window_press (window, "BackSpace");
  window_type (window, "1");
  window_press (window, "Return");
  window_expect (window, "label", "*EntityNotExist*");
  window_press (window, "ctrl+a");
  window_type (window, "1994");
  window_press (window, "Return");
  window_expect (window, "heading", "Ready");
  window_expect (window, "list item", "You found it in the console");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/window/task-page/finish", Fixture, NULL, set_up, test_finish, tear_down);
  g_test_add ("/window/task-page/note", Fixture, NULL, set_up, test_note, tear_down);
  g_test_add ("/window/task-page/not-created", Fixture, "lost-reply@CreateTask:1", set_up,
              test_not_created, tear_down);
  g_test_add ("/window/task-page/found", Fixture, "lost-reply@CreateTask:1", set_up, test_found,
              tear_down);
  return g_test_run ();
}
