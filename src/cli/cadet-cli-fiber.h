/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

int cadet_cli_run_fiber (DexFiberFunc   func,
                         gpointer       user_data,
                         GCancellable  *cancellable);

G_END_DECLS
