/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-variable-editor.h"

G_BEGIN_DECLS

/* One realised cell of the variables grid and what stands in it when it is not in use: text for
 * most, a check button or a button for the others. It belongs to its #GtkColumnViewCell. */
typedef struct
{
  GtkColumnViewCell *cell;
  GtkWidget *face;
  CadetGridColumn column;
  CadetVariable *variable;
  gboolean blank;
  gulong notify_handler;
} CadetGridCell;

CadetGridCell *cadet_grid_cell_new          (GtkColumnViewCell *cell,
                                             CadetGridColumn    column);
CadetGridCell *cadet_grid_cell_get          (GtkColumnViewCell *cell);
CadetGridCell *cadet_grid_cell_of_widget    (GtkWidget         *widget,
                                             GtkWidget         *view);
void           cadet_grid_cell_bind         (CadetGridCell     *self,
                                             CadetVariable     *variable);
void           cadet_grid_cell_unbind       (CadetGridCell     *self);
guint          cadet_grid_cell_get_position (CadetGridCell     *self);
char          *cadet_grid_cell_dup_name     (CadetGridCell     *self);
void           cadet_grid_cell_update       (CadetGridCell     *self,
                                             gboolean           wrap_names,
                                             gboolean           blank);
void           cadet_grid_cell_set_problem  (CadetGridCell     *self,
                                             const char        *problem);

G_END_DECLS
