/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cadet_database_set_sqlite_error (GError     **error,
                                      const char  *path,
                                      int          code,
                                      int          saved_errno,
                                      const char  *detail);
void cadet_database_set_file_error   (GError     **error,
                                      const char  *path,
                                      int          saved_errno);

G_END_DECLS
