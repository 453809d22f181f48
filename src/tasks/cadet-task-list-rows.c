/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-task-list-private.h"

typedef struct
{
  CadetTaskList *list;
  CadetTask *task;
  char *attempt;
} Alive;

static void
alive_free (gpointer data)
{
  Alive *alive = data;

  g_free (alive->attempt);
  g_free (alive);
}

static void
gone_cb (gpointer  user_data,
         GObject  *where_the_task_was)
{
  Alive *alive = user_data;

  g_hash_table_remove (alive->list->alive, alive->attempt);
}

/* Whether the ledger knows of a later order to execute it, or more of the last one. */
static gboolean
is_later (CadetExecution *execution,
          CadetExecution *known)
{
  if (execution == NULL)
    return FALSE;
  if (known == NULL)
    return TRUE;
  if (g_strcmp0 (cadet_execution_get_id (execution), cadet_execution_get_id (known)) == 0)
    return cadet_execution_get_outcome (execution) != NULL &&
           cadet_execution_get_outcome (known) == NULL;

  return cadet_execution_get_recorded_at (execution) >= cadet_execution_get_recorded_at (known);
}

/* Takes over what another Cadet wrote of @task. What this one is about to write is never undone: what
 * only ever grows is taken where there is more of it. */
static void
update (CadetTaskList *self,
        CadetTask     *task,
        CadetTask     *read)
{
  CadetOutcome *outcome = cadet_task_get_outcome (read);
  CadetTaskReport *report = cadet_task_get_report (read);
  CadetTaskReport *known = cadet_task_get_report (task);

  g_assert (CADET_IS_TASK (task));
  g_assert (CADET_IS_TASK (read));

  if (outcome != NULL && cadet_task_get_outcome (task) == NULL &&
      !g_hash_table_contains (self->own, cadet_task_get_attempt (task)))
    cadet_task_set_outcome (task, outcome, cadet_task_get_answered_at (read));
  if (cadet_task_get_resolution (read) != CADET_TASK_UNRESOLVED &&
      cadet_task_get_resolution (task) == CADET_TASK_UNRESOLVED)
    cadet_task_set_resolution (task, cadet_task_get_resolution (read),
                               cadet_task_get_task_id (read));
  if (report != NULL && (known == NULL || cadet_task_report_get_seen_at (report) >
                                          cadet_task_report_get_seen_at (known)))
    cadet_task_set_report (task, report);
  if (is_later (cadet_task_get_execution (read), cadet_task_get_execution (task)))
    cadet_task_set_execution (task, cadet_task_get_execution (read));
  if (g_strcmp0 (cadet_task_get_note (read), cadet_task_get_note (task)) != 0)
    cadet_task_set_note (task, cadet_task_get_note (read));
}

static void
state_cb (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  /* It may belong to what is shown now, or no more. */
  if (_cadet_task_list_is_filtered (self))
    _cadet_task_list_refresh_soon (self);
}

/* The object that stands for an attempt, which is @task itself where there is none yet. */
CadetTask *
_cadet_task_list_take (CadetTaskList *self,
                       CadetTask     *task,
                       gboolean       read_anew)
{
  const char *attempt = cadet_task_get_attempt (task);
  Alive *alive = g_hash_table_lookup (self->alive, attempt);

  g_assert (CADET_IS_TASK_LIST (self));
  g_assert (CADET_IS_TASK (task));

  if (alive != NULL)
    {
      if (read_anew && alive->task != task)
        update (self, alive->task, task);
      return alive->task;
    }

  alive = g_new0 (Alive, 1);
  alive->list = self;
  alive->task = task;
  alive->attempt = g_strdup (attempt);
  g_hash_table_insert (self->alive, alive->attempt, alive);
  g_object_weak_ref (G_OBJECT (task), gone_cb, alive);
  g_signal_connect_object (task, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);

  return task;
}

GHashTable *
_cadet_task_list_new_alive (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, alive_free);
}

