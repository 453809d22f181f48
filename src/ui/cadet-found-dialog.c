/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-found-dialog.h"

#include <glib/gi18n.h>

struct _CadetFoundDialog
{
  AdwDialog          parent_instance;

  GtkWidget         *check_button;
  GtkWidget         *spinner;
  GtkEditable       *id_row;
  AdwPreferencesRow *problem_row;

  CadetResolver     *resolver;
  CadetTask         *task;
  GCancellable      *checking;
};

G_DEFINE_FINAL_TYPE (CadetFoundDialog, cadet_found_dialog, ADW_TYPE_DIALOG)

static gboolean
parse_id (CadetFoundDialog *self,
          gint64           *id)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->id_row)));

  g_assert (CADET_IS_FOUND_DIALOG (self));

  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

static void
show_problem (CadetFoundDialog *self,
              const char       *problem)
{
  g_assert (CADET_IS_FOUND_DIALOG (self));

  adw_preferences_row_set_title (self->problem_row, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), problem != NULL);
  if (problem != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->id_row), "error");
      gtk_accessible_announce (GTK_ACCESSIBLE (self), problem,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->id_row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->id_row), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
changed_cb (CadetFoundDialog *self)
{
  const char *text = gtk_editable_get_text (self->id_row);
  gint64 id;
  gboolean valid = parse_id (self, &id);

  g_assert (CADET_IS_FOUND_DIALOG (self));

  gtk_widget_set_sensitive (self->check_button, valid && self->checking == NULL);
  show_problem (self, valid || *text == '\0'
                        ? NULL
                        : _("A task ID is a whole number greater than 0, as the CADT console shows "
                            "it."));
}

static DexFuture *
checked_cb (DexFuture *future,
            gpointer   user_data)
{
  CadetFoundDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (CADET_IS_FOUND_DIALOG (self));

  dex_future_get_value (future, &error);
  if (self->checking == NULL)
    return dex_future_new_true ();

  g_clear_object (&self->checking);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_sensitive (self->check_button, TRUE);
  gtk_editable_set_editable (self->id_row, TRUE);
  if (error != NULL)
    {
      show_problem (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->id_row));
    }
  else
    adw_dialog_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
check_clicked_cb (CadetFoundDialog *self)
{
  gint64 id;

  g_assert (CADET_IS_FOUND_DIALOG (self));

  if (self->checking != NULL || !parse_id (self, &id))
    return;

  show_problem (self, NULL);
  self->checking = g_cancellable_new ();
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_editable_set_editable (self->id_row, FALSE);
  gtk_widget_set_sensitive (self->check_button, FALSE);
  dex_future_disown (dex_future_finally (
    cadet_resolver_found (self->resolver, self->task, id, self->checking), checked_cb,
    g_object_ref (self), g_object_unref));
}

static void
cancel_clicked_cb (CadetFoundDialog *self)
{
  g_assert (CADET_IS_FOUND_DIALOG (self));

  adw_dialog_close (ADW_DIALOG (self));
}

static void
cadet_found_dialog_closed (AdwDialog *dialog)
{
  CadetFoundDialog *self = CADET_FOUND_DIALOG (dialog);

  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
cadet_found_dialog_dispose (GObject *object)
{
  CadetFoundDialog *self = CADET_FOUND_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_FOUND_DIALOG);
  g_clear_object (&self->checking);
  g_clear_object (&self->resolver);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (cadet_found_dialog_parent_class)->dispose (object);
}

static void
cadet_found_dialog_class_init (CadetFoundDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cadet_found_dialog_dispose;

  ADW_DIALOG_CLASS (klass)->closed = cadet_found_dialog_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-found-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetFoundDialog, check_button);
  gtk_widget_class_bind_template_child (widget_class, CadetFoundDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CadetFoundDialog, id_row);
  gtk_widget_class_bind_template_child (widget_class, CadetFoundDialog, problem_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
cadet_found_dialog_init (CadetFoundDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_found_dialog_new:
 * @resolver: checks and records what is found
 * @task: an attempt whose outcome is unknown
 *
 * Returns: (transfer floating): a new dialog, which closes once the task is found
 */
AdwDialog *
cadet_found_dialog_new (CadetResolver *resolver,
                        CadetTask     *task)
{
  CadetFoundDialog *self;

  g_return_val_if_fail (CADET_IS_RESOLVER (resolver), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  self = g_object_new (CADET_TYPE_FOUND_DIALOG, NULL);
  self->resolver = g_object_ref (resolver);
  self->task = g_object_ref (task);

  return ADW_DIALOG (self);
}
