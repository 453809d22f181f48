/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* A screen reader can name every control, wherever one gets to in the program. */

#include "config.h"

#include "window-fixture.h"

#include <locale.h>

static void
check_names (Window *window, const char *where)
{
  g_autoptr (GPtrArray) nameless = at_node_find_nameless (window->application);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < nameless->len; i++)
    {
      g_autoptr (AtNode) at = at_node_ref (nameless->pdata[i]);

      for (guint depth = 0; at != NULL && depth < 6; depth++)
        {
          g_autofree char *role = at_node_dup_role (at);
          g_autofree char *name = at_node_dup_name (at);
          AtNode *parent = at_node_dup_parent (at);

          g_string_append_printf (text, "%s%s “%s”", depth == 0 ? "\n" : " in ", role, name);
          at_node_unref (at);
          at = parent;
        }
    }
  if (nameless->len > 0)
    {
      g_printerr ("%s: these controls have no name:%s\n", where, text->str);
      g_test_fail_printf ("%s: %u controls have no name", where, nameless->len);
    }
}

static void
test_first (Window *window, gconstpointer data)
{
  window_start (window);
  window_expect (window, "button", "Try the Sandbox");
  check_names (window, "welcome");

  window_press (window, "F10");
  window_expect (window, "menu item", "About Cadet");
  check_names (window, "main menu");
  window_click (window, "menu item", "About Cadet");
  window_expect (window, "list item", "Legal");
  check_names (window, "About");
  window_press (window, "Escape");
  window_expect_gone (window, "list item", "Legal");
}

static void
try_sandbox (Window *window)
{
  window_start (window);
  window_click (window, "button", "Try the Sandbox");
  window_expect_focus (window, "text box", "Process ID");
}

static void
test_editor (Window *window, gconstpointer data)
{
  try_sandbox (window);
  check_names (window, "editor");

  window_press (window, "Tab space");
  window_expect (window, "menu item", "Clone an environment");
  check_names (window, "examples");
  window_press (window, "Return");
  window_expect (window, "grid cell", "${region}");
  check_names (window, "editor with variables");

  window_click (window, "toggle button", "What Is a Process ID?");
  window_expect (window, "label", "A process is a run of steps*");
  check_names (window, "help");
  window_press (window, "Escape");
  window_expect_gone (window, "label", "A process is a run of steps*");

  window_click (window, "toggle button", "Profile: Sandbox*");
  window_expect (window, "menu item", "Manage Profiles…");
  check_names (window, "profile menu");
  window_press (window, "Escape");
  window_expect_gone (window, "menu item", "Manage Profiles…");

  window_click (window, "button", "What Will Be Sent");
  window_expect (window, "text box", "What Will Be Sent");
  check_names (window, "preview");
}

static void
test_variable (Window *window, gconstpointer data)
{
  try_sandbox (window);
  window_click (window, "button", "Add Variable");
  window_expect_focus (window, "text box", "Name, row 1");
  window_type (window, "region");
  check_names (window, "name");
  window_press (window, "Tab");
  window_expect_focus (window, "toggle button", "Text");
  check_names (window, "type");
  window_press (window, "alt+Down");
  window_expect (window, "list item", "Secret");
  check_names (window, "types");
  window_press (window, "End Return");
  window_expect (window, "combo box", "*Secret*");
  window_press (window, "Tab");
  window_expect (window, NULL, "Value, row 1");
  check_names (window, "secret");

  window_press (window, "alt+Return");
  window_expect (window, "button", "Done");
  check_names (window, "variable dialog, secret");
  window_click (window, "button", "Done");
  window_expect_gone (window, "button", "Done");

  window_press (window, "Escape shift+Tab alt+Down");
  window_expect (window, "list item", "Secret");
  window_press (window, "Home Down Down Return");
  window_expect (window, "combo box", "*Boolean*");
  window_press (window, "Tab");
  window_expect_focus (window, "toggle button", "true");
  check_names (window, "boolean");
  window_press (window, "alt+Return");
  window_expect (window, "button", "Done");
  check_names (window, "variable dialog, boolean");
  window_click (window, "combo box", "Type");
  window_expect (window, "list item", "Secret");
  check_names (window, "variable dialog, types");
  window_press (window, "Escape");
  window_expect_gone (window, "list item", "Secret");
  window_click (window, "button", "Done");
  window_expect_gone (window, "button", "Done");
}