/* To be called before the list goes. */
void
_cadet_task_list_forget (CadetTaskList *self)
{
  GHashTableIter iter;
  gpointer value;

  g_assert (CADET_IS_TASK_LIST (self));

  g_hash_table_iter_init (&iter, self->alive);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Alive *alive = value;

      g_object_weak_unref (G_OBJECT (alive->task), gone_cb, alive);
      g_hash_table_iter_remove (&iter);
    }
}

static void
set_last (CadetTaskList *self,
          CadetTask     *last)
{
  g_assert (CADET_IS_TASK_LIST (self));

  self->last_recorded_at = last != NULL ? cadet_task_get_recorded_at (last) : 0;
  g_set_str (&self->last_attempt, last != NULL ? cadet_task_get_attempt (last) : NULL);
}

/* Puts @rows in the place of those that there are, and tells what is different: whatever is at the
 * beginning and at the end of both stays untouched in the views. */
static void
apply (CadetTaskList *self,
       GPtrArray     *rows)
{
  g_autoptr (GPtrArray) old = g_ptr_array_ref (self->tasks);
  guint shorter = MIN (rows->len, old->len);
  guint before = 0;
  guint after = 0;

  g_assert (CADET_IS_TASK_LIST (self));

  while (before < shorter && rows->pdata[before] == old->pdata[before])
    before++;
  while (after < shorter - before &&
         rows->pdata[rows->len - 1 - after] == old->pdata[old->len - 1 - after])
    after++;
  if (before == old->len && before == rows->len)
    return;

  g_ptr_array_unref (self->tasks);
  self->tasks = g_ptr_array_ref (rows);
  g_hash_table_remove_all (self->attempts);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (self->attempts,
                      g_strdup (cadet_task_get_attempt (g_ptr_array_index (rows, i))));

  g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - after,
                              rows->len - before - after);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* Adds what was read, but for what was deleted meanwhile, and what is in @skip. */
static void
add_page (CadetTaskList *self,
          GPtrArray     *rows,
          GListModel    *page,
          GHashTable    *skip,
          gboolean       read_anew)
{
  guint n_page = g_list_model_get_n_items (page);

  g_assert (CADET_IS_TASK_LIST (self));

  for (guint i = 0; i < n_page; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (page, i);
      const char *attempt = cadet_task_get_attempt (task);

      if (!g_hash_table_contains (self->deleted, attempt) &&
          (skip == NULL || !g_hash_table_contains (skip, attempt)))
        g_ptr_array_add (rows, g_object_ref (_cadet_task_list_take (self, task, read_anew)));
    }
}

static CadetTask *
dup_last (GListModel *page)
{
  guint n_page = g_list_model_get_n_items (page);

  return n_page > 0 ? g_list_model_get_item (page, n_page - 1) : NULL;
}

void
_cadet_task_list_append (CadetTaskList *self,
                         GListModel    *page)
{
  guint position = self->tasks->len;
  g_autoptr (CadetTask) last = dup_last (page);

  g_assert (CADET_IS_TASK_LIST (self));

  /* What this program created itself is there already. */
  add_page (self, self->tasks, page, self->attempts, FALSE);
  for (guint i = position; i < self->tasks->len; i++)
    g_hash_table_add (self->attempts,
                      g_strdup (cadet_task_get_attempt (g_ptr_array_index (self->tasks, i))));
  if (last != NULL)
    set_last (self, last);
  if (self->tasks->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, self->tasks->len - position);
}

static GHashTable *
list_attempts (GPtrArray *rows)
{
  GHashTable *attempts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (attempts,
                      (gpointer) cadet_task_get_attempt (g_ptr_array_index (rows, i)));

  return attempts;
}

static void
insert_sorted (GPtrArray *rows,
               CadetTask *task)
{
  guint position = 0;

  while (position < rows->len && cadet_task_get_recorded_at (g_ptr_array_index (rows, position)) >
                                 cadet_task_get_recorded_at (task))
    position++;
  g_ptr_array_insert (rows, position, g_object_ref (task));
}

