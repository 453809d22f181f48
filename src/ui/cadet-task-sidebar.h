/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-task-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The list of tasks, with a search and filters over all of them, and what can be done with several.
 * It emits `open` with the task that the user wants to see, and `use-as-draft` with a draft. */
#define CADET_TYPE_TASK_SIDEBAR (cadet_task_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskSidebar, cadet_task_sidebar, CADET, TASK_SIDEBAR, AdwBin)

void     cadet_task_sidebar_set_tasks     (CadetTaskSidebar *self,
                                           CadetTaskList    *tasks);
void     cadet_task_sidebar_set_collapsed (CadetTaskSidebar *self,
                                           gboolean          collapsed);
void     cadet_task_sidebar_select        (CadetTaskSidebar *self,
                                           CadetTask        *task);
void     cadet_task_sidebar_set_now       (CadetTaskSidebar *self,
                                           gint64            now);
gboolean cadet_task_sidebar_get_searching (CadetTaskSidebar *self);
void     cadet_task_sidebar_set_searching (CadetTaskSidebar *self,
                                           gboolean          searching);

gboolean cadet_task_sidebar_get_selecting (CadetTaskSidebar *self);
void     cadet_task_sidebar_set_selecting (CadetTaskSidebar *self,
                                           gboolean          selecting);

G_END_DECLS
