/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task.h"
#include "ui/cadet-day-model.h"

#define HOUR (60 * 60 * G_GINT64_CONSTANT (1000))

static CadetTask *
create_task (gint64 recorded_at)
{
  return cadet_task_new ("a", NULL, NULL, NULL, NULL, NULL, NULL, NULL, recorded_at);
}

/* The day where the user is, as a number that grows. */
static int
get_day (GListModel *model,
         guint       position)
{
  g_autoptr (CadetTask) task = g_list_model_get_item (model, position);
  gint64 recorded_at = cadet_task_get_recorded_at (task);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local_usec (recorded_at * 1000);

  return g_date_time_get_year (time) * 1000 + g_date_time_get_day_of_year (time);
}

/* Every row is in a section with all rows around it that are of its day, and with no others. */
static void
check_sections (CadetDayModel *days)
{
  GListModel *model = G_LIST_MODEL (days);
  guint n_items = g_list_model_get_n_items (model);
  g_autofree int *day_of = g_new (int, n_items);
  guint start = 0;
  guint end = 0;

  for (guint i = 0; i < n_items; i++)
    day_of[i] = get_day (model, i);
  for (guint i = 0; i < n_items; i++)
    {
      guint first = i;
      guint after = i + 1;

      while (first > 0 && day_of[first - 1] == day_of[i])
        first--;
      while (after < n_items && day_of[after] == day_of[i])
        after++;
      gtk_section_model_get_section (GTK_SECTION_MODEL (days), i, &start, &end);
      g_assert_cmpuint (start, ==, first);
      g_assert_cmpuint (end, ==, after);
    }

  gtk_section_model_get_section (GTK_SECTION_MODEL (days), n_items, &start, &end);
  g_assert_cmpuint (start, ==, n_items);
  g_assert_cmpuint (end, ==, G_MAXUINT);
}

/* Inserts a task every @step ms, from @newest back. */
static void
insert (GListStore *store,
        guint       position,
        gint64      newest,
        gint64      step,
        guint       n_tasks)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_tasks; i++)
    g_ptr_array_add (tasks, create_task (newest - i * step));
  g_list_store_splice (store, position, 0, tasks->pdata, tasks->len);
}

static gint64
get_newest (GListStore *store)
{
  g_autoptr (CadetTask) task = g_list_model_get_item (G_LIST_MODEL (store), 0);

  return task != NULL ? cadet_task_get_recorded_at (task) : 0;
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            guint      *n_items)
{
  *n_items += added - removed;
  g_assert_cmpuint (*n_items, ==, g_list_model_get_n_items (model));
}

/* Pages come at the end, new tasks at the top, and days go. */
static void
test_followed (void)
{
  g_autoptr (GListStore) store = g_list_store_new (CADET_TYPE_TASK);
  g_autoptr (CadetDayModel) days = cadet_day_model_new (G_LIST_MODEL (store));
  const gint64 noon = G_GINT64_CONSTANT (1767265200000); /* 2026-01-01T12:00 in Berlin */
  guint n_items = 0;

  g_signal_connect (days, "items-changed", G_CALLBACK (changed_cb), &n_items);
  check_sections (days);

  insert (store, 0, noon, HOUR, 30);
  check_sections (days);
  insert (store, 30, noon - 30 * HOUR, 7 * HOUR, 30);
  check_sections (days);
  /* On the same day, just before and just after midnight, and days later. */
  insert (store, 0, noon + 1, 1, 1);
  check_sections (days);
  insert (store, 0, noon + 12 * HOUR - 1, 1, 2);
  check_sections (days);
  insert (store, 0, noon + 12 * HOUR, 1, 1);
  check_sections (days);
  insert (store, 0, noon + 100 * HOUR, 5 * HOUR, 10);
  check_sections (days);
  /* One from the middle, a whole day, the first, the last, and all. */
  g_list_store_remove (store, 20);
  check_sections (days);
  g_list_store_splice (store, 5, 20, NULL, 0);
  check_sections (days);
  g_list_store_remove (store, 0);
  check_sections (days);
  g_list_store_remove (store, n_items - 1);
  check_sections (days);
  g_assert_cmpuint (n_items, ==, 74 - 23);
  g_list_store_remove_all (store);
  check_sections (days);
  insert (store, 0, noon, HOUR, 3);
  check_sections (days);
}

/* Days of 23 and of 25 hours, also where the clock is changed at midnight. */
static void
test_clock_changes (void)
{
  static const struct
  {
    const char *zone;
    gint64 around;
  } rows[] = {
    { "Europe/Berlin", G_GINT64_CONSTANT (1774746000000) },    /* 2026-03-29, 23 hours */
    { "Europe/Berlin", G_GINT64_CONSTANT (1792890000000) },    /* 2026-10-25, 25 hours */
    { "America/Santiago", G_GINT64_CONSTANT (1788667200000) }, /* 2026-09-06 begins at one */
    { "Africa/Cairo", G_GINT64_CONSTANT (1793307600000) },     /* 2026-10-29 ends twice */
    { "Australia/Lord_Howe", G_GINT64_CONSTANT (1775314800000) },
    { "Pacific/Apia", G_GINT64_CONSTANT (1325239200000) },     /* 2011-12-30 was left out */
    { "Asia/Kathmandu", G_GINT64_CONSTANT (1774746000000) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *file = g_build_filename ("/usr/share/zoneinfo", rows[i].zone, NULL);
      g_autoptr (GListStore) store = g_list_store_new (CADET_TYPE_TASK);
      g_autoptr (CadetDayModel) days = NULL;
      g_autoptr (GTimeZone) zone = NULL;

      if (!g_file_test (file, G_FILE_TEST_EXISTS))
        {
          g_test_skip ("The time zones are not installed");
          return;
        }
      g_test_message ("%s", rows[i].zone);
      g_setenv ("TZ", rows[i].zone, TRUE);
      zone = g_time_zone_new_local ();
      g_assert_cmpstr (g_time_zone_get_identifier (zone), ==, rows[i].zone);
      insert (store, 0, rows[i].around + 60 * HOUR, HOUR / 4, 4 * 120);
      days = cadet_day_model_new (G_LIST_MODEL (store));
      check_sections (days);
      insert (store, 0, get_newest (store) + 20 * HOUR, HOUR / 4, 80);
      check_sections (days);
    }
  g_setenv ("TZ", "Europe/Berlin", TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/day-model/followed", test_followed);
  g_test_add_func ("/day-model/clock-changes", test_clock_changes);

  return g_test_run ();
}
