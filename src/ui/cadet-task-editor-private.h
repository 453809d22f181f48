/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-draft-fields.h"
#include "ui/cadet-profile-button.h"
#include "ui/cadet-request-preview.h"
#include "ui/cadet-task-editor.h"
#include "ui/cadet-variables-grid.h"

G_BEGIN_DECLS

/* What cadet-task-editor.c (the form) and cadet-task-editor-send.c (what is wrong with it, Create,
 * and the form while the draft is being sent) share. */
struct _CadetTaskEditor
{
  AdwBin parent_instance;

  AdwToolbarView *toolbar_view;
  AdwHeaderBar *header_bar;
  CadetProfileButton *profile_button;
  GtkWidget *create_button;
  GtkWidget *create_label;
  GtkWidget *cancel_button;
  AdwBreakpointBin *breakpoint_bin;
  GtkWidget *form;
  CadetDraftFields *fields;
  CadetVariablesGrid *grid;
  CadetRequestPreview *preview;

  CadetDraft *draft;
  CadetProfileList *profiles;
  CadetClient *client;

  guint check_source;
  guint sending : 1;
  guint narrow : 1;
};

void _cadet_task_editor_check_soon    (CadetTaskEditor *self);
void _cadet_task_editor_update_create  (CadetTaskEditor *self);
void _cadet_task_editor_draft_edited  (CadetTaskEditor *self);
void _cadet_task_editor_create_action (GtkWidget       *widget,
                                       const char      *name,
                                       GVariant        *parameter);
void _cadet_task_editor_emit_create   (CadetTaskEditor *self,
                                       CadetProfile    *profile);

G_END_DECLS
