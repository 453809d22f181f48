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

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add_func ("/task-sidebar/midnight", test_midnight);
  return g_test_run ();
}
