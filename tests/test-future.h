/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-error.h"

#include <libdex.h>

/* What tests do with a future; each takes the reference that it is given. */

static inline DexFuture *
settled_cb (DexFuture *future,
            gpointer   user_data)
{
  g_main_context_wakeup (NULL);

  return dex_ref (future);
}

/* Runs the main context until @future has an end, which may come while this is called; the test's
 * own time limit is the bound. */
static inline const GValue *
settle (DexFuture *future,
        GError   **error)
{
  if (dex_future_is_pending (future))
    dex_future_disown (dex_future_finally (dex_ref (future), settled_cb, NULL, NULL));
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

static inline void
succeed (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  settle (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

static inline gpointer
dup_object (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = settle (future, &error);
  gpointer object;

  g_assert_no_error (error);
  object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

static inline char *
fail (DexFuture *future,
      int        code)
{
  g_autoptr (GError) error = NULL;
  char *message;

  settle (future, &error);
  g_assert_error (error, CADET_ERROR, code);
  message = g_strdup (error->message);
  dex_unref (future);

  return message;
}
