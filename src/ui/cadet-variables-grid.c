/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-variables-grid-private.h"

#include "ui/cadet-cell-text.h"
#include "ui/cadet-variable-dialog.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetVariablesGrid, cadet_variables_grid, ADW_TYPE_BIN)

#define COLUMN_KEY "cadet-grid-column"

static gpointer
problem_key (guint           position,
             CadetGridColumn column)
{
  return GUINT_TO_POINTER (position * CADET_GRID_N_COLUMNS + column);
}

static gboolean
get_wrap_names (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  return self->draft == NULL || cadet_draft_get_wrap_names (self->draft);
}

static const char *
get_problem (CadetVariablesGrid *self,
             CadetGridCell      *cell)
{
  CadetProblem *problem = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  problem = g_hash_table_lookup (self->problems,
                                 problem_key (cadet_grid_cell_get_position (cell), cell->column));
  return problem != NULL ? cadet_problem_get_message (problem) : NULL;
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

static void
update_cell (CadetVariablesGrid *self,
             CadetGridCell      *cell)
{
  gboolean blank = FALSE;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (cell->variable == NULL)
    return;

  blank = cadet_variable_rows_is_blank_row (self->rows, cell->variable);
  cadet_grid_cell_update (cell, get_wrap_names (self), blank);
  cadet_grid_cell_set_problem (cell, get_problem (self, cell));
}

/* What is wrong where the cursor is, so that nobody has to point at a cell to learn it. */
static void
update_problem_label (CadetVariablesGrid *self)
{
  const char *problem = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->edited != NULL)
    problem = get_problem (self, self->edited);
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

static void
update_all_cells (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  for (guint column = 0; column < CADET_GRID_N_COLUMNS; column++)
    {
      GHashTableIter iter;
      gpointer cell = NULL;

      g_hash_table_iter_init (&iter, self->cells[column]);
      while (g_hash_table_iter_next (&iter, &cell, NULL))
        update_cell (self, cell);
    }
}

static void
update_counts (CadetVariablesGrid *self)
{
  CadetVariableList *variables = NULL;
  g_autofree char *text = NULL;
  guint n = 0;
  guint n_on = 0;

  g_assert (CADET_IS_VARIABLES_GRID (self));

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

static void
emit_changed (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  update_counts (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What was just made is held to account from now on. */
static void
forget_fresh (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->fresh == NULL)
    return;

  g_clear_object (&self->fresh);
  emit_changed (self);
}

/* Puts the face back in the editor's place. */
void
_cadet_variables_grid_take_editor_out (CadetVariablesGrid *self)
{
  CadetGridCell *cell = NULL;
  gboolean seen = FALSE;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  cell = g_steal_pointer (&self->edited);
  if (cell == NULL)
    return;

  seen = gtk_widget_get_mapped (GTK_WIDGET (self->editor));
  cadet_variable_editor_describe (self->editor, NULL);
  gtk_column_view_cell_set_child (cell->cell, cell->face);
  cadet_variable_editor_stop (self->editor);
  /* A text that was scrolled away with the focus in it is not told that it lost the focus. */
  if (!seen)
    cadet_variable_editor_renew (self->editor);
  update_cell (self, cell);
  update_problem_label (self);
}

static void
variable_notify_cb (CadetVariable *variable,
                    GParamSpec    *pspec,
                    CadetGridCell *cell)
{
  GtkWidget *grid = gtk_widget_get_ancestor (cell->face, CADET_TYPE_VARIABLES_GRID);

  /* The face is out while the editor is in its place, and is brought up to date afterwards. */
  if (grid != NULL)
    update_cell (CADET_VARIABLES_GRID (grid), cell);
}

static void
editor_changed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->edited == NULL)
    return;

  if (cadet_variable_rows_is_blank_row (self->rows, self->edited->variable)
      && !cadet_variable_is_blank (self->edited->variable))
    {
      g_set_object (&self->fresh, self->edited->variable);
      cadet_variable_rows_promote (self->rows);
    }
  emit_changed (self);
}

static void
editor_details_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->edited != NULL)
    _cadet_variables_grid_details (self, cadet_grid_cell_get_position (self->edited));
}

static void
check_toggled_cb (CadetVariablesGrid *self,
                  GtkCheckButton     *check)
{
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_of_widget (GTK_WIDGET (check), GTK_WIDGET (self->view));
  if (cell == NULL || cell->variable == NULL || cell->blank
      || cadet_variable_get_enabled (cell->variable) == gtk_check_button_get_active (check))
    return;

  cadet_variable_set_enabled (cell->variable, gtk_check_button_get_active (check));
  emit_changed (self);
}

