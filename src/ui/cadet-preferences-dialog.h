/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the user may set: how long tasks are kept and followed, and the time limits of the network. */
#define CADET_TYPE_PREFERENCES_DIALOG (cadet_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CadetPreferencesDialog, cadet_preferences_dialog, CADET, PREFERENCES_DIALOG,
                      AdwPreferencesDialog)

AdwDialog *cadet_preferences_dialog_new (GSettings *settings);

G_END_DECLS
