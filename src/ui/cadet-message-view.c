/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-message-view.h"

#include "model/cadet-readable.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

/* What a text view lays out without a visible pause; the rest can be copied. */
#define MAX_SHOWN (256 * 1024)
/* A single line is laid out as a whole, at a cost that grows faster than its length. */
#define MAX_LINE (16 * 1024)

struct _CadetMessageView
{
  AdwBin             parent_instance;

  GtkStack          *stack;
  GtkLabel          *empty_label;
  AdwToggleGroup    *form_group;
  GtkLabel          *note_label;
  GtkScrolledWindow *scrolled_window;

  GtkWidget         *source_view;
  char              *headers;
  GBytes            *body;
  guint              idle_id;

  guint              request : 1;
};

enum
{
  PROP_0,
  PROP_REQUEST,
  PROP_RAW_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetMessageView, cadet_message_view, ADW_TYPE_BIN)

static gboolean
is_raw (CadetMessageView *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->form_group), "raw") == 0;
}

/* Lines over the limit are shown from their beginning. */
static gboolean
shorten_lines (char **text)
{
  g_autoptr (GString) out = NULL;
  const char *line = *text;
  gboolean shortened = FALSE;

  while (line != NULL && *line != '\0')
    {
      const char *end = strchrnul (line, '\n');

      if (end - line > MAX_LINE)
        {
          const char *cut = g_utf8_find_prev_char (line, line + MAX_LINE);

          if (out == NULL)
            out = g_string_new_len (*text, line - *text);
          g_string_append_len (out, line, cut - line);
          g_string_append (out, "…");
          shortened = TRUE;
        }
      else if (out != NULL)
        {
          g_string_append_len (out, line, end - line);
        }

      if (out != NULL && *end == '\n')
        g_string_append_c (out, '\n');
      line = *end == '\n' ? end + 1 : end;
    }

  if (shortened)
    {
      g_free (*text);
      *text = g_string_free (g_steal_pointer (&out), FALSE);
    }

  return shortened;
}

/* Takes the text of a body and returns it as somebody wants to read it. */
static char *
to_readable (CadetMessageView *self,
             char             *body)
{
  char *readable = NULL;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  if (cadet_readable_is_json (body, strlen (body)))
    readable = cadet_readable_indent_json (body, strlen (body));
  else if (self->request)
    readable = cadet_readable_form (body, strlen (body));
  if (readable == NULL)
    return body;

  g_free (body);
  return readable;
}

static char *
dup_shown (CadetMessageView *self, char **note, gboolean *is_json)
{
  g_autofree char *body = NULL;
  gsize size = self->body != NULL ? g_bytes_get_size (self->body) : 0;
  gsize shown = 0;
  gboolean altered = FALSE;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  *note = NULL;
  *is_json = FALSE;
  body = self->body != NULL ? cadet_readable_text (self->body, MAX_SHOWN, &shown, &altered)
                            : g_strdup ("");

  if (!is_raw (self))
    {
      *is_json = cadet_readable_is_json (body, strlen (body));
      body = to_readable (self, g_steal_pointer (&body));
    }

  if (shown < size)
    {
      g_autofree char *all = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
      g_autofree char *part = g_format_size_full (shown, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: sizes, “256.0 KiB of 3.1 MiB” for example. */
      *note = g_strdup_printf (_("The first %s of %s are shown. Copying takes all of it."), part,
                               all);
    }
  else if (altered)
    {
      *note = g_strdup (_("This is not UTF-8 text: bytes that cannot be shown appear as �."));
    }

  if (shorten_lines (&body) && *note == NULL)
    *note = g_strdup (_("Very long lines are shown from their beginning. Copying takes all of it."));

  if (is_raw (self) && self->headers != NULL)
    {
      g_autofree char *trimmed = g_strchomp (g_strdup (self->headers));

      return g_strconcat (trimmed, "\n\n", body, NULL);
    }

  return g_steal_pointer (&body);
}

static void
update_scheme_cb (CadetMessageView *self)
{
  GtkSourceBuffer *buffer;
  const char *name;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view)));
  name = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";
  gtk_source_buffer_set_style_scheme (
    buffer, gtk_source_style_scheme_manager_get_scheme (
              gtk_source_style_scheme_manager_get_default (), name));
}

static void
create_source_view (CadetMessageView *self)
{
  g_assert (CADET_IS_MESSAGE_VIEW (self));

  self->source_view = gtk_source_view_new ();
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->source_view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->source_view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->source_view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->source_view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->source_view), 12);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->source_view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->source_view), 12);
  /* The text is read, not written: Tab goes on to what comes after it. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->source_view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->source_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->request ? _("Request") : _("Reply"), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme_cb), self, G_CONNECT_SWAPPED);
  update_scheme_cb (self);
  gtk_scrolled_window_set_child (self->scrolled_window, self->source_view);
}

static void
update_text (CadetMessageView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  GtkTextBuffer *buffer;
  GtkSourceLanguage *language = NULL;
  GtkTextIter start;
  gboolean is_json;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  if (self->source_view == NULL)
    create_source_view (self);

  text = dup_shown (self, &note, &is_json);
  if (is_json)
    language = gtk_source_language_manager_get_language (
      gtk_source_language_manager_get_default (), "json");

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view));
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (buffer), language);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);

  gtk_label_set_text (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

static gboolean
update_idle_cb (gpointer user_data)
{
  CadetMessageView *self = user_data;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  self->idle_id = 0;
  update_text (self);

  return G_SOURCE_REMOVE;
}

static void
queue_update (CadetMessageView *self)
{
  gboolean empty = self->headers == NULL && self->body == NULL;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "message");

  /* The first source view costs what five frames do, so the page is shown before it. */
  if (!empty && self->idle_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle_id = g_idle_add (update_idle_cb, self);
}

