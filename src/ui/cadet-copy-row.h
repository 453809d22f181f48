/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A fact with a button that copies it. Without a value it is not shown. */
#define CADET_TYPE_COPY_ROW (cadet_copy_row_get_type ())
G_DECLARE_FINAL_TYPE (CadetCopyRow, cadet_copy_row, CADET, COPY_ROW, AdwActionRow)

void cadet_copy_row_set_value (CadetCopyRow *self,
                               const char   *value);

G_END_DECLS
