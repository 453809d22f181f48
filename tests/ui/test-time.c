/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-time.h"

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

/* 2001-01-02T03:04:05.006Z, in Shanghai eight hours later. */
#define THEN G_GINT64_CONSTANT (978404645006)
#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static void
test_clock (void)
{
  g_autofree char *minute = cadet_time_dup_minute (THEN);
  g_autofree char *precise = cadet_time_dup_precise (THEN);
  g_autofree char *never = cadet_time_dup_minute (G_MAXINT64 / 1000);

  g_assert_cmpstr (minute, ==, "11:04");
  g_assert_cmpstr (precise, ==, "01/02/01, 11:04:05.006");
  /* No calendar has it. */
  g_assert_cmpstr (never, ==, "");
}

/* As a locale writes it that counts twelve hours, where there is one. */
static void
test_twelve_hours (void)
{
  g_autofree char *morning = NULL;
  g_autofree char *evening = NULL;
  g_autofree char *precise = NULL;

  if (setlocale (LC_TIME, "en_US.UTF-8") == NULL)
    {
      g_test_skip ("The locale en_US.UTF-8 is not installed");
      return;
    }

  morning = cadet_time_dup_minute (THEN);
  evening = cadet_time_dup_minute (THEN + DAY / 2);
  precise = cadet_time_dup_precise (THEN);
  setlocale (LC_TIME, "C.UTF-8");

  g_assert_cmpstr (morning, ==, "11:04 AM");
  g_assert_cmpstr (evening, ==, "11:04 PM");
  g_assert_cmpstr (precise, ==, "01/02/2001, 11:04:05.006 AM");
}

/* There is no clock change in Shanghai, so that a day is always 24 hours. */
static void
test_near_days (void)
{
  gint64 midnight = THEN / DAY * DAY + DAY * 2 / 3;
  g_autofree char *this_day = cadet_time_dup_day (midnight - 2, midnight - 1);
  g_autofree char *past_midnight = cadet_time_dup_day (midnight - 2, midnight);
  g_autofree char *two_days_ago = cadet_time_dup_day (midnight - 2, midnight + DAY);
  g_autofree char *day_after = cadet_time_dup_day (midnight, midnight - 1);

  g_assert_cmpstr (this_day, ==, "Today");
  g_assert_cmpstr (past_midnight, ==, "Yesterday");
  g_assert_cmpstr (two_days_ago, ==, "Tuesday, January 2");
  g_assert_cmpstr (day_after, ==, "Wednesday, January 3");
}

static void
test_far_days (void)
{
  gint64 years_later = THEN + 1000 * DAY;
  g_autofree char *this_year = cadet_time_dup_day (THEN, THEN + 100 * DAY);
  g_autofree char *long_ago = cadet_time_dup_day (THEN, years_later);
  /* It is the day of Shanghai that counts: at 16:00 UTC the next one begins there. */
  g_autofree char *evening = cadet_time_dup_day (THEN / DAY * DAY + DAY * 2 / 3 - 1, years_later);
  g_autofree char *midnight = cadet_time_dup_day (THEN / DAY * DAY + DAY * 2 / 3, years_later);

  g_assert_cmpstr (this_year, ==, "Tuesday, January 2");
  g_assert_cmpstr (long_ago, ==, "January 2, 2001");
  g_assert_cmpstr (evening, ==, "January 2, 2001");
  g_assert_cmpstr (midnight, ==, "January 3, 2001");
}

int
main (int   argc,
      char *argv[])
{
  /* Before anything asks for the time. */
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/time/clock", test_clock);
  g_test_add_func ("/time/twelve-hours", test_twelve_hours);
  g_test_add_func ("/time/near-days", test_near_days);
  g_test_add_func ("/time/far-days", test_far_days);

  return g_test_run ();
}
