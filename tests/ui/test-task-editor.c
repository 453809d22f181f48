/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The form in a real window, used by keys that come from the X server. */

#include "config.h"

#include "sandbox/cadet-sandbox.h"
#include "ui/cadet-problem-row.h"
#include "ui/cadet-profile-page.h"
#include "ui/cadet-profiles-dialog.h"
#include "ui/cadet-task-editor.h"

#include <libdex.h>
#include <string.h>

#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  GtkWidget *window;
  CadetTaskEditor *editor;
  CadetDraft *draft;
  CadetVariableList *variables;
  CadetProfileList *profiles;
  CadetClient *client;
  CadetDraft *created;
} Fixture;

/* Runs the main loop until something is so. */
#define wait_until(expression)                                                                     \
  do                                                                                               \
    {                                                                                              \
      gint64 deadline_ = g_get_monotonic_time () + LIMIT;                                          \
      while (!(expression))                                                                        \
        {                                                                                          \
          if (g_get_monotonic_time () > deadline_)                                                 \
            g_error ("%s:%d: never happened: %s", __FILE__, __LINE__, #expression);                \
          if (!g_main_context_iteration (NULL, FALSE))                                             \
            g_usleep (1000);                                                                       \
        }                                                                                          \
    }                                                                                              \
  while (0)

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
xdotool (const char *command,
         const char *argument)
{
  const char *argv[] = { "xdotool", command, "--delay", "2", argument, NULL };
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  gboolean ended = FALSE;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  ended = g_subprocess_get_successful (process);
  g_assert_no_error (error);
  g_assert_true (ended);
  settle ();
}

static void
press (const char *keys)
{
  g_auto(GStrv) each = g_strsplit (keys, " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    xdotool ("key", each[i]);
}

static void
type (const char *text)
{
  xdotool ("type", text);
}

static void
create_cb (CadetTaskEditor *editor,
           CadetDraft      *draft,
           CadetProfile    *profile,
           Fixture         *fixture)
{
  g_assert_true (CADET_IS_PROFILE (profile));
  g_set_object (&fixture->created, draft);
}

static CadetVariable *
dup_variable (Fixture *fixture,
              guint    position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->variables), position);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->variables));
}

static const char *
get_value (Fixture *fixture,
           guint    position)
{
  g_autoptr(CadetVariable) variable = dup_variable (fixture, position);

  return variable != NULL ? cadet_variable_get_value (variable) : NULL;
}

static const char *
get_name (Fixture *fixture,
          guint    position)
{
  g_autoptr(CadetVariable) variable = dup_variable (fixture, position);

  return variable != NULL ? cadet_variable_get_name (variable) : NULL;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GSettings) settings = g_settings_new (CADET_SETTINGS_ID);
  g_autoptr(CadetKeyring) keyring = cadet_keyring_new ();
  g_autoptr(GFile) state = g_file_new_build_filename (g_get_user_state_dir (), "sandbox.db", NULL);
  g_autoptr(CadetSandbox) sandbox = cadet_sandbox_new (state);

  fixture->profiles = cadet_profile_list_new (settings, keyring, CADET_ACCESS_SOURCE (sandbox));
  fixture->client = cadet_client_new ();
  fixture->draft = cadet_draft_new ();
  fixture->variables = cadet_draft_get_variables (fixture->draft);
  fixture->window = adw_window_new ();
  fixture->editor = CADET_TASK_EDITOR (cadet_task_editor_new ());
  g_object_set (fixture->editor, "draft", fixture->draft, "profiles", fixture->profiles, "client",
                fixture->client, "profile",
                cadet_profile_list_find (fixture->profiles, CADET_PROFILE_ID_SANDBOX), NULL);
  g_signal_connect (fixture->editor, "create", G_CALLBACK (create_cb), fixture);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->editor));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gpointer editor = fixture->editor;

  g_object_add_weak_pointer (editor, &editor);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (editor == NULL);
  g_clear_object (&fixture->created);
  g_clear_object (&fixture->draft);
  g_clear_object (&fixture->profiles);
  g_clear_object (&fixture->client);
}

/* Finds widgets by type, in the order in which they are shown. */
static void
collect (GtkWidget *widget,
         GType      type_id,
         GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type_id))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type_id, found);
}

static GPtrArray *
find_all (Fixture *fixture,
          GType    type_id)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (fixture->window, type_id, found);
  return found;
}

static guint
count_problems (Fixture *fixture)
{
  g_autoptr(GPtrArray) rows = find_all (fixture, CADET_TYPE_PROBLEM_ROW);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += gtk_widget_get_mapped (rows->pdata[i]) ? 1 : 0;
  return n;
}

