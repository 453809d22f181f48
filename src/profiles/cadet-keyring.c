/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-keyring.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

struct _CadetKeyring
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (CadetKeyring, cadet_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  .name = "io.github.cadetapp.Cadet.Profile",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

/* @kind is NULL for all of a profile's secrets. */
static GHashTable *
new_attributes (const char *profile_id,
                const char *kind)
{
  return secret_attributes_build (&schema, "profile", profile_id,
                                  kind != NULL ? "kind" : NULL, kind, NULL);
}

static GError *
new_locked_error (void)
{
  return g_error_new_literal (CADET_ERROR, CADET_ERROR_KEYRING_LOCKED,
                              _("The keyring that holds the AccessKey secret is locked. Unlock it "
                                "and try again."));
}

static GError *
new_missing_error (void)
{
  return g_error_new_literal (CADET_ERROR, CADET_ERROR_SECRET_MISSING,
                              _("The keyring has no AccessKey secret for this profile. Edit the "
                                "profile and enter the secret again."));
}

/* What libsecret and the bus below it say, as what the user can do about it. */
static GError *
translate (GError       *error,
           GCancellable *cancellable)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (g_cancellable_is_cancelled (cancellable))
        return g_steal_pointer (&owned);
      /* The user closed the keyring's question. */
      return new_locked_error ();
    }

  if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return new_locked_error ();

  if (owned->domain == SECRET_ERROR)
    return g_error_new (CADET_ERROR, CADET_ERROR_FAILED,
                        /* Translators: %s is a technical reason */
                        _("The keyring that holds AccessKey secrets failed: %s. Look at it in the "
                          "Passwords and Keys program and try again."),
                        owned->message);

  g_debug ("No keyring answers: %s", owned->message);
  return g_error_new_literal (CADET_ERROR, CADET_ERROR_KEYRING_ABSENT,
                              _("No keyring answers, so Cadet can neither read nor keep AccessKey "
                                "secrets. Start a secret service such as GNOME Keyring and try "
                                "again, or use the command line with "
                                "ALIBABA_CLOUD_ACCESS_KEY_ID and "
                                "ALIBABA_CLOUD_ACCESS_KEY_SECRET."));
}

static void
reject (DexPromise *promise,
        GError     *error)
{
  dex_promise_reject (promise, translate (error, dex_promise_get_cancellable (promise)));
}

typedef struct
{
  DexPromise *promise;
  GHashTable *attributes;
} Lookup;

static void
lookup_free (Lookup *lookup)
{
  dex_clear (&lookup->promise);
  g_clear_pointer (&lookup->attributes, g_hash_table_unref);
  g_free (lookup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    reject (lookup->promise, g_steal_pointer (&error));
  else
    dex_promise_reject (lookup->promise,
                        found != NULL ? new_locked_error () : new_missing_error ());

  g_list_free_full (found, g_object_unref);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;
  SecretValue *secret = secret_password_lookup_binary_finish (result, &error);

  if (secret != NULL)
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, SECRET_TYPE_VALUE);
      g_value_take_boxed (&value, secret);
      dex_promise_resolve (lookup->promise, &value);
      g_value_unset (&value);
      return;
    }

  if (error != NULL)
    {
      reject (lookup->promise, g_steal_pointer (&error));
      return;
    }

  /* libsecret says the same of a secret that is not there and of one that stayed locked. */
  secret_password_searchv (&schema, lookup->attributes, SECRET_SEARCH_NONE,
                           dex_promise_get_cancellable (lookup->promise), search_cb, lookup);
  lookup = NULL;
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    reject (promise, g_steal_pointer (&error));
}

/* What is still there was locked, and stays. */
static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;
  GList *left = secret_password_search_finish (result, &error);

  if (error != NULL)
    reject (lookup->promise, g_steal_pointer (&error));
  else if (left != NULL)
    dex_promise_reject (lookup->promise, new_locked_error ());
  else
    dex_promise_resolve_boolean (lookup->promise, TRUE);

  g_list_free_full (left, g_object_unref);
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    {
      reject (lookup->promise, g_steal_pointer (&error));
      return;
    }

  secret_password_searchv (&schema, lookup->attributes, SECRET_SEARCH_ALL,
                           dex_promise_get_cancellable (lookup->promise), left_cb, lookup);
  lookup = NULL;
}

/* libsecret passes over what is locked when it clears, and does not say so. */
static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  g_list_free_full (found, g_object_unref);
  if (error != NULL)
    {
      reject (lookup->promise, g_steal_pointer (&error));
      return;
    }

  secret_password_clearv (&schema, lookup->attributes,
                          dex_promise_get_cancellable (lookup->promise), clear_cb, lookup);
  lookup = NULL;
}

