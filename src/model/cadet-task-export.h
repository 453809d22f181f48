/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

G_BEGIN_DECLS

/* Several attempts as a file for other programs. */
char *cadet_tasks_to_json (GListModel *tasks);
char *cadet_tasks_to_csv  (GListModel *tasks);

G_END_DECLS
