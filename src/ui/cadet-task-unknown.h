/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-resolver.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is known of an attempt whose outcome is not, and the choices of its user. It emits
 * `create-again` where one is to make another attempt. */
#define CADET_TYPE_TASK_UNKNOWN_GROUP (cadet_task_unknown_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskUnknown, cadet_task_unknown, CADET, TASK_UNKNOWN_GROUP,
                      AdwPreferencesGroup)

void cadet_task_unknown_set_resolver (CadetTaskUnknown *self,
                                      CadetResolver    *resolver);
void cadet_task_unknown_set_task     (CadetTaskUnknown *self,
                                      CadetTask        *task);

G_END_DECLS
