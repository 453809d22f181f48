/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "profiles/cadet-profile-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The profiles: to look at, add, change, test and remove. */
#define CADET_TYPE_PROFILES_DIALOG (cadet_profiles_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfilesDialog, cadet_profiles_dialog, CADET, PROFILES_DIALOG, AdwDialog)

AdwDialog *cadet_profiles_dialog_new      (CadetProfileList    *profiles,
                                           CadetClient         *client);
void       cadet_profiles_dialog_show_add (CadetProfilesDialog *self);

G_END_DECLS
