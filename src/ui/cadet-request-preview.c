/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-request-preview.h"

#include <glib/gi18n.h>

/* How long to wait for the next key before what is shown is made anew, in ms. */
#define REFRESH_DELAY 120

/* More than this is not laid out as text, in bytes. */
#define MAX_SHOWN (64 * 1024)

struct _CadetRequestPreview
{
  AdwBin parent_instance;

  GtkExpander *expander;
  GtkTextView *view;

  CadetDraft *draft;
  guint refresh_source;
};

G_DEFINE_FINAL_TYPE (CadetRequestPreview, cadet_request_preview, ADW_TYPE_BIN)

static void
append_variables (CadetRequestPreview *self,
                  GString             *text)
{
  CadetVariableList *variables = NULL;
  g_autoptr(GBytes) json = NULL;
  const char *data = NULL;
  gsize size = 0;

  g_assert (CADET_IS_REQUEST_PREVIEW (self));

  variables = cadet_draft_get_variables (self->draft);
  if (cadet_variable_list_count_enabled (variables) == 0)
    return;

  json = cadet_variable_list_to_json (variables, cadet_draft_get_wrap_names (self->draft),
                                      CADET_JSON_MASK_SECRETS);
  if (json == NULL)
    return;
  data = g_bytes_get_data (json, &size);
  g_string_append (text, "\nVariables: ");
  g_string_append_len (text, data, (gssize) MIN (size, MAX_SHOWN));
  if (size > MAX_SHOWN)
    {
      g_autofree char *rest = g_format_size (size - MAX_SHOWN);

      /* The cut may be within a letter. */
      {
        g_autofree char *valid = g_utf8_make_valid (text->str, (gssize) text->len);

        g_string_assign (text, valid);
      }
      g_string_append_c (text, '\n');
      /* Translators: at the end of a long text; %s is a size such as “3.4 MB” */
      g_string_append_printf (text, _("… and %s more"), rest);
    }
}

static void
refresh (CadetRequestPreview *self)
{
  g_autoptr(GString) text = NULL;

  g_assert (CADET_IS_REQUEST_PREVIEW (self));

  if (self->view == NULL || self->draft == NULL || !gtk_expander_get_expanded (self->expander))
    return;

  text = g_string_new (NULL);
  g_string_append_printf (text, "ProcessId: %s\nTaskName: %s\nAppId: %s",
                          cadet_draft_get_process_id (self->draft),
                          cadet_draft_get_task_name (self->draft),
                          cadet_draft_get_app_id (self->draft));
  append_variables (self, text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text->str, (int) text->len);
}

static gboolean
refresh_cb (gpointer user_data)
{
  CadetRequestPreview *self = CADET_REQUEST_PREVIEW (user_data);

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
create_view (CadetRequestPreview *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  g_assert (CADET_IS_REQUEST_PREVIEW (self));

  self->view = GTK_TEXT_VIEW (view);
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_text_view_set_monospace (self->view, TRUE);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (self->view, 12);
  gtk_text_view_set_right_margin (self->view, 12);
  gtk_text_view_set_top_margin (self->view, 9);
  gtk_text_view_set_bottom_margin (self->view, 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What Will Be Sent"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 150);
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_margin_top (scroller, 6);
  gtk_widget_add_css_class (scroller, "card");
  gtk_expander_set_child (self->expander, scroller);
}

static void
expanded_cb (CadetRequestPreview *self)
{
  g_assert (CADET_IS_REQUEST_PREVIEW (self));

  if (!gtk_expander_get_expanded (self->expander))
    return;
  if (self->view == NULL)
    create_view (self);
  refresh (self);
}

static void
cadet_request_preview_dispose (GObject *object)
{
  CadetRequestPreview *self = CADET_REQUEST_PREVIEW (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->draft);
  self->view = NULL;

  G_OBJECT_CLASS (cadet_request_preview_parent_class)->dispose (object);
}

static void
cadet_request_preview_class_init (CadetRequestPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cadet_request_preview_dispose;
}

static void
cadet_request_preview_init (CadetRequestPreview *self)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_("_What Will Be Sent"));

  self->expander = GTK_EXPANDER (expander);
  g_signal_connect_object (expander, "notify::expanded", G_CALLBACK (expanded_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), expander);
}

/**
 * cadet_request_preview_set_draft:
 * @self: the preview
 * @draft: (nullable): what would be sent
 */
void
cadet_request_preview_set_draft (CadetRequestPreview *self,
                                 CadetDraft          *draft)
{
  g_return_if_fail (CADET_IS_REQUEST_PREVIEW (self));
  g_return_if_fail (draft == NULL || CADET_IS_DRAFT (draft));

  if (g_set_object (&self->draft, draft))
    refresh (self);
}

/**
 * cadet_request_preview_refresh:
 * @self: the preview
 *
 * Shows what the draft has become, a moment later, so that a row of keys costs one refresh. A
 * closed preview does nothing.
 */
void
cadet_request_preview_refresh (CadetRequestPreview *self)
{
  g_return_if_fail (CADET_IS_REQUEST_PREVIEW (self));

  if (self->refresh_source == 0 && gtk_expander_get_expanded (self->expander))
    self->refresh_source = g_timeout_add (REFRESH_DELAY, refresh_cb, self);
}