static gboolean
focus_is_in (Fixture *fixture,
             guint    field)
{
  g_autoptr(GPtrArray) rows = find_all (fixture, ADW_TYPE_ENTRY_ROW);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, rows->pdata[field]);
}

static gboolean
has_words (GtkWidget *widget)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();

  collect (widget, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    {
      if (*gtk_label_get_text (labels->pdata[i]) != '\0')
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_named (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      GtkAccessible *accessible = GTK_ACCESSIBLE (at);

      if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
          || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
          || gtk_widget_get_tooltip_text (at) != NULL || has_words (at))
        return TRUE;
      /* A menu button is named for the toggle button in it, an entry for its text. */
      if (!GTK_IS_MENU_BUTTON (gtk_widget_get_parent (at))
          && !GTK_IS_DROP_DOWN (gtk_widget_get_parent (at))
          && !GTK_IS_EDITABLE (gtk_widget_get_parent (at)))
        return FALSE;
    }
  return FALSE;
}

static void
assert_named (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (gtk_widget_get_focusable (widget) && !GTK_IS_WINDOW (widget)
      && !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_COLUMN_VIEW (widget)
      && !GTK_IS_COLUMN_VIEW (gtk_widget_get_parent (widget)))
    {
      if (!is_named (widget))
        g_error ("a %s in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
                 G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr(CadetVariable) variable = cadet_variable_new ("region", CADET_VARIABLE_TEXT, "a");
  AdwDialog *dialog = NULL;

  cadet_variable_list_append (fixture->variables, variable);
  settle ();
  assert_named (fixture->window);

  dialog = cadet_profiles_dialog_new (fixture->profiles, fixture->client);
  cadet_profiles_dialog_show_add (CADET_PROFILES_DIALOG (dialog));
  adw_dialog_present (dialog, fixture->window);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  settle ();
  assert_named (fixture->window);
  adw_dialog_force_close (dialog);
}

static void
test_problems (Fixture      *fixture,
               gconstpointer data)
{
  cadet_task_editor_focus_first (fixture->editor);
  g_assert_cmpuint (count_problems (fixture), ==, 0);

  press ("ctrl+Return");
  wait_until (count_problems (fixture) == 3);
  g_assert_true (focus_is_in (fixture, 0));
  g_assert_null (fixture->created);

  type ("P1");
  wait_until (count_problems (fixture) == 2);
  press ("ctrl+Return");
  wait_until (focus_is_in (fixture, 1));
  type ("Deploy");
  press ("ctrl+Return");
  wait_until (focus_is_in (fixture, 2));
  type ("A1");
  wait_until (count_problems (fixture) == 0);
  press ("ctrl+Return");
  wait_until (fixture->created != NULL);
  g_assert_cmpstr (cadet_draft_get_process_id (fixture->created), ==, "P1");
  g_assert_cmpstr (cadet_draft_get_task_name (fixture->created), ==, "Deploy");
  g_assert_cmpstr (cadet_draft_get_app_id (fixture->created), ==, "A1");
}

static void
focus_grid (Fixture *fixture)
{
  g_autoptr(GPtrArray) buttons = find_all (fixture, GTK_TYPE_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    {
      if (GTK_IS_BUTTON (buttons->pdata[i]) && gtk_button_get_child (buttons->pdata[i]) != NULL
          && ADW_IS_BUTTON_CONTENT (gtk_button_get_child (buttons->pdata[i])))
        gtk_widget_grab_focus (buttons->pdata[i]);
    }
  press ("Return");
  wait_until (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
}

static void
test_grid_typing (Fixture      *fixture,
                  gconstpointer data)
{
  focus_grid (fixture);
  /* Typing in the last row makes a row, and the cursor stays in it. */
  type ("region");
  wait_until (count (fixture) == 1);
  g_assert_cmpstr (get_name (fixture, 0), ==, "region");
  press ("Tab Tab");
  type ("cn");
  press ("Return");
  type ("count");
  wait_until (count (fixture) == 2);
  press ("Tab Tab");
  type ("3");
  wait_until (g_strcmp0 (get_value (fixture, 1), "3") == 0);
  g_assert_cmpstr (get_value (fixture, 0), ==, "cn");

  /* Arrows go to another cell, typing replaces what is there, Esc brings it back. */
  press ("Escape Up");
  type ("xy");
  wait_until (g_strcmp0 (get_value (fixture, 0), "xy") == 0);
  press ("Escape");
  wait_until (g_strcmp0 (get_value (fixture, 0), "cn") == 0);
  press ("F2");
  type (".hz");
  wait_until (g_strcmp0 (get_value (fixture, 0), "cn.hz") == 0);
  press ("Escape");
  wait_until (g_strcmp0 (get_value (fixture, 0), "cn") == 0);
}

static void
test_grid_rows (Fixture      *fixture,
                gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u", i);
      g_autoptr(CadetVariable) variable = cadet_variable_new (name, CADET_VARIABLE_TEXT, "x");

      cadet_variable_list_append (fixture->variables, variable);
    }
  focus_grid (fixture);
  press ("ctrl+Home");
  /* On and off. */
  press ("Left space");
  wait_until (cadet_variable_list_count_enabled (fixture->variables) == 2);
  press ("space");
  wait_until (cadet_variable_list_count_enabled (fixture->variables) == 3);
  /* Another type. */
  press ("Right Right alt+Down Down Return");
  {
    g_autoptr(CadetVariable) variable = dup_variable (fixture, 0);

    wait_until (cadet_variable_get_variable_type (variable) == CADET_VARIABLE_NUMBER);
  }
  /* Away with the second row: the cursor is where the third has come to. */
  press ("Down ctrl+Delete");
  wait_until (count (fixture) == 2);
  g_assert_cmpstr (get_name (fixture, 0), ==, "v0");
  g_assert_cmpstr (get_name (fixture, 1), ==, "v2");
  press ("Left");
  type ("w");
  wait_until (g_strcmp0 (get_name (fixture, 1), "w") == 0);
}

static gboolean
has_error_cell (Fixture *fixture)
{
  g_autoptr(GPtrArray) widgets = find_all (fixture, GTK_TYPE_WIDGET);

  for (guint i = 0; i < widgets->len; i++)
    {
      const char *css = gtk_widget_get_css_name (widgets->pdata[i]);

      if ((g_str_equal (css, "celltext") || g_str_equal (css, "variableeditor"))
          && gtk_widget_has_css_class (widgets->pdata[i], "error"))
        return TRUE;
    }
  return FALSE;
}

static void
test_grid_problems (Fixture      *fixture,
                    gconstpointer data)
{
  cadet_draft_set_process_id (fixture->draft, "P1");
  cadet_draft_set_task_name (fixture->draft, "N");
  cadet_draft_set_app_id (fixture->draft, "A1");
  focus_grid (fixture);
  type ("a");
  press ("Return");
  type ("a");
  wait_until (has_error_cell (fixture));
  press ("ctrl+Return");
  settle ();
  g_assert_null (fixture->created);
  type ("b");
  wait_until (!has_error_cell (fixture));
  press ("ctrl+Return");
  wait_until (fixture->created != NULL);
}

static void
test_grid_many (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(GPtrArray) many = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) realised = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("v%u", i);

      g_ptr_array_add (many, cadet_variable_new (name, CADET_VARIABLE_TEXT, "x"));
    }
  cadet_variable_list_splice (fixture->variables, 0, 0, (CadetVariable **) many->pdata, many->len);
  focus_grid (fixture);
  type ("last");
  wait_until (count (fixture) == 1001);
  g_assert_cmpstr (get_name (fixture, 1000), ==, "last");
  press ("ctrl+Home");
  type ("first");
  wait_until (g_strcmp0 (get_name (fixture, 0), "first") == 0);
  /* Only the rows that can be seen, and some around, have widgets. */
  realised = find_all (fixture, GTK_TYPE_CHECK_BUTTON);
  g_assert_cmpuint (realised->len, <, 500);
}

static gboolean
secret_is (CadetVariable *variable,
           const char    *text)
{
  g_autoptr(SecretValue) secret = cadet_variable_dup_secret (variable);

  return secret != NULL && g_strcmp0 (secret_value_get_text (secret), text) == 0;
}

static void
test_secret (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr(CadetVariable) variable = cadet_variable_new ("key", CADET_VARIABLE_SECRET, NULL);
  g_autoptr(GPtrArray) expanders = NULL;
  g_autoptr(GPtrArray) views = NULL;
  g_autofree char *shown = NULL;
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start;
  GtkTextIter end;

  cadet_variable_list_append (fixture->variables, variable);
  focus_grid (fixture);
  press ("Up Right Right");
  type ("hush");
  wait_until (secret_is (variable, "hush"));
  press ("Down");

  expanders = find_all (fixture, GTK_TYPE_EXPANDER);
  gtk_expander_set_expanded (expanders->pdata[0], TRUE);
  views = find_all (fixture, GTK_TYPE_TEXT_VIEW);
  g_assert_cmpuint (views->len, ==, 1);
  buffer = gtk_text_view_get_buffer (views->pdata[0]);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  shown = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_nonnull (strstr (shown, "${key}"));
  g_assert_null (strstr (shown, "hush"));
}

static void
test_details (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr(CadetVariable) variable = cadet_variable_new ("a", CADET_VARIABLE_TEXT, "1");

  cadet_variable_list_append (fixture->variables, variable);
  focus_grid (fixture);
  press ("Up Right Right alt+Return");
  wait_until (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
  /* A value of several lines stays one value. */
  press ("ctrl+a");
  type ("x");
  press ("Return");
  type ("y");
  wait_until (g_strcmp0 (get_value (fixture, 0), "x\ny") == 0);
  /* The cursor comes back to the cell that it left. */
  press ("Escape");
  wait_until (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
  type ("z");
  wait_until (g_strcmp0 (get_value (fixture, 0), "z") == 0);
}

static void
test_sending (Fixture      *fixture,
              gconstpointer data)
{
  cadet_task_editor_focus_first (fixture->editor);
  type ("P");
  cadet_task_editor_set_sending (fixture->editor, TRUE);
  press ("x");
  g_assert_cmpstr (cadet_draft_get_process_id (fixture->draft), ==, "P");
  cadet_task_editor_set_sending (fixture->editor, FALSE);
  press ("End");
  type ("x");
  wait_until (g_strcmp0 (cadet_draft_get_process_id (fixture->draft), "Px") == 0);
}

static void
test_profile_added (Fixture      *fixture,
                    gconstpointer data)
{
  AdwDialog *dialog = cadet_profiles_dialog_new (fixture->profiles, fixture->client);
  g_autoptr(GPtrArray) texts = NULL;
  GtkEditable *secret = NULL;
  CadetProfile *profile = NULL;

  cadet_profiles_dialog_show_add (CADET_PROFILES_DIALOG (dialog));
  adw_dialog_present (dialog, fixture->window);
  wait_until (GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
  texts = find_all (fixture, GTK_TYPE_TEXT);
  for (guint i = 0; i < texts->len; i++)
    if (!gtk_text_get_visibility (texts->pdata[i]) && gtk_widget_get_mapped (texts->pdata[i]))
      secret = texts->pdata[i];
  g_assert_nonnull (secret);
  g_assert_true (GTK_IS_PASSWORD_ENTRY_BUFFER (gtk_text_get_buffer (GTK_TEXT (secret))));

  /* What is missing is said before anything is saved. */
  type ("Team");
  press ("Return");
  wait_until (count_problems (fixture) == 2);
  type ("YourAccessKeyId");
  press ("Tab");
  type ("YourAccessKeySecret");
  press ("Return");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (fixture->profiles)) == 2);
  profile = cadet_profile_list_find (fixture->profiles, "Team");
  g_assert_nonnull (profile);
  g_assert_cmpstr (cadet_profile_get_access_key_id (profile), ==, "YourAccessKeyId");
  g_assert_cmpstr (cadet_profile_get_endpoint (profile), ==, "cn-hangzhou");
  adw_dialog_force_close (dialog);
}

static const char *
get_result (Fixture *fixture)
{
  g_autoptr(GPtrArray) rows = find_all (fixture, ADW_TYPE_ACTION_ROW);

  for (guint i = 0; i < rows->len; i++)
    {
      if (G_OBJECT_TYPE (rows->pdata[i]) == ADW_TYPE_ACTION_ROW
          && gtk_widget_get_mapped (rows->pdata[i]))
        return adw_preferences_row_get_title (rows->pdata[i]);
    }
  return "";
}

static void
test_profile_tested (Fixture      *fixture,
                     gconstpointer data)
{
  CadetProfile *sandbox = cadet_profile_list_find (fixture->profiles, CADET_PROFILE_ID_SANDBOX);
  AdwNavigationPage *page = cadet_profile_page_new (fixture->profiles, fixture->client, sandbox);
  AdwDialog *dialog = adw_dialog_new ();
  g_autoptr(GPtrArray) buttons = NULL;

  adw_dialog_set_child (dialog, GTK_WIDGET (page));
  adw_dialog_present (dialog, fixture->window);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_assert_cmpstr (get_result (fixture), ==, "");
  buttons = find_all (fixture, ADW_TYPE_BUTTON_ROW);
  gtk_widget_grab_focus (buttons->pdata[0]);
  press ("Return");
  wait_until (g_str_has_prefix (get_result (fixture), "Works: account "));
  adw_dialog_force_close (dialog);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/task-editor/names", test_names);
  add ("/task-editor/problems", test_problems);
  add ("/task-editor/sending", test_sending);
  add ("/task-editor/secret", test_secret);
  add ("/variables-grid/typing", test_grid_typing);
  add ("/variables-grid/rows", test_grid_rows);
  add ("/variables-grid/problems", test_grid_problems);
  add ("/variables-grid/many", test_grid_many);
  add ("/variables-grid/details", test_details);
  add ("/profiles-dialog/add", test_profile_added);
  add ("/profile-page/test", test_profile_tested);
  return g_test_run ();
}
