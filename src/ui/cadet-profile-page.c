/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profile-page-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (CadetProfilePage, cadet_profile_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_failure (CadetProfilePage *self,
              const GError     *error)
{
  g_assert (CADET_IS_PROFILE_PAGE (self));

  adw_banner_set_use_markup (self->failure_banner, FALSE);
  adw_banner_set_title (self->failure_banner, error != NULL ? error->message : "");
  adw_banner_set_revealed (self->failure_banner, error != NULL);
}

static void
set_saving (CadetProfilePage *self,
            gboolean          saving)
{
  g_assert (CADET_IS_PROFILE_PAGE (self));

  self->saving = !!saving;
  gtk_widget_set_sensitive (self->save_button, !saving);
}

/* What had the focus may be insensitive or gone; without a focus no key would do anything. */
static void
focus_page (AdwNavigationView *navigation)
{
  GtkWidget *page = GTK_WIDGET (adw_navigation_view_get_visible_page (navigation));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (navigation));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_assert (ADW_IS_NAVIGATION_VIEW (navigation));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
pop (CadetProfilePage *self)
{
  GtkWidget *navigation = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  if (navigation != NULL
      && adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (navigation))
           == ADW_NAVIGATION_PAGE (self))
    {
      adw_navigation_view_pop (ADW_NAVIGATION_VIEW (navigation));
      focus_page (ADW_NAVIGATION_VIEW (navigation));
    }
}

static DexFuture *
save_fiber (gpointer user_data)
{
  CadetProfileInput *input = user_data;
  CadetProfilePage *self = input->page;
  DexFuture *saved = NULL;
  g_autoptr(GError) error = NULL;

  if (self->profile != NULL)
    saved = cadet_profile_list_update (self->profiles, self->profile, input->name, input->key_id,
                                       input->secret, input->endpoint);
  else
    saved = cadet_profile_list_add (self->profiles, input->name, input->key_id, input->secret,
                                    input->endpoint);
  dex_await (saved, &error);
  set_saving (self, FALSE);
  /* What was typed stays, so that it can be saved once the keyring answers. */
  show_failure (self, error);
  if (error == NULL)
    pop (self);
  return dex_future_new_true ();
}

/* To be told where the page, which goes, was. */
static void
tell_secret_left (GtkWidget  *parent,
                  const char *name)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("AccessKey Secret Not Deleted"), NULL);

  g_assert (GTK_IS_WIDGET (parent));

  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                /* Translators: %s is the name of a profile */
                                _("The profile “%s” was removed, but no keyring answers, so its "
                                  "AccessKey secret could not be deleted from it. Delete the "
                                  "secret with a program such as Passwords and Keys once the "
                                  "keyring is there, or disable the AccessKey in the RAM console."),
                                name);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, parent);
}

static DexFuture *
remove_fiber (gpointer user_data)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (user_data);
  GtkWidget *navigation = NULL;
  g_autofree char *name = g_strdup (cadet_profile_get_name (self->profile));
  g_autoptr(GError) error = NULL;
  gboolean cleared = FALSE;

  cleared = dex_await_boolean (cadet_profile_list_remove (self->profiles, self->profile), &error);
  set_saving (self, FALSE);
  show_failure (self, error);
  if (error != NULL)
    return dex_future_new_true ();

  navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  pop (self);
  if (!cleared && navigation != NULL)
    tell_secret_left (navigation, name);
  return dex_future_new_true ();
}

/* What to test with: what is typed, and of the profile what is not typed. */
static DexFuture *
access_fiber (gpointer user_data)
{
  CadetProfileInput *input = user_data;
  CadetProfilePage *self = input->page;
  g_autoptr(CadetAccess) saved = NULL;
  g_autoptr(CadetEndpoint) endpoint = NULL;
  g_autoptr(CadetCredentials) credentials = NULL;
  GError *error = NULL;
  SecretValue *secret = input->secret;

  if (_cadet_profile_page_is_sandbox (self))
    return cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile));

  endpoint = cadet_endpoint_new (input->endpoint, &error);
  if (endpoint == NULL)
    return dex_future_new_for_error (error);
  if (secret == NULL)
    {
      saved = dex_await_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile)),
                                &error);
      if (saved == NULL)
        return dex_future_new_for_error (error);
      secret = cadet_credentials_get_access_key_secret (cadet_access_get_credentials (saved));
    }
  credentials = cadet_credentials_new (input->key_id, secret, NULL);
  return dex_future_new_take_object (cadet_access_new (endpoint, credentials));
}

static void
save_clicked_cb (CadetProfilePage *self)
{
  GtkWidget *first = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (self->saving || _cadet_profile_page_is_sandbox (self))
    return;

  self->judged = TRUE;
  first = _cadet_profile_page_judge (self);
  if (first != NULL)
    {
      gtk_widget_grab_focus (first);
      return;
    }

  show_failure (self, NULL);
  set_saving (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, _cadet_profile_page_dup_input (self),
                                          _cadet_profile_input_free));
}

