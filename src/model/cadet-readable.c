/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-readable.h"

#include <string.h>

static void
append_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < MIN (depth, 64); i++)
    g_string_append (out, "  ");
}

static gsize
find_string_end (const char *text, gsize length, gsize start)
{
  gsize i = start + 1;

  while (i < length && text[i] != '"')
    i += text[i] == '\\' ? 2 : 1;

  return MIN (i + 1, length);
}

static gsize
skip_space (const char *text, gsize length, gsize i)
{
  while (i < length && strchr (" \t\r\n", text[i]) != NULL && text[i] != '\0')
    i++;

  return i;
}

/**
 * cadet_readable_is_json:
 * @text: text
 * @length: its length in bytes
 *
 * Returns: whether @text looks like a JSON object or array
 */
gboolean
cadet_readable_is_json (const char *text, gsize length)
{
  gsize i;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  i = skip_space (text, length, 0);

  return i < length && (text[i] == '{' || text[i] == '[');
}

/**
 * cadet_readable_indent_json:
 * @text: JSON, which may be cut off or wrong
 * @length: its length in bytes
 *
 * Changes only the white space between the tokens of @text: digits, escapes, doubled and unknown
 * members stay as they were written, which no parser would promise.
 *
 * Returns: (transfer full): the text, one member a line
 */
char *
cadet_readable_indent_json (const char *text, gsize length)
{
  GString *out;
  guint depth = 0;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  out = g_string_sized_new (length + length / 2);

  for (gsize i = skip_space (text, length, 0); i < length; i = skip_space (text, length, i))
    {
      char c = text[i];

      if (c == '"')
        {
          gsize end = find_string_end (text, length, i);

          g_string_append_len (out, text + i, end - i);
          i = end;
        }
      else if (c == '{' || c == '[')
        {
          gsize next = skip_space (text, length, i + 1);

          g_string_append_c (out, c);
          if (next < length && text[next] == (c == '{' ? '}' : ']'))
            {
              g_string_append_c (out, text[next]);
              i = next + 1;
              continue;
            }
          append_line (out, ++depth);
          i++;
        }
      else if (c == '}' || c == ']')
        {
          depth -= depth > 0 ? 1 : 0;
          append_line (out, depth);
          g_string_append_c (out, c);
          i++;
        }
      else if (c == ',')
        {
          g_string_append_c (out, c);
          append_line (out, depth);
          i++;
        }
      else if (c == ':')
        {
          g_string_append (out, ": ");
          i++;
        }
      else
        {
          g_string_append_c (out, c);
          i++;
        }
    }

  return g_string_free (out, FALSE);
}

static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  char *decoded;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);

  if (decoded != NULL && g_utf8_validate (decoded, -1, NULL))
    return decoded;

  /* What does not decode is shown as it is. */
  g_free (decoded);

  return g_strndup (text, length);
}

/**
 * cadet_readable_form:
 * @body: a form body
 * @length: its length in bytes
 *
 * Decodes a form body, one parameter a paragraph, values that are JSON indented.
 *
 * Returns: (transfer full): the text
 */
char *
cadet_readable_form (const char *body, gsize length)
{
  GString *out;
  const char *end = body + length;

  g_return_val_if_fail (body != NULL || length == 0, NULL);

  out = g_string_new (NULL);

  for (const char *pair = body; pair < end;)
    {
      const char *stop = memchr (pair, '&', end - pair);
      const char *equals;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      stop = stop != NULL ? stop : end;
      equals = memchr (pair, '=', stop - pair);
      equals = equals != NULL ? equals : stop;
      name = decode (pair, equals - pair);
      value = equals < stop ? decode (equals + 1, stop - equals - 1) : g_strdup ("");

      if (out->len > 0)
        g_string_append_c (out, '\n');

      if (cadet_readable_is_json (value, strlen (value)))
        {
          g_autofree char *indented = cadet_readable_indent_json (value, strlen (value));

          g_string_append_printf (out, "%s = %s", name, indented);
        }
      else
        {
          g_string_append_printf (out, "%s = %s", name, value);
        }

      pair = stop + 1;
    }

  return g_string_free (out, FALSE);
}

/**
 * cadet_readable_text:
 * @bytes: what was received
 * @limit: how many bytes to show at most
 * @shown: (out): how many bytes of @bytes are shown
 * @altered: (out): whether some could not be shown as they are, because they are no UTF-8
 *
 * Makes text of the beginning of @bytes, never cutting a character.
 *
 * Returns: (transfer full): the text
 */
char *
cadet_readable_text (GBytes *bytes, gsize limit, gsize *shown, gboolean *altered)
{
  const char *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  *shown = size;

  if (size > limit)
    {
      gsize cut = limit;

      /* At most three bytes belong to a character that would be cut. */
      while (cut > 0 && cut > limit - 3 && ((guchar) data[cut] & 0xc0) == 0x80)
        cut--;
      *shown = cut;
    }

  if (*shown == 0)
    {
      *altered = FALSE;
      return g_strdup ("");
    }

  *altered = !g_utf8_validate (data, *shown, NULL);

  return *altered ? g_utf8_make_valid (data, *shown) : g_strndup (data, *shown);
}
