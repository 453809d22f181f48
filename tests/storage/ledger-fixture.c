/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ledger-fixture.h"

GFile *
ledger_new_file (void)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  return g_file_new_for_path (path);
}

CadetLedger *
ledger_open (GFile *file)
{
  CadetLedger *ledger = cadet_ledger_new (file);

  succeed (cadet_ledger_open (ledger));

  return ledger;
}

void
ledger_close (CadetLedger *ledger)
{
  succeed (cadet_ledger_close (ledger));
  g_object_unref (ledger);
}

CadetTask *
ledger_new_task (const char *name,
                 gint64      at)
{
  g_autofree char *attempt = g_uuid_string_random ();

  return cadet_task_new (attempt, "profile", "Production", "cn-hangzhou", name, "P1", "A1",
                         "{\"wrapNames\":true,\"variables\":[]}", at);
}

/* Records an attempt and, unless it is NULL, its outcome. */
CadetTask *
ledger_add (CadetLedger  *ledger,
            const char   *name,
            gint64        at,
            CadetOutcome *outcome)
{
  CadetTask *task = ledger_new_task (name, at);

  succeed (cadet_ledger_record_intent (ledger, task));
  if (outcome != NULL)
    {
      succeed (cadet_ledger_record_outcome (ledger, task, outcome, at + 10));
      cadet_task_set_outcome (task, outcome, at + 10);
    }

  return task;
}

/* Reads the attempt of @task as another start of the program does. */
CadetTask *
ledger_find (CadetLedger *ledger,
             CadetTask   *task)
{
  return dup_object (cadet_ledger_find (ledger, cadet_task_get_attempt (task)));
}

/* The names of what a filter finds, page by page of three, joined by commas. */
char *
ledger_list (CadetLedger     *ledger,
             CadetTaskFilter *filter)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (CadetTask) last = NULL;

  while (TRUE)
    {
      g_autoptr (GListModel) page =
        dup_object (cadet_ledger_list (ledger, filter,
                                       last != NULL ? cadet_task_get_recorded_at (last) : 0,
                                       last != NULL ? cadet_task_get_attempt (last) : NULL, 3));

      for (guint i = 0; i < g_list_model_get_n_items (page); i++)
        {
          g_clear_object (&last);
          last = g_list_model_get_item (page, i);
          g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "",
                                  cadet_task_get_name (last));
        }
      if (g_list_model_get_n_items (page) < 3)
        return g_string_free (g_steal_pointer (&names), FALSE);
    }
}

/* The kinds of a task's events, and what else they say, in one line. */
char *
ledger_events (CadetTask *task)
{
  GListModel *events = cadet_task_get_events (task);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "",
                              cadet_event_kind_to_nick (cadet_event_get_kind (event)));
      if (cadet_event_get_number (event) != 0)
        g_string_append_printf (line, " #%u", cadet_event_get_number (event));
      if (cadet_event_get_outcome (event) != NULL)
        g_string_append_printf (line, " %s", cadet_event_get_outcome (event));
      if (cadet_event_get_http_status (event) != 0)
        g_string_append_printf (line, " %u", cadet_event_get_http_status (event));
      if (cadet_event_get_text (event) != NULL)
        g_string_append_printf (line, " “%s”", cadet_event_get_text (event));
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}

gint64
ledger_query (GFile      *file,
              const char *sql)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 result;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  result = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return result;
}

void
ledger_run (GFile      *file,
            const char *sql)
{
  sqlite3 *database = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 10000);
  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (database);
}
