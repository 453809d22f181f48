/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-thread.h"

typedef struct
{
  DexPromise *promise;
  GType type;
} Job;

static void
done_cb (GObject *source_object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autofree Job *job = user_data;
  GTask *task = G_TASK (result);
  GError *error = NULL;

  if (job->type == G_TYPE_OBJECT)
    {
      GObject *object = g_task_propagate_pointer (task, &error);

      if (error == NULL)
        dex_promise_resolve_object (job->promise, object);
    }
  else
    {
      gboolean value = g_task_propagate_boolean (task, &error);

      if (error == NULL)
        dex_promise_resolve_boolean (job->promise, value);
    }

  if (error != NULL)
    dex_promise_reject (job->promise, error);
  dex_unref (job->promise);
}

/**
 * cadet_future_new_from_thread:
 * @func: runs on a thread and returns its result to the task
 * @type: what it returns: %G_TYPE_OBJECT or %G_TYPE_BOOLEAN
 * @data: (nullable): the task's data
 * @destroy: (nullable): frees @data
 *
 * For what blocks or computes for long, on a thread with a whole stack: a fiber of a thread pool
 * has 128 KiB, which TLS and JSON libraries were not made for.
 *
 * Returns: (transfer full): a future that resolves to what @func returns, or rejects with its error
 */
DexFuture *
cadet_future_new_from_thread (GTaskThreadFunc func,
                              GType type,
                              gpointer data,
                              GDestroyNotify destroy)
{
  g_autoptr (GTask) task = NULL;
  DexPromise *promise;
  Job *job;

  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (type == G_TYPE_OBJECT || type == G_TYPE_BOOLEAN, NULL);

  promise = dex_promise_new ();
  job = g_new0 (Job, 1);
  job->promise = dex_ref (promise);
  job->type = type;
  task = g_task_new (NULL, NULL, done_cb, job);
  g_task_set_source_tag (task, cadet_future_new_from_thread);
  g_task_set_task_data (task, data, destroy);
  g_task_run_in_thread (task, func);

  return DEX_FUTURE (promise);
}
