/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is wrong with the entry row above it: shown only while something is. */
#define CADET_TYPE_PROBLEM_ROW (cadet_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (CadetProblemRow, cadet_problem_row, CADET, PROBLEM_ROW, GtkListBoxRow)

const char *cadet_problem_row_get_message (CadetProblemRow *self);
void        cadet_problem_row_set_message (CadetProblemRow *self,
                                           const char      *message);

G_END_DECLS
