/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-task-editor.h"
#include "ui/cadet-task-page.h"
#include "ui/cadet-task-sidebar.h"
#include "ui/cadet-window.h"

G_BEGIN_DECLS

/* What cadet-window.c (pages and actions), cadet-window-load.c (reading the tasks),
 * cadet-window-submit.c (sending a draft), cadet-window-execute.c and cadet-window-link.c (making an
 * attempt again) share. */
struct _CadetWindow
{
  AdwApplicationWindow    parent_instance;

  AdwToastOverlay        *toast_overlay;
  AdwNavigationSplitView *split_view;
  GtkMenuButton          *menu_button;
  GMenuModel             *main_menu;
  AdwToolbarView         *sidebar_view;
  CadetTaskSidebar       *sidebar;
  AdwNavigationPage      *content_page;
  GtkStack               *content_stack;
  GtkWidget              *waiting_page;

  /* Made when they are first shown. */
  AdwBanner              *banner;
  GtkWidget              *welcome_page;
  CadetTaskEditor        *editor;
  CadetTaskPage          *task_page;

  CadetApplication       *application;
  GCancellable           *sending;
  GCancellable           *executing;

  /* What the draft in the editor makes again. */
  AdwBanner              *link_banner;
  CadetTask              *linked;
  CadetDraft             *linked_draft;

  guint                   start_id;

  guint                   started : 1;
  guint                   purged : 1;
};

void       _cadet_window_load_tasks        (CadetWindow     *self);
void       _cadet_window_watch_report      (CadetWindow     *self);
void       _cadet_window_show_editor       (CadetWindow     *self);
void       _cadet_window_show_task         (CadetWindow     *self,
                                            CadetTask       *task);
void       _cadet_window_tell_of_task      (CadetWindow     *self,
                                            CadetTask       *task,
                                            const char      *text);
void       _cadet_window_submit_cb         (CadetWindow     *self,
                                            CadetDraft      *draft,
                                            CadetProfile    *profile,
                                            CadetTaskEditor *editor);
void       _cadet_window_cancel            (CadetWindow     *self);
void       _cadet_window_execute           (CadetWindow     *self,
                                            CadetTask       *task,
                                            gboolean         again);
void       _cadet_window_cancel_executing  (CadetWindow     *self);
void       _cadet_window_link              (CadetWindow     *self,
                                            CadetTask       *task,
                                            CadetDraft      *draft);
CadetTask *_cadet_window_get_linked        (CadetWindow     *self);
DexFuture *_cadet_window_ask_about_similar (CadetWindow     *self,
                                            CadetTask       *similar);

G_END_DECLS
