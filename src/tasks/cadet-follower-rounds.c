/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-follower-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

/* Questions on their way at a time; the others wait for their turn. */
#define MAX_ASKING 8

static void wait_for_next (CadetFollower *self,
                           CadetFollow   *follow);

/* Goes on after an answer, of whatever kind. */
static void
go_on (CadetFollower *self,
       CadetFollow   *follow,
       const GError  *error,
       gboolean       may_sign)
{
  g_assert (CADET_IS_FOLLOWER (self));

  if (error == NULL)
    {
      follow->n_failures = 0;
      if (cadet_follow_is_done (follow))
        {
          _cadet_follower_end_at_rest (self, follow);
          return;
        }
    }
  else
    {
      cadet_follow_say (follow, error->message);
      follow->n_failures++;
      /* Nobody wants to be asked for a password again and again. */
      if (!may_sign)
        {
          _cadet_follower_end (self, follow, error);
          return;
        }
    }

  follow->step++;
  wait_for_next (self, follow);
}

/* The follower may be gone, or have ended @follow, whenever this has waited. */
static DexFuture *
ask_fiber (gpointer user_data)
{
  CadetFollow *follow = user_data;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetClient) client = NULL;
  g_autoptr (CadetLedger) ledger = NULL;
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CadetAsking asking = { 0 };
  gint64 begun_at = _cadet_follower_get_now_ms ();

  if (follow->follower == NULL)
    return dex_future_new_for_boolean (TRUE);

  task = g_object_ref (cadet_follow_get (follow));
  client = g_object_ref (follow->follower->client);
  ledger = g_object_ref (follow->follower->ledger);
  profile = _cadet_follower_look_up_profile (follow->follower, task, &error);
  if (profile != NULL)
    {
      asking.client = client;
      asking.source = CADET_ACCESS_SOURCE (profile);
      asking.task_id = cadet_task_get_task_id (task);
      asking.cancellable = follow->cancellable;
      asking.clock_difference_ms = follow->clock_difference_ms;
      report = cadet_asking_await (&asking, &error);
      follow->clock_difference_ms = asking.clock_difference_ms;
      follow->retry_after_ms = asking.retry_after_ms;
    }

  if (report != NULL && follow->follower != NULL)
    cadet_report_await (ledger, follow->tasks, report, begun_at);

  follow->asking = FALSE;
  if (follow->follower != NULL)
    {
      g_autoptr (CadetFollower) self = g_object_ref (follow->follower);

      self->n_asking--;
      go_on (self, follow, error, asking.may_sign);
      _cadet_follower_ask_next (self);
    }

  return dex_future_new_for_boolean (TRUE);
}

static void
ask (CadetFollower *self,
     CadetFollow   *follow)
{
  g_assert (CADET_IS_FOLLOWER (self));

  self->n_asking++;
  follow->asking = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, g_rc_box_acquire (follow),
                                          (GDestroyNotify) cadet_follow_unref));
}

void
_cadet_follower_ask_next (CadetFollower *self)
{
  g_assert (CADET_IS_FOLLOWER (self));

  while (self->n_asking < MAX_ASKING && !g_queue_is_empty (&self->due))
    ask (self, g_queue_pop_head (&self->due));
}

static gboolean
due_cb (gpointer user_data)
{
  CadetFollow *follow = user_data;

  follow->timer = 0;
  g_queue_push_tail (&follow->follower->due, follow);
  _cadet_follower_ask_next (follow->follower);

  return G_SOURCE_REMOVE;
}

static gboolean
limit_cb (gpointer user_data)
{
  CadetFollow *follow = user_data;
  CadetFollower *self = follow->follower;
  g_autoptr (GError) error = NULL;

  follow->limit_timer = 0;
  error = g_error_new (CADET_ERROR, CADET_ERROR_TIMEOUT,
                       ngettext ("The task was not at rest after %u second, so Cadet stopped "
                                 "asking for its state.",
                                 "The task was not at rest after %u seconds, so Cadet stopped "
                                 "asking for its state.",
                                 self->limit),
                       self->limit);
  cadet_follow_say (follow, error->message);
  if (follow->asking)
    self->n_asking--;
  _cadet_follower_end (self, follow, error);
  _cadet_follower_ask_next (self);

  return G_SOURCE_REMOVE;
}

/* Counts from when the wait began, so that it can be made shorter or longer on the way. */
void
_cadet_follower_start_timer (CadetFollower *self,
                             CadetFollow   *follow)
{
  guint delay_ms = self->hidden ? follow->hidden_delay_ms : follow->delay_ms;
  gint64 passed_ms = (g_get_monotonic_time () - follow->waits_since_us) / 1000;

  g_assert (CADET_IS_FOLLOWER (self));

  g_clear_handle_id (&follow->timer, g_source_remove);
  follow->timer = g_timeout_add ((guint) MAX ((gint64) delay_ms - passed_ms, 0), due_cb, follow);
}

static void
wait_for_next (CadetFollower *self,
               CadetFollow   *follow)
{
  double random = g_random_double ();
  guint delay_ms;
  guint hidden_delay_ms;

  g_assert (CADET_IS_FOLLOWER (self));

  delay_ms = cadet_asking_get_delay (follow->step, follow->n_failures, FALSE, random);
  hidden_delay_ms = cadet_asking_get_delay (follow->step, follow->n_failures, TRUE, random);
  follow->delay_ms = (guint) (MAX (delay_ms, follow->retry_after_ms) * self->wait_scale);
  follow->hidden_delay_ms =
    (guint) (MAX (hidden_delay_ms, follow->retry_after_ms) * self->wait_scale);
  follow->retry_after_ms = 0;
  follow->waits_since_us = g_get_monotonic_time ();
  _cadet_follower_start_timer (self, follow);
}

/* Begins anew for what is followed already, as after an order to execute it. */
void
_cadet_follower_begin (CadetFollower *self,
                       CadetTask     *task)
{
  CadetFollow *follow = _cadet_follower_find (self, task);

  if (follow != NULL)
    {
      cadet_follow_add (follow, task);
      follow->step = 0;
      follow->n_failures = 0;
      if (follow->timer != 0)
        wait_for_next (self, follow);
      return;
    }

  follow = cadet_follow_new (self, task);
  g_hash_table_insert (self->follows, g_strdup (cadet_task_get_attempt (task)), follow);
  if (self->limit > 0)
    follow->limit_timer =
      g_timeout_add ((guint) MIN (self->limit * 1000.0 * self->wait_scale, G_MAXINT), limit_cb,
                     follow);
  wait_for_next (self, follow);
}
