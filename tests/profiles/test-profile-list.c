/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-profile-list.h"
#include "profiles/cadet-static-access.h"
#include "keyring-file.h"
#include "test-future.h"

#include <string.h>

/* The settings are in memory and shared by the whole process: each test leaves none behind. */
typedef struct
{
  GSettings *settings;
  CadetKeyring *keyring;
  CadetAccessSource *sandbox;
  CadetProfileList *list;
} Fixture;

static CadetAccessSource *
new_sandbox (void)
{
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new ("http://127.0.0.1:8080", NULL);
  g_autoptr (SecretValue) secret = secret_value_new ("SandboxSecret", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials = cadet_credentials_new ("SandboxId", secret, NULL);
  g_autoptr (CadetAccess) access = cadet_access_new (endpoint, credentials);

  return cadet_static_access_new (access);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->settings = g_settings_new (CADET_SETTINGS_ID);
  fixture->keyring = cadet_keyring_new ();
  fixture->sandbox = new_sandbox ();
  fixture->list = cadet_profile_list_new (fixture->settings, fixture->keyring, fixture->sandbox);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_settings_reset (fixture->settings, "profile-ids");
  g_settings_reset (fixture->settings, "default-profile");
  g_clear_object (&fixture->list);
  g_clear_object (&fixture->sandbox);
  g_clear_object (&fixture->keyring);
  g_clear_object (&fixture->settings);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static DexFuture *
add_future (Fixture    *fixture,
            const char *name,
            const char *access_key_id,
            const char *endpoint)
{
  g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");

  return cadet_profile_list_add (fixture->list, name, access_key_id, secret, endpoint);
}

static char *
dup_secret (CadetProfile *profile)
{
  g_autoptr (CadetAccess) access = NULL;

  access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (profile)));

  return g_strdup (secret_value_get_text (cadet_credentials_get_access_key_secret (
    cadet_access_get_credentials (access))));
}

static void
test_first_start (Fixture       *fixture,
                  gconstpointer  data)
{
  CadetProfile *sandbox = cadet_profile_list_find (fixture->list, CADET_PROFILE_ID_SANDBOX);
  g_autofree char *secret = NULL;

  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_nonnull (sandbox);
  g_assert_cmpint (cadet_profile_get_source (sandbox), ==, CADET_PROFILE_SANDBOX);
  g_assert_null (cadet_profile_list_get_default (fixture->list));

  /* The sandbox needs no keyring. */
  secret = dup_secret (sandbox);
  g_assert_cmpstr (secret, ==, "SandboxSecret");

  cadet_profile_list_set_default (fixture->list, sandbox);
  g_assert_true (cadet_profile_list_get_default (fixture->list) == sandbox);
}

