/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-access.h"

G_BEGIN_DECLS

/* A source that has its access already. */
#define CADET_TYPE_STATIC_ACCESS (cadet_static_access_get_type ())
G_DECLARE_FINAL_TYPE (CadetStaticAccess, cadet_static_access, CADET, STATIC_ACCESS, GObject)

CadetAccessSource *cadet_static_access_new (CadetAccess *access);

G_END_DECLS
