/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-follower.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the service says of a task, when that was seen, and whether it is asked again. */
#define CADET_TYPE_TASK_PROGRESS (cadet_task_progress_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskProgress, cadet_task_progress, CADET, TASK_PROGRESS,
                      AdwPreferencesGroup)

void cadet_task_progress_set_follower (CadetTaskProgress *self,
                                       CadetFollower     *follower);
void cadet_task_progress_set_task     (CadetTaskProgress *self,
                                       CadetTask         *task);

G_END_DECLS
