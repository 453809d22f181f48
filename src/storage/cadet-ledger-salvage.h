/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The end of the name of what waits to take the ledger's place. */
#define CADET_LEDGER_SALVAGED_SUFFIX ".salvaged"

gboolean cadet_ledger_salvage        (const char  *path,
                                      char       **report,
                                      GError     **error);
gboolean cadet_ledger_salvage_finish (const char  *path,
                                      char       **report,
                                      GError     **error);

G_END_DECLS
