/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* grid-window ROWS [FRAMES]: the variables grid, with so many variables, alone in a window as large
 * as Cadet's. With FRAMES it scrolls a third of a page in each of so many frames, prints the CPU
 * seconds that each one took, and ends. */

#include "config.h"

#include "ui/cadet-variables-grid.h"

#include <time.h>

typedef struct
{
  GtkApplication *application;
  guint n_rows;
  guint n_frames;
  GtkAdjustment *adjustment;
  double begin;
} Bench;

static void
add_variables (CadetVariableList *variables,
               guint              count)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_full (count, g_object_unref);

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("variable_%u", i);
      g_autofree char *value = g_strdup_printf ("value %u", i);
      CadetVariableType type = i % 4 == 0 ? CADET_VARIABLE_NUMBER : CADET_VARIABLE_TEXT;

      g_ptr_array_add (added, cadet_variable_new (name, type, i % 4 == 0 ? "42" : value));
    }

  cadet_variable_list_splice (variables, 0, 0, (CadetVariable **) added->pdata, added->len);
}

static double
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static GtkWidget *
find_scrolled_window (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_scrolled_window (child);

  return found;
}

/* From one tick to the next it is a whole frame: scrolling, layout, and drawing. */
static gboolean
tick_cb (GtkWidget     *grid,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Bench *bench = user_data;
  double now = cpu_time ();
  double page;

  if (bench->adjustment == NULL)
    {
      GtkWidget *scrolled_window = find_scrolled_window (grid);

      bench->adjustment =
          gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled_window));
    }
  else
    {
      g_print ("%.6f\n", now - bench->begin);
      bench->n_frames--;
    }
  if (bench->n_frames == 0)
    {
      g_application_quit (G_APPLICATION (bench->application));
      return G_SOURCE_REMOVE;
    }

  page = gtk_adjustment_get_page_size (bench->adjustment);
  bench->begin = now;
  gtk_adjustment_set_value (bench->adjustment,
                            gtk_adjustment_get_value (bench->adjustment) + page / 3);
  return G_SOURCE_CONTINUE;
}

static void
activate_cb (GtkApplication *application,
             gpointer        user_data)
{
  Bench *bench = user_data;
  GtkWidget *window = adw_application_window_new (application);
  CadetVariablesGrid *grid = g_object_new (CADET_TYPE_VARIABLES_GRID, NULL);
  g_autoptr (CadetDraft) draft = cadet_draft_new ();

  bench->application = application;
  add_variables (cadet_draft_get_variables (draft), bench->n_rows);
  cadet_variables_grid_set_draft (grid, draft);
  if (bench->n_frames > 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (grid), tick_cb, bench, NULL);

  gtk_window_set_title (GTK_WINDOW (window), "Grid");
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 720);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (grid));
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  Bench bench = { NULL };

  if (argc < 2 || argc > 3)
    {
      g_printerr ("Usage: grid-window ROWS [FRAMES]\n");
      return 2;
    }
  bench.n_rows = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  if (argc == 3)
    bench.n_frames = (guint) g_ascii_strtoull (argv[2], NULL, 10);

  application = adw_application_new (CADET_APPLICATION_ID ".GridWindow",
                                     G_APPLICATION_DEFAULT_FLAGS);
  g_application_set_resource_base_path (G_APPLICATION (application), CADET_RESOURCE_PATH);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
