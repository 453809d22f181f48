/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-retry.h"

#include "model/cadet-error.h"
#include "tasks/cadet-asking.h"

#include <gio/gio.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1755756422000) /* Thu, 21 Aug 2025 06:07:02 GMT */

/* A clock that stands still until it is told to go. */
typedef struct
{
  gint64 now_ms;
  double random;
} Clock;

static gint64
get_now_ms (gpointer user_data)
{
  return ((Clock *) user_data)->now_ms;
}

static double
get_random (gpointer user_data)
{
  return ((Clock *) user_data)->random;
}

static CadetRetry *
new_retry (Clock *clock)
{
  CadetRetryClock injected = { get_now_ms, get_random, clock };

  return cadet_retry_new (&injected);
}

static CadetExchange *
new_failed (CadetExchangeStage stage,
            GQuark             domain,
            int                code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "It failed.");

  return cadet_exchange_new (stage, error, 0, NULL, NULL);
}

static CadetExchange *
new_answered (guint       http_status,
              const char *headers,
              const char *code,
              const char *data)
{
  g_autofree char *all = g_strdup_printf ("HTTP/1.1 400 Bad Request\n%s", headers);
  g_autofree char *body =
    g_strdup_printf ("{\"Code\":\"%s\",\"Message\":\"words\"%s}", code, data);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return cadet_exchange_new (CADET_EXCHANGE_ANSWERED, NULL, http_status, all, bytes);
}

static gboolean
next (CadetRetry     *retry,
      CadetExchange  *exchange,
      CadetRetryStep *step)
{
  g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);

  return cadet_retry_next (retry, exchange, outcome, step);
}

/* Which replies are followed by another try, once. All others are not. */
static const struct
{
  guint http_status;
  const char *headers;
  const char *code;
  const char *data;
  int cause; /* -1: no other try */
  guint delay_ms;
} replies[] = {
  { 400, "", "Throttling", "", CADET_RETRY_THROTTLED, 500 },
  { 400, "", "Throttling.User", "", CADET_RETRY_THROTTLED, 500 },
  { 429, "", "Throttling.Api", "", CADET_RETRY_THROTTLED, 500 },
  { 503, "", "Rejected.Throttling", "", CADET_RETRY_THROTTLED, 500 },
  { 400, "x-acs-retry-after: 1234\n", "Throttling.User", "", CADET_RETRY_THROTTLED, 1234 },
  { 400, "X-Acs-Retry-After: 0\n", "Throttling.User", "", CADET_RETRY_THROTTLED, 0 },
  { 400, "x-acs-retry-after: 60000\n", "Throttling.User", "", CADET_RETRY_THROTTLED, 60000 },
  { 400, "x-acs-retry-after: 60001\n", "Throttling.User", "", -1, 0 },
  { 400, "x-acs-retry-after: 18446744073709551615\n", "Throttling.User", "", -1, 0 },
  { 400, "x-acs-retry-after: soon\n", "Throttling.User", "", CADET_RETRY_THROTTLED, 500 },
  { 400, "x-acs-retry-after: -1\n", "Throttling.User", "", CADET_RETRY_THROTTLED, 500 },
  { 400, "Date: Thu, 21 Aug 2025 07:07:02 GMT\n", "InvalidTimeStamp.Expired", "",
    CADET_RETRY_CLOCK, 0 },
  { 400, "", "InvalidTimeStamp.Expired", "", -1, 0 },
  { 400, "Date: soon\n", "InvalidTimeStamp.Expired", "", -1, 0 },
  { 403, "", "InvalidSecurityToken.Expired", "", CADET_RETRY_CREDENTIALS, 0 },
  /* A refusal that names a task contradicts itself and proves nothing. */
  { 400, "", "Throttling.User", ",\"Data\":1994", -1, 0 },
  { 400, "Date: Thu, 21 Aug 2025 07:07:02 GMT\n", "InvalidTimeStamp.Expired", ",\"Data\":1994", -1,
    0 },
  { 403, "", "InvalidSecurityToken.Expired", ",\"Data\":1994", -1, 0 },
  /* What the same request would meet again, and what may have acted. */
  { 400, "", "InvalidTimeStamp.Format", "", -1, 0 },
  { 400, "", "IllegalTimestamp", "", -1, 0 },
  { 400, "", "InvalidSecurityToken.Malformed", "", -1, 0 },
  { 400, "", "MissingSecurityToken", "", -1, 0 },
  { 400, "", "SignatureNonceUsed", "", -1, 0 },
  { 400, "", "SignatureDoesNotMatch", "", -1, 0 },
  { 403, "", "NoPermissions", "", -1, 0 },
  { 404, "", "InvalidAccessKeyId.NotFound", "", -1, 0 },
  { 400, "", "MissingParameter", "", -1, 0 },
  { 500, "", "InternalError", "", -1, 0 },
  { 500, "x-acs-retry-after: 1\n", "ServiceError", "", -1, 0 },
  { 503, "x-acs-retry-after: 1\n", "ServiceUnavailable", "", -1, 0 },
  { 504, "", "ServiceTimeout", "", -1, 0 },
  { 200, "", "2003", "", -1, 0 },
  { 200, "", "200", ",\"Data\":1994", -1, 0 },
  { 200, "", "200", "", -1, 0 },
};

