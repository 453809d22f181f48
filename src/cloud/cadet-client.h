/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-exchange.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CADET_TYPE_CLIENT (cadet_client_get_type ())
G_DECLARE_FINAL_TYPE (CadetClient, cadet_client, CADET, CLIENT, GObject)

#define CADET_CLIENT_MAX_REPLY (16 * 1024 * 1024)

CadetClient *cadet_client_new                 (void);
void         cadet_client_set_connect_timeout (CadetClient     *self,
                                               guint            milliseconds);
void         cadet_client_set_read_timeout    (CadetClient     *self,
                                               guint            milliseconds);
void         cadet_client_set_tls_database    (CadetClient     *self,
                                               GTlsDatabase    *database);
void         cadet_client_prepare             (CadetClient     *self,
                                               CadetEndpoint   *endpoint);

/**
 * CadetTryFunc:
 * @number: 1 for the first try
 * @request: what goes out in this try
 *
 * Called in the caller's context just before each try's first byte goes out.
 */
typedef void (*CadetTryFunc) (guint               number,
                              CadetSignedRequest *request,
                              gpointer            user_data);

DexFuture   *cadet_client_send                (CadetClient     *self,
                                               CadetRequest    *request,
                                               CadetAccess     *access,
                                               GCancellable    *cancellable,
                                               CadetTryFunc     try_func,
                                               gpointer         user_data,
                                               GDestroyNotify   destroy);

G_END_DECLS
