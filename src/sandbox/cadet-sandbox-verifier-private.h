/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-keys-private.h"
#include "sandbox/cadet-sandbox-reply-private.h"

G_BEGIN_DECLS

/* The service allows 15 minutes between its clock and a request's date, either way. */
#define CADET_SANDBOX_MAX_SKEW_MS (15 * 60 * 1000)
/* A nonce is remembered for as long as a date can be valid: from 15 minutes ahead to 15 behind. */
#define CADET_SANDBOX_NONCE_MS (2 * CADET_SANDBOX_MAX_SKEW_MS)

CadetSandboxReply *cadet_sandbox_verify           (CadetSandboxRequest  *request,
                                                   CadetSandboxKeys     *keys,
                                                   gint64                now_ms,
                                                   CadetCredentials    **credentials);
CadetSandboxReply *cadet_sandbox_refuse_nonce     (CadetSandboxRequest  *request);

G_END_DECLS
