/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-json.h"

#include <string.h>

/* Returns: the letter of the short escape of @c, or 0 */
static char
short_escape (char c)
{
  switch (c)
    {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
    }
}

/**
 * cadet_json_append_string:
 * @json: where to append
 * @text: text in UTF-8
 *
 * Appends @text as a JSON string, byte for byte as JavaScript's `JSON.stringify()` writes it, which
 * is what the official SDK sends: only the quotation mark, the backslash and control characters
 * below U+0020 are escaped, in the short form where there is one.
 */
void
cadet_json_append_string (GString *json,
                          const char *text)
{
  const char *run = text;
  const char *p;

  g_return_if_fail (json != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (json, '"');
  for (p = text; *p != '\0'; p++)
    {
      char letter = short_escape (*p);

      if (letter == 0 && (guchar) *p >= 0x20)
        continue;

      g_string_append_len (json, run, p - run);
      run = p + 1;

      g_string_append_c (json, '\\');
      if (letter != 0)
        {
          g_string_append_c (json, letter);
        }
      else
        {
          g_string_append (json, "u00");
          g_string_append_c (json, *p < 0x10 ? '0' : '1');
          g_string_append_c (json, "0123456789abcdef"[*p & 0xf]);
        }
    }
  g_string_append_len (json, run, p - run);
  g_string_append_c (json, '"');
}

/**
 * cadet_json_string_size:
 * @text: text in UTF-8
 *
 * The bytes that [func@json_append_string] appends for @text. A buffer of that size never moves, so
 * that no copy of a secret stays behind.
 *
 * Returns: a number of bytes
 */
gsize
cadet_json_string_size (const char *text)
{
  gsize size = 2;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p++)
    if (short_escape (*p) != 0)
      size += 2;
    else if ((guchar) *p < 0x20)
      size += 6;
    else
      size += 1;

  return size;
}

/**
 * cadet_json_skip_value:
 * @json: a place in what [func@json_minify] returned where a value or a name starts
 *
 * Returns: the first byte after the value
 */
const char *
cadet_json_skip_value (const char *json)
{
  gsize depth = 0;

  g_return_val_if_fail (json != NULL, NULL);

  do
    {
      if (*json == '"')
        {
          for (json++; *json != '"'; json++)
            if (*json == '\\')
              json++;
          json++;
        }
      else if (*json == '{' || *json == '[')
        {
          depth++;
          json++;
        }
      else if (*json == '}' || *json == ']')
        {
          depth--;
          json++;
        }
      else if (*json == ',' || *json == ':')
        {
          json++;
        }
      else
        {
          while (*json != '\0' && strchr (",:]}", *json) == NULL)
            json++;
        }
    }
  while (depth > 0);

  return json;
}

static gunichar
read_hex (const char *digits)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++)
    value = value * 16 + g_ascii_xdigit_value (digits[i]);

  return value;
}

/* @at is after `\u`. Returns: the character and @at moved on, or 0 for one that no text can hold */
static gunichar
read_escaped_character (const char **at)
{
  gunichar c = read_hex (*at);
  gunichar low;

  *at += 4;
  if (c < 0xd800 || c > 0xdfff)
    return c;

  if (c > 0xdbff || (*at)[0] != '\\' || (*at)[1] != 'u')
    return 0;

  low = read_hex (*at + 2);
  if (low < 0xdc00 || low > 0xdfff)
    return 0;

  *at += 6;
  return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

/**
 * cadet_json_dup_string:
 * @json: a string in what [func@json_minify] returned, from its quotation mark on
 *
 * Resolves the escapes of a JSON string.
 *
 * Returns: (transfer full) (nullable): the text; %NULL where it holds U+0000 or half of a surrogate
 *   pair, which JSON allows and a text in memory cannot hold
 */
char *
cadet_json_dup_string (const char *json)
{
  static const char letters[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (json != NULL && *json == '"', NULL);

  text = g_string_new (NULL);
  json++;
  while (*json != '"')
    {
      gsize run = 0;
      const char *letter;

      while (json[run] != '"' && json[run] != '\\' && json[run] != '\0')
        run++;
      g_string_append_len (text, json, run);
      json += run;
      if (*json != '\\')
        continue;

      json += 2;
      if (json[-1] == 'u')
        {
          gunichar c = read_escaped_character (&json);

          if (c == 0)
            return NULL;
          g_string_append_unichar (text, c);
          continue;
        }

      letter = strchr (letters, json[-1]);
      g_string_append_c (text, letter != NULL ? meanings[letter - letters] : json[-1]);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