static void
remove_clicked_cb (CadetVariablesGrid *self,
                   GtkButton          *button)
{
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_of_widget (GTK_WIDGET (button), GTK_WIDGET (self->view));
  if (cell != NULL && !cell->blank)
    _cadet_variables_grid_remove (self, cadet_grid_cell_get_position (cell), CADET_GRID_NAME);
}

static void
position_cb (GtkListItem        *item,
             GParamSpec         *pspec,
             CadetVariablesGrid *self)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  /* The name that a screen reader says has the row's number in it. */
  if (cell != NULL && cell->variable != NULL && cell != self->edited)
    update_cell (self, cell);
}

static void
setup_cb (CadetVariablesGrid *self,
          GtkListItem        *item,
          GtkListItemFactory *factory)
{
  CadetGridColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));
  CadetGridCell *cell = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cell = cadet_grid_cell_new (GTK_COLUMN_VIEW_CELL (item), column);
  if (column == CADET_GRID_ON)
    g_signal_connect_object (cell->face, "toggled", G_CALLBACK (check_toggled_cb), self,
                             G_CONNECT_SWAPPED);
  else if (column == CADET_GRID_REMOVE)
    g_signal_connect_object (cell->face, "clicked", G_CALLBACK (remove_clicked_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::position", G_CALLBACK (position_cb), self, 0);
}

static void
bind_cb (CadetVariablesGrid *self,
         GtkListItem        *item)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));
  CadetVariable *variable = CADET_VARIABLE (gtk_list_item_get_item (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  cadet_grid_cell_bind (cell, variable);
  if (cell->column != CADET_GRID_REMOVE)
    cell->notify_handler = g_signal_connect (variable, "notify",
                                             G_CALLBACK (variable_notify_cb), cell);
  g_hash_table_add (self->cells[cell->column], cell);
  update_cell (self, cell);
}

static void
unbind_cb (CadetVariablesGrid *self,
           GtkListItem        *item)
{
  CadetGridCell *cell = cadet_grid_cell_get (GTK_COLUMN_VIEW_CELL (item));

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (cell == NULL)
    return;

  if (cell == self->edited)
    cadet_variables_grid_stop_editing (self);
  g_hash_table_remove (self->cells[cell->column], cell);
  cadet_grid_cell_unbind (cell);
}

static void
setup_row_cb (CadetVariablesGrid *self,
              GtkColumnViewRow   *row)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  gtk_column_view_row_set_focusable (row, FALSE);
  gtk_column_view_row_set_activatable (row, FALSE);
  gtk_column_view_row_set_selectable (row, FALSE);
}

static void
items_changed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  /* The row that was blank until now shows itself as one of the variables. */
  update_all_cells (self);
  update_counts (self);
}

static gboolean
start_cb (gpointer user_data)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (user_data);
  GtkWidget *focus = NULL;
  CadetGridCell *cell = NULL;

  self->start_source = 0;
  focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    cell = cadet_grid_cell_of_widget (focus, GTK_WIDGET (self->view));
  if (cell != NULL && cell->face == focus && cell->variable != NULL)
    {
      self->tab_origin = cell->column;
      _cadet_variables_grid_start (self, cell);
    }
  return G_SOURCE_REMOVE;
}

static void
focus_widget_cb (CadetVariablesGrid *self)
{
  GtkWidget *focus = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->moving)
    return;

  focus = gtk_root_get_focus (self->root);
  if (focus == NULL)
    return;

  if (self->edited != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    cadet_variables_grid_stop_editing (self);
  /* The focus is still on its way: what takes it over waits until it has arrived. */
  if (CADET_IS_CELL_TEXT (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      && self->start_source == 0)
    self->start_source = g_idle_add_full (G_PRIORITY_HIGH, start_cb, self, NULL);
}

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
add_column (CadetVariablesGrid *self,
            CadetGridColumn     column,
            const char         *title,
            gboolean            expand)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_assert (CADET_IS_VARIABLES_GRID (self));

  g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->columns[column] = gtk_column_view_column_new (title, g_steal_pointer (&factory));
  gtk_column_view_column_set_expand (self->columns[column], expand);
  gtk_column_view_append_column (self->view, self->columns[column]);
}

