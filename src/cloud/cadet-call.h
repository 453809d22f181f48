/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One call on its way: what the client's fiber runs. The members of the first part are set by the
 * client before it runs. */
typedef struct
{
  SoupSession *session;
  CadetRequest *request;
  CadetAccess *access;
  GCancellable *caller_cancellable;
  DexFuture *trust; /* to wait for before TLS is needed; NULL where it is not */
  guint connect_timeout;
  guint read_timeout;
  CadetTryFunc try_func;
  gpointer try_data;
  GDestroyNotify try_destroy;

  guint ref_count;
  GMainContext *context;
  CadetSignedRequest *signed_request;
  SoupMessage *message;
  GCancellable *cancellable;
  gulong caller_handler;
  GSource *timer;
  guint limit;
  CadetExchangeStage stage;
  guint tries;
  guint restarts;
  GTlsCertificateFlags certificate_errors;
  gboolean timed_out;
  gboolean gave_up;
  GByteArray *reply;
  gpointer buffer;
} CadetCall;

CadetCall *cadet_call_new   (void);
CadetCall *cadet_call_ref   (CadetCall *self);
void       cadet_call_unref (CadetCall *self);
DexFuture *cadet_call_run   (CadetCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetCall, cadet_call_unref)

G_END_DECLS
