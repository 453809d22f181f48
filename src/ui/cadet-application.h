/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CADET_TYPE_APPLICATION (cadet_application_get_type ())
G_DECLARE_FINAL_TYPE (CadetApplication, cadet_application, CADET, APPLICATION, AdwApplication)

CadetApplication *cadet_application_new (void);
int               cadet_ui_run          (int    argc,
                                         char **argv);

G_END_DECLS
