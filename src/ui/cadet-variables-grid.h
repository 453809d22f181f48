/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The variables of a draft, one a row, edited as in a spreadsheet. It emits `changed` after each
 * change that it made to them. */
#define CADET_TYPE_VARIABLES_GRID (cadet_variables_grid_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariablesGrid, cadet_variables_grid, CADET, VARIABLES_GRID, AdwBin)

void     cadet_variables_grid_set_draft    (CadetVariablesGrid *self,
                                            CadetDraft         *draft);
void     cadet_variables_grid_set_compact  (CadetVariablesGrid *self,
                                            gboolean            compact);
void     cadet_variables_grid_set_problems (CadetVariablesGrid *self,
                                            GListModel         *problems);
gboolean cadet_variables_grid_show_problem (CadetVariablesGrid *self,
                                            CadetProblem       *problem);
void     cadet_variables_grid_stop_editing (CadetVariablesGrid *self);

G_END_DECLS
