/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-load.h"
#include "storage/cadet-ledger-page.h"
#include "storage/cadet-ledger-search.h"
#include "storage/cadet-ledger-statement.h"

#include <string.h>

/* Pages of what a text finds. The index holds pieces of three characters, so it proposes attempts,
 * of which each is then looked at. */

/* No shorter beginning of an attempt's ID is taken for one. */
#define MIN_ATTEMPT 8

/* How many attempts are looked at without the index in one go: some tens of milliseconds. */
#define SCAN_STEP 5000

/* How many of the newest are looked at before the index is asked for a word of two characters,
 * which takes it longer. */
#define SCAN_FIRST 2000

/* More pieces do not make a word rarer, and more beginnings are no longer quicker than looking. */
#define MAX_PIECES 24
#define MAX_BEGINNINGS 200

/* Parameters of the statements here; the filter's follow. */
#define BEFORE " a.deleted_at IS NULL AND a.id < ?1 AND a.id > ?2"
#define MATCHES " AND cadet_matches ((SELECT text FROM search_text WHERE id = a.id), ?4)"
#define FIRST_OF_FILTER 6

static void
append_quoted (GString    *match,
               const char *text,
               gsize       length)
{
  g_string_append_c (match, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (match, '"');
      g_string_append_c (match, text[i]);
    }
  g_string_append_c (match, '"');
}

static void
append_pieces (GString    *match,
               const char *word)
{
  const char *at = word;

  for (guint i = 0; i < MAX_PIECES && g_utf8_strlen (at, -1) >= 3; i++)
    {
      const char *end = g_utf8_offset_to_pointer (at, 3);

      if (match->len > 0)
        g_string_append (match, " AND ");
      append_quoted (match, at, (gsize) (end - at));
      at = g_utf8_next_char (at);
    }
}

/* Adds all pieces that begin with a word of two characters. Where these are too many, the word is
 * left to be looked for in what the others find. */
static gboolean
append_beginnings (GString        *match,
                   CadetDatabase  *database,
                   const char     *word,
                   GError        **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GString) any = g_string_new (NULL);
  g_autofree char *end = g_strconcat (word, "\364\217\277\277", NULL);
  gboolean row = FALSE;
  guint n_found = 0;

  statement = cadet_database_prepare (database,
                                      "SELECT term FROM temp.search_terms"
                                      " WHERE term >= ?1 AND term <= ?2 LIMIT "
                                      G_STRINGIFY (MAX_BEGINNINGS),
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, word);
  cadet_ledger_bind_text (statement, 2, end);
  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return FALSE;
      if (row)
        {
          if (n_found++ > 0)
            g_string_append (any, " OR ");
          append_quoted (any, cadet_ledger_get_text (statement, 0),
                         (gsize) sqlite3_column_bytes (statement, 0));
        }
    }
  while (row);

  if (n_found == MAX_BEGINNINGS)
    return TRUE;

  /* No piece begins so: this is what nothing has. */
  if (n_found == 0)
    append_quoted (any, "\001\002\003", 3);
  g_string_append_printf (match, "%s(%s)", match->len > 0 ? " AND " : "", any->str);
  return TRUE;
}

/* Returns: an expression for the index, empty where it cannot help, or NULL after an error */
static char *
build_match (CadetDatabase  *database,
             char          **words,
             gboolean        short_ones,
             GError        **error)
{
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    append_pieces (match, words[i]);
  if (match->len > 0 || !short_ones)
    return g_string_free (g_steal_pointer (&match), FALSE);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) == 2 && !append_beginnings (match, database, words[i], error))
      return NULL;

  return g_string_free (g_steal_pointer (&match), FALSE);
}

static void
append_states (CadetLedgerPage *self,
               GString         *sql)
{
  guint states = cadet_task_filter_get_states (self->filter);
  const char *separator = " AND a.state IN (";

  for (int state = 0; state <= CADET_TASK_NOT_CREATED; state++)
    if ((states & (1u << state)) != 0)
      {
        g_string_append_printf (sql, "%s'%s'", separator, cadet_task_state_to_nick (state));
        separator = ", ";
      }
  if (*separator == ',')
    g_string_append_c (sql, ')');
}

