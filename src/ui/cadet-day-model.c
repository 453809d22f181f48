/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-day-model.h"

#include "model/cadet-task.h"

/* The days are found once, when rows come; a section is then looked up by bisection. A row costs
 * two comparisons, because the limits of the last day found are kept. */

typedef struct
{
  guint  start;
  gint64 from;
  gint64 until;
} Day;

struct _CadetDayModel
{
  GObject     parent_instance;

  GListModel *model;
  GArray     *days;
  guint       n_items;
};

static void list_model_iface_init (GListModelInterface *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetDayModel, cadet_day_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                      section_model_iface_init))

static gint64
get_time (CadetDayModel *self, guint position)
{
  g_autoptr (CadetTask) task = g_list_model_get_item (self->model, position);

  return cadet_task_get_recorded_at (task);
}

static void
find_limits (gint64 milliseconds, Day *day)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (milliseconds * 1000);
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) next = NULL;

  day->from = milliseconds;
  day->until = milliseconds + 1;

  if (utc == NULL)
    return;

  local = g_date_time_to_local (utc);
  midnight = g_date_time_new_local (g_date_time_get_year (local), g_date_time_get_month (local),
                                    g_date_time_get_day_of_month (local), 0, 0, 0);
  next = midnight != NULL ? g_date_time_add_days (midnight, 1) : NULL;
  if (next == NULL)
    return;

  day->from = MIN (milliseconds, g_date_time_to_unix (midnight) * 1000);
  day->until = MAX (milliseconds + 1, g_date_time_to_unix (next) * 1000);
}

static void
append_days (CadetDayModel *self, GArray *days, guint first, guint end)
{
  g_assert (CADET_IS_DAY_MODEL (self));

  for (guint i = first; i < end; i++)
    {
      gint64 time = get_time (self, i);
      Day *last = days->len > 0 ? &g_array_index (days, Day, days->len - 1) : NULL;
      Day day;

      if (last != NULL && time >= last->from && time < last->until)
        continue;

      day.start = i;
      find_limits (time, &day);
      g_array_append_val (days, day);
    }
}

static void
items_changed_cb (CadetDayModel *self, guint position, guint removed, guint added)
{
  guint old_n_items = self->n_items;

  g_assert (CADET_IS_DAY_MODEL (self));

  self->n_items = g_list_model_get_n_items (self->model);

  if (removed == 0 && position == old_n_items)
    {
      append_days (self, self->days, position, self->n_items);
    }
  else if (removed == 0 && added > 0 && position == 0)
    {
      g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (Day));
      Day *first = &g_array_index (self->days, Day, 0);
      Day *last;
      guint skip = 0;

      append_days (self, fresh, 0, added);
      for (guint i = 0; i < self->days->len; i++)
        g_array_index (self->days, Day, i).start += added;

      /* The new rows' last day may be the one that was the first. */
      last = &g_array_index (fresh, Day, fresh->len - 1);
      if (last->from == first->from)
        skip = 1;
      g_array_append_vals (fresh, &g_array_index (self->days, Day, skip), self->days->len - skip);
      g_clear_pointer (&self->days, g_array_unref);
      self->days = g_steal_pointer (&fresh);
    }
  else
    {
      g_array_set_size (self->days, 0);
      append_days (self, self->days, 0, self->n_items);
    }

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static GType
cadet_day_model_get_item_type (GListModel *list)
{
  return CADET_TYPE_TASK;
}

static guint
cadet_day_model_get_n_items (GListModel *list)
{
  return CADET_DAY_MODEL (list)->n_items;
}

static gpointer
cadet_day_model_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (CADET_DAY_MODEL (list)->model, position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = cadet_day_model_get_item_type;
  iface->get_n_items = cadet_day_model_get_n_items;
  iface->get_item = cadet_day_model_get_item;
}

static void
cadet_day_model_get_section (GtkSectionModel *model, guint position, guint *out_start,
                             guint *out_end)
{
  CadetDayModel *self = CADET_DAY_MODEL (model);
  guint low = 0;
  guint high = self->days->len;

  if (position >= self->n_items)
    {
      *out_start = self->n_items;
      *out_end = G_MAXUINT;
      return;
    }

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->days, Day, middle).start <= position)
        low = middle;
      else
        high = middle;
    }

  *out_start = g_array_index (self->days, Day, low).start;
  *out_end = low + 1 < self->days->len ? g_array_index (self->days, Day, low + 1).start
                                       : self->n_items;
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = cadet_day_model_get_section;
}

static void
cadet_day_model_finalize (GObject *object)
{
  CadetDayModel *self = CADET_DAY_MODEL (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->days, g_array_unref);

  G_OBJECT_CLASS (cadet_day_model_parent_class)->finalize (object);
}

static void
cadet_day_model_class_init (CadetDayModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_day_model_finalize;
}

static void
cadet_day_model_init (CadetDayModel *self)
{
  self->days = g_array_new (FALSE, FALSE, sizeof (Day));
}

/**
 * cadet_day_model_new:
 * @model: (transfer none): a list of #CadetTask in the order of their times
 *
 * Creates a model with the items of @model and one section for each run of tasks that were
 * recorded on the same day where the user is.
 *
 * Returns: (transfer full): a new model
 */
CadetDayModel *
cadet_day_model_new (GListModel *model)
{
  CadetDayModel *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  self = g_object_new (CADET_TYPE_DAY_MODEL, NULL);
  self->model = g_object_ref (model);
  self->n_items = g_list_model_get_n_items (model);
  append_days (self, self->days, 0, self->n_items);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}