static void
test_replies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      Clock clock = { NOW, 0.5 };
      g_autoptr (CadetRetry) retry = new_retry (&clock);
      g_autoptr (CadetExchange) exchange =
        new_answered (replies[i].http_status, replies[i].headers, replies[i].code,
                      replies[i].data);
      CadetRetryStep step;

      g_test_message ("%u %s", i, replies[i].code);
      if (replies[i].cause < 0)
        {
          g_assert_false (next (retry, exchange, &step));
          continue;
        }

      g_assert_true (next (retry, exchange, &step));
      g_assert_cmpint (step.cause, ==, replies[i].cause);
      g_assert_cmpuint (step.delay_ms, ==, replies[i].delay_ms);
      g_assert_cmpint (step.clock_difference_ms, ==,
                       step.cause == CADET_RETRY_CLOCK ? 60 * 60 * 1000 : 0);
    }
}

static void
test_not_the_service (void)
{
  Clock clock = { NOW, 0.5 };
  g_autoptr (CadetRetry) retry = new_retry (&clock);
  g_autoptr (GBytes) html = g_bytes_new_static ("<html>Throttling</html>", 23);
  g_autoptr (CadetExchange) exchange =
    cadet_exchange_new (CADET_EXCHANGE_ANSWERED, NULL, 429,
                        "HTTP/1.1 429 Too Many Requests\nx-acs-retry-after: 1\n", html);
  CadetRetryStep step;

  g_assert_false (next (retry, exchange, &step));
}

static const struct
{
  CadetExchangeStage stage;
  int code; /* -1: cancelled */
  gboolean again;
} failures[] = {
  { CADET_EXCHANGE_PREPARED, CADET_ERROR_CONNECT, TRUE },
  { CADET_EXCHANGE_PREPARED, CADET_ERROR_NO_NETWORK, TRUE },
  { CADET_EXCHANGE_PREPARED, CADET_ERROR_TIMEOUT, TRUE },
  { CADET_EXCHANGE_PREPARED, CADET_ERROR_INVALID, FALSE },
  { CADET_EXCHANGE_PREPARED, CADET_ERROR_FAILED, FALSE },
  { CADET_EXCHANGE_PREPARED, -1, FALSE },
  /* A byte may have left. */
  { CADET_EXCHANGE_SENT, CADET_ERROR_CONNECT, FALSE },
  { CADET_EXCHANGE_SENT, CADET_ERROR_TIMEOUT, FALSE },
  { CADET_EXCHANGE_SENT, CADET_ERROR_FAILED, FALSE },
  { CADET_EXCHANGE_SENT, CADET_ERROR_TOO_LARGE, FALSE },
  { CADET_EXCHANGE_SENT, -1, FALSE },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      Clock clock = { NOW, 0.5 };
      g_autoptr (CadetRetry) retry = new_retry (&clock);
      g_autoptr (CadetExchange) exchange = NULL;
      CadetRetryStep step;

      if (failures[i].code < 0)
        exchange = new_failed (failures[i].stage, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        exchange = new_failed (failures[i].stage, CADET_ERROR, failures[i].code);

      g_test_message ("Row %u", i);
      g_assert_cmpint (next (retry, exchange, &step), ==, failures[i].again);
      if (failures[i].again)
        {
          g_assert_cmpint (step.cause, ==, CADET_RETRY_CONNECT);
          g_assert_cmpuint (step.delay_ms, ==, 100);
        }
    }
}

