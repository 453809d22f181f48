/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-resolver.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The user's note about an attempt, and the attempts that it is tied to. It emits `open-attempt`
 * with the ID of the one that the user wants to see. */
#define CADET_TYPE_TASK_NOTES (cadet_task_notes_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskNotes, cadet_task_notes, CADET, TASK_NOTES, AdwPreferencesGroup)

void cadet_task_notes_set_up   (CadetTaskNotes *self,
                                CadetResolver  *resolver,
                                GListModel     *tasks);
void cadet_task_notes_set_task (CadetTaskNotes *self,
                                CadetTask      *task);

G_END_DECLS
