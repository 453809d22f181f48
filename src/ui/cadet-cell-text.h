/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line of text in a cell. It asks for no size, so that a view of hundreds of cells costs no
 * measuring of text; style.css gives the cells theirs. */
#define CADET_TYPE_CELL_TEXT (cadet_cell_text_get_type ())
G_DECLARE_FINAL_TYPE (CadetCellText, cadet_cell_text, CADET, CELL_TEXT, GtkWidget)

GtkWidget  *cadet_cell_text_new      (void);
const char *cadet_cell_text_get_text (CadetCellText *self);
void        cadet_cell_text_set_text (CadetCellText *self,
                                      const char    *text);
gboolean    cadet_cell_text_get_wavy (CadetCellText *self);
void        cadet_cell_text_set_wavy (CadetCellText *self,
                                      gboolean       wavy);

G_END_DECLS
