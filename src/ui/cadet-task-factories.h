/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the list of tasks is made of: its rows, and the days between them. */
GtkListItemFactory *cadet_task_factories_new_rows (GObject *owner);
GtkListItemFactory *cadet_task_factories_new_days (gint64 now);

G_END_DECLS
