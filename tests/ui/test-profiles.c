/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* A profile's life in its dialog, with a keyring, or in a session that has none. */

#include "config.h"

#include "window-fixture.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

#define KEY_ID "YourAccessKeyId"
#define KEY_SECRET "YourAccessKeySecret"
#define SCHEMA "io.github.cadetapp.Cadet.Profile"

static gboolean without_keyring;

/* How many secrets of profiles the keyring has. */
static guint
count_secrets (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  guint count = 0;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, "secret-tool", "search", "--all", "xdg:schema", SCHEMA, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  for (const char *p = out; (p = strstr (p, "secret = ")) != NULL; p++)
    count++;
  return count;
}

/* Nothing that is shown tells the secret to assistive technology. */
static void
expect_untold (Window *window, const char *secret)
{
  g_autoptr (GPtrArray) nodes = at_node_find_all (window->application, NULL, NULL);

  g_assert_cmpuint (nodes->len, >, 10);
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *text = at_node_dup_text (nodes->pdata[i]);
      g_autofree char *name = at_node_dup_name (nodes->pdata[i]);
      g_autofree char *description = at_node_dup_description (nodes->pdata[i]);

      if (strstr (text, secret) != NULL || strstr (name, secret) != NULL ||
          strstr (description, secret) != NULL)
        {
          g_autofree char *role = at_node_dup_role (nodes->pdata[i]);

          g_error ("%s “%s” tells the secret", role, name);
        }
    }
}

static void
test_untold_variable (Window *window, gconstpointer data)
{
  window_start (window);
  window_click (window, "button", "Try the Sandbox");
  window_expect_focus (window, "text box", "Process ID");
  window_click (window, "button", "Add Variable");
  window_expect_focus (window, "text box", "Name, row 1");
  window_type (window, "token");
  window_press (window, "Tab alt+Down");
  window_expect (window, "list item", "Secret");
  window_press (window, "End Return Tab");
  window_expect_focus (window, NULL, "Value, row 1");
  window_type (window, "hunter");
  window_expect_text (window, "text box", "Value, row 1", "●●●●●●");
  expect_untold (window, "hunter");
  window_press (window, "alt+Return");
  window_expect (window, "button", "Done");
  window_expect_text (window, "text box", "Value", "●●●●●●");
  expect_untold (window, "hunter");
}

static void
open_profiles (Window *window)
{
  window_press (window, "F10");
  window_click (window, "menu item", "Profiles…");
  window_expect (window, "button", "Add Profile");
}

static char *
dup_dots (gsize length)
{
  GString *dots = g_string_new (NULL);

  while (length-- > 0)
    g_string_append (dots, "●");
  return g_string_free (dots, FALSE);
}

/* On the page of a new profile. */
static void
fill (Window *window, const char *secret, const char *endpoint)
{
  g_autofree char *dots = dup_dots (strlen (secret));

  window_expect_focus (window, "text box", "Name");
  window_type (window, "Team");
  window_press (window, "Tab");
  window_expect_focus (window, "text box", "AccessKey ID");
  window_type (window, KEY_ID);
  window_press (window, "Tab");
  window_expect_focus (window, "text box", "AccessKey Secret");
  window_type (window, secret);
  window_expect_text (window, "text box", "AccessKey Secret", dots);
  expect_untold (window, secret);
  window_click (window, "combo box", "Endpoint");
  window_click (window, "list item", "Custom…");
  window_click (window, "text box", "Address*");
  window_type (window, endpoint);
}

static void
test_life (Window *window, gconstpointer data)
{
  g_autofree char *endpoint = NULL;
  guint before = 0;

  if (without_keyring)
    {
      g_test_skip ("the session has no keyring");
      return;
    }
  endpoint = window_start_sandbox (window, KEY_ID ":" KEY_SECRET);
  before = count_secrets ();

  window_start (window);
  window_click (window, "button", "Add Profile…");
  fill (window, "wrong", endpoint);
  window_click (window, "button", "Test");
  window_expect (window, "label", "Does Not Work");
  window_expect (window, "label", "*SignatureDoesNotMatch*");

  window_click (window, "text box", "AccessKey Secret");
  window_press (window, "ctrl+a");
  window_type (window, KEY_SECRET);
  window_click (window, "button", "Test");
  window_expect (window, "label", "Works: account *");
  window_click (window, "button", "Save");
  window_expect (window, "list item", "Team*");
  g_assert_cmpuint (count_secrets (), ==, before + 1);

  /* The name is changed, and the secret is kept where it is left empty. */
  window_click (window, "list item", "Team*");
  window_click (window, "text box", "Name");
  window_expect_focus (window, "text box", "Name");
  window_press (window, "End");
  window_type (window, "s");
  window_click (window, "button", "Test");
  window_expect (window, "label", "Works: account *");
  window_click (window, "button", "Save");
  window_expect (window, "list item", "Teams*");
  /* The keyboard goes on from here. */
  window_press (window, "Escape");
  window_expect_gone (window, "dialog", NULL);
  g_assert_cmpuint (count_secrets (), ==, before + 1);

  window_quit (window);
  window_start (window);
  open_profiles (window);
  window_click (window, "list item", "Teams*");
  window_click (window, "button", "Remove Profile…");
  window_click (window, "button", "Remove");
  window_expect_gone (window, "list item", "Teams*");
  window_expect (window, "list item", "Sandbox*");
  g_assert_cmpuint (count_secrets (), ==, before);
}

/* As it is left by a session that had a keyring. */
static void
test_no_keyring (Window *window, gconstpointer data)
{
  if (!without_keyring)
    {
      g_test_skip ("the session has a keyring");
      return;
    }
  window_set_settings (
      window, "[io/github/cadetapp/Cadet]\n"
              "profile-ids=['11111111-2222-4333-8444-555555555555']\n"
              "[io/github/cadetapp/Cadet/profiles/11111111-2222-4333-8444-555555555555]\n"
              "name='Old'\n"
              "access-key-id='" KEY_ID "'\n");
  window_start (window);
  open_profiles (window);

  /* A new one cannot be kept; it is said why, and what was typed stays. */
  window_click (window, "button", "Add Profile");
  fill (window, KEY_SECRET, "http://127.0.0.1:1");
  window_click (window, "button", "Save");
  window_expect (window, "label", "No keyring answers*Start a secret service*");
  window_expect_text (window, "text box", "Name", "Team");
  window_click (window, "button", "Back");
  window_expect (window, "button", "Add Profile");

  window_click (window, "list item", "Old*");
  window_click (window, "button", "Test");
  window_expect (window, "label", "*No keyring answers*");
  window_click (window, "button", "Remove Profile…");
  window_click (window, "button", "Remove");
  window_expect (window, "label", "*“Old” was removed*secret could not be deleted*");
  window_press (window, "Return");
  window_expect_gone (window, "label", "*“Old” was removed*");
  window_expect_gone (window, "list item", "Old*");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  without_keyring = g_getenv ("CADET_TEST_NO_KEYRING") != NULL;

  g_test_add ("/window/profiles/life", Window, NULL, window_set_up, test_life, window_tear_down);
  g_test_add ("/window/profiles/no-keyring", Window, NULL, window_set_up, test_no_keyring,
              window_tear_down);
  g_test_add ("/window/profiles/untold-variable", Window, NULL, window_set_up, test_untold_variable,
              window_tear_down);
  return g_test_run ();
}
