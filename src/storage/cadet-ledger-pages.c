/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-pages.h"

#include "storage/cadet-database-file.h"
#include "storage/cadet-ledger-log.h"

#include <sqlite3.h>
#include <string.h>

/* Reads rows out of a damaged database: from each page that holds rows, whether a way leads to it
 * or not. The form of pages and rows is that of https://www.sqlite.org/fileformat2.html. */

#define HEADER_SIZE 100
#define DEFAULT_PAGE_SIZE 4096
#define TABLE_LEAF 0x0d

/* Of a longer row the beginning is read. */
#define MAX_PAYLOAD (64 * 1024 * 1024)

typedef struct
{
  CadetDatabaseFile *file;
  CadetLedgerLog *log;
  guint page_size;
  guint usable;
  guint32 n_pages;
  GHashTable *unused;
  guint8 *page;
  guint8 *overflow;
} Pages;

static guint
get_16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

static guint32
get_32 (const guint8 *at)
{
  return (guint32) get_16 (at) << 16 | get_16 (at + 2);
}

/* Returns: how many bytes the number takes, or 0 where @end comes first */
static guint
get_varint (const guint8 *at,
            const guint8 *end,
            guint64      *number)
{
  *number = 0;
  for (guint i = 0; i < 9 && at + i < end; i++)
    {
      if (i == 8)
        {
          *number = *number << 8 | at[i];
          return 9;
        }
      *number = *number << 7 | (at[i] & 0x7f);
      if ((at[i] & 0x80) == 0)
        return i + 1;
    }

  return 0;
}

/* Returns: how much of the page is there */
static guint
load_page (Pages   *self,
           guint32  number,
           guint8  *to)
{
  gint64 offset = (gint64) (number - 1) * self->page_size;
  gint64 size;

  memset (to, 0, self->page_size);
  if (self->log != NULL && cadet_ledger_log_read_page (self->log, number, to))
    return self->usable;
  if (self->file == NULL)
    return 0;

  size = cadet_database_file_get_size (self->file);
  if (offset >= size)
    return 0;

  cadet_database_file_read (self->file, offset, to, (int) self->page_size);
  return (guint) MIN (size - offset, self->usable);
}

static gboolean
is_page_size (guint size)
{
  return size >= 512 && size <= 65536 && (size & (size - 1)) == 0;
}

/* Pages that are free may hold rows that were removed. */
static void
find_unused (Pages   *self,
             guint32  trunk)
{
  self->unused = g_hash_table_new (NULL, NULL);

  while (trunk > 0 && trunk <= self->n_pages
         && g_hash_table_add (self->unused, GUINT_TO_POINTER (trunk)))
    {
      guint available = load_page (self, trunk, self->page);
      guint32 n_leaves = get_32 (self->page + 4);

      if (n_leaves > self->usable / 4 - 2)
        return;
      for (guint32 i = 0; i < n_leaves && 12 + 4 * i <= available; i++)
        g_hash_table_add (self->unused, GUINT_TO_POINTER (get_32 (self->page + 8 + 4 * i)));
      trunk = get_32 (self->page);
    }
}

static gboolean
pages_open (Pages      *self,
            const char *path)
{
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  guint8 header[HEADER_SIZE] = { 0 };
  gint64 size = 0;
  guint page_size;

  self->file = cadet_database_file_new (path);
  if (self->file != NULL)
    {
      cadet_database_file_read (self->file, 0, header, sizeof header);
      size = cadet_database_file_get_size (self->file);
    }
  self->log = cadet_ledger_log_new (log_path);

  page_size = get_16 (header + 16) == 1 ? 65536 : get_16 (header + 16);
  if (self->log != NULL)
    page_size = cadet_ledger_log_get_page_size (self->log);
  self->page_size = is_page_size (page_size) ? page_size : DEFAULT_PAGE_SIZE;
  self->usable = self->page_size - (header[20] < 32 ? header[20] : 0);
  self->n_pages = (guint32) MIN ((size + self->page_size - 1) / self->page_size, G_MAXUINT32 - 1);
  if (self->log != NULL)
    self->n_pages = MAX (self->n_pages, cadet_ledger_log_get_last_page (self->log));

  self->page = g_malloc0 (self->page_size);
  self->overflow = g_malloc0 (self->page_size);
  if (self->n_pages > 0)
    {
      load_page (self, 1, self->page);
      find_unused (self, get_32 (self->page + 32));
    }

  return self->file != NULL || self->log != NULL;
}

static void
pages_close (Pages *self)
{
  g_clear_pointer (&self->file, cadet_database_file_free);
  g_clear_pointer (&self->log, cadet_ledger_log_free);
  g_clear_pointer (&self->unused, g_hash_table_unref);
  g_free (self->page);
  g_free (self->overflow);
}

/* Adds what lies on pages of its own to @payload, as far as these are there. */
static void
append_overflow (Pages      *self,
                 GByteArray *payload,
                 gsize       size,
                 guint32     number)
{
  while (payload->len < size && number > 0 && number <= self->n_pages)
    {
      guint available = load_page (self, number, self->overflow);

      if (available <= 4)
        return;
      g_byte_array_append (payload, self->overflow + 4,
                           (guint) MIN (available - 4, size - payload->len));
      if (available < self->usable)
        return;
      number = get_32 (self->overflow);
    }
}

