/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The process, the name and the application of a draft, and below each what is wrong with it. They
 * write into the draft while one types and emit `changed` after each write, `left` when the focus
 * has left one, and `process-chosen` (ID) when an example was taken. */
#define CADET_TYPE_DRAFT_FIELDS (cadet_draft_fields_get_type ())
G_DECLARE_FINAL_TYPE (CadetDraftFields, cadet_draft_fields, CADET, DRAFT_FIELDS, AdwBin)

void     cadet_draft_fields_set_draft     (CadetDraftFields *self,
                                           CadetDraft       *draft);
void     cadet_draft_fields_set_sandbox   (CadetDraftFields *self,
                                           gboolean          sandbox);
void     cadet_draft_fields_judge_all     (CadetDraftFields *self);
void     cadet_draft_fields_set_problems  (CadetDraftFields *self,
                                           GListModel       *problems);
gboolean cadet_draft_fields_focus_problem (CadetDraftFields *self,
                                           GListModel       *problems);
void     cadet_draft_fields_focus_empty   (CadetDraftFields *self);
void     cadet_draft_fields_focus_first   (CadetDraftFields *self);

G_END_DECLS
