/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-private.h"

#include "storage/cadet-ledger-changes.h"
#include "storage/cadet-ledger-rows.h"

/* What the ledger is told. */

typedef gboolean (*WriteRow) (CadetLedgerRow  *row,
                              CadetDatabase   *database,
                              GError         **error);

typedef gboolean (*WriteChange) (CadetLedgerChange  *change,
                                 CadetDatabase      *database,
                                 GError            **error);

typedef struct
{
  CadetLedgerRow *row;
  WriteRow write_row;
  CadetLedgerChange *change;
  WriteChange write_change;
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_clear_pointer (&write->row, cadet_ledger_row_free);
  g_clear_pointer (&write->change, cadet_ledger_change_free);
  g_free (write);
}

static gboolean
write_job (CadetDatabase  *database,
           gpointer        data,
           GValue         *result,
           GError        **error)
{
  Write *write = data;

  return write->row != NULL ? write->write_row (write->row, database, error)
                            : write->write_change (write->change, database, error);
}

/* Takes @row. */
static DexFuture *
write_row (CadetLedger    *self,
           WriteRow        func,
           CadetLedgerRow *row)
{
  Write *write = g_new0 (Write, 1);

  write->row = row;
  write->write_row = func;

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_WRITE, write_job, write, write_free);
}

/* Takes @change. */
static DexFuture *
write_change (CadetLedger       *self,
              WriteChange        func,
              CadetLedgerChange *change)
{
  Write *write = g_new0 (Write, 1);

  write->change = change;
  write->write_change = func;

  return _cadet_ledger_push (self, CADET_LEDGER_JOB_WRITE, write_job, write, write_free);
}

/**
 * cadet_ledger_record_intent:
 * @self: a ledger
 * @task: what is about to be sent
 *
 * Records an attempt before a byte of it is sent. @task itself is not changed.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_intent (CadetLedger *self,
                            CadetTask   *task)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  return write_row (self, cadet_ledger_row_write_intent, cadet_ledger_row_new (task));
}

/**
 * cadet_ledger_record_sent:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @number: 1 for the first try
 * @at: when it went out: UTC in ms
 * @request_headers: (nullable): the request line and headers, secrets masked
 * @request_body: (nullable): the body, secrets masked
 *
 * Records that a try goes out.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_sent (CadetLedger *self,
                          const char  *attempt,
                          guint        number,
                          gint64       at,
                          const char  *request_headers,
                          const char  *request_body)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  row = g_new0 (CadetLedgerRow, 1);
  row->attempt = g_strdup (attempt);
  row->number = number;
  row->sent_at = at;
  row->request_headers = g_strdup (request_headers);
  row->request_body = g_strdup (request_body);

  return write_row (self, cadet_ledger_row_write_sent, row);
}

/**
 * cadet_ledger_record_outcome:
 * @self: a ledger
 * @task: the task, with its reply where one came
 * @outcome: what became of it
 * @answered_at: when that was known: UTC in ms
 *
 * Records an outcome before it is shown; @task does not have it yet and is not changed. An attempt
 * whose intent was not recorded is recorded with its outcome. Of a reply over 1 MiB the beginning
 * is kept, and the size of the whole.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_outcome (CadetLedger  *self,
                             CadetTask    *task,
                             CadetOutcome *outcome,
                             gint64        answered_at)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (CADET_IS_OUTCOME (outcome), NULL);

  row = cadet_ledger_row_new (task);
  row->outcome = g_object_ref (outcome);
  row->answered_at = answered_at;

  return write_row (self, cadet_ledger_row_write_outcome, row);
}

/**
 * cadet_ledger_record_try_failed:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @execution: (nullable): the execution's ID, where the try was to execute the task
 * @number: 1 for the first try
 * @at: when it ended: UTC in ms
 * @outcome: (nullable): the outcome that it would have had as the only one, as
 *   [func@outcome_kind_to_nick] writes it
 * @http_status: the status of its reply, or 0 where none came
 * @text: (nullable): the service's or the connection's words
 *
 * Records that a try ended in a way after which another one may follow.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_try_failed (CadetLedger *self,
                                const char  *attempt,
                                const char  *execution,
                                guint        number,
                                gint64       at,
                                const char  *outcome,
                                guint        http_status,
                                const char  *text)
{
  CadetLedgerChange *change;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  change = cadet_ledger_change_new (attempt, at);
  change->execution = g_strdup (execution);
  change->number = number;
  change->outcome = g_strdup (outcome);
  change->http_status = http_status;
  change->text = g_strdup (text);

  return write_change (self, cadet_ledger_change_write_try_failed, change);
}

/**
 * cadet_ledger_record_execution:
 * @self: a ledger
 * @execution: what is about to be sent
 *
 * Records that a task is to be executed, before a byte of it is sent. @execution itself is not
 * changed. Where its program ends before an outcome is recorded, it becomes unknown as an attempt
 * does.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_execution (CadetLedger    *self,
                               CadetExecution *execution)
{
  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_EXECUTION (execution), NULL);

  return write_row (self, cadet_ledger_row_write_execution,
                    cadet_ledger_row_new_execution (execution));
}

/**
 * cadet_ledger_record_execution_sent:
 * @self: a ledger
 * @execution: the execution, with the time and the request of this try
 * @number: 1 for the first try
 *
 * Records that a try goes out.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_execution_sent (CadetLedger    *self,
                                    CadetExecution *execution,
                                    guint           number)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_EXECUTION (execution), NULL);

  row = cadet_ledger_row_new_execution (execution);
  row->number = number;

  return write_row (self, cadet_ledger_row_write_execution_sent, row);
}

/**
 * cadet_ledger_record_execution_outcome:
 * @self: a ledger
 * @execution: the execution, with its reply where one came
 * @outcome: what became of it
 * @answered_at: when that was known: UTC in ms
 *
 * Records an outcome before it is shown; @execution does not have it yet and is not changed. Of a
 * reply over 1 MiB the beginning is kept, and the size of the whole.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record would survive a power
 *   cut, or rejects with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_ledger_record_execution_outcome (CadetLedger    *self,
                                       CadetExecution *execution,
                                       CadetOutcome   *outcome,
                                       gint64          answered_at)
{
  CadetLedgerRow *row;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (CADET_IS_EXECUTION (execution), NULL);
  g_return_val_if_fail (CADET_IS_OUTCOME (outcome), NULL);

  row = cadet_ledger_row_new_execution (execution);
  row->outcome = g_object_ref (outcome);
  row->answered_at = answered_at;

  return write_row (self, cadet_ledger_row_write_execution_outcome, row);
}

/**
 * cadet_ledger_record_report:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @report: what the service says of its task
 *
 * Keeps the last that the service said. Where that is something new, it is also added to the
 * attempt's history.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE or, for an attempt that is not there, a %CADET_ERROR_NOT_FOUND
 */
