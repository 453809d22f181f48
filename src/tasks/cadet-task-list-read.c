/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-task-list-private.h"

/* The first page is what a tall window shows. A view makes 38 kB of widgets for each row that it may
 * have, up to 200 rows, so that the rest waits until somebody scrolls. */
#define FIRST_PAGE_SIZE 40
#define PAGE_SIZE 200

/* What is recorded in one moment is read once, in ms. */
#define REFRESH_DELAY 100

typedef struct
{
  CadetTaskList *self;
  CadetTaskListRead kind;
  guint generation;
  guint limit;
} Read;

static void refresh (CadetTaskList *self);

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->self);
  g_free (read);
}

static void
show_page (CadetTaskList *self,
           Read          *read,
           GListModel    *page)
{
  /* A short page is the last one. */
  gboolean is_last = g_list_model_get_n_items (page) < read->limit;

  g_assert (CADET_IS_TASK_LIST (self));

  switch (read->kind)
    {
    case CADET_TASK_LIST_READ_TOP:
      self->stale = FALSE;
      _cadet_task_list_replace (self, page);
      break;

    case CADET_TASK_LIST_READ_NEXT:
      _cadet_task_list_append (self, page);
      break;

    case CADET_TASK_LIST_READ_AGAIN:
    default:
      _cadet_task_list_reconcile (self, page, is_last);
      break;
    }
  if (is_last)
    _cadet_task_list_set_loaded (self, TRUE);
}

static void
end_reload (CadetTaskList *self,
            GError        *error)
{
  g_autoptr (DexPromise) reload = g_steal_pointer (&self->reload);

  g_assert (CADET_IS_TASK_LIST (self));

  if (reload == NULL)
    return;
  if (error != NULL)
    dex_promise_reject (reload, g_error_copy (error));
  else
    dex_promise_resolve_boolean (reload, TRUE);
}

static DexFuture *
page_cb (DexFuture *future,
         gpointer   user_data)
{
  Read *read = user_data;
  CadetTaskList *self = read->self;
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  g_assert (DEX_IS_FUTURE (future));
  g_assert (CADET_IS_TASK_LIST (self));

  value = dex_future_get_value (future, &error);

  if (read->generation != self->generation)
    {
      /* Nobody wants it any more. */
      _cadet_task_list_set_loading (self, FALSE);
      if (self->stale)
        dex_future_disown (_cadet_task_list_read (self, CADET_TASK_LIST_READ_TOP));
      return dex_future_new_for_boolean (TRUE);
    }

  if (value != NULL)
    show_page (self, read, g_value_get_object (value));
  _cadet_task_list_set_loading (self, FALSE);
  if (read->kind == CADET_TASK_LIST_READ_TOP)
    end_reload (self, error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
refreshed_cb (DexFuture *future,
              gpointer   user_data)
{
  Read *read = user_data;
  CadetTaskList *self = read->self;
  const GValue *value = dex_future_get_value (future, NULL);

  g_assert (CADET_IS_TASK_LIST (self));

  self->refreshing = FALSE;
  if (value != NULL && read->generation == self->generation && !self->stale)
    show_page (self, read, g_value_get_object (value));
  if (self->refresh_again)
    refresh (self);

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
_cadet_task_list_read (CadetTaskList     *self,
                       CadetTaskListRead  kind)
{
  Read *read = g_new0 (Read, 1);
  gboolean is_next = kind == CADET_TASK_LIST_READ_NEXT && self->last_attempt != NULL;

  g_assert (CADET_IS_TASK_LIST (self));

  read->self = g_object_ref (self);
  read->kind = kind;
  read->generation = self->generation;
  if (kind == CADET_TASK_LIST_READ_AGAIN)
    read->limit = CLAMP (self->tasks->len + 10, FIRST_PAGE_SIZE, PAGE_SIZE);
  else
    read->limit = is_next ? PAGE_SIZE : FIRST_PAGE_SIZE;

  if (kind != CADET_TASK_LIST_READ_AGAIN)
    _cadet_task_list_set_loading (self, TRUE);

  return dex_future_finally (cadet_ledger_list (self->ledger, self->filter,
                                                is_next ? self->last_recorded_at : 0,
                                                is_next ? self->last_attempt : NULL,
                                                read->limit),
                             kind == CADET_TASK_LIST_READ_AGAIN ? refreshed_cb : page_cb, read,
                             read_free);
}

static void
refresh (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  self->refresh_again = self->refreshing;
  if (self->refreshing)
    return;

  self->refreshing = TRUE;
  dex_future_disown (_cadet_task_list_read (self, CADET_TASK_LIST_READ_AGAIN));
}

static gboolean
refresh_cb (gpointer user_data)
{
  CadetTaskList *self = user_data;

  g_assert (CADET_IS_TASK_LIST (self));

  self->refresh_source = 0;
  refresh (self);

  return G_SOURCE_REMOVE;
}

void
_cadet_task_list_refresh_soon (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_DELAY, refresh_cb, self);
}
