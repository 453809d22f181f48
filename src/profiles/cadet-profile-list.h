/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "profiles/cadet-keyring.h"
#include "profiles/cadet-profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* All profiles (a #GListModel of #CadetProfile): those in the settings in their order, then the
 * sandbox. */
#define CADET_TYPE_PROFILE_LIST (cadet_profile_list_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfileList, cadet_profile_list, CADET, PROFILE_LIST, GObject)

CadetProfileList *cadet_profile_list_new          (GSettings         *settings,
                                                   CadetKeyring      *keyring,
                                                   CadetAccessSource *sandbox);
CadetProfile     *cadet_profile_list_find         (CadetProfileList  *self,
                                                   const char        *id_or_name);
CadetProfile     *cadet_profile_list_get_default  (CadetProfileList  *self);
void              cadet_profile_list_set_default  (CadetProfileList  *self,
                                                   CadetProfile      *profile);
DexFuture        *cadet_profile_list_add          (CadetProfileList  *self,
                                                   const char        *name,
                                                   const char        *access_key_id,
                                                   SecretValue       *secret,
                                                   const char        *endpoint);
DexFuture        *cadet_profile_list_update       (CadetProfileList  *self,
                                                   CadetProfile      *profile,
                                                   const char        *name,
                                                   const char        *access_key_id,
                                                   SecretValue       *secret,
                                                   const char        *endpoint);
DexFuture        *cadet_profile_list_remove       (CadetProfileList  *self,
                                                   CadetProfile      *profile);

G_END_DECLS
