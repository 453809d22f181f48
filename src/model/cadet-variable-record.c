/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"
#include "model/cadet-json.h"
#include "model/cadet-variable-list.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
type_to_nick (CadetVariableType type)
{
  g_autoptr (GEnumClass) types = g_type_class_ref (CADET_TYPE_VARIABLE_TYPE);

  return g_enum_get_value (types, type)->value_nick;
}

static gboolean
type_from_nick (const char *nick,
                CadetVariableType *type)
{
  g_autoptr (GEnumClass) types = g_type_class_ref (CADET_TYPE_VARIABLE_TYPE);
  GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (types, nick) : NULL;

  if (value == NULL)
    return FALSE;

  *type = value->value;
  return TRUE;
}

static void
append_variable (GString *json,
                 CadetVariable *variable)
{
  CadetVariableType type = cadet_variable_get_variable_type (variable);
  const char *note = cadet_variable_get_note (variable);

  g_assert (CADET_IS_VARIABLE (variable));

  g_string_append (json, "{\"name\":");
  cadet_json_append_string (json, cadet_variable_get_name (variable));
  g_string_append_printf (json, ",\"type\":\"%s\"", type_to_nick (type));
  if (type != CADET_VARIABLE_SECRET)
    {
      g_string_append (json, ",\"value\":");
      cadet_json_append_string (json, cadet_variable_get_value (variable));
    }
  if (!cadet_variable_get_enabled (variable))
    g_string_append (json, ",\"enabled\":false");
  if (*note != '\0')
    {
      g_string_append (json, ",\"note\":");
      cadet_json_append_string (json, note);
    }
  g_string_append_c (json, '}');
}

/**
 * cadet_variable_list_to_record:
 * @self: a list
 * @wrap_names: whether its draft wraps bare names
 *
 * Writes all rows so that [ctor@VariableList.new_from_record] restores them as they are, off and
 * blank ones too:
 * `{"wrapNames":true,"variables":[{"name":"a","type":"number","value":"1","note":"n"}]}`. A row
 * that is off has `"enabled":false`, `note` is absent where there is none, and a secret has no
 * value.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
cadet_variable_list_to_record (CadetVariableList *self,
                               gboolean wrap_names)
{
  GString *json;
  CadetVariable *variable;

  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), NULL);

  json = g_string_new (wrap_names ? "{\"wrapNames\":true,\"variables\":["
                                  : "{\"wrapNames\":false,\"variables\":[");
  for (guint i = 0; (variable = cadet_variable_list_get (self, i)) != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_variable (json, variable);
    }
  g_string_append (json, "]}");

  return g_string_free_and_steal (json);
}

/* Steps through the members of an object of compact JSON. @at starts at its brace. */
static gboolean
next_member (const char **at,
             char **name,
             const char **value)
{
  const char *p = *at;

  g_clear_pointer (name, g_free);
  if (*p == '}' || p[1] == '}')
    return FALSE;

  p++;
  *name = cadet_json_dup_string (p);
  *value = cadet_json_skip_value (p) + 1;
  *at = cadet_json_skip_value (*value);
  return TRUE;
}

static gboolean
read_text (const char *value,
           char **text)
{
  g_clear_pointer (text, g_free);
  if (*value == '"')
    *text = cadet_json_dup_string (value);

  return *text != NULL;
}

static CadetVariable *
read_variable (const char *at)
{
  g_autoptr (CadetVariable) variable = cadet_variable_new (NULL, CADET_VARIABLE_TEXT, NULL);
  CadetVariableType type = CADET_VARIABLE_TEXT;
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;
  const char *value;

  if (*at != '{')
    return NULL;

  while (next_member (&at, &key, &value))
    {
      gboolean good = TRUE;

      if (g_strcmp0 (key, "name") == 0)
        {
          good = read_text (value, &text);
          cadet_variable_set_name (variable, text);
        }
      else if (g_strcmp0 (key, "type") == 0)
        {
          good = read_text (value, &text) && type_from_nick (text, &type);
        }
      else if (g_strcmp0 (key, "value") == 0)
        {
          good = read_text (value, &text);
          cadet_variable_set_value (variable, text);
        }
      else if (g_strcmp0 (key, "note") == 0)
        {
          good = read_text (value, &text);
          cadet_variable_set_note (variable, text);
        }
      else if (g_strcmp0 (key, "enabled") == 0)
        {
          cadet_variable_set_enabled (variable, *value != 'f');
        }

      if (!good)
        return NULL;
    }

  cadet_variable_set_variable_type (variable, type);
  return g_steal_pointer (&variable);
}

static gboolean
read_variables (const char *at,
                GPtrArray *variables)
{
  if (*at != '[')
    return FALSE;

  at++;
  while (*at != ']')
    {
      CadetVariable *variable = read_variable (at);

      if (variable == NULL)
        return FALSE;

      g_ptr_array_add (variables, variable);
      at = cadet_json_skip_value (at);
      if (*at == ',')
        at++;
    }

  return TRUE;
}

static gboolean
read_record (const char *at,
             GPtrArray *variables,
             gboolean *wrap_names)
{
  g_autofree char *key = NULL;
  gboolean found = FALSE;
  const char *value;

  if (*at != '{')
    return FALSE;

  while (next_member (&at, &key, &value))
    if (g_strcmp0 (key, "wrapNames") == 0)
      *wrap_names = *value != 'f';
    else if (g_strcmp0 (key, "variables") == 0)
      {
        if (found || !read_variables (value, variables))
          return FALSE;
        found = TRUE;
      }

  return found;
}

/**
 * cadet_variable_list_new_from_record:
 * @record: what [method@VariableList.to_record] wrote
 * @wrap_names: (out) (optional): whether its draft wraps bare names
 * @error: return location for an error
 *
 * Restores a list exactly, but for secrets, which are missing then. Members that it does not know
 * are passed over.
 *
 * Returns: (transfer full) (nullable): the list; %NULL with %CADET_ERROR_INVALID
 */
CadetVariableList *
cadet_variable_list_new_from_record (const char *record,
                                     gboolean *wrap_names,
                                     GError **error)
{
  g_autoptr (GPtrArray) variables = NULL;
  g_autofree char *compact = NULL;
  CadetVariableList *self;
  gboolean wrap = TRUE;

  g_return_val_if_fail (record != NULL, NULL);

  compact = cadet_json_minify (record, strlen (record), error);
  if (compact == NULL)
    return NULL;

  variables = g_ptr_array_new_with_free_func (g_object_unref);
  if (!read_record (compact, variables, &wrap))
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("The recorded variables are damaged."));
      return NULL;
    }

  self = cadet_variable_list_new ();
  cadet_variable_list_splice (self, 0, 0, (CadetVariable **) variables->pdata, variables->len);
  if (wrap_names != NULL)
    *wrap_names = wrap;

  return self;
}