static void
test_life (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (CadetProfileList) again = NULL;
  g_autoptr (GSettings) stored = NULL;
  g_autoptr (SecretValue) new_secret = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *first = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *name = NULL;
  CadetProfile *found;

  profile = dup_object (add_future (fixture, " Production ", " YourAccessKeyId\n", "cn-hangzhou"));
  id = g_strdup (cadet_profile_get_id (profile));
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpstr (cadet_profile_get_name (profile), ==, "Production");
  g_assert_cmpstr (cadet_profile_get_access_key_id (profile), ==, "YourAccessKeyId");
  g_assert_true (cadet_profile_list_find (fixture->list, "Production") == profile);
  g_assert_true (cadet_profile_list_find (fixture->list, id) == profile);
  g_assert_null (cadet_profile_list_find (fixture->list, "production"));
  g_assert_true (cadet_profile_list_get_default (fixture->list) == profile);
  first = dup_secret (profile);
  g_assert_cmpstr (first, ==, "YourAccessKeySecret");

  /* The next start has it before the sandbox. */
  again = cadet_profile_list_new (fixture->settings, fixture->keyring, fixture->sandbox);
  found = cadet_profile_list_find (again, "Production");
  g_assert_nonnull (found);
  g_assert_true (found != profile);

  /* Without a new secret the one in the keyring stays. */
  succeed (cadet_profile_list_update (fixture->list, profile, "Live", "OtherAccessKeyId", NULL,
                                      "ap-southeast-1"));
  g_assert_cmpstr (cadet_profile_get_name (profile), ==, "Live");
  g_assert_cmpstr (cadet_profile_get_endpoint (profile), ==, "ap-southeast-1");
  g_assert_cmpstr (cadet_profile_get_name (found), ==, "Live");
  kept = dup_secret (profile);
  g_assert_cmpstr (kept, ==, "YourAccessKeySecret");

  new_secret = secret_value_new ("NewAccessKeySecret", -1, "text/plain");
  succeed (cadet_profile_list_update (fixture->list, profile, "Live", "OtherAccessKeyId",
                                      new_secret, "ap-southeast-1"));
  changed = dup_secret (found);
  g_assert_cmpstr (changed, ==, "NewAccessKeySecret");

  cadet_profile_list_set_default (fixture->list, profile);
  succeed (cadet_profile_list_remove (fixture->list, profile));
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_null (cadet_profile_list_find (fixture->list, id));
  g_assert_null (cadet_profile_list_get_default (fixture->list));
  gone = fail (cadet_keyring_lookup (fixture->keyring, id, CADET_KEYRING_ACCESS_KEY_SECRET),
               CADET_ERROR_SECRET_MISSING);

  /* Nothing of it is left in the settings. */
  path = g_strconcat ("/io/github/cadetapp/Cadet/profiles/", id, "/", NULL);
  stored = g_settings_new_with_path (CADET_SETTINGS_ID ".Profile", path);
  name = g_settings_get_string (stored, "name");
  g_assert_cmpstr (name, ==, "");
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *access_key_id;
    const char *endpoint;
    const char *named;
  } rows[] = {
    { "", "YourAccessKeyId", "cn-hangzhou", "name" },
    { " \t ", "YourAccessKeyId", "cn-hangzhou", "name" },
    { "Production", "YourAccessKeyId", "cn-hangzhou", "“Production”" },
    { " Production ", "YourAccessKeyId", "cn-hangzhou", "“Production”" },
    { "sandbox", "YourAccessKeyId", "cn-hangzhou", "“sandbox”" },
    { "environment", "YourAccessKeyId", "cn-hangzhou", "“environment”" },
    { "Sandbox", "YourAccessKeyId", "cn-hangzhou", "“Sandbox”" },
    { "Other", "", "cn-hangzhou", "AccessKey ID" },
    { "Other", "  ", "cn-hangzhou", "AccessKey ID" },
    { "Other", "Your AccessKeyId", "cn-hangzhou", "AccessKey ID" },
    { "Other", "Your\nAccessKeyId", "cn-hangzhou", "AccessKey ID" },
    { "Other", "YourAccessKeyId", "", "endpoint" },
    { "Other", "YourAccessKeyId", "http://example.com", "http://example.com" },
    { "Other", "YourAccessKeyId", "cn-nowhere", "cn-nowhere" },
  };
  g_autoptr (CadetProfile) production = NULL;
  g_autoptr (CadetProfile) other = NULL;

  production = dup_object (add_future (fixture, "Production", "YourAccessKeyId", "cn-hangzhou"));
  other = dup_object (add_future (fixture, "Staging", "YourAccessKeyId", "cn-hangzhou"));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *added = NULL;
      g_autofree char *updated = NULL;

      added = fail (add_future (fixture, rows[i].name, rows[i].access_key_id, rows[i].endpoint),
                    CADET_ERROR_INVALID);
      g_assert_nonnull (strstr (added, rows[i].named));
      updated = fail (cadet_profile_list_update (fixture->list, other, rows[i].name,
                                                 rows[i].access_key_id, NULL, rows[i].endpoint),
                      CADET_ERROR_INVALID);
      g_assert_cmpstr (updated, ==, added);
    }

  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpstr (cadet_profile_get_name (other), ==, "Staging");
  g_assert_cmpstr (cadet_profile_get_endpoint (other), ==, "cn-hangzhou");

  /* A profile may keep its own name. */
  succeed (cadet_profile_list_update (fixture->list, other, "Staging", "OtherAccessKeyId", NULL,
                                      "cn-hangzhou"));
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

