/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What happened to an attempt, in its order: each with a picture, words and a local time. */
#define CADET_TYPE_TASK_TIMELINE (cadet_task_timeline_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskTimeline, cadet_task_timeline, CADET, TASK_TIMELINE,
                      AdwPreferencesGroup)

void  cadet_task_timeline_set_task  (CadetTaskTimeline *self,
                                     CadetTask         *task);
char *cadet_task_timeline_dup_title (CadetEvent        *event);

G_END_DECLS
