/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-log.h"

#include <string.h>

/* https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
#define HEADER_SIZE 32
#define FRAME_HEADER_SIZE 24
#define MAGIC 0x377f0682

struct _CadetLedgerLog
{
  GMappedFile *file;
  const guint8 *data;
  gsize length;
  guint page_size;
  guint32 last_page;
  gboolean big_endian;
  GHashTable *frames;
};

static guint32
get_32 (const guint8 *at)
{
  guint32 number;

  memcpy (&number, at, sizeof number);
  return GUINT32_FROM_BE (number);
}

static void
add_checksum (CadetLedgerLog *self,
              const guint8   *data,
              gsize           length,
              guint32        *sums)
{
  for (gsize i = 0; i + 8 <= length; i += 8)
    {
      guint32 words[2];

      memcpy (words, data + i, sizeof words);
      for (guint k = 0; k < 2; k++)
        words[k] = self->big_endian ? GUINT32_FROM_BE (words[k]) : GUINT32_FROM_LE (words[k]);
      sums[0] += words[0] + sums[1];
      sums[1] += words[1] + sums[0];
    }
}

/* What lies behind the last commit never happened. */
static void
read_frames (CadetLedgerLog *self)
{
  g_autoptr (GHashTable) pending = g_hash_table_new (NULL, NULL);
  gsize frame_size = FRAME_HEADER_SIZE + self->page_size;
  guint32 sums[2] = { 0, 0 };

  add_checksum (self, self->data, HEADER_SIZE - 8, sums);
  if (sums[0] != get_32 (self->data + 24) || sums[1] != get_32 (self->data + 28))
    return;

  for (gsize at = HEADER_SIZE; at + frame_size <= self->length; at += frame_size)
    {
      const guint8 *frame = self->data + at;
      guint32 number = get_32 (frame);
      guint32 n_pages = get_32 (frame + 4);
      GHashTableIter iter;
      gpointer key;
      gpointer value;

      add_checksum (self, frame, 8, sums);
      add_checksum (self, frame + FRAME_HEADER_SIZE, self->page_size, sums);
      if (memcmp (frame + 8, self->data + 16, 8) != 0 || sums[0] != get_32 (frame + 16)
          || sums[1] != get_32 (frame + 20) || number == 0)
        return;

      g_hash_table_insert (pending, GUINT_TO_POINTER (number),
                           GSIZE_TO_POINTER (at + FRAME_HEADER_SIZE));
      if (n_pages == 0)
        continue;

      g_hash_table_iter_init (&iter, pending);
      while (g_hash_table_iter_next (&iter, &key, &value))
        g_hash_table_insert (self->frames, key, value);
      g_hash_table_remove_all (pending);
      self->last_page = n_pages;
    }
}

/**
 * cadet_ledger_log_new:
 * @path: (type filename): the log's file
 *
 * Reads which pages are in the log.
 *
 * Returns: (transfer full) (nullable): the log, or %NULL where there is none that can be read
 */
CadetLedgerLog *
cadet_ledger_log_new (const char *path)
{
  g_autoptr (CadetLedgerLog) self = NULL;
  guint32 magic;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (CadetLedgerLog, 1);
  self->frames = g_hash_table_new (NULL, NULL);
  self->file = g_mapped_file_new (path, FALSE, NULL);
  if (self->file == NULL)
    return NULL;

  self->data = (const guint8 *) g_mapped_file_get_contents (self->file);
  self->length = g_mapped_file_get_length (self->file);
  if (self->length < HEADER_SIZE)
    return NULL;

  magic = get_32 (self->data);
  self->page_size = get_32 (self->data + 8);
  self->big_endian = (magic & 1) != 0;
  if ((magic & ~1u) != MAGIC || self->page_size < 512 || self->page_size > 65536
      || (self->page_size & (self->page_size - 1)) != 0)
    return NULL;

  read_frames (self);
  return g_hash_table_size (self->frames) > 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * cadet_ledger_log_free:
 * @self: (transfer full): a log
 *
 * Frees @self.
 */
void
cadet_ledger_log_free (CadetLedgerLog *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_clear_pointer (&self->frames, g_hash_table_unref);
  g_free (self);
}

/**
 * cadet_ledger_log_get_page_size:
 * @self: a log
 *
 * Returns: the size of a page in bytes
 */
guint
cadet_ledger_log_get_page_size (CadetLedgerLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->page_size;
}

/**
 * cadet_ledger_log_get_last_page:
 * @self: a log
 *
 * Returns: how many pages the database has with the log
 */
guint32
cadet_ledger_log_get_last_page (CadetLedgerLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_page;
}

/**
 * cadet_ledger_log_read_page:
 * @self: a log
 * @number: a page's number, of which the first is 1
 * @to: (out caller-allocates): where the page goes
 *
 * Returns: whether the log holds that page
 */
gboolean
cadet_ledger_log_read_page (CadetLedgerLog *self,
                            guint32         number,
                            guint8         *to)
{
  gsize offset;

  g_return_val_if_fail (self != NULL, FALSE);

  offset = GPOINTER_TO_SIZE (g_hash_table_lookup (self->frames, GUINT_TO_POINTER (number)));
  if (offset == 0)
    return FALSE;

  memcpy (to, self->data + offset, self->page_size);
  return TRUE;
}
