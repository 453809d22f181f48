/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-time.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

static GDateTime *
new_local (gint64 milliseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (milliseconds * 1000);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

static gboolean
uses_twelve_hours (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%r") != NULL || strstr (format, "%p") != NULL ||
         strstr (format, "%I") != NULL;
}

/**
 * cadet_time_dup_day:
 * @milliseconds: a time in ms since 1970, UTC
 * @now: the time now, in the same way
 *
 * Names the day of a time where the user is: “Today”, “Yesterday”, or its date.
 *
 * Returns: (transfer full): the day
 */
char *
cadet_time_dup_day (gint64 milliseconds, gint64 now)
{
  g_autoptr (GDateTime) time = new_local (milliseconds);
  g_autoptr (GDateTime) today = new_local (now);
  g_autoptr (GDateTime) yesterday = NULL;

  g_return_val_if_fail (today != NULL, NULL);

  if (time == NULL)
    return g_strdup ("");
  yesterday = g_date_time_add_days (today, -1);

  if (g_date_time_get_year (time) == g_date_time_get_year (today) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (today))
    return g_strdup (_("Today"));

  if (g_date_time_get_year (time) == g_date_time_get_year (yesterday) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (yesterday))
    return g_strdup (_("Yesterday"));

  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: a day of this year, as g_date_time_format() has it: weekday, month, day. */
    return g_date_time_format (time, _("%A, %B %-e"));

  /* Translators: a day of another year, as g_date_time_format() has it: month, day, year. */
  return g_date_time_format (time, _("%B %-e, %Y"));
}

/**
 * cadet_time_dup_minute:
 * @milliseconds: a time in ms since 1970, UTC
 *
 * Returns: (transfer full): hour and minute where the user is, as the locale writes them
 */
char *
cadet_time_dup_minute (gint64 milliseconds)
{
  g_autoptr (GDateTime) time = new_local (milliseconds);

  if (time == NULL)
    return g_strdup ("");

  return g_date_time_format (time, uses_twelve_hours () ? "%-I:%M %p" : "%H:%M");
}

/**
 * cadet_time_dup_precise:
 * @milliseconds: a time in ms since 1970, UTC
 *
 * Returns: (transfer full): date and time to the millisecond where the user is
 */
char *
cadet_time_dup_precise (gint64 milliseconds)
{
  g_autoptr (GDateTime) time = new_local (milliseconds);
  g_autofree char *date = NULL;
  g_autofree char *seconds = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *clock = NULL;

  if (time == NULL)
    return g_strdup ("");

  date = g_date_time_format (time, "%x");
  seconds = g_date_time_format (time, uses_twelve_hours () ? "%-I:%M:%S" : "%H:%M:%S");
  rest = g_date_time_format (time, uses_twelve_hours () ? " %p" : "");

  clock = g_strdup_printf ("%s.%03d%s", seconds, (int) (milliseconds % 1000), rest);
  /* Translators: a moment: a date as the locale writes it, then a time to the millisecond. */
  return g_strdup_printf (_("%s, %s"), date, clock);
}
