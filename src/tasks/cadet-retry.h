/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-exchange.h"

G_BEGIN_DECLS

/**
 * CadetRetryCause:
 * @CADET_RETRY_CONNECT: no connection could be made
 * @CADET_RETRY_THROTTLED: the service said that there were too many requests
 * @CADET_RETRY_CLOCK: the date of the request was too far off
 * @CADET_RETRY_CREDENTIALS: the temporary credentials had expired
 *
 * Why something is sent again.
 */
typedef enum
{
  CADET_RETRY_CONNECT,
  CADET_RETRY_THROTTLED,
  CADET_RETRY_CLOCK,
  CADET_RETRY_CREDENTIALS,
} CadetRetryCause;

/**
 * CadetRetryStep:
 * @cause: why it is sent again; with %CADET_RETRY_CREDENTIALS they have to be renewed before
 * @delay_ms: how long to wait before
 * @clock_difference_ms: with %CADET_RETRY_CLOCK, how far the service's clock is ahead
 *
 * What to do before the next try.
 */
typedef struct
{
  CadetRetryCause cause;
  guint delay_ms;
  gint64 clock_difference_ms;
} CadetRetryStep;

/**
 * CadetRetryClock:
 * @get_now_ms: the time of this machine: UTC in ms
 * @get_random: a number from 0 to 1, 1 excluded
 * @user_data: for both
 *
 * What is not the same each time, for tests.
 */
typedef struct
{
  gint64 (*get_now_ms) (gpointer user_data);
  double (*get_random) (gpointer user_data);
  gpointer user_data;
} CadetRetryClock;

/* Whether, when and how often something is sent again by itself: only where it is proven that the
 * service did not act. One of these for each thing to be sent; its limits are for all
 * tries of it. */
typedef struct _CadetRetry CadetRetry;

CadetRetry *cadet_retry_new  (const CadetRetryClock *clock);
void        cadet_retry_free (CadetRetry            *self);
gboolean    cadet_retry_next (CadetRetry            *self,
                              CadetExchange         *exchange,
                              CadetOutcome          *outcome,
                              CadetRetryStep        *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetRetry, cadet_retry_free)

G_END_DECLS
