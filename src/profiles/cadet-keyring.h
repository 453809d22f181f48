/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <libdex.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* The keyring, one schema: attributes `profile` (its ID) and `kind` (what the secret is). */
#define CADET_TYPE_KEYRING (cadet_keyring_get_type ())
G_DECLARE_FINAL_TYPE (CadetKeyring, cadet_keyring, CADET, KEYRING, GObject)

#define CADET_KEYRING_ACCESS_KEY_SECRET "access-key-secret"
#define CADET_KEYRING_SECURITY_TOKEN "security-token"

CadetKeyring *cadet_keyring_new    (void);
DexFuture    *cadet_keyring_lookup (CadetKeyring *self,
                                    const char   *profile_id,
                                    const char   *kind);
DexFuture    *cadet_keyring_store  (CadetKeyring *self,
                                    const char   *profile_id,
                                    const char   *profile_name,
                                    const char   *kind,
                                    SecretValue  *secret);
DexFuture    *cadet_keyring_clear  (CadetKeyring *self,
                                    const char   *profile_id);

G_END_DECLS
