/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-access.h"
#include "profiles/cadet-keyring.h"

G_BEGIN_DECLS

/**
 * CadetProfileSource:
 * @CADET_PROFILE_ACCESS_KEY: an AccessKey whose secret is in the keyring
 * @CADET_PROFILE_SANDBOX: the simulated service inside Cadet
 * @CADET_PROFILE_ENVIRONMENT: the ALIBABA_CLOUD_* variables of the command line
 */
typedef enum
{
  CADET_PROFILE_ACCESS_KEY,
  CADET_PROFILE_SANDBOX,
  CADET_PROFILE_ENVIRONMENT,
} CadetProfileSource;

#define CADET_TYPE_PROFILE_SOURCE (cadet_profile_source_get_type ())
GType cadet_profile_source_get_type (void);

/* Who signs and where. Holds no secret; as a #CadetAccessSource it looks the secret up when asked. */
#define CADET_TYPE_PROFILE (cadet_profile_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfile, cadet_profile, CADET, PROFILE, GObject)

#define CADET_PROFILE_ID_SANDBOX "sandbox"
#define CADET_PROFILE_ID_ENVIRONMENT "environment"

CadetProfile       *cadet_profile_new               (const char         *id,
                                                     CadetProfileSource  source,
                                                     CadetAccessSource  *access_source);
CadetProfile       *cadet_profile_new_access_key    (const char         *id,
                                                     CadetKeyring       *keyring);
const char         *cadet_profile_get_id            (CadetProfile       *self);
CadetProfileSource  cadet_profile_get_source        (CadetProfile       *self);
const char         *cadet_profile_get_name          (CadetProfile       *self);
void                cadet_profile_set_name          (CadetProfile       *self,
                                                     const char         *name);
const char         *cadet_profile_get_access_key_id (CadetProfile       *self);
void                cadet_profile_set_access_key_id (CadetProfile       *self,
                                                     const char         *access_key_id);
const char         *cadet_profile_get_endpoint      (CadetProfile       *self);
void                cadet_profile_set_endpoint      (CadetProfile       *self,
                                                     const char         *endpoint);
char               *cadet_profile_dup_subtitle      (CadetProfile       *self);

G_END_DECLS
