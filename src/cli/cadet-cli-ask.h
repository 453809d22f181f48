/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cadet_cli_can_ask   (void);
gboolean cadet_cli_ask_await (const char    *question,
                              GCancellable  *cancellable);

G_END_DECLS
