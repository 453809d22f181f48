/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

G_BEGIN_DECLS

/* A reply of the service to CreateTask. */
#define JSON "{\"RequestId\":\"R\",\"Message\":\"Success\",\"Data\":1994,\"Code\":200}"
#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define OK OK_HEAD "Content-Length: 60\r\n\r\n" JSON

G_STATIC_ASSERT (sizeof JSON - 1 == 60);

/* What each try of a call was sent with; @cancellable, if set, is cancelled by the first. */
typedef struct
{
  GPtrArray *nonces;
  GPtrArray *signatures;
  GCancellable *cancellable;
} Tries;

Tries            *tries_new          (void);
void              tries_free         (Tries              *tries);
void              try_cb             (guint               number,
                                      CadetSignedRequest *request,
                                      gpointer            user_data);
CadetCredentials *create_credentials (void);
CadetAccess      *create_access      (const char         *scheme,
                                      const char         *host,
                                      guint16             port);
void              drop_client        (CadetClient       **client);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tries, tries_free)

G_END_DECLS
