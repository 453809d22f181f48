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
gsize    cadet_json_string_size   (const char *text);

/* In compact JSON only, as cadet_json_minify() returns it. */
const char *cadet_json_skip_value (const char *json);
char    *cadet_json_dup_string    (const char *json);

void     cadet_json_set_error     (GError    **error,
                                   const char *text,
                                   gsize       offset,
                                   const char *reason);

G_END_DECLS
