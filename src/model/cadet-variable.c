/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-variable.h"

#include "model/cadet-json.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CadetVariable
{
  GObject parent_instance;

  char *name;
  char *value;
  char *note;
  SecretValue *secret;
  CadetVariableType type;
  gboolean enabled;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_VARIABLE_TYPE,
  PROP_VALUE,
  PROP_SECRET,
  PROP_ENABLED,
  PROP_NOTE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetVariable, cadet_variable, G_TYPE_OBJECT)

static void
wipe_and_free (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
set_text (CadetVariable *self,
          char **field,
          const char *text,
          guint property)
{
  g_assert (CADET_IS_VARIABLE (self));

  if (g_set_str (field, text != NULL ? text : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
replace_secret (CadetVariable *self,
                SecretValue *secret)
{
  g_assert (CADET_IS_VARIABLE (self));

  if (self->secret == secret)
    return;

  g_clear_pointer (&self->secret, secret_value_unref);
  if (secret != NULL)
    self->secret = secret_value_ref (secret);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECRET]);
}

static void
cadet_variable_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  CadetVariable *self = CADET_VARIABLE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_VARIABLE_TYPE:
      g_value_set_enum (value, self->type);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_SECRET:
      g_value_set_boxed (value, self->secret);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_variable_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  CadetVariable *self = CADET_VARIABLE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      cadet_variable_set_name (self, g_value_get_string (value));
      break;
    case PROP_VARIABLE_TYPE:
      cadet_variable_set_variable_type (self, g_value_get_enum (value));
      break;
    case PROP_VALUE:
      cadet_variable_set_value (self, g_value_get_string (value));
      break;
    case PROP_SECRET:
      cadet_variable_set_secret (self, g_value_get_boxed (value));
      break;
    case PROP_ENABLED:
      cadet_variable_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_NOTE:
      cadet_variable_set_note (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_variable_finalize (GObject *object)
{
  CadetVariable *self = CADET_VARIABLE (object);

  g_free (self->name);
  g_free (self->value);
  g_free (self->note);
  g_clear_pointer (&self->secret, secret_value_unref);

  G_OBJECT_CLASS (cadet_variable_parent_class)->finalize (object);
}

static void
cadet_variable_class_init (CadetVariableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_variable_get_property;
  object_class->set_property = cadet_variable_set_property;
  object_class->finalize = cadet_variable_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_VARIABLE_TYPE] =
      g_param_spec_enum ("variable-type", NULL, NULL, CADET_TYPE_VARIABLE_TYPE,
                         CADET_VARIABLE_TEXT, flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, "", flags);
  properties[PROP_SECRET] =
      g_param_spec_boxed ("secret", NULL, NULL, SECRET_TYPE_VALUE, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_variable_init (CadetVariable *self)
{
  self->name = g_strdup ("");
  self->value = g_strdup ("");
  self->note = g_strdup ("");
  self->enabled = TRUE;
}

/**
 * cadet_variable_new:
 * @name: (nullable): its name, as typed
 * @type: what its value is
 * @value: (nullable): its value, as typed; for %CADET_VARIABLE_SECRET it is put into locked memory
 *
 * Returns: (transfer full): a variable that is switched on
 */
CadetVariable *
cadet_variable_new (const char *name,
                    CadetVariableType type,
                    const char *value)
{
  CadetVariable *self = g_object_new (CADET_TYPE_VARIABLE, NULL);

  cadet_variable_set_name (self, name);
  cadet_variable_set_value (self, value);
  cadet_variable_set_variable_type (self, type);

  return self;
}

/**
 * cadet_variable_new_secret:
 * @name: (nullable): its name, as typed
 * @secret: (nullable): its value, of which a reference is taken
 *
 * Returns: (transfer full): a secret variable that is switched on
 */
CadetVariable *
cadet_variable_new_secret (const char *name,
                           SecretValue *secret)
{
  CadetVariable *self = cadet_variable_new (name, CADET_VARIABLE_SECRET, NULL);

  cadet_variable_set_secret (self, secret);

  return self;
}

/**
 * cadet_variable_copy:
 * @self: a variable
 *
 * Returns: (transfer full): a variable of its own with the same content; a secret is shared, since
 *   it does not change
 */
CadetVariable *
cadet_variable_copy (CadetVariable *self)
{
  CadetVariable *copy;

  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  copy = cadet_variable_new (self->name, self->type, self->value);
  cadet_variable_set_secret (copy, self->secret);
  cadet_variable_set_enabled (copy, self->enabled);
  cadet_variable_set_note (copy, self->note);

  return copy;
}

/**
 * cadet_variable_get_name:
 * @self: a variable
 *
 * Returns: the name as typed, never %NULL
 */
const char *
cadet_variable_get_name (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  return self->name;
}

/**
 * cadet_variable_set_name:
 * @self: a variable
 * @name: (nullable): the name as typed; %NULL is the same as no text
 */
void
cadet_variable_set_name (CadetVariable *self,
                         const char *name)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  set_text (self, &self->name, name, PROP_NAME);
}

/**
 * cadet_variable_get_variable_type:
 * @self: a variable
 *
 * Returns: what its value is
 */
CadetVariableType
cadet_variable_get_variable_type (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), CADET_VARIABLE_TEXT);

  return self->type;
}

/**
 * cadet_variable_set_variable_type:
 * @self: a variable
 * @type: what its value is
 *
 * Changes the type. A value that becomes a secret moves into locked memory and its text is wiped. A
 * secret never becomes text again: it is dropped and the value is empty. Among the other types the
 * value stays as typed.
 */
void
cadet_variable_set_variable_type (CadetVariable *self,
                                  CadetVariableType type)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  if (self->type == type)
    return;

  g_object_freeze_notify (G_OBJECT (self));

  if (type == CADET_VARIABLE_SECRET && *self->value != '\0')
    {
      char *text = g_steal_pointer (&self->value);
      SecretValue *secret = secret_value_new (text, -1, "text/plain");

      self->value = g_strdup ("");
      replace_secret (self, secret);
      secret_value_unref (secret);
      wipe_and_free (text);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
    }
  else if (self->type == CADET_VARIABLE_SECRET)
    {
      replace_secret (self, NULL);
    }

  self->type = type;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VARIABLE_TYPE]);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * cadet_variable_get_value:
 * @self: a variable
 *
 * Returns: the value as typed, never %NULL; for a secret variable always empty
 */
