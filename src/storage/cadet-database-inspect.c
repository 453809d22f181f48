/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-database-private.h"

#include "storage/cadet-database-file.h"
#include "storage/cadet-ledger-schema.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* What a file is, before SQLite touches it. */

/* https://www.sqlite.org/fileformat2.html#the_database_header */
#define HEADER_SIZE 100
#define PAGE_SIZE_OFFSET 16
#define APPLICATION_ID_OFFSET 68
#define MAGIC "SQLite format 3"

/* Returns: how large the file, or one beside it, is; -1 where it is not there */
gint64
_cadet_database_get_size (CadetDatabase *self,
                          const char    *suffix)
{
  g_autofree char *path = g_strconcat (self->path, suffix, NULL);
  struct stat info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_size : -1;
}

/* Looks at the first bytes, which changes nothing, not even beside the file. What cannot be read is
 * plausible: opening it says why it cannot. */
CadetDatabaseKind
_cadet_database_inspect (CadetDatabase *self)
{
  g_autoptr (CadetDatabaseFile) file = NULL;
  guint8 header[HEADER_SIZE] = { 0 };
  guint32 application_id = 0;
  gint64 size = _cadet_database_get_size (self, "");

  if (size < 0)
    return errno == ENOENT ? CADET_DATABASE_ABSENT : CADET_DATABASE_PLAUSIBLE;
  if (size == 0)
    return CADET_DATABASE_EMPTY;

  file = cadet_database_file_new (self->path);
  if (file == NULL)
    return CADET_DATABASE_PLAUSIBLE;

  cadet_database_file_read (file, 0, header, sizeof header);
  memcpy (&application_id, header + APPLICATION_ID_OFFSET, sizeof application_id);
  application_id = GUINT32_FROM_BE (application_id);
  if (application_id == CADET_LEDGER_APPLICATION_ID)
    return CADET_DATABASE_OURS;

  /* A young file has its name in the log only. */
  if (memcmp (header, MAGIC, sizeof MAGIC) == 0 && application_id == 0)
    return CADET_DATABASE_PLAUSIBLE;

  return CADET_DATABASE_FOREIGN;
}

/* SQLite takes the rest of a page that was cut off for zeros. With a log the page may be in it. */
gboolean
_cadet_database_is_cut_off (CadetDatabase *self)
{
  g_autoptr (CadetDatabaseFile) file = cadet_database_file_new (self->path);
  guint8 size[2] = { 0 };
  guint page_size;

  if (file == NULL || !cadet_database_file_read (file, PAGE_SIZE_OFFSET, size, sizeof size))
    return FALSE;

  page_size = (guint) size[0] << 8 | size[1];
  return page_size >= 512 && cadet_database_file_get_size (file) % page_size != 0;
}
