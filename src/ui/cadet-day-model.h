/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A list of tasks in sections of one local day each. */
#define CADET_TYPE_DAY_MODEL (cadet_day_model_get_type ())
G_DECLARE_FINAL_TYPE (CadetDayModel, cadet_day_model, CADET, DAY_MODEL, GObject)

CadetDayModel *cadet_day_model_new (GListModel *model);

G_END_DECLS
