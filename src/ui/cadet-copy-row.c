/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-copy-row.h"

#include <glib/gi18n.h>

struct _CadetCopyRow
{
  AdwActionRow parent_instance;

  GtkWidget   *button;
  char        *value;
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetCopyRow, cadet_copy_row, ADW_TYPE_ACTION_ROW)

static void
clicked_cb (CadetCopyRow *self)
{
  g_assert (CADET_IS_COPY_ROW (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->value);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", _("Copied"));
}

static void
title_changed_cb (CadetCopyRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *label = NULL;

  g_assert (CADET_IS_COPY_ROW (self));

  /* Translators: %s is what will be copied, “Task ID” for example. */
  label = g_strdup_printf (_("Copy %s"), title);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
cadet_copy_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CadetCopyRow *self = CADET_COPY_ROW (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_copy_row_set_property (GObject *object, guint prop_id, const GValue *value,
                             GParamSpec *pspec)
{
  CadetCopyRow *self = CADET_COPY_ROW (object);

  switch (prop_id)
    {
    case PROP_VALUE:
      cadet_copy_row_set_value (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_copy_row_finalize (GObject *object)
{
  CadetCopyRow *self = CADET_COPY_ROW (object);

  g_clear_pointer (&self->value, g_free);

  G_OBJECT_CLASS (cadet_copy_row_parent_class)->finalize (object);
}

static void
cadet_copy_row_class_init (CadetCopyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_copy_row_finalize;
  object_class->get_property = cadet_copy_row_get_property;
  object_class->set_property = cadet_copy_row_set_property;

  /**
   * CadetCopyRow:value:
   *
   * What is shown and copied, or %NULL.
   */
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_copy_row_init (CadetCopyRow *self)
{
  self->button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);

  gtk_widget_add_css_class (GTK_WIDGET (self), "property");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (self), TRUE);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
}

/**
 * cadet_copy_row_set_value:
 * @self: the row
 * @value: (nullable): what to show and to copy
 *
 * Shows @value, or hides the row where there is none.
 */
void
cadet_copy_row_set_value (CadetCopyRow *self, const char *value)
{
  g_return_if_fail (CADET_IS_COPY_ROW (self));

  if (value != NULL && *value == '\0')
    value = NULL;

  if (!g_set_str (&self->value, value))
    return;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
