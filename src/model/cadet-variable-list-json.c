/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"
#include "model/cadet-json.h"
#include "model/cadet-variable-list.h"

#include <glib/gi18n.h>
#include <string.h>

/* One variable on its way into the JSON. Either @string or @literal is set; @secret keeps @string.
 * */
typedef struct
{
  char *name;
  const char *string;
  char *literal;
  SecretValue *secret;
} Member;

static void
member_clear (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_free (member->literal);
  g_clear_pointer (&member->secret, secret_value_unref);
}

static void
member_init (Member *member,
             CadetVariable *variable,
             gboolean wrap_names,
             CadetJsonSecrets secrets)
{
  const char *value = cadet_variable_get_value (variable);

  member->name = cadet_variable_dup_wire_name (variable, wrap_names);

  switch (cadet_variable_get_variable_type (variable))
    {
    case CADET_VARIABLE_NUMBER:
    case CADET_VARIABLE_BOOLEAN:
      member->literal = g_strdup (value);
      break;

    case CADET_VARIABLE_JSON:
      member->literal = cadet_json_minify (value, strlen (value), NULL);
      if (member->literal == NULL)
        member->literal = g_strdup (value);
      break;

    case CADET_VARIABLE_SECRET:
      member->string = CADET_MASK;
      if (secrets == CADET_JSON_REVEAL_SECRETS)
        {
          member->secret = cadet_variable_dup_secret (variable);
          member->string =
              member->secret != NULL ? secret_value_get_text (member->secret) : NULL;
          if (member->string == NULL)
            member->string = "";
        }
      break;

    case CADET_VARIABLE_TEXT:
    default:
      member->string = value;
    }
}

static GArray *
collect_members (CadetVariableList *self,
                 gboolean wrap_names,
                 CadetJsonSecrets secrets)
{
  GArray *members = g_array_new (FALSE, TRUE, sizeof (Member));
  CadetVariable *variable;

  g_assert (CADET_IS_VARIABLE_LIST (self));

  g_array_set_clear_func (members, member_clear);
  for (guint i = 0; (variable = cadet_variable_list_get (self, i)) != NULL; i++)
    {
      if (!cadet_variable_get_enabled (variable) || cadet_variable_is_blank (variable))
        continue;

      g_array_set_size (members, members->len + 1);
      member_init (&g_array_index (members, Member, members->len - 1), variable, wrap_names,
                   secrets);
    }

  return members;
}

static gsize
measure (GArray *members)
{
  gsize size = 2 + members->len * 2;

  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      size += cadet_json_string_size (member->name);
      size += member->string != NULL ? cadet_json_string_size (member->string)
                                     : strlen (member->literal);
    }

  return size;
}

static void
wiped_free (gpointer data)
{
  GString *json = data;

  explicit_bzero (json->str, json->allocated_len);
  g_string_free (json, TRUE);
}

/**
 * cadet_variable_list_to_json:
 * @self: a list
 * @wrap_names: whether bare names become `${name}`
 * @secrets: what becomes of secrets
 *
 * Writes the value of the parameter `Variables`: one compact JSON object of the variables that are
 * switched on and not blank, in their order. Texts and secrets are strings; numbers and Booleans
 * stand as typed; JSON stands as typed but for space. Names that occur twice are written twice.
 *
 * What is sent has been checked by [method@Draft.validate] before. A list that has not may be
 * written too, to show it; a value that is not what its type says then stands as typed.
 *
 * With %CADET_JSON_REVEAL_SECRETS the bytes are wiped when the last reference goes away, and no
 * other copy is left in memory.
 *
 * Returns: (transfer full): UTF-8, without a terminating zero byte
 */
