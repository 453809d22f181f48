/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-json.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Why not json-glib: it turns numbers into doubles and 64-bit integers, and Cadet sends their
 * digits as typed. Nesting is kept in an array of fixed depth, so that no text can use up the
 * stack. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  char closers[CADET_JSON_MAX_DEPTH];
  guint depth;
  GString *out;
} Scanner;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gboolean
fail (Scanner *self,
      const char *at,
      const char *reason,
      GError **error)
{
  cadet_json_set_error (error, self->start, at - self->start, reason);
  return FALSE;
}

static char
peek (Scanner *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && is_space (*self->at))
    self->at++;
}

static void
copy (Scanner *self,
      const char *from)
{
  g_string_append_len (self->out, from, self->at - from);
}

/* Returns: the end of the longest JSON number at @at, or %NULL with the bad place in @bad */
static const char *
scan_number (const char *at,
             const char *end,
             const char **bad)
{
#define IS_DIGIT(p) ((p) < end && g_ascii_isdigit (*(p)))
  if (at < end && *at == '-')
    at++;

  *bad = at;
  if (!IS_DIGIT (at))
    return NULL;
  if (*at == '0')
    at++;
  else
    while (IS_DIGIT (at))
      at++;
  *bad = at;
  if (IS_DIGIT (at))
    return NULL;

  if (at < end && *at == '.')
    {
      *bad = ++at;
      if (!IS_DIGIT (at))
        return NULL;
      while (IS_DIGIT (at))
        at++;
    }

  if (at < end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      *bad = at;
      if (!IS_DIGIT (at))
        return NULL;
      while (IS_DIGIT (at))
        at++;
    }
#undef IS_DIGIT

  return at;
}

static gboolean
scan_escape (Scanner *self,
             GError **error)
{
  const char *from = self->at++;

  if (self->at == self->end)
    return fail (self, self->at, _ ("the text ends inside a string"), error);

  if (*self->at == 'u')
    {
      self->at++;
      for (guint i = 0; i < 4; i++, self->at++)
        if (self->at == self->end || !g_ascii_isxdigit (*self->at))
          return fail (self, self->at, _ ("“\\u” takes four hexadecimal digits"), error);
      return TRUE;
    }

  if (*self->at == '\0' || strchr ("\"\\/bfnrt", *self->at) == NULL)
    return fail (self, from, _ ("JSON has no such escape"), error);

  self->at++;
  return TRUE;
}

static gboolean
scan_string (Scanner *self,
             GError **error)
{
  const char *from = self->at++;

  while (self->at < self->end && *self->at != '"')
    {
      if (*self->at == '\\')
        {
          if (!scan_escape (self, error))
            return FALSE;
        }
      else if ((guchar) *self->at < 0x20)
        {
          return fail (self, self->at,
                       _ ("a line break or other control character in a string has to be escaped"),
                       error);
        }
      else
        {
          self->at++;
        }
    }

  if (self->at == self->end)
    return fail (self, self->at, _ ("the text ends inside a string"), error);

  self->at++;
  copy (self, from);
  return TRUE;
}

static gboolean
scan_scalar (Scanner *self,
             GError **error)
{
  static const char *const words[] = { "true", "false", "null" };
  const char *from = self->at;
  const char *bad;
  char c = peek (self);

  if (c == '"')
    return scan_string (self, error);

  if (c == '-' || g_ascii_isdigit (c))
    {
      self->at = scan_number (from, self->end, &bad);
      if (self->at == NULL)
        return fail (self, bad, _ ("this is not a number as JSON writes it"), error);
      copy (self, from);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - from) >= length && memcmp (from, words[i], length) == 0)
        {
          self->at += length;
          copy (self, from);
          return TRUE;
        }
    }

  if (from == self->end)
    return fail (self, from, _ ("the text ends where a value was expected"), error);

  return fail (self, from, _ ("a value was expected: a string in double quotes, a number, "
                              "true, false, null, an object or an array"), error);
}

/* Opens an object or array. @want_value is set where its first value follows. */
static gboolean
open_level (Scanner *self,
            gboolean *want_value,
            GError **error)
{
  char closer = *self->at == '{' ? '}' : ']';

  if (self->depth == CADET_JSON_MAX_DEPTH)
    return fail (self, self->at, _ ("objects and arrays are nested too deeply"), error);

  self->closers[self->depth++] = closer;
  g_string_append_c (self->out, *self->at++);
  skip_space (self);
  *want_value = peek (self) != closer;
  return TRUE;
}

