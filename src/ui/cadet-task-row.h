/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A task in the sidebar. */
#define CADET_TYPE_TASK_ROW (cadet_task_row_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskRow, cadet_task_row, CADET, TASK_ROW, AdwBin)

GtkWidget *cadet_task_row_new      (void);
CadetTask *cadet_task_row_get_task (CadetTaskRow *self);
void       cadet_task_row_set_task (CadetTaskRow *self,
                                    CadetTask    *task);

G_END_DECLS
