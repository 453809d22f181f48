/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-preferences-dialog.h"

#include <glib/gi18n.h>

#define HOUR 3600
#define DAY (24 * HOUR)

struct _CadetPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  AdwComboRow         *keep_row;
  AdwComboRow         *follow_row;
  AdwSpinRow          *connect_row;
  AdwSpinRow          *read_row;

  GSettings           *settings;
  GArray              *keep_values;
  GArray              *follow_values;
};

G_DEFINE_FINAL_TYPE (CadetPreferencesDialog, cadet_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static char *
dup_days (guint days)
{
  if (days == 0)
    /* Translators: how long finished tasks are kept. */
    return g_strdup (C_ ("how long tasks are kept", "For ever"));

  return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
}

static char *
dup_duration (guint seconds)
{
  if (seconds == 0)
    /* Translators: how long a task is followed. */
    return g_strdup (C_ ("how long a task is followed", "Until it ends"));
  if (seconds > DAY && seconds % DAY == 0)
    return dup_days (seconds / DAY);
  if (seconds % HOUR == 0)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", seconds / HOUR), seconds / HOUR);

  return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
}

/* Offers the usual values and, among them, one that was set in another way; 0 stands last. */
static GArray *
offer (AdwComboRow *row,
       const guint *values,
       guint        n_values,
       guint        current,
       char      *(*dup_text) (guint value))
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  GArray *offered = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean placed = FALSE;
  guint selected = 0;

  g_assert (ADW_IS_COMBO_ROW (row));

  for (guint i = 0; i < n_values; i++)
    {
      if (!placed && current != 0 && current < (values[i] != 0 ? values[i] : G_MAXUINT))
        g_array_append_val (offered, current);
      placed = placed || values[i] == 0 || current <= values[i];
      g_array_append_val (offered, values[i]);
    }

  for (guint i = 0; i < offered->len; i++)
    {
      guint value = g_array_index (offered, guint, i);

      gtk_string_list_take (texts, dup_text (value));
      if (value == current)
        selected = i;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (texts));
  adw_combo_row_set_selected (row, selected);

  return offered;
}

static void
save_selected (CadetPreferencesDialog *self,
               AdwComboRow            *row,
               GArray                 *values,
               const char             *key)
{
  guint selected = adw_combo_row_get_selected (row);

  g_assert (CADET_IS_PREFERENCES_DIALOG (self));

  if (values != NULL && selected < values->len)
    g_settings_set_uint (self->settings, key, g_array_index (values, guint, selected));
}

static void
keep_selected_cb (CadetPreferencesDialog *self)
{
  g_assert (CADET_IS_PREFERENCES_DIALOG (self));

  save_selected (self, self->keep_row, self->keep_values, "keep-days");
}

static void
follow_selected_cb (CadetPreferencesDialog *self)
{
  g_assert (CADET_IS_PREFERENCES_DIALOG (self));

  save_selected (self, self->follow_row, self->follow_values, "follow-limit");
}

/* The settings are in ms. */
static gboolean
get_seconds_cb (GValue   *value,
                GVariant *variant,
                gpointer  user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant) / 1000.0);

  return TRUE;
}

static GVariant *
set_seconds_cb (const GValue       *value,
                const GVariantType *expected_type,
                gpointer            user_data)
{
  return g_variant_new_uint32 ((guint32) (g_value_get_double (value) * 1000));
}

static void
cadet_preferences_dialog_dispose (GObject *object)
{
  CadetPreferencesDialog *self = CADET_PREFERENCES_DIALOG (object);

  g_clear_pointer (&self->keep_values, g_array_unref);
  g_clear_pointer (&self->follow_values, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (cadet_preferences_dialog_parent_class)->dispose (object);
}

static void
cadet_preferences_dialog_class_init (CadetPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetPreferencesDialog, keep_row);
  gtk_widget_class_bind_template_child (widget_class, CadetPreferencesDialog, follow_row);
  gtk_widget_class_bind_template_child (widget_class, CadetPreferencesDialog, connect_row);
  gtk_widget_class_bind_template_child (widget_class, CadetPreferencesDialog, read_row);
  gtk_widget_class_bind_template_callback (widget_class, keep_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, follow_selected_cb);
}

static void
cadet_preferences_dialog_init (CadetPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_preferences_dialog_new:
 * @settings: what it shows and changes, at once
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *
cadet_preferences_dialog_new (GSettings *settings)
{
  static const guint keep_days[] = { 30, 90, 365, 0 };
  static const guint follow_limits[] = { HOUR, 6 * HOUR, DAY, 7 * DAY, 0 };
  CadetPreferencesDialog *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (CADET_TYPE_PREFERENCES_DIALOG, NULL);
  self->settings = g_object_ref (settings);
  self->keep_values = offer (self->keep_row, keep_days, G_N_ELEMENTS (keep_days),
                             g_settings_get_uint (settings, "keep-days"), dup_days);
  self->follow_values = offer (self->follow_row, follow_limits, G_N_ELEMENTS (follow_limits),
                               g_settings_get_uint (settings, "follow-limit"), dup_duration);
  g_settings_bind_with_mapping (settings, "connect-timeout", self->connect_row, "value",
                                G_SETTINGS_BIND_DEFAULT, get_seconds_cb, set_seconds_cb, NULL, NULL);
  g_settings_bind_with_mapping (settings, "read-timeout", self->read_row, "value",
                                G_SETTINGS_BIND_DEFAULT, get_seconds_cb, set_seconds_cb, NULL, NULL);

  return ADW_DIALOG (self);
}
