/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-search.h"

#include <string.h>

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
