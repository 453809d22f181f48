/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"
#include "model/cadet-json.h"
#include "model/cadet-variable-list.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SECRET_TEXT "dummy \"secret\" 中"

static char *
list_to_text (CadetVariableList *list,
              gboolean wrap_names,
              CadetJsonSecrets secrets)
{
  g_autoptr (GBytes) json = cadet_variable_list_to_json (list, wrap_names, secrets);

  return g_strndup (g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

static CadetVariable *
add (CadetVariableList *list,
     const char *name,
     CadetVariableType type,
     const char *value)
{
  g_autoptr (CadetVariable) variable = cadet_variable_new (name, type, value);

  cadet_variable_list_append (list, variable);
  return cadet_variable_list_get (list, g_list_model_get_n_items (G_LIST_MODEL (list)) - 1);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_notify (void)
{
  CadetVariable *variable = cadet_variable_new ("a", CADET_VARIABLE_TEXT, "1");
  guint count = 0;

  g_signal_connect_swapped (variable, "notify", G_CALLBACK (count_cb), &count);

  g_object_set (variable, "name", "a", "value", "1", "note", NULL, "enabled", TRUE,
                "variable-type", CADET_VARIABLE_TEXT, "secret", NULL, NULL);
  g_assert_cmpuint (count, ==, 0);

  g_object_set (variable, "name", "b", "value", "2", "note", "n", "enabled", FALSE, NULL);
  g_assert_cmpuint (count, ==, 4);
  cadet_variable_set_variable_type (variable, CADET_VARIABLE_NUMBER);
  g_assert_cmpuint (count, ==, 5);
  g_assert_cmpstr (cadet_variable_get_value (variable), ==, "2");

  g_assert_finalize_object (variable);
}

static void
test_secret (void)
{
  CadetVariable *variable = cadet_variable_new ("a", CADET_VARIABLE_TEXT, SECRET_TEXT);
  g_autoptr (SecretValue) secret = NULL;
  g_autofree char *problem = NULL;

  g_assert_null (cadet_variable_dup_secret (variable));
  cadet_variable_set_variable_type (variable, CADET_VARIABLE_SECRET);
  g_assert_cmpstr (cadet_variable_get_value (variable), ==, "");
  secret = cadet_variable_dup_secret (variable);
  g_assert_cmpstr (secret_value_get_text (secret), ==, SECRET_TEXT);
  g_assert_null (cadet_variable_dup_value_problem (variable));
  g_assert_false (cadet_variable_is_blank (variable));

  cadet_variable_set_value (variable, "shown");
  g_assert_cmpstr (cadet_variable_get_value (variable), ==, "");

  cadet_variable_set_variable_type (variable, CADET_VARIABLE_JSON);
  g_assert_cmpstr (cadet_variable_get_value (variable), ==, "");
  g_assert_null (cadet_variable_dup_secret (variable));

  cadet_variable_set_secret (variable, secret);
  g_assert_null (cadet_variable_dup_secret (variable));

  cadet_variable_set_variable_type (variable, CADET_VARIABLE_SECRET);
  problem = cadet_variable_dup_value_problem (variable);
  g_assert_nonnull (problem);

  g_assert_finalize_object (variable);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *wrapped;
  } rows[] = {
    { "", "" },          { "a", "${a}" },         { "${a}", "${a}" }, { "${a", "${${a}" },
    { "$a", "${$a}" },   { "中 文", "${中 文}" }, { "${}", "${}" },   { "a}", "${a}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CadetVariable) variable =
          cadet_variable_new (rows[i].name, CADET_VARIABLE_TEXT, NULL);
      g_autofree char *wrapped = cadet_variable_dup_wire_name (variable, TRUE);
      g_autofree char *bare = cadet_variable_dup_wire_name (variable, FALSE);

      g_assert_cmpstr (wrapped, ==, rows[i].wrapped);
      g_assert_cmpstr (bare, ==, rows[i].name);
    }
}

static void
test_value_problems (void)
{
  static const struct
  {
    CadetVariableType type;
    const char *value;
    const char *problem;
  } rows[] = {
    { CADET_VARIABLE_TEXT, "", NULL },
    { CADET_VARIABLE_TEXT, "{", NULL },
    { CADET_VARIABLE_NUMBER, "1e21", NULL },
    { CADET_VARIABLE_NUMBER, "", "Enter a number" },
    { CADET_VARIABLE_NUMBER, "0x1", "not a number" },
    { CADET_VARIABLE_BOOLEAN, "true", NULL },
    { CADET_VARIABLE_BOOLEAN, "false", NULL },
    { CADET_VARIABLE_BOOLEAN, "True", "either true or false" },
    { CADET_VARIABLE_BOOLEAN, "", "either true or false" },
    { CADET_VARIABLE_JSON, "[1]", NULL },
    { CADET_VARIABLE_JSON, "[\n1,\n]", "Line 3, column 1" },
    { CADET_VARIABLE_JSON, "", "Line 1, column 1" },
    { CADET_VARIABLE_SECRET, "", "secret" },
    { CADET_VARIABLE_SECRET, "x", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CadetVariable) variable = cadet_variable_new ("a", rows[i].type, rows[i].value);
      g_autofree char *problem = cadet_variable_dup_value_problem (variable);

      if (rows[i].problem == NULL)
        g_assert_cmpstr (problem, ==, NULL);
      else
        g_assert_nonnull (strstr (problem, rows[i].problem));
    }
}

static void
test_types (void)
{
  static const char *const nicks[] = { "text", "number", "boolean", "json", "secret" };
  g_autoptr (GEnumClass) types = g_type_class_ref (CADET_TYPE_VARIABLE_TYPE);

  g_assert_cmpuint (types->n_values, ==, G_N_ELEMENTS (nicks));
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      g_assert_cmpstr (g_enum_get_value (types, i)->value_nick, ==, nicks[i]);
      g_assert_cmpstr (cadet_variable_type_get_title (i), !=, "");
    }
}

typedef struct
{
  guint calls;
  guint position;
  guint removed;
  guint added;
} Seen;

static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Seen *seen)
{
  *seen = (Seen){ seen->calls + 1, position, removed, added };
}

static char *
names (CadetVariableList *list)
{
  GString *text = g_string_new (NULL);
  CadetVariable *variable;

  for (guint i = 0; (variable = cadet_variable_list_get (list, i)) != NULL; i++)
    g_string_append (text, cadet_variable_get_name (variable));

  return g_string_free_and_steal (text);
}

static void
test_splice (void)
{
  CadetVariableList *list = cadet_variable_list_new ();
  g_autoptr (CadetVariable) x = cadet_variable_new ("x", CADET_VARIABLE_TEXT, "1");
  g_autoptr (CadetVariable) y = cadet_variable_new ("y", CADET_VARIABLE_TEXT, "1");
  CadetVariable *both[] = { x, y };
  Seen seen = { 0 };
  guint changes = 0;
  guint position;
  static const struct
  {
    guint position;
    guint removals;
    guint additions;
    const char *expected;
  } rows[] = {
    { 0, 0, 2, "xyabcd" }, { 2, 0, 2, "abxycd" }, { 4, 0, 2, "abcdxy" }, { 1, 2, 2, "axyd" },
    { 0, 4, 1, "x" },      { 1, 1, 2, "axycd" },  { 3, 1, 0, "abc" },    { 0, 2, 0, "cd" },
    { 0, 4, 0, "" },       { 2, 2, 1, "abx" },    { 0, 0, 0, "abcd" },
  };

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  g_signal_connect_swapped (list, "changed", G_CALLBACK (count_cb), &changes);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *after = NULL;
      guint n_items = g_list_model_get_n_items (G_LIST_MODEL (list));

      cadet_variable_list_splice (list, 0, n_items, NULL, 0);
      add (list, "a", CADET_VARIABLE_TEXT, "1");
      add (list, "b", CADET_VARIABLE_TEXT, "1");
      add (list, "c", CADET_VARIABLE_TEXT, "1");
      add (list, "d", CADET_VARIABLE_TEXT, "1");

      seen = (Seen){ 0 };
      cadet_variable_list_splice (list, rows[i].position, rows[i].removals, both,
                                  rows[i].additions);
      after = names (list);
      g_assert_cmpstr (after, ==, rows[i].expected);
      g_assert_cmpuint (seen.calls, ==, rows[i].removals + rows[i].additions > 0);
      g_assert_cmpuint (seen.position, ==, rows[i].position);
      g_assert_cmpuint (seen.removed, ==, rows[i].removals);
      g_assert_cmpuint (seen.added, ==, rows[i].additions);
    }

  /* The same variable in two rows: taking out one leaves the other attached. */
  cadet_variable_list_insert (list, 0, x);
  cadet_variable_list_insert (list, 3, x);
  g_assert_true (cadet_variable_list_find (list, x, &position));
  g_assert_cmpuint (position, ==, 0);
  cadet_variable_list_remove (list, 0);
  g_assert_true (cadet_variable_list_find (list, x, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_false (cadet_variable_list_find (list, y, NULL));

  changes = 0;
  cadet_variable_set_note (x, "n");
  cadet_variable_set_note (x, "n");
  cadet_variable_set_note (y, "n");
  g_assert_cmpuint (changes, ==, 1);
  cadet_variable_list_remove (list, 2);
  cadet_variable_set_note (x, "m");
  g_assert_cmpuint (changes, ==, 2);

  g_assert_finalize_object (list);
}

static void
test_to_json (void)
{
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autofree char *masked = NULL;
  g_autofree char *revealed = NULL;
  g_autofree char *empty = list_to_text (list, TRUE, CADET_JSON_MASK_SECRETS);

  g_assert_cmpstr (empty, ==, "{}");

  add (list, "t", CADET_VARIABLE_TEXT, "a\"b");
  add (list, "n", CADET_VARIABLE_NUMBER, "18446744073709551616");
  add (list, "n2", CADET_VARIABLE_NUMBER, "0.10");
  add (list, "", CADET_VARIABLE_TEXT, "");
  cadet_variable_set_enabled (add (list, "off", CADET_VARIABLE_TEXT, "x"), FALSE);
  add (list, "b", CADET_VARIABLE_BOOLEAN, "true");
  add (list, "${j}", CADET_VARIABLE_JSON, " { \"a\" : [ 1e21, 2 ] } ");
  g_assert_false (cadet_variable_list_has_secrets (list));
  add (list, "s", CADET_VARIABLE_SECRET, SECRET_TEXT);
  add (list, "t", CADET_VARIABLE_TEXT, "twice");

  g_assert_true (cadet_variable_list_has_secrets (list));
  g_assert_cmpuint (cadet_variable_list_count_enabled (list), ==, 7);

  masked = list_to_text (list, TRUE, CADET_JSON_MASK_SECRETS);
  g_assert_cmpstr (masked, ==,
                   "{\"${t}\":\"a\\\"b\",\"${n}\":18446744073709551616,\"${n2}\":0.10,"
                   "\"${b}\":true,"
                   "\"${j}\":{\"a\":[1e21,2]},\"${s}\":\"********\",\"${t}\":\"twice\"}");

  revealed = list_to_text (list, FALSE, CADET_JSON_REVEAL_SECRETS);
  g_assert_cmpstr (revealed, ==,
                   "{\"t\":\"a\\\"b\",\"n\":18446744073709551616,\"n2\":0.10,\"b\":true,"
                   "\"${j}\":{\"a\":[1e21,2]},\"s\":\"dummy \\\"secret\\\" 中\",\"t\":\"twice\"}");
}

/* A list that nobody checked can be shown. */
static void
test_to_json_unchecked (void)
{
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autofree char *masked = NULL;
  g_autofree char *revealed = NULL;

  add (list, "n", CADET_VARIABLE_NUMBER, "x");
  add (list, "j", CADET_VARIABLE_JSON, "{");
  add (list, "s", CADET_VARIABLE_SECRET, NULL);

  masked = list_to_text (list, FALSE, CADET_JSON_MASK_SECRETS);
  g_assert_cmpstr (masked, ==, "{\"n\":x,\"j\":{,\"s\":\"********\"}");
  revealed = list_to_text (list, FALSE, CADET_JSON_REVEAL_SECRETS);
  g_assert_cmpstr (revealed, ==, "{\"n\":x,\"j\":{,\"s\":\"\"}");
}

static void
test_from_json (void)
{
  static const char json[] = " {\"${a}\": \"x\\ny\", \"b\" :0.10,\"c\": 1e21, \"d\":true,\n"
                             "\"e\":false,\"f\":null,\"g\":[ 1, {} ],\"b\":2,\"${${h}}\":1,\"${}\":1,"
                             "\"z\":\"\\u0000\"} ";
  static const struct
  {
    const char *name;
    CadetVariableType type;
    const char *value;
  } rows[] = {
    { "${a}", CADET_VARIABLE_TEXT, "x\ny" },  { "b", CADET_VARIABLE_NUMBER, "0.10" },
    { "c", CADET_VARIABLE_NUMBER, "1e21" },   { "d", CADET_VARIABLE_BOOLEAN, "true" },
    { "e", CADET_VARIABLE_BOOLEAN, "false" }, { "f", CADET_VARIABLE_JSON, "null" },
    { "g", CADET_VARIABLE_JSON, "[1,{}]" },   { "b", CADET_VARIABLE_NUMBER, "2" },
    { "${${h}}", CADET_VARIABLE_NUMBER, "1" }, { "${}", CADET_VARIABLE_NUMBER, "1" },
    { "z", CADET_VARIABLE_JSON, "\"\\u0000\"" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (CadetVariableList) list =
      cadet_variable_list_new_from_json (json, strlen (json), &error);
  g_autoptr (CadetVariableList) empty = cadet_variable_list_new_from_json ("{}", 2, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (empty)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CadetVariable *variable = cadet_variable_list_get (list, i);

      g_assert_cmpstr (cadet_variable_get_name (variable), ==, rows[i].name);
      g_assert_cmpint (cadet_variable_get_variable_type (variable), ==, rows[i].type);
      g_assert_cmpstr (cadet_variable_get_value (variable), ==, rows[i].value);
    }
}

/* A name in a form of its own is sent in that form, whether bare names are wrapped or not. */
static void
test_from_json_names (void)
{
  static const char json[] = "{\"${a}\":1,\"b\":2,\"${${c}}\":3,\"${d\":4,\"${}\":5}";
  g_autoptr (CadetVariableList) list =
      cadet_variable_list_new_from_json (json, strlen (json), NULL);
  g_autofree char *wrapped = list_to_text (list, TRUE, CADET_JSON_REVEAL_SECRETS);
  g_autofree char *bare = list_to_text (list, FALSE, CADET_JSON_REVEAL_SECRETS);

  g_assert_cmpstr (wrapped, ==,
                   "{\"${a}\":1,\"${b}\":2,\"${${c}}\":3,\"${${d}\":4,\"${}\":5}");
  g_assert_cmpstr (bare, ==, json);
}

static void
test_from_json_errors (void)
{
  static const char *const rows[][2] = {
    { "\n [1]", "Line 2, column 2: variables are a JSON object" },
    { "\"x\"", "Line 1, column 1: variables are a JSON object" },
    { "{\"a\": 01}", "Line 1, column 8:" },
    { "{ \"a \\\"\" : 1,\n  \"\\u0000\": 2}", "Line 2, column 3: this name" },
    { "", "Line 1, column 1:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cadet_variable_list_new_from_json (rows[i][0], strlen (rows[i][0]), &error));
      g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, rows[i][1]));
    }
}

/* Returns: a list of the same texts; %NULL where not all values are texts, or one is blank */
static CadetVariableList *
list_from_texts (JsonObject *object)
{
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (object, l->data);

      if (json_node_get_value_type (node) != G_TYPE_STRING || *(char *) l->data == '\0')
        return NULL;
      add (list, l->data, CADET_VARIABLE_TEXT, json_node_get_string (node));
    }

  return g_steal_pointer (&list);
}

/* What the official SDK sent for the same variables, byte for byte. */
static void
check_vector (const char *path,
              guint *written,
              guint *read)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (CadetVariableList) texts = NULL;
  g_autoptr (CadetVariableList) parsed = NULL;
  g_autofree char *ours = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  JsonObject *parameters;
  JsonNode *variables;
  const char *theirs;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  theirs = json_object_get_string_member_with_default (root, "shrunkVariables", NULL);
  if (theirs == NULL)
    return;

  g_test_message ("%s", path);
  parameters = json_object_get_object_member (root, "inputParameters");
  variables = json_object_get_member (parameters, "Variables");
  texts = list_from_texts (json_node_get_object (variables));
  if (texts != NULL)
    {
      g_autofree char *from_texts = list_to_text (texts, FALSE, CADET_JSON_REVEAL_SECRETS);

      g_assert_cmpstr (from_texts, ==, theirs);
      (*written)++;
    }

  parsed = cadet_variable_list_new_from_json (theirs, strlen (theirs), &error);
  g_assert_no_error (error);
  ours = list_to_text (parsed, FALSE, CADET_JSON_REVEAL_SECRETS);
  g_assert_cmpstr (ours, ==, theirs);
  (*read)++;
}

static void
test_vectors (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "vectors", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint written = 0;
  guint read = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "openapi-core-"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        check_vector (path, &written, &read);
      }

  g_test_message ("%u written, %u read", written, read);
  g_assert_cmpuint (written, >=, 10);
  g_assert_cmpuint (read, >, written);
}

