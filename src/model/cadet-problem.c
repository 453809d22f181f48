/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-problem.h"

#include "model/cadet-draft.h"

/* Something about a draft that keeps it from being sent. Immutable. */
struct _CadetProblem
{
  GObject parent_instance;

  CadetField field;
  guint position;
  char *message;
};

G_DEFINE_FINAL_TYPE (CadetProblem, cadet_problem, G_TYPE_OBJECT)

static void
cadet_problem_finalize (GObject *object)
{
  CadetProblem *self = CADET_PROBLEM (object);

  g_free (self->message);

  G_OBJECT_CLASS (cadet_problem_parent_class)->finalize (object);
}

static void
cadet_problem_class_init (CadetProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cadet_problem_finalize;
}

static void
cadet_problem_init (CadetProblem *self)
{
  self->position = G_MAXUINT;
}

/**
 * cadet_problem_new:
 * @field: what it is about
 * @position: the row of the variable, from 0; %G_MAXUINT where it is not about a variable
 * @message: what is wrong, translated
 *
 * Returns: (transfer full): a problem
 */
CadetProblem *
cadet_problem_new (CadetField field,
                   guint position,
                   const char *message)
{
  CadetProblem *self;

  g_return_val_if_fail (message != NULL, NULL);

  self = g_object_new (CADET_TYPE_PROBLEM, NULL);
  self->field = field;
  self->position = position;
  self->message = g_strdup (message);

  return self;
}

/**
 * cadet_problem_get_field:
 * @self: a problem
 *
 * Returns: what it is about
 */
CadetField
cadet_problem_get_field (CadetProblem *self)
{
  g_return_val_if_fail (CADET_IS_PROBLEM (self), CADET_FIELD_PROCESS_ID);

  return self->field;
}

/**
 * cadet_problem_get_position:
 * @self: a problem
 *
 * Returns: the row of the variable, from 0; %G_MAXUINT where it is not about a variable
 */
guint
cadet_problem_get_position (CadetProblem *self)
{
  g_return_val_if_fail (CADET_IS_PROBLEM (self), G_MAXUINT);

  return self->position;
}

/**
 * cadet_problem_get_message:
 * @self: a problem
 *
 * Returns: what is wrong and what to do, translated
 */
const char *
cadet_problem_get_message (CadetProblem *self)
{
  g_return_val_if_fail (CADET_IS_PROBLEM (self), NULL);

  return self->message;
}

/**
 * cadet_problems_find:
 * @problems: (nullable): what [method@Draft.validate] returned
 * @field: a part of the draft
 * @position: the row of the variable, %G_MAXUINT for the other fields
 *
 * Returns: (transfer none) (nullable): the first problem of that field, which @problems keeps;
 *   %NULL if it has none
 */
CadetProblem *
cadet_problems_find (GListModel *problems,
                     CadetField field,
                     guint position)
{
  guint n_problems;

  g_return_val_if_fail (problems == NULL || G_IS_LIST_MODEL (problems), NULL);

  n_problems = problems != NULL ? g_list_model_get_n_items (problems) : 0;
  for (guint i = 0; i < n_problems; i++)
    {
      g_autoptr (CadetProblem) problem = g_list_model_get_item (problems, i);

      if (problem->field == field && problem->position == position)
        return problem;
    }

  return NULL;
}
