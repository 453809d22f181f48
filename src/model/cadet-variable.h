/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * CadetVariableType:
 * @CADET_VARIABLE_TEXT: goes into the JSON as a string; the service documents values as strings
 * @CADET_VARIABLE_NUMBER: a JSON number, its digits kept as typed
 * @CADET_VARIABLE_BOOLEAN: `true` or `false`
 * @CADET_VARIABLE_JSON: any JSON value
 * @CADET_VARIABLE_SECRET: a string that lives in locked memory and is shown nowhere
 */
typedef enum
{
  CADET_VARIABLE_TEXT,
  CADET_VARIABLE_NUMBER,
  CADET_VARIABLE_BOOLEAN,
  CADET_VARIABLE_JSON,
  CADET_VARIABLE_SECRET,
} CadetVariableType;

#define CADET_TYPE_VARIABLE_TYPE (cadet_variable_type_get_type ())
GType       cadet_variable_type_get_type (void);
const char *cadet_variable_type_get_title (CadetVariableType type);

#define CADET_TYPE_VARIABLE (cadet_variable_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariable, cadet_variable, CADET, VARIABLE, GObject)

CadetVariable    *cadet_variable_new           (const char        *name,
                                                CadetVariableType  type,
                                                const char        *value);
CadetVariable    *cadet_variable_new_secret    (const char        *name,
                                                SecretValue       *secret);
CadetVariable    *cadet_variable_copy          (CadetVariable     *self);
const char       *cadet_variable_get_name      (CadetVariable     *self);
void              cadet_variable_set_name      (CadetVariable     *self,
                                                const char        *name);
CadetVariableType cadet_variable_get_variable_type (CadetVariable     *self);
void              cadet_variable_set_variable_type (CadetVariable     *self,
                                                    CadetVariableType  type);
const char       *cadet_variable_get_value     (CadetVariable     *self);
void              cadet_variable_set_value     (CadetVariable     *self,
                                                const char        *value);
SecretValue      *cadet_variable_dup_secret    (CadetVariable     *self);
void              cadet_variable_set_secret    (CadetVariable     *self,
                                                SecretValue       *secret);
gboolean          cadet_variable_get_enabled   (CadetVariable     *self);
void              cadet_variable_set_enabled   (CadetVariable     *self,
                                                gboolean           enabled);
const char       *cadet_variable_get_note      (CadetVariable     *self);
void              cadet_variable_set_note      (CadetVariable     *self,
                                                const char        *note);
char             *cadet_variable_dup_wire_name (CadetVariable     *self,
                                                gboolean           wrap);
gboolean          cadet_variable_is_blank      (CadetVariable     *self);
char             *cadet_variable_dup_value_problem (CadetVariable *self);

G_END_DECLS
