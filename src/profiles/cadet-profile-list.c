/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-profile-list.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

#define PROFILE_SCHEMA_ID CADET_SETTINGS_ID ".Profile"
#define PROFILES_PATH "/io/github/cadetapp/Cadet/profiles/"

struct _CadetProfileList
{
  GObject parent_instance;

  GSettings *settings;
  CadetKeyring *keyring;
  CadetProfile *sandbox;
  GPtrArray *profiles;
  GHashTable *profile_settings;
};

/* A change to a profile: what is to be written once the keyring has its part. */
typedef struct
{
  CadetProfileList *self;
  CadetProfile *profile;
  char *name;
  char *access_key_id;
  char *endpoint;
  SecretValue *secret;
} Change;

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetProfileList, cadet_profile_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->self);
  g_clear_object (&change->profile);
  g_free (change->name);
  g_free (change->access_key_id);
  g_free (change->endpoint);
  g_clear_pointer (&change->secret, secret_value_unref);
  g_free (change);
}

static GSettings *
get_profile_settings (CadetProfileList *self,
                      const char       *id)
{
  GSettings *settings;

  g_assert (CADET_IS_PROFILE_LIST (self));

  settings = g_hash_table_lookup (self->profile_settings, id);
  if (settings == NULL)
    {
      g_autofree char *path = g_strconcat (PROFILES_PATH, id, "/", NULL);

      settings = g_settings_new_with_path (PROFILE_SCHEMA_ID, path);
      g_hash_table_insert (self->profile_settings, g_strdup (id), settings);
    }

  return settings;
}

static CadetProfile *
find_by_id (CadetProfileList *self,
            const char       *id)
{
  g_assert (CADET_IS_PROFILE_LIST (self));

  for (guint i = 0; i < self->profiles->len; i++)
    {
      CadetProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (cadet_profile_get_id (profile), id))
        return profile;
    }

  return NULL;
}

static CadetProfile *
create_profile (CadetProfileList *self,
                const char       *id)
{
  CadetProfile *profile;
  GSettings *settings;

  g_assert (CADET_IS_PROFILE_LIST (self));

  profile = cadet_profile_new_access_key (id, self->keyring);
  settings = get_profile_settings (self, id);

  /* Another Cadet may change the profile; what is set here is written by this list alone. */
  g_settings_bind (settings, "name", profile, "name", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "access-key-id", profile, "access-key-id", G_SETTINGS_BIND_GET);
  g_settings_bind (settings, "endpoint", profile, "endpoint", G_SETTINGS_BIND_GET);

  return profile;
}

static void
reload (CadetProfileList *self)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  guint n_old;
  gboolean same;

  g_assert (CADET_IS_PROFILE_LIST (self));

  ids = g_settings_get_strv (self->settings, "profile-ids");
  profiles = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      CadetProfile *profile;

      /* The ID becomes a part of a settings path, which takes no slash and no empty part; and a
       * profile is in the list once. */
      if (!g_uuid_string_is_valid (ids[i]) ||
          g_strv_contains ((const char *const *) ids + i + 1, ids[i]))
        continue;

      profile = find_by_id (self, ids[i]);
      g_ptr_array_add (profiles, profile != NULL ? g_object_ref (profile)
                                                 : create_profile (self, ids[i]));
    }
  if (self->sandbox != NULL)
    g_ptr_array_add (profiles, g_object_ref (self->sandbox));

  n_old = self->profiles->len;
  same = n_old == profiles->len;
  for (guint i = 0; same && i < n_old; i++)
    same = g_ptr_array_index (self->profiles, i) == g_ptr_array_index (profiles, i);
  if (same)
    return;

  g_ptr_array_unref (self->profiles);
  self->profiles = g_steal_pointer (&profiles);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->profiles->len);
}

