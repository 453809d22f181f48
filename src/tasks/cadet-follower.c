/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-follower-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

enum
{
  RESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetFollower, cadet_follower, G_TYPE_OBJECT)

gint64
_cadet_follower_get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

CadetFollow *
_cadet_follower_find (CadetFollower *self,
                      CadetTask     *task)
{
  g_assert (CADET_IS_FOLLOWER (self));
  g_assert (CADET_IS_TASK (task));

  return g_hash_table_lookup (self->follows, cadet_task_get_attempt (task));
}

CadetProfile *
_cadet_follower_look_up_profile (CadetFollower  *self,
                                 CadetTask      *task,
                                 GError        **error)
{
  CadetProfile *profile;

  g_assert (CADET_IS_FOLLOWER (self));
  g_assert (CADET_IS_TASK (task));

  profile = self->lookup (task, self->lookup_data);
  if (profile == NULL)
    g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                 /* Translators: %s is a profile's name */
                 _ ("The profile “%s”, which created this task, is not there any more, so Cadet "
                    "cannot ask for its state."),
                 cadet_task_get_profile_name (task));

  return profile;
}

static void
record_followed (CadetFollower *self,
                 CadetTask     *task,
                 gboolean       followed)
{
  g_assert (CADET_IS_FOLLOWER (self));

  /* Where this cannot be recorded, the next start follows what it finds. */
  dex_future_disown (cadet_ledger_record_followed (self->ledger, cadet_task_get_attempt (task),
                                                   followed));
}

/* Takes @follow out of the table, which may have held its last reference. */
void
_cadet_follower_end (CadetFollower *self,
                     CadetFollow   *follow,
                     const GError  *error)
{
  g_autoptr (CadetTask) task = g_object_ref (cadet_follow_get (follow));

  g_assert (CADET_IS_FOLLOWER (self));

  g_queue_remove (&self->due, follow);
  cadet_follow_end (follow, error);
  g_hash_table_remove (self->follows, cadet_task_get_attempt (task));
}

void
_cadet_follower_end_at_rest (CadetFollower *self,
                             CadetFollow   *follow)
{
  g_autoptr (CadetTask) task = g_object_ref (cadet_follow_get (follow));

  g_assert (CADET_IS_FOLLOWER (self));

  /* Only what is to be asked for is looked at when Cadet starts. */
  record_followed (self, task, FALSE);
  _cadet_follower_end (self, follow, NULL);
  g_signal_emit (self, signals[RESTED], 0, task);
}

static gboolean
may_be_followed (CadetTask *task)
{
  g_assert (CADET_IS_TASK (task));

  return cadet_task_get_task_id (task) != 0 && !cadet_task_is_at_rest (task);
}

static DexFuture *
resume_cb (DexFuture *future,
           gpointer   user_data)
{
  CadetFollower *self = user_data;
  GListModel *tasks = g_value_get_object (dex_future_get_value (future, NULL));

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (tasks, i);

      if (may_be_followed (task) && _cadet_follower_find (self, task) == NULL)
        _cadet_follower_begin (self, task);
    }

  return dex_future_new_for_boolean (TRUE);
}

static void
cadet_follower_dispose (GObject *object)
{
  CadetFollower *self = CADET_FOLLOWER (object);
  g_autoptr (GPtrArray) follows = NULL;
  g_autoptr (GError) error = NULL;

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The follower is gone");
  g_queue_clear (&self->due);
  self->n_asking = 0;
  follows = g_hash_table_steal_all_values (self->follows);
  for (guint i = 0; i < follows->len; i++)
    cadet_follow_end (g_ptr_array_index (follows, i), error);

  if (self->lookup_destroy != NULL)
    self->lookup_destroy (self->lookup_data);
  self->lookup_destroy = NULL;
  g_clear_object (&self->client);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_follower_parent_class)->dispose (object);
}

static void
cadet_follower_finalize (GObject *object)
{
  CadetFollower *self = CADET_FOLLOWER (object);

  g_clear_pointer (&self->follows, g_hash_table_unref);

  G_OBJECT_CLASS (cadet_follower_parent_class)->finalize (object);
}

static void
cadet_follower_class_init (CadetFollowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_follower_dispose;
  object_class->finalize = cadet_follower_finalize;

  /**
   * CadetFollower::rested:
   * @self: a follower
   * @task: the task
   *
   * Emitted when a task came to rest while it was followed.
   */
  signals[RESTED] = g_signal_new ("rested", CADET_TYPE_FOLLOWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, CADET_TYPE_TASK);
}

static void
cadet_follower_init (CadetFollower *self)
{
  self->wait_scale = 1;
  g_queue_init (&self->due);
  self->follows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) cadet_follow_unref);
}

/**
 * cadet_follower_new:
 * @client: sends the calls
 * @ledger: records what is learned
 * @lookup: finds who signs for a task
 * @user_data: for @lookup
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): a follower that follows nothing; when it is gone, nothing more is asked
 */
CadetFollower *
cadet_follower_new (CadetClient        *client,
                    CadetLedger        *ledger,
                    CadetProfileLookup  lookup,
                    gpointer            user_data,
                    GDestroyNotify      destroy)
{
  CadetFollower *self;

  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);
  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (lookup != NULL, NULL);

  self = g_object_new (CADET_TYPE_FOLLOWER, NULL);
  self->client = g_object_ref (client);
  self->ledger = g_object_ref (ledger);
  self->lookup = lookup;
  self->lookup_data = user_data;
  self->lookup_destroy = destroy;

  return self;
}

/**
 * cadet_follower_set_hidden:
 * @self: a follower
 * @hidden: whether nobody looks, so that four times as long between two questions will do
 */