static void
cadet_keyring_class_init (CadetKeyringClass *klass)
{
}

static void
cadet_keyring_init (CadetKeyring *self)
{
}

/**
 * cadet_keyring_new:
 *
 * Makes a keyring. Nothing is asked of the secret service before the first call.
 *
 * Returns: (transfer full): the keyring
 */
CadetKeyring *
cadet_keyring_new (void)
{
  return g_object_new (CADET_TYPE_KEYRING, NULL);
}

/**
 * cadet_keyring_lookup:
 * @self: a keyring
 * @profile_id: the profile's ID
 * @kind: what the secret is, such as %CADET_KEYRING_ACCESS_KEY_SECRET
 *
 * Looks a secret up, which may ask the user to unlock the keyring; there is no time limit.
 *
 * Returns: (transfer full): a future that resolves to a #SecretValue, or rejects with a
 *   %CADET_ERROR_KEYRING_ABSENT, %CADET_ERROR_KEYRING_LOCKED, %CADET_ERROR_SECRET_MISSING or
 *   %CADET_ERROR_FAILED. Dropping it cancels.
 */
DexFuture *
cadet_keyring_lookup (CadetKeyring *self,
                      const char   *profile_id,
                      const char   *kind)
{
  g_autoptr (DexPromise) promise = NULL;
  Lookup *lookup;

  g_return_val_if_fail (CADET_IS_KEYRING (self), NULL);
  g_return_val_if_fail (profile_id != NULL && kind != NULL, NULL);

  promise = dex_promise_new_cancellable ();
  lookup = g_new0 (Lookup, 1);
  lookup->promise = dex_ref (promise);
  lookup->attributes = new_attributes (profile_id, kind);
  secret_password_lookupv (&schema, lookup->attributes, dex_promise_get_cancellable (promise),
                           lookup_cb, lookup);

  return DEX_FUTURE (g_steal_pointer (&promise));
}

/**
 * cadet_keyring_store:
 * @self: a keyring
 * @profile_id: the profile's ID
 * @profile_name: its name, to be read in the keyring's own program
 * @kind: what the secret is, such as %CADET_KEYRING_ACCESS_KEY_SECRET
 * @secret: the secret
 *
 * Keeps a secret in the user's default keyring, in place of the one that was there.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects as [method@Keyring.lookup]
 *   does. Dropping it cancels.
 */
DexFuture *
cadet_keyring_store (CadetKeyring *self,
                     const char   *profile_id,
                     const char   *profile_name,
                     const char   *kind,
                     SecretValue  *secret)
{
  g_autoptr (DexPromise) promise = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (CADET_IS_KEYRING (self), NULL);
  g_return_val_if_fail (profile_id != NULL && profile_name != NULL && kind != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  promise = dex_promise_new_cancellable ();
  attributes = new_attributes (profile_id, kind);
  if (g_str_equal (kind, CADET_KEYRING_ACCESS_KEY_SECRET))
    /* Translators: shown in the keyring's own program; %s is a profile's name */
    label = g_strdup_printf (_("Cadet: AccessKey secret of “%s”"), profile_name);
  else
    /* Translators: shown in the keyring's own program; %s is a profile's name */
    label = g_strdup_printf (_("Cadet: security token of “%s”"), profile_name);

  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret,
                                 dex_promise_get_cancellable (promise), store_cb,
                                 dex_ref (promise));

  return DEX_FUTURE (g_steal_pointer (&promise));
}

/**
 * cadet_keyring_clear:
 * @self: a keyring
 * @profile_id: the profile's ID
 *
 * Removes all secrets of a profile; there may be none. May ask the user to unlock the keyring.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects as [method@Keyring.lookup]
 *   does. Dropping it cancels.
 */
DexFuture *
cadet_keyring_clear (CadetKeyring *self,
                     const char   *profile_id)
{
  g_autoptr (DexPromise) promise = NULL;
  Lookup *lookup;

  g_return_val_if_fail (CADET_IS_KEYRING (self), NULL);
  g_return_val_if_fail (profile_id != NULL, NULL);

  promise = dex_promise_new_cancellable ();
  lookup = g_new0 (Lookup, 1);
  lookup->promise = dex_ref (promise);
  lookup->attributes = new_attributes (profile_id, NULL);
  secret_password_searchv (&schema, lookup->attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK,
                           dex_promise_get_cancellable (promise), unlocked_cb, lookup);

  return DEX_FUTURE (g_steal_pointer (&promise));
}
