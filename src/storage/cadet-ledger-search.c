/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-search.h"

#include <string.h>

/* How many attempts go into the index in one transaction: other writes wait that long. */
#define STEP 250

/* One character for one character, as the index folds them, so that both find the same. */
static char *
fold (const char *text)
{
  g_autoptr (GString) folded = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if ((guchar) *at < 0x80)
        g_string_append_c (folded, g_ascii_tolower (*at));
      else
        g_string_append_unichar (folded, g_unichar_tolower (g_utf8_get_char (at)));
    }

  return g_string_free (g_steal_pointer (&folded), FALSE);
}

static char **
split (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *folded = fold (valid);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\r\n", -1);
  GStrvBuilder *builder = g_strv_builder_new ();
  char **result;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (builder, words[i]);

  result = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return result;
}

/* cadet_matches (text, words): whether each of the words is somewhere in the text. */
static void
matches_func (sqlite3_context  *context,
              int               n_arguments,
              sqlite3_value   **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);
  char **words = sqlite3_get_auxdata (context, 1);
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;
  gboolean matches = TRUE;

  g_assert (n_arguments == 2);

  if (words == NULL)
    {
      const char *given = (const char *) sqlite3_value_text (arguments[1]);

      words = split (given != NULL ? given : "");
      sqlite3_set_auxdata (context, 1, words, (void (*) (void *)) g_strfreev);
      words = sqlite3_get_auxdata (context, 1);
      if (words == NULL)
        {
          sqlite3_result_error_nomem (context);
          return;
        }
    }

  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  folded = fold (valid);
  for (guint i = 0; matches && words[i] != NULL; i++)
    matches = strstr (folded, words[i]) != NULL;

  sqlite3_result_int (context, matches);
}

/**
 * cadet_ledger_search_register: (skip)
 * @handle: a connection
 *
 * Makes the function `cadet_matches()` known to @handle.
 */
void
cadet_ledger_search_register (sqlite3 *handle)
{
  g_return_if_fail (handle != NULL);

  sqlite3_create_function_v2 (handle, "cadet_matches", 2,
                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                              matches_func, NULL, NULL, NULL);
}

/**
 * cadet_ledger_search_split: (skip)
 * @text: what a user looks for
 *
 * Returns: (transfer full): the words of @text, in small letters
 */
char **
cadet_ledger_search_split (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return split (text);
}

/**
 * cadet_ledger_search_get_unindexed: (skip)
 * @database: an open database
 *
 * Returns: the last ID of the attempts that are not in the search index yet, or 0
 */
gint64
cadet_ledger_search_get_unindexed (CadetDatabase *database)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row = FALSE;

  g_return_val_if_fail (database != NULL, 0);

  statement = cadet_database_prepare (database,
                                      "SELECT value FROM marks WHERE name = 'unindexed'", NULL);
  if (statement == NULL || !cadet_database_step (database, statement, &row, NULL) || !row)
    return 0;

  return sqlite3_column_int64 (statement, 0);
}

static gboolean
index_some (CadetDatabase *database,
            gboolean      *more)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 from = 0;
  gint64 to = 0;
  gboolean row = FALSE;
  g_autofree char *sql = NULL;

  /* The newest are searched most. */
  statement = cadet_database_prepare (database,
                                      "SELECT value, (SELECT min (id) FROM (SELECT id FROM attempts"
                                      " WHERE id <= value ORDER BY id DESC LIMIT "
                                      G_STRINGIFY (STEP) ")) FROM marks WHERE name = 'unindexed'",
                                      NULL);
  if (statement == NULL || !cadet_database_step (database, statement, &row, NULL))
    return FALSE;

  if (row)
    {
      to = sqlite3_column_int64 (statement, 0);
      from = sqlite3_column_int64 (statement, 1);
    }
  *more = from > 0;
  if (to <= 0)
    return TRUE;

  sql = g_strdup_printf ("INSERT INTO search (rowid, text) SELECT id, text FROM search_text"
                         " WHERE id BETWEEN %1$" G_GINT64_FORMAT " AND %2$" G_GINT64_FORMAT ";"
                         "UPDATE marks SET value = %1$" G_GINT64_FORMAT " - 1"
                         " WHERE name = 'unindexed'",
                         MAX (from, 1), to);

  return cadet_database_exec (database, sql, NULL);
}

/**
 * cadet_ledger_search_index_some:
 * @database: an open database
 *
 * Adds some attempts that a migration or a repair left out to the search index, in a transaction of
 * its own.
 *
 * Returns: whether there are more
 */
gboolean
cadet_ledger_search_index_some (CadetDatabase *database)
{
  gboolean more = FALSE;

  g_return_val_if_fail (database != NULL, FALSE);

  if (cadet_ledger_search_get_unindexed (database) == 0)
    return FALSE;

  if (cadet_database_exec (database, "BEGIN IMMEDIATE", NULL) && index_some (database, &more)
      && cadet_database_exec (database, "COMMIT", NULL))
    return more;

  /* The next start goes on. */
  cadet_database_rollback (database);
  return FALSE;
}
