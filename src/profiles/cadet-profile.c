/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-profile.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

struct _CadetProfile
{
  GObject parent_instance;

  char *id;
  char *name;
  char *access_key_id;
  char *endpoint;
  CadetAccessSource *access_source;
  CadetKeyring *keyring;
  CadetProfileSource source;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_SOURCE,
  PROP_NAME,
  PROP_ACCESS_KEY_ID,
  PROP_ENDPOINT,
  PROP_SUBTITLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void access_source_iface_init (CadetAccessSourceInterface *iface);

G_DEFINE_ENUM_TYPE (CadetProfileSource, cadet_profile_source,
                    G_DEFINE_ENUM_VALUE (CADET_PROFILE_ACCESS_KEY, "access-key"),
                    G_DEFINE_ENUM_VALUE (CADET_PROFILE_SANDBOX, "sandbox"),
                    G_DEFINE_ENUM_VALUE (CADET_PROFILE_ENVIRONMENT, "environment"))

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetProfile, cadet_profile, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      access_source_iface_init))

/* What the secret will be put together with once it is there. */
typedef struct
{
  CadetEndpoint *endpoint;
  char *access_key_id;
} Pending;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_clear_object (&pending->endpoint);
  g_free (pending->access_key_id);
  g_free (pending);
}

static void
set_text (CadetProfile *self,
          char        **field,
          const char   *text,
          guint         property)
{
  g_assert (CADET_IS_PROFILE (self));

  if (!g_set_str (field, text))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

static DexFuture *
build_access_cb (DexFuture *future,
                 gpointer   user_data)
{
  Pending *pending = user_data;
  SecretValue *secret = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (CadetCredentials) credentials = NULL;

  credentials = cadet_credentials_new (pending->access_key_id, secret, NULL);

  return dex_future_new_take_object (cadet_access_new (pending->endpoint, credentials));
}

static DexFuture *
cadet_profile_load (CadetAccessSource *source)
{
  CadetProfile *self = CADET_PROFILE (source);
  g_autoptr (CadetEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;
  Pending *pending;

  if (self->access_source != NULL)
    return cadet_access_source_load (self->access_source);

  if (self->keyring == NULL)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_NOT_FOUND,
                                  /* Translators: %s is a profile's name */
                                  _("The profile “%s” cannot be used here. Choose another one."),
                                  self->name);

  endpoint = cadet_endpoint_new (self->endpoint != NULL ? self->endpoint : "", &error);
  if (endpoint == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  pending = g_new0 (Pending, 1);
  pending->endpoint = g_steal_pointer (&endpoint);
  pending->access_key_id = g_strdup (self->access_key_id != NULL ? self->access_key_id : "");

  return dex_future_then (cadet_keyring_lookup (self->keyring, self->id,
                                                CADET_KEYRING_ACCESS_KEY_SECRET),
                          build_access_cb, pending, pending_free);
}

static DexFuture *
cadet_profile_renew (CadetAccessSource *source,
                     CadetAccess       *expired)
{
  CadetProfile *self = CADET_PROFILE (source);

  if (self->access_source != NULL)
    return cadet_access_source_renew (self->access_source, expired);

  return dex_future_new_reject (CADET_ERROR, CADET_ERROR_NOT_FOUND,
                                /* Translators: %s is a profile's name */
                                _("The credentials of the profile “%s” cannot be renewed. Set new "
                                  "ones."),
                                self->name != NULL ? self->name : "");
}

static void
access_source_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = cadet_profile_load;
  iface->renew = cadet_profile_renew;
}

static void
cadet_profile_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CadetProfile *self = CADET_PROFILE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_SOURCE:
      g_value_set_enum (value, self->source);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ACCESS_KEY_ID:
      g_value_set_string (value, self->access_key_id);
      break;

    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;

    case PROP_SUBTITLE:
      g_value_take_string (value, cadet_profile_dup_subtitle (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_profile_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CadetProfile *self = CADET_PROFILE (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_SOURCE:
      self->source = g_value_get_enum (value);
      break;

    case PROP_NAME:
      cadet_profile_set_name (self, g_value_get_string (value));
      break;

    case PROP_ACCESS_KEY_ID:
      cadet_profile_set_access_key_id (self, g_value_get_string (value));
      break;

    case PROP_ENDPOINT:
      cadet_profile_set_endpoint (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_profile_finalize (GObject *object)
{
  CadetProfile *self = CADET_PROFILE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->access_key_id, g_free);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_object (&self->access_source);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (cadet_profile_parent_class)->finalize (object);
}

static void
cadet_profile_class_init (CadetProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cadet_profile_get_property;
  object_class->set_property = cadet_profile_set_property;
  object_class->finalize = cadet_profile_finalize;

  /**
   * CadetProfile:id:
   *
   * A UUID, or one of the CADET_PROFILE_ID_* names.
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetProfile:source:
   *
   * Where its credentials come from.
   */
  properties[PROP_SOURCE] =
    g_param_spec_enum ("source", NULL, NULL, CADET_TYPE_PROFILE_SOURCE, CADET_PROFILE_ACCESS_KEY,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetProfile:name:
   *
   * The name that the user gave it.
   */
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetProfile:access-key-id:
   *
   * The public part of its AccessKey.
   */
  properties[PROP_ACCESS_KEY_ID] =
    g_param_spec_string ("access-key-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetProfile:endpoint:
   *
   * A preset or an address, as cadet_endpoint_new() takes it.
   */
  properties[PROP_ENDPOINT] =
    g_param_spec_string ("endpoint", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * CadetProfile:subtitle:
   *
   * Who and where, in one line.
   */
  properties[PROP_SUBTITLE] =
    g_param_spec_string ("subtitle", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_profile_init (CadetProfile *self)
{
}

/**
 * cadet_profile_new:
 * @id: a UUID, or one of the CADET_PROFILE_ID_* names
 * @source: where its credentials come from
 * @access_source: (nullable): gives them; without it the profile can be shown but not used
 *
 * Makes a profile whose credentials somebody else gives.
 *
 * Returns: (transfer full): the profile
 */
CadetProfile *
cadet_profile_new (const char         *id,
                   CadetProfileSource  source,
                   CadetAccessSource  *access_source)
{
  CadetProfile *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (access_source == NULL || CADET_IS_ACCESS_SOURCE (access_source), NULL);

  self = g_object_new (CADET_TYPE_PROFILE, "id", id, "source", source, NULL);
  g_set_object (&self->access_source, access_source);

  return self;
}

/**
 * cadet_profile_new_access_key:
 * @id: a UUID
 * @keyring: holds its secret
 *
 * Makes a profile of an AccessKey. Its secret is looked up each time it is asked for and kept
 * nowhere.
 *
 * Returns: (transfer full): the profile
 */
CadetProfile *
cadet_profile_new_access_key (const char   *id,
                              CadetKeyring *keyring)
{
  CadetProfile *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (CADET_IS_KEYRING (keyring), NULL);

  self = cadet_profile_new (id, CADET_PROFILE_ACCESS_KEY, NULL);
  self->keyring = g_object_ref (keyring);

  return self;
}

/**
 * cadet_profile_get_id:
 * @self: a profile
 *
 * Returns: (transfer none): its ID
 */
const char *
cadet_profile_get_id (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), NULL);

  return self->id;
}

/**
 * cadet_profile_get_source:
 * @self: a profile
 *
 * Returns: where its credentials come from
 */
CadetProfileSource
cadet_profile_get_source (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), CADET_PROFILE_ACCESS_KEY);

  return self->source;
}

/**
 * cadet_profile_get_name:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the name that the user gave it
 */
const char *
cadet_profile_get_name (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), NULL);

  return self->name;
}

/**
 * cadet_profile_set_name:
 * @self: a profile
 * @name: (nullable): its name
 *
 * Changes what is shown, not what is stored: see [method@ProfileList.update].
 */
void
cadet_profile_set_name (CadetProfile *self,
                        const char   *name)
{
  g_return_if_fail (CADET_IS_PROFILE (self));

  set_text (self, &self->name, name, PROP_NAME);
}

/**
 * cadet_profile_get_access_key_id:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the public part of its AccessKey
 */
const char *
cadet_profile_get_access_key_id (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), NULL);

  return self->access_key_id;
}

/**
 * cadet_profile_set_access_key_id:
 * @self: a profile
 * @access_key_id: (nullable): the public part of its AccessKey
 *
 * Changes what is used, not what is stored: see [method@ProfileList.update].
 */
void
cadet_profile_set_access_key_id (CadetProfile *self,
                                 const char   *access_key_id)
{
  g_return_if_fail (CADET_IS_PROFILE (self));

  set_text (self, &self->access_key_id, access_key_id, PROP_ACCESS_KEY_ID);
}

/**
 * cadet_profile_get_endpoint:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): a preset or an address, as cadet_endpoint_new() takes it
 */
const char *
cadet_profile_get_endpoint (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), NULL);

  return self->endpoint;
}

/**
 * cadet_profile_set_endpoint:
 * @self: a profile
 * @endpoint: (nullable): a preset or an address
 *
 * Changes what is used, not what is stored: see [method@ProfileList.update].
 */
void
cadet_profile_set_endpoint (CadetProfile *self,
                            const char   *endpoint)
{
  g_return_if_fail (CADET_IS_PROFILE (self));

  set_text (self, &self->endpoint, endpoint, PROP_ENDPOINT);
}

/**
 * cadet_profile_dup_subtitle:
 * @self: a profile
 *
 * Returns: (transfer full): who signs and where, in one line
 */
char *
cadet_profile_dup_subtitle (CadetProfile *self)
{
  g_return_val_if_fail (CADET_IS_PROFILE (self), NULL);

  if (self->source == CADET_PROFILE_SANDBOX)
    return g_strdup (_("Simulated on this machine"));

  if (self->access_key_id == NULL || self->access_key_id[0] == '\0')
    return g_strdup (self->endpoint != NULL ? self->endpoint : "");

  return g_strdup_printf ("%s · %s", self->access_key_id,
                          self->endpoint != NULL ? self->endpoint : "");
}
