/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-access.h"
#include "cloud/cadet-signer.h"

G_BEGIN_DECLS

/* An RPC request before it is signed: action, version and parameters. Each parameter has two
 * forms, what is sent and what may be shown; they differ only where there is a secret. */
#define CADET_TYPE_REQUEST (cadet_request_get_type ())
G_DECLARE_FINAL_TYPE (CadetRequest, cadet_request, CADET, REQUEST, GObject)

CadetRequest *cadet_request_new             (const char   *action,
                                             const char   *version);
const char   *cadet_request_get_action      (CadetRequest *self);
const char   *cadet_request_get_version     (CadetRequest *self);
gboolean      cadet_request_get_read_only   (CadetRequest *self);
void          cadet_request_set_read_only   (CadetRequest *self,
                                             gboolean      read_only);
gint64        cadet_request_get_clock_difference (CadetRequest *self);
void          cadet_request_set_clock_difference (CadetRequest *self,
                                                  gint64        milliseconds);
void          cadet_request_add_form        (CadetRequest *self,
                                             const char   *name,
                                             const char   *value);
void          cadet_request_add_form_secret (CadetRequest *self,
                                             const char   *name,
                                             GBytes       *value,
                                             const char   *shown);
GBytes       *cadet_request_dup_body        (CadetRequest *self);
char         *cadet_request_dup_shown_body  (CadetRequest *self);
gsize         cadet_request_get_body_bound  (CadetRequest *self);

/* A request signed for one try: fresh nonce and date. */
#define CADET_TYPE_SIGNED_REQUEST (cadet_signed_request_get_type ())
G_DECLARE_FINAL_TYPE (CadetSignedRequest, cadet_signed_request, CADET, SIGNED_REQUEST, GObject)

#define CADET_CONTENT_TYPE_FORM "application/x-www-form-urlencoded"

CadetSignedRequest   *cadet_request_sign                     (CadetRequest       *self,
                                                              CadetAccess        *access);
CadetSignedRequest   *cadet_request_sign_full                (CadetRequest       *self,
                                                              CadetAccess        *access,
                                                              const char         *date,
                                                              const char         *nonce);
CadetSignedRequest   *cadet_signed_request_renew             (CadetSignedRequest *self,
                                                              CadetAccess        *access);
GBytes               *cadet_signed_request_get_body          (CadetSignedRequest *self);
const CadetSignature *cadet_signed_request_get_signature     (CadetSignedRequest *self);
const CadetPair      *cadet_signed_request_get_headers       (CadetSignedRequest *self,
                                                              guint              *n_headers);
char                 *cadet_signed_request_dup_shown_headers (CadetSignedRequest *self);

G_END_DECLS
