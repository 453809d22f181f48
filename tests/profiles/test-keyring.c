/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-keyring.h"
#include "keyring-file.h"
#include "test-future.h"

#include <gio/gio.h>
#include <string.h>

#define PROFILE "11111111-2222-4333-8444-555555555555"
#define OTHER "66666666-7777-4888-9999-000000000000"

static void
store (CadetKeyring *keyring,
       const char   *profile,
       const char   *kind,
       const char   *text)
{
  g_autoptr (SecretValue) secret = secret_value_new (text, -1, "text/plain");

  succeed (cadet_keyring_store (keyring, profile, "Production", kind, secret));
}

static char *
lookup (CadetKeyring *keyring,
        const char   *profile,
        const char   *kind)
{
  DexFuture *future = cadet_keyring_lookup (keyring, profile, kind);
  g_autoptr (GError) error = NULL;
  const GValue *value = settle (future, &error);
  char *text;

  g_assert_no_error (error);
  text = g_strdup (secret_value_get_text (g_value_get_boxed (value)));
  dex_unref (future);

  return text;
}

static void
test_round_trip (void)
{
  g_autoptr (CadetKeyring) keyring = cadet_keyring_new ();
  g_autofree char *missing = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *token = NULL;
  g_autofree char *other = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *token_gone = NULL;
  g_autofree char *kept = NULL;

  missing = fail (cadet_keyring_lookup (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET),
                  CADET_ERROR_SECRET_MISSING);
  g_assert_nonnull (strstr (missing, "Edit the profile"));

  store (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET, "YourAccessKeySecret");
  store (keyring, PROFILE, CADET_KEYRING_SECURITY_TOKEN, "YourSecurityToken");
  store (keyring, OTHER, CADET_KEYRING_ACCESS_KEY_SECRET, "OtherAccessKeySecret");
  first = lookup (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET);
  g_assert_cmpstr (first, ==, "YourAccessKeySecret");

  /* A new secret takes the place of the old one and touches no other. */
  store (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET, "NewAccessKeySecret");
  second = lookup (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET);
  g_assert_cmpstr (second, ==, "NewAccessKeySecret");
  token = lookup (keyring, PROFILE, CADET_KEYRING_SECURITY_TOKEN);
  g_assert_cmpstr (token, ==, "YourSecurityToken");

  /* All of a profile's secrets go, and another's stay. */
  succeed (cadet_keyring_clear (keyring, PROFILE));
  gone = fail (cadet_keyring_lookup (keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET),
               CADET_ERROR_SECRET_MISSING);
  token_gone = fail (cadet_keyring_lookup (keyring, PROFILE, CADET_KEYRING_SECURITY_TOKEN),
                     CADET_ERROR_SECRET_MISSING);
  other = lookup (keyring, OTHER, CADET_KEYRING_ACCESS_KEY_SECRET);
  g_assert_cmpstr (other, ==, "OtherAccessKeySecret");

  /* There may be nothing to remove. */
  succeed (cadet_keyring_clear (keyring, PROFILE));
}

static void
test_absent (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (CadetKeyring) keyring = cadet_keyring_new ();
      g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");
      g_autofree char *lookup_message = NULL;
      g_autofree char *store_message = NULL;
      g_autofree char *clear_message = NULL;

      lookup_message = fail (cadet_keyring_lookup (keyring, PROFILE,
                                                   CADET_KEYRING_ACCESS_KEY_SECRET),
                             CADET_ERROR_KEYRING_ABSENT);
      g_assert_nonnull (strstr (lookup_message, "secret service"));
      store_message = fail (cadet_keyring_store (keyring, PROFILE, "Production",
                                                 CADET_KEYRING_ACCESS_KEY_SECRET, secret),
                            CADET_ERROR_KEYRING_ABSENT);
      g_assert_null (strstr (store_message, "YourAccessKeySecret"));
      clear_message = fail (cadet_keyring_clear (keyring, PROFILE), CADET_ERROR_KEYRING_ABSENT);
      g_assert_nonnull (clear_message);
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

  g_test_add_func ("/profiles/keyring/round-trip", test_round_trip);
  g_test_add_func ("/profiles/keyring/absent", test_absent);

  result = g_test_run ();
  keyring_file_tear_down (keyring);

  return result;
}
