/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"
#include "profiles/cadet-profile.h"

G_BEGIN_DECLS

CadetProfile *cadet_cli_dup_profile      (const char   *name,
                                          const char   *endpoint,
                                          GError      **error);
CadetProfile *cadet_cli_dup_task_profile (CadetTask    *task,
                                          const char   *name,
                                          GError      **error);

G_END_DECLS
