/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of a database's file, read beside SQLite. A program that closes such a file itself
 * loses the locks that its connections have on it, so this is left to SQLite
 * (https://www.sqlite.org/howtocorrupt.html, 2.2). */
typedef struct _CadetDatabaseFile CadetDatabaseFile;

CadetDatabaseFile *cadet_database_file_new      (const char         *path);
void               cadet_database_file_free     (CadetDatabaseFile  *self);
gint64             cadet_database_file_get_size (CadetDatabaseFile  *self);
gboolean           cadet_database_file_read     (CadetDatabaseFile  *self,
                                                 gint64              offset,
                                                 gpointer            buffer,
                                                 int                 length);
gboolean           cadet_database_file_sync     (const char         *path,
                                                 GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetDatabaseFile, cadet_database_file_free)

G_END_DECLS
