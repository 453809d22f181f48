/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CadetField:
 *
 * The part of a draft that a problem is about.
 */
typedef enum
{
  CADET_FIELD_PROCESS_ID,
  CADET_FIELD_TASK_NAME,
  CADET_FIELD_APP_ID,
  CADET_FIELD_VARIABLE_NAME,
  CADET_FIELD_VARIABLE_VALUE,
} CadetField;

#define CADET_TYPE_PROBLEM (cadet_problem_get_type ())
G_DECLARE_FINAL_TYPE (CadetProblem, cadet_problem, CADET, PROBLEM, GObject)

CadetProblem *cadet_problem_new          (CadetField    field,
                                          guint         position,
                                          const char   *message);
CadetField    cadet_problem_get_field    (CadetProblem *self);
guint         cadet_problem_get_position (CadetProblem *self);
const char   *cadet_problem_get_message  (CadetProblem *self);

G_END_DECLS
