/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-resolver.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for the ID of a task that the user found in the console, and has it checked. */
#define CADET_TYPE_FOUND_DIALOG (cadet_found_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CadetFoundDialog, cadet_found_dialog, CADET, FOUND_DIALOG, AdwDialog)

AdwDialog *cadet_found_dialog_new (CadetResolver *resolver,
                                   CadetTask     *task);

G_END_DECLS
