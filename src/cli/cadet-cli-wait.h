/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-follower.h"

G_BEGIN_DECLS

/**
 * CadetCliWait:
 * @follower: asks the service
 * @task: what is waited for
 * @cancellable: ends the wait
 * @deadline: when the wait is over, as g_get_monotonic_time() counts; 0 for never
 * @stays_followed: whether the window goes on with it where the wait ends before
 *
 * A wait for a task that is told of on standard error.
 */
typedef struct
{
  CadetFollower *follower;
  CadetTask *task;
  GCancellable *cancellable;
  gint64 deadline;
  gboolean stays_followed;
} CadetCliWait;

gboolean cadet_cli_parse_timeout (const char   *command,
                                  const char   *text,
                                  gint64       *timeout_us,
                                  int          *status);
int      cadet_cli_wait_ask      (CadetCliWait *self);
int      cadet_cli_wait_rest     (CadetCliWait *self);
int      cadet_cli_wait_status   (CadetTask    *task);

G_END_DECLS
