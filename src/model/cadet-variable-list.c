/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-variable-list.h"

#include <string.h>

struct _CadetVariableList
{
  GObject parent_instance;

  GPtrArray *variables;
};

enum
{
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetVariableList, cadet_variable_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
variable_notify_cb (CadetVariableList *self)
{
  g_assert (CADET_IS_VARIABLE_LIST (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
detach (CadetVariableList *self,
        CadetVariable *variable)
{
  gulong handler;

  g_assert (CADET_IS_VARIABLE_LIST (self));
  g_assert (CADET_IS_VARIABLE (variable));

  /* One handler at a time: the same variable may stand in two rows. */
  handler = g_signal_handler_find (variable, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                   variable_notify_cb, self);
  g_signal_handler_disconnect (variable, handler);
  g_object_unref (variable);
}

static GType
cadet_variable_list_get_item_type (GListModel *model)
{
  return CADET_TYPE_VARIABLE;
}

static guint
cadet_variable_list_get_n_items (GListModel *model)
{
  return CADET_VARIABLE_LIST (model)->variables->len;
}

static gpointer
cadet_variable_list_get_item (GListModel *model,
                              guint position)
{
  CadetVariableList *self = CADET_VARIABLE_LIST (model);

  if (position >= self->variables->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->variables, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cadet_variable_list_get_item_type;
  iface->get_n_items = cadet_variable_list_get_n_items;
  iface->get_item = cadet_variable_list_get_item;
}

static void
cadet_variable_list_get_property (GObject *object,
                                  guint prop_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  CadetVariableList *self = CADET_VARIABLE_LIST (object);

  switch (prop_id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, CADET_TYPE_VARIABLE);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->variables->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_variable_list_finalize (GObject *object)
{
  CadetVariableList *self = CADET_VARIABLE_LIST (object);

  for (guint i = 0; i < self->variables->len; i++)
    detach (self, g_ptr_array_index (self->variables, i));
  g_ptr_array_unref (self->variables);

  G_OBJECT_CLASS (cadet_variable_list_parent_class)->finalize (object);
}

static void
cadet_variable_list_class_init (CadetVariableListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_variable_list_get_property;
  object_class->finalize = cadet_variable_list_finalize;

  properties[PROP_ITEM_TYPE] =
      g_param_spec_gtype ("item-type", NULL, NULL, CADET_TYPE_VARIABLE, flags);
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetVariableList::changed:
   *
   * The list or a property of one of its variables changed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cadet_variable_list_init (CadetVariableList *self)
{
  self->variables = g_ptr_array_new ();
}

/**
 * cadet_variable_list_new:
 *
 * Returns: (transfer full): an empty list
 */
CadetVariableList *
cadet_variable_list_new (void)
{
  return g_object_new (CADET_TYPE_VARIABLE_LIST, NULL);
}

/**
 * cadet_variable_list_get:
 * @self: a list
 * @position: a row
 *
 * Returns: (transfer none) (nullable): the variable there, %NULL behind the end
 */
CadetVariable *
cadet_variable_list_get (CadetVariableList *self,
                         guint position)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), NULL);

  if (position >= self->variables->len)
    return NULL;

  return g_ptr_array_index (self->variables, position);
}

/**
 * cadet_variable_list_append:
 * @self: a list
 * @variable: a variable, of which a reference is taken
 */
void
cadet_variable_list_append (CadetVariableList *self,
                            CadetVariable *variable)
{
  g_return_if_fail (CADET_IS_VARIABLE_LIST (self));

  cadet_variable_list_splice (self, self->variables->len, 0, &variable, 1);
}

/**
 * cadet_variable_list_insert:
 * @self: a list
 * @position: the row that it becomes, at most the number of rows
 * @variable: a variable, of which a reference is taken
 */
void
cadet_variable_list_insert (CadetVariableList *self,
                            guint position,
                            CadetVariable *variable)
{
  cadet_variable_list_splice (self, position, 0, &variable, 1);
}

/**
 * cadet_variable_list_remove:
 * @self: a list
 * @position: a row
 */
void
cadet_variable_list_remove (CadetVariableList *self,
                            guint position)
{
  cadet_variable_list_splice (self, position, 1, NULL, 0);
}

/**
 * cadet_variable_list_splice:
 * @self: a list
 * @position: the first row concerned
 * @n_removals: how many rows go away
 * @additions: (array length=n_additions) (nullable): variables that come in their place, of which
 *   references are taken
 * @n_additions: how many
 *
 * Replaces rows. `items-changed` is emitted once.
 */
void
cadet_variable_list_splice (CadetVariableList *self,
                            guint position,
                            guint n_removals,
                            CadetVariable **additions,
                            guint n_additions)
{
  g_autoptr (GPtrArray) removed = NULL;
  guint old_size;
  guint tail;

  g_return_if_fail (CADET_IS_VARIABLE_LIST (self));
  g_return_if_fail (additions != NULL || n_additions == 0);
  g_return_if_fail (position <= self->variables->len);
  g_return_if_fail (n_removals <= self->variables->len - position);
  for (guint i = 0; i < n_additions; i++)
    g_return_if_fail (CADET_IS_VARIABLE (additions[i]));

  if (n_removals == 0 && n_additions == 0)
    return;

  old_size = self->variables->len;
  tail = old_size - position - n_removals;

  removed = g_ptr_array_sized_new (n_removals);
  for (guint i = 0; i < n_removals; i++)
    g_ptr_array_add (removed, g_ptr_array_index (self->variables, position + i));

  if (n_additions > n_removals)
    g_ptr_array_set_size (self->variables, old_size + n_additions - n_removals);
  if (tail > 0)
    memmove (self->variables->pdata + position + n_additions,
             self->variables->pdata + position + n_removals, tail * sizeof (gpointer));
  if (n_additions < n_removals)
    g_ptr_array_set_size (self->variables, old_size + n_additions - n_removals);

  for (guint i = 0; i < n_additions; i++)
    {
      g_ptr_array_index (self->variables, position + i) = g_object_ref (additions[i]);
      g_signal_connect_swapped (additions[i], "notify", G_CALLBACK (variable_notify_cb), self);
    }
  for (guint i = 0; i < n_removals; i++)
    detach (self, g_ptr_array_index (removed, i));

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removals, n_additions);
  if (n_removals != n_additions)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * cadet_variable_list_find:
 * @self: a list
 * @variable: a variable
 * @position: (out) (optional): its first row
 *
 * Returns: whether @variable is in the list
 */
gboolean
cadet_variable_list_find (CadetVariableList *self,
                          CadetVariable *variable,
                          guint *position)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), FALSE);
  g_return_val_if_fail (CADET_IS_VARIABLE (variable), FALSE);

  return g_ptr_array_find (self->variables, variable, position);
}

/**
 * cadet_variable_list_count_enabled:
 * @self: a list
 *
 * Returns: how many variables would be sent: switched on and not blank
 */
guint
cadet_variable_list_count_enabled (CadetVariableList *self)
{
  guint count = 0;

  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), 0);

  for (guint i = 0; i < self->variables->len; i++)
    {
      CadetVariable *variable = g_ptr_array_index (self->variables, i);

      if (cadet_variable_get_enabled (variable) && !cadet_variable_is_blank (variable))
        count++;
    }

  return count;
}

/**
 * cadet_variable_list_has_secrets:
 * @self: a list
 *
 * Returns: whether a secret would be sent
 */
gboolean
cadet_variable_list_has_secrets (CadetVariableList *self)
{
  g_return_val_if_fail (CADET_IS_VARIABLE_LIST (self), FALSE);

  for (guint i = 0; i < self->variables->len; i++)
    {
      CadetVariable *variable = g_ptr_array_index (self->variables, i);

      if (cadet_variable_get_enabled (variable) && !cadet_variable_is_blank (variable) &&
          cadet_variable_get_variable_type (variable) == CADET_VARIABLE_SECRET)
        return TRUE;
    }

  return FALSE;
}
