/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-cell-text.h"

struct _CadetCellText
{
  GtkWidget parent_instance;

  char *text;
  /* Made when it is first drawn: most cells of a long list never are. */
  PangoLayout *layout;
  gboolean wavy;
};

G_DEFINE_FINAL_TYPE (CadetCellText, cadet_cell_text, GTK_TYPE_WIDGET)

static void
ensure_layout (CadetCellText *self)
{
  g_assert (CADET_IS_CELL_TEXT (self));

  if (self->layout != NULL)
    return;

  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  if (self->wavy)
    {
      g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_ERROR));
      pango_layout_set_attributes (self->layout, attributes);
    }
}

static void
cadet_cell_text_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
}

static void
cadet_cell_text_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  CadetCellText *self = CADET_CELL_TEXT (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA color;
  PangoDirection direction = PANGO_DIRECTION_NEUTRAL;
  PangoAlignment alignment = PANGO_ALIGN_LEFT;
  int height = 0;
  float top = 0;

  if (self->text == NULL || *self->text == '\0')
    return;

  ensure_layout (self);
  pango_layout_set_width (self->layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  /* The text stands where the row begins. Pango turns the sides round by itself for a text whose
   * direction is not that of the widget. */
  direction = pango_layout_get_direction (self->layout, 0);
  if (right_to_left ? direction == PANGO_DIRECTION_LTR : direction == PANGO_DIRECTION_RTL)
    alignment = right_to_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
  else
    alignment = right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
  pango_layout_set_alignment (self->layout, alignment);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  gtk_widget_get_color (widget, &color);
  gtk_snapshot_save (snapshot);
  top = (float) ((gtk_widget_get_height (widget) - height) / 2);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, top));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
cadet_cell_text_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  CadetCellText *self = CADET_CELL_TEXT (widget);

  GTK_WIDGET_CLASS (cadet_cell_text_parent_class)->css_changed (widget, change);

  g_clear_object (&self->layout);
  gtk_widget_queue_draw (widget);
}

static void
cadet_cell_text_system_setting_changed (GtkWidget        *widget,
                                        GtkSystemSetting  setting)
{
  CadetCellText *self = CADET_CELL_TEXT (widget);

  GTK_WIDGET_CLASS (cadet_cell_text_parent_class)->system_setting_changed (widget, setting);

  g_clear_object (&self->layout);
  gtk_widget_queue_draw (widget);
}

static void
cadet_cell_text_dispose (GObject *object)
{
  CadetCellText *self = CADET_CELL_TEXT (object);

  g_clear_object (&self->layout);

  G_OBJECT_CLASS (cadet_cell_text_parent_class)->dispose (object);
}

static void
cadet_cell_text_finalize (GObject *object)
{
  CadetCellText *self = CADET_CELL_TEXT (object);

  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (cadet_cell_text_parent_class)->finalize (object);
}

static void
cadet_cell_text_class_init (CadetCellTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_cell_text_dispose;
  object_class->finalize = cadet_cell_text_finalize;
  widget_class->measure = cadet_cell_text_measure;
  widget_class->snapshot = cadet_cell_text_snapshot;
  widget_class->css_changed = cadet_cell_text_css_changed;
  widget_class->system_setting_changed = cadet_cell_text_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "celltext");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
cadet_cell_text_init (CadetCellText *self)
{
}

/**
 * cadet_cell_text_new:
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
cadet_cell_text_new (void)
{
  return g_object_new (CADET_TYPE_CELL_TEXT, NULL);
}

/**
 * cadet_cell_text_get_text:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
cadet_cell_text_get_text (CadetCellText *self)
{
  g_return_val_if_fail (CADET_IS_CELL_TEXT (self), NULL);

  return self->text;
}

/**
 * cadet_cell_text_set_text:
 * @self: a line
 * @text: (nullable): what it shows
 */
void
cadet_cell_text_set_text (CadetCellText *self,
                          const char    *text)
{
  g_return_if_fail (CADET_IS_CELL_TEXT (self));

  if (!g_set_str (&self->text, text))
    return;

  g_clear_object (&self->layout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * cadet_cell_text_get_wavy:
 * @self: a line
 *
 * Returns: whether it is underlined as wrong
 */
gboolean
cadet_cell_text_get_wavy (CadetCellText *self)
{
  g_return_val_if_fail (CADET_IS_CELL_TEXT (self), FALSE);

  return self->wavy;
}

/**
 * cadet_cell_text_set_wavy:
 * @self: a line
 * @wavy: whether it is underlined as wrong
 */
void
cadet_cell_text_set_wavy (CadetCellText *self,
                          gboolean       wavy)
{
  g_return_if_fail (CADET_IS_CELL_TEXT (self));

  if (self->wavy == !!wavy)
    return;

  self->wavy = !!wavy;
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