static void
fill_and_create (Window *window, const char *process_id)
{
  window_type (window, process_id);
  window_click (window, "text box", "Task Name");
  window_type (window, "Deploy");
  window_click (window, "text box", "Application ID");
  window_type (window, "JXT3MLZJ56XX65D6");
  window_press (window, "ctrl+Return");
}

static void
test_task (Window *window, gconstpointer data)
{
  try_sandbox (window);
  fill_and_create (window, "P3KTG43SW7XX6A17I");
  window_expect (window, "heading", "Ready");
  check_names (window, "created task");
  window_click (window, "tab", "Request");
  window_expect (window, "text box", "Request");
  check_names (window, "request");

  window_press (window, "ctrl+n");
  window_expect_focus (window, "text box", "Process ID");
  fill_and_create (window, "PNONE");
  window_expect (window, "heading", "Refused");
  check_names (window, "refused task");

  window_press (window, "ctrl+f");
  window_expect_focus (window, NULL, "Search Tasks");
  check_names (window, "search");
  window_type (window, "nothing like it");
  window_expect (window, "label", "No Results");
  check_names (window, "search without result");

  window_press (window, "Tab space");
  window_expect (window, "checkbox", "Refused");
  check_names (window, "filters");
  window_press (window, "Escape");
  window_expect_gone (window, "checkbox", "Refused");
  window_click (window, "button", "Show All Tasks");
  window_click (window, NULL, "Select Tasks");
  window_expect (window, "label", "0 selected");
  check_names (window, "selection");
}

static void
test_profiles (Window *window, gconstpointer data)
{
  window_start (window);
  window_press (window, "F10");
  window_click (window, "menu item", "Profiles…");
  window_expect (window, NULL, "Add Profile");
  check_names (window, "profiles");

  window_click (window, "list item", "Sandbox*");
  window_expect (window, "label", "A Simulated Service");
  check_names (window, "sandbox profile");
  window_click (window, "button", "Back*");
  window_expect_gone (window, "label", "A Simulated Service");

  window_click (window, "button", "Add Profile");
  window_expect_focus (window, "text box", "Name");
  check_names (window, "new profile");
  window_press (window, "Return");
  window_expect (window, "label", "Give the profile a name*");
  check_names (window, "new profile with problems");
  window_click (window, NULL, "Endpoint*");
  window_expect (window, "list item", "Custom…");
  check_names (window, "endpoints");
  window_click (window, "list item", "Custom…");
  window_expect (window, "text box", "Address*");
  check_names (window, "custom endpoint");
}

static void
test_nameless (Window *window, gconstpointer data)
{
  g_autoptr (GPtrArray) nameless = NULL;

  /* The check finds what has no name, and only that. */
  window_start_program (window, g_getenv ("NAMELESS_PROGRAM"));
  window_expect (window, "button", "Named");
  nameless = at_node_find_nameless (window->application);
  g_assert_cmpuint (nameless->len, ==, 2);
  window_press (window, "ctrl+q");
}

static void
add (const char *path, void (*test) (Window *, gconstpointer))
{
  g_test_add (path, Window, NULL, window_set_up, test, window_tear_down);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();

  add ("/window/names/check", test_nameless);
  add ("/window/names/first", test_first);
  add ("/window/names/editor", test_editor);
  add ("/window/names/variable", test_variable);
  add ("/window/names/task", test_task);
  add ("/window/names/profiles", test_profiles);
  return g_test_run ();
}