DexFuture *
cadet_ledger_record_report (CadetLedger     *self,
                            const char      *attempt,
                            CadetTaskReport *report)
{
  CadetLedgerChange *change;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);
  g_return_val_if_fail (CADET_IS_TASK_REPORT (report), NULL);

  change = cadet_ledger_change_new (attempt, cadet_task_report_get_seen_at (report));
  change->report = g_object_ref (report);

  return write_change (self, cadet_ledger_change_write_report, change);
}

/**
 * cadet_ledger_record_resolution:
 * @self: a ledger
 * @attempt: the ID of an attempt whose outcome is unknown
 * @resolution: what the user says of it
 * @task_id: the task's ID where it was found, else 0
 * @at: when: UTC in ms
 *
 * Keeps what became of an unknown attempt by its user's word. Its outcome stays what it was.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE or, where no attempt of that ID is unknown, a %CADET_ERROR_NOT_FOUND
 */
DexFuture *
cadet_ledger_record_resolution (CadetLedger         *self,
                                const char          *attempt,
                                CadetTaskResolution  resolution,
                                gint64               task_id,
                                gint64               at)
{
  CadetLedgerChange *change;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);
  g_return_val_if_fail ((resolution == CADET_TASK_FOUND) == (task_id > 0), NULL);

  change = cadet_ledger_change_new (attempt, at);
  change->resolution = resolution;
  change->task_id = task_id;

  return write_change (self, cadet_ledger_change_write_resolution, change);
}

/**
 * cadet_ledger_record_note:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @note: (nullable): what its user writes; empty or %NULL for nothing
 * @at: when: UTC in ms
 *
 * Keeps a note in place of the one before, which stays in the attempt's history.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE or, for an attempt that is not there, a %CADET_ERROR_NOT_FOUND
 */
DexFuture *
cadet_ledger_record_note (CadetLedger *self,
                          const char  *attempt,
                          const char  *note,
                          gint64       at)
{
  CadetLedgerChange *change;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  change = cadet_ledger_change_new (attempt, at);
  change->text = note != NULL && *note != '\0' ? g_strdup (note) : NULL;

  return write_change (self, cadet_ledger_change_write_note, change);
}

/**
 * cadet_ledger_record_followed:
 * @self: a ledger
 * @attempt: the attempt's ID
 * @followed: whether the service is to be asked for its state, also after a restart
 *
 * Keeps whether an attempt is among those of [method@Ledger.list_followed].
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is durable, or rejects with a
 *   %CADET_ERROR_STORAGE or, for an attempt that is not there, a %CADET_ERROR_NOT_FOUND
 */
DexFuture *
cadet_ledger_record_followed (CadetLedger *self,
                              const char  *attempt,
                              gboolean     followed)
{
  CadetLedgerChange *change;

  g_return_val_if_fail (CADET_IS_LEDGER (self), NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  change = cadet_ledger_change_new (attempt, 0);
  change->set = !!followed;

  return write_change (self, cadet_ledger_change_write_followed, change);
}
