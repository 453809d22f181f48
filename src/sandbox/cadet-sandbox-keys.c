/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-keys-private.h"

#include <string.h>
#include <sys/random.h>

struct _CadetSandboxKeys
{
  GMutex mutex;
  GHashTable *credentials;
};

static void
fill_random_text (char  *text,
                  gsize  length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  gsize filled = 0;

  while (filled < length)
    {
      guint8 bytes[32];
      gssize got = getrandom (bytes, sizeof bytes, 0);

      /* Bytes from 248 on would make some letters likelier than others. */
      for (gssize i = 0; i < got && filled < length; i++)
        {
          if (bytes[i] < 248)
            text[filled++] = alphabet[bytes[i] % 62];
        }
      explicit_bzero (bytes, sizeof bytes);
    }
}

/**
 * cadet_sandbox_make_random_key:
 *
 * Makes an AccessKey pair in the service's shape: an ID of 24 letters and digits that starts with
 * `LTAI`, and a secret of 30.
 *
 * Returns: (transfer full): the pair, different each time
 */
CadetCredentials *
cadet_sandbox_make_random_key (void)
{
  char id[25] = "LTAI";
  char secret[31] = "";
  g_autoptr (SecretValue) value = NULL;

  fill_random_text (id + 4, 20);
  fill_random_text (secret, 30);
  value = secret_value_new (secret, 30, "text/plain");
  explicit_bzero (secret, sizeof secret);
  return cadet_credentials_new (id, value, NULL);
}

/**
 * cadet_sandbox_keys_new:
 *
 * Returns: (transfer full): an empty set of pairs
 */
CadetSandboxKeys *
cadet_sandbox_keys_new (void)
{
  CadetSandboxKeys *self = g_new0 (CadetSandboxKeys, 1);

  g_mutex_init (&self->mutex);
  self->credentials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

/**
 * cadet_sandbox_keys_free:
 * @self: (transfer full): a set of pairs that no other thread uses any more
 *
 * Frees the set.
 */
void
cadet_sandbox_keys_free (CadetSandboxKeys *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->credentials);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * cadet_sandbox_keys_add:
 * @self: a set of pairs
 * @credentials: (transfer none): a pair; one with a token is temporary
 *
 * Accepts a pair from now on, in place of any with the same ID.
 */
void
cadet_sandbox_keys_add (CadetSandboxKeys *self,
                        CadetCredentials *credentials)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (CADET_IS_CREDENTIALS (credentials));

  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->credentials,
                        g_strdup (cadet_credentials_get_access_key_id (credentials)),
                        g_object_ref (credentials));
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_keys_remove:
 * @self: a set of pairs
 * @access_key_id: an AccessKey ID
 *
 * Accepts the pair with that ID no longer.
 */
void
cadet_sandbox_keys_remove (CadetSandboxKeys *self,
                           const char       *access_key_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (access_key_id != NULL);

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->credentials, access_key_id);
  g_mutex_unlock (&self->mutex);
}

/**
 * cadet_sandbox_keys_dup:
 * @self: a set of pairs
 * @access_key_id: an AccessKey ID
 *
 * Returns: (transfer full) (nullable): the pair with that ID
 */
CadetCredentials *
cadet_sandbox_keys_dup (CadetSandboxKeys *self,
                        const char       *access_key_id)
{
  CadetCredentials *credentials;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (access_key_id != NULL, NULL);

  g_mutex_lock (&self->mutex);
  credentials = g_hash_table_lookup (self->credentials, access_key_id);
  if (credentials != NULL)
    g_object_ref (credentials);
  g_mutex_unlock (&self->mutex);
  return credentials;
}
