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

/* Whose a file may be, by its first bytes. */
typedef enum
{
  CADET_DATABASE_ABSENT,
  CADET_DATABASE_EMPTY,
  CADET_DATABASE_PLAUSIBLE,
  CADET_DATABASE_OURS,
  CADET_DATABASE_FOREIGN,
} CadetDatabaseKind;

CadetDatabaseKind _cadet_database_inspect    (CadetDatabase *self);
gboolean          _cadet_database_is_cut_off (CadetDatabase *self);
gint64            _cadet_database_get_size   (CadetDatabase *self,
                                              const char    *suffix);

void _cadet_database_set_error (CadetDatabase  *self,
                                GError        **error);
void _cadet_database_close     (CadetDatabase  *self);

G_END_DECLS
