/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include <glib/gi18n.h>

static gpointer
problem_key (guint           position,
             CadetGridColumn column)
{
  return GUINT_TO_POINTER (position * CADET_GRID_N_COLUMNS + column);
}

/* A name that is still to come is no mistake. */
static gboolean
is_excused (CadetVariablesGrid *self,
            CadetProblem       *problem)
{
  guint position = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  return self->fresh != NULL
         && cadet_problem_get_field (problem) == CADET_FIELD_VARIABLE_NAME
         && *cadet_variable_get_name (self->fresh) == '\0'
         && cadet_variable_list_find (cadet_draft_get_variables (self->draft), self->fresh,
                                      &position)
         && position == cadet_problem_get_position (problem);
}

/* What is wrong with what a cell shows, or NULL. The problem owns the text. */
const char *
_cadet_variables_grid_get_problem (CadetVariablesGrid *self,
                                   CadetGridCell      *cell)
{
  CadetProblem *problem = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), NULL);

  problem = g_hash_table_lookup (self->problems,
                                 problem_key (cadet_grid_cell_get_position (cell), cell->column));
  return problem != NULL ? cadet_problem_get_message (problem) : NULL;
}

/* What is wrong where the cursor is, so that nobody has to point at a cell to learn it. */
void
_cadet_variables_grid_update_problem_label (CadetVariablesGrid *self)
{
  const char *problem = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (self->edited != NULL)
    problem = _cadet_variables_grid_get_problem (self, self->edited);
  if (self->edited != NULL)
    cadet_variable_editor_describe (self->editor, problem);

  if (problem != NULL)
    {
      gtk_label_set_label (self->problem_label, problem);
    }
  else if (g_hash_table_size (self->problems) > 0)
    {
      guint n = g_hash_table_size (self->problems);
      g_autofree char *text = g_strdup_printf (ngettext ("%u cell is underlined: something in it "
                                                         "has to be changed",
                                                         "%u cells are underlined: something in "
                                                         "them has to be changed", n), n);

      gtk_label_set_label (self->problem_label, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label),
                          g_hash_table_size (self->problems) > 0);
}

/**
 * cadet_variables_grid_set_problems:
 * @self: the grid
 * @problems: (nullable): a list of #CadetProblem; those of other fields are passed over
 *
 * Marks the cells that have a problem, and no others.
 */
void
cadet_variables_grid_set_problems (CadetVariablesGrid *self,
                                   GListModel         *problems)
{
  guint n_problems = problems != NULL ? g_list_model_get_n_items (problems) : 0;
  gboolean had_problems = FALSE;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  had_problems = g_hash_table_size (self->problems) > 0;
  g_hash_table_remove_all (self->problems);
  for (guint i = 0; i < n_problems; i++)
    {
      g_autoptr(CadetProblem) problem = g_list_model_get_item (problems, i);
      CadetField field = cadet_problem_get_field (problem);

      if ((field == CADET_FIELD_VARIABLE_NAME || field == CADET_FIELD_VARIABLE_VALUE)
          && !is_excused (self, problem))
        {
          CadetGridColumn column = field == CADET_FIELD_VARIABLE_NAME ? CADET_GRID_NAME
                                                                      : CADET_GRID_VALUE;
          gpointer key = problem_key (cadet_problem_get_position (problem), column);

          g_hash_table_insert (self->problems, key, g_steal_pointer (&problem));
        }
    }

  if (had_problems || g_hash_table_size (self->problems) > 0)
    {
      _cadet_variables_grid_update_cells (self);
      _cadet_variables_grid_update_problem_label (self);
    }
}

/**
 * cadet_variables_grid_show_problem:
 * @self: the grid
 * @problem: a problem of a variable
 *
 * Puts the cursor into the cell that has it.
 *
 * Returns: whether the problem is one of the grid's
 */
gboolean
cadet_variables_grid_show_problem (CadetVariablesGrid *self,
                                   CadetProblem       *problem)
{
  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);
  g_return_val_if_fail (CADET_IS_PROBLEM (problem), FALSE);

  switch (cadet_problem_get_field (problem))
    {
    case CADET_FIELD_VARIABLE_NAME:
      return _cadet_variables_grid_move (self, cadet_problem_get_position (problem),
                                         CADET_GRID_NAME);

    case CADET_FIELD_VARIABLE_VALUE:
      return _cadet_variables_grid_move (self, cadet_problem_get_position (problem),
                                         CADET_GRID_VALUE);

    case CADET_FIELD_PROCESS_ID:
    case CADET_FIELD_TASK_NAME:
    case CADET_FIELD_APP_ID:
    default:
      return FALSE;
    }
}
