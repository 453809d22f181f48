/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

G_BEGIN_DECLS

/**
 * CadetAsking:
 * @client: sends the calls
 * @source: who signs
 * @task_id: the task to ask for
 * @cancellable: (nullable): ends it
 * @clock_difference_ms: how far the service's clock is ahead, as far as known; kept from call to
 *   call
 * @retry_after_ms: how long the service wants to be left alone after a failure, 0 where it did not
 *   say
 * @may_sign: after a failure: whether there was anybody to sign
 *
 * One GetTask.
 */
typedef struct
{
  CadetClient *client;
  CadetAccessSource *source;
  gint64 task_id;
  GCancellable *cancellable;
  gint64 clock_difference_ms;
  guint retry_after_ms;
  gboolean may_sign;
} CadetAsking;

CadetTaskReport *cadet_asking_await     (CadetAsking  *self,
                                         GError      **error);
guint            cadet_asking_get_delay (guint         step,
                                         guint         n_failures,
                                         gboolean      hidden,
                                         double        random);

G_END_DECLS
