/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The list of tasks in a real window. */

#include "config.h"

#include "ui/cadet-task-sidebar.h"

#include <libdex.h>

#define LIMIT (20 * G_USEC_PER_SEC)
#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static gboolean
shows_label (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows_label (child, text);
  return found;
}

static void
wait_for_label (GtkWidget *widget, const char *text)
{
  gint64 deadline = g_get_monotonic_time () + LIMIT;

  while (!shows_label (widget, text))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("“%s” was never shown", text);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* A window that is left open past midnight does not call yesterday today. */
static void
test_midnight (void)
{
  g_autoptr (GFile) file = g_file_new_build_filename (g_get_user_data_dir (), "ledger.db", NULL);
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (CadetTaskList) tasks = cadet_task_list_new (ledger);
  gint64 now = g_get_real_time () / 1000;
  g_autoptr (CadetTask) task = cadet_task_new ("a", NULL, NULL, NULL, NULL, NULL, NULL, NULL, now);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *sidebar = g_object_new (CADET_TYPE_TASK_SIDEBAR, NULL);

  cadet_task_list_prepend (tasks, task);
  cadet_task_sidebar_set_tasks (CADET_TASK_SIDEBAR (sidebar), tasks);
  gtk_window_set_child (GTK_WINDOW (window), sidebar);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 400);
  gtk_window_present (GTK_WINDOW (window));
  cadet_task_sidebar_set_now (CADET_TASK_SIDEBAR (sidebar), now);
  wait_for_label (sidebar, "Today");

  cadet_task_sidebar_set_now (CADET_TASK_SIDEBAR (sidebar), now + DAY);
  wait_for_label (sidebar, "Yesterday");
  g_assert_false (shows_label (sidebar, "Today"));

  /* And back, where the clock had been wrong. */
  cadet_task_sidebar_set_now (CADET_TASK_SIDEBAR (sidebar), now);
  wait_for_label (sidebar, "Today");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
settle (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

/* A task of which only this list knows is deleted once that is confirmed; another one at once. */
static void
test_delete (void)
{
  /* The home outlives a test that fails. */
  g_autofree char *name = g_uuid_string_random ();
  g_autoptr (GFile) file = g_file_new_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);
  g_autoptr (CadetLedger) ledger = cadet_ledger_new (file);
  g_autoptr (CadetTaskList) tasks = cadet_task_list_new (ledger);
  static const CadetOutcomeKind kinds[] = { CADET_OUTCOME_UNKNOWN, CADET_OUTCOME_REFUSED };
  GtkWidget *window = adw_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *sidebar = g_object_new (CADET_TYPE_TASK_SIDEBAR, NULL);

  settle (cadet_ledger_open (ledger));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), sidebar);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  cadet_task_sidebar_set_tasks (CADET_TASK_SIDEBAR (sidebar), tasks);
  gtk_window_present (GTK_WINDOW (window));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *attempt = g_uuid_string_random ();
      g_autoptr (CadetOutcome) outcome = cadet_outcome_new (kinds[i], 0, 0, NULL, NULL, NULL, NULL);
      g_autoptr (CadetTask) task = cadet_task_new (attempt, "p", "P", "cn-hangzhou", "n", "P1", "A1",
                                                   "{\"wrapNames\":true,\"variables\":[]}", 1000);
      AdwDialog *dialog;

      cadet_task_list_prepend (tasks, task);
      settle (cadet_ledger_record_intent (ledger, task));
      settle (cadet_ledger_record_outcome (ledger, task, outcome, 2000));
      cadet_task_set_outcome (task, outcome, 2000);
      cadet_task_sidebar_select (CADET_TASK_SIDEBAR (sidebar), task);
      g_assert_true (gtk_widget_activate_action (sidebar, "tasks.delete", NULL));

      dialog = adw_window_get_visible_dialog (ADW_WINDOW (window));
      if (kinds[i] == CADET_OUTCOME_UNKNOWN)
        {
          g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
          g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tasks)), ==, 1);
          g_signal_emit_by_name (dialog, "response::delete", "delete");
          adw_dialog_force_close (dialog);
        }
      else
        {
          g_assert_null (dialog);
        }
      while (g_list_model_get_n_items (G_LIST_MODEL (tasks)) > 0)
        g_main_context_iteration (NULL, TRUE);
    }

  gtk_window_destroy (GTK_WINDOW (window));
  settle (cadet_ledger_close (ledger));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add_func ("/task-sidebar/midnight", test_midnight);
  g_test_add_func ("/task-sidebar/delete", test_delete);
  return g_test_run ();
}
