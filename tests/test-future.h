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
  g_main_loop_quit (user_data);

  return dex_ref (future);
}

/* Runs the main loop until @future has an end; the test's own time limit is the bound. */
static inline const GValue *
settle (DexFuture *future,
        GError   **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (dex_future_is_pending (future))
    {
      dex_future_disown (dex_future_finally (dex_ref (future), settled_cb, loop, NULL));
      g_main_loop_run (loop);
    }

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
