/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-credentials.h"
#include "cloud/cadet-endpoint.h"

#include <libdex.h>

G_BEGIN_DECLS

/* What a call needs to be signed and sent: who and where. The source is handed to whoever makes
 * calls; a profile, the environment and the sandbox each are one. */
#define CADET_TYPE_ACCESS (cadet_access_get_type ())
G_DECLARE_FINAL_TYPE (CadetAccess, cadet_access, CADET, ACCESS, GObject)

CadetAccess      *cadet_access_new             (CadetEndpoint    *endpoint,
                                                CadetCredentials *credentials);
CadetEndpoint    *cadet_access_get_endpoint    (CadetAccess      *self);
CadetCredentials *cadet_access_get_credentials (CadetAccess      *self);

#define CADET_TYPE_ACCESS_SOURCE (cadet_access_source_get_type ())
G_DECLARE_INTERFACE (CadetAccessSource, cadet_access_source, CADET, ACCESS_SOURCE, GObject)

/**
 * CadetAccessSourceInterface:
 * @load: returns a future (transfer full) that resolves to a #CadetAccess, or rejects with a
 *   #CadetError that names the step that failed; nothing has been sent then
 * @renew: (nullable): returns a future (transfer full) that resolves to another #CadetAccess in
 *   place of temporary credentials that have expired, or rejects; absent where credentials last
 */
struct _CadetAccessSourceInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*load)  (CadetAccessSource *self);
  DexFuture *(*renew) (CadetAccessSource *self,
                       CadetAccess       *expired);
};

DexFuture *cadet_access_source_load  (CadetAccessSource *self);
DexFuture *cadet_access_source_renew (CadetAccessSource *self,
                                      CadetAccess       *expired);

G_END_DECLS
