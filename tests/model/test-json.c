/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"
#include "model/cadet-json.h"

#include <string.h>

static void
test_numbers (void)
{
  static const char *const good[] = { "0",   "-0",    "42",     "0.10", "1e21", "1E+21", "-0.5e-07",
                                      "1e0", "1.0E0", "18446744073709551616" };
  static const char *const bad[] = { "",    " ",  "-",   "+1",  "01",  "1.",   ".5",  "1e",   "1e+",
                                     "0x1", "1 ", " 1",  "NaN", "1,5", "--1",  "1_0", "Infinity",
                                     "１",  "-a", "1\n", "00",  "-01", "1.e1", "1a" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!cadet_json_check_number (good[i]))
      g_error ("“%s” should be a number", good[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (cadet_json_check_number (bad[i]))
      g_error ("“%s” should not be a number", bad[i]);
  g_assert_false (cadet_json_check_number (NULL));
}

static void
test_minify (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } rows[] = {
    { "1e21", "1e21" },
    { " \r\n\t0.10 ", "0.10" },
    { "18446744073709551616", "18446744073709551616" },
    { "\"a b\\u00e9\\/\"", "\"a b\\u00e9\\/\"" },
    { "{ }", "{}" },
    { "[ ]", "[]" },
    { "[ 1 , 2.50 ,\n[ ] , { } ]", "[1,2.50,[],{}]" },
    { "{ \"a\" : { \"b\" : [ true , false , null ] } , \"a\" : 1 }",
      "{\"a\":{\"b\":[true,false,null]},\"a\":1}" },
    { "\"中 😀 \177 \342\200\250\"", "\"中 😀 \177 \342\200\250\"" },
    { "\"\\ud800\"", "\"\\ud800\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *compact = cadet_json_minify (rows[i].text, strlen (rows[i].text), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (compact, ==, rows[i].expected);
    }
}

static void
test_minify_errors (void)
{
  static const struct
  {
    const char *text;
    const char *place;
    const char *reason;
  } rows[] = {
    { "", "Line 1, column 1:", "ends" },
    { "  ", "Line 1, column 3:", "ends" },
    { "{", "Line 1, column 2:", "name in double quotes" },
    { "[", "Line 1, column 2:", "ends" },
    { "[1", "Line 1, column 3:", "“]”" },
    { "{\"a\":1", "Line 1, column 7:", "“}”" },
    { "{\"a\":1]", "Line 1, column 7:", "“}”" },
    { "[1,]", "Line 1, column 4:", "value was expected" },
    { "{\"a\":1,}", "Line 1, column 8:", "name in double quotes" },
    { "{\"a\" 1}", "Line 1, column 6:", "“:”" },
    { "{a:1}", "Line 1, column 2:", "name in double quotes" },
    { "{\n  \"中文\": 'x'\n}", "Line 2, column 9:", "value was expected" },
    { "[1,\r\n2,\r\nx]", "Line 3, column 1:", "value was expected" },
    { "[1,\r2,\rx]", "Line 3, column 1:", "value was expected" },
    { "01", "Line 1, column 2:", "not a number" },
    { "[1.]", "Line 1, column 4:", "not a number" },
    { "-x", "Line 1, column 2:", "not a number" },
    { "tru", "Line 1, column 1:", "value was expected" },
    { "truex", "Line 1, column 5:", "more text" },
    { "1 2", "Line 1, column 3:", "more text" },
    { "{}{}", "Line 1, column 3:", "more text" },
    { "\"abc", "Line 1, column 5:", "inside a string" },
    { "\"abc\\", "Line 1, column 6:", "inside a string" },
    { "\"a\nb\"", "Line 1, column 3:", "escaped" },
    { "\"\\x\"", "Line 1, column 2:", "no such escape" },
    { "\"\\u12g4\"", "Line 1, column 6:", "four" },
    { "\"\\u12", "Line 1, column 6:", "four" },
    { "\"中\xff\"", "Line 1, column 3:", "UTF-8" },
    { "\xef\xbb\xbf{}", "Line 1, column 1:", "value was expected" },
    { "nan", "Line 1, column 1:", "value was expected" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) row_error = NULL;
      g_autofree char *compact =
          cadet_json_minify (rows[i].text, strlen (rows[i].text), &row_error);

      g_test_message ("row %u", i);
      g_assert_null (compact);
      g_assert_error (row_error, CADET_ERROR, CADET_ERROR_INVALID);
      g_test_message ("%s", row_error->message);
      g_assert_true (g_str_has_prefix (row_error->message, rows[i].place));
      g_assert_nonnull (strstr (row_error->message, rows[i].reason));
    }

  g_assert_null (cadet_json_minify ("[1\0]", 4, &error));
  g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "column 3: a zero byte"));
}

