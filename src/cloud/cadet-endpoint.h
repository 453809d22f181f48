/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CADET_TYPE_ENDPOINT (cadet_endpoint_get_type ())
G_DECLARE_FINAL_TYPE (CadetEndpoint, cadet_endpoint, CADET, ENDPOINT, GObject)

/* Presets: `cn-hangzhou`, `ap-southeast-1`, `cn-hangzhou-vpc`, `ap-southeast-1-vpc`. */
typedef struct
{
  const char *id;
  const char *host;
} CadetEndpointPreset;

const CadetEndpointPreset *cadet_endpoint_get_presets (guint         *n_presets);
CadetEndpoint             *cadet_endpoint_new         (const char    *text,
                                                       GError       **error);
const char                *cadet_endpoint_get_text    (CadetEndpoint *self);
const char                *cadet_endpoint_get_authority (CadetEndpoint *self);
const char                *cadet_endpoint_get_uri     (CadetEndpoint *self);
gboolean                   cadet_endpoint_is_loopback (CadetEndpoint *self);
CadetEndpoint             *cadet_endpoint_dup_sts     (CadetEndpoint *self);

G_END_DECLS
