/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-task-list-private.h"

typedef struct
{
  CadetTaskList *self;
  GPtrArray *tasks;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->self);
  g_clear_pointer (&change->tasks, g_ptr_array_unref);
  g_free (change);
}

static char **
list_attempts (GPtrArray *tasks)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **attempts;

  for (guint i = 0; i < tasks->len; i++)
    g_strv_builder_add (builder, cadet_task_get_attempt (g_ptr_array_index (tasks, i)));
  attempts = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return attempts;
}

static DexFuture *
deleted_cb (DexFuture *future,
            gpointer   user_data)
{
  Change *change = user_data;
  CadetTaskList *self = change->self;
  g_autoptr (GHashTable) attempts = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert (CADET_IS_TASK_LIST (self));

  for (guint i = 0; i < change->tasks->len; i++)
    {
      const char *attempt = cadet_task_get_attempt (g_ptr_array_index (change->tasks, i));

      g_hash_table_add (attempts, (gpointer) attempt);
      g_hash_table_insert (self->deleted, g_strdup (attempt), GUINT_TO_POINTER (self->generation));
    }
  _cadet_task_list_remove (self, attempts);
  for (guint i = 0; i < change->tasks->len; i++)
    _cadet_task_list_tell_deleted (self, g_ptr_array_index (change->tasks, i));

  return dex_ref (future);
}

static DexFuture *
restored_cb (DexFuture *future,
             gpointer   user_data)
{
  Change *change = user_data;
  CadetTaskList *self = change->self;

  g_assert (CADET_IS_TASK_LIST (self));

  for (guint i = 0; i < change->tasks->len; i++)
    {
      CadetTask *task = g_ptr_array_index (change->tasks, i);
      const char *attempt = cadet_task_get_attempt (task);
      guint generation = GPOINTER_TO_UINT (g_hash_table_lookup (self->deleted, attempt));

      g_hash_table_remove (self->deleted, attempt);
      if (self->stale)
        continue;
      /* Where it was under the same filter, or where all are, it is again: what was not read yet
       * comes with its page. */
      if ((generation == self->generation || !_cadet_task_list_is_filtered (self)) &&
          (self->loaded || cadet_task_get_recorded_at (task) > self->last_recorded_at))
        _cadet_task_list_insert (self, task);
    }
  _cadet_task_list_refresh_soon (self);

  return dex_ref (future);
}

static DexFuture *
change (CadetTaskList     *self,
        GPtrArray         *tasks,
        DexFuture         *future,
        DexFutureCallback  callback)
{
  Change *data = g_new0 (Change, 1);

  g_assert (CADET_IS_TASK_LIST (self));

  data->self = g_object_ref (self);
  data->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_ptr_array_add (data->tasks, g_object_ref (g_ptr_array_index (tasks, i)));

  return dex_future_then (future, callback, data, change_free);
}

/**
 * cadet_task_list_delete:
 * @self: a task list
 * @tasks: (element-type CadetTask): tasks
 *
 * Deletes @tasks from the ledger's list, and from this one once that is durable.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a %CADET_ERROR_STORAGE,
 *   and then nothing is deleted
 */
DexFuture *
cadet_task_list_delete (CadetTaskList *self,
                        GPtrArray     *tasks)
{
  g_auto (GStrv) attempts = NULL;

  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);
  g_return_val_if_fail (tasks != NULL, NULL);

  attempts = list_attempts (tasks);

  return change (self, tasks,
                 cadet_ledger_delete (self->ledger, (const char * const *) attempts), deleted_cb);
}

/**
 * cadet_task_list_restore:
 * @self: a task list
 * @tasks: (element-type CadetTask): tasks that were deleted
 *
 * Undoes [method@TaskList.delete].
 *
 * Returns: (transfer full): a future that resolves to %TRUE once they are back, or rejects with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_task_list_restore (CadetTaskList *self,
                         GPtrArray     *tasks)
{
  g_auto (GStrv) attempts = NULL;

  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);
  g_return_val_if_fail (tasks != NULL, NULL);

  attempts = list_attempts (tasks);

  return change (self, tasks,
                 cadet_ledger_restore (self->ledger, (const char * const *) attempts), restored_cb);
}
