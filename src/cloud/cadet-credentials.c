/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-credentials.h"

struct _CadetCredentials
{
  GObject parent_instance;

  char *access_key_id;
  SecretValue *access_key_secret;
  SecretValue *security_token;
};

G_DEFINE_FINAL_TYPE (CadetCredentials, cadet_credentials, G_TYPE_OBJECT)

static void
cadet_credentials_finalize (GObject *object)
{
  CadetCredentials *self = CADET_CREDENTIALS (object);

  g_clear_pointer (&self->access_key_id, g_free);
  g_clear_pointer (&self->access_key_secret, secret_value_unref);
  g_clear_pointer (&self->security_token, secret_value_unref);

  G_OBJECT_CLASS (cadet_credentials_parent_class)->finalize (object);
}

static void
cadet_credentials_class_init (CadetCredentialsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_credentials_finalize;
}

static void
cadet_credentials_init (CadetCredentials *self)
{
}

/**
 * cadet_credentials_new:
 * @access_key_id: the AccessKey ID, which is not a secret
 * @access_key_secret: the AccessKey secret
 * @security_token: (nullable): the STS token of temporary credentials; an empty one counts as none
 *
 * What one signer signs with. Immutable, so it may be handed to a thread.
 *
 * Returns: (transfer full): new credentials
 */
CadetCredentials *
cadet_credentials_new (const char *access_key_id,
                       SecretValue *access_key_secret,
                       SecretValue *security_token)
{
  CadetCredentials *self;
  gsize length = 0;

  g_return_val_if_fail (access_key_id != NULL, NULL);
  g_return_val_if_fail (access_key_secret != NULL, NULL);

  self = g_object_new (CADET_TYPE_CREDENTIALS, NULL);
  self->access_key_id = g_strdup (access_key_id);
  self->access_key_secret = secret_value_ref (access_key_secret);

  if (security_token != NULL)
    secret_value_get (security_token, &length);
  if (length > 0)
    self->security_token = secret_value_ref (security_token);

  return self;
}

/**
 * cadet_credentials_get_access_key_id:
 * @self: credentials
 *
 * Returns: (transfer none): the AccessKey ID
 */
const char *
cadet_credentials_get_access_key_id (CadetCredentials *self)
{
  g_return_val_if_fail (CADET_IS_CREDENTIALS (self), NULL);

  return self->access_key_id;
}

/**
 * cadet_credentials_get_access_key_secret:
 * @self: credentials
 *
 * Returns: (transfer none): the AccessKey secret
 */
SecretValue *
cadet_credentials_get_access_key_secret (CadetCredentials *self)
{
  g_return_val_if_fail (CADET_IS_CREDENTIALS (self), NULL);

  return self->access_key_secret;
}

/**
 * cadet_credentials_get_security_token:
 * @self: credentials
 *
 * Returns: (transfer none) (nullable): the STS token, %NULL for a permanent AccessKey
 */
SecretValue *
cadet_credentials_get_security_token (CadetCredentials *self)
{
  g_return_val_if_fail (CADET_IS_CREDENTIALS (self), NULL);

  return self->security_token;
}
