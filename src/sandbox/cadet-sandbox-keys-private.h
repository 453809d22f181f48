/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-credentials.h"

G_BEGIN_DECLS

/* The AccessKey pairs that a sandbox accepts. Any thread may use it. */
typedef struct _CadetSandboxKeys CadetSandboxKeys;

CadetSandboxKeys *cadet_sandbox_keys_new    (void);
void              cadet_sandbox_keys_free   (CadetSandboxKeys *self);
void              cadet_sandbox_keys_add    (CadetSandboxKeys *self,
                                             CadetCredentials *credentials);
void              cadet_sandbox_keys_remove (CadetSandboxKeys *self,
                                             const char       *access_key_id);
CadetCredentials *cadet_sandbox_keys_dup    (CadetSandboxKeys *self,
                                             const char       *access_key_id);
CadetCredentials *cadet_sandbox_make_random_key (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxKeys, cadet_sandbox_keys_free)

G_END_DECLS
