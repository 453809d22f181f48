/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CadetSandboxTask:
 * @id: the task's ID
 * @created_ms: when it was created, UTC in ms since 1970
 * @bind_ms: how long it binds
 * @bind_error: how its binding fails, or %NULL
 * @executed_ms: when it was executed, or 0
 * @run_ms: how long it runs
 * @run_error: how its run fails, or %NULL
 *
 * A task as it is kept. Its state is not kept; it follows from the times.
 */
typedef struct
{
  gint64 id;
  char *name;
  char *process_id;
  char *app_id;
  char *instance_id;
  char *variables;
  gint64 created_ms;
  gint64 bind_ms;
  char *bind_error;
  gint64 executed_ms;
  gint64 run_ms;
  char *run_error;
} CadetSandboxTask;

/* An application as it is kept; strings are never NULL. */
typedef struct
{
  char *id;
  char *name;
  char *description;
  char *status;
  char *template_id;
  char *instance_id;
  char *created;
} CadetSandboxApplicationRow;

/**
 * CadetSandboxFilter:
 *
 * What ListApplication looks for; each may be %NULL. @statuses is a JSON array of strings.
 */
typedef struct
{
  const char *keyword;
  const char *statuses;
  const char *template_id;
  const char *instance_id;
  guint limit;
  guint offset;
} CadetSandboxFilter;

/* Called for each variable of an application. */
typedef void (*CadetSandboxVariableFunc) (const char *name,
                                          const char *value,
                                          gpointer    user_data);

/* The sandbox's state in SQLite. One thread uses it; other processes may use the same file. */
typedef struct _CadetSandboxStore CadetSandboxStore;

CadetSandboxStore *cadet_sandbox_store_open        (GFile              *file,
                                                    gint               *quitting,
                                                    GError            **error);
void               cadet_sandbox_store_free        (CadetSandboxStore  *self);
gboolean           cadet_sandbox_store_begin       (CadetSandboxStore  *self,
                                                    GError            **error);
gboolean           cadet_sandbox_store_commit      (CadetSandboxStore  *self,
                                                    GError            **error);
void               cadet_sandbox_store_rollback    (CadetSandboxStore  *self);
gboolean           cadet_sandbox_store_use_nonce   (CadetSandboxStore  *self,
                                                    const char         *access_key_id,
                                                    const char         *nonce,
                                                    gint64              now_ms,
                                                    gint64              keep_ms,
                                                    gboolean           *fresh,
                                                    GError            **error);
gboolean           cadet_sandbox_store_add_task    (CadetSandboxStore  *self,
                                                    CadetSandboxTask   *task,
                                                    GError            **error);
gboolean           cadet_sandbox_store_count_tasks (CadetSandboxStore  *self,
                                                    gboolean            executed,
                                                    gint64             *count,
                                                    GError            **error);
gboolean           cadet_sandbox_store_find_task   (CadetSandboxStore  *self,
                                                    gint64              id,
                                                    CadetSandboxTask  **task,
                                                    GError            **error);
gboolean           cadet_sandbox_store_execute_task (CadetSandboxStore  *self,
                                                     gint64              id,
                                                     gint64              now_ms,
                                                     gint64              run_ms,
                                                     GError            **error);
gboolean           cadet_sandbox_store_find_application (CadetSandboxStore           *self,
                                                         const char                  *id,
                                                         CadetSandboxApplicationRow **row,
                                                         GError                     **error);
GPtrArray         *cadet_sandbox_store_list_applications (CadetSandboxStore         *self,
                                                          const CadetSandboxFilter  *filter,
                                                          gint64                    *total,
                                                          GError                   **error);
gboolean           cadet_sandbox_store_foreach_variable (CadetSandboxStore         *self,
                                                         const char                *app_id,
                                                         CadetSandboxVariableFunc   func,
                                                         gpointer                   user_data,
                                                         GError                   **error);
void               cadet_sandbox_task_free         (CadetSandboxTask   *task);
void               cadet_sandbox_application_row_free (CadetSandboxApplicationRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxStore, cadet_sandbox_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxTask, cadet_sandbox_task_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxApplicationRow, cadet_sandbox_application_row_free)

G_END_DECLS
