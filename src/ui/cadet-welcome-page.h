/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is seen before a profile was chosen. Its buttons are actions of the window. */
#define CADET_TYPE_WELCOME_PAGE (cadet_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (CadetWelcomePage, cadet_welcome_page, CADET, WELCOME_PAGE, AdwBin)

GtkWidget *cadet_welcome_page_new (void);

G_END_DECLS
