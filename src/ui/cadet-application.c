/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-application.h"

#include "ui/cadet-window.h"

#include <glib/gi18n.h>
#include <locale.h>

struct _CadetApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (CadetApplication, cadet_application, ADW_TYPE_APPLICATION)

static void
cadet_application_activate (GApplication *application)
{
  CadetApplication *self = CADET_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (cadet_window_new (self));

  gtk_window_present (window);
}

static void
cadet_application_class_init (CadetApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = cadet_application_activate;
}

static void
cadet_application_init (CadetApplication *self)
{
}

/**
 * cadet_application_new:
 *
 * Creates the application. It makes what it hands to its windows when it is first asked for it.
 *
 * Returns: (transfer full): a new application
 */
CadetApplication *
cadet_application_new (void)
{
  return g_object_new (CADET_TYPE_APPLICATION,
                       "application-id", CADET_APPLICATION_ID,
                       "resource-base-path", CADET_RESOURCE_PATH,
                       NULL);
}

/**
 * cadet_ui_run:
 * @argc: the number of arguments
 * @argv: the arguments, the program's name first
 *
 * Runs the window until it is closed.
 *
 * Returns: the exit status
 */
int
cadet_ui_run (int argc, char **argv)
{
  g_autoptr (CadetApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name (_("Cadet"));
  gtk_window_set_default_icon_name (CADET_APPLICATION_ID);

  application = cadet_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