static void
test_depth (void)
{
  for (guint extra = 0; extra < 2; extra++)
    {
      guint depth = CADET_JSON_MAX_DEPTH + extra;
      g_autofree char *text = g_malloc (depth * 2);
      g_autofree char *compact = NULL;
      g_autoptr (GError) error = NULL;

      memset (text, '[', depth);
      memset (text + depth, ']', depth);
      compact = cadet_json_minify (text, depth * 2, &error);
      if (extra == 0)
        g_assert_cmpmem (compact, strlen (compact), text, depth * 2);
      else
        g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
    }
}

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } rows[] = {
    { "", "\"\"" },
    { "a/b", "\"a/b\"" },
    { "\"\\", "\"\\\"\\\\\"" },
    { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
    { "\001\v\037", "\"\\u0001\\u000b\\u001f\"" },
    { "\177\342\200\250\342\200\251", "\"\177\342\200\250\342\200\251\"" },
    { "中 é 😀", "\"中 é 😀\"" },
    { "<'&>", "\"<'&>\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) json = g_string_new ("x");
      g_autofree char *back = NULL;

      cadet_json_append_string (json, rows[i].text);
      g_assert_cmpstr (json->str + 1, ==, rows[i].expected);
      g_assert_cmpuint (cadet_json_string_size (rows[i].text), ==, json->len - 1);
      back = cadet_json_dup_string (json->str + 1);
      g_assert_cmpstr (back, ==, rows[i].text);
    }
}

static void
test_unescape (void)
{
  static const struct
  {
    const char *json;
    const char *expected;
  } rows[] = {
    { "\"\\u00e9\\u4E2d\\ud83d\\ude00\\/\"", "é中😀/" },
    { "\"\\u0000\"", NULL },
    { "\"\\ud83d\"", NULL },
    { "\"\\ud83dx\"", NULL },
    { "\"\\ude00\"", NULL },
    { "\"\\ud83d\\u0041\"", NULL },
    { "\"\\ud83d\\n\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = cadet_json_dup_string (rows[i].json);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

/* Whatever the bytes are: no crash, and what is accepted stays the same when done again. */
static void
test_noise (void)
{
  static const char *const parts[] = { "{",    "}",     "[",    "]",    ",",   ":",  "\"",   "\\",
                                       "\\u",  "d83d",  "true", "null", "1",   "-",  "0.1",  "e",
                                       "\"a\"", " ",    "\n",   "\xff", "中", "\001", "\"\"", "{}" };

  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *exact = NULL;
      g_autofree char *compact = NULL;

      for (int n = g_test_rand_int_range (0, 10); n > 0; n--)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

      /* A copy of exactly that size, for AddressSanitizer to see any step beyond. */
      exact = g_memdup2 (text->str, text->len);
      compact = cadet_json_minify (exact != NULL ? exact : "", text->len, NULL);
      if (compact != NULL)
        {
          g_autofree char *again = cadet_json_minify (compact, strlen (compact), NULL);

          g_assert_cmpstr (again, ==, compact);
          g_assert_true (*cadet_json_skip_value (compact) == '\0');
        }
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/minify", test_minify);
  g_test_add_func ("/json/minify-errors", test_minify_errors);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/unescape", test_unescape);
  g_test_add_func ("/json/noise", test_noise);

  return g_test_run ();
}
