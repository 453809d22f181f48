/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profile-button.h"

#include <glib/gi18n.h>

struct _CadetProfileButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *name_label;
  GtkLabel *place_label;

  CadetProfileList *profiles;
  CadetProfile *profile;
  GSimpleActionGroup *actions;
};

enum
{
  PROP_0,
  PROP_PROFILE,
  N_PROPS
};

enum
{
  SIGNAL_MANAGE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetProfileButton, cadet_profile_button, ADW_TYPE_BIN)

/* A menu's label would take an underscore for a mnemonic. */
static char *
dup_menu_label (CadetProfile *profile)
{
  g_autofree char *subtitle = cadet_profile_dup_subtitle (profile);
  g_autofree char *label = NULL;
  g_auto(GStrv) parts = NULL;

  if (subtitle != NULL && *subtitle != '\0')
    /* Translators: a profile in a menu: its name, then where it signs */
    label = g_strdup_printf (_("%s — %s"), cadet_profile_get_name (profile), subtitle);
  else
    label = g_strdup (cadet_profile_get_name (profile));
  parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}

static void
update_menu (CadetProfileButton *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) choices = g_menu_new ();
  g_autoptr(GMenu) rest = g_menu_new ();
  guint n_profiles = 0;

  g_assert (CADET_IS_PROFILE_BUTTON (self));

  if (self->profiles != NULL)
    n_profiles = g_list_model_get_n_items (G_LIST_MODEL (self->profiles));
  for (guint i = 0; i < n_profiles; i++)
    {
      g_autoptr(CadetProfile) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), i);
      g_autofree char *label = dup_menu_label (profile);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "profile.select", "s",
                                         cadet_profile_get_id (profile));
      g_menu_append_item (choices, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (choices));
  g_menu_append (rest, _("_Manage Profiles…"), "profile.manage");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));
}

static void
update_labels (CadetProfileButton *self)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *accessible = NULL;
  const char *name = NULL;

  g_assert (CADET_IS_PROFILE_BUTTON (self));

  if (self->profile != NULL)
    {
      name = cadet_profile_get_name (self->profile);
      subtitle = cadet_profile_dup_subtitle (self->profile);
    }
  if (name == NULL)
    name = _("No Profile");
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->place_label, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), subtitle != NULL && *subtitle != '\0');

  if (subtitle != NULL && *subtitle != '\0')
    /* Translators: the name of the profile button for a screen reader: profile, then place */
    accessible = g_strdup_printf (_("Profile: %s, %s"), name, subtitle);
  else
    /* Translators: the name of the profile button for a screen reader */
    accessible = g_strdup_printf (_("Profile: %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), accessible);
}

static void
update_state (CadetProfileButton *self)
{
  GAction *select = NULL;

  g_assert (CADET_IS_PROFILE_BUTTON (self));

  select = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "select");
  g_simple_action_set_state (G_SIMPLE_ACTION (select),
                             g_variant_new_string (self->profile != NULL
                                                     ? cadet_profile_get_id (self->profile)
                                                     : ""));
}

static void
profile_notify_cb (CadetProfileButton *self)
{
  g_assert (CADET_IS_PROFILE_BUTTON (self));

  update_labels (self);
  update_menu (self);
}

static void
profiles_changed_cb (CadetProfileButton *self)
{
  g_assert (CADET_IS_PROFILE_BUTTON (self));

  if (self->profile != NULL
      && cadet_profile_list_find (self->profiles, cadet_profile_get_id (self->profile)) == NULL)
    cadet_profile_button_set_profile (self, cadet_profile_list_get_default (self->profiles));
  update_menu (self);
}

static void
select_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  CadetProfileButton *self = CADET_PROFILE_BUTTON (user_data);

  cadet_profile_button_set_profile (self,
                                    cadet_profile_list_find (self->profiles,
                                                             g_variant_get_string (parameter,
                                                                                   NULL)));
}

static void
manage_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_MANAGE], 0);
}

