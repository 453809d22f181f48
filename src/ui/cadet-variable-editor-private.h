/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-variable-editor.h"

G_BEGIN_DECLS

/* What cadet-variable-editor.c (the cell in use) and cadet-variable-editor-widgets.c (what it can
 * show, and what is typed into that) share. */
struct _CadetVariableEditor
{
  AdwBin parent_instance;

  /* What can be shown, each made when it is first needed; @active is the one that is. */
  GtkWidget *text_box;
  GtkWidget *text;
  GtkWidget *password;
  GtkWidget *types;
  GtkWidget *booleans;
  GtkWidget *active;

  CadetVariable *variable;
  CadetGridColumn column;

  /* What the cell held when it came into use. */
  char *old_text;
  SecretValue *old_secret;
  CadetVariableType old_type;

  /* Whether something was typed, and whether a widget is being filled from the variable. */
  guint touched : 1;
  guint loading : 1;
};

void _cadet_variable_editor_ensure_active (CadetVariableEditor *self);
void _cadet_variable_editor_load          (CadetVariableEditor *self);
void _cadet_variable_editor_emit_changed  (CadetVariableEditor *self);
void _cadet_variable_editor_emit_details  (CadetVariableEditor *self);

G_END_DECLS
