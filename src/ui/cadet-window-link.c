/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-window-private.h"

#include "ui/cadet-time.h"

#include <glib/gi18n.h>

/* A draft that makes an attempt again is tied to that attempt, and what may make a second task of
 * the same is asked about first. */

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static void
show_link_cb (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->linked != NULL)
    _cadet_window_show_task (self, self->linked);
}

/* Another draft is not tied to it. */
static void
draft_changed_cb (CadetWindow *self)
{
  CadetTask *linked = _cadet_window_get_linked (self);

  g_assert (CADET_IS_WINDOW (self));

  if (linked != NULL)
    {
      g_autofree char *time = cadet_time_dup_minute (cadet_task_get_recorded_at (linked));
      g_autofree char *day =
        cadet_time_dup_day (cadet_task_get_recorded_at (linked), get_now_ms ());
      g_autofree char *title = NULL;

      /* Translators: the name of a task, then the day and the time of the earlier attempt. */
      title = g_strdup_printf (_("This draft makes “%s” of %s, %s, again"),
                               cadet_task_get_name (linked), day, time);
      adw_banner_set_title (self->link_banner, title);
    }
  adw_banner_set_revealed (self->link_banner, linked != NULL);
}

static void
ensure_banner (CadetWindow *self)
{
  g_assert (CADET_IS_WINDOW (self));

  if (self->link_banner != NULL)
    return;

  self->link_banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->link_banner, FALSE);
  adw_banner_set_button_label (self->link_banner, _("_Show"));
  g_signal_connect_object (self->link_banner, "button-clicked", G_CALLBACK (show_link_cb), self,
                           G_CONNECT_SWAPPED);
  cadet_task_editor_add_banner (self->editor, self->link_banner);
  g_signal_connect_object (self->editor, "notify::draft", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Ties the draft that is in the editor to the attempt that it makes again. */
void
_cadet_window_link (CadetWindow *self,
                    CadetTask   *task,
                    CadetDraft  *draft)
{
  g_return_if_fail (CADET_IS_WINDOW (self));
  g_return_if_fail (CADET_IS_TASK (task));

  g_set_object (&self->linked, task);
  g_set_object (&self->linked_draft, draft);
  ensure_banner (self);
  draft_changed_cb (self);
}

/* The attempt that the draft in the editor makes again, NULL where it makes none. */
CadetTask *
_cadet_window_get_linked (CadetWindow *self)
{
  g_return_val_if_fail (CADET_IS_WINDOW (self), NULL);

  if (self->linked_draft == NULL || self->editor == NULL
      || cadet_task_editor_get_draft (self->editor) != self->linked_draft)
    return NULL;

  return self->linked;
}

static void
promise_free (gpointer  data,
              GClosure *closure)
{
  DexPromise *promise = data;

  /* The window went with the question. */
  if (dex_future_is_pending (DEX_FUTURE (promise)))
    dex_promise_resolve_string (promise, g_strdup ("cancel"));
  dex_unref (promise);
}

static void
response_cb (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        user_data)
{
  DexPromise *promise = user_data;

  dex_promise_resolve_string (promise, g_strdup (response));
}

static char *
dup_warning (CadetTask *similar)
{
  g_autofree char *state = cadet_task_dup_state_title (similar);
  g_autofree char *time = cadet_time_dup_minute (cadet_task_get_recorded_at (similar));
  g_autofree char *day = cadet_time_dup_day (cadet_task_get_recorded_at (similar), get_now_ms ());

  if (cadet_task_get_state (similar) == CADET_TASK_UNKNOWN)
    /* Translators: the name of a task, then the day and the time of the earlier attempt. */
    return g_strdup_printf (_("“%s” was sent with the same content: %s, %s. It is not known whether "
                              "that created a task, so another attempt could make a second one."),
                            cadet_task_get_name (similar), day, time);

  return g_strdup_printf (
    /* Translators: the name of a task, the day and the time of the earlier attempt, its state. */
    _("“%s” was sent with the same content a short while ago: %s, %s. Its state: %s. Another "
      "attempt makes a second task."),
    cadet_task_get_name (similar), day, time, state);
}

/* Asks whether to create what may be there already; resolves to the response: `cancel`, `show` or
 * `create`. */
DexFuture *
_cadet_window_ask_about_similar (CadetWindow *self,
                                 CadetTask   *similar)
{
  g_autofree char *body = NULL;
  AdwAlertDialog *dialog;
  DexPromise *promise;

  g_return_val_if_fail (CADET_IS_WINDOW (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (similar), NULL);

  body = dup_warning (similar);
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Create It a Second Time?"), body));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "show", _("_Show Earlier Attempt"),
                                  "create", _("Create _Anyway"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "create", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");

  promise = dex_promise_new ();
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), dex_ref (promise),
                         promise_free, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));

  return DEX_FUTURE (promise);
}