/* What was begun here and is not in the ledger, or was not when it was read, stays. */
static void
keep_own (CadetTaskList *self,
          GPtrArray     *rows)
{
  g_autoptr (GHashTable) there = list_attempts (rows);
  gint64 newest = 0;
  GHashTableIter iter;
  gpointer value;

  g_assert (CADET_IS_TASK_LIST (self));

  if (_cadet_task_list_is_filtered (self))
    return;

  if (rows->len > 0)
    newest = cadet_task_get_recorded_at (g_ptr_array_index (rows, 0));
  g_hash_table_iter_init (&iter, self->own);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      CadetTask *task = value;
      const char *attempt = cadet_task_get_attempt (task);

      if (!g_hash_table_contains (there, attempt) &&
          !g_hash_table_contains (self->deleted, attempt) &&
          (!cadet_task_get_recorded (task) || cadet_task_get_recorded_at (task) >= newest))
        insert_sorted (rows, task);
    }
}

void
_cadet_task_list_replace (CadetTaskList *self,
                          GListModel    *page)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (CadetTask) last = dup_last (page);

  g_assert (CADET_IS_TASK_LIST (self));

  add_page (self, rows, page, NULL, FALSE);
  keep_own (self, rows);
  set_last (self, last);
  apply (self, rows);
}

/* Where the rows begin that @page, which ends with @last, does not reach. */
static guint
find_rest (CadetTaskList *self,
           CadetTask     *last)
{
  guint position;

  g_assert (CADET_IS_TASK_LIST (self));

  for (position = 0; position < self->tasks->len; position++)
    {
      CadetTask *task = g_ptr_array_index (self->tasks, position);

      if (g_str_equal (cadet_task_get_attempt (task), cadet_task_get_attempt (last)))
        return position + 1;
      if (cadet_task_get_recorded_at (task) < cadet_task_get_recorded_at (last))
        return position;
    }

  return position;
}

/* Makes the newest rows what the ledger says now, and leaves the others. */
void
_cadet_task_list_reconcile (CadetTaskList *self,
                            GListModel    *page,
                            gboolean       is_last)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (GHashTable) there = NULL;
  g_autoptr (CadetTask) last = dup_last (page);
  guint rest = self->tasks->len;

  g_assert (CADET_IS_TASK_LIST (self));

  add_page (self, rows, page, NULL, TRUE);
  if (!is_last && last != NULL)
    rest = find_rest (self, last);
  if (rest == self->tasks->len)
    set_last (self, last);

  there = list_attempts (rows);
  for (guint i = rest; i < self->tasks->len; i++)
    {
      CadetTask *task = g_ptr_array_index (self->tasks, i);

      if (!g_hash_table_contains (there, cadet_task_get_attempt (task)))
        g_ptr_array_add (rows, g_object_ref (task));
    }
  keep_own (self, rows);
  apply (self, rows);
}

void
_cadet_task_list_insert (CadetTaskList *self,
                         CadetTask     *task)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_assert (CADET_IS_TASK_LIST (self));
  g_assert (CADET_IS_TASK (task));

  if (g_hash_table_contains (self->attempts, cadet_task_get_attempt (task)))
    return;

  rows = new_rows ();
  for (guint i = 0; i < self->tasks->len; i++)
    g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (self->tasks, i)));
  insert_sorted (rows, task);
  apply (self, rows);
}

void
_cadet_task_list_remove (CadetTaskList *self,
                         GHashTable    *attempts)
{
  g_autoptr (GPtrArray) rows = new_rows ();

  g_assert (CADET_IS_TASK_LIST (self));

  for (guint i = 0; i < self->tasks->len; i++)
    {
      CadetTask *task = g_ptr_array_index (self->tasks, i);

      if (!g_hash_table_contains (attempts, cadet_task_get_attempt (task)))
        g_ptr_array_add (rows, g_object_ref (task));
    }
  apply (self, rows);
}
