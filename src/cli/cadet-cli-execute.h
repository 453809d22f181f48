/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-executor.h"

G_BEGIN_DECLS

char *cadet_cli_dup_signer    (CadetProfile   *profile);
int   cadet_cli_execute_await (CadetExecutor  *executor,
                               CadetTask      *task,
                               CadetProfile   *profile,
                               gboolean        again,
                               GCancellable   *cancellable);

G_END_DECLS