/* Returns: how much of the row lies on its page */
static guint
get_local_size (Pages   *self,
                guint64  size)
{
  guint max = self->usable - 35;
  guint min = (self->usable - 12) * 32 / 255 - 23;
  guint local;

  if (size <= max)
    return (guint) size;

  local = min + (guint) ((size - min) % (self->usable - 4));
  return local <= max ? local : min;
}

static gsize
get_value_size (guint64 type)
{
  static const guint8 sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };

  return type < 12 ? sizes[type] : (gsize) ((type - 12) / 2);
}

static gint64
get_integer (const guint8 *at,
             gsize         size)
{
  guint64 number = (at[0] & 0x80) != 0 ? G_MAXUINT64 : 0;

  for (gsize i = 0; i < size; i++)
    number = number << 8 | at[i];

  return (gint64) number;
}

static void
read_value (CadetLedgerValue *value,
            guint64           type,
            const guint8     *at,
            gsize             size)
{
  value->data = at;
  value->length = size;
  if (type == 8 || type == 9)
    {
      value->type = SQLITE_INTEGER;
      value->number = type == 9;
    }
  else if (type >= 1 && type <= 6)
    {
      value->type = SQLITE_INTEGER;
      value->number = get_integer (at, size);
    }
  else if (type >= 12)
    {
      value->type = type % 2 == 0 ? SQLITE_BLOB : SQLITE_TEXT;
    }
}

static gboolean
read_row (CadetLedgerStoredRow *row,
          const guint8         *payload,
          gsize                 length)
{
  const guint8 *end = payload + length;
  const guint8 *type_at;
  const guint8 *types_end;
  const guint8 *value_at;
  guint64 header_size = 0;
  guint n = get_varint (payload, end, &header_size);

  if (n == 0 || header_size < n || header_size > length)
    return FALSE;

  type_at = payload + n;
  types_end = value_at = payload + header_size;
  row->n_values = 0;
  while (type_at < types_end)
    {
      CadetLedgerValue *value;
      guint64 type = 0;
      gsize size;

      n = get_varint (type_at, types_end, &type);
      if (n == 0 || row->n_values == CADET_LEDGER_MAX_COLUMNS)
        return FALSE;

      type_at += n;
      size = get_value_size (type);
      value = &row->values[row->n_values++];
      *value = (CadetLedgerValue) { .type = SQLITE_NULL };
      /* What lies behind the end is lost, and so is all behind that. */
      if (value_at != NULL && size <= (gsize) (end - value_at))
        {
          read_value (value, type, value_at, size);
          value_at += size;
        }
      else
        {
          value_at = NULL;
        }
    }

  return TRUE;
}

static gboolean
read_cell (Pages              *self,
           guint               offset,
           guint               available,
           CadetLedgerRowFunc  func,
           gpointer            user_data)
{
  const guint8 *at = self->page + offset;
  const guint8 *end = self->page + available;
  g_autoptr (GByteArray) payload = NULL;
  CadetLedgerStoredRow row;
  guint64 size = 0;
  guint64 id = 0;
  guint local;
  guint n;

  n = get_varint (at, end, &size);
  if (n == 0 || size < 2)
    return TRUE;
  at += n;
  n = get_varint (at, end, &id);
  if (n == 0)
    return TRUE;
  at += n;

  local = get_local_size (self, size);
  payload = g_byte_array_new ();
  g_byte_array_append (payload, at, (guint) MIN (local, (gsize) (end - at)));
  if (local < size && local + 4 <= (gsize) (end - at))
    append_overflow (self, payload, MIN (size, MAX_PAYLOAD), get_32 (at + local));

  row.id = (gint64) id;
  if (!read_row (&row, payload->data, payload->len))
    return TRUE;

  return func (&row, user_data);
}

static gboolean
read_page (Pages              *self,
           guint32             number,
           CadetLedgerRowFunc  func,
           gpointer            user_data)
{
  guint available = load_page (self, number, self->page);
  guint start = number == 1 ? HEADER_SIZE : 0;
  guint n_cells;

  if (available < start + 8 || self->page[start] != TABLE_LEAF)
    return TRUE;

  n_cells = get_16 (self->page + start + 3);
  for (guint i = 0; i < n_cells && start + 10 + 2 * i <= available; i++)
    {
      guint offset = get_16 (self->page + start + 8 + 2 * i);

      if (offset >= start + 8 && offset < available
          && !read_cell (self, offset, available, func, user_data))
        return FALSE;
    }

  return TRUE;
}

/**
 * cadet_ledger_pages_read: (skip)
 * @path: (type filename): a database's file, which may be damaged, with its log beside it
 * @func: called with each row of each table, in no order
 * @user_data: for @func
 *
 * Reads all rows that can be read. Changes nothing.
 *
 * Returns: whether @func always said to go on
 */
gboolean
cadet_ledger_pages_read (const char         *path,
                         CadetLedgerRowFunc  func,
                         gpointer            user_data)
{
  Pages pages = { NULL };
  gboolean going = TRUE;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (pages_open (&pages, path))
    for (guint32 i = 1; going && i <= pages.n_pages; i++)
      if (!g_hash_table_contains (pages.unused, GUINT_TO_POINTER (i)))
        going = read_page (&pages, i, func, user_data);
  pages_close (&pages);

  return going;
}
