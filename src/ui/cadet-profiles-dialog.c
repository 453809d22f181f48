/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profiles-dialog.h"

#include "ui/cadet-profile-page.h"

#include <glib/gi18n.h>

struct _CadetProfilesDialog
{
  AdwDialog parent_instance;

  AdwNavigationView *navigation;
  GtkListBox *list;

  CadetProfileList *profiles;
  CadetClient *client;
  /* Leads the group of the marks and is never shown: even a mark that is alone is one of a choice,
   * and it may be that none is chosen. */
  GtkCheckButton *no_mark;
};

G_DEFINE_FINAL_TYPE (CadetProfilesDialog, cadet_profiles_dialog, ADW_TYPE_DIALOG)

#define PROFILE_KEY "cadet-profile"
#define MARK_KEY "cadet-mark"

static CadetProfilePage *
push_page (CadetProfilesDialog *self,
           CadetProfile        *profile)
{
  AdwNavigationPage *page = NULL;

  g_assert (CADET_IS_PROFILES_DIALOG (self));

  page = cadet_profile_page_new (self->profiles, self->client, profile);
  adw_navigation_view_push (self->navigation, page);
  return CADET_PROFILE_PAGE (page);
}

static void
mark_toggled_cb (CadetProfilesDialog *self,
                 GtkCheckButton      *mark)
{
  g_assert (CADET_IS_PROFILES_DIALOG (self));

  if (gtk_check_button_get_active (mark))
    cadet_profile_list_set_default (self->profiles,
                                    g_object_get_data (G_OBJECT (mark), PROFILE_KEY));
}

static GtkWidget *
create_mark (CadetProfilesDialog *self,
             CadetProfile        *profile)
{
  GtkWidget *mark = gtk_check_button_new ();

  g_assert (CADET_IS_PROFILES_DIALOG (self));

  gtk_check_button_set_group (GTK_CHECK_BUTTON (mark), self->no_mark);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark),
                               cadet_profile_list_get_default (self->profiles) == profile);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (mark, _("Sign New Tasks with This Profile"));
  g_object_set_data_full (G_OBJECT (mark), PROFILE_KEY, g_object_ref (profile), g_object_unref);
  g_signal_connect_object (mark, "toggled", G_CALLBACK (mark_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  return mark;
}

static void
row_activated_cb (CadetProfilesDialog *self,
                  AdwActionRow        *row)
{
  g_assert (CADET_IS_PROFILES_DIALOG (self));

  push_page (self, g_object_get_data (G_OBJECT (row), PROFILE_KEY));
}

static void
update_row_cb (AdwActionRow *row)
{
  CadetProfile *profile = g_object_get_data (G_OBJECT (row), PROFILE_KEY);
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), MARK_KEY);
  g_autofree char *subtitle = cadet_profile_dup_subtitle (profile);
  g_autofree char *name = NULL;

  g_assert (ADW_IS_ACTION_ROW (row));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), cadet_profile_get_name (profile));
  adw_action_row_set_subtitle (row, subtitle != NULL ? subtitle : "");
  /* Translators: spoken by a screen reader; %s is the name of a profile */
  name = g_strdup_printf (_("Sign new tasks with “%s”"), cadet_profile_get_name (profile));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fill (CadetProfilesDialog *self)
{
  g_assert (CADET_IS_PROFILES_DIALOG (self));

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)); i++)
    {
      g_autoptr(CadetProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *mark = create_mark (self, profile);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), PROFILE_KEY, g_object_ref (profile),
                              g_object_unref);
      g_object_set_data (G_OBJECT (row), MARK_KEY, mark);
      g_signal_connect_object (profile, "notify", G_CALLBACK (update_row_cb), row,
                               G_CONNECT_SWAPPED);
      update_row_cb (ADW_ACTION_ROW (row));
      g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
}

static void
add_activated_cb (CadetProfilesDialog *self)
{
  g_assert (CADET_IS_PROFILES_DIALOG (self));

  push_page (self, NULL);
}

static void
cadet_profiles_dialog_dispose (GObject *object)
{
  CadetProfilesDialog *self = CADET_PROFILES_DIALOG (object);

  if (self->profiles != NULL)
    g_signal_handlers_disconnect_by_func (self->profiles, fill, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PROFILES_DIALOG);
  g_clear_object (&self->profiles);
  g_clear_object (&self->client);
  g_clear_object (&self->no_mark);

  G_OBJECT_CLASS (cadet_profiles_dialog_parent_class)->dispose (object);
}

static void
cadet_profiles_dialog_class_init (CadetProfilesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_profiles_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, CADET_RESOURCE_PATH
                                               "/cadet-profiles-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetProfilesDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilesDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
}

static void
cadet_profiles_dialog_init (CadetProfilesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->no_mark = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
}

/**
 * cadet_profiles_dialog_new:
 * @profiles: the profiles
 * @client: what a test of a profile is sent with
 *
 * Returns: (transfer floating): a dialog that shows the profiles
 */
AdwDialog *
cadet_profiles_dialog_new (CadetProfileList *profiles,
                           CadetClient      *client)
{
  CadetProfilesDialog *self = NULL;

  g_return_val_if_fail (CADET_IS_PROFILE_LIST (profiles), NULL);
  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);

  self = g_object_new (CADET_TYPE_PROFILES_DIALOG, NULL);
  self->profiles = g_object_ref (profiles);
  self->client = g_object_ref (client);
  g_signal_connect_swapped (profiles, "items-changed", G_CALLBACK (fill), self);
  fill (self);
  return ADW_DIALOG (self);
}

/**
 * cadet_profiles_dialog_show_add:
 * @self: the dialog
 *
 * Opens the page that adds a profile.
 */
void
cadet_profiles_dialog_show_add (CadetProfilesDialog *self)
{
  CadetProfilePage *page = NULL;

  g_return_if_fail (CADET_IS_PROFILES_DIALOG (self));

  page = push_page (self, NULL);
  adw_dialog_set_focus (ADW_DIALOG (self), cadet_profile_page_get_first (page));
}
