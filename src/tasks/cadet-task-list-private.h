/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-task-list.h"

G_BEGIN_DECLS

/* What cadet-task-list.c (reading the ledger) and cadet-task-list-rows.c (the rows) share. */
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

gboolean    _cadet_task_list_is_filtered  (CadetTaskList *self);
GHashTable *_cadet_task_list_new_alive    (void);
void        _cadet_task_list_forget       (CadetTaskList *self);
CadetTask  *_cadet_task_list_take         (CadetTaskList *self,
                                           CadetTask     *task,
                                           gboolean       read_anew);
void        _cadet_task_list_append       (CadetTaskList *self,
                                           GListModel    *page);
void        _cadet_task_list_replace      (CadetTaskList *self,
                                           GListModel    *page);
void        _cadet_task_list_reconcile    (CadetTaskList *self,
                                           GListModel    *page,
                                           gboolean       is_last);
void        _cadet_task_list_insert       (CadetTaskList *self,
                                           CadetTask     *task);
void        _cadet_task_list_remove       (CadetTaskList *self,
                                           GHashTable    *attempts);
void        _cadet_task_list_refresh_soon (CadetTaskList *self);

G_END_DECLS