/* Looks at the attempts with IDs between, those that @match proposes or, where it is %NULL, all. */
static gboolean
look (CadetLedgerPage  *self,
      CadetDatabase    *database,
      const char       *match,
      gint64            above_id,
      GError          **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " CADET_LEDGER_LIST_COLUMNS " FROM ");
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  if (match != NULL)
    g_string_append (sql, "search s CROSS JOIN attempts a ON a.id = s.rowid"
                          " LEFT JOIN executions e ON e.id = a.execution"
                          " WHERE s.search MATCH ?5 AND s.rowid < ?1 AND s.rowid > ?2 AND" BEFORE);
  else
    g_string_append (sql, CADET_LEDGER_TABLES " WHERE +" BEFORE);
  append_states (self, sql);
  _cadet_ledger_page_append_filter (self->filter, sql, values, FIRST_OF_FILTER);
  g_string_append (sql, MATCHES " ORDER BY ");
  g_string_append (sql, match != NULL ? "s.rowid DESC LIMIT ?3" : "a.id DESC LIMIT ?3");

  statement = cadet_database_prepare (database, sql->str, error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, self->before_id);
  sqlite3_bind_int64 (statement, 2, above_id);
  sqlite3_bind_int64 (statement, 3, self->limit - self->found->len);
  cadet_ledger_bind_text (statement, 4, cadet_task_filter_get_text (self->filter));
  if (match != NULL)
    cadet_ledger_bind_text (statement, 5, match);
  for (guint i = 0; i < values->len; i++)
    cadet_ledger_bind_text (statement, FIRST_OF_FILTER + (int) i, g_ptr_array_index (values, i));

  do
    {
      if (!cadet_database_step (database, statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (self->found, cadet_ledger_load_task (database, statement));
    }
  while (row);

  self->before_id = MIN (self->before_id, above_id + 1);
  return TRUE;
}

/* Returns: the ID above which the next @n attempts are, or 0 where that is all */
static gint64
find_step (CadetLedgerPage *self,
           CadetDatabase   *database,
           int              n)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  statement = cadet_database_prepare (database,
                                      "SELECT id FROM attempts WHERE id < ?1 ORDER BY id DESC"
                                      " LIMIT 1 OFFSET ?2",
                                      NULL);
  if (statement == NULL)
    return 0;

  sqlite3_bind_int64 (statement, 1, self->before_id);
  sqlite3_bind_int (statement, 2, n);
  if (!cadet_database_step (database, statement, &row, NULL) || !row)
    return 0;

  return sqlite3_column_int64 (statement, 0);
}

static gboolean
is_full (CadetLedgerPage *self)
{
  return self->found->len >= self->limit;
}

/* An attempt's own ID is in no index of pieces. */
static gboolean
add_by_attempt (CadetLedgerPage  *self,
                CadetDatabase    *database,
                const char       *word,
                GError          **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  if (strlen (word) < MIN_ATTEMPT || strspn (word, "0123456789abcdef-") != strlen (word))
    return TRUE;

  statement = cadet_database_prepare (database,
                                      "SELECT " CADET_LEDGER_LIST_COLUMNS
                                      " FROM " CADET_LEDGER_TABLES
                                      " WHERE a.uuid >= ?1 AND a.uuid < ?1 || 'g'"
                                      " AND +a.deleted_at IS NULL AND a.id < ?2 LIMIT 1",
                                      error);
  if (statement == NULL)
    return FALSE;

  cadet_ledger_bind_text (statement, 1, word);
  sqlite3_bind_int64 (statement, 2, self->before_id);
  if (!cadet_database_step (database, statement, &row, error))
    return FALSE;
  if (row)
    g_ptr_array_add (self->found, cadet_ledger_load_task (database, statement));

  return TRUE;
}

/* Asks the index once, at the beginning. */
static gboolean
ask_index (CadetLedgerPage  *self,
           CadetDatabase    *database,
           GError          **error)
{
  g_auto (GStrv) words = cadet_ledger_search_split (cadet_task_filter_get_text (self->filter));
  g_autofree char *match = build_match (database, words, FALSE, error);

  if (words[0] != NULL && words[1] == NULL && self->before_attempt == NULL
      && !add_by_attempt (self, database, words[0], error))
    return FALSE;

  if (match != NULL && *match == '\0')
    {
      if (!look (self, database, NULL, find_step (self, database, SCAN_FIRST), error))
        return FALSE;
      if (is_full (self) || self->before_id <= 1)
        return TRUE;
      g_free (match);
      match = build_match (database, words, TRUE, error);
    }

  return match != NULL
         && (*match == '\0'
             || look (self, database, match, cadet_ledger_search_get_unindexed (database), error));
}

/**
 * _cadet_ledger_page_search: (skip)
 * @self: a page whose filter has a text and whose place is known
 * @database: an open database
 * @tasks: (out): the page, or %NULL where it is to be gone on with
 * @error: return location for an error
 *
 * Reads the page, or a part of it where the index does not help, so that who waits for less gets a
 * turn.
 *
 * Returns: whether it went well; else @error is a %CADET_ERROR_STORAGE
 */
gboolean
_cadet_ledger_page_search (CadetLedgerPage  *self,
                           CadetDatabase    *database,
                           GListStore      **tasks,
                           GError          **error)
{
  if (!self->begun)
    {
      self->begun = TRUE;
      if (!ask_index (self, database, error))
        return FALSE;
    }
  else if (!look (self, database, NULL, find_step (self, database, SCAN_STEP), error))
    {
      return FALSE;
    }

  *tasks = NULL;
  if (!is_full (self) && self->before_id > 1)
    return TRUE;

  *tasks = g_list_store_new (CADET_TYPE_TASK);
  g_list_store_splice (*tasks, 0, 0, self->found->pdata, self->found->len);
  return TRUE;
}
