/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-exchange.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CadetTransportState:
 * @stage: how far the call got
 * @host: whom it was for, as it is shown
 * @proxy: (nullable): through which proxy it should have gone, as it is shown
 * @got_headers: whether the reply's headers came
 * @certificate_errors: what was wrong with the peer's certificate, 0 where nothing was
 * @no_network: whether the machine is known to have no network
 *
 * What is known about a call when it fails on its way.
 */
typedef struct
{
  CadetExchangeStage stage;
  const char *host;
  const char *proxy;
  gboolean got_headers;
  GTlsCertificateFlags certificate_errors;
  gboolean no_network;
} CadetTransportState;

gboolean  cadet_transport_error_may_be_network (const GError              *cause);
gboolean  cadet_transport_error_may_be_proxy   (const GError              *cause);
GError   *cadet_transport_error_new            (const GError              *cause,
                                                const CadetTransportState *state);
GError   *cadet_transport_error_new_limit      (guint                      milliseconds,
                                                const CadetTransportState *state);
GError   *cadet_transport_error_new_proxy      (guint                      http_status,
                                                const CadetTransportState *state);

G_END_DECLS
