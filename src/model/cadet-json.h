/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CADET_JSON_MAX_DEPTH 512

gboolean cadet_json_check_number (const char *text);
char    *cadet_json_minify       (const char *text,
                                  gsize       length,
                                  GError    **error);
void     cadet_json_append_string (GString    *json,
                                   const char *text);

G_END_DECLS
