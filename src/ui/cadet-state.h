/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

G_BEGIN_DECLS

const char *cadet_state_get_icon_name (CadetTaskState  state);
const char *cadet_state_get_css_class (CadetTaskState  state);
char       *cadet_state_dup_meaning   (CadetTask      *task);
char       *cadet_state_dup_advice    (CadetTask      *task);

G_END_DECLS
