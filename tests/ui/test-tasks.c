/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Many tasks in the whole program: finding some of them, and doing something with several. */

#include "config.h"

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#define PROCESS "P3KTG43SW7XX6A17I"
#define APPLICATION "JXT3MLZJ56XX65D6"

static void
create (Window *window, const char *name)
{
  g_autofree char *out = window_run (window, "create", "--process", PROCESS, "--name", name, "--app",
                                     APPLICATION, "--profile", "sandbox", "--json", NULL);

  g_assert_nonnull (strstr (out, "created"));
}

static guint
count_rows (Window *window)
{
  g_autoptr (GPtrArray) rows = at_node_find_all (window->application, "list item", "*, Ready · *");

  return rows->len;
}

/* The file dialog of GTK 4.18 keeps what it has read of a folder, and its functions have no names by
 * which a leak of theirs could be told from ours. */
static void
ignore_leaks (Window *window)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *without = g_strconcat (options != NULL ? options : "", ":detect_leaks=0", NULL);

  g_subprocess_launcher_setenv (window->launcher, "ASAN_OPTIONS", without, TRUE);
}

/* Three tasks, the last of them on top. With @data leaks are not looked for. */
static void
set_up (Window *window, gconstpointer data)
{
  window_set_up (window, data);
  if (data != NULL)
    ignore_leaks (window);
  window_set_settings (window, "[io/github/cadetapp/Cadet]\ndefault-profile='sandbox'\n");
  create (window, "Deploy web tier");
  create (window, "Rotate certificates");
  create (window, "Scale out");
  window_start (window);
  /* They are followed until they are at rest. */
  window_wait (window, count_rows (window) == 3);
}

static guint
count_lines (Window *window)
{
  g_autofree char *list = window_run (window, "task", "list", "--json", NULL);
  guint n_lines = 0;

  for (const char *at = list; (at = strchr (at, '\n')) != NULL; at++)
    n_lines++;
  return n_lines;
}

static void
focus_first (Window *window)
{
  window_tab_to (window, "list item", "*, Ready · *");
}

static void
test_search (Window *window, gconstpointer data)
{
  window_press (window, "ctrl+f");
  window_expect_focus (window, NULL, "Search Tasks");
  window_type (window, "CERT");
  window_expect_gone (window, "list item", "Scale out*");
  window_expect (window, "list item", "Rotate certificates*");
  g_assert_cmpuint (count_rows (window), ==, 1);

  window_type (window, "zzz");
  window_expect (window, NULL, "No Results");
  window_expect_gone (window, "list item", "Rotate certificates*");
  window_click (window, "button", "Show All Tasks");
  window_expect (window, "list item", "Scale out*");
  g_assert_cmpuint (count_rows (window), ==, 3);

  /* Closed, a search is over. */
  window_type (window, "scale");
  window_expect_gone (window, "list item", "Deploy*");
  window_press (window, "Escape");
  window_expect (window, "list item", "Deploy*");

  /* In the list, letters begin one. */
  focus_first (window);
  window_type (window, "deploy");
  window_expect_gone (window, "list item", "Scale out*");
  window_expect (window, "list item", "Deploy*");
}

static void
test_filter (Window *window, gconstpointer data)
{
  window_press (window, "ctrl+f");
  window_expect_focus (window, NULL, "Search Tasks");
  window_press (window, "Tab space");
  window_expect (window, "checkbox", "Refused");
  window_click (window, "checkbox", "Refused");
  window_expect (window, NULL, "No Results");
  window_click (window, "checkbox", "Ready");
  window_expect (window, "list item", "Deploy*");
  window_press (window, "Escape");
  window_expect_gone (window, "checkbox", "Ready");
  window_expect (window, "label", "Ready, Refused");

  window_tab_to (window, "button", "Clear");
  window_press (window, "space");
  window_expect_gone (window, "button", "Clear");
  g_assert_cmpuint (count_rows (window), ==, 3);
}

static void
test_delete (Window *window, gconstpointer data)
{
  focus_first (window);
  window_expect_focus (window, "list item", "Scale out*");
  window_press (window, "Delete");
  window_expect_gone (window, "list item", "Scale out*");
  window_expect (window, "label", "1 task deleted from the list");
  g_assert_cmpuint (count_lines (window), ==, 2);

  window_click (window, "button", "Undo");
  window_expect (window, "list item", "Scale out*");
  g_assert_cmpuint (count_lines (window), ==, 3);
}

