/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was sent or received, as somebody wants to read it: nothing is lost, and what is wrong or cut
 * off is shown, too. */
gboolean cadet_readable_is_json     (const char *text,
                                     gsize       length);
char    *cadet_readable_indent_json (const char *text,
                                     gsize       length);
char    *cadet_readable_form        (const char *body,
                                     gsize       length);
char    *cadet_readable_text        (GBytes     *bytes,
                                     gsize       limit,
                                     gsize      *shown,
                                     gboolean   *altered);

G_END_DECLS
