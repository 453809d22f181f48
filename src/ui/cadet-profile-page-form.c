/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profile-page-private.h"

#include "ui/cadet-list-names.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
dup_stripped (GtkWidget *row)
{
  g_assert (GTK_IS_EDITABLE (row));

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* The endpoint as it is kept: a preset's ID or an address. */
static char *
dup_endpoint (CadetProfilePage *self)
{
  const CadetEndpointPreset *presets = NULL;
  guint n_presets = 0;
  guint selected = 0;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  presets = cadet_endpoint_get_presets (&n_presets);
  selected = adw_combo_row_get_selected (self->place_row);
  return selected < n_presets ? g_strdup (presets[selected].id)
                              : dup_stripped (self->endpoint_row);
}

/* The typed secret goes from the entry's locked memory to other locked memory. A line's end or a
 * blank that came along with a copy is no part of any secret. */
static SecretValue *
dup_secret (CadetProfilePage *self)
{
  const char *text = NULL;
  gsize length = 0;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  text = gtk_editable_get_text (GTK_EDITABLE (self->secret_row));
  while (g_ascii_isspace (*text))
    text++;
  length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length > 0 ? secret_value_new (text, (gssize) length, "text/plain") : NULL;
}

static char *
dup_place_title (const CadetEndpointPreset *preset)
{
  const char *title = NULL;

  if (g_str_has_prefix (preset->id, "cn-hangzhou"))
    title = _("China (Hangzhou)");
  else if (g_str_has_prefix (preset->id, "ap-southeast-1"))
    title = _("Singapore");
  else
    title = preset->id;

  /* Translators: a region reached from inside a virtual private cloud; %s is the region */
  return g_str_has_suffix (preset->id, "-vpc") ? g_strdup_printf (_("%s, VPC"), title)
                                               : g_strdup (title);
}

/* Whether the profile is the sandbox, which has nothing to type in. */
gboolean
_cadet_profile_page_is_sandbox (CadetProfilePage *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE_PAGE (self), FALSE);

  return self->profile != NULL
         && cadet_profile_get_source (self->profile) == CADET_PROFILE_SANDBOX;
}

/* Offers the known endpoints. */
void
_cadet_profile_page_fill_places (CadetProfilePage *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  const CadetEndpointPreset *presets = NULL;
  guint n_presets = 0;

  g_return_if_fail (CADET_IS_PROFILE_PAGE (self));

  presets = cadet_endpoint_get_presets (&n_presets);
  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_take (titles, dup_place_title (&presets[i]));
  /* Translators: an endpoint other than the ones offered */
  gtk_string_list_append (titles, _("Custom…"));
  adw_combo_row_set_model (self->place_row, G_LIST_MODEL (titles));
  cadet_list_names_add (adw_combo_row_get_factory (self->place_row));
}

/* Shows the profile. */
void
_cadet_profile_page_load (CadetProfilePage *self)
{
  const CadetEndpointPreset *presets = NULL;
  const char *endpoint = cadet_profile_get_endpoint (self->profile);
  const char *key_id = cadet_profile_get_access_key_id (self->profile);
  guint n_presets = 0;
  guint selected = 0;

  g_return_if_fail (CADET_IS_PROFILE_PAGE (self));

  presets = cadet_endpoint_get_presets (&n_presets);
  while (selected < n_presets && g_strcmp0 (presets[selected].id, endpoint) != 0)
    selected++;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), cadet_profile_get_name (self->profile));
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), key_id != NULL ? key_id : "");
  gtk_editable_set_text (GTK_EDITABLE (self->endpoint_row),
                         selected == n_presets && endpoint != NULL ? endpoint : "");
  adw_combo_row_set_selected (self->place_row, selected);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_title),
                                 _("AccessKey Sec_ret (Empty Keeps It)"));
}

/* Says what is missing. Returns the first widget that it is missing in. */
GtkWidget *
_cadet_profile_page_judge (CadetProfilePage *self)
{
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *key_id = dup_stripped (self->key_row);
  g_autofree char *endpoint_text = dup_endpoint (self);
  g_autoptr(CadetEndpoint) endpoint = NULL;
  g_autoptr(SecretValue) secret = dup_secret (self);
  g_autoptr(GError) error = NULL;
  const char *problem = NULL;
  GtkWidget *first = NULL;

  g_return_val_if_fail (CADET_IS_PROFILE_PAGE (self), NULL);

  problem = *name == '\0' ? _("Give the profile a name that you will know it by") : NULL;
  cadet_problem_row_set_message (self->name_problem, problem);
  if (problem != NULL)
    first = self->name_row;

  problem = *key_id == '\0' ? _("Copy the AccessKey ID from the RAM console") : NULL;
  cadet_problem_row_set_message (self->key_problem, problem);
  if (problem != NULL && first == NULL)
    first = self->key_row;

  problem = secret == NULL && self->profile == NULL
              ? _("Copy the AccessKey secret, which the RAM console shows once, when the AccessKey "
                  "is made")
              : NULL;
  cadet_problem_row_set_message (self->secret_problem, problem);
  if (problem != NULL && first == NULL)
    first = self->secret_row;

  endpoint = cadet_endpoint_new (endpoint_text, &error);
  cadet_problem_row_set_message (self->endpoint_problem,
                                 endpoint == NULL ? error->message : NULL);
  if (endpoint == NULL && first == NULL)
    first = self->endpoint_row;
  return first;
}

/* What is typed now. The AccessKey secret is only in locked memory. */
CadetProfileInput *
_cadet_profile_page_dup_input (CadetProfilePage *self)
{
  CadetProfileInput *input = NULL;

  g_return_val_if_fail (CADET_IS_PROFILE_PAGE (self), NULL);

  input = g_new0 (CadetProfileInput, 1);
  input->page = g_object_ref (self);
  input->name = dup_stripped (self->name_row);
  input->key_id = dup_stripped (self->key_row);
  input->secret = dup_secret (self);
  input->endpoint = dup_endpoint (self);
  return input;
}

/* Frees what was typed, and wipes the secret. */
void
_cadet_profile_input_free (gpointer data)
{
  CadetProfileInput *input = data;

  g_clear_object (&input->page);
  g_clear_pointer (&input->name, g_free);
  g_clear_pointer (&input->key_id, g_free);
  g_clear_pointer (&input->secret, secret_value_unref);
  g_clear_pointer (&input->endpoint, g_free);
  g_free (input);
}
