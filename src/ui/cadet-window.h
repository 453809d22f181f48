/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-application.h"

G_BEGIN_DECLS

#define CADET_TYPE_WINDOW (cadet_window_get_type ())
G_DECLARE_FINAL_TYPE (CadetWindow, cadet_window, CADET, WINDOW, AdwApplicationWindow)

CadetWindow *cadet_window_new          (CadetApplication *application);
void         cadet_window_open_attempt (CadetWindow      *self,
                                        const char       *attempt);
gboolean     cadet_window_shows        (CadetWindow      *self,
                                        CadetTask        *task);

G_END_DECLS
