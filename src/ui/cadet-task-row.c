/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-row.h"

#include "ui/cadet-state.h"
#include "ui/cadet-time.h"

#include <glib/gi18n.h>

struct _CadetTaskRow
{
  AdwBin          parent_instance;

  GtkImage       *icon;
  GtkInscription *name_label;
  GtkLabel       *time_label;
  GtkInscription *state_label;
  GtkWidget      *note_icon;
  GtkWidget      *following_icon;

  CadetTask      *task;
  gulong          notify_id;
  char           *description;

  guint           selecting : 1;
  guint           selected : 1;
};

enum
{
  PROP_0,
  PROP_TASK,
  PROP_DESCRIPTION,
  PROP_SELECTING,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetTaskRow, cadet_task_row, ADW_TYPE_BIN)

/* An inscription stands where its text begins: in a window that is read from right to left, a text
 * that is not has to be told to stand where the row begins. */
static void
set_line (GtkInscription *inscription, const char *text)
{
  float xalign = 0;

  g_assert (GTK_IS_INSCRIPTION (inscription));

  if (gtk_widget_get_direction (GTK_WIDGET (inscription)) == GTK_TEXT_DIR_RTL)
    {
      g_autoptr (PangoLayout) layout =
          gtk_widget_create_pango_layout (GTK_WIDGET (inscription), text);

      xalign = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_LTR ? 1 : 0;
    }
  gtk_inscription_set_text (inscription, text);
  gtk_inscription_set_xalign (inscription, xalign);
}

static gboolean
has_note (CadetTask *task)
{
  const char *note = cadet_task_get_note (task);

  return note != NULL && *note != '\0';
}

static char *
dup_description (CadetTaskRow *self, const char *line, const char *time)
{
  const char *name = cadet_task_get_name (self->task);
  GString *description;

  g_assert (CADET_IS_TASK_ROW (self));

  description = g_string_new (NULL);
  /* Translators: what a screen reader says of a task: its name, its state with the ID, its time. */
  g_string_append_printf (description, _("%s, %s, %s"), name != NULL ? name : "", line, time);
  if (has_note (self->task))
    /* Translators: what a screen reader adds to what it says of a task. */
    g_string_append (description, _(", has a note"));

  return g_string_free_and_steal (description);
}

static void
update_cb (CadetTaskRow *self)
{
  CadetTaskState state = cadet_task_get_state (self->task);
  gint64 task_id = cadet_task_get_task_id (self->task);
  const char *css_classes[] = { cadet_state_get_css_class (state), NULL };
  g_autofree char *title = cadet_task_dup_state_title (self->task);
  g_autofree char *time = cadet_time_dup_minute (cadet_task_get_recorded_at (self->task));
  g_autofree char *line = NULL;
  g_autofree char *description = NULL;

  g_assert (CADET_IS_TASK_ROW (self));

  if (task_id != 0)
    line = g_strdup_printf ("%s · %" G_GINT64_FORMAT, title, task_id);
  else
    line = g_strdup (title);

  gtk_image_set_from_icon_name (self->icon, cadet_state_get_icon_name (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), css_classes);
  set_line (self->name_label, cadet_task_get_name (self->task));
  gtk_label_set_text (self->time_label, time);
  set_line (self->state_label, line);
  gtk_widget_set_visible (self->note_icon, has_note (self->task));
  gtk_widget_set_tooltip_text (self->note_icon, cadet_task_get_note (self->task));
  gtk_widget_set_visible (self->following_icon, cadet_task_get_followed (self->task) &&
                                                !cadet_task_is_at_rest (self->task));

  description = dup_description (self, line, time);
  if (g_set_str (&self->description, description))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
cadet_task_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CadetTaskRow *self = CADET_TASK_ROW (object);

  switch (prop_id)
    {
    case PROP_TASK:
      g_value_set_object (value, self->task);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_row_set_property (GObject *object, guint prop_id, const GValue *value,
                             GParamSpec *pspec)
{
  CadetTaskRow *self = CADET_TASK_ROW (object);

  switch (prop_id)
    {
    case PROP_TASK:
      cadet_task_row_set_task (self, g_value_get_object (value));
      break;
    case PROP_SELECTING:
      self->selecting = g_value_get_boolean (value);
      break;
    case PROP_SELECTED:
      self->selected = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_row_dispose (GObject *object)
{
  CadetTaskRow *self = CADET_TASK_ROW (object);

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  g_clear_object (&self->task);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_ROW);

  G_OBJECT_CLASS (cadet_task_row_parent_class)->dispose (object);
}

static void
cadet_task_row_finalize (GObject *object)
{
  CadetTaskRow *self = CADET_TASK_ROW (object);

  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (cadet_task_row_parent_class)->finalize (object);
}

static void
cadet_task_row_class_init (CadetTaskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_task_row_dispose;
  object_class->finalize = cadet_task_row_finalize;
  object_class->get_property = cadet_task_row_get_property;
  object_class->set_property = cadet_task_row_set_property;

  /**
   * CadetTaskRow:task:
   *
   * The task that is shown, or %NULL.
   */
  properties[PROP_TASK] =
    g_param_spec_object ("task", NULL, NULL, CADET_TYPE_TASK,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * CadetTaskRow:description:
   *
   * What a screen reader says of the row.
   */
  properties[PROP_DESCRIPTION] =
    g_param_spec_string ("description", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * CadetTaskRow:selecting:
   *
   * Whether it shows if it is selected by a mark of its own.
   */
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * CadetTaskRow:selected:
   *
   * Whether it is selected.
   */
  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, note_icon);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskRow, following_icon);
}

static void
cadet_task_row_init (CadetTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_row_new:
 *
 * Returns: (transfer floating): a new row without a task
 */
GtkWidget *
cadet_task_row_new (void)
{
  return g_object_new (CADET_TYPE_TASK_ROW, NULL);
}

/**
 * cadet_task_row_get_task:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the task that is shown
 */
CadetTask *
cadet_task_row_get_task (CadetTaskRow *self)
{
  g_return_val_if_fail (CADET_IS_TASK_ROW (self), NULL);

  return self->task;
}

/**
 * cadet_task_row_set_task:
 * @self: the row
 * @task: (nullable) (transfer none): the task to show
 *
 * Shows @task and what becomes of it.
 */
void
cadet_task_row_set_task (CadetTaskRow *self, CadetTask *task)
{
  g_return_if_fail (CADET_IS_TASK_ROW (self));
  g_return_if_fail (task == NULL || CADET_IS_TASK (task));

  if (self->task == task)
    return;

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);

  g_set_object (&self->task, task);

  if (task != NULL)
    {
      self->notify_id = g_signal_connect_swapped (task, "notify", G_CALLBACK (update_cb), self);
      update_cb (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASK]);
}
