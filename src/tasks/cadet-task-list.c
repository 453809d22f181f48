/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-task-list-private.h"

enum
{
  PROP_0,
  PROP_FILTER,
  PROP_LOADING,
  PROP_LOADED,
  N_PROPS
};

enum
{
  SIGNAL_DELETED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetTaskList, cadet_task_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

void
_cadet_task_list_set_loading (CadetTaskList *self,
                              gboolean       loading)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
_cadet_task_list_set_loaded (CadetTaskList *self,
                             gboolean       loaded)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->loaded == loaded)
    return;

  self->loaded = loaded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

void
_cadet_task_list_tell_deleted (CadetTaskList *self,
                               CadetTask     *task)
{
  g_assert (CADET_IS_TASK_LIST (self));
  g_assert (CADET_IS_TASK (task));

  g_signal_emit (self, signals[SIGNAL_DELETED], 0, task);
}

gboolean
_cadet_task_list_is_filtered (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  return self->filter != NULL && !cadet_task_filter_is_empty (self->filter);
}

static GType
cadet_task_list_get_item_type (GListModel *model)
{
  return CADET_TYPE_TASK;
}

static guint
cadet_task_list_get_n_items (GListModel *model)
{
  CadetTaskList *self = CADET_TASK_LIST (model);

  return self->tasks->len;
}

static gpointer
cadet_task_list_get_item (GListModel *model,
                          guint       position)
{
  CadetTaskList *self = CADET_TASK_LIST (model);

  if (position >= self->tasks->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->tasks, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cadet_task_list_get_item_type;
  iface->get_n_items = cadet_task_list_get_n_items;
  iface->get_item = cadet_task_list_get_item;
}

static void
cadet_task_list_dispose (GObject *object)
{
  CadetTaskList *self = CADET_TASK_LIST (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  dex_clear (&self->reload);
  g_clear_object (&self->filter);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_task_list_parent_class)->dispose (object);
}

static void
cadet_task_list_finalize (GObject *object)
{
  CadetTaskList *self = CADET_TASK_LIST (object);

  _cadet_task_list_forget (self);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->attempts, g_hash_table_unref);
  g_clear_pointer (&self->alive, g_hash_table_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_clear_pointer (&self->deleted, g_hash_table_unref);
  g_clear_pointer (&self->last_attempt, g_free);

  G_OBJECT_CLASS (cadet_task_list_parent_class)->finalize (object);
}

static void
cadet_task_list_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CadetTaskList *self = CADET_TASK_LIST (object);

  switch (prop_id)
    {
    case PROP_FILTER:
      g_value_set_object (value, self->filter);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_list_class_init (CadetTaskListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_task_list_dispose;
  object_class->finalize = cadet_task_list_finalize;
  object_class->get_property = cadet_task_list_get_property;

  /**
   * CadetTaskList:filter:
   *
   * Which attempts are listed, %NULL for all.
   */
  properties[PROP_FILTER] =
    g_param_spec_object ("filter", NULL, NULL, CADET_TYPE_TASK_FILTER,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * CadetTaskList:loading:
   *
   * Whether a page is being read.
   */
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * CadetTaskList:loaded:
   *
   * Whether the last page is in the list.
   */
  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetTaskList::deleted:
   * @self: the list
   * @task: what is in the list no more
   *
   * A task was deleted from the list here.
   */
  signals[SIGNAL_DELETED] =
    g_signal_new ("deleted", CADET_TYPE_TASK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CADET_TYPE_TASK);
}

static void
cadet_task_list_init (CadetTaskList *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->alive = _cadet_task_list_new_alive ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->deleted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cadet_task_list_new:
 * @ledger: where the attempts are; it has to be open before cadet_task_list_load() is called
 *
 * Creates a list. What another Cadet writes is in it once @ledger has told so.
 *
 * Returns: (transfer full): a list with nothing loaded
 */
CadetTaskList *
cadet_task_list_new (CadetLedger *ledger)
{
  CadetTaskList *self;

  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);

  self = g_object_new (CADET_TYPE_TASK_LIST, NULL);
  self->ledger = g_object_ref (ledger);
  if (g_signal_lookup ("changed", CADET_TYPE_LEDGER) != 0)
    g_signal_connect_object (ledger, "changed", G_CALLBACK (_cadet_task_list_refresh_soon), self,
                             G_CONNECT_SWAPPED);

  return self;
}

/**
 * cadet_task_list_get_ledger:
 * @self: a task list
 *
 * Returns: (transfer none): where the attempts are
 */
CadetLedger *
cadet_task_list_get_ledger (CadetTaskList *self)
{
  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);

  return self->ledger;
}

/**
 * cadet_task_list_load:
 * @self: a task list
 *
 * Reads the next page, the newest attempts first: 40 at first, then 200. Whoever shows the list asks
 * for the next one when its end comes into sight, so that a long ledger costs no more to open than a
 * short one. What was scrolled through stays in memory, about 2 kB a row, as a view may go back to it
 * at any moment and cannot wait; a new filter lets go of all of it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the page is in the list, or rejects
 *   with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_task_list_load (CadetTaskList *self)
{
  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);

  if (self->loading || self->loaded)
    return dex_future_new_for_boolean (TRUE);

  return _cadet_task_list_read (self, self->stale ? CADET_TASK_LIST_READ_TOP
                                                  : CADET_TASK_LIST_READ_NEXT);
}

/**
 * cadet_task_list_get_filter:
 * @self: a task list
 *
 * Returns: (transfer none) (nullable): which attempts are listed, %NULL for all; not to be changed
 */
CadetTaskFilter *
cadet_task_list_get_filter (CadetTaskList *self)
{
  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);

  return self->filter;
}

/**
 * cadet_task_list_set_filter:
 * @self: a task list
 * @filter: (nullable) (transfer none): which attempts to list, %NULL for all; it is copied
 *
 * Lists other attempts, from the newest on. The rows stay until the first page for @filter is there.
 * A page that is being read for an older filter is let go, and of filters that follow each other
 * faster than pages come only the last one is read.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the list is what the newest filter
 *   means, or rejects with a %CADET_ERROR_STORAGE; then [method@TaskList.load] tries again
 */
DexFuture *
cadet_task_list_set_filter (CadetTaskList   *self,
                            CadetTaskFilter *filter)
{
  DexFuture *reload;
  gboolean equal;

  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);
  g_return_val_if_fail (filter == NULL || CADET_IS_TASK_FILTER (filter), NULL);

  if (filter != NULL && cadet_task_filter_is_empty (filter))
    filter = NULL;
  equal = filter != NULL && self->filter != NULL ? cadet_task_filter_equal (filter, self->filter)
                                                 : filter == self->filter;
  if (equal)
    return self->reload != NULL ? dex_ref (self->reload) : dex_future_new_for_boolean (TRUE);

  g_clear_object (&self->filter);
  if (filter != NULL)
    self->filter = cadet_task_filter_copy (filter);
  self->generation++;
  self->stale = TRUE;
  if (self->reload == NULL)
    self->reload = dex_promise_new ();
  _cadet_task_list_set_loaded (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);

  /* It may have an end at once. */
  reload = dex_ref (self->reload);
  if (!self->loading)
    dex_future_disown (_cadet_task_list_read (self, CADET_TASK_LIST_READ_TOP));

  return reload;
}

