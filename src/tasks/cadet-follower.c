/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-follower.h"

#include "model/cadet-error.h"
#include "tasks/cadet-follow.h"

#include <glib/gi18n.h>

/* Questions on their way at a time; the others wait for their turn. */
#define MAX_ASKING 8

struct _CadetFollower
{
  GObject parent_instance;

  CadetClient *client;
  CadetLedger *ledger;
  CadetProfileLookup lookup;
  gpointer lookup_data;
  GDestroyNotify lookup_destroy;

  gboolean hidden;
  guint limit;
  double wait_scale;
  GHashTable *follows;
  GQueue due;
  guint n_asking;
};

enum
{
  RESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetFollower, cadet_follower, G_TYPE_OBJECT)

/* What is asked outside of following. */
typedef struct
{
  CadetFollower *self;
  CadetTask *task;
  CadetProfile *profile;
  gint64 task_id;
  GCancellable *cancellable;
} Question;

static void wait_for_next (CadetFollower *self,
                           CadetFollow   *follow);
static void ask_next      (CadetFollower *self);

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->self);
  g_clear_object (&question->task);
  g_clear_object (&question->profile);
  g_clear_object (&question->cancellable);
  g_free (question);
}

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static CadetFollow *
find_follow (CadetFollower *self,
             CadetTask     *task)
{
  g_assert (CADET_IS_FOLLOWER (self));
  g_assert (CADET_IS_TASK (task));

  return g_hash_table_lookup (self->follows, cadet_task_get_attempt (task));
}

static CadetProfile *
look_up_profile (CadetFollower  *self,
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
static void
end_follow (CadetFollower *self,
            CadetFollow   *follow,
            const GError  *error)
{
  g_autoptr (CadetTask) task = g_object_ref (cadet_follow_get (follow));

  g_assert (CADET_IS_FOLLOWER (self));

  g_queue_remove (&self->due, follow);
  cadet_follow_end (follow, error);
  g_hash_table_remove (self->follows, cadet_task_get_attempt (task));
}

static void
end_at_rest (CadetFollower *self,
             CadetFollow   *follow)
{
  g_autoptr (CadetTask) task = g_object_ref (cadet_follow_get (follow));

  g_assert (CADET_IS_FOLLOWER (self));

  /* Only what is to be asked for is looked at when Cadet starts. */
  record_followed (self, task, FALSE);
  end_follow (self, follow, NULL);
  g_signal_emit (self, signals[RESTED], 0, task);
}

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
          end_at_rest (self, follow);
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
          end_follow (self, follow, error);
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
  gint64 begun_at = get_now_ms ();

  if (follow->follower == NULL)
    return dex_future_new_for_boolean (TRUE);

  task = g_object_ref (cadet_follow_get (follow));
  client = g_object_ref (follow->follower->client);
  ledger = g_object_ref (follow->follower->ledger);
  profile = look_up_profile (follow->follower, task, &error);
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
      ask_next (self);
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

static void
ask_next (CadetFollower *self)
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
  ask_next (follow->follower);

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
  end_follow (self, follow, error);
  ask_next (self);

  return G_SOURCE_REMOVE;
}

/* Counts from when the wait began, so that it can be made shorter or longer on the way. */
static void
start_timer (CadetFollower *self,
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
  start_timer (self, follow);
}