static void
set_up_view (CadetVariablesGrid *self)
{
  g_autoptr(GtkListItemFactory) row_factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  g_assert (CADET_IS_VARIABLES_GRID (self));

  g_signal_connect_object (row_factory, "setup", G_CALLBACK (setup_row_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_row_factory (self->view, row_factory);

  /* Translators: heading of the column of check buttons: whether a variable is sent */
  add_column (self, CADET_GRID_ON, C_("variable", "On"), FALSE);
  add_column (self, CADET_GRID_NAME, C_("variable", "Name"), TRUE);
  add_column (self, CADET_GRID_TYPE, C_("variable", "Type"), FALSE);
  add_column (self, CADET_GRID_VALUE, C_("variable", "Value"), TRUE);
  add_column (self, CADET_GRID_REMOVE, NULL, FALSE);

  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
cadet_variables_grid_root (GtkWidget *widget)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (widget);

  GTK_WIDGET_CLASS (cadet_variables_grid_parent_class)->root (widget);

  self->root = gtk_widget_get_root (widget);
  g_signal_connect_swapped (self->root, "notify::focus-widget", G_CALLBACK (focus_widget_cb),
                            self);
}

static void
cadet_variables_grid_unroot (GtkWidget *widget)
{
  CadetVariablesGrid *self = CADET_VARIABLES_GRID (widget);

  cadet_variables_grid_stop_editing (self);
  _cadet_variables_grid_stay (self);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->root, focus_widget_cb, self);
  self->root = NULL;

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

  self->editor = g_object_ref_sink (cadet_variable_editor_new ());
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (editor_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "details", G_CALLBACK (editor_details_cb), self,
                           G_CONNECT_SWAPPED);
  set_up_view (self);
  _cadet_variables_grid_init_keys (self);
}

/* Puts the editor into a cell and the focus into the editor. */
gboolean
_cadet_variables_grid_start (CadetVariablesGrid *self,
                             CadetGridCell      *cell)
{
  g_autofree char *name = NULL;
  GtkWidget *focus = NULL;

  g_return_val_if_fail (CADET_IS_VARIABLES_GRID (self), FALSE);
  g_return_val_if_fail (self->root != NULL, FALSE);
  g_return_val_if_fail (cell != NULL && cell->variable != NULL, FALSE);

  self->moving = TRUE;
  if (cell != self->edited)
    {
      if (cell->variable != self->fresh)
        forget_fresh (self);
      _cadet_variables_grid_take_editor_out (self);
      name = cadet_grid_cell_dup_name (cell);
      cadet_variable_editor_start (self->editor, cell->variable, cell->column, name);
      self->edited = cell;
      gtk_column_view_cell_set_child (cell->cell, GTK_WIDGET (self->editor));
    }
  /* Where the focus is already, another grab would select what has been typed. */
  focus = gtk_root_get_focus (self->root);
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->editor)))
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  self->moving = FALSE;
  update_problem_label (self);
  return TRUE;
}

static void
details_closed_cb (CadetVariablesGrid *self)
{
  g_assert (CADET_IS_VARIABLES_GRID (self));

  if (self->root != NULL)
    _cadet_variables_grid_move (self, self->details_position, self->details_column);
}

/* Asks for everything about one variable in a dialog; the blank row becomes a variable. */
void
_cadet_variables_grid_details (CadetVariablesGrid *self,
                               guint               position)
{
  g_autoptr(CadetVariable) variable = NULL;
  AdwDialog *dialog = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  variable = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  if (variable == NULL || self->draft == NULL)
    return;

  if (cadet_variable_rows_is_blank_row (self->rows, variable))
    cadet_variable_rows_promote (self->rows);
  self->details_position = position;
  self->details_column = self->edited != NULL ? self->edited->column : CADET_GRID_NAME;
  dialog = cadet_variable_dialog_new (variable);
  g_signal_connect_object (dialog, "changed", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (details_closed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
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
  emit_changed (self);
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
  update_counts (self);
  update_problem_label (self);
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
      update_all_cells (self);
      update_problem_label (self);
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

/**
 * cadet_variables_grid_add:
 * @self: the grid
 * @name: the name of a new variable
 *
 * Adds a text variable without a value after the others.
 */
void
cadet_variables_grid_add (CadetVariablesGrid *self,
                          const char         *name)
{
  g_autoptr(CadetVariable) variable = NULL;

  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (self->draft != NULL);

  variable = cadet_variable_new (name, CADET_VARIABLE_TEXT, "");
  cadet_variable_list_append (cadet_draft_get_variables (self->draft), variable);
  emit_changed (self);
}

/**
 * cadet_variables_grid_stop_editing:
 * @self: the grid
 *
 * Takes the editor out of its cell. What was typed stays.
 */
void
cadet_variables_grid_stop_editing (CadetVariablesGrid *self)
{
  g_return_if_fail (CADET_IS_VARIABLES_GRID (self));

  _cadet_variables_grid_take_editor_out (self);
  forget_fresh (self);
}
