/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-welcome-page.h"

struct _CadetWelcomePage
{
  AdwBin         parent_instance;

  AdwStatusPage *status_page;
  GtkWidget     *sandbox_button;
};

G_DEFINE_FINAL_TYPE (CadetWelcomePage, cadet_welcome_page, ADW_TYPE_BIN)

static gboolean
cadet_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CADET_WELCOME_PAGE (widget)->sandbox_button);
}

static void
cadet_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CADET_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (cadet_welcome_page_parent_class)->dispose (object);
}

static void
cadet_welcome_page_class_init (CadetWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_welcome_page_dispose;

  widget_class->grab_focus = cadet_welcome_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetWelcomePage, status_page);
  gtk_widget_class_bind_template_child (widget_class, CadetWelcomePage, sandbox_button);
}

static void
cadet_welcome_page_init (CadetWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->status_page, CADET_APPLICATION_ID);
}

/**
 * cadet_welcome_page_new:
 *
 * Returns: (transfer floating): a new page
 */
GtkWidget *
cadet_welcome_page_new (void)
{
  return g_object_new (CADET_TYPE_WELCOME_PAGE, NULL);
}
