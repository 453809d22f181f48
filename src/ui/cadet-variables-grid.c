/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetVariablesGrid, cadet_variables_grid, ADW_TYPE_BIN)

static void
add_clicked_cb (CadetVariablesGrid *self)
{
  guint n_items = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  self->tab_origin = CADET_GRID_NAME;
  _cadet_variables_grid_move (self, n_items - 1, CADET_GRID_NAME);
}

static void
cadet_variables_grid_root (GtkWidget *widget)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (widget);

  GTK_WIDGET_CLASS (cadet_variables_grid_parent_class)->root (widget);

  _cadet_variables_grid_watch_focus (self);
}

static void
cadet_variables_grid_unroot (GtkWidget *widget)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (widget);

  cadet_variables_grid_stop_editing (self);
  _cadet_variables_grid_stay (self);
  _cadet_variables_grid_ignore_focus (self);

  GTK_WIDGET_CLASS (cadet_variables_grid_parent_class)->unroot (widget);
}

static void
cadet_variables_grid_dispose (GObject *object)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (object);

  cadet_variables_grid_stop_editing (self);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  for (guint i = 0; i < CADET_GRID_N_COLUMNS; i++)
    g_clear_object (&self->columns[i]);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_VARIABLES_GRID);
  g_clear_object (&self->editor);
  g_clear_object (&self->fresh);
  g_clear_object (&self->draft);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (cadet_variables_grid_parent_class)->dispose (object);
}

static void
cadet_variables_grid_finalize (GObject *object)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (object);

  for (guint i = 0; i < CADET_GRID_N_COLUMNS; i++)
    g_hash_table_unref (self->cells[i]);
  g_hash_table_unref (self->problems);

  G_OBJECT_CLASS (cadet_variables_grid_parent_class)->finalize (object);
}

static void
cadet_variables_grid_class_init (CadetVariablesGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_variables_grid_dispose;
  object_class->finalize = cadet_variables_grid_finalize;
  widget_class->root = cadet_variables_grid_root;
  widget_class->unroot = cadet_variables_grid_unroot;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, CADET_RESOURCE_PATH
                                               "/cadet-variables-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetVariablesGrid, view);
  gtk_widget_class_bind_template_child (widget_class, CadetVariablesGrid, counts);
  gtk_widget_class_bind_template_child (widget_class, CadetVariablesGrid, problem_label);
  gtk_widget_class_bind_template_child (widget_class, CadetVariablesGrid, scroller);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
cadet_variables_grid_init (CadetVariablesGrid *self)
{
  for (guint i = 0; i < CADET_GRID_N_COLUMNS; i++)
    self->cells[i] = g_hash_table_new (NULL, NULL);
  self->problems = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->rows = cadet_variable_rows_new ();
  self->tab_origin = CADET_GRID_NAME;

  gtk_widget_init_template (GTK_WIDGET (self));

  _cadet_variables_grid_init_editor (self);
  _cadet_variables_grid_init_cells (self);
  _cadet_variables_grid_init_keys (self);
}

/* Says how many variables there are and how many of them are sent. */
void
_cadet_variables_grid_update_counts (CadetVariablesGrid *self)
{
  CadetVariableList *variables = NULL;
  g_autofree char *text = NULL;
  guint n = 0;
  guint n_on = 0;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (self->draft != NULL)
    {
      variables = cadet_draft_get_variables (self->draft);
      n = g_list_model_get_n_items (G_LIST_MODEL (variables));
      n_on = cadet_variable_list_count_enabled (variables);
    }

  if (n == n_on)
    text = g_strdup_printf ("%u", n);
  else
    /* Translators: how many variables are sent, and how many are kept but not sent */
    text = g_strdup_printf (_("%u on, %u off"), n_on, n - n_on);
  gtk_label_set_label (self->counts, n > 0 ? text : "");
}

/* Tells everybody that the grid has changed a variable. */
void
_cadet_variables_grid_emit_changed (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  _cadet_variables_grid_update_counts (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Takes a row away and puts the cursor where the next one has come to. */
void
_cadet_variables_grid_remove (CadetVariablesGrid *self,
                              guint               position,
                              CadetGridColumn     column)
{
  CadetVariableList *variables = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (self->draft == NULL)
    return;
  variables = cadet_draft_get_variables (self->draft);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (variables)))
    return;

  cadet_variables_grid_stop_editing (self);
  cadet_variable_list_remove (variables, position);
  _cadet_variables_grid_move (self, position, column);
  _cadet_variables_grid_emit_changed (self);
}

/**
 * cadet_variables_grid_set_draft:
 * @self: the grid
 * @draft: (nullable): whose variables it shows
 *
 * Shows the variables of another draft. What was being typed is in its variable already.
 */
void
cadet_variables_grid_set_draft (CadetVariablesGrid *self,
                                CadetDraft         *draft)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));
  g_return_if_fail (draft == NULL || CADET_IS_DRAFT (draft));

  if (self->draft == draft)
    return;

  cadet_variables_grid_stop_editing (self);
  _cadet_variables_grid_stay (self);
  g_hash_table_remove_all (self->problems);
  g_set_object (&self->draft, draft);
  cadet_variable_rows_set_variables (self->rows,
                                     draft != NULL ? cadet_draft_get_variables (draft) : NULL);
  _cadet_variables_grid_update_counts (self);
  _cadet_variables_grid_update_problem_label (self);
}

/**
 * cadet_variables_grid_set_compact:
 * @self: the grid
 * @compact: whether there is little width
 *
 * In little width the types have no column; the variable's dialog has them.
 */
void
cadet_variables_grid_set_compact (CadetVariablesGrid *self,
                                  gboolean            compact)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  if (self->compact == !!compact)
    return;

  if (self->edited != NULL && self->edited->column == CADET_GRID_TYPE)
    cadet_variables_grid_stop_editing (self);
  self->compact = !!compact;
  gtk_column_view_column_set_visible (self->columns[CADET_GRID_TYPE], !compact);
}
