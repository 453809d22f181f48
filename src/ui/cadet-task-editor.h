/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-draft.h"
#include "profiles/cadet-profile-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A draft as a form. It emits `create` (draft, profile) when Create was pressed and nothing is
 * wrong, and `cancel` when a sending is to be given up. */
#define CADET_TYPE_TASK_EDITOR (cadet_task_editor_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskEditor, cadet_task_editor, CADET, TASK_EDITOR, AdwBin)

GtkWidget    *cadet_task_editor_new          (void);
CadetDraft   *cadet_task_editor_get_draft    (CadetTaskEditor  *self);
void          cadet_task_editor_set_draft    (CadetTaskEditor  *self,
                                              CadetDraft       *draft);
void          cadet_task_editor_set_profiles (CadetTaskEditor  *self,
                                              CadetProfileList *profiles);
CadetProfile *cadet_task_editor_get_profile  (CadetTaskEditor  *self);
void          cadet_task_editor_set_profile  (CadetTaskEditor  *self,
                                              CadetProfile     *profile);
gboolean      cadet_task_editor_get_sending  (CadetTaskEditor  *self);
void          cadet_task_editor_set_sending  (CadetTaskEditor  *self,
                                              gboolean          sending);
void          cadet_task_editor_focus_first  (CadetTaskEditor  *self);
void          cadet_task_editor_add_banner   (CadetTaskEditor  *self,
                                              AdwBanner        *banner);

G_END_DECLS