GBytes *
cadet_variable_list_to_json (CadetVariableList *self,
                             gboolean wrap_names,
                             CadetJsonSecrets secrets)
{
  g_autoptr (GArray) members = NULL;
  GString *json;

  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), NULL);

  members = collect_members (self, wrap_names, secrets);

  /* Measured first, so that the buffer is never moved and leaves no copy of a secret behind. */
  json = g_string_sized_new (measure (members));

  g_string_append_c (json, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (i > 0)
        g_string_append_c (json, ',');
      cadet_json_append_string (json, member->name);
      g_string_append_c (json, ':');
      if (member->string != NULL)
        cadet_json_append_string (json, member->string);
      else
        g_string_append (json, member->literal);
    }
  g_string_append_c (json, '}');

  return g_bytes_new_with_free_func (json->str, json->len, wiped_free, json);
}

static CadetVariable *
variable_from_json (const char *name,
                    const char *value,
                    gsize length)
{
  g_autofree char *text = NULL;
  CadetVariableType type = CADET_VARIABLE_JSON;

  /* As a text, `"": ""` would be a blank row, which is left out without a word. As JSON it stays,
   * and the check of the draft asks for its name. */
  if (*value == '"' && (*name != '\0' || length > 2) &&
      (text = cadet_json_dup_string (value)) != NULL)
    return cadet_variable_new (name, CADET_VARIABLE_TEXT, text);

  if (*value == 't' || *value == 'f')
    type = CADET_VARIABLE_BOOLEAN;
  else if (*value == '-' || g_ascii_isdigit (*value))
    type = CADET_VARIABLE_NUMBER;

  text = g_strndup (value, length);
  return cadet_variable_new (name, type, text);
}

/* Finds the place in @json that became byte @offset of its compact form. */
static gsize
find_original (const char *json,
               gsize offset)
{
  gboolean in_string = FALSE;
  const char *p = json;

  for (gsize kept = 0;; p++)
    {
      if (!in_string && strchr (" \t\r\n", *p) != NULL)
        continue;
      if (kept == offset)
        return p - json;

      kept++;
      if (in_string && *p == '\\')
        {
          if (kept == offset)
            return p + 1 - json;
          p++;
          kept++;
        }
      else if (*p == '"')
        {
          in_string = !in_string;
        }
    }
}

/**
 * cadet_variable_list_new_from_json:
 * @json: a JSON object in UTF-8
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Makes variables of the members of an object, in their order. A string becomes a text, a number
 * keeps its digits, true and false become Booleans, all else becomes compact JSON: also a string
 * with U+0000 or half of a surrogate pair, which no text can hold, and an empty one without a name.
 * A name that occurs twice becomes two rows, for the check of the draft to name.
 *
 * Names stay as they are, so that one of the form `${name}` is sent in that form whether its draft
 * wraps bare names or not. In a draft that wraps, `name` and `${name}` are the same variable.
 *
 * Returns: (transfer full) (nullable): the list; %NULL with %CADET_ERROR_INVALID, whose message
 *   names line and column
 */
CadetVariableList *
cadet_variable_list_new_from_json (const char *json,
                                   gsize length,
                                   GError **error)
{
  g_autoptr (GPtrArray) variables = NULL;
  g_autofree char *compact = NULL;
  CadetVariableList *self;
  const char *at;

  g_return_val_if_fail (json != NULL, NULL);

  compact = cadet_json_minify (json, length, error);
  if (compact == NULL)
    return NULL;

  if (*compact != '{')
    {
      cadet_json_set_error (error, json, find_original (json, 0),
                            _ ("variables are a JSON object, such as {\"name\": \"value\"}"));
      return NULL;
    }

  variables = g_ptr_array_new_with_free_func (g_object_unref);
  at = compact + 1;
  while (*at != '}')
    {
      const char *end = cadet_json_skip_value (at);
      g_autofree char *name = cadet_json_dup_string (at);

      if (name == NULL)
        {
          cadet_json_set_error (error, json, find_original (json, at - compact),
                                _ ("this name holds a character that no text can hold"));
          return NULL;
        }

      at = end + 1;
      end = cadet_json_skip_value (at);
      g_ptr_array_add (variables, variable_from_json (name, at, end - at));
      at = *end == ',' ? end + 1 : end;
    }

  self = cadet_variable_list_new ();
  cadet_variable_list_splice (self, 0, 0, (CadetVariable **) variables->pdata, variables->len);

  return self;
}
