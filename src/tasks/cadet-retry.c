/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-retry.h"

#include "model/cadet-error.h"

/* How often something is sent again for each cause, and for how long in all. */
#define MAX_CONNECT 3
#define MAX_THROTTLED 5
#define MAX_CLOCK 1
#define MAX_CREDENTIALS 1
#define MAX_TOTAL_MS (60 * 1000)

/* A first wait; each further one may be twice as long. */
#define CONNECT_DELAY_MS 200
#define THROTTLED_DELAY_MS 1000

static const guint limits[] = {
  [CADET_RETRY_CONNECT] = MAX_CONNECT,
  [CADET_RETRY_THROTTLED] = MAX_THROTTLED,
  [CADET_RETRY_CLOCK] = MAX_CLOCK,
  [CADET_RETRY_CREDENTIALS] = MAX_CREDENTIALS,
};

struct _CadetRetry
{
  CadetRetryClock clock;
  gint64 began_ms;
  guint counts[G_N_ELEMENTS (limits)];
};

static gint64
get_real_now_ms (gpointer user_data)
{
  return g_get_real_time () / 1000;
}

static double
get_real_random (gpointer user_data)
{
  return g_random_double ();
}

static const CadetRetryClock real_clock = { get_real_now_ms, get_real_random, NULL };

/* Codes of the gateway, which refused before the back end ran:
 * https://developer.aliyun.com/ask/278265, https://help.aliyun.com/en/dns/error-code. */
static const struct
{
  const char *pattern;
  CadetRetryCause cause;
} codes[] = {
  { "Throttling*", CADET_RETRY_THROTTLED },
  { "Rejected.Throttling", CADET_RETRY_THROTTLED },
  { "InvalidTimeStamp.Expired", CADET_RETRY_CLOCK },
  { "InvalidSecurityToken.Expired", CADET_RETRY_CREDENTIALS },
};

/* Whether no connection could be made, as opposed to a request that nobody could send. */
static gboolean
is_connect_failure (const GError *error)
{
  return g_error_matches (error, CADET_ERROR, CADET_ERROR_CONNECT)
         || g_error_matches (error, CADET_ERROR, CADET_ERROR_NO_NETWORK)
         || g_error_matches (error, CADET_ERROR, CADET_ERROR_TIMEOUT);
}

static gboolean
find_cause (CadetExchange   *exchange,
            CadetOutcome    *outcome,
            CadetRetryCause *cause)
{
  g_autofree char *code = NULL;

  g_assert (CADET_IS_EXCHANGE (exchange));

  if (cadet_exchange_get_stage (exchange) == CADET_EXCHANGE_PREPARED)
    {
      *cause = CADET_RETRY_CONNECT;

      return is_connect_failure (cadet_exchange_get_error (exchange));
    }

  if (cadet_exchange_get_stage (exchange) != CADET_EXCHANGE_ANSWERED)
    return FALSE;
  /* The code alone is no proof: the judge looks at the whole reply. */
  if (outcome != NULL && cadet_outcome_get_kind (outcome) != CADET_OUTCOME_REFUSED)
    return FALSE;

  code = cadet_exchange_dup_code (exchange);
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (codes); i++)
    if (g_pattern_match_simple (codes[i].pattern, code))
      {
        *cause = codes[i].cause;
        return TRUE;
      }

  return FALSE;
}

/* What the service asks for, in milliseconds. */
static gboolean
read_retry_after (CadetExchange *exchange,
                  guint64       *milliseconds)
{
  g_autofree char *text = cadet_exchange_dup_reply_header (exchange, "x-acs-retry-after");

  g_assert (CADET_IS_EXCHANGE (exchange));

  return text != NULL
         && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, milliseconds, NULL);
}

/* Full jitter: anything up to a bound that doubles each time. */
static guint64
get_random_delay (CadetRetry *self,
                  guint       first_ms,
                  guint       count)
{
  return self->clock.get_random (self->clock.user_data) * ((guint64) first_ms << count);
}

/**
 * cadet_retry_new:
 * @clock: (nullable): the time and the random numbers to use in place of the real ones
 *
 * Returns: (transfer full): what decides over one thing to be sent, which begins now
 */
CadetRetry *
cadet_retry_new (const CadetRetryClock *clock)
{
  CadetRetry *self = g_new0 (CadetRetry, 1);

  self->clock = clock != NULL ? *clock : real_clock;
  self->began_ms = self->clock.get_now_ms (self->clock.user_data);

  return self;
}

/**
 * cadet_retry_free:
 * @self: (transfer full): a retry
 *
 * Frees @self.
 */
void
cadet_retry_free (CadetRetry *self)
{
  g_return_if_fail (self != NULL);

  g_free (self);
}

/**
 * cadet_retry_next:
 * @self: a retry
 * @exchange: how the last try went
 * @outcome: (nullable): what the judge made of it; %NULL for a call that only reads
 * @step: (out caller-allocates): what to do before the next try
 *
 * Decides whether the same is sent again:
 *
 * - a connection that could not be made: up to 3 times, after a random part of 0.2, 0.4 and 0.8 s;
 * - throttling: up to 5 times, after what `x-acs-retry-after` says in ms, or else a random part of
 *   1, 2, 4, 8 and 16 s;
 * - `InvalidTimeStamp.Expired`: once, at once, with the difference to the clock of the reply's
 *   `Date`;
 * - `InvalidSecurityToken.Expired`: once, at once, after the credentials were renewed;
 *
 * and only where the wait ends within 60 s since @self was made. In everything else the service may
 * have acted, or would say the same again (https://developer.aliyun.com/ask/278265). A try that is
 * sent needs a nonce and a date of its own, as [method@Client.send] gives it.
 *
 * Returns: whether to send it again
 */
gboolean
cadet_retry_next (CadetRetry     *self,
                  CadetExchange  *exchange,
                  CadetOutcome   *outcome,
                  CadetRetryStep *step)
{
  CadetRetryCause cause;
  gint64 now_ms;
  guint64 delay_ms = 0;
  guint count;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_EXCHANGE (exchange), FALSE);
  g_return_val_if_fail (outcome == NULL || CADET_IS_OUTCOME (outcome), FALSE);
  g_return_val_if_fail (step != NULL, FALSE);

  *step = (CadetRetryStep) { 0 };
  if (!find_cause (exchange, outcome, &cause))
    return FALSE;

  count = self->counts[cause];
  if (count >= limits[cause])
    return FALSE;

  now_ms = self->clock.get_now_ms (self->clock.user_data);
  switch (cause)
    {
    case CADET_RETRY_CONNECT:
      delay_ms = get_random_delay (self, CONNECT_DELAY_MS, count);
      break;

    case CADET_RETRY_THROTTLED:
      if (!read_retry_after (exchange, &delay_ms))
        delay_ms = get_random_delay (self, THROTTLED_DELAY_MS, count);
      break;

    case CADET_RETRY_CLOCK:
      {
        gint64 date_ms = cadet_exchange_get_date (exchange);

        if (date_ms == 0)
          return FALSE;
        step->clock_difference_ms = date_ms - now_ms;
      }
      break;

    case CADET_RETRY_CREDENTIALS:
    default:
      break;
    }

  /* A clock that was set back in between makes no more time. */
  if (delay_ms > MAX_TOTAL_MS
      || MAX (now_ms - self->began_ms, 0) + (gint64) delay_ms > MAX_TOTAL_MS)
    return FALSE;

  self->counts[cause]++;
  step->cause = cause;
  step->delay_ms = (guint) delay_ms;

  return TRUE;
}
