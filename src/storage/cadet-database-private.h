/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-database.h"

G_BEGIN_DECLS

/* For the files of the class only. */
struct _CadetDatabase
{
  char *path;
  guint page_limit;
  sqlite3 *handle;
  CadetOwnerLock *owner;
  gboolean prepared;
  gboolean damaged;
  gboolean suspect;
  gboolean unclean;
  gboolean unfinished;
  char *report;
};

void _cadet_database_set_error (CadetDatabase  *self,
                                GError        **error);
void _cadet_database_close     (CadetDatabase  *self);

G_END_DECLS
