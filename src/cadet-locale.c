/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cadet-locale.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

/* The translations of the build that this program belongs to, when it was not installed: Meson puts
 * them into po/, beside the src/ of the programs. */
static char *
dup_build_locale (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *config = folder != NULL ? g_build_filename (folder, "..", "config.h", NULL) : NULL;

  if (config == NULL || !g_str_has_suffix (folder, G_DIR_SEPARATOR_S "src") ||
      access (config, R_OK) != 0)
    return NULL;
  return g_build_filename (folder, "..", "po", NULL);
}

/**
 * cadet_locale_init:
 *
 * Sets the locale of the user and finds the translations: where they are installed, or, when the
 * program runs from a build folder, those of the same build.
 */
void
cadet_locale_init (void)
{
  g_autofree char *build_locale = dup_build_locale ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, build_locale != NULL ? build_locale : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
