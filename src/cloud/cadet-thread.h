/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

DexFuture *cadet_future_new_from_thread (GTaskThreadFunc func,
                                         GType           type,
                                         gpointer        data,
                                         GDestroyNotify  destroy);

G_END_DECLS