static void
test_cb (CadetProfilePage *self)
{
  GtkWidget *first = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (!_cadet_profile_page_is_sandbox (self))
    {
      /* A test needs no name. */
      first = _cadet_profile_page_judge (self);
      cadet_problem_row_set_message (self->name_problem, NULL);
      if (first == self->name_row)
        first = cadet_problem_row_get_message (self->key_problem) != NULL ? self->key_row
                : cadet_problem_row_get_message (self->secret_problem) != NULL ? self->secret_row
                : cadet_problem_row_get_message (self->endpoint_problem) != NULL
                  ? self->endpoint_row
                  : NULL;
      if (first != NULL)
        {
          gtk_widget_grab_focus (first);
          return;
        }
    }

  cadet_profile_test_run (self->test, self->client,
                          dex_scheduler_spawn (NULL, 0, access_fiber,
                                               _cadet_profile_page_dup_input (self),
                                               _cadet_profile_input_free));
}

static void
remove_response_cb (CadetProfilePage *self,
                    const char       *response)
{
  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (!g_str_equal (response, "remove") || self->saving)
    return;
  set_saving (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, remove_fiber, g_object_ref (self),
                                          g_object_unref));
}

static void
remove_activated_cb (CadetProfilePage *self)
{
  AdwDialog *dialog = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  dialog = adw_alert_dialog_new (NULL, _("Its AccessKey secret is deleted from the keyring. The "
                                         "AccessKey itself and all tasks stay."));
  adw_alert_dialog_format_heading (ADW_ALERT_DIALOG (dialog), _("Remove “%s”?"),
                                   cadet_profile_get_name (self->profile));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "remove",
                                  _("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
edited_cb (CadetProfilePage *self)
{
  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (self->judged)
    _cadet_profile_page_judge (self);
  cadet_profile_test_clear (self->test);
}

static void
place_selected_cb (CadetProfilePage *self)
{
  guint n_presets = 0;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  cadet_endpoint_get_presets (&n_presets);
  gtk_widget_set_visible (self->endpoint_row,
                          adw_combo_row_get_selected (self->place_row) >= n_presets);
  edited_cb (self);
}

static void
cadet_profile_page_hidden (AdwNavigationPage *page)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (page);

  cadet_profile_test_stop (self->test);
  gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
}

static void
cadet_profile_page_shown (AdwNavigationPage *page)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (page);

  if (self->profile == NULL)
    gtk_widget_grab_focus (self->name_row);
}

static void
cadet_profile_page_dispose (GObject *object)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (object);

  if (self->test != NULL)
    cadet_profile_test_stop (self->test);
  if (self->secret_row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PROFILE_PAGE);
  g_clear_object (&self->profiles);
  g_clear_object (&self->client);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (cadet_profile_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, failure_banner);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, save_button);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, sandbox_group);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, fields_group);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, remove_group);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, key_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, secret_title);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, place_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, endpoint_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, name_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, key_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, secret_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, endpoint_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, test);
}

static void
cadet_profile_page_class_init (CadetProfilePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = cadet_profile_page_dispose;
  page_class->shown = cadet_profile_page_shown;
  page_class->hidden = cadet_profile_page_hidden;

  g_type_ensure (CADET_TYPE_PROBLEM_ROW);
  g_type_ensure (CADET_TYPE_PROFILE_TEST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-profile-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_selected_cb);
}

static void
cadet_profile_page_init (CadetProfilePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What is undone would be kept in ordinary memory. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->secret_row), FALSE);
  _cadet_profile_page_fill_places (self);
}

/**
 * cadet_profile_page_new:
 * @profiles: the list that the profile is or will be in
 * @client: what a test is sent with
 * @profile: (nullable): the profile to show, or %NULL to add one
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
cadet_profile_page_new (CadetProfileList *profiles,
                        CadetClient      *client,
                        CadetProfile     *profile)
{
  CadetProfilePage *self = NULL;

  g_return_val_if_fail (CADET_IS_PROFILE_LIST (profiles), NULL);
  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);
  g_return_val_if_fail (profile == NULL || CADET_IS_PROFILE (profile), NULL);

  self = g_object_new (CADET_TYPE_PROFILE_PAGE, NULL);
  self->profiles = g_object_ref (profiles);
  self->client = g_object_ref (client);
  g_set_object (&self->profile, profile);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 profile != NULL ? cadet_profile_get_name (profile)
                                                 : _("Add Profile"));
  if (profile != NULL)
    _cadet_profile_page_load (self);
  gtk_widget_set_visible (self->sandbox_group, _cadet_profile_page_is_sandbox (self));
  gtk_widget_set_visible (self->fields_group, !_cadet_profile_page_is_sandbox (self));
  gtk_widget_set_visible (self->save_button, !_cadet_profile_page_is_sandbox (self));
  gtk_widget_set_visible (self->remove_group, profile != NULL && !_cadet_profile_page_is_sandbox (self));
  return ADW_NAVIGATION_PAGE (self);
}

/**
 * cadet_profile_page_get_first:
 * @self: the page
 *
 * Returns: (transfer none): the field that typing begins in
 */
GtkWidget *
cadet_profile_page_get_first (CadetProfilePage *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE_PAGE (self), NULL);

  return self->name_row;
}
