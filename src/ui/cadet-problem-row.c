/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-problem-row.h"

struct _CadetProblemRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *label;
  GtkWidget *entry;
  char *message;
};

enum
{
  PROP_0,
  PROP_ENTRY,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetProblemRow, cadet_problem_row, GTK_TYPE_LIST_BOX_ROW)

/* The widget in an entry row that has the focus and that a screen reader reads. */
static GtkAccessible *
get_text (CadetProblemRow *self)
{
  GtkEditable *delegate = NULL;

  g_assert (CADET_IS_PROBLEM_ROW (self));

  if (!GTK_IS_EDITABLE (self->entry))
    return GTK_ACCESSIBLE (self->entry);
  delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  return GTK_ACCESSIBLE (delegate != NULL ? GTK_WIDGET (delegate) : self->entry);
}

static void
update (CadetProblemRow *self)
{
  g_assert (CADET_IS_PROBLEM_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), self->message != NULL);
  gtk_label_set_label (self->label, self->message != NULL ? self->message : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->message != NULL ? self->message : "", -1);
  if (self->entry == NULL)
    return;

  if (self->message != NULL)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_accessible_update_state (get_text (self), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (get_text (self), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                      self->label, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_accessible_reset_state (get_text (self), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (get_text (self), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
    }
}

static void
cadet_problem_row_dispose (GObject *object)
{
  CadetProblemRow *self = CADET_PROBLEM_ROW (object);

  g_clear_weak_pointer (&self->entry);

  G_OBJECT_CLASS (cadet_problem_row_parent_class)->dispose (object);
}

static void
cadet_problem_row_finalize (GObject *object)
{
  CadetProblemRow *self = CADET_PROBLEM_ROW (object);

  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (cadet_problem_row_parent_class)->finalize (object);
}

static void
cadet_problem_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CadetProblemRow *self = CADET_PROBLEM_ROW (object);

  switch (prop_id)
    {
    case PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_problem_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  CadetProblemRow *self = CADET_PROBLEM_ROW (object);

  switch (prop_id)
    {
    case PROP_ENTRY:
      if (g_set_weak_pointer (&self->entry, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_MESSAGE:
      cadet_problem_row_set_message (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_problem_row_class_init (CadetProblemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_problem_row_dispose;
  object_class->finalize = cadet_problem_row_finalize;
  object_class->get_property = cadet_problem_row_get_property;
  object_class->set_property = cadet_problem_row_set_property;

  properties[PROP_ENTRY] =
    g_param_spec_object ("entry", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_problem_row_init (CadetProblemRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * cadet_problem_row_get_message:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): what it says
 */
const char *
cadet_problem_row_get_message (CadetProblemRow *self)
{
  g_return_val_if_fail (CADET_IS_PROBLEM_ROW (self), NULL);

  return self->message;
}

/**
 * cadet_problem_row_set_message:
 * @self: the row
 * @message: (nullable): what is wrong, or %NULL when nothing is
 *
 * Says it, and marks the entry.
 */
void
cadet_problem_row_set_message (CadetProblemRow *self,
                               const char      *message)
{
  g_return_if_fail (CADET_IS_PROBLEM_ROW (self));

  if (!g_set_str (&self->message, message))
    return;

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}
