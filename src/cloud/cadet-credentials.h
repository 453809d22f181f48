/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

#define CADET_TYPE_CREDENTIALS (cadet_credentials_get_type ())
G_DECLARE_FINAL_TYPE (CadetCredentials, cadet_credentials, CADET, CREDENTIALS, GObject)

CadetCredentials *cadet_credentials_new                   (const char       *access_key_id,
                                                           SecretValue      *access_key_secret,
                                                           SecretValue      *security_token);
const char       *cadet_credentials_get_access_key_id     (CadetCredentials *self);
SecretValue      *cadet_credentials_get_access_key_secret (CadetCredentials *self);
SecretValue      *cadet_credentials_get_security_token    (CadetCredentials *self);

G_END_DECLS