static gboolean
has_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isspace (g_utf8_get_char (p)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check (CadetProfileList *self,
       CadetProfile     *profile,
       const char       *name,
       const char       *access_key_id,
       const char       *endpoint,
       GError          **error)
{
  g_autoptr (CadetEndpoint) where = NULL;

  g_assert (CADET_IS_PROFILE_LIST (self));
  g_assert (profile == NULL || CADET_IS_PROFILE (profile));

  if (*name == '\0')
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("The profile has no name. Enter one."));
      return FALSE;
    }

  /* The command line would take these for the sandbox and the environment, whatever they sign. */
  if (g_str_equal (name, CADET_PROFILE_ID_SANDBOX) ||
      g_str_equal (name, CADET_PROFILE_ID_ENVIRONMENT))
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
                   _ ("The name “%s” has a meaning of its own. Choose another name."), name);
      return FALSE;
    }

  for (guint i = 0; i < self->profiles->len; i++)
    {
      CadetProfile *other = g_ptr_array_index (self->profiles, i);

      if (other != profile && g_strcmp0 (cadet_profile_get_name (other), name) == 0)
        {
          g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
                       _ ("There is a profile named “%s” already. Choose another name."), name);
          return FALSE;
        }
    }

  if (*access_key_id == '\0' || has_space (access_key_id))
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           *access_key_id == '\0'
                             ? _ ("The AccessKey ID is missing.")
                             : _ ("The AccessKey ID has a space in it. Copy it anew."));
      return FALSE;
    }

  where = cadet_endpoint_new (endpoint, error);

  return where != NULL;
}

static Change *
change_new (CadetProfileList *self,
            CadetProfile     *profile,
            const char       *name,
            const char       *access_key_id,
            SecretValue      *secret,
            const char       *endpoint)
{
  Change *change;

  g_assert (CADET_IS_PROFILE_LIST (self));

  change = g_new0 (Change, 1);
  change->self = g_object_ref (self);
  g_set_object (&change->profile, profile);
  change->name = g_strstrip (g_strdup (name));
  change->access_key_id = g_strstrip (g_strdup (access_key_id));
  change->endpoint = g_strstrip (g_strdup (endpoint));
  if (secret != NULL)
    change->secret = secret_value_ref (secret);

  return change;
}

static void
write_settings (CadetProfileList *self,
                const char       *id,
                Change           *change)
{
  GSettings *settings = get_profile_settings (self, id);

  g_assert (CADET_IS_PROFILE_LIST (self));

  g_settings_set_string (settings, "name", change->name);
  g_settings_set_string (settings, "access-key-id", change->access_key_id);
  g_settings_set_string (settings, "endpoint", change->endpoint);
}

static DexFuture *
add_fiber (gpointer user_data)
{
  Change *change = user_data;
  CadetProfileList *self = change->self;
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) new_ids = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  CadetProfile *profile;

  if (!check (self, NULL, change->name, change->access_key_id, change->endpoint, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The secret comes first: a profile without one would be of no use. */
  id = g_uuid_string_random ();
  if (!dex_await (cadet_keyring_store (self->keyring, id, change->name,
                                       CADET_KEYRING_ACCESS_KEY_SECRET, change->secret),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  write_settings (self, id, change);

  ids = g_settings_get_strv (self->settings, "profile-ids");
  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **) ids);
  g_strv_builder_add (builder, id);
  new_ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "profile-ids", (const char *const *) new_ids);
  reload (self);

  profile = find_by_id (self, id);
  if (profile == NULL)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_STORAGE,
                                  _ ("The profile could not be written to the settings. Check that "
                                     "your home folder can be written to."));

  return dex_future_new_for_object (profile);
}

