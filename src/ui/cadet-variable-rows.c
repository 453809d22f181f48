/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variable-rows.h"

struct _CadetVariableRows
{
  GObject parent_instance;

  CadetVariableList *variables;
  CadetVariable *blank;

  gboolean promoting;
};

static void cadet_variable_rows_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetVariableRows, cadet_variable_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      cadet_variable_rows_list_model_init))

static guint
count_variables (CadetVariableRows *self)
{
  g_assert (CADET_IS_VARIABLE_ROWS (self));

  return self->variables != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->variables)) : 0;
}

static void
items_changed_cb (CadetVariableRows *self,
                  guint              position,
                  guint              removed,
                  guint              added,
                  CadetVariableList *variables)
{
  g_assert (CADET_IS_VARIABLE_ROWS (self));

  /* The row that becomes a variable keeps its object and its place, so that a view keeps its widget
   * and the cursor in it; what is new is the blank row after it. */
  if (self->promoting)
    {
      g_clear_object (&self->blank);
      self->blank = cadet_variable_new ("", CADET_VARIABLE_TEXT, "");
      position += 1;
    }

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static GType
cadet_variable_rows_get_item_type (GListModel *model)
{
  return CADET_TYPE_VARIABLE;
}

static guint
cadet_variable_rows_get_n_items (GListModel *model)
{
  return count_variables (CADET_VARIABLE_ROWS (model)) + 1;
}

static gpointer
cadet_variable_rows_get_item (GListModel *model,
                              guint       position)
{
  CadetVariableRows *self = CADET_VARIABLE_ROWS (model);
  guint n_variables = count_variables (self);

  if (position < n_variables)
    return g_list_model_get_item (G_LIST_MODEL (self->variables), position);

  return position == n_variables ? g_object_ref (self->blank) : NULL;
}

static void
cadet_variable_rows_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cadet_variable_rows_get_item_type;
  iface->get_n_items = cadet_variable_rows_get_n_items;
  iface->get_item = cadet_variable_rows_get_item;
}

static void
cadet_variable_rows_dispose (GObject *object)
{
  CadetVariableRows *self = CADET_VARIABLE_ROWS (object);

  if (self->variables != NULL)
    g_signal_handlers_disconnect_by_func (self->variables, items_changed_cb, self);
  g_clear_object (&self->variables);
  g_clear_object (&self->blank);

  G_OBJECT_CLASS (cadet_variable_rows_parent_class)->dispose (object);
}

static void
cadet_variable_rows_class_init (CadetVariableRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_variable_rows_dispose;
}

static void
cadet_variable_rows_init (CadetVariableRows *self)
{
  self->blank = cadet_variable_new ("", CADET_VARIABLE_TEXT, "");
}

/**
 * cadet_variable_rows_new:
 *
 * Returns: (transfer full): rows of no list: the blank one alone
 */
CadetVariableRows *
cadet_variable_rows_new (void)
{
  return g_object_new (CADET_TYPE_VARIABLE_ROWS, NULL);
}

/**
 * cadet_variable_rows_set_variables:
 * @self: the rows
 * @variables: (nullable): the list to show
 *
 * Shows another list. The blank row starts anew.
 */
void
cadet_variable_rows_set_variables (CadetVariableRows *self,
                                   CadetVariableList *variables)
{
  guint n_before = 0;

  g_return_if_fail (CADET_IS_VARIABLE_ROWS (self));
  g_return_if_fail (variables == NULL || CADET_IS_VARIABLE_LIST (variables));

  if (self->variables == variables)
    return;

  n_before = count_variables (self);
  if (self->variables != NULL)
    g_signal_handlers_disconnect_by_func (self->variables, items_changed_cb, self);
  g_set_object (&self->variables, variables);
  if (variables != NULL)
    g_signal_connect_swapped (variables, "items-changed", G_CALLBACK (items_changed_cb), self);

  g_clear_object (&self->blank);
  self->blank = cadet_variable_new ("", CADET_VARIABLE_TEXT, "");
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before + 1, count_variables (self) + 1);
}

/**
 * cadet_variable_rows_is_blank_row:
 * @self: the rows
 * @variable: a variable
 *
 * Returns: whether @variable is the blank row after the list
 */
gboolean
cadet_variable_rows_is_blank_row (CadetVariableRows *self,
                                  CadetVariable     *variable)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_ROWS (self), FALSE);

  return variable == self->blank;
}

/**
 * cadet_variable_rows_promote:
 * @self: the rows
 *
 * Makes the blank row the last variable of the list, with a new blank row after it. The promoted
 * row stays the same object at the same position. Without a list nothing happens.
 */
void
cadet_variable_rows_promote (CadetVariableRows *self)
{
  g_autoptr(CadetVariable) blank = NULL;

  g_return_if_fail (CADET_IS_VARIABLE_ROWS (self));

  if (self->variables == NULL)
    return;

  blank = g_object_ref (self->blank);
  self->promoting = TRUE;
  cadet_variable_list_append (self->variables, blank);
  self->promoting = FALSE;
}
