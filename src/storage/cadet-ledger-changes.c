/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-changes.h"

#include "model/cadet-error.h"
#include "storage/cadet-ledger-load.h"
#include "storage/cadet-ledger-statement.h"

#include <glib/gi18n.h>

static const char * const resolutions[] = {
  [CADET_TASK_UNRESOLVED] = NULL,
  [CADET_TASK_FOUND] = "found",
  [CADET_TASK_NOT_THERE] = "not-there",
};

static gboolean
require_change (CadetLedgerChange  *self,
                CadetDatabase      *database,
                GError            **error)
{
  if (cadet_database_count_changes (database) > 0)
    return TRUE;

  g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
               /* Translators: %s is an attempt's ID */
               _("The task “%s” is no longer in Cadet’s list, so nothing was written about it."),
               self->attempt);
  return FALSE;
}

/* Sets one column of an attempt. */
static sqlite3_stmt *
prepare_update (CadetLedgerChange  *self,
                CadetDatabase      *database,
                const char         *sql,
                GError            **error)
{
  sqlite3_stmt *statement = cadet_database_prepare (database, sql, error);

  if (statement != NULL)
    cadet_ledger_bind_text (statement, 1, self->attempt);

  return statement;
}

static CadetTaskReport *
read_report (CadetLedgerChange  *self,
             CadetDatabase      *database,
             gboolean           *found,
             GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_update (self, database,
                              "SELECT " CADET_LEDGER_REPORT_COLUMNS
                              " FROM attempts a WHERE uuid = ?1",
                              error);
  if (statement == NULL || !cadet_database_step (database, statement, found, error) || !*found)
    return NULL;

  return cadet_ledger_load_report (statement, 0);
}

static gboolean
update_report (CadetLedgerChange  *self,
               CadetDatabase      *database,
               GError            **error)
{
  CadetTaskReport *report = self->report;
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_update (self, database,
                              "UPDATE attempts SET status = ?2, error_message = ?3,"
                              " instance_ids = ?4, service_name = ?5, service_process_id = ?6,"
                              " service_app_id = ?7, service_created_at = ?8, status_at = ?9"
                              " WHERE uuid = ?1",
                              error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 2, cadet_task_report_get_status (report));
  cadet_ledger_bind_text (statement, 3, cadet_task_report_get_error_message (report));
  cadet_ledger_bind_text (statement, 4, cadet_task_report_get_instance_ids (report));
  cadet_ledger_bind_text (statement, 5, cadet_task_report_get_name (report));
  cadet_ledger_bind_text (statement, 6, cadet_task_report_get_process_id (report));
  cadet_ledger_bind_text (statement, 7, cadet_task_report_get_app_id (report));
  cadet_ledger_bind_number (statement, 8, cadet_task_report_get_created_at (report));
  sqlite3_bind_int64 (statement, 9, cadet_task_report_get_seen_at (report));

  return cadet_ledger_run (database, statement, error);
}

static gboolean
update_report_time (CadetLedgerChange  *self,
                    CadetDatabase      *database,
                    GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  statement = prepare_update (self, database,
                              "UPDATE attempts SET status_at = ?2 WHERE uuid = ?1", error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 2, cadet_task_report_get_seen_at (self->report));

  return cadet_ledger_run (database, statement, error);
}

/**
 * cadet_ledger_change_new:
 * @attempt: (nullable): the attempt
 * @at: when: UTC in ms
 *
 * Returns: (transfer full): a change that says no more
 */
CadetLedgerChange *
cadet_ledger_change_new (const char *attempt,
                         gint64      at)
{
  CadetLedgerChange *self = g_new0 (CadetLedgerChange, 1);

  self->attempt = g_strdup (attempt);
  self->at = at;

  return self;
}

/**
 * cadet_ledger_change_free:
 * @self: (transfer full): a change
 *
 * Frees @self.
 */
void
cadet_ledger_change_free (CadetLedgerChange *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->attempt);
  g_free (self->execution);
  g_strfreev (self->attempts);
  g_free (self->outcome);
  g_free (self->text);
  g_clear_object (&self->report);
  g_free (self);
}

/**
 * cadet_ledger_change_write_try_failed:
 * @self: a change: its attempt, execution (or %NULL), number, at, outcome, http_status, text
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Adds the event `try-failed`, or `execute-try-failed` where there is an execution.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_change_write_try_failed (CadetLedgerChange  *self,
                                      CadetDatabase      *database,
                                      GError            **error)
{
  g_autofree char *detail = NULL;
  CadetEventKind kind;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  kind = self->execution != NULL ? CADET_EVENT_EXECUTE_TRY_FAILED : CADET_EVENT_TRY_FAILED;
  detail = cadet_ledger_dup_detail (self->outcome, self->http_status, self->text, self->execution);

  return cadet_ledger_write_event (database, self->attempt, self->at, kind, self->number, detail,
                                   error);
}

/**
 * cadet_ledger_change_write_report:
 * @self: a change: its attempt and report
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Keeps what the service says; the event `status` is added only where it is something new.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE or, for an attempt that is
 *   not there, a %CADET_ERROR_NOT_FOUND
 */
