/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profile-page.h"

#include "cloud/cadet-sts.h"
#include "ui/cadet-problem-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* From this difference on a clock is worth a word, in ms; the service refuses at 15 minutes. */
#define NOTABLE_SKEW 5000

struct _CadetProfilePage
{
  AdwNavigationPage parent_instance;

  AdwBanner *failure_banner;
  GtkWidget *save_button;
  GtkWidget *sandbox_group;
  GtkWidget *fields_group;
  GtkWidget *remove_group;
  GtkWidget *name_row;
  GtkWidget *key_row;
  GtkWidget *secret_row;
  AdwComboRow *place_row;
  GtkWidget *endpoint_row;
  CadetProblemRow *name_problem;
  CadetProblemRow *key_problem;
  CadetProblemRow *secret_problem;
  CadetProblemRow *endpoint_problem;
  GtkWidget *test_row;
  AdwActionRow *result_row;
  GtkStack *result_stack;

  CadetProfileList *profiles;
  CadetClient *client;
  /* NULL for a new one. */
  CadetProfile *profile;
  GCancellable *cancellable;

  guint judged : 1;
  guint saving : 1;
};

G_DEFINE_FINAL_TYPE (CadetProfilePage, cadet_profile_page, ADW_TYPE_NAVIGATION_PAGE)

/* What was typed, for a fiber: the page may have closed when it ends. */
typedef struct
{
  CadetProfilePage *page;
  char *name;
  char *key_id;
  SecretValue *secret;
  char *endpoint;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_clear_object (&input->page);
  g_clear_pointer (&input->name, g_free);
  g_clear_pointer (&input->key_id, g_free);
  g_clear_pointer (&input->secret, secret_value_unref);
  g_clear_pointer (&input->endpoint, g_free);
  g_free (input);
}

static gboolean
is_sandbox (CadetProfilePage *self)
{
  g_assert (CADET_IS_PROFILE_PAGE (self));

  return self->profile != NULL
         && cadet_profile_get_source (self->profile) == CADET_PROFILE_SANDBOX;
}

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

static Input *
input_new (CadetProfilePage *self)
{
  Input *input = g_new0 (Input, 1);

  g_assert (CADET_IS_PROFILE_PAGE (self));

  input->page = g_object_ref (self);
  input->name = dup_stripped (self->name_row);
  input->key_id = dup_stripped (self->key_row);
  input->secret = dup_secret (self);
  input->endpoint = dup_endpoint (self);
  return input;
}

/* Says what is missing. Returns the first widget that it is missing in. */
static GtkWidget *
judge (CadetProfilePage *self)
{
  g_autofree char *name = dup_stripped (self->name_row);
  g_autofree char *key_id = dup_stripped (self->key_row);
  g_autofree char *endpoint_text = dup_endpoint (self);
  g_autoptr(CadetEndpoint) endpoint = NULL;
  g_autoptr(SecretValue) secret = dup_secret (self);
  g_autoptr(GError) error = NULL;
  const char *problem = NULL;
  GtkWidget *first = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

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
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (navigation));
}

static DexFuture *
save_fiber (gpointer user_data)
{
  Input *input = user_data;
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

static DexFuture *
remove_fiber (gpointer user_data)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  dex_await (cadet_profile_list_remove (self->profiles, self->profile), &error);
  set_saving (self, FALSE);
  show_failure (self, error);
  if (error == NULL)
    pop (self);
  return dex_future_new_true ();
}

static void
show_result (CadetProfilePage *self,
             const char       *icon,
             const char       *title,
             const char       *subtitle)
{
  g_autofree char *spoken = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  gtk_stack_set_visible_child_name (self->result_stack, icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
  gtk_widget_set_sensitive (self->test_row, !g_str_equal (icon, "busy"));
  spoken = g_strdup_printf ("%s. %s", title, subtitle != NULL ? subtitle : "");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), spoken,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static char *
dup_skew_text (gint64 skew)
{
  gint64 seconds = ABS (skew) / 1000;
  g_autofree char *difference = NULL;

  if (ABS (skew) < NOTABLE_SKEW)
    return g_strdup (_("The clock of this computer is right."));

  if (seconds < 120)
    difference = g_strdup_printf (ngettext ("%u second", "%u seconds", (gulong) seconds),
                                  (guint) seconds);
  else
    difference = g_strdup_printf (ngettext ("%u minute", "%u minutes", (gulong) (seconds / 60)),
                                  (guint) (seconds / 60));
  /* Translators: %s is a time such as “3 minutes” */
  return skew > 0 ? g_strdup_printf (_("The clock of this computer is %s ahead; the service "
                                       "refuses requests at 15 minutes."), difference)
                  : g_strdup_printf (_("The clock of this computer is %s behind; the service "
                                       "refuses requests at 15 minutes."), difference);
}

static void
show_identity (CadetProfilePage    *self,
               CadetCallerIdentity *identity)
{
  const char *account = cadet_caller_identity_get_account_id (identity);
  const char *arn = cadet_caller_identity_get_arn (identity);
  g_autofree char *title = NULL;
  g_autofree char *skew = NULL;
  g_autofree char *subtitle = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  /* Translators: %s is the number of an account */
  title = account != NULL ? g_strdup_printf (_("Works: account %s"), account)
                          : g_strdup (_("Works"));
  skew = dup_skew_text (cadet_caller_identity_get_clock_skew_ms (identity));
  subtitle = arn != NULL ? g_strdup_printf ("%s\n%s", arn, skew) : g_strdup (skew);
  show_result (self, "good", title, subtitle);
}

/* What to test with: what is typed, and of the profile what is not typed. */
static CadetAccess *
await_access (Input   *input,
              GError **error)
{
  CadetProfilePage *self = input->page;
  g_autoptr(CadetAccess) saved = NULL;
  g_autoptr(CadetEndpoint) endpoint = NULL;
  g_autoptr(CadetCredentials) credentials = NULL;
  SecretValue *secret = input->secret;

  if (is_sandbox (self))
    return dex_await_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile)),
                             error);

  endpoint = cadet_endpoint_new (input->endpoint, error);
  if (endpoint == NULL)
    return NULL;
  if (secret == NULL)
    {
      saved = dex_await_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile)),
                                error);
      if (saved == NULL)
        return NULL;
      secret = cadet_credentials_get_access_key_secret (cadet_access_get_credentials (saved));
    }
  credentials = cadet_credentials_new (input->key_id, secret, NULL);
  return cadet_access_new (endpoint, credentials);
}

