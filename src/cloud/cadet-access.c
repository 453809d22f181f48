/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-access.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

struct _CadetAccess
{
  GObject parent_instance;

  CadetEndpoint *endpoint;
  CadetCredentials *credentials;
};

G_DEFINE_FINAL_TYPE (CadetAccess, cadet_access, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (CadetAccessSource, cadet_access_source, G_TYPE_OBJECT)

static void
cadet_access_source_default_init (CadetAccessSourceInterface *iface)
{
}

static void
cadet_access_finalize (GObject *object)
{
  CadetAccess *self = CADET_ACCESS (object);

  g_clear_object (&self->endpoint);
  g_clear_object (&self->credentials);

  G_OBJECT_CLASS (cadet_access_parent_class)->finalize (object);
}

static void
cadet_access_class_init (CadetAccessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_access_finalize;
}

static void
cadet_access_init (CadetAccess *self)
{
}

/**
 * cadet_access_new:
 * @endpoint: where calls go
 * @credentials: who signs them
 *
 * Immutable, as both its parts are.
 *
 * Returns: (transfer full): a new access
 */
CadetAccess *
cadet_access_new (CadetEndpoint *endpoint,
                  CadetCredentials *credentials)
{
  CadetAccess *self;

  g_return_val_if_fail (CADET_IS_ENDPOINT (endpoint), NULL);
  g_return_val_if_fail (CADET_IS_CREDENTIALS (credentials), NULL);

  self = g_object_new (CADET_TYPE_ACCESS, NULL);
  self->endpoint = g_object_ref (endpoint);
  self->credentials = g_object_ref (credentials);

  return self;
}

/**
 * cadet_access_get_endpoint:
 * @self: an access
 *
 * Returns: (transfer none): where calls go
 */
CadetEndpoint *
cadet_access_get_endpoint (CadetAccess *self)
{
  g_return_val_if_fail (CADET_IS_ACCESS (self), NULL);

  return self->endpoint;
}

/**
 * cadet_access_get_credentials:
 * @self: an access
 *
 * Returns: (transfer none): who signs
 */
CadetCredentials *
cadet_access_get_credentials (CadetAccess *self)
{
  g_return_val_if_fail (CADET_IS_ACCESS (self), NULL);

  return self->credentials;
}

/**
 * cadet_access_source_load:
 * @self: a source
 *
 * Looks up what is needed to sign and send, secrets included, so it is called just before that.
 *
 * Returns: (transfer full): a future that resolves to a #CadetAccess, or rejects with a #CadetError
 *   that names the step that failed; nothing has been sent then
 */
DexFuture *
cadet_access_source_load (CadetAccessSource *self)
{
  g_return_val_if_fail (CADET_IS_ACCESS_SOURCE (self), NULL);

  return CADET_ACCESS_SOURCE_GET_IFACE (self)->load (self);
}

/**
 * cadet_access_source_renew:
 * @self: a source
 * @expired: what it gave, which the service calls expired
 *
 * Gets other credentials in place of temporary ones that have expired.
 *
 * Returns: (transfer full): a future that resolves to a #CadetAccess, or rejects with a
 *   #CadetError: a %CADET_ERROR_NOT_FOUND where this source has no others to give
 */
DexFuture *
cadet_access_source_renew (CadetAccessSource *self,
                           CadetAccess *expired)
{
  CadetAccessSourceInterface *iface;

  g_return_val_if_fail (CADET_IS_ACCESS_SOURCE (self), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (expired), NULL);

  iface = CADET_ACCESS_SOURCE_GET_IFACE (self);
  if (iface->renew == NULL)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_NOT_FOUND, "%s",
                                  _ ("These credentials cannot be renewed. Set new ones in the "
                                     "profile."));

  return iface->renew (self, expired);
}