static void
test_record (void)
{
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autoptr (CadetVariableList) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *record = NULL;
  g_autofree char *again = NULL;
  gboolean wrap_names = TRUE;

  add (list, "t\n中", CADET_VARIABLE_TEXT, "\177\001\"\\ \342\200\250");
  cadet_variable_set_enabled (add (list, "n", CADET_VARIABLE_NUMBER, "0.10"), FALSE);
  cadet_variable_set_note (add (list, "", CADET_VARIABLE_JSON, "{ broken"), "a\tnote");
  add (list, "", CADET_VARIABLE_BOOLEAN, "");
  add (list, "s", CADET_VARIABLE_SECRET, SECRET_TEXT);
  add (list, "t\n中", CADET_VARIABLE_TEXT, "twice");

  record = cadet_variable_list_to_record (list, FALSE);
  g_assert_null (strstr (record, "dummy"));
  g_assert_null (strchr (record, '\n'));

  back = cadet_variable_list_new_from_record (record, &wrap_names, &error);
  g_assert_no_error (error);
  g_assert_false (wrap_names);
  again = cadet_variable_list_to_record (back, FALSE);
  g_assert_cmpstr (again, ==, record);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (back)), ==, 6);
  g_assert_cmpstr (cadet_variable_get_value (cadet_variable_list_get (back, 0)), ==,
                   "\177\001\"\\ \342\200\250");
  g_assert_false (cadet_variable_get_enabled (cadet_variable_list_get (back, 1)));
  g_assert_cmpstr (cadet_variable_get_note (cadet_variable_list_get (back, 2)), ==, "a\tnote");
  g_assert_cmpint (cadet_variable_get_variable_type (cadet_variable_list_get (back, 4)), ==,
                   CADET_VARIABLE_SECRET);
  g_assert_null (cadet_variable_dup_secret (cadet_variable_list_get (back, 4)));
}

