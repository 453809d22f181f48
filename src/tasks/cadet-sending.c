/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-sending.h"

#include "tasks/cadet-retry.h"

#include <glib/gi18n.h>

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static void
try_cb (guint               number,
        CadetSignedRequest *request,
        gpointer            user_data)
{
  CadetSending *self = user_data;
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;

  g_assert (CADET_IS_SIGNED_REQUEST (request));

  headers = cadet_signed_request_dup_shown_headers (request);
  body = cadet_request_dup_shown_body (self->request);
  self->number = self->base + number;
  self->sent (self->number, get_now_ms (), headers, body, self->user_data);
}

/* Either ends, and @cancellable ends both. */
static DexFuture *
or_cancelled (DexFuture    *future,
              GCancellable *cancellable)
{
  if (cancellable == NULL)
    return future;

  return dex_future_first (future, dex_cancellable_new_from_cancellable (cancellable), NULL);
}

/* Returns whether the time passed; else it was cancelled. */
static gboolean
await_delay (CadetSending *self,
             guint         delay_ms)
{
  g_autoptr (GError) error = NULL;
  guint scaled_ms = (guint) (delay_ms * self->wait_scale);

  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;

  dex_await (or_cancelled (dex_timeout_new_msec (scaled_ms), self->cancellable), &error);

  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static CadetOutcome *
say_cancelled (CadetOutcome *last)
{
  g_autofree char *message = NULL;

  g_assert (CADET_IS_OUTCOME (last));

  /* Translators: %s is what the service or Cadet said of the last try. */
  message = g_strdup_printf (_ ("You cancelled before it was sent again. The last try ended with: "
                                "%s"),
                             cadet_outcome_get_message (last));

  return cadet_outcome_new (cadet_outcome_get_kind (last), 0,
                            cadet_outcome_get_http_status (last), cadet_outcome_get_code (last),
                            message, cadet_outcome_get_request_id (last),
                            cadet_outcome_get_recommend (last));
}

/* A try that never left does not make the one before it unsent: that one was refused. */
static CadetOutcome *
say_refused_first (CadetOutcome  *refused,
                   CadetExchange *exchange)
{
  g_autofree char *message = NULL;

  g_assert (CADET_IS_OUTCOME (refused));
  g_assert (CADET_IS_EXCHANGE (exchange));

  message = g_strdup_printf (/* Translators: the first %s is what the service said, the second a
                              * whole sentence about the connection. */
                             _ ("The service refused it first: %s. Then it could not be sent "
                                "again: %s"),
                             cadet_outcome_get_message (refused),
                             cadet_exchange_get_error (exchange)->message);

  return cadet_outcome_new (CADET_OUTCOME_REFUSED, 0, cadet_outcome_get_http_status (refused),
                            cadet_outcome_get_code (refused), message,
                            cadet_outcome_get_request_id (refused),
                            cadet_outcome_get_recommend (refused));
}

/* One try. Returns what became of it. */
static CadetOutcome *
await_try (CadetSending *self,
           CadetAccess  *access)
{
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  g_assert (CADET_IS_ACCESS (access));

  self->base = self->number;
  exchange = dex_await_object (cadet_client_send (self->client, self->request, access,
                                                  self->cancellable, try_cb, self, NULL),
                               &error);
  if (self->number == self->base)
    self->number++;
  g_set_object (&self->exchange, exchange);

  /* The client resolves whatever happens to a call; where it did not, nothing is proven. */
  if (exchange == NULL)
    return cadet_outcome_new_failed (CADET_OUTCOME_UNKNOWN, 0, NULL, error->message, NULL);

  return self->judge (exchange, self->user_data);
}

/* Does what has to be done before another try; returns whether there may be one. @access is
 * replaced where its credentials had expired. */
static gboolean
await_step (CadetSending          *self,
            const CadetRetryStep  *step,
            CadetOutcome          *outcome,
            gint64                 at,
            CadetAccess          **access)
{
  g_assert (CADET_IS_OUTCOME (outcome));

  if (step->cause == CADET_RETRY_CREDENTIALS)
    {
      g_autoptr (CadetAccess) renewed = NULL;

      renewed = dex_await_object (or_cancelled (cadet_access_source_renew (self->source, *access),
                                                self->cancellable),
                                  NULL);
      if (renewed == NULL)
        return FALSE;
      g_set_object (access, renewed);
    }
  if (step->cause == CADET_RETRY_CLOCK)
    cadet_request_set_clock_difference (self->request, step->clock_difference_ms);

  return dex_await (self->try_failed (self->number, at, outcome, self->user_data), NULL);
}

/**
 * cadet_sending_load_access:
 * @source: who signs
 * @cancellable: (nullable): ends the wait
 *
 * The keyring may wait for its prompt to be answered; who cancels does not.
 *
 * Returns: (transfer full): a future that resolves to a #CadetAccess, or rejects as
 *   [method@AccessSource.load] or with %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_sending_load_access (CadetAccessSource *source,
                           GCancellable      *cancellable)
{
  g_return_val_if_fail (CADET_IS_ACCESS_SOURCE (source), NULL);

  return or_cancelled (cadet_access_source_load (source), cancellable);
}

/**
 * cadet_sending_await:
 * @self: what to send
 * @access: who signs
 *
 * Sends once, and again only where [method@Retry.next] allows it. To be called in a fiber, which
 * waits here.
 *
 * Returns: (transfer full): what became of it in all; `exchange` is the last try's then and belongs
 *   to the caller
 */
CadetOutcome *
cadet_sending_await (CadetSending *self,
                     CadetAccess  *access)
{
  g_autoptr (CadetRetry) retry = NULL;
  g_autoptr (CadetAccess) current = NULL;
  g_autoptr (CadetOutcome) refused = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);

  retry = cadet_retry_new (NULL);
  current = g_object_ref (access);

  for (;;)
    {
      g_autoptr (CadetOutcome) outcome = await_try (self, current);
      gint64 at = get_now_ms ();
      CadetRetryStep step;

      if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_NOT_SENT && refused != NULL)
        {
          CadetOutcome *all = say_refused_first (refused, self->exchange);

          g_object_unref (outcome);
          outcome = all;
        }
      else if (cadet_outcome_get_kind (outcome) == CADET_OUTCOME_REFUSED)
        {
          g_set_object (&refused, outcome);
        }

      if (self->exchange == NULL || !cadet_retry_next (retry, self->exchange, outcome, &step)
          || !await_step (self, &step, outcome, at, &current))
        return g_steal_pointer (&outcome);

      if (!await_delay (self, step.delay_ms))
        return say_cancelled (outcome);
    }
}
