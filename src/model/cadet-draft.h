/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-problem.h"
#include "model/cadet-variable-list.h"

G_BEGIN_DECLS

#define CADET_TYPE_DRAFT (cadet_draft_get_type ())
G_DECLARE_FINAL_TYPE (CadetDraft, cadet_draft, CADET, DRAFT, GObject)

CadetDraft        *cadet_draft_new            (void);
CadetDraft        *cadet_draft_copy           (CadetDraft *self);
const char        *cadet_draft_get_process_id (CadetDraft *self);
void               cadet_draft_set_process_id (CadetDraft *self,
                                               const char *process_id);
const char        *cadet_draft_get_task_name  (CadetDraft *self);
void               cadet_draft_set_task_name  (CadetDraft *self,
                                               const char *task_name);
const char        *cadet_draft_get_app_id     (CadetDraft *self);
void               cadet_draft_set_app_id     (CadetDraft *self,
                                               const char *app_id);
gboolean           cadet_draft_get_wrap_names (CadetDraft *self);
void               cadet_draft_set_wrap_names (CadetDraft *self,
                                               gboolean    wrap_names);
CadetVariableList *cadet_draft_get_variables  (CadetDraft *self);
GListModel        *cadet_draft_validate       (CadetDraft *self);

/* The getters above give what was typed; these give what is checked and sent. */
char              *cadet_draft_dup_trimmed_process_id (CadetDraft *self);
char              *cadet_draft_dup_trimmed_task_name  (CadetDraft *self);
char              *cadet_draft_dup_trimmed_app_id     (CadetDraft *self);

CadetProblem      *cadet_problems_find        (GListModel *problems,
                                               CadetField  field,
                                               guint       position);

G_END_DECLS
