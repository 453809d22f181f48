/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-follower-private.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>

/* What is asked outside of following. */
typedef struct
{
  CadetFollower *self;
  CadetTask *task;
  CadetProfile *profile;
  gint64 task_id;
  GCancellable *cancellable;
} Question;

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
  gint64 begun_at = _cadet_follower_get_now_ms ();

  report = cadet_asking_await (&asking, &error);
  if (report == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cadet_task_set_follow_problem (question->task, error->message);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  follow = _cadet_follower_find (self, question->task);
  if (follow != NULL)
    tasks = g_ptr_array_ref (follow->tasks);
  else
    tasks = g_ptr_array_new_with_free_func (g_object_unref);
  if (!g_ptr_array_find (tasks, question->task, NULL))
    g_ptr_array_add (tasks, g_object_ref (question->task));
  cadet_report_await (self->ledger, tasks, report, begun_at);

  follow = _cadet_follower_find (self, question->task);
  if (follow != NULL && !follow->asking && cadet_follow_is_done (follow))
    _cadet_follower_end_at_rest (self, follow);

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

  profile = _cadet_follower_look_up_profile (self, task, &error);
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