static gboolean
scan_key (Scanner *self,
          GError **error)
{
  skip_space (self);
  if (peek (self) != '"')
    return fail (self, self->at, _ ("a name in double quotes was expected"), error);
  if (!scan_string (self, error))
    return FALSE;

  skip_space (self);
  if (peek (self) != ':')
    return fail (self, self->at, _ ("“:” was expected after the name"), error);

  g_string_append_c (self->out, *self->at++);
  return TRUE;
}

/* After a value: closes levels. @want_value is set where another value follows. */
static gboolean
close_levels (Scanner *self,
              gboolean *want_value,
              GError **error)
{
  *want_value = FALSE;

  while (self->depth > 0)
    {
      char closer = self->closers[self->depth - 1];

      skip_space (self);
      if (peek (self) == ',')
        {
          g_string_append_c (self->out, *self->at++);
          *want_value = TRUE;
          return TRUE;
        }
      if (peek (self) != closer)
        return fail (self, self->at, closer == '}' ? _ ("“,” or “}” was expected")
                                                   : _ ("“,” or “]” was expected"), error);
      g_string_append_c (self->out, *self->at++);
      self->depth--;
    }

  return TRUE;
}

static gboolean
scan_text (Scanner *self,
           GError **error)
{
  gboolean want_value = TRUE;

  while (want_value)
    {
      if (self->depth > 0 && self->closers[self->depth - 1] == '}' && !scan_key (self, error))
        return FALSE;

      skip_space (self);
      if (peek (self) == '{' || peek (self) == '[')
        {
          if (!open_level (self, &want_value, error))
            return FALSE;
          if (want_value)
            continue;
        }
      else if (!scan_scalar (self, error))
        {
          return FALSE;
        }

      if (!close_levels (self, &want_value, error))
        return FALSE;
    }

  skip_space (self);
  if (self->at != self->end)
    return fail (self, self->at, _ ("the value has ended, and more text follows"), error);

  return TRUE;
}

/**
 * cadet_json_check_number:
 * @text: (nullable): a text
 *
 * Whether @text is one number by the grammar of RFC 8259, section 6, and nothing else: no space, no
 * leading plus or zero, no hexadecimal, no infinity.
 *
 * Returns: %TRUE if @text may stand in JSON as a number
 */
gboolean
cadet_json_check_number (const char *text)
{
  const char *bad;
  const char *end;

  if (text == NULL)
    return FALSE;

  end = text + strlen (text);
  return scan_number (text, end, &bad) == end;
}

/**
 * cadet_json_minify:
 * @text: one JSON value, with or without space around it
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Checks that @text is one JSON value by RFC 8259 in UTF-8, nested at most %CADET_JSON_MAX_DEPTH
 * deep, and removes the space outside of strings. All else is kept byte for byte: digits, escapes,
 * order, repeated names.
 *
 * Returns: (transfer full) (nullable): the compact text; %NULL with %CADET_ERROR_INVALID, whose
 *   message names the line, the column (in characters) and what was expected
 */
char *
cadet_json_minify (const char *text,
                   gsize length,
                   GError **error)
{
  Scanner scanner = { .start = text, .at = text, .end = text + length };
  const char *bad;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_utf8_validate_len (text, length, &bad))
    {
      if (*bad == '\0')
        fail (&scanner, bad, _ ("a zero byte is not text"), error);
      else
        fail (&scanner, bad, _ ("the text is not UTF-8"), error);
      return NULL;
    }

  scanner.out = g_string_sized_new (length);
  if (!scan_text (&scanner, error))
    {
      g_string_free (scanner.out, TRUE);
      return NULL;
    }

  return g_string_free_and_steal (scanner.out);
}

/**
 * cadet_json_set_error: (skip)
 * @error: return location for an error
 * @text: a text
 * @offset: the place in it, in bytes; what is before it is UTF-8
 * @reason: what is wrong there, translated
 *
 * Sets %CADET_ERROR_INVALID with line and column (in characters) of a place in a text.
 */
void
cadet_json_set_error (GError **error,
                      const char *text,
                      gsize offset,
                      const char *reason)
{
  gulong line = 1;
  const char *line_start = text;

  g_return_if_fail (text != NULL);
  g_return_if_fail (reason != NULL);

  for (const char *p = text; p < text + offset; p++)
    if (*p == '\n' || (*p == '\r' && (p + 1 == text + offset || p[1] != '\n')))
      {
        line++;
        line_start = p + 1;
      }

  /* Translators: where in a JSON text something is wrong, and what, for example
   * “Line 3, column 7: “:” was expected after the name” */
  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID, _ ("Line %lu, column %lu: %s"), line,
               (gulong) g_utf8_strlen (line_start, text + offset - line_start) + 1, reason);
}
