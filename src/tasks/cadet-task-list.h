/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/* The ledger's attempts, newest first (a #GListModel of #CadetTask), read page by page as they are
 * asked for. */
#define CADET_TYPE_TASK_LIST (cadet_task_list_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskList, cadet_task_list, CADET, TASK_LIST, GObject)

CadetTaskList   *cadet_task_list_new         (CadetLedger     *ledger);
CadetLedger     *cadet_task_list_get_ledger  (CadetTaskList   *self);
DexFuture       *cadet_task_list_load        (CadetTaskList   *self);
gboolean         cadet_task_list_get_loading (CadetTaskList   *self);
gboolean         cadet_task_list_get_loaded  (CadetTaskList   *self);
CadetTaskFilter *cadet_task_list_get_filter  (CadetTaskList   *self);
DexFuture       *cadet_task_list_set_filter  (CadetTaskList   *self,
                                              CadetTaskFilter *filter);
void             cadet_task_list_refresh     (CadetTaskList   *self);
void             cadet_task_list_prepend     (CadetTaskList   *self,
                                              CadetTask       *task);
DexFuture       *cadet_task_list_delete      (CadetTaskList   *self,
                                              GPtrArray       *tasks);
DexFuture       *cadet_task_list_restore     (CadetTaskList   *self,
                                              GPtrArray       *tasks);

G_END_DECLS
