/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cadet_time_dup_day     (gint64 milliseconds,
                              gint64 now);
char *cadet_time_dup_minute  (gint64 milliseconds);
char *cadet_time_dup_precise (gint64 milliseconds);

G_END_DECLS
