/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cadet_list_names_add (GtkListItemFactory *factory);

G_END_DECLS