static void
cadet_profile_button_dispose (GObject *object)
{
  CadetProfileButton *self = CADET_PROFILE_BUTTON (object);

  if (self->profiles != NULL)
    g_signal_handlers_disconnect_by_func (self->profiles, profiles_changed_cb, self);
  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_func (self->profile, profile_notify_cb, self);
  /* Before the template lets go of it, too: the bin would unparent it once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PROFILE_BUTTON);
  g_clear_object (&self->profiles);
  g_clear_object (&self->profile);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (cadet_profile_button_parent_class)->dispose (object);
}

static void
cadet_profile_button_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  CadetProfileButton *self = CADET_PROFILE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_profile_button_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  CadetProfileButton *self = CADET_PROFILE_BUTTON (object);

  switch (prop_id)
    {
    case PROP_PROFILE:
      cadet_profile_button_set_profile (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_profile_button_class_init (CadetProfileButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_profile_button_dispose;
  object_class->get_property = cadet_profile_button_get_property;
  object_class->set_property = cadet_profile_button_set_property;

  properties[PROP_PROFILE] =
    g_param_spec_object ("profile", NULL, NULL, CADET_TYPE_PROFILE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_MANAGE] =
    g_signal_new ("manage", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, CADET_RESOURCE_PATH
                                               "/cadet-profile-button.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetProfileButton, button);
  gtk_widget_class_bind_template_child (widget_class, CadetProfileButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, CadetProfileButton, place_label);
}

static void
cadet_profile_button_init (CadetProfileButton *self)
{
  static const GActionEntry entries[] = {
    { "select", select_action, "s", "''" },
    { "manage", manage_action },
  };

  gtk_widget_init_template (GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "profile", G_ACTION_GROUP (self->actions));
  update_labels (self);
  update_menu (self);
}

/**
 * cadet_profile_button_new:
 *
 * Returns: (transfer floating): a button of no profile
 */
GtkWidget *
cadet_profile_button_new (void)
{
  return g_object_new (CADET_TYPE_PROFILE_BUTTON, NULL);
}

/**
 * cadet_profile_button_set_profiles:
 * @self: the button
 * @profiles: (nullable): what can be chosen
 *
 * Offers these profiles. Where none is chosen yet, the default one is.
 */
void
cadet_profile_button_set_profiles (CadetProfileButton *self,
                                   CadetProfileList   *profiles)
{
  g_return_if_fail (CADET_IS_PROFILE_BUTTON (self));
  g_return_if_fail (profiles == NULL || CADET_IS_PROFILE_LIST (profiles));

  if (self->profiles == profiles)
    return;

  if (self->profiles != NULL)
    g_signal_handlers_disconnect_by_func (self->profiles, profiles_changed_cb, self);
  g_set_object (&self->profiles, profiles);
  if (profiles != NULL)
    {
      g_signal_connect_swapped (profiles, "items-changed", G_CALLBACK (profiles_changed_cb), self);
      if (self->profile == NULL)
        cadet_profile_button_set_profile (self, cadet_profile_list_get_default (profiles));
    }
  update_menu (self);
}

/**
 * cadet_profile_button_get_profile:
 * @self: the button
 *
 * Returns: (transfer none) (nullable): the profile that is chosen
 */
CadetProfile *
cadet_profile_button_get_profile (CadetProfileButton *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE_BUTTON (self), NULL);

  return self->profile;
}

/**
 * cadet_profile_button_set_profile:
 * @self: the button
 * @profile: (nullable): the profile
 *
 * Chooses it.
 */
void
cadet_profile_button_set_profile (CadetProfileButton *self,
                                  CadetProfile       *profile)
{
  g_return_if_fail (CADET_IS_PROFILE_BUTTON (self));
  g_return_if_fail (profile == NULL || CADET_IS_PROFILE (profile));

  if (self->profile == profile)
    return;

  if (self->profile != NULL)
    g_signal_handlers_disconnect_by_func (self->profile, profile_notify_cb, self);
  g_set_object (&self->profile, profile);
  if (profile != NULL)
    {
      g_signal_connect_swapped (profile, "notify", G_CALLBACK (profile_notify_cb), self);
      cadet_profile_button_set_problem (self, FALSE);
    }
  update_labels (self);
  update_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
}

/**
 * cadet_profile_button_set_problem:
 * @self: the button
 * @problem: whether a profile is missing
 *
 * Marks the button, or takes the mark away.
 */
void
cadet_profile_button_set_problem (CadetProfileButton *self,
                                  gboolean            problem)
{
  g_return_if_fail (CADET_IS_PROFILE_BUTTON (self));

  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "error");
}

/**
 * cadet_profile_button_popup:
 * @self: the button
 *
 * Opens its menu.
 */
void
cadet_profile_button_popup (CadetProfileButton *self)
{
  g_return_if_fail (CADET_IS_PROFILE_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
