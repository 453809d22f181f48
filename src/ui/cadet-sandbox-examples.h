/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-variable-list.h"

G_BEGIN_DECLS

GMenuModel *cadet_sandbox_examples_new_processes    (const char        *action);
GMenuModel *cadet_sandbox_examples_new_applications (const char        *action);
void        cadet_sandbox_examples_add_variables    (CadetVariableList *variables,
                                                     const char        *process_id);

G_END_DECLS