gboolean
cadet_ledger_change_write_report (CadetLedgerChange  *self,
                                  CadetDatabase      *database,
                                  GError            **error)
{
  g_autoptr (CadetTaskReport) old = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *detail = NULL;
  const char *text;
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_TASK_REPORT (self->report), FALSE);

  old = read_report (self, database, &found, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (cadet_task_report_says_the_same (self->report, old))
    return update_report_time (self, database, error) && require_change (self, database, error);

  text = cadet_task_report_get_error_message (self->report);
  if (text == NULL)
    text = cadet_task_report_get_status (self->report);
  detail = cadet_ledger_dup_detail (NULL, 0, text, NULL);

  return update_report (self, database, error) && require_change (self, database, error)
         && cadet_ledger_write_event (database, self->attempt,
                                      cadet_task_report_get_seen_at (self->report),
                                      CADET_EVENT_STATUS, 0, detail, error);
}

/**
 * cadet_ledger_change_write_resolution:
 * @self: a change: its attempt, resolution, task_id and at
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Keeps what the user says of an attempt whose outcome is unknown, and adds the event `resolved`.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE or, where no attempt of
 *   that ID is unknown, a %CADET_ERROR_NOT_FOUND
 */
gboolean
cadet_ledger_change_write_resolution (CadetLedgerChange  *self,
                                      CadetDatabase      *database,
                                      GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *id = NULL;
  const char *nick;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);
  g_return_val_if_fail ((guint) self->resolution < G_N_ELEMENTS (resolutions), FALSE);

  nick = resolutions[self->resolution];
  statement = prepare_update (self, database,
                              "UPDATE attempts SET resolution = ?2, found_task_id = ?3"
                              " WHERE uuid = ?1 AND outcome = 'unknown'",
                              error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 2, nick);
  cadet_ledger_bind_number (statement, 3, self->task_id);
  if (self->task_id != 0)
    id = g_strdup_printf ("%" G_GINT64_FORMAT, self->task_id);
  detail = cadet_ledger_dup_detail (nick != NULL ? nick : "unresolved", 0, id, NULL);

  return cadet_ledger_run (database, statement, error) && require_change (self, database, error)
         && cadet_ledger_write_event (database, self->attempt, self->at, CADET_EVENT_RESOLVED, 0,
                                      detail, error);
}

/**
 * cadet_ledger_change_write_note:
 * @self: a change: its attempt, text (or %NULL) and at
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Sets or removes the note and adds the event `noted`.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE or, for an attempt that is
 *   not there, a %CADET_ERROR_NOT_FOUND
 */
gboolean
cadet_ledger_change_write_note (CadetLedgerChange  *self,
                                CadetDatabase      *database,
                                GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *detail = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  statement = prepare_update (self, database, "UPDATE attempts SET note = ?2 WHERE uuid = ?1",
                              error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 2, self->text);
  detail = cadet_ledger_dup_detail (NULL, 0, self->text, NULL);

  return cadet_ledger_run (database, statement, error) && require_change (self, database, error)
         && cadet_ledger_write_event (database, self->attempt, self->at, CADET_EVENT_NOTED, 0,
                                      detail, error);
}

/**
 * cadet_ledger_change_write_followed:
 * @self: a change: its attempt and set
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Keeps whether the service is to be asked for its state, which is no part of its history.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE or, for an attempt that is
 *   not there, a %CADET_ERROR_NOT_FOUND
 */
gboolean
cadet_ledger_change_write_followed (CadetLedgerChange  *self,
                                    CadetDatabase      *database,
                                    GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, FALSE);

  statement = prepare_update (self, database, "UPDATE attempts SET followed = ?2 WHERE uuid = ?1",
                              error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int (statement, 2, self->set);

  return cadet_ledger_run (database, statement, error) && require_change (self, database, error);
}

/**
 * cadet_ledger_change_write_deleted:
 * @self: a change: its attempts, at and set
 * @database: an open database in a transaction
 * @error: return location for an error
 *
 * Takes attempts out of the list, or puts them back, with the event `deleted` or `restored`. What
 * is so already, or is not there, is passed over.
 *
 * Returns: whether it is written; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
cadet_ledger_change_write_deleted (CadetLedgerChange  *self,
                                   CadetDatabase      *database,
                                   GError            **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_return_val_if_fail (self != NULL && self->attempts != NULL && database != NULL, FALSE);

  statement = cadet_database_prepare (database,
                                      "UPDATE attempts SET deleted_at = ?2"
                                      " WHERE uuid = ?1 AND (deleted_at IS NULL) = (?2 NOTNULL)",
                                      error);
  if (statement == NULL)
    return FALSE;

  for (guint i = 0; self->attempts[i] != NULL; i++)
    {
      sqlite3_reset (statement);
      cadet_ledger_bind_text (statement, 1, self->attempts[i]);
      cadet_ledger_bind_number (statement, 2, self->set ? self->at : 0);
      if (!cadet_ledger_run (database, statement, error))
        return FALSE;

      if (cadet_database_count_changes (database) > 0
          && !cadet_ledger_write_event (database, self->attempts[i], self->at,
                                        self->set ? CADET_EVENT_DELETED : CADET_EVENT_RESTORED, 0,
                                        NULL, error))
        return FALSE;
    }

  return TRUE;
}
