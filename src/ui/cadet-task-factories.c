/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-factories.h"

#include "ui/cadet-task-row.h"
#include "ui/cadet-time.h"

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              GObject                  *owner)
{
  GtkWidget *row = cadet_task_row_new ();

  gtk_list_item_set_child (item, row);
  g_object_bind_property (owner, "selecting", row, "selecting", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "selected", row, "selected", G_BINDING_SYNC_CREATE);
  g_object_bind_property (row, "description", item, "accessible-label", G_BINDING_DEFAULT);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             gpointer                  user_data)
{
  cadet_task_row_set_task (CADET_TASK_ROW (gtk_list_item_get_child (item)),
                           CADET_TASK (gtk_list_item_get_item (item)));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  cadet_task_row_set_task (CADET_TASK_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory,
                 GtkListHeader            *header,
                 gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory,
                GtkListHeader            *header,
                gint64                   *now)
{
  CadetTask *task = gtk_list_header_get_item (header);
  g_autofree char *day = cadet_time_dup_day (cadet_task_get_recorded_at (task), *now);

  gtk_label_set_text (GTK_LABEL (gtk_list_header_get_child (header)), day);
}

/**
 * cadet_task_factories_new_rows:
 * @owner: whoever shows the rows, with a property `selecting` that they take over
 *
 * Returns: (transfer full): makes a #CadetTaskRow for each #CadetTask
 */
GtkListItemFactory *
cadet_task_factories_new_rows (GObject *owner)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), owner, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  return factory;
}

/**
 * cadet_task_factories_new_days:
 * @now: the time, in ms since 1970, UTC, at which the days are named
 *
 * Returns: (transfer full): makes the heading above the tasks of one day
 */
GtkListItemFactory *
cadet_task_factories_new_days (gint64 now)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_header_cb),
                         g_memdup2 (&now, sizeof now), (GClosureNotify) (GCallback) g_free, 0);
  return factory;
}
