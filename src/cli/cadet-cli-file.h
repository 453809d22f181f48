/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CADET_CLI_MAX_FILE (16 * 1024 * 1024)

char *cadet_cli_read_text (const char  *path,
                           gsize       *length,
                           GError     **error);

G_END_DECLS
