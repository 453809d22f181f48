/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-page.h"

#include "storage/cadet-ledger-load.h"
#include "storage/cadet-ledger-statement.h"

/* Parameters of the statement here; the filter's follow. */
#define BEFORE " a.deleted_at IS NULL AND (a.recorded_at, a.id) < (?1, ?2)"
#define NEWEST_FIRST " ORDER BY a.recorded_at DESC, a.id DESC LIMIT ?3"
#define FIRST_OF_FILTER 4

/* The attempt where the page before ended may be gone for good: its time is still known. */
static gboolean
find_place (CadetLedgerPage  *self,
            CadetDatabase    *database,
            GError          **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  if (self->before_attempt == NULL && self->before_recorded_at == 0)
    {
      self->before_recorded_at = G_MAXINT64;
      self->before_id = G_MAXINT64;
      return TRUE;
    }

  statement = cadet_database_prepare (database,
                                      "SELECT recorded_at, id FROM attempts WHERE uuid = ?1"
                                      " UNION ALL SELECT ?2, coalesce (max (id), 0) FROM attempts"
                                      " WHERE deleted_at IS NULL AND recorded_at < ?2 LIMIT 1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, self->before_attempt);
  sqlite3_bind_int64 (statement, 2, self->before_recorded_at);
  if (!cadet_database_step (database, statement, &row, error))
    return FALSE;

  if (row)
    {
      self->before_recorded_at = sqlite3_column_int64 (statement, 0);
      self->before_id = sqlite3_column_int64 (statement, 1);
    }

  return TRUE;
}

static void
append_equal (GString    *sql,
              GPtrArray  *values,
              int         first_parameter,
              const char *column,
              const char *value)
{
  if (value == NULL)
    return;

  g_ptr_array_add (values, (gpointer) value);
  g_string_append_printf (sql, " AND a.%s = ?%d", column,
                          first_parameter + (int) values->len - 1);
}

/* Adds conditions for all but states and text. @values borrows from @filter. */
void
_cadet_ledger_page_append_filter (CadetTaskFilter *filter,
                                  GString         *sql,
                                  GPtrArray       *values,
                                  int              first_parameter)
{
  if (filter == NULL)
    return;

  append_equal (sql, values, first_parameter, "profile_id",
                cadet_task_filter_get_profile_id (filter));
  append_equal (sql, values, first_parameter, "process_id",
                cadet_task_filter_get_process_id (filter));
  append_equal (sql, values, first_parameter, "app_id", cadet_task_filter_get_app_id (filter));
  append_equal (sql, values, first_parameter, "template_name",
                cadet_task_filter_get_template (filter));
}

/* Of each of several states a page is taken from the index, so that none of them is read whole. */
static void
append_states (CadetLedgerPage *self,
               GString         *sql,
               GPtrArray       *values,
               guint            states)
{
  const char *separator = " WHERE a.id IN (";

  for (int state = 0; state <= CADET_TASK_NOT_CREATED; state++)
    {
      if ((states & (1u << state)) == 0)
        continue;

      g_ptr_array_set_size (values, 0);
      g_string_append_printf (sql,
                              "%sSELECT id FROM (SELECT a.id FROM attempts a WHERE" BEFORE
                              " AND a.state = '%s'",
                              separator, cadet_task_state_to_nick (state));
      _cadet_ledger_page_append_filter (self->filter, sql, values, FIRST_OF_FILTER);
      g_string_append (sql, NEWEST_FIRST ")");
      separator = " UNION ALL ";
    }
  g_string_append (sql, ")" NEWEST_FIRST);
}

static char *
build_sql (CadetLedgerPage *self,
           GPtrArray       *values)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " CADET_LEDGER_LIST_COLUMNS
                                          " FROM " CADET_LEDGER_TABLES);
  guint states = self->filter != NULL ? cadet_task_filter_get_states (self->filter) : 0;

  states &= (1u << (CADET_TASK_NOT_CREATED + 1)) - 1;
  if (states != 0)
    {
      append_states (self, sql, values, states);
    }
  else
    {
      g_string_append (sql, " WHERE" BEFORE);
      _cadet_ledger_page_append_filter (self->filter, sql, values, FIRST_OF_FILTER);
      g_string_append (sql, NEWEST_FIRST);
    }

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * cadet_ledger_page_new: (skip)
 * @filter: (nullable): which attempts are meant, %NULL for all; it is copied
 * @before_recorded_at: UTC in ms: where the page before ended, or 0 for the first page
 * @before_attempt: (nullable): the attempt where the page before ended
 * @limit: how many attempts at most
 *
 * Returns: (transfer full): a page that is not read yet
 */
CadetLedgerPage *
cadet_ledger_page_new (CadetTaskFilter *filter,
                       gint64           before_recorded_at,
                       const char      *before_attempt,
                       guint            limit)
{
  CadetLedgerPage *self = g_new0 (CadetLedgerPage, 1);

  self->filter = filter != NULL ? cadet_task_filter_copy (filter) : NULL;
  self->before_recorded_at = before_recorded_at;
  self->before_attempt = g_strdup (before_attempt);
  self->limit = limit;
  self->found = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/**
 * cadet_ledger_page_free: (skip)
 * @self: (transfer full): a page
 *
 * Frees @self.
 */
void
cadet_ledger_page_free (CadetLedgerPage *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->filter);
  g_free (self->before_attempt);
  g_ptr_array_unref (self->found);
  g_free (self);
}

/**
 * cadet_ledger_page_read: (skip)
 * @self: a page
 * @database: an open database
 * @tasks: (out): #CadetTask objects without requests, replies and events; %NULL where the search
 *   is to be gone on with by another call
 * @error: return location for an error
 *
 * Reads attempts that are not deleted, newest first: without a text by the time of the attempt,
 * with one in the order in which they were recorded, which is the same unless a clock was set back.
 *
 * Returns: whether it went well; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_page_read (CadetLedgerPage  *self,
                        CadetDatabase    *database,
                        GListStore      **tasks,
                        GError          **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (tasks != NULL, FALSE);

  if (!self->begun && !find_place (self, database, error))
    return FALSE;
  if (self->filter != NULL && cadet_task_filter_get_text (self->filter) != NULL)
    return _cadet_ledger_page_search (self, database, tasks, error);

  sql = build_sql (self, values);
  statement = cadet_database_prepare (database, sql, error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, self->before_recorded_at);
  sqlite3_bind_int64 (statement, 2, self->before_id);
  sqlite3_bind_int64 (statement, 3, self->limit);
  for (guint i = 0; i < values->len; i++)
    cadet_ledger_bind_text (statement, FIRST_OF_FILTER + (int) i, g_ptr_array_index (values, i));

  *tasks = cadet_ledger_load_tasks (database, statement, error);
  return *tasks != NULL;
}