/* Another Cadet writes the same settings. */
static void
test_followed (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const with_one[] = { "11111111-2222-4333-8444-555555555555", NULL };
  static const char *const odd[] = {
    "", "a/b", "11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-555555555555", NULL
  };
  g_autoptr (GSettings) other = g_settings_new (CADET_SETTINGS_ID);
  g_autoptr (GSettings) profile = NULL;
  CadetProfile *found;
  guint n_changes = 0;

  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (changed_cb), &n_changes);

  profile = g_settings_new_with_path (CADET_SETTINGS_ID ".Profile",
                                      "/io/github/cadetapp/Cadet/profiles/"
                                      "11111111-2222-4333-8444-555555555555/");
  g_settings_set_string (profile, "name", "Elsewhere");
  g_settings_set_strv (other, "profile-ids", with_one);
  g_assert_cmpuint (n_changes, ==, 1);
  found = cadet_profile_list_find (fixture->list, "Elsewhere");
  g_assert_nonnull (found);

  g_settings_set_string (profile, "name", "Renamed");
  g_assert_cmpstr (cadet_profile_get_name (found), ==, "Renamed");

  /* What a hand wrote there does no harm. */
  g_settings_set_strv (other, "profile-ids", odd);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_true (cadet_profile_list_find (fixture->list, "Renamed") == found);
  g_signal_handlers_disconnect_by_func (fixture->list, changed_cb, &n_changes);
}

/* Where there is no keyring nothing is kept, and a profile can be removed. */
static void
test_no_keyring (void)
{
  if (g_test_subprocess ())
    {
      Fixture fixture = { NULL };
      g_autoptr (CadetProfile) kept = NULL;
      g_autofree char *message = NULL;
      g_autofree char *load_message = NULL;
      g_autoptr (GError) error = NULL;
      DexFuture *removed = NULL;
      static const char *const with_one[] = { "11111111-2222-4333-8444-555555555555", NULL };

      fixture_set_up (&fixture, NULL);
      message = fail (add_future (&fixture, "Production", "YourAccessKeyId", "cn-hangzhou"),
                      CADET_ERROR_KEYRING_ABSENT);
      g_assert_nonnull (message);
      g_assert_cmpuint (count (&fixture), ==, 1);

      g_settings_set_strv (fixture.settings, "profile-ids", with_one);
      g_assert_cmpuint (count (&fixture), ==, 2);
      kept = g_list_model_get_item (G_LIST_MODEL (fixture.list), 0);
      load_message = fail (cadet_access_source_load (CADET_ACCESS_SOURCE (kept)),
                           CADET_ERROR_KEYRING_ABSENT);

      /* The profile can go; that its secret may still be somewhere is told. */
      removed = cadet_profile_list_remove (fixture.list, kept);
      g_assert_false (g_value_get_boolean (settle (removed, &error)));
      g_assert_no_error (error);
      dex_unref (removed);
      g_assert_cmpuint (count (&fixture), ==, 1);
      fixture_tear_down (&fixture, NULL);
      return;
    }

  keyring_file_run_without ();
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *keyring = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  keyring = keyring_file_set_up ();

#define ADD(name, func) \
  g_test_add ("/profiles/list/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("first-start", test_first_start);
  ADD ("life", test_life);
  ADD ("invalid", test_invalid);
  ADD ("followed", test_followed);
  g_test_add_func ("/profiles/list/no-keyring", test_no_keyring);

  result = g_test_run ();
  keyring_file_tear_down (keyring);

  return result;
}
