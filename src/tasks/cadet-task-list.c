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

typedef enum
{
  READ_TOP,
  READ_NEXT,
  READ_AGAIN,
} ReadKind;

typedef struct
{
  CadetTaskList *self;
  ReadKind kind;
  guint generation;
  guint limit;
} Read;

typedef struct
{
  CadetTaskList *self;
  GPtrArray *tasks;
} Change;

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

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->self);
  g_free (read);
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->self);
  g_clear_pointer (&change->tasks, g_ptr_array_unref);
  g_free (change);
}

static void
set_loading (CadetTaskList *self,
             gboolean       loading)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_loaded (CadetTaskList *self,
            gboolean       loaded)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->loaded == loaded)
    return;

  self->loaded = loaded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static DexFuture *read_page (CadetTaskList *self,
                             ReadKind       kind);

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
    case READ_TOP:
      self->stale = FALSE;
      _cadet_task_list_replace (self, page);
      break;

    case READ_NEXT:
      _cadet_task_list_append (self, page);
      break;

    case READ_AGAIN:
    default:
      _cadet_task_list_reconcile (self, page, is_last);
      break;
    }
  if (is_last)
    set_loaded (self, TRUE);
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
      set_loading (self, FALSE);
      if (self->stale)
        dex_future_disown (read_page (self, READ_TOP));
      return dex_future_new_for_boolean (TRUE);
    }

  if (value != NULL)
    show_page (self, read, g_value_get_object (value));
  set_loading (self, FALSE);
  if (read->kind == READ_TOP)
    end_reload (self, error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

static void refresh (CadetTaskList *self);

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

static DexFuture *
read_page (CadetTaskList *self,
           ReadKind       kind)
{
  Read *read = g_new0 (Read, 1);
  gboolean is_next = kind == READ_NEXT && self->last_attempt != NULL;

  g_assert (CADET_IS_TASK_LIST (self));

  read->self = g_object_ref (self);
  read->kind = kind;
  read->generation = self->generation;
  if (kind == READ_AGAIN)
    read->limit = CLAMP (self->tasks->len + 10, FIRST_PAGE_SIZE, PAGE_SIZE);
  else
    read->limit = is_next ? PAGE_SIZE : FIRST_PAGE_SIZE;

  if (kind != READ_AGAIN)
    set_loading (self, TRUE);

  return dex_future_finally (cadet_ledger_list (self->ledger, self->filter,
                                                is_next ? self->last_recorded_at : 0,
                                                is_next ? self->last_attempt : NULL,
                                                read->limit),
                             kind == READ_AGAIN ? refreshed_cb : page_cb, read, read_free);
}

static void
refresh (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  self->refresh_again = self->refreshing;
  if (self->refreshing)
    return;

  self->refreshing = TRUE;
  dex_future_disown (read_page (self, READ_AGAIN));
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

gboolean
_cadet_task_list_is_filtered (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  return self->filter != NULL && !cadet_task_filter_is_empty (self->filter);
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
    g_signal_emit (self, signals[SIGNAL_DELETED], 0, g_ptr_array_index (change->tasks, i));

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

  return read_page (self, self->stale ? READ_TOP : READ_NEXT);
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
  set_loaded (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);

  /* It may have an end at once. */
  reload = dex_ref (self->reload);
  if (!self->loading)
    dex_future_disown (read_page (self, READ_TOP));

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
