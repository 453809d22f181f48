/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-variable.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Everything about one variable, with room for a value of several lines. It writes into the
 * variable while one types and emits `changed` after each write. */
#define CADET_TYPE_VARIABLE_DIALOG (cadet_variable_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariableDialog, cadet_variable_dialog, CADET, VARIABLE_DIALOG, AdwDialog)

AdwDialog *cadet_variable_dialog_new (CadetVariable *variable);

G_END_DECLS