static void
test_selection (Window *window, gconstpointer data)
{
  focus_first (window);
  window_press (window, "shift+Down");
  window_expect (window, "label", "2 selected");
  window_press (window, "ctrl+a");
  window_expect (window, "label", "3 selected");
  window_press (window, "Escape");
  window_expect_gone (window, "label", "3 selected");

  /* With a mark for each row, the arrow keys move and Space marks. */
  window_click (window, NULL, "Select Tasks");
  focus_first (window);
  window_press (window, "Home space Down space");
  window_expect (window, "label", "2 selected");
  window_press (window, "Down space");
  window_expect (window, "label", "3 selected");
  window_press (window, "Up space");
  window_expect (window, "label", "2 selected");
  window_press (window, "Delete");
  window_expect (window, "label", "2 tasks deleted from the list");
  window_wait (window, count_rows (window) == 1);
  window_expect (window, "list item", "Rotate certificates*");
  g_assert_cmpuint (count_lines (window), ==, 1);
}

static void
test_note (Window *window, gconstpointer data)
{
  g_autofree char *list = NULL;

  focus_first (window);
  window_press (window, "Menu");
  window_expect (window, "menu item", NULL);
  window_press (window, "n");
  window_expect_focus (window, NULL, "Note");
  window_type (window, "ask Wei");
  window_press (window, "Return");
  window_expect (window, "list item", "Scale out*, has a note");
  list = window_run (window, "task", "list", "--json", NULL);
  g_assert_nonnull (strstr (list, "ask Wei"));
}

static void
test_export (Window *window, gconstpointer data)
{
  g_autofree char *path = g_build_filename (window->home, "tasks.csv", NULL);
  g_autofree char *content = NULL;

  focus_first (window);
  window_press (window, "ctrl+a");
  window_expect (window, "label", "3 selected");
  window_press (window, "Menu");
  window_expect (window, "menu item", NULL);
  window_press (window, "v");
  window_expect_focus (window, "text box", NULL);
  window_press (window, "ctrl+a");
  window_type (window, path);
  window_press (window, "Return");
  /* Not what the window says of it: that goes after some seconds, unseen on a slow machine. */
  window_wait (window, g_file_get_contents (path, &content, NULL, NULL));
  g_assert_nonnull (strstr (content, "Deploy web tier"));
  g_assert_nonnull (strstr (content, "Rotate certificates"));
  g_assert_nonnull (strstr (content, "Scale out"));
}

/* The ledger has lost its second half. */
static void
set_up_damaged (Window *window, gconstpointer data)
{
  g_autofree char *path = NULL;
  GStatBuf info;

  window_set_up (window, data);
  window_set_settings (window, "[io/github/cadetapp/Cadet]\ndefault-profile='sandbox'\n");
  create (window, "Deploy web tier");
  create (window, "Rotate certificates");

  path = g_build_filename (window->home, "data", "cadet", "ledger.db", NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2), ==, 0);
}

static void
test_damaged (Window *window, gconstpointer data)
{
  window_start (window);
  window_expect (window, NULL, "Some Tasks May Be Missing");
  window_expect (window, "label", "“*/ledger.db”, where Cadet keeps its tasks, was damaged. *");
  window_press (window, "Escape");
  window_expect_gone (window, NULL, "Some Tasks May Be Missing");

  /* It is told once. */
  window_quit (window);
  window_start (window);
  window_press (window, "ctrl+n");
  window_expect (window, "button", "Create");
  g_assert_false (window_has (window, NULL, "Some Tasks May Be Missing"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func, data) \
  g_test_add ("/window/tasks/" name, Window, data, set_up, func, window_tear_down)

  ADD ("search", test_search, NULL);
  ADD ("filter", test_filter, NULL);
  ADD ("delete", test_delete, NULL);
  ADD ("selection", test_selection, NULL);
  ADD ("note", test_note, NULL);
  ADD ("export", test_export, "leaks are not looked for");
  g_test_add ("/window/tasks/damaged", Window, NULL, set_up_damaged, test_damaged,
              window_tear_down);
  return g_test_run ();
}
