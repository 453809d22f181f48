/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-window-private.h"

#include <glib/gi18n.h>

static void
show_problem (CadetWindow *self, const char *problem)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->banner == NULL)
    {
      self->banner = ADW_BANNER (adw_banner_new (""));
      adw_banner_set_use_markup (self->banner, FALSE);
      adw_banner_set_button_label (self->banner, _("_Try Again"));
      g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (_cadet_window_load_tasks), self,
                               G_CONNECT_SWAPPED);
      adw_toolbar_view_add_top_bar (self->sidebar_view, GTK_WIDGET (self->banner));
    }

  adw_banner_set_title (self->banner, problem);
  adw_banner_set_revealed (self->banner, TRUE);
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer user_data)
{
  GWeakRef *window = user_data;
  g_autoptr (CadetWindow) self = g_weak_ref_get (window);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);

  if (self == NULL)
    return dex_future_new_true ();

  if (error != NULL)
    show_problem (self, error->message);
  else
    cadet_application_resume (self->application);

  return dex_future_new_true ();
}

static DexFuture *
purged_cb (DexFuture *future,
           gpointer   user_data)
{
  CadetTaskList *tasks = user_data;

  /* What could not be removed is removed another time. */
  return cadet_task_list_load (tasks);
}

/* With nothing to remove but what is not in the list, the list does not wait. */
static DexFuture *
load_tasks (CadetWindow *self)
{
  CadetTaskList *tasks = cadet_application_get_tasks (self->application);
  GSettings *settings = cadet_application_get_settings (self->application);
  DexFuture *future;

  g_assert (CADET_IS_WINDOW (self));

  if (self->purged)
    return cadet_task_list_load (tasks);

  self->purged = TRUE;
  if (g_settings_get_uint (settings, "keep-days") > 0)
    return dex_future_finally (cadet_application_purge (self->application), purged_cb,
                               g_object_ref (tasks), g_object_unref);

  future = cadet_task_list_load (tasks);
  dex_future_disown (cadet_application_purge (self->application));

  return future;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
_cadet_window_load_tasks (CadetWindow *self)
{
  GWeakRef *window = g_new0 (GWeakRef, 1);

  g_assert (CADET_IS_WINDOW (self));

  if (self->banner != NULL)
    adw_banner_set_revealed (self->banner, FALSE);
  g_weak_ref_init (window, self);
  dex_future_disown (dex_future_finally (load_tasks (self), loaded_cb, window, weak_ref_free));
}

typedef struct
{
  GWeakRef window;
  char *attempt;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_weak_ref_clear (&opening->window);
  g_free (opening->attempt);
  g_free (opening);
}

static gboolean
open_listed (CadetWindow *self,
             const char  *attempt)
{
  GListModel *tasks = G_LIST_MODEL (cadet_application_get_tasks (self->application));

  g_assert (CADET_IS_WINDOW (self));

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (tasks, i);

      if (g_str_equal (cadet_task_get_attempt (task), attempt))
        {
          _cadet_window_show_task (self, task);
          return TRUE;
        }
    }

  return FALSE;
}

static DexFuture *
found_cb (DexFuture *future,
          gpointer   user_data)
{
  Opening *opening = user_data;
  g_autoptr (CadetWindow) self = g_weak_ref_get (&opening->window);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", error->message);
      return dex_future_new_true ();
    }

  /* The list may have read it in the meantime. */
  if (!open_listed (self, opening->attempt))
    _cadet_window_show_task (self, g_value_get_object (value));

  return dex_future_new_true ();
}

/**
 * cadet_window_open_attempt:
 * @self: a window
 * @attempt: the ID of an attempt
 *
 * Shows the attempt once it is read from the ledger, if it is not in the list.
 */
void
cadet_window_open_attempt (CadetWindow *self,
                           const char  *attempt)
{
  CadetLedger *ledger;
  Opening *opening;

  g_return_if_fail (CADET_IS_WINDOW (self));
  g_return_if_fail (attempt != NULL);

  if (open_listed (self, attempt))
    return;

  ledger = cadet_application_get_ledger (self->application);
  opening = g_new0 (Opening, 1);
  g_weak_ref_init (&opening->window, self);
  opening->attempt = g_strdup (attempt);
  dex_future_disown (dex_future_finally (cadet_ledger_find (ledger, attempt), found_cb, opening,
                                         opening_free));
}

/* What was lost is told in a dialog: a banner would be closed unread, and a task missed. */
static void
tell_report (CadetWindow *self,
             GParamSpec  *pspec,
             CadetLedger *ledger)
{
  const char *report = cadet_ledger_get_report (ledger);
  AdwDialog *dialog;

  g_assert (CADET_IS_WINDOW (self));
  g_assert (CADET_IS_LEDGER (ledger));

  if (report == NULL)
    return;

  dialog = adw_alert_dialog_new (_("Some Tasks May Be Missing"), report);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Tells of a damaged ledger once it has been opened. */
void
_cadet_window_watch_report (CadetWindow *self)
{
  CadetLedger *ledger;

  g_return_if_fail (CADET_IS_WINDOW (self));

  ledger = cadet_application_get_ledger (self->application);
  g_signal_connect_object (ledger, "notify::report", G_CALLBACK (tell_report), self,
                           G_CONNECT_SWAPPED);
}
