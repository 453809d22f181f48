/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-task-list.h"

G_BEGIN_DECLS

/* What is read: the first page, the one after the last row, or the newest rows again. */
typedef enum
{
  CADET_TASK_LIST_READ_TOP,
  CADET_TASK_LIST_READ_NEXT,
  CADET_TASK_LIST_READ_AGAIN,
} CadetTaskListRead;

/* What cadet-task-list.c (what is listed), cadet-task-list-read.c (reading the ledger),
 * cadet-task-list-rows.c (the rows) and cadet-task-list-change.c (deleting and restoring) share. */
struct _CadetTaskList
{
  GObject          parent_instance;

  CadetLedger     *ledger;
  CadetTaskFilter *filter;

  /* The rows, and the IDs of their attempts. */
  GPtrArray       *tasks;
  GHashTable      *attempts;
  /* Attempt to #CadetTask, not owned: all that was ever a row, as long as anybody keeps it, so that
   * an attempt is one object for whoever shows it and whoever follows it. */
  GHashTable      *alive;
  /* Attempt to #CadetTask: those that were begun in this program. */
  GHashTable      *own;
  /* Attempt to the number of the filter under which it was deleted here. */
  GHashTable      *deleted;

  /* After which row the next page comes. */
  gint64           last_recorded_at;
  char            *last_attempt;

  /* Rises with each filter, so that what is read for an older one is known. */
  guint            generation;
  DexPromise      *reload;
  guint            refresh_source;

  guint            loading : 1;
  guint            loaded : 1;
  guint            stale : 1;
  guint            refreshing : 1;
  guint            refresh_again : 1;
};

void        _cadet_task_list_set_loading  (CadetTaskList     *self,
                                           gboolean           loading);
void        _cadet_task_list_set_loaded   (CadetTaskList     *self,
                                           gboolean           loaded);
void        _cadet_task_list_tell_deleted (CadetTaskList     *self,
                                           CadetTask         *task);
gboolean    _cadet_task_list_is_filtered  (CadetTaskList     *self);
DexFuture  *_cadet_task_list_read         (CadetTaskList     *self,
                                           CadetTaskListRead  kind);
void        _cadet_task_list_refresh_soon (CadetTaskList     *self);
GHashTable *_cadet_task_list_new_alive    (void);
void        _cadet_task_list_forget       (CadetTaskList     *self);
CadetTask  *_cadet_task_list_take         (CadetTaskList     *self,
                                           CadetTask         *task,
                                           gboolean           read_anew);
void        _cadet_task_list_append       (CadetTaskList     *self,
                                           GListModel        *page);
void        _cadet_task_list_replace      (CadetTaskList     *self,
                                           GListModel        *page);
void        _cadet_task_list_reconcile    (CadetTaskList     *self,
                                           GListModel        *page,
                                           gboolean           is_last);
void        _cadet_task_list_insert       (CadetTaskList     *self,
                                           CadetTask         *task);
void        _cadet_task_list_remove       (CadetTaskList     *self,
                                           GHashTable        *attempts);

G_END_DECLS