/**
 * cadet_task_list_refresh:
 * @self: a task list
 *
 * Reads the newest rows again, soon, and makes the list what the ledger then says: for whoever knows
 * that something was written. What somebody has scrolled down to stays as it is.
 */
void
cadet_task_list_refresh (CadetTaskList *self)
{
  g_return_if_fail (CADET_IS_TASK_LIST (self));

  _cadet_task_list_refresh_soon (self);
}

/**
 * cadet_task_list_get_loading:
 * @self: a task list
 *
 * Returns: whether a page is being read
 */
gboolean
cadet_task_list_get_loading (CadetTaskList *self)
{
  g_return_val_if_fail (CADET_IS_TASK_LIST (self), FALSE);

  return self->loading;
}

/**
 * cadet_task_list_get_loaded:
 * @self: a task list
 *
 * Returns: whether the last page is in the list
 */
gboolean
cadet_task_list_get_loaded (CadetTaskList *self)
{
  g_return_val_if_fail (CADET_IS_TASK_LIST (self), FALSE);

  return self->loaded;
}

/**
 * cadet_task_list_prepend:
 * @self: a task list
 * @task: an attempt that was just made
 *
 * Puts @task on top. While there is a filter, it comes into the list once it is in the ledger and if
 * the filter means it. The list keeps a reference to what is in it.
 */
void
cadet_task_list_prepend (CadetTaskList *self,
                         CadetTask     *task)
{
  g_return_if_fail (CADET_IS_TASK_LIST (self));
  g_return_if_fail (CADET_IS_TASK (task));

  if (g_hash_table_contains (self->own, cadet_task_get_attempt (task)))
    return;

  g_hash_table_insert (self->own, g_strdup (cadet_task_get_attempt (task)), g_object_ref (task));
  task = _cadet_task_list_take (self, task, FALSE);
  if (_cadet_task_list_is_filtered (self))
    {
      g_signal_connect_object (task, "notify::recorded",
                               G_CALLBACK (_cadet_task_list_refresh_soon), self,
                               G_CONNECT_SWAPPED);
      return;
    }

  if (!g_hash_table_add (self->attempts, g_strdup (cadet_task_get_attempt (task))))
    return;

  g_ptr_array_insert (self->tasks, 0, g_object_ref (task));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
}