void
cadet_follower_set_hidden (CadetFollower *self,
                           gboolean       hidden)
{
  GHashTableIter iter;
  gpointer follow;

  g_return_if_fail (CADET_IS_FOLLOWER (self));

  if (self->hidden == !!hidden)
    return;

  self->hidden = !!hidden;
  g_hash_table_iter_init (&iter, self->follows);
  while (g_hash_table_iter_next (&iter, NULL, &follow))
    if (((CadetFollow *) follow)->timer != 0)
      _cadet_follower_start_timer (self, follow);
}

/**
 * cadet_follower_set_limit:
 * @self: a follower
 * @seconds: how long a task is followed, 0 for until it is at rest
 *
 * Counts for tasks that are followed from now on.
 */
void
cadet_follower_set_limit (CadetFollower *self,
                          guint          seconds)
{
  g_return_if_fail (CADET_IS_FOLLOWER (self));

  self->limit = seconds;
}

/**
 * cadet_follower_set_wait_scale:
 * @self: a follower
 * @scale: what waits and the limit are multiplied with, 1 unless set
 *
 * For tests, which do not wait. Counts for tasks that are followed from now on.
 */
void
cadet_follower_set_wait_scale (CadetFollower *self,
                               double         scale)
{
  g_return_if_fail (CADET_IS_FOLLOWER (self));
  g_return_if_fail (scale >= 0 && scale <= 1);

  self->wait_scale = scale;
}

/**
 * cadet_follower_follow:
 * @self: a follower
 * @task: a task with an ID
 *
 * Asks the service for the state of @task after 2, 3, 5, 8, 13, 21, 34, 55 and then every 60 s, a
 * fifth more or less, until it is at rest, and records and shows what it says; the next start of
 * Cadet goes on with it. What cannot be had is said in [property@Task:follow-problem]. A task at
 * rest or without an ID is left alone. For a task that is followed already the waits begin anew.
 */
void
cadet_follower_follow (CadetFollower *self,
                       CadetTask     *task)
{
  g_return_if_fail (CADET_IS_FOLLOWER (self));
  g_return_if_fail (CADET_IS_TASK (task));

  if (!may_be_followed (task))
    return;

  record_followed (self, task, TRUE);
  _cadet_follower_begin (self, task);
}

/**
 * cadet_follower_attach:
 * @self: a follower
 * @task: another object of an attempt that may be followed, as from a list
 *
 * Makes @task learn what is learned of its attempt, where that is followed.
 *
 * Returns: whether it is
 */
gboolean
cadet_follower_attach (CadetFollower *self,
                       CadetTask     *task)
{
  CadetFollow *follow;

  g_return_val_if_fail (CADET_IS_FOLLOWER (self), FALSE);
  g_return_val_if_fail (CADET_IS_TASK (task), FALSE);

  follow = _cadet_follower_find (self, task);
  if (follow != NULL)
    cadet_follow_add (follow, task);

  return follow != NULL;
}

/**
 * cadet_follower_stop:
 * @self: a follower
 * @task: a task that is followed
 *
 * Stops at the user's word, which the next start of Cadet keeps.
 */
void
cadet_follower_stop (CadetFollower *self,
                     CadetTask     *task)
{
  g_autoptr (GError) error = NULL;
  CadetFollow *follow;

  g_return_if_fail (CADET_IS_FOLLOWER (self));
  g_return_if_fail (CADET_IS_TASK (task));

  record_followed (self, task, FALSE);
  follow = _cadet_follower_find (self, task);
  if (follow == NULL)
    {
      cadet_task_set_followed (task, FALSE);
      return;
    }

  error = g_error_new_literal (CADET_ERROR, CADET_ERROR_FAILED,
                               _ ("You stopped following the task before it was at rest."));
  if (follow->asking)
    self->n_asking--;
  _cadet_follower_end (self, follow, error);
  _cadet_follower_ask_next (self);
}

/**
 * cadet_follower_resume:
 * @self: a follower
 *
 * Follows what was followed when Cadet ended.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is so, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_follower_resume (CadetFollower *self)
{
  g_return_val_if_fail (CADET_IS_FOLLOWER (self), NULL);

  return dex_future_then (cadet_ledger_list_followed (self->ledger), resume_cb,
                          g_object_ref (self), g_object_unref);
}

/**
 * cadet_follower_wait:
 * @self: a follower
 * @task: a task
 * @cancellable: (nullable): ends the wait, not the following
 *
 * Follows @task and waits until it is at rest.
 *
 * Returns: (transfer full): a future that resolves to @task once it is at rest; or rejects with
 *   %CADET_ERROR_TIMEOUT after the limit, with %CADET_ERROR_FAILED where the user stopped it, with
 *   what there is nobody to sign for, or with %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_follower_wait (CadetFollower *self,
                     CadetTask     *task,
                     GCancellable  *cancellable)
{
  CadetFollow *follow;
  DexPromise *promise;

  g_return_val_if_fail (CADET_IS_FOLLOWER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  follow = _cadet_follower_find (self, task);
  if (follow == NULL && may_be_followed (task))
    {
      cadet_follower_follow (self, task);
      follow = _cadet_follower_find (self, task);
    }
  if (follow == NULL)
    return dex_future_new_take_object (g_object_ref (task));

  cadet_follow_add (follow, task);
  promise = dex_promise_new ();
  g_ptr_array_add (follow->waiters, dex_ref (promise));
  if (cancellable == NULL)
    return DEX_FUTURE (promise);

  return dex_future_first (DEX_FUTURE (promise),
                           dex_cancellable_new_from_cancellable (cancellable), NULL);
}