const char *
cadet_variable_get_value (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  return self->value;
}

/**
 * cadet_variable_set_value:
 * @self: a variable
 * @value: (nullable): the value as typed; %NULL is the same as no text
 *
 * Sets the value. Does nothing for a secret variable, whose value is only ever set by
 * [method@Variable.set_secret]: a row of a table that is bound to both must not overwrite it.
 */
void
cadet_variable_set_value (CadetVariable *self,
                          const char *value)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  if (self->type == CADET_VARIABLE_SECRET)
    return;

  set_text (self, &self->value, value, PROP_VALUE);
}

/**
 * cadet_variable_dup_secret:
 * @self: a variable
 *
 * Returns: (transfer full) (nullable): a reference to the secret; %NULL where there is none
 */
SecretValue *
cadet_variable_dup_secret (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  return self->secret != NULL ? secret_value_ref (self->secret) : NULL;
}

/**
 * cadet_variable_set_secret:
 * @self: a variable
 * @secret: (nullable): the secret, of which a reference is taken
 *
 * Sets the value of a secret variable. Does nothing for a variable of another type.
 */
void
cadet_variable_set_secret (CadetVariable *self,
                           SecretValue *secret)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  if (self->type != CADET_VARIABLE_SECRET)
    return;

  replace_secret (self, secret);
}

/**
 * cadet_variable_get_enabled:
 * @self: a variable
 *
 * Returns: whether it is switched on; one that is off is kept, not checked and not sent
 */
gboolean
cadet_variable_get_enabled (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), FALSE);

  return self->enabled;
}

/**
 * cadet_variable_set_enabled:
 * @self: a variable
 * @enabled: whether it is switched on
 */
void
cadet_variable_set_enabled (CadetVariable *self,
                            gboolean enabled)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  enabled = !!enabled;
  if (self->enabled == enabled)
    return;

  self->enabled = enabled;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

/**
 * cadet_variable_get_note:
 * @self: a variable
 *
 * Returns: the user's remark, never %NULL; it is never sent
 */
const char *
cadet_variable_get_note (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  return self->note;
}

/**
 * cadet_variable_set_note:
 * @self: a variable
 * @note: (nullable): the user's remark; %NULL is the same as no text
 */
void
cadet_variable_set_note (CadetVariable *self,
                         const char *note)
{
  g_return_if_fail (CADET_IS_VARIABLE (self));

  set_text (self, &self->note, note, PROP_NOTE);
}

/**
 * cadet_variable_dup_wire_name:
 * @self: a variable
 * @wrap: whether bare names are wrapped
 *
 * The name as it is sent. The service documents names as `${name}` (help.aliyun.com, CreateTask),
 * so with @wrap a name that is neither empty nor of that form becomes it.
 *
 * Returns: (transfer full): the name of the variable in the JSON object
 */
char *
cadet_variable_dup_wire_name (CadetVariable *self,
                              gboolean wrap)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  if (!wrap || *self->name == '\0' ||
      (g_str_has_prefix (self->name, "${") && g_str_has_suffix (self->name, "}")))
    return g_strdup (self->name);

  return g_strconcat ("${", self->name, "}", NULL);
}

/**
 * cadet_variable_is_blank:
 * @self: a variable
 *
 * Returns: whether nothing was entered in it: no name, no value, no secret, no note
 */
gboolean
cadet_variable_is_blank (CadetVariable *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE (self), TRUE);

  return *self->name == '\0' && *self->value == '\0' && *self->note == '\0' &&
         self->secret == NULL;
}

/**
 * cadet_variable_dup_value_problem:
 * @self: a variable
 *
 * Checks the value against the type.
 *
 * Returns: (transfer full) (nullable): what is wrong, translated; %NULL if the value can be sent
 */
char *
cadet_variable_dup_value_problem (CadetVariable *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLE (self), NULL);

  switch (self->type)
    {
    case CADET_VARIABLE_NUMBER:
      if (cadet_json_check_number (self->value))
        return NULL;
      if (*self->value == '\0')
        return g_strdup (_ ("Enter a number, or make the variable a text."));
      return g_strdup (_ ("This is not a number as JSON writes it, such as 42, -0.5 or 1e21."));

    case CADET_VARIABLE_BOOLEAN:
      if (g_str_equal (self->value, "true") || g_str_equal (self->value, "false"))
        return NULL;
      return g_strdup (_ ("A Boolean is either true or false."));

    case CADET_VARIABLE_JSON:
      json = cadet_json_minify (self->value, strlen (self->value), &error);
      if (json != NULL)
        return NULL;
      return g_strdup_printf (_ ("This is not JSON. %s"), error->message);

    case CADET_VARIABLE_SECRET:
      if (self->secret != NULL)
        return NULL;
      return g_strdup (_ ("Enter the secret."));

    case CADET_VARIABLE_TEXT:
    default:
      return NULL;
    }
}
