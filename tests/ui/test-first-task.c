/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* A newcomer's first task, in the whole program, with the pointer and with the keyboard alone. */

#include "config.h"

#include "window-fixture.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

#define PROCESS "P3KTG43SW7XX6A17I"
#define APPLICATION "JXT3MLZJ56XX65D6"

/* The only line that `cadet` printed, as an object. */
static JsonObject *
parse_line (const char *out)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  root = json_from_string (out, &error);
  g_assert_no_error (error);
  g_assert_nonnull (root);
  return json_object_ref (json_node_get_object (root));
}

/* The ledger has one task, created, with the variables that were on; its ID is returned. */
static char *
dup_task_id (Window *window)
{
  g_autofree char *list = window_run (window, "task", "list", "--json", NULL);
  g_autoptr (JsonObject) task = parse_line (list);
  g_autofree char *id = NULL;
  g_autofree char *show = NULL;

  g_assert_cmpstr (json_object_get_string_member (task, "outcome"), ==, "created");
  g_assert_cmpstr (json_object_get_string_member (task, "name"), ==, "Deploy web tier");
  g_assert_cmpstr (json_object_get_string_member (task, "processId"), ==, PROCESS);
  g_assert_cmpstr (json_object_get_string_member (task, "appId"), ==, APPLICATION);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (task, "taskId"));
  g_assert_cmpint (json_object_get_int_member (task, "taskId"), >, 0);

  show = window_run (window, "task", "show", id, NULL);
  g_assert_nonnull (strstr (show, "{\"${region}\":\"cn-hangzhou\",\"${count}\":3}"));
  return g_steal_pointer (&id);
}

static void
expect_task (Window *window, const char *id)
{
  g_autoptr (AtNode) row = NULL;
  g_autoptr (AtNode) shown = NULL;

  row = window_find (window, "list item", "Task ID");
  shown = window_find_in (window, row, "label", id);
}

/* From the empty row on: a text, a number, and a third one, where the cursor stays. */
static void
type_variables (Window *window)
{
  window_expect_focus (window, "text box", "Name, row 1");
  window_type (window, "region");
  window_press (window, "Tab Tab");
  window_type (window, "cn-hangzhou");
  window_press (window, "Return");
  window_type (window, "count");
  window_press (window, "Tab alt+Down Down Return Tab");
  window_type (window, "3");
  window_press (window, "Return");
  window_type (window, "release");
  window_press (window, "Tab Tab");
  window_expect_focus (window, "text box", "Value, row 3");
  window_type (window, "v1");
}

static void
test_pointer (Window *window, gconstpointer data)
{
  g_autofree char *id = NULL;

  window_start (window);
  window_click (window, "button", "Try the Sandbox");

  window_click (window, "text box", "Process ID");
  window_type (window, PROCESS);
  window_click (window, "text box", "Task Name");
  window_type (window, "Deploy web tier");
  window_click (window, "text box", "Application ID");
  window_type (window, APPLICATION);
  window_click (window, "button", "Add Variable");
  type_variables (window);
  window_click (window, "checkbox", "On, row 3");

  window_click (window, "button", "Create");
  window_expect (window, "heading", "Ready");
  id = dup_task_id (window);
  expect_task (window, id);

  window_click (window, "button", "Close");
  window_expect_end (window);

  window_start (window);
  window_click (window, "list item", "Deploy web tier*");
  expect_task (window, id);
}

static void
test_keyboard (Window *window, gconstpointer data)
{
  g_autofree char *id = NULL;

  window_start (window);
  window_tab_to (window, "button", "Try the Sandbox");
  window_press (window, "Return");

  window_expect_focus (window, "text box", "Process ID");
  window_type (window, PROCESS);
  window_tab_to (window, "text box", "Task Name");
  window_type (window, "Deploy web tier");
  window_tab_to (window, "text box", "Application ID");
  window_type (window, APPLICATION);
  window_tab_to (window, "button", "Add Variable");
  window_press (window, "space");
  type_variables (window);
  window_press (window, "Escape Left Left Left space");

  window_press (window, "ctrl+Return");
  window_expect (window, "heading", "Ready");
  id = dup_task_id (window);
  expect_task (window, id);

  window_quit (window);

  window_start (window);
  window_tab_to (window, "list item", "Deploy web tier*");
  window_press (window, "Return");
  expect_task (window, id);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/window/first-task/pointer", Window, NULL, window_set_up, test_pointer,
              window_tear_down);
  g_test_add ("/window/first-task/keyboard", Window, NULL, window_set_up, test_keyboard,
              window_tear_down);
  return g_test_run ();
}
