/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-task-list.h"

/* The first page is what a tall window shows. A view makes 38 kB of widgets for each row that it may
 * have, up to 200 rows, so that the rest waits until somebody scrolls. */
#define FIRST_PAGE_SIZE 40
#define PAGE_SIZE 200

struct _CadetTaskList
{
  GObject parent_instance;

  CadetLedger *ledger;
  GPtrArray *tasks;
  GHashTable *attempts;
  guint page_size;

  guint loading : 1;
  guint loaded : 1;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetTaskList, cadet_task_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

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
set_loaded (CadetTaskList *self)
{
  g_assert (CADET_IS_TASK_LIST (self));

  if (self->loaded)
    return;

  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
add_page (CadetTaskList *self,
          GListModel    *page)
{
  guint n_page = g_list_model_get_n_items (page);
  guint position = self->tasks->len;

  g_assert (CADET_IS_TASK_LIST (self));
  g_assert (G_IS_LIST_MODEL (page));

  for (guint i = 0; i < n_page; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (page, i);

      /* What this program created itself is there already. */
      if (g_hash_table_contains (self->attempts, cadet_task_get_attempt (task)))
        continue;

      g_hash_table_add (self->attempts, g_strdup (cadet_task_get_attempt (task)));
      g_ptr_array_add (self->tasks, g_steal_pointer (&task));
    }

  if (self->tasks->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, self->tasks->len - position);

  /* A short page is the last one. */
  if (n_page < self->page_size)
    set_loaded (self);
}

static DexFuture *
page_cb (DexFuture *future,
         gpointer   user_data)
{
  g_autoptr (GError) error = NULL;
  CadetTaskList *self = user_data;
  const GValue *value;

  g_assert (DEX_IS_FUTURE (future));
  g_assert (CADET_IS_TASK_LIST (self));

  value = dex_future_get_value (future, &error);
  if (value != NULL)
    add_page (self, g_value_get_object (value));
  set_loading (self, FALSE);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
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

  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_task_list_parent_class)->dispose (object);
}

static void
cadet_task_list_finalize (GObject *object)
{
  CadetTaskList *self = CADET_TASK_LIST (object);

  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->attempts, g_hash_table_unref);

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

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_task_list_init (CadetTaskList *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cadet_task_list_new:
 * @ledger: where the attempts are; it has to be open before cadet_task_list_load() is called
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

  return self;
}

/**
 * cadet_task_list_load:
 * @self: a task list
 *
 * Reads the next page, the newest attempts first: 40 at first, then 200. Whoever shows the list asks
 * for the next one when its end comes into sight, so that a long ledger costs no more to open than a
 * short one.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the page is in the list, or rejects
 *   with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_task_list_load (CadetTaskList *self)
{
  CadetTask *last = NULL;

  g_return_val_if_fail (CADET_IS_TASK_LIST (self), NULL);

  if (self->loading || self->loaded)
    return dex_future_new_for_boolean (TRUE);

  if (self->tasks->len > 0)
    last = g_ptr_array_index (self->tasks, self->tasks->len - 1);

  self->page_size = last != NULL ? PAGE_SIZE : FIRST_PAGE_SIZE;
  set_loading (self, TRUE);

  return dex_future_finally (cadet_ledger_list (self->ledger, NULL,
                                                last ? cadet_task_get_recorded_at (last) : 0,
                                                last ? cadet_task_get_attempt (last) : NULL,
                                                self->page_size),
                             page_cb, g_object_ref (self), g_object_unref);
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
 * Puts @task on top. The list keeps a reference.
 */
void
cadet_task_list_prepend (CadetTaskList *self,
                         CadetTask     *task)
{
  g_return_if_fail (CADET_IS_TASK_LIST (self));
  g_return_if_fail (CADET_IS_TASK (task));

  if (!g_hash_table_add (self->attempts, g_strdup (cadet_task_get_attempt (task))))
    return;

  g_ptr_array_insert (self->tasks, 0, g_object_ref (task));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
}
