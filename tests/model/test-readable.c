/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-readable.h"

#include <string.h>

static void
test_is_json (void)
{
  static const struct
  {
    const char *text;
    gboolean is_json;
  } rows[] = {
    { "{}", TRUE },
    { " \t\r\n[1]", TRUE },
    { "{\"cut\":", TRUE },
    { "", FALSE },
    { "   ", FALSE },
    { "<html>", FALSE },
    { "1", FALSE },
    { "\"text\"", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (cadet_readable_is_json (rows[i].text, strlen (rows[i].text)), ==,
                     rows[i].is_json);
  /* No more is read than there is. */
  g_assert_false (cadet_readable_is_json (" {", 1));
  g_assert_false (cadet_readable_is_json (NULL, 0));
}

static void
test_indent (void)
{
  static const struct
  {
    const char *text;
    const char *indented;
  } rows[] = {
    { "{\"a\":1,\"b\":[true,null]}",
      "{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}" },
    /* What a parser would change stays: digits, escapes, members that stand twice. */
    { "{\"n\":9007199254740993,\"n\":1e21,\"t\":\"\\u00e9\\/\"}",
      "{\n  \"n\": 9007199254740993,\n  \"n\": 1e21,\n  \"t\": \"\\u00e9\\/\"\n}" },
    { "{ \"a\" : { } , \"b\" : [ ] }", "{\n  \"a\": {},\n  \"b\": []\n}" },
    /* What would be a token is none in a text. */
    { "[\"{,}\",\"\\\"[\\\\\"]", "[\n  \"{,}\",\n  \"\\\"[\\\\\"\n]" },
    { "[\"a b\tc\"]", "[\n  \"a b\tc\"\n]" },
    /* Cut off, and wrong. */
    { "{\"a\":\"b", "{\n  \"a\": \"b" },
    { "{\"a\":\"b\\", "{\n  \"a\": \"b\\" },
    { "{\"a\":[", "{\n  \"a\": [\n    " },
    { "]}x", "\n]\n}x" },
    { "", "" },
    { "[\"任务\"]", "[\n  \"任务\"\n]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *indented =
        cadet_readable_indent_json (rows[i].text, strlen (rows[i].text));

      g_assert_cmpstr (indented, ==, rows[i].indented);
    }
}

/* However deep it goes, it does not get wider and wider, and nothing is lost. */
static void
test_deep (void)
{
  enum { DEPTH = 20000 };
  g_autofree char *text = g_strnfill (DEPTH, '[');
  g_autofree char *indented = cadet_readable_indent_json (text, DEPTH);
  guint brackets = 0;

  g_assert_cmpuint (strlen (indented), <, DEPTH * 140);
  for (const char *c = indented; *c != '\0'; c++)
    brackets += *c == '[' ? 1 : 0;
  g_assert_cmpuint (brackets, ==, DEPTH);
}

static void
test_form (void)
{
  static const struct
  {
    const char *body;
    const char *readable;
  } rows[] = {
    { "", "" },
    { "ProcessId=P1&TaskName=a%20b+c", "ProcessId = P1\nTaskName = a b c" },
    { "TaskName=%E4%BB%BB%E5%8A%A1", "TaskName = 任务" },
    { "Variables=%7B%22%24%7Ba%7D%22%3A1%7D", "Variables = {\n  \"${a}\": 1\n}" },
    { "a", "a = " },
    { "a=", "a = " },
    { "=b", " = b" },
    { "a=1=2", "a = 1=2" },
    { "a=1&&b=2&", "a = 1\n = \nb = 2" },
    /* What does not decode is shown as it is. */
    { "a=%E4%BB", "a = %E4%BB" },
    { "a=%zz", "a = %zz" },
    { "a=%00b", "a = %00b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *readable = cadet_readable_form (rows[i].body, strlen (rows[i].body));

      g_assert_cmpstr (readable, ==, rows[i].readable);
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    gsize limit;
    const char *text;
    gsize shown;
    gboolean altered;
  } rows[] = {
    { "abc", 3, 10, "abc", 3, FALSE },
    { "abc", 3, 3, "abc", 3, FALSE },
    { "abcd", 4, 3, "abc", 3, FALSE },
    { "", 0, 3, "", 0, FALSE },
    { "abc", 3, 0, "", 0, FALSE },
    /* A letter is shown whole or not at all. */
    { "ab\303\251", 4, 3, "ab", 2, FALSE },
    { "abc\344\273\273", 6, 4, "abc", 3, FALSE },
    { "abc\344\273\273", 6, 5, "abc", 3, FALSE },
    { "ab\360\237\230\200", 6, 5, "ab", 2, FALSE },
    /* Bytes that are no text are marked. */
    { "a\377b", 3, 10, "a\357\277\275b", 3, TRUE },
    { "a\0b", 3, 10, "a\357\277\275b", 3, TRUE },
    { "\200\200\200\200\200", 5, 4, "\357\277\275", 1, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].size);
      gsize shown = 99;
      gboolean altered = 99;
      g_autofree char *text = cadet_readable_text (bytes, rows[i].limit, &shown, &altered);

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpuint (shown, ==, rows[i].shown);
      g_assert_cmpint (altered, ==, rows[i].altered);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/readable/is-json", test_is_json);
  g_test_add_func ("/readable/indent", test_indent);
  g_test_add_func ("/readable/deep", test_deep);
  g_test_add_func ("/readable/form", test_form);
  g_test_add_func ("/readable/text", test_text);

  return g_test_run ();
}
