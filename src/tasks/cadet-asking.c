/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-asking.h"

#include "cloud/cadet-bpstudio.h"
#include "model/cadet-error.h"
#include "tasks/cadet-retry.h"
#include "tasks/cadet-sending.h"

#include <glib/gi18n.h>

/* The waits before the first question, the second, and so on; the last one stays. */
static const guint delays_s[] = { 2, 3, 5, 8, 13, 21, 34, 55, 60 };

#define JITTER 0.2
#define HIDDEN_FACTOR 4

/* After failures in a row each wait is twice as long, this often at most. */
#define MAX_DOUBLINGS 2

static CadetTaskReport *
check_id (CadetAsking      *self,
          CadetTaskReport  *report,
          GError          **error)
{
  g_autoptr (CadetTaskReport) owned = report;
  g_autofree char *asked = NULL;
  g_autofree char *answered = NULL;

  if (owned == NULL || cadet_task_report_get_task_id (owned) == self->task_id)
    return g_steal_pointer (&owned);

  asked = g_strdup_printf ("%" G_GINT64_FORMAT, self->task_id);
  answered = g_strdup_printf ("%" G_GINT64_FORMAT, cadet_task_report_get_task_id (owned));
  g_set_error (error, CADET_ERROR, CADET_ERROR_SERVICE,
               /* Translators: both are the IDs of tasks, whole numbers */
               _ ("The service was asked for the task %s and answered of the task %s, so its state "
                  "is not known."),
               asked, answered);

  return NULL;
}

/* What stands in the way and can be put right at once: returns whether it was. */
static gboolean
await_remedy (CadetAsking    *self,
              CadetRetry     *retry,
              CadetExchange  *exchange,
              CadetAccess   **access)
{
  CadetRetryStep step;
  g_autoptr (CadetAccess) renewed = NULL;

  g_assert (CADET_IS_EXCHANGE (exchange));

  if (!cadet_retry_next (retry, exchange, NULL, &step))
    return FALSE;

  switch (step.cause)
    {
    case CADET_RETRY_CLOCK:
      self->clock_difference_ms = step.clock_difference_ms;
      return TRUE;

    case CADET_RETRY_CREDENTIALS:
      renewed = dex_await_object (cadet_access_source_renew (self->source, *access), NULL);
      return renewed != NULL && g_set_object (access, renewed);

    case CADET_RETRY_THROTTLED:
      self->retry_after_ms = step.delay_ms;
      return FALSE;

    case CADET_RETRY_CONNECT:
    default:
      return FALSE;
    }
}

/**
 * cadet_asking_await:
 * @self: what to ask
 * @error: return location for an error
 *
 * Asks once, and a second time at once where only the clock or the credentials stood in the way. To
 * be called in a fiber, which waits here.
 *
 * Returns: (transfer full) (nullable): what the service says of the task, or %NULL with a
 *   #CadetError or %G_IO_ERROR_CANCELLED
 */
CadetTaskReport *
cadet_asking_await (CadetAsking  *self,
                    GError      **error)
{
  g_autoptr (CadetRetry) retry = NULL;
  g_autoptr (CadetAccess) access = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  self->retry_after_ms = 0;
  access = dex_await_object (cadet_sending_load_access (self->source, self->cancellable), error);
  self->may_sign = access != NULL;
  if (access == NULL)
    return NULL;

  retry = cadet_retry_new (NULL);
  for (;;)
    {
      g_autoptr (CadetRequest) request = cadet_bpstudio_get_task_request (self->task_id);
      g_autoptr (CadetExchange) exchange = NULL;
      g_autoptr (GError) failure = NULL;
      CadetTaskReport *report;

      cadet_request_set_clock_difference (request, self->clock_difference_ms);
      exchange = dex_await_object (cadet_client_send (self->client, request, access,
                                                      self->cancellable, NULL, NULL, NULL),
                                   error);
      if (exchange == NULL)
        return NULL;

      report = cadet_exchange_dup_task_report (exchange, g_get_real_time () / 1000, &failure);
      if (report != NULL)
        return check_id (self, report, error);
      if (!await_remedy (self, retry, exchange, &access))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
}

/**
 * cadet_asking_get_delay:
 * @step: how often it was asked already
 * @n_failures: how many of the last questions failed in a row
 * @hidden: whether nobody looks
 * @random: a number from 0 to 1
 *
 * Returns: how long to wait before the next question, in ms: 2, 3, 5, 8, 13, 21, 34, 55 and then
 *   60 s, a fifth more or less, longer after failures and where nobody looks
 */
guint
cadet_asking_get_delay (guint    step,
                        guint    n_failures,
                        gboolean hidden,
                        double   random)
{
  guint delay_s = delays_s[MIN (step, G_N_ELEMENTS (delays_s) - 1)];
  double delay_ms = delay_s * 1000.0 * (1 - JITTER + 2 * JITTER * random);

  delay_ms *= 1 << MIN (n_failures, MAX_DOUBLINGS);
  if (hidden)
    delay_ms *= HIDDEN_FACTOR;

  return (guint) delay_ms;
}
