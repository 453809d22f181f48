/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GNotification *cadet_task_notification_new (CadetTask *task);

G_END_DECLS
