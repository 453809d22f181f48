/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-page.h"

#include "storage/cadet-ledger-load.h"
#include "storage/cadet-ledger-search.h"
#include "storage/cadet-ledger-statement.h"

/* Parameters of every statement here; the filter's follow. */
#define PARAMETERS_BEFORE " (a.recorded_at, a.id) < (?1, ?2)"
#define FIRST_OF_FILTER 4

typedef struct
{
  gint64 recorded_at;
  gint64 id;
  guint limit;
} Place;

/* The attempt where the page before ended may be gone for good: its time is still known. */
static gboolean
find_place (CadetDatabase  *database,
            const char     *attempt,
            Place          *place,
            GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  if (attempt == NULL)
    return TRUE;

  statement = cadet_database_prepare (database,
                                      "SELECT recorded_at, id FROM attempts WHERE uuid = ?1", error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, attempt);
  if (!cadet_database_step (database, statement, &row, error))
    return FALSE;

  if (row)
    {
      place->recorded_at = sqlite3_column_int64 (statement, 0);
      place->id = sqlite3_column_int64 (statement, 1);
    }

  return TRUE;
}

static void
append_equal (GString    *sql,
              GPtrArray  *values,
              const char *column,
              const char *value)
{
  if (value == NULL)
    return;

  g_ptr_array_add (values, (gpointer) value);
  g_string_append_printf (sql, " AND a.%s = ?%u", column, FIRST_OF_FILTER + values->len - 1);
}

/* @state is -1 where any will do. @values borrows from @filter. */
static void
append_conditions (GString         *sql,
                   GPtrArray       *values,
                   CadetTaskFilter *filter,
                   int              state)
{
  g_string_append (sql, " a.deleted_at IS NULL AND" PARAMETERS_BEFORE);
  if (state >= 0)
    g_string_append_printf (sql, " AND a.state = '%s'", cadet_task_state_to_nick (state));

  append_equal (sql, values, "profile_id", cadet_task_filter_get_profile_id (filter));
  append_equal (sql, values, "process_id", cadet_task_filter_get_process_id (filter));
  append_equal (sql, values, "app_id", cadet_task_filter_get_app_id (filter));
  append_equal (sql, values, "template_name", cadet_task_filter_get_template (filter));
  if (cadet_task_filter_get_text (filter) != NULL)
    {
      g_ptr_array_add (values, (gpointer) cadet_task_filter_get_text (filter));
      g_string_append_printf (sql,
                              " AND cadet_matches ((SELECT text FROM search_text"
                              " WHERE id = a.id), ?%u)",
                              FIRST_OF_FILTER + values->len - 1);
    }
}

#define NEWEST_FIRST " ORDER BY a.recorded_at DESC, a.id DESC LIMIT ?3"

/* Of each of several states a page is taken from the index, so that none of them is read whole. */
static void
append_states (GString         *sql,
               GPtrArray       *values,
               CadetTaskFilter *filter,
               guint            states)
{
  const char *separator = " WHERE a.id IN (";

  for (int state = 0; state <= CADET_TASK_NOT_CREATED; state++)
    {
      if ((states & (1u << state)) == 0)
        continue;

      g_ptr_array_set_size (values, 0);
      g_string_append_printf (sql, "%sSELECT id FROM (SELECT a.id FROM attempts a WHERE", separator);
      append_conditions (sql, values, filter, state);
      g_string_append (sql, NEWEST_FIRST ")");
      separator = " UNION ALL ";
    }
  g_string_append (sql, ")" NEWEST_FIRST);
}

static int
get_only_state (guint states)
{
  return g_bit_nth_lsf (states, -1);
}

static char *
build_sql (CadetTaskFilter *filter,
           GPtrArray       *values)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " CADET_LEDGER_LIST_COLUMNS
                                          " FROM " CADET_LEDGER_TABLES);
  guint states = cadet_task_filter_get_states (filter)
                 & ((1u << (CADET_TASK_NOT_CREATED + 1)) - 1);

  if (states == 0 || (states & (states - 1)) == 0)
    {
      g_string_append (sql, " WHERE");
      append_conditions (sql, values, filter, get_only_state (states));
      g_string_append (sql, NEWEST_FIRST);
    }
  else
    {
      append_states (sql, values, filter, states);
    }

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * cadet_ledger_read_page:
 * @database: an open database
 * @filter: (nullable): which attempts are meant, %NULL for all
 * @before_recorded_at: UTC in ms: where the page before ended, or 0 for the first page
 * @before_attempt: (nullable): the attempt where the page before ended
 * @limit: how many attempts at most
 * @error: return location for an error
 *
 * Reads attempts that are not deleted, newest first, without requests, replies and events.
 *
 * Returns: (transfer full) (nullable): #CadetTask objects, or %NULL with a %CADET_ERROR_STORAGE
 */
GListStore *
cadet_ledger_read_page (CadetDatabase    *database,
                        CadetTaskFilter  *filter,
                        gint64            before_recorded_at,
                        const char       *before_attempt,
                        guint             limit,
                        GError          **error)
{
  Place place = { before_recorded_at != 0 ? before_recorded_at : G_MAXINT64, 0, limit };
  g_autoptr (CadetTaskFilter) all = NULL;
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (filter == NULL || CADET_IS_TASK_FILTER (filter), NULL);

  if (!find_place (database, before_attempt, &place, error))
    return NULL;

  if (filter == NULL)
    filter = all = cadet_task_filter_new ();
  sql = build_sql (filter, values);
  statement = cadet_database_prepare (database, sql, error);
  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, place.recorded_at);
  sqlite3_bind_int64 (statement, 2, place.id);
  sqlite3_bind_int64 (statement, 3, place.limit);
  for (guint i = 0; i < values->len; i++)
    cadet_ledger_bind_text (statement, FIRST_OF_FILTER + (int) i, g_ptr_array_index (values, i));

  return cadet_ledger_load_tasks (database, statement, error);
}
