/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The last order to execute a task and what became of it. It emits `execute-again` where that is
 * unknown and the user wants another one. */
#define CADET_TYPE_TASK_ORDERS (cadet_task_orders_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskOrders, cadet_task_orders, CADET, TASK_ORDERS, AdwPreferencesGroup)

void cadet_task_orders_set_task (CadetTaskOrders *self,
                                 CadetTask       *task);

G_END_DECLS
