/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-private.h"

#include <string.h>

/* What belongs to an attempt in the ledger: its history, its user's note, and how it is tied to
 * other attempts. */

static void
set_text (CadetTask  *self,
          char      **field,
          const char *text,
          guint       property)
{
  g_assert (CADET_IS_TASK (self));

  if (g_set_str (field, text != NULL && *text != '\0' ? text : NULL))
    _cadet_task_notify (self, property);
}

/**
 * cadet_task_get_note:
 * @self: a task
 *
 * Returns: (nullable): what the user noted
 */
const char *
cadet_task_get_note (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->note;
}

/**
 * cadet_task_set_note:
 * @self: a task
 * @note: (nullable): what the user noted; empty for none
 */
void
cadet_task_set_note (CadetTask  *self,
                     const char *note)
{
  g_return_if_fail (CADET_IS_TASK (self));

  set_text (self, &self->note, note, PROP_NOTE);
}

/**
 * cadet_task_get_previous:
 * @self: a task
 *
 * Returns: (nullable): the attempt, by its UUID, that this one was created again from
 */
const char *
cadet_task_get_previous (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->previous;
}

/**
 * cadet_task_set_previous:
 * @self: a task
 * @previous: (nullable): the attempt, by its UUID, that this one was created again from; empty for
 *   none
 */
void
cadet_task_set_previous (CadetTask  *self,
                         const char *previous)
{
  g_return_if_fail (CADET_IS_TASK (self));

  set_text (self, &self->previous, previous, PROP_PREVIOUS);
}

/**
 * cadet_task_get_template:
 * @self: a task
 *
 * Returns: (nullable): the name of the template it was made from
 */
const char *
cadet_task_get_template (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->template_name;
}

/**
 * cadet_task_set_template:
 * @self: a task
 * @template_name: (nullable): the name of the template it was made from; empty for none
 */
void
cadet_task_set_template (CadetTask  *self,
                         const char *template_name)
{
  g_return_if_fail (CADET_IS_TASK (self));

  set_text (self, &self->template_name, template_name, PROP_TEMPLATE);
}

/**
 * cadet_task_get_follow_problem:
 * @self: a task
 *
 * Returns: (nullable): why its state could not be had the last time, as a sentence for the user
 */
const char *
cadet_task_get_follow_problem (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->follow_problem;
}

/**
 * cadet_task_set_follow_problem:
 * @self: a task
 * @problem: (nullable): why its state could not be had the last time, as a sentence for the user;
 *   empty for none
 */
void
cadet_task_set_follow_problem (CadetTask  *self,
                               const char *problem)
{
  g_return_if_fail (CADET_IS_TASK (self));

  set_text (self, &self->follow_problem, problem, PROP_FOLLOW_PROBLEM);
}

/**
 * cadet_task_get_followed:
 * @self: a task
 *
 * Returns: whether this program asks the service for its state from time to time
 */
gboolean
cadet_task_get_followed (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), FALSE);

  return self->followed;
}

/**
 * cadet_task_set_followed:
 * @self: a task
 * @followed: whether this program asks the service for its state from time to time
 */
void
cadet_task_set_followed (CadetTask *self,
                         gboolean   followed)
{
  g_return_if_fail (CADET_IS_TASK (self));

  followed = !!followed;
  if (self->followed == followed)
    return;

  self->followed = followed;
  _cadet_task_notify (self, PROP_FOLLOWED);
}

/**
 * cadet_task_get_events:
 * @self: a task
 *
 * Returns: (transfer none): its history, #CadetEvent objects, the oldest first. Of a task that came
 *   from a list it is empty until [method@Ledger.load_details].
 */
GListModel *
cadet_task_get_events (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return G_LIST_MODEL (self->events);
}

/**
 * cadet_task_add_event:
 * @self: a task
 * @event: what happened
 *
 * Adds to the history what has just happened and is recorded or being recorded.
 */
void
cadet_task_add_event (CadetTask  *self,
                      CadetEvent *event)
{
  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail (CADET_IS_EVENT (event));

  g_list_store_append (self->events, event);
}

/**
 * cadet_task_set_events:
 * @self: a task
 * @events: #CadetEvent objects, the oldest first
 *
 * Sets the history as it was read. What was added after the last of @events stays.
 */
void
cadet_task_set_events (CadetTask  *self,
                       GListModel *events)
{
  g_autoptr (GPtrArray) all = NULL;
  guint n_read, n_had;
  gint64 last = G_MININT64;

  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail (G_IS_LIST_MODEL (events));

  all = g_ptr_array_new_with_free_func (g_object_unref);
  n_read = g_list_model_get_n_items (events);
  n_had = g_list_model_get_n_items (G_LIST_MODEL (self->events));

  for (guint i = 0; i < n_read; i++)
    {
      CadetEvent *event = g_list_model_get_item (events, i);

      last = MAX (last, cadet_event_get_at (event));
      g_ptr_array_add (all, event);
    }
  for (guint i = 0; i < n_had; i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (G_LIST_MODEL (self->events), i);

      if (cadet_event_get_at (event) > last)
        g_ptr_array_add (all, g_steal_pointer (&event));
    }

  g_list_store_splice (self->events, 0, n_had, all->pdata, all->len);
}

/**
 * cadet_task_dup_content_key:
 * @self: a task
 *
 * Two attempts with one key ask the same of the same service. Secrets are not part of it, as they
 * are not recorded.
 *
 * Returns: (transfer full): a SHA-256 in hexadecimal digits
 */
char *
cadet_task_dup_content_key (CadetTask *self)
{
  g_autoptr (GChecksum) checksum = NULL;
  const char *parts[5];

  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  parts[0] = self->endpoint;
  parts[1] = self->process_id;
  parts[2] = self->app_id;
  parts[3] = self->name;
  parts[4] = self->variables_json;

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  /* The zero byte at the end of each part keeps them apart. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], strlen (parts[i]) + 1);

  return g_strdup (g_checksum_get_string (checksum));
}
