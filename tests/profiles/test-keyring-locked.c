/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* A keyring that is locked, whose question is answered, closed or left alone, and one that is not
 * there although its bus is. */

#include "config.h"

#include "profiles/cadet-keyring.h"
#include "mock-keyring.h"
#include "test-future.h"

#include <string.h>

#define PROFILE "11111111-2222-4333-8444-555555555555"
#define SECRET "YourAccessKeySecret"

typedef struct
{
  MockKeyring *service;
  CadetKeyring *keyring;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->service = mock_keyring_start ();
  fixture->service->locked = TRUE;
  fixture->keyring = cadet_keyring_new ();
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  secret_service_disconnect ();
  g_clear_object (&fixture->keyring);
  mock_keyring_stop (fixture->service);
}

static DexFuture *
lookup (Fixture *fixture)
{
  return cadet_keyring_lookup (fixture->keyring, PROFILE, CADET_KEYRING_ACCESS_KEY_SECRET);
}

static DexFuture *
store (Fixture *fixture)
{
  g_autoptr (SecretValue) secret = secret_value_new (SECRET, -1, "text/plain");

  return cadet_keyring_store (fixture->keyring, PROFILE, "Production",
                              CADET_KEYRING_ACCESS_KEY_SECRET, secret);
}

static DexFuture *
clear (Fixture *fixture)
{
  return cadet_keyring_clear (fixture->keyring, PROFILE);
}

static void
assert_found (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = settle (future, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (g_value_get_boxed (value)), ==, SECRET);
  dex_unref (future);
}

static void
assert_locked (DexFuture *future)
{
  g_autofree char *message = fail (future, CADET_ERROR_KEYRING_LOCKED);

  g_assert_nonnull (strstr (message, "locked"));
  g_assert_nonnull (strstr (message, "Unlock it"));
  g_assert_null (strstr (message, SECRET));
}

static void
test_unlocked (Fixture       *fixture,
               gconstpointer  data)
{
  fixture->service->prompt = MOCK_KEYRING_UNLOCKS;
  assert_found (lookup (fixture));
  g_assert_cmpuint (fixture->service->n_prompts, ==, 1);

  fixture->service->locked = TRUE;
  succeed (store (fixture));
  g_assert_cmpuint (fixture->service->n_prompts, ==, 2);

  fixture->service->locked = TRUE;
  succeed (clear (fixture));
  g_assert_false (fixture->service->has_item);
}

/* The user closes the question: nothing is found, kept or removed, and nothing else is said. */
static void
test_dismissed (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->service->prompt = MOCK_KEYRING_DISMISSES;
  assert_locked (lookup (fixture));
  g_assert_cmpuint (fixture->service->n_prompts, ==, 1);

  fixture->service->has_item = FALSE;
  assert_locked (store (fixture));
  g_assert_cmpuint (fixture->service->n_prompts, ==, 2);
  g_assert_false (fixture->service->has_item);

  fixture->service->has_item = TRUE;
  assert_locked (clear (fixture));
  g_assert_true (fixture->service->has_item);
}

/* Nothing is locked that is not there. */
static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *message = NULL;

  fixture->service->has_item = FALSE;
  message = fail (lookup (fixture), CADET_ERROR_SECRET_MISSING);
  g_assert_nonnull (strstr (message, "enter the secret again"));
  succeed (clear (fixture));
  g_assert_cmpuint (fixture->service->n_prompts, ==, 0);
}

static void
wait_for_prompt (Fixture *fixture)
{
  while (fixture->service->n_prompts == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Who takes time is waited for. */
static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  DexFuture *future;

  fixture->service->prompt = MOCK_KEYRING_WAITS;
  future = lookup (fixture);
  wait_for_prompt (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_true (dex_future_is_pending (future));
  mock_keyring_answer (fixture->service, TRUE);
  assert_found (future);
}

/* Who does not answer is not waited for any more, and the question goes. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  fixture->service->prompt = MOCK_KEYRING_WAITS;
  future = dex_future_first (lookup (fixture), dex_cancellable_new_from_cancellable (cancellable),
                             NULL);
  wait_for_prompt (fixture);
  g_cancellable_cancel (cancellable);
  settle (future, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dex_unref (future);
  while (fixture->service->n_dismissed == 0)
    g_main_context_iteration (NULL, TRUE);

  /* The next one is asked anew. */
  fixture->service->prompt = MOCK_KEYRING_UNLOCKS;
  assert_found (lookup (fixture));
}

static void
assert_absent (DexFuture *future)
{
  g_autofree char *message = fail (future, CADET_ERROR_KEYRING_ABSENT);

  g_assert_nonnull (strstr (message, "Start a secret service"));
  g_assert_null (strstr (message, SECRET));
}

/* There is a bus and no service on it. */
static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  mock_keyring_leave (fixture->service);
  assert_absent (lookup (fixture));
  assert_absent (store (fixture));
  assert_absent (clear (fixture));
}

static void
test_no_bus (void)
{
  g_test_skip ("there is no dbus-daemon");
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *bus;
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("SECRET_BACKEND", "service", TRUE);
  dex_init ();

  bus = start_bus ();
  if (bus == NULL)
    {
      g_test_add_func ("/profiles/keyring-locked", test_no_bus);
      return g_test_run ();
    }

#define ADD(name, func) \
  g_test_add ("/profiles/keyring-locked/" name, Fixture, NULL, fixture_set_up, func, \
              fixture_tear_down)

  ADD ("unlocked", test_unlocked);
  ADD ("dismissed", test_dismissed);
  ADD ("missing", test_missing);
  ADD ("slow", test_slow);
  ADD ("cancelled", test_cancelled);
  ADD ("absent", test_absent);

  result = g_test_run ();
  stop_bus (bus);
  return result;
}
