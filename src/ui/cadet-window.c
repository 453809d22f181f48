/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-window.h"

struct _CadetWindow
{
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (CadetWindow, cadet_window, ADW_TYPE_APPLICATION_WINDOW)

static void
cadet_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CADET_TYPE_WINDOW);

  G_OBJECT_CLASS (cadet_window_parent_class)->dispose (object);
}

static void
cadet_window_class_init (CadetWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-window.ui");
}

static void
cadet_window_init (CadetWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  if (DEVELOPMENT_BUILD)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

/**
 * cadet_window_new:
 * @application: the application that the window belongs to
 *
 * Creates a window.
 *
 * Returns: (transfer none): a new window, owned by GTK until it is closed
 */
CadetWindow *
cadet_window_new (CadetApplication *application)
{
  g_return_val_if_fail (CADET_IS_APPLICATION (application), NULL);

  return g_object_new (CADET_TYPE_WINDOW, "application", application, NULL);
}
