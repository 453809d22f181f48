/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

G_BEGIN_DECLS

void cadet_cli_append_history (GString   *text,
                               CadetTask *task);

G_END_DECLS
