/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-variable-list.h"

G_BEGIN_DECLS

/* The variables of a list and, after them, one blank row that is not in the list yet (a #GListModel
 * of #CadetVariable). */
#define CADET_TYPE_VARIABLE_ROWS (cadet_variable_rows_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariableRows, cadet_variable_rows, CADET, VARIABLE_ROWS, GObject)

CadetVariableRows *cadet_variable_rows_new           (void);
void               cadet_variable_rows_set_variables (CadetVariableRows *self,
                                                      CadetVariableList *variables);
gboolean           cadet_variable_rows_is_blank_row  (CadetVariableRows *self,
                                                      CadetVariable     *variable);
void               cadet_variable_rows_promote       (CadetVariableRows *self);

G_END_DECLS
