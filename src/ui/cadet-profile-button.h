/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "profiles/cadet-profile-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Names who signs and where; its menu chooses another profile. It emits `manage` when the profiles
 * are to be managed. */
#define CADET_TYPE_PROFILE_BUTTON (cadet_profile_button_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfileButton, cadet_profile_button, CADET, PROFILE_BUTTON, AdwBin)

GtkWidget    *cadet_profile_button_new          (void);
void          cadet_profile_button_set_profiles (CadetProfileButton *self,
                                                 CadetProfileList   *profiles);
CadetProfile *cadet_profile_button_get_profile  (CadetProfileButton *self);
void          cadet_profile_button_set_profile  (CadetProfileButton *self,
                                                 CadetProfile       *profile);
void          cadet_profile_button_set_problem  (CadetProfileButton *self,
                                                 gboolean            problem);
void          cadet_profile_button_popup        (CadetProfileButton *self);

G_END_DECLS
