/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-variables.h"

#include "cli/cadet-cli-file.h"
#include "cli/cadet-cli-util.h"
#include "model/cadet-json.h"

#include <glib/gi18n.h>
#include <string.h>

/* An option as it was given: `--var`, `--var-json` or `--var-file`, and its value. */
typedef struct
{
  char *option;
  char *value;
} Given;

struct _CadetCliVariables
{
  GPtrArray *given;
  GPtrArray *origins;
  GHashTable *places;
  gboolean read_input;
};

/* Where variables are being put while they are read. */
typedef struct
{
  CadetCliVariables *variables;
  CadetVariableList *list;
  gboolean wrap_names;
  GPtrArray *problems;
} Filling;

static void
given_free (gpointer data)
{
  Given *given = data;

  g_free (given->option);
  g_free (given->value);
  g_free (given);
}

static void G_GNUC_PRINTF (3, 4)
    add_problem (Filling *filling, const char *origin, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (filling->problems, g_strdup_printf ("%s: %s", origin, message));
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* A name that was there before is a mistake wherever it stands: which of two values is meant cannot
 * be known. */
static void
append_variable (Filling *filling, CadetVariable *variable, const char *origin)
{
  CadetCliVariables *self = filling->variables;
  g_autofree char *wire_name = cadet_variable_dup_wire_name (variable, filling->wrap_names);
  const char *place = NULL;

  if (is_blank (cadet_variable_get_name (variable)))
    {
      add_problem (filling, origin, _ ("a variable has no name"));
      return;
    }
  place = g_hash_table_lookup (self->places, wire_name);
  if (place != NULL)
    {
      /* Translators: a variable's name and the option that gave it first, such as “--var” */
      add_problem (filling, origin, _ ("the variable “%s” was given before, in %s"),
                   cadet_variable_get_name (variable), place);
      return;
    }
  g_hash_table_insert (self->places, g_steal_pointer (&wire_name), g_strdup (origin));
  g_ptr_array_add (self->origins, g_strdup (origin));
  cadet_variable_list_append (filling->list, variable);
}

/* Splits NAME=VALUE at the first “=”. */
static gboolean
split_pair (Filling *filling, const Given *given, char **name, const char **value)
{
  const char *equals = strchr (given->value, '=');
  g_autofree char *problem = NULL;

  if (!cadet_cli_check_text (given->option, given->value, &problem))
    {
      g_ptr_array_add (filling->problems, g_steal_pointer (&problem));
      return FALSE;
    }
  if (equals == NULL)
    {
      add_problem (filling, given->option, _ ("“%s” has no “=” between name and value"),
                   given->value);
      return FALSE;
    }
  if (equals == given->value)
    {
      add_problem (filling, given->option, _ ("there is no name before the “=”"));
      return FALSE;
    }
  *name = g_strndup (given->value, equals - given->value);
  *value = equals + 1;
  return TRUE;
}

static void
fill_text (Filling *filling, const Given *given)
{
  g_autofree char *name = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (CadetVariable) variable = NULL;
  const char *value = NULL;

  if (!split_pair (filling, given, &name, &value))
    return;
  origin = g_strdup_printf ("%s %s", given->option, name);
  variable = cadet_variable_new (name, CADET_VARIABLE_TEXT, value);
  append_variable (filling, variable, origin);
}

/* Appends what the object has, and gives each the origin that its name makes. */
static void
append_object (
    Filling *filling, const char *json, gsize length, const char *place, gboolean name_each)
{
  g_autoptr (CadetVariableList) list = NULL;
  g_autoptr (GError) error = NULL;
  guint n_variables = 0;

  list = cadet_variable_list_new_from_json (json, length, &error);
  if (list == NULL)
    {
      add_problem (filling, place, "%s", error->message);
      return;
    }
  n_variables = g_list_model_get_n_items (G_LIST_MODEL (list));
  for (guint i = 0; i < n_variables; i++)
    {
      g_autoptr (CadetVariable) variable = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autofree char *origin = NULL;

      /* Translators: an option with its file, and the name of a variable in it */
      origin = name_each
                   ? g_strdup_printf (_ ("%s, “%s”"), place, cadet_variable_get_name (variable))
                   : g_strdup (place);
      append_variable (filling, variable, origin);
    }
}

/* The model gives a JSON value its type; it takes objects, so the value is made one of one member.
 */
static void
fill_json (Filling *filling, const Given *given)
{
  g_autofree char *name = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *minified = NULL;
  g_autoptr (GString) object = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  const char *value = NULL;

  if (!split_pair (filling, given, &name, &value))
    return;
  origin = g_strdup_printf ("%s %s", given->option, name);
  minified = cadet_json_minify (value, strlen (value), &error);
  if (minified == NULL)
    {
      add_problem (filling, origin, "%s", error->message);
      return;
    }
  cadet_json_append_string (object, name);
  g_string_append_printf (object, ":%s}", minified);
  append_object (filling, object->str, object->len, origin, FALSE);
}

static void
fill_file (Filling *filling, const Given *given)
{
  gboolean standard_input = strcmp (given->value, "-") == 0;
  g_autofree char *shown = g_filename_display_name (given->value);
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  /* Translators: an option, “--var-file” */
  place = standard_input ? g_strdup_printf (_ ("%s, standard input"), given->option)
                         : g_strdup_printf ("%s %s", given->option, shown);
  if (standard_input && filling->variables->read_input)
    {
      add_problem (filling, place, _ ("it can be read only once"));
      return;
    }
  filling->variables->read_input |= standard_input;

  text = cadet_cli_read_text (given->value, &length, &error);
  if (text == NULL)
    {
      add_problem (filling, place, "%s", error->message);
      return;
    }
  append_object (filling, text, length, place, TRUE);
}

/**
 * cadet_cli_variables_new:
 *
 * Returns: (transfer full): no variables yet
 */
CadetCliVariables *
cadet_cli_variables_new (void)
{
  CadetCliVariables *self = g_new0 (CadetCliVariables, 1);

  self->given = g_ptr_array_new_with_free_func (given_free);
  self->origins = g_ptr_array_new_with_free_func (g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
cadet_cli_variables_free (CadetCliVariables *self)
{
  g_ptr_array_unref (self->given);
  g_ptr_array_unref (self->origins);
  g_hash_table_unref (self->places);
  g_free (self);
}

/**
 * cadet_cli_variables_add_option:
 * @option: `--var`, `--var-json` or `--var-file`
 * @value: its value, in any encoding
 * @user_data: the variables
 * @error: never set
 *
 * Keeps an option for cadet_cli_variables_fill(). Is a #GOptionArgFunc.
 *
 * Returns: %TRUE
 */
gboolean
cadet_cli_variables_add_option (const char *option,
                                const char *value,
                                gpointer user_data,
                                GError **error)
{
  CadetCliVariables *self = user_data;
  Given *given = g_new0 (Given, 1);

  given->option = g_strdup (option);
  given->value = g_strdup (value);
  g_ptr_array_add (self->given, given);
  return TRUE;
}

/**
 * cadet_cli_variables_fill:
 * @self: the variables
 * @draft: what takes them; whether it wraps names must be set before
 * @problems: (element-type utf8): where problems are added, one a line, each naming its option
 *
 * Reads the options, the files among them, and appends the variables to the draft in the order in
 * which they were given. A variable with a problem is left out.
 */
void
cadet_cli_variables_fill (CadetCliVariables *self, CadetDraft *draft, GPtrArray *problems)
{
  Filling filling = { self, NULL, FALSE, problems };

  g_return_if_fail (self != NULL);
  g_return_if_fail (CADET_IS_DRAFT (draft));
  g_return_if_fail (problems != NULL);

  filling.list = cadet_draft_get_variables (draft);
  filling.wrap_names = cadet_draft_get_wrap_names (draft);
  for (guint i = 0; i < self->given->len; i++)
    {
      const Given *given = g_ptr_array_index (self->given, i);

      if (strcmp (given->option, "--var-file") == 0)
        fill_file (&filling, given);
      else if (strcmp (given->option, "--var-json") == 0)
        fill_json (&filling, given);
      else
        fill_text (&filling, given);
    }
}

/**
 * cadet_cli_variables_get_origin:
 * @self: the variables
 * @position: of a variable in the draft
 *
 * Returns: where the variable was given, to be shown before a problem with it
 */
const char *
cadet_cli_variables_get_origin (CadetCliVariables *self, guint position)
{
  g_return_val_if_fail (self != NULL, NULL);

  return position < self->origins->len ? g_ptr_array_index (self->origins, position) : "--var";
}
