/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-task-filter-popover.h"
#include "ui/cadet-task-sidebar.h"

G_BEGIN_DECLS

/* What cadet-task-sidebar.c (the list), -search.c (what is in it), -select.c (which rows are meant) and
 * -actions.c (what is done with them) share. */
struct _CadetTaskSidebar
{
  AdwBin                  parent_instance;

  GtkBox                 *box;
  GtkStack               *stack;
  GtkScrolledWindow      *scrolled_window;

  /* Made when they are first asked for. */
  GtkWidget              *search_bar;
  GtkWidget              *search_entry;
  CadetTaskFilterPopover *popover;
  GtkWidget              *filter_button;
  GtkWidget              *filter_row;
  GtkWidget              *filter_label;
  GtkWidget              *action_bar;
  GtkWidget              *count_label;
  GtkWidget              *menu;

  CadetTaskList          *tasks;
  GtkMultiSelection      *selection;
  GtkListView            *view;
  /* The day on which the days above the tasks were named. */
  char                   *day;
  guint                   day_source;
  /* What the content shows; a search that hides and shows it again marks it again. */
  CadetTask              *shown;
  guint                   frames_to_top;
  guint                   announce_source;

  guint                   collapsed : 1;
  guint                   searching : 1;
  /* Whether several rows can be selected, each with a mark. */
  guint                   selecting : 1;
  /* Whether that was begun by selecting several, and ends with it. */
  guint                   by_itself : 1;
  /* Whether the selection is changed by this program. */
  guint                   marking : 1;
  /* Whether what comes in is selected, too. */
  guint                   select_all : 1;
};

/* cadet-task-sidebar.c */
void       _cadet_task_sidebar_notify_selecting (CadetTaskSidebar *self);
void       _cadet_task_sidebar_open             (CadetTaskSidebar *self,
                                                 CadetTask        *task);
void       _cadet_task_sidebar_use_as_draft     (CadetTaskSidebar *self,
                                                 CadetTask        *task);
void       _cadet_task_sidebar_load_more        (CadetTaskSidebar *self);

/* cadet-task-sidebar-search.c */
void       _cadet_task_sidebar_create_search    (CadetTaskSidebar *self);
void       _cadet_task_sidebar_clear_search     (CadetTaskSidebar *self);
void       _cadet_task_sidebar_watch_typing     (CadetTaskSidebar *self);

/* cadet-task-sidebar-select.c */
void       _cadet_task_sidebar_watch_selection  (CadetTaskSidebar *self);
void       _cadet_task_sidebar_rows_changed     (CadetTaskSidebar *self);
void       _cadet_task_sidebar_toggle           (CadetTaskSidebar *self,
                                                 guint             position);
void       _cadet_task_sidebar_select_all       (CadetTaskSidebar *self);
GPtrArray *_cadet_task_sidebar_dup_selected     (CadetTaskSidebar *self);

/* cadet-task-sidebar-actions.c */
void       _cadet_task_sidebar_install_actions  (GtkWidgetClass   *widget_class);
void       _cadet_task_sidebar_update_actions   (CadetTaskSidebar *self);

G_END_DECLS