static void
form_changed_cb (CadetMessageView *self)
{
  g_assert (CADET_IS_MESSAGE_VIEW (self));

  queue_update (self);
}

static void
copy_cb (CadetMessageView *self)
{
  g_autoptr (GBytes) all = NULL;
  g_autofree char *body = NULL;
  gsize shown;
  gboolean altered;

  g_assert (CADET_IS_MESSAGE_VIEW (self));

  all = self->body != NULL ? g_bytes_ref (self->body) : g_bytes_new (NULL, 0);
  body = cadet_readable_text (all, G_MAXSIZE, &shown, &altered);

  if (!is_raw (self))
    {
      body = to_readable (self, g_steal_pointer (&body));
    }
  else if (self->headers != NULL)
    {
      char *whole = g_strconcat (self->headers, "\n", body, NULL);

      g_free (body);
      body = whole;
    }

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), body);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "s", _("Copied"));
}

static void
cadet_message_view_map (GtkWidget *widget)
{
  CadetMessageView *self = CADET_MESSAGE_VIEW (widget);

  GTK_WIDGET_CLASS (cadet_message_view_parent_class)->map (widget);

  queue_update (self);
}

static void
cadet_message_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CadetMessageView *self = CADET_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REQUEST:
      g_value_set_boolean (value, self->request);
      break;
    case PROP_RAW_LABEL:
      g_value_set_string (value, self->request ? _("As Sent") : _("As Received"));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_message_view_set_property (GObject *object, guint prop_id, const GValue *value,
                                 GParamSpec *pspec)
{
  CadetMessageView *self = CADET_MESSAGE_VIEW (object);

  switch (prop_id)
    {
    case PROP_REQUEST:
      self->request = g_value_get_boolean (value);
      gtk_label_set_text (self->empty_label,
                          self->request ? _("No request was sent") : _("No reply was received"));
      g_object_notify_by_pspec (object, properties[PROP_RAW_LABEL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_message_view_dispose (GObject *object)
{
  CadetMessageView *self = CADET_MESSAGE_VIEW (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  /* Before the template lets go of it, too: the bin would unparent it once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_MESSAGE_VIEW);

  G_OBJECT_CLASS (cadet_message_view_parent_class)->dispose (object);
}

static void
cadet_message_view_finalize (GObject *object)
{
  CadetMessageView *self = CADET_MESSAGE_VIEW (object);

  g_clear_pointer (&self->headers, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (cadet_message_view_parent_class)->finalize (object);
}

static void
cadet_message_view_class_init (CadetMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_message_view_dispose;
  object_class->finalize = cadet_message_view_finalize;
  object_class->get_property = cadet_message_view_get_property;
  object_class->set_property = cadet_message_view_set_property;

  widget_class->map = cadet_message_view_map;

  /**
   * CadetMessageView:request:
   *
   * Whether the message is a request, whose body is a form, rather than a reply.
   */
  properties[PROP_REQUEST] =
    g_param_spec_boolean ("request", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  /**
   * CadetMessageView:raw-label:
   *
   * What the form that is not changed is called.
   */
  properties[PROP_RAW_LABEL] =
    g_param_spec_string ("raw-label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetMessageView, stack);
  gtk_widget_class_bind_template_child (widget_class, CadetMessageView, empty_label);
  gtk_widget_class_bind_template_child (widget_class, CadetMessageView, form_group);
  gtk_widget_class_bind_template_child (widget_class, CadetMessageView, note_label);
  gtk_widget_class_bind_template_child (widget_class, CadetMessageView, scrolled_window);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_set_css_name (widget_class, "cadet-message-view");
}

static void
cadet_message_view_init (CadetMessageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_message_view_set_message:
 * @self: the view
 * @headers: (nullable): the first line and the headers, or %NULL
 * @body: (nullable) (transfer none): the body as it was, or %NULL
 *
 * Shows a message; without headers and body it says that there was none.
 */
void
cadet_message_view_set_message (CadetMessageView *self, const char *headers, GBytes *body)
{
  gboolean changed;

  g_return_if_fail (CADET_IS_MESSAGE_VIEW (self));

  changed = g_set_str (&self->headers, headers);

  if (self->body != body)
    {
      g_clear_pointer (&self->body, g_bytes_unref);
      self->body = body != NULL ? g_bytes_ref (body) : NULL;
      changed = TRUE;
    }

  if (changed)
    queue_update (self);
}
