/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The columns of a report, of attempts as `a`. */
#define CADET_LEDGER_REPORT_COLUMNS \
  "CASE WHEN a.resolution = 'found' THEN a.found_task_id ELSE a.task_id END, a.service_name," \
  " a.service_process_id, a.service_app_id, a.instance_ids, a.status, a.error_message," \
  " a.service_created_at, a.status_at"

/* What a list shows of attempts as `a` and of their last executions as `e`. */
#define CADET_LEDGER_LIST_COLUMNS \
  "a.uuid, a.recorded_at, a.sent_at, a.answered_at, a.outcome, a.task_id, a.http_status, a.code," \
  " a.message, a.request_id, a.recommend, a.owner, a.profile_id, a.profile_name, a.endpoint," \
  " a.name, a.process_id, a.app_id, a.template_name, a.previous, a.note, a.resolution," \
  " a.found_task_id, a.followed, " CADET_LEDGER_REPORT_COLUMNS ", a.variables," \
  " e.uuid, e.recorded_at, e.sent_at, e.answered_at, e.outcome, e.task_id, e.http_status, e.code," \
  " e.message, e.request_id, e.recommend, e.owner, e.profile_id, e.profile_name, e.endpoint"

#define CADET_LEDGER_ALL_COLUMNS \
  CADET_LEDGER_LIST_COLUMNS ", a.request_headers, a.request_body, a.reply_headers, a.reply_body," \
  " e.request_headers, e.request_body, e.reply_headers, e.reply_body"

#define CADET_LEDGER_TABLES "attempts a LEFT JOIN executions e ON e.id = a.execution"

CadetTask       *cadet_ledger_load_task   (CadetDatabase  *database,
                                           sqlite3_stmt   *statement);
GListStore      *cadet_ledger_load_tasks  (CadetDatabase  *database,
                                           sqlite3_stmt   *statement,
                                           GError        **error);
CadetTaskReport *cadet_ledger_load_report (sqlite3_stmt   *statement,
                                           int             first);
GListStore      *cadet_ledger_load_events (CadetDatabase  *database,
                                           const char     *attempt,
                                           GError        **error);

G_END_DECLS
