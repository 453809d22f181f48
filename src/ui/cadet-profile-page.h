/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "profiles/cadet-profile-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One profile as a form, or a new one. */
#define CADET_TYPE_PROFILE_PAGE (cadet_profile_page_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfilePage, cadet_profile_page, CADET, PROFILE_PAGE, AdwNavigationPage)

AdwNavigationPage *cadet_profile_page_new       (CadetProfileList *profiles,
                                                 CadetClient      *client,
                                                 CadetProfile     *profile);
GtkWidget         *cadet_profile_page_get_first (CadetProfilePage *self);

G_END_DECLS
