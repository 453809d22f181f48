/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-follow.h"

#include <glib/gi18n.h>

/* A service whose parts do not learn of an order at once may call a task ready that has just been
 * executed. So many times that is no rest yet. */
#define MAX_LATE_READY 5

static void
free_follow (gpointer data)
{
  CadetFollow *self = data;

  g_assert (self->timer == 0 && self->limit_timer == 0);

  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
}

/**
 * cadet_follow_new:
 * @follower: who follows, not referenced
 * @task: the task
 *
 * Returns: (transfer full): what is known of following @task
 */
CadetFollow *
cadet_follow_new (CadetFollower *follower,
                  CadetTask     *task)
{
  CadetFollow *self;

  g_return_val_if_fail (CADET_IS_FOLLOWER (follower), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  self = g_rc_box_new0 (CadetFollow);
  self->follower = follower;
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiters = g_ptr_array_new_with_free_func (dex_unref);
  self->cancellable = g_cancellable_new ();
  cadet_follow_add (self, task);

  return self;
}

/**
 * cadet_follow_unref:
 * @self: (transfer full): a follow
 *
 * Frees @self when nobody holds it any more.
 */
void
cadet_follow_unref (CadetFollow *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, free_follow);
}

/**
 * cadet_follow_get:
 * @self: a follow
 *
 * Returns: (transfer none): the first object of the attempt
 */
CadetTask *
cadet_follow_get (CadetFollow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_ptr_array_index (self->tasks, 0);
}

/**
 * cadet_follow_add:
 * @self: a follow
 * @task: an object of the same attempt
 *
 * Returns: whether it was not there yet
 */
gboolean
cadet_follow_add (CadetFollow *self,
                  CadetTask   *task)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (CADET_IS_TASK (task), FALSE);

  cadet_task_set_followed (task, TRUE);
  if (g_ptr_array_find (self->tasks, task, NULL))
    return FALSE;

  g_ptr_array_add (self->tasks, g_object_ref (task));

  return TRUE;
}

/**
 * cadet_follow_say:
 * @self: a follow
 * @problem: (nullable): why the state could not be had
 *
 * Tells all objects of the attempt.
 */
void
cadet_follow_say (CadetFollow *self,
                  const char  *problem)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->tasks->len; i++)
    cadet_task_set_follow_problem (g_ptr_array_index (self->tasks, i), problem);
}

static gboolean
is_at_rest (CadetTask *task,
            guint      step)
{
  CadetExecution *execution = cadet_task_get_execution (task);
  CadetOutcome *outcome = execution != NULL ? cadet_execution_get_outcome (execution) : NULL;
  gboolean ordered = execution != NULL
                     && (outcome == NULL
                         || cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED);

  g_assert (CADET_IS_TASK (task));

  if (ordered && cadet_task_get_state (task) == CADET_TASK_READY && step < MAX_LATE_READY)
    return FALSE;

  return cadet_task_is_at_rest (task);
}

/**
 * cadet_follow_is_done:
 * @self: a follow
 *
 * Returns: whether the task is at rest, so that there is nothing to ask for any more
 */
gboolean
cadet_follow_is_done (CadetFollow *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < self->tasks->len; i++)
    if (!is_at_rest (g_ptr_array_index (self->tasks, i), self->step))
      return FALSE;

  return TRUE;
}

/**
 * cadet_follow_end:
 * @self: a follow
 * @error: (nullable): why it ends; %NULL where the task is at rest
 *
 * Stops all that waits and tells who waits.
 */
void
cadet_follow_end (CadetFollow  *self,
                  const GError *error)
{
  g_autoptr (GPtrArray) waiters = NULL;

  g_return_if_fail (self != NULL);

  self->follower = NULL;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->limit_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  for (guint i = 0; i < self->tasks->len; i++)
    cadet_task_set_followed (g_ptr_array_index (self->tasks, i), FALSE);

  waiters = g_steal_pointer (&self->waiters);
  for (guint i = 0; i < waiters->len; i++)
    {
      DexPromise *promise = g_ptr_array_index (waiters, i);

      if (error != NULL)
        dex_promise_reject (promise, g_error_copy (error));
      else
        dex_promise_resolve_object (promise, g_object_ref (cadet_follow_get (self)));
    }
}

/* A report that was asked for before an order was answered says nothing of what came of it. */
static gboolean
is_too_old (GPtrArray *tasks,
            gint64     begun_at)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      CadetExecution *execution = cadet_task_get_execution (g_ptr_array_index (tasks, i));

      if (execution != NULL && cadet_execution_get_answered_at (execution) >= begun_at)
        return TRUE;
    }

  return FALSE;
}

static void
set_report (CadetTask       *task,
            CadetTaskReport *report)
{
  const char *text = cadet_task_report_get_error_message (report);

  g_assert (CADET_IS_TASK (task));

  if (text == NULL)
    text = cadet_task_report_get_status (report);
  if (!cadet_task_report_says_the_same (report, cadet_task_get_report (task)))
    {
      g_autoptr (CadetEvent) event =
        cadet_event_new (CADET_EVENT_STATUS, cadet_task_report_get_seen_at (report), 0, NULL, 0,
                         text);

      cadet_task_add_event (task, event);
    }
  cadet_task_set_report (task, report);
  cadet_task_set_follow_problem (task, NULL);
}

/**
 * cadet_report_await:
 * @ledger: records it
 * @tasks: (element-type CadetTask): the objects of the attempt
 * @report: what the service says of it
 * @begun_at: when it was asked: UTC in ms
 *
 * Records @report and then shows it. To be called in a fiber, which waits here.
 *
 * Returns: whether it counts; it does not where the task was executed in between
 */
gboolean
cadet_report_await (CadetLedger     *ledger,
                    GPtrArray       *tasks,
                    CadetTaskReport *report,
                    gint64           begun_at)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  g_return_val_if_fail (CADET_IS_LEDGER (ledger), FALSE);
  g_return_val_if_fail (tasks != NULL && tasks->len > 0, FALSE);
  g_return_val_if_fail (CADET_IS_TASK_REPORT (report), FALSE);

  if (is_too_old (tasks, begun_at))
    return FALSE;

  if (!dex_await (cadet_ledger_record_report (ledger,
                                              cadet_task_get_attempt (g_ptr_array_index (tasks, 0)),
                                              report),
                  &error))
    /* Translators: %s is why. */
    problem = g_strdup_printf (_ ("The state of this task could not be recorded. %s"),
                               error->message);

  all = g_ptr_array_copy (tasks, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_set_free_func (all, g_object_unref);
  if (is_too_old (all, begun_at))
    return FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      if (problem != NULL)
        cadet_task_set_record_problem (g_ptr_array_index (all, i), problem);
      set_report (g_ptr_array_index (all, i), report);
    }

  return TRUE;
}
