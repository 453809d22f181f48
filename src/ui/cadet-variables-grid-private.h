/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-grid-cell.h"
#include "ui/cadet-variable-editor.h"
#include "ui/cadet-variable-rows.h"
#include "ui/cadet-variables-grid.h"

G_BEGIN_DECLS

/* What the files of the grid share. */
struct _CadetVariablesGrid
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GtkColumnViewColumn *columns[CADET_GRID_N_COLUMNS];
  GtkLabel *counts;
  GtkLabel *problem_label;
  GtkScrolledWindow *scroller;

  CadetDraft *draft;
  CadetVariableRows *rows;
  /* The cells that are bound to a row, a set for each column. */
  GHashTable *cells[CADET_GRID_N_COLUMNS];

  CadetVariableEditor *editor;
  CadetGridCell *edited;
  /* The variable that the cursor just made and has not left: it may still lack a name. */
  CadetVariable *fresh;
  /* Where a run of Tabs began: Enter goes on below it. */
  CadetGridColumn tab_origin;

  /* Where the cursor is going, and what is typed until it is there. */
  guint target_position;
  CadetGridColumn target_column;
  guint target_tries;
  guint target_tick;
  GString *typed;

  /* Problems by row and part of the row. */
  GHashTable *problems;

  /* Where the cursor was when the dialog of a variable opened. */
  guint details_position;
  CadetGridColumn details_column;

  GtkRoot *root;
  guint start_source;
  guint moving : 1;
  guint arrived : 1;
  guint compact : 1;
};

/* cadet-variables-grid.c: the draft and its rows */
void _cadet_variables_grid_remove        (CadetVariablesGrid *self,
                                          guint               position,
                                          CadetGridColumn     column);
void _cadet_variables_grid_update_counts (CadetVariablesGrid *self);
void _cadet_variables_grid_emit_changed  (CadetVariablesGrid *self);

/* cadet-variables-grid-cells.c: the columns, and what stands in the cells */
void _cadet_variables_grid_init_cells   (CadetVariablesGrid *self);
void _cadet_variables_grid_update_cell  (CadetVariablesGrid *self,
                                         CadetGridCell      *cell);
void _cadet_variables_grid_update_cells (CadetVariablesGrid *self);

/* cadet-variables-grid-problems.c: what is wrong, in which cell */
const char *_cadet_variables_grid_get_problem          (CadetVariablesGrid *self,
                                                        CadetGridCell      *cell);
void        _cadet_variables_grid_update_problem_label (CadetVariablesGrid *self);

/* cadet-variables-grid-edit.c: the cell in use, the editor in it, and a variable's dialog */
void     _cadet_variables_grid_init_editor     (CadetVariablesGrid *self);
void     _cadet_variables_grid_watch_focus     (CadetVariablesGrid *self);
void     _cadet_variables_grid_ignore_focus    (CadetVariablesGrid *self);
gboolean _cadet_variables_grid_start           (CadetVariablesGrid *self,
                                                CadetGridCell      *cell);
void     _cadet_variables_grid_take_editor_out (CadetVariablesGrid *self);
void     _cadet_variables_grid_details         (CadetVariablesGrid *self,
                                                guint               position);

/* cadet-variables-grid-cursor.c: where the cursor is, can be, and is going */
gboolean       _cadet_variables_grid_is_blank_row (CadetVariablesGrid *self,
                                                   guint               position);
gboolean       _cadet_variables_grid_can_be_in    (CadetVariablesGrid *self,
                                                   guint               position,
                                                   CadetGridColumn     column);
CadetGridCell *_cadet_variables_grid_get_current  (CadetVariablesGrid *self);
CadetGridCell *_cadet_variables_grid_find_cell    (CadetVariablesGrid *self,
                                                   guint               position,
                                                   CadetGridColumn     column);
void           _cadet_variables_grid_stay         (CadetVariablesGrid *self);
gboolean       _cadet_variables_grid_move         (CadetVariablesGrid *self,
                                                   guint               position,
                                                   CadetGridColumn     column);

/* cadet-variables-grid-keys.c: the keys and clicks that move it */
void _cadet_variables_grid_init_keys (CadetVariablesGrid *self);

G_END_DECLS
