/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

G_BEGIN_DECLS

#define CADET_STS_VERSION "2015-04-01"

/* Who the service says the caller is. Strings are NULL where the reply had none. */
#define CADET_TYPE_CALLER_IDENTITY (cadet_caller_identity_get_type ())
G_DECLARE_FINAL_TYPE (CadetCallerIdentity, cadet_caller_identity, CADET, CALLER_IDENTITY, GObject)

const char *cadet_caller_identity_get_account_id    (CadetCallerIdentity *self);
const char *cadet_caller_identity_get_arn           (CadetCallerIdentity *self);
const char *cadet_caller_identity_get_identity_type (CadetCallerIdentity *self);
gint64      cadet_caller_identity_get_clock_skew_ms (CadetCallerIdentity *self);

DexFuture  *cadet_sts_get_caller_identity           (CadetClient         *client,
                                                     CadetAccess         *access,
                                                     GCancellable        *cancellable);

G_END_DECLS
