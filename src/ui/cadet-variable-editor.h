/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-variable.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * CadetGridColumn:
 * @CADET_GRID_ON: whether the variable is sent
 * @CADET_GRID_NAME: its name
 * @CADET_GRID_TYPE: its type
 * @CADET_GRID_VALUE: its value
 * @CADET_GRID_REMOVE: the button that removes it
 * @CADET_GRID_N_COLUMNS: how many there are
 *
 * The columns of the variables grid, in their order.
 */
typedef enum
{
  CADET_GRID_ON,
  CADET_GRID_NAME,
  CADET_GRID_TYPE,
  CADET_GRID_VALUE,
  CADET_GRID_REMOVE,
  CADET_GRID_N_COLUMNS,
} CadetGridColumn;

/* The one widget that edits: it moves to the cell in use and shows what that cell needs. It writes
 * into the variable while one types and emits `changed` after each write; `details` asks for the
 * variable's dialog. */
#define CADET_TYPE_VARIABLE_EDITOR (cadet_variable_editor_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariableEditor, cadet_variable_editor, CADET, VARIABLE_EDITOR, AdwBin)

CadetVariableEditor *cadet_variable_editor_new          (void);
void                 cadet_variable_editor_start        (CadetVariableEditor *self,
                                                         CadetVariable       *variable,
                                                         CadetGridColumn      column,
                                                         const char          *accessible_name);
void                 cadet_variable_editor_stop         (CadetVariableEditor *self);
void                 cadet_variable_editor_renew        (CadetVariableEditor *self);
void                 cadet_variable_editor_describe     (CadetVariableEditor *self,
                                                         const char          *problem);
gboolean             cadet_variable_editor_wants_arrows (CadetVariableEditor *self);
gboolean             cadet_variable_editor_is_text      (CadetVariableEditor *self);
void                 cadet_variable_editor_enter        (CadetVariableEditor *self);
void                 cadet_variable_editor_type         (CadetVariableEditor *self,
                                                         const char          *text);
gboolean             cadet_variable_editor_restore      (CadetVariableEditor *self);

G_END_DECLS