static DexFuture *
update_fiber (gpointer user_data)
{
  Change *change = user_data;
  const char *id = cadet_profile_get_id (change->profile);
  g_autoptr (GError) error = NULL;

  if (!check (change->self, change->profile, change->name, change->access_key_id,
              change->endpoint, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (change->secret != NULL &&
      !dex_await (cadet_keyring_store (change->self->keyring, id, change->name,
                                       CADET_KEYRING_ACCESS_KEY_SECRET, change->secret),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  write_settings (change->self, id, change);

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
remove_fiber (gpointer user_data)
{
  Change *change = user_data;
  CadetProfileList *self = change->self;
  const char *id = cadet_profile_get_id (change->profile);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) new_ids = NULL;
  g_autofree char *default_id = NULL;
  g_autoptr (GError) error = NULL;
  GSettings *settings;
  gboolean cleared;

  /* A keyring that is locked or fails may do it at the next try; one that is not there must not hold
   * the profile fast. */
  cleared = dex_await (cadet_keyring_clear (self->keyring, id), &error);
  if (!cleared && !g_error_matches (error, CADET_ERROR, CADET_ERROR_KEYRING_ABSENT))
    return dex_future_new_for_error (g_steal_pointer (&error));

  ids = g_settings_get_strv (self->settings, "profile-ids");
  builder = g_strv_builder_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!g_str_equal (ids[i], id))
        g_strv_builder_add (builder, ids[i]);
    }
  new_ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "profile-ids", (const char *const *) new_ids);

  default_id = g_settings_get_string (self->settings, "default-profile");
  if (g_str_equal (default_id, id))
    g_settings_reset (self->settings, "default-profile");
  reload (self);

  settings = get_profile_settings (self, id);
  g_settings_reset (settings, "name");
  g_settings_reset (settings, "access-key-id");
  g_settings_reset (settings, "endpoint");
  g_hash_table_remove (self->profile_settings, id);

  return dex_future_new_for_boolean (cleared);
}

static GType
cadet_profile_list_get_item_type (GListModel *model)
{
  return CADET_TYPE_PROFILE;
}

static guint
cadet_profile_list_get_n_items (GListModel *model)
{
  CadetProfileList *self = CADET_PROFILE_LIST (model);

  return self->profiles->len;
}

static gpointer
cadet_profile_list_get_item (GListModel *model,
                             guint       position)
{
  CadetProfileList *self = CADET_PROFILE_LIST (model);

  if (position >= self->profiles->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->profiles, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cadet_profile_list_get_item_type;
  iface->get_n_items = cadet_profile_list_get_n_items;
  iface->get_item = cadet_profile_list_get_item;
}

static void
cadet_profile_list_dispose (GObject *object)
{
  CadetProfileList *self = CADET_PROFILE_LIST (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->keyring);
  g_clear_object (&self->sandbox);
  g_ptr_array_set_size (self->profiles, 0);
  g_hash_table_remove_all (self->profile_settings);

  G_OBJECT_CLASS (cadet_profile_list_parent_class)->dispose (object);
}

static void
cadet_profile_list_finalize (GObject *object)
{
  CadetProfileList *self = CADET_PROFILE_LIST (object);

  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->profile_settings, g_hash_table_unref);

  G_OBJECT_CLASS (cadet_profile_list_parent_class)->finalize (object);
}

static void
cadet_profile_list_class_init (CadetProfileListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_profile_list_dispose;
  object_class->finalize = cadet_profile_list_finalize;
}

static void
cadet_profile_list_init (CadetProfileList *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
  self->profile_settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * cadet_profile_list_new:
 * @settings: settings of the schema `io.github.cadetapp.Cadet`
 * @keyring: holds the secrets; it is not asked before one is needed
 * @sandbox: (nullable): gives access to the sandbox; without it there is no sandbox profile
 *
 * Returns: (transfer full): the profiles of the settings and, last, the sandbox
 */
CadetProfileList *
cadet_profile_list_new (GSettings         *settings,
                        CadetKeyring      *keyring,
                        CadetAccessSource *sandbox)
{
  CadetProfileList *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (CADET_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (sandbox == NULL || CADET_IS_ACCESS_SOURCE (sandbox), NULL);

  self = g_object_new (CADET_TYPE_PROFILE_LIST, NULL);
  self->settings = g_object_ref (settings);
  self->keyring = g_object_ref (keyring);
  if (sandbox != NULL)
    {
      self->sandbox = cadet_profile_new (CADET_PROFILE_ID_SANDBOX, CADET_PROFILE_SANDBOX, sandbox);
      /* Translators: the name of the profile of the simulated service */
      cadet_profile_set_name (self->sandbox, C_ ("profile", "Sandbox"));
    }

  g_signal_connect_object (settings, "changed::profile-ids", G_CALLBACK (reload), self,
                           G_CONNECT_SWAPPED);
  reload (self);

  return self;
}

/**
 * cadet_profile_list_find:
 * @self: a profile list
 * @id_or_name: an ID, `sandbox`, or a name as it is shown
 *
 * Returns: (transfer none) (nullable): the profile, looked for by ID first
 */
CadetProfile *
cadet_profile_list_find (CadetProfileList *self,
                         const char       *id_or_name)
{
  CadetProfile *profile;

  g_return_val_if_fail (CADET_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  profile = find_by_id (self, id_or_name);
  for (guint i = 0; profile == NULL && i < self->profiles->len; i++)
    {
      CadetProfile *candidate = g_ptr_array_index (self->profiles, i);

      if (g_strcmp0 (cadet_profile_get_name (candidate), id_or_name) == 0)
        profile = candidate;
    }

  return profile;
}

/**
 * cadet_profile_list_get_default:
 * @self: a profile list
 *
 * Returns: (transfer none) (nullable): the profile of new drafts: the chosen one, else the first with
 *   an AccessKey, else %NULL, as on a first start
 */
CadetProfile *
cadet_profile_list_get_default (CadetProfileList *self)
{
  g_autofree char *id = NULL;
  CadetProfile *profile;

  g_return_val_if_fail (CADET_IS_PROFILE_LIST (self), NULL);

  id = g_settings_get_string (self->settings, "default-profile");
  profile = find_by_id (self, id);
  if (profile == NULL && self->profiles->len > 0)
    {
      profile = g_ptr_array_index (self->profiles, 0);
      if (cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX)
        profile = NULL;
    }

  return profile;
}

/**
 * cadet_profile_list_set_default:
 * @self: a profile list
 * @profile: a profile of the list
 *
 * Makes @profile the one of new drafts, also at the next start.
 */
void
cadet_profile_list_set_default (CadetProfileList *self,
                                CadetProfile     *profile)
{
  g_return_if_fail (CADET_IS_PROFILE_LIST (self));
  g_return_if_fail (CADET_IS_PROFILE (profile));

  g_settings_set_string (self->settings, "default-profile", cadet_profile_get_id (profile));
}

/**
 * cadet_profile_list_add:
 * @self: a profile list
 * @name: a name that no other profile has
 * @access_key_id: the AccessKey ID
 * @secret: the AccessKey secret, which goes into the keyring and nowhere else
 * @endpoint: as cadet_endpoint_new() takes it
 *
 * Adds an AccessKey profile. Where it fails nothing is kept.
 *
 * Returns: (transfer full): a future that resolves to the new #CadetProfile, or rejects with a
 *   %CADET_ERROR_INVALID or what cadet_keyring_store() failed with
 */
DexFuture *
cadet_profile_list_add (CadetProfileList *self,
                        const char       *name,
                        const char       *access_key_id,
                        SecretValue      *secret,
                        const char       *endpoint)
{
  g_return_val_if_fail (CADET_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL && access_key_id != NULL && endpoint != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, add_fiber,
                              change_new (self, NULL, name, access_key_id, secret, endpoint),
                              change_free);
}

/**
 * cadet_profile_list_update:
 * @self: a profile list
 * @profile: an AccessKey profile of the list
 * @name: a name that no other profile has
 * @access_key_id: the AccessKey ID
 * @secret: (nullable): a new AccessKey secret, or %NULL to keep the one in the keyring
 * @endpoint: as cadet_endpoint_new() takes it
 *
 * Changes a profile. Where it fails the profile stays as it was.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects as that of
 *   cadet_profile_list_add()
 */
DexFuture *
cadet_profile_list_update (CadetProfileList *self,
                           CadetProfile     *profile,
                           const char       *name,
                           const char       *access_key_id,
                           SecretValue      *secret,
                           const char       *endpoint)
{
  g_return_val_if_fail (CADET_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (cadet_profile_get_source (profile) == CADET_PROFILE_ACCESS_KEY, NULL);
  g_return_val_if_fail (name != NULL && access_key_id != NULL && endpoint != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, update_fiber,
                              change_new (self, profile, name, access_key_id, secret, endpoint),
                              change_free);
}

/**
 * cadet_profile_list_remove:
 * @self: a profile list
 * @profile: an AccessKey profile of the list
 *
 * Removes a profile and its secrets. Where no keyring answers only the profile goes; where the
 * keyring is locked or fails the profile stays.
 *
 * Returns: (transfer full): a future that resolves to whether the keyring was there to remove the
 *   secrets from, or rejects with what else cadet_keyring_clear() failed with
 */
DexFuture *
cadet_profile_list_remove (CadetProfileList *self,
                           CadetProfile     *profile)
{
  g_return_val_if_fail (CADET_IS_PROFILE_LIST (self), NULL);
  g_return_val_if_fail (CADET_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (cadet_profile_get_source (profile) == CADET_PROFILE_ACCESS_KEY, NULL);

  return dex_scheduler_spawn (NULL, 0, remove_fiber,
                              change_new (self, profile, "", "", NULL, ""), change_free);
}
