/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-fault-private.h"
#include "sandbox/cadet-sandbox-reply-private.h"
#include "sandbox/cadet-sandbox-script-private.h"

G_BEGIN_DECLS

/* How far ahead the clock of `skewed-clock` is. */
#define CADET_SANDBOX_SKEW_MS (60 * 60 * 1000)

gint64 cadet_sandbox_fault_get_first_id (CadetSandboxFaultKind kind);
void   cadet_sandbox_fault_make_script (CadetSandboxFaultKind  kind,
                                        CadetSandboxRequest   *request,
                                        CadetSandboxReply     *reply,
                                        guint                  ms,
                                        const char            *endpoint,
                                        CadetSandboxScript    *script);

G_END_DECLS