static DexFuture *
test_fiber (gpointer user_data)
{
  Input *input = user_data;
  CadetProfilePage *self = input->page;
  g_autoptr(GCancellable) cancellable = g_object_ref (self->cancellable);
  g_autoptr(CadetAccess) access = NULL;
  g_autoptr(CadetCallerIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  access = await_access (input, &error);
  if (access != NULL)
    identity = dex_await_object (cadet_sts_get_caller_identity (self->client, access,
                                                                cancellable),
                                 &error);
  if (g_cancellable_is_cancelled (cancellable))
    return dex_future_new_true ();

  if (identity != NULL)
    show_identity (self, identity);
  else
    show_result (self, "bad", _("Does Not Work"), error->message);
  return dex_future_new_true ();
}

static void
save_clicked_cb (CadetProfilePage *self)
{
  GtkWidget *first = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (self->saving || is_sandbox (self))
    return;

  self->judged = TRUE;
  first = judge (self);
  if (first != NULL)
    {
      gtk_widget_grab_focus (first);
      return;
    }

  show_failure (self, NULL);
  set_saving (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, input_new (self), input_free));
}

static void
test_activated_cb (CadetProfilePage *self)
{
  GtkWidget *first = NULL;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  if (!is_sandbox (self))
    {
      /* A test needs no name. */
      first = judge (self);
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

  show_result (self, "busy", _("Asking the service who signs…"), NULL);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, test_fiber, input_new (self), input_free));
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
    judge (self);
  /* A result is about what it was asked for. */
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), FALSE);
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

static void
fill_places (CadetProfilePage *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  const CadetEndpointPreset *presets = NULL;
  guint n_presets = 0;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  presets = cadet_endpoint_get_presets (&n_presets);
  for (guint i = 0; i < n_presets; i++)
    gtk_string_list_take (titles, dup_place_title (&presets[i]));
  /* Translators: an endpoint other than the ones offered */
  gtk_string_list_append (titles, _("Custom…"));
  adw_combo_row_set_model (self->place_row, G_LIST_MODEL (titles));
}

static void
load (CadetProfilePage *self)
{
  const CadetEndpointPreset *presets = NULL;
  const char *endpoint = cadet_profile_get_endpoint (self->profile);
  const char *key_id = cadet_profile_get_access_key_id (self->profile);
  guint n_presets = 0;
  guint selected = 0;

  g_assert (CADET_IS_PROFILE_PAGE (self));

  presets = cadet_endpoint_get_presets (&n_presets);
  while (selected < n_presets && g_strcmp0 (presets[selected].id, endpoint) != 0)
    selected++;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), cadet_profile_get_name (self->profile));
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), key_id != NULL ? key_id : "");
  gtk_editable_set_text (GTK_EDITABLE (self->endpoint_row),
                         selected == n_presets && endpoint != NULL ? endpoint : "");
  adw_combo_row_set_selected (self->place_row, selected);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 _("AccessKey Sec_ret (Empty Keeps It)"));
}

static void
cadet_profile_page_hidden (AdwNavigationPage *page)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (page);

  g_cancellable_cancel (self->cancellable);
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

  g_cancellable_cancel (self->cancellable);
  if (self->secret_row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PROFILE_PAGE);
  g_clear_object (&self->profiles);
  g_clear_object (&self->client);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (cadet_profile_page_parent_class)->dispose (object);
}

static void
cadet_profile_page_finalize (GObject *object)
{
  CadetProfilePage *self = CADET_PROFILE_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (cadet_profile_page_parent_class)->finalize (object);
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
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, place_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, endpoint_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, name_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, key_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, secret_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, endpoint_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, test_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, result_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfilePage, result_stack);
}

static void
cadet_profile_page_class_init (CadetProfilePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = cadet_profile_page_dispose;
  object_class->finalize = cadet_profile_page_finalize;
  page_class->shown = cadet_profile_page_shown;
  page_class->hidden = cadet_profile_page_hidden;

  g_type_ensure (CADET_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-profile-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_selected_cb);
}

static void
cadet_profile_page_init (CadetProfilePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What is undone would be kept in ordinary memory. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->secret_row), FALSE);
  fill_places (self);
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
    load (self);
  gtk_widget_set_visible (self->sandbox_group, is_sandbox (self));
  gtk_widget_set_visible (self->fields_group, !is_sandbox (self));
  gtk_widget_set_visible (self->save_button, !is_sandbox (self));
  gtk_widget_set_visible (self->remove_group, profile != NULL && !is_sandbox (self));
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
