/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-variable.h"

#include <glib/gi18n.h>

GType
cadet_variable_type_get_type (void)
{
  static const GEnumValue values[] = {
    { CADET_VARIABLE_TEXT, "CADET_VARIABLE_TEXT", "text" },
    { CADET_VARIABLE_NUMBER, "CADET_VARIABLE_NUMBER", "number" },
    { CADET_VARIABLE_BOOLEAN, "CADET_VARIABLE_BOOLEAN", "boolean" },
    { CADET_VARIABLE_JSON, "CADET_VARIABLE_JSON", "json" },
    { CADET_VARIABLE_SECRET, "CADET_VARIABLE_SECRET", "secret" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CadetVariableType", values));

  return type;
}

/**
 * cadet_variable_type_get_title:
 * @type: a type
 *
 * Returns: the name of @type for people, translated
 */
const char *
cadet_variable_type_get_title (CadetVariableType type)
{
  switch (type)
    {
    case CADET_VARIABLE_TEXT:
      return C_ ("variable type", "Text");
    case CADET_VARIABLE_NUMBER:
      return C_ ("variable type", "Number");
    case CADET_VARIABLE_BOOLEAN:
      return C_ ("variable type", "Boolean");
    case CADET_VARIABLE_JSON:
      return C_ ("variable type", "JSON");
    case CADET_VARIABLE_SECRET:
      return C_ ("variable type", "Secret");
    default:
      g_return_val_if_reached ("");
    }
}
