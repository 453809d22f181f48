/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-notes.h"

#include "ui/cadet-time.h"

#include <glib/gi18n.h>

struct _CadetTaskNotes
{
  AdwPreferencesGroup parent_instance;

  GtkEditable        *note_row;
  AdwActionRow       *previous_row;
  AdwActionRow       *next_row;

  CadetResolver      *resolver;
  GListModel         *tasks;
  CadetTask          *task;
  gulong              note_id;
  gulong              previous_id;
  char               *next;
};

enum
{
  SIGNAL_OPEN_ATTEMPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskNotes, cadet_task_notes, ADW_TYPE_PREFERENCES_GROUP)

/* What is known of another attempt in one line. */
static void
describe (AdwActionRow *row,
          const char   *attempt,
          CadetTask    *task)
{
  g_autofree char *state = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (row), attempt != NULL);
  if (task != NULL)
    {
      state = cadet_task_dup_state_title (task);
      time = cadet_time_dup_precise (cadet_task_get_recorded_at (task));
      /* Translators: a task's name, its state, and when it was recorded. */
      text = g_strdup_printf (_("%s: %s, %s"), cadet_task_get_name (task), state, time);
    }
  adw_action_row_set_subtitle (row, text != NULL ? text : attempt);
}

/* An attempt that is made again is older than the one that does so, which the list has then. */
static void
update_links (CadetTaskNotes *self)
{
  const char *attempt = cadet_task_get_attempt (self->task);
  const char *previous_attempt = cadet_task_get_previous (self->task);
  g_autoptr (CadetTask) previous = NULL;
  g_autoptr (CadetTask) next = NULL;

  g_assert (CADET_IS_TASK_NOTES (self));

  for (guint i = 0; i < g_list_model_get_n_items (self->tasks); i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (self->tasks, i);

      if (g_strcmp0 (cadet_task_get_attempt (task), previous_attempt) == 0)
        g_set_object (&previous, task);
      if (next == NULL && g_strcmp0 (cadet_task_get_previous (task), attempt) == 0)
        g_set_object (&next, task);
    }

  g_set_str (&self->next, next != NULL ? cadet_task_get_attempt (next) : NULL);
  describe (self->previous_row, previous_attempt, previous);
  describe (self->next_row, self->next, next);
}

static void
show_note (CadetTaskNotes *self)
{
  const char *note = cadet_task_get_note (self->task);
  const char *text = note != NULL ? note : "";

  g_assert (CADET_IS_TASK_NOTES (self));

  if (g_str_equal (gtk_editable_get_text (self->note_row), text))
    return;

  /* What the user types is to be applied, what is set here is not. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->note_row), FALSE);
  gtk_editable_set_text (self->note_row, text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->note_row), TRUE);
}

static DexFuture *
noted_cb (DexFuture *future,
          gpointer   user_data)
{
  CadetTaskNotes *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (CADET_IS_TASK_NOTES (self));

  dex_future_get_value (future, &error);
  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);

  return dex_future_new_true ();
}

static void
apply_cb (CadetTaskNotes *self)
{
  DexFuture *future;

  g_assert (CADET_IS_TASK_NOTES (self));

  future = cadet_resolver_note (self->resolver, self->task, gtk_editable_get_text (self->note_row));
  dex_future_disown (dex_future_finally (future, noted_cb, g_object_ref (self), g_object_unref));
}

static void
open_cb (CadetTaskNotes *self,
         AdwActionRow   *row)
{
  g_autofree char *attempt = NULL;

  g_assert (CADET_IS_TASK_NOTES (self));

  attempt = g_strdup (row == self->next_row ? self->next : cadet_task_get_previous (self->task));
  if (attempt != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN_ATTEMPT], 0, attempt);
}

static void
forget_task (CadetTaskNotes *self)
{
  g_assert (CADET_IS_TASK_NOTES (self));

  if (self->task == NULL)
    return;

  g_clear_signal_handler (&self->note_id, self->task);
  g_clear_signal_handler (&self->previous_id, self->task);
  g_clear_object (&self->task);
}

static void
cadet_task_notes_dispose (GObject *object)
{
  CadetTaskNotes *self = CADET_TASK_NOTES (object);

  forget_task (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_NOTES);
  g_clear_object (&self->resolver);
  g_clear_object (&self->tasks);
  g_clear_pointer (&self->next, g_free);

  G_OBJECT_CLASS (cadet_task_notes_parent_class)->dispose (object);
}

static void
cadet_task_notes_class_init (CadetTaskNotesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_task_notes_dispose;

  /**
   * CadetTaskNotes::open-attempt:
   * @self: the group
   * @attempt: the ID of an attempt
   */
  signals[SIGNAL_OPEN_ATTEMPT] =
    g_signal_new ("open-attempt", CADET_TYPE_TASK_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-notes.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskNotes, note_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskNotes, previous_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskNotes, next_row);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
cadet_task_notes_init (CadetTaskNotes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_notes_set_up:
 * @self: the group
 * @resolver: (transfer none): records notes
 * @tasks: (transfer none): a list of #CadetTask, where tied attempts are looked for
 */
void
cadet_task_notes_set_up (CadetTaskNotes *self,
                         CadetResolver  *resolver,
                         GListModel     *tasks)
{
  g_return_if_fail (CADET_IS_TASK_NOTES (self));
  g_return_if_fail (CADET_IS_RESOLVER (resolver));
  g_return_if_fail (G_IS_LIST_MODEL (tasks));

  g_set_object (&self->resolver, resolver);
  g_set_object (&self->tasks, tasks);
}

/**
 * cadet_task_notes_set_task:
 * @self: the group
 * @task: (transfer none): whose note is shown
 */
void
cadet_task_notes_set_task (CadetTaskNotes *self,
                           CadetTask      *task)
{
  g_return_if_fail (CADET_IS_TASK_NOTES (self));
  g_return_if_fail (CADET_IS_TASK (task));

  forget_task (self);
  self->task = g_object_ref (task);
  self->note_id = g_signal_connect_swapped (task, "notify::note", G_CALLBACK (show_note), self);
  self->previous_id =
    g_signal_connect_swapped (task, "notify::previous", G_CALLBACK (update_links), self);
  show_note (self);
  update_links (self);
}