/* Begins anew for what is followed already, as after an order to execute it. */
static void
begin (CadetFollower *self,
       CadetTask     *task)
{
  CadetFollow *follow = find_follow (self, task);

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

      if (may_be_followed (task) && find_follow (self, task) == NULL)
        begin (self, task);
    }

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
refresh_fiber (gpointer user_data)
{
  Question *question = user_data;
  CadetFollower *self = question->self;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;
  CadetFollow *follow;
  CadetAsking asking = {
    .client = self->client,
    .source = CADET_ACCESS_SOURCE (question->profile),
    .task_id = question->task_id,
    .cancellable = question->cancellable,
  };
  gint64 begun_at = get_now_ms ();

  report = cadet_asking_await (&asking, &error);
  if (report == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cadet_task_set_follow_problem (question->task, error->message);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  follow = find_follow (self, question->task);
  if (follow != NULL)
    tasks = g_ptr_array_ref (follow->tasks);
  else
    tasks = g_ptr_array_new_with_free_func (g_object_unref);
  if (!g_ptr_array_find (tasks, question->task, NULL))
    g_ptr_array_add (tasks, g_object_ref (question->task));
  cadet_report_await (self->ledger, tasks, report, begun_at);

  follow = find_follow (self, question->task);
  if (follow != NULL && !follow->asking && cadet_follow_is_done (follow))
    end_at_rest (self, follow);

  return dex_future_new_for_object (question->task);
}

static DexFuture *
question_fiber (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GError) error = NULL;
  CadetAsking asking = {
    .client = question->self->client,
    .source = CADET_ACCESS_SOURCE (question->profile),
    .task_id = question->task_id,
    .cancellable = question->cancellable,
  };

  report = cadet_asking_await (&asking, &error);
  if (report == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&report));
}

static DexFuture *
spawn_question (CadetFollower *self,
                CadetTask     *task,
                gint64         task_id,
                GCancellable  *cancellable,
                DexFiberFunc   func)
{
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  Question *question;

  g_assert (CADET_IS_FOLLOWER (self));

  profile = look_up_profile (self, task, &error);
  if (profile == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->task = g_object_ref (task);
  question->profile = g_steal_pointer (&profile);
  question->task_id = task_id;
  g_set_object (&question->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, func, question, question_free);
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
      start_timer (self, follow);
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
  begin (self, task);
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

  follow = find_follow (self, task);
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
  follow = find_follow (self, task);
  if (follow == NULL)
    {
      cadet_task_set_followed (task, FALSE);
      return;
    }

  error = g_error_new_literal (CADET_ERROR, CADET_ERROR_FAILED,
                               _ ("You stopped following the task before it was at rest."));
  if (follow->asking)
    self->n_asking--;
  end_follow (self, follow, error);
  ask_next (self);
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
 * cadet_follower_refresh:
 * @self: a follower
 * @task: a task
 * @cancellable: (nullable): ends it
 *
 * Asks for the state now, whether @task is followed or at rest or not, and records and shows it.
 *
 * Returns: (transfer full): a future that resolves to @task, or rejects with a #CadetError, which
 *   [property@Task:follow-problem] says, too, or with %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_follower_refresh (CadetFollower *self,
                        CadetTask     *task,
                        GCancellable  *cancellable)
{
  g_return_val_if_fail (CADET_IS_FOLLOWER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  if (cadet_task_get_task_id (task) == 0)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_INVALID, "%s",
                                  _ ("There is no state to ask for: the service gave no task "
                                     "ID."));

  return spawn_question (self, task, cadet_task_get_task_id (task), cancellable, refresh_fiber);
}

/**
 * cadet_follower_ask:
 * @self: a follower
 * @task: an attempt
 * @task_id: the ID of a task, its own or not
 * @cancellable: (nullable): ends it
 *
 * Asks, with the profile of @task, what the service says of the task @task_id; nothing is recorded.
 *
 * Returns: (transfer full): a future that resolves to a #CadetTaskReport, or rejects with a
 *   #CadetError or with %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_follower_ask (CadetFollower *self,
                    CadetTask     *task,
                    gint64         task_id,
                    GCancellable  *cancellable)
{
  g_return_val_if_fail (CADET_IS_FOLLOWER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (task_id > 0, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  return spawn_question (self, task, task_id, cancellable, question_fiber);
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

  follow = find_follow (self, task);
  if (follow == NULL && may_be_followed (task))
    {
      cadet_follower_follow (self, task);
      follow = find_follow (self, task);
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