/* How often each cause counts, and what the bounds of the waits are. */
static void
test_counts (void)
{
  static const guint connect_ms[] = { 200, 400, 800 };
  static const guint throttled_ms[] = { 1000, 2000, 4000, 8000, 16000 };
  Clock clock = { NOW, 1 };
  g_autoptr (CadetRetry) retry = new_retry (&clock);
  g_autoptr (CadetExchange) refused =
    new_failed (CADET_EXCHANGE_PREPARED, CADET_ERROR, CADET_ERROR_CONNECT);
  g_autoptr (CadetExchange) throttled = new_answered (400, "", "Throttling.User", "");
  g_autoptr (CadetExchange) skewed =
    new_answered (400, "Date: Thu, 21 Aug 2025 05:07:02 GMT\n", "InvalidTimeStamp.Expired", "");
  g_autoptr (CadetExchange) expired =
    new_answered (403, "", "InvalidSecurityToken.Expired", "");
  CadetRetryStep step;

  /* The causes do not use each other's tries up. */
  for (guint i = 0; i < G_N_ELEMENTS (connect_ms); i++)
    {
      g_assert_true (next (retry, refused, &step));
      g_assert_cmpuint (step.delay_ms, ==, connect_ms[i]);
    }
  g_assert_false (next (retry, refused, &step));

  for (guint i = 0; i < G_N_ELEMENTS (throttled_ms); i++)
    {
      g_assert_true (next (retry, throttled, &step));
      g_assert_cmpuint (step.delay_ms, ==, throttled_ms[i]);
    }
  g_assert_false (next (retry, throttled, &step));

  g_assert_true (next (retry, skewed, &step));
  g_assert_cmpint (step.clock_difference_ms, ==, -60 * 60 * 1000);
  g_assert_false (next (retry, skewed, &step));

  g_assert_true (next (retry, expired, &step));
  g_assert_false (next (retry, expired, &step));

  /* Full jitter: nothing is a wait, too. */
  clock.random = 0;
  {
    g_autoptr (CadetRetry) other = new_retry (&clock);

    g_assert_true (next (other, throttled, &step));
    g_assert_cmpuint (step.delay_ms, ==, 0);
  }
}

static void
test_total (void)
{
  Clock clock = { NOW, 0.5 };
  g_autoptr (CadetRetry) retry = new_retry (&clock);
  g_autoptr (CadetExchange) half =
    new_answered (400, "x-acs-retry-after: 30000\n", "Throttling.User", "");
  g_autoptr (CadetExchange) little =
    new_answered (400, "x-acs-retry-after: 1000\n", "Throttling.User", "");
  CadetRetryStep step;

  g_assert_true (next (retry, half, &step));
  clock.now_ms += 30000;
  g_assert_true (next (retry, half, &step));
  clock.now_ms += 29001;
  /* 59.001 s are over. */
  g_assert_false (next (retry, little, &step));
  clock.now_ms -= 1;
  g_assert_true (next (retry, little, &step));

  /* Setting the clock back makes no more time than there is. */
  clock.now_ms = NOW - 1000 * 1000;
  g_assert_true (next (retry, little, &step));
}

/* A call that only reads has no outcome. */
static void
test_read_only (void)
{
  Clock clock = { NOW, 0.5 };
  g_autoptr (CadetRetry) retry = new_retry (&clock);
  g_autoptr (CadetExchange) throttled = new_answered (400, "", "Throttling.User", "");
  g_autoptr (CadetExchange) denied = new_answered (403, "", "NoPermission", "");
  CadetRetryStep step;

  g_assert_true (cadet_retry_next (retry, throttled, NULL, &step));
  g_assert_false (cadet_retry_next (retry, denied, NULL, &step));
}

/* When the state of a task is asked for. */
static void
test_delays (void)
{
  static const guint seconds[] = { 2, 3, 5, 8, 13, 21, 34, 55, 60, 60, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_assert_cmpuint (cadet_asking_get_delay (i, 0, FALSE, 0.5), ==, seconds[i] * 1000);
      g_assert_cmpuint (cadet_asking_get_delay (i, 0, FALSE, 0), ==, seconds[i] * 800);
      g_assert_cmpuint (cadet_asking_get_delay (i, 0, FALSE, 1), ==, seconds[i] * 1200);
      g_assert_cmpuint (cadet_asking_get_delay (i, 0, TRUE, 0.5), ==, seconds[i] * 4000);
      g_assert_cmpuint (cadet_asking_get_delay (i, 1, FALSE, 0.5), ==, seconds[i] * 2000);
      g_assert_cmpuint (cadet_asking_get_delay (i, 2, FALSE, 0.5), ==, seconds[i] * 4000);
      g_assert_cmpuint (cadet_asking_get_delay (i, 99, TRUE, 0.5), ==, seconds[i] * 16000);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/tasks/retry/replies", test_replies);
  g_test_add_func ("/tasks/retry/not-the-service", test_not_the_service);
  g_test_add_func ("/tasks/retry/failures", test_failures);
  g_test_add_func ("/tasks/retry/counts", test_counts);
  g_test_add_func ("/tasks/retry/total", test_total);
  g_test_add_func ("/tasks/retry/read-only", test_read_only);
  g_test_add_func ("/tasks/retry/delays", test_delays);

  return g_test_run ();
}