static void
test_record_damaged (void)
{
  static const char *const rows[] = {
    "",
    "{",
    "[]",
    "1",
    "{}",
    "{\"variables\":{}}",
    "{\"variables\":[1]}",
    "{\"variables\":[{\"name\":1}]}",
    "{\"variables\":[{\"type\":\"other\"}]}",
    "{\"variables\":[{\"value\":\"\\u0000\"}]}",
    "{\"variables\":[],\"variables\":[]}",
  };
  g_autoptr (CadetVariableList) newer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i]);
      g_assert_null (cadet_variable_list_new_from_record (rows[i], NULL, &error));
      g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
    }

  newer = cadet_variable_list_new_from_record (
      "{\"new\":[{}],\"variables\":[{\"name\":\"a\",\"new\":{\"x\":1}},{}]}", NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (newer)), ==, 2);
}

/* Returns: seconds of processor time, on which other programs have little effect */
static void
check_rows (guint n_rows)
{
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CadetVariableList) list = cadet_variable_list_new ();
  g_autoptr (CadetVariableList) back = NULL;
  g_autoptr (GBytes) json = NULL;
  Seen seen = { 0 };

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *name = g_strdup_printf ("name_%u", i);

      g_ptr_array_add (many, cadet_variable_new (name, CADET_VARIABLE_TEXT, "some \"value\""));
    }

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  cadet_variable_list_splice (list, 0, 0, (CadetVariable **) many->pdata, n_rows);
  json = cadet_variable_list_to_json (list, TRUE, CADET_JSON_REVEAL_SECRETS);
  back = cadet_variable_list_new_from_json (g_bytes_get_data (json, NULL),
                                            g_bytes_get_size (json), NULL);
  cadet_variable_list_splice (list, 10, n_rows - 20, NULL, 0);

  g_assert_cmpuint (seen.calls, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (back)), ==, n_rows);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 20);
}

static void
test_many (void)
{
  check_rows (100000);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/variable/notify", test_notify);
  g_test_add_func ("/variable/secret", test_secret);
  g_test_add_func ("/variable/names", test_names);
  g_test_add_func ("/variable/value-problems", test_value_problems);
  g_test_add_func ("/variable/types", test_types);
  g_test_add_func ("/variables/splice", test_splice);
  g_test_add_func ("/variables/to-json", test_to_json);
  g_test_add_func ("/variables/to-json-unchecked", test_to_json_unchecked);
  g_test_add_func ("/variables/from-json", test_from_json);
  g_test_add_func ("/variables/from-json-names", test_from_json_names);
  g_test_add_func ("/variables/from-json-errors", test_from_json_errors);
  g_test_add_func ("/variables/vectors", test_vectors);
  g_test_add_func ("/variables/record", test_record);
  g_test_add_func ("/variables/record-damaged", test_record_damaged);
  g_test_add_func ("/variables/many", test_many);

  return g_test_run ();
}
