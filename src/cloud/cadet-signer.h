/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-credentials.h"

G_BEGIN_DECLS

/**
 * CadetSignature:
 *
 * Every intermediate value of an ACS3-HMAC-SHA256 signature, as the service computes it.
 */
typedef struct
{
  char *canonical_query;
  char *canonical_headers;
  char *signed_headers;
  char *hashed_payload;
  char *canonical_request;
  char *hashed_canonical_request;
  char *string_to_sign;
  char *signature;
  char *authorization;
} CadetSignature;

/* A name and a value, in the order in which they go out. */
typedef struct
{
  const char *name;
  const char *value;
} CadetPair;

void            cadet_signature_free   (CadetSignature   *self);
CadetSignature *cadet_signer_sign      (const char       *method,
                                        const CadetPair  *query,
                                        guint             n_query,
                                        const CadetPair  *headers,
                                        guint             n_headers,
                                        GBytes           *body,
                                        CadetCredentials *credentials);
CadetSignature *cadet_signer_sign_hashed (const char       *method,
                                          const CadetPair  *query,
                                          guint             n_query,
                                          const CadetPair  *headers,
                                          guint             n_headers,
                                          const char       *hashed_payload,
                                          CadetCredentials *credentials);
char           *cadet_signer_hash      (GBytes           *body);
char           *cadet_percent_encode   (const char       *text,
                                        gssize            length);
void            cadet_form_encode      (GString          *out,
                                        const char       *text,
                                        gssize            length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSignature, cadet_signature_free)

G_END_DECLS
