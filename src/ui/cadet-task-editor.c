/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-editor-private.h"

#include "ui/cadet-profiles-dialog.h"
#include "ui/cadet-sandbox-examples.h"

enum
{
  PROP_0,
  PROP_DRAFT,
  PROP_PROFILES,
  PROP_PROFILE,
  PROP_CLIENT,
  PROP_SENDING,
  N_PROPS
};

enum
{
  SIGNAL_CREATE,
  SIGNAL_CANCEL,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskEditor, cadet_task_editor, ADW_TYPE_BIN)

static void
update_sandbox (CadetTaskEditor *self)
{
  CadetProfile *profile = NULL;
  gboolean sandbox = FALSE;

  g_assert (CADET_IS_TASK_EDITOR (self));

  profile = cadet_profile_button_get_profile (self->profile_button);
  sandbox = profile != NULL && cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX;
  cadet_draft_fields_set_sandbox (self->fields, sandbox);
}

static void
profiles_closed_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  if (cadet_task_editor_get_profile (self) == NULL)
    cadet_task_editor_set_profile (self, cadet_profile_list_get_default (self->profiles));
}

static void
open_profiles (CadetTaskEditor *self)
{
  AdwDialog *dialog = NULL;

  g_assert (CADET_IS_TASK_EDITOR (self));

  if (self->profiles == NULL || self->client == NULL)
    return;
  dialog = cadet_profiles_dialog_new (self->profiles, self->client);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (profiles_closed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
fields_changed_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  _cadet_task_editor_draft_edited (self);
}

static void
fields_left_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  _cadet_task_editor_check_soon (self);
}

static void
process_chosen_cb (CadetTaskEditor *self,
                   const char      *process_id)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  if (self->draft == NULL)
    return;
  cadet_sandbox_examples_add_variables (cadet_draft_get_variables (self->draft), process_id);
  _cadet_task_editor_draft_edited (self);
}

static void
grid_changed_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  _cadet_task_editor_draft_edited (self);
}

static void
cancel_clicked_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static void
manage_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  open_profiles (self);
}

static void
profile_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  update_sandbox (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
}

static void
narrow_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  /* Who signs matters more than a title. */
  self->narrow = TRUE;
  cadet_variables_grid_set_compact (self->grid, TRUE);
  adw_header_bar_set_show_title (self->header_bar, FALSE);
  _cadet_task_editor_update_create (self);
}

static void
wide_cb (CadetTaskEditor *self)
{
  g_assert (CADET_IS_TASK_EDITOR (self));

  self->narrow = FALSE;
  cadet_variables_grid_set_compact (self->grid, FALSE);
  adw_header_bar_set_show_title (self->header_bar, TRUE);
  _cadet_task_editor_update_create (self);
}

static void
cadet_task_editor_dispose (GObject *object)
{
  CadetTaskEditor *self = CADET_TASK_EDITOR (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_object (&self->draft);
  g_clear_object (&self->profiles);
  g_clear_object (&self->client);
  /* Before the template lets go of it, too: the bin would unparent it once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_EDITOR);

  G_OBJECT_CLASS (cadet_task_editor_parent_class)->dispose (object);
}

static void
cadet_task_editor_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CadetTaskEditor *self = CADET_TASK_EDITOR (object);

  switch (prop_id)
    {
    case PROP_DRAFT:
      g_value_set_object (value, self->draft);
      break;

    case PROP_PROFILES:
      g_value_set_object (value, self->profiles);
      break;

    case PROP_PROFILE:
      g_value_set_object (value, cadet_task_editor_get_profile (self));
      break;

    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_SENDING:
      g_value_set_boolean (value, self->sending);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_editor_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  CadetTaskEditor *self = CADET_TASK_EDITOR (object);

  switch (prop_id)
    {
    case PROP_DRAFT:
      cadet_task_editor_set_draft (self, g_value_get_object (value));
      break;

    case PROP_PROFILES:
      cadet_task_editor_set_profiles (self, g_value_get_object (value));
      break;

    case PROP_PROFILE:
      cadet_task_editor_set_profile (self, g_value_get_object (value));
      break;

    case PROP_CLIENT:
      if (g_set_object (&self->client, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_SENDING:
      cadet_task_editor_set_sending (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_editor_class_init (CadetTaskEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cadet_task_editor_dispose;
  object_class->get_property = cadet_task_editor_get_property;
  object_class->set_property = cadet_task_editor_set_property;

  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, CADET_TYPE_DRAFT, flags);
  properties[PROP_PROFILES] =
    g_param_spec_object ("profiles", NULL, NULL, CADET_TYPE_PROFILE_LIST, flags);
  properties[PROP_PROFILE] =
    g_param_spec_object ("profile", NULL, NULL, CADET_TYPE_PROFILE, flags);
  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, CADET_TYPE_CLIENT, flags);
  properties[PROP_SENDING] =
    g_param_spec_boolean ("sending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CREATE] =
    g_signal_new ("create", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CADET_TYPE_DRAFT, CADET_TYPE_PROFILE);
  signals[SIGNAL_CANCEL] =
    g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (CADET_TYPE_DRAFT_FIELDS);
  g_type_ensure (CADET_TYPE_PROFILE_BUTTON);
  g_type_ensure (CADET_TYPE_REQUEST_PREVIEW);
  g_type_ensure (CADET_TYPE_VARIABLES_GRID);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, header_bar);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, profile_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, create_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, create_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, breakpoint_bin);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, form);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, fields);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, grid);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskEditor, preview);
  gtk_widget_class_bind_template_callback (widget_class, fields_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fields_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, process_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, grid_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, manage_cb);
  gtk_widget_class_bind_template_callback (widget_class, profile_cb);

  gtk_widget_class_install_action (widget_class, "editor.create", NULL,
                                   _cadet_task_editor_create_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "editor.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "editor.create", NULL);
}

static void
cadet_task_editor_init (CadetTaskEditor *self)
{
  AdwBreakpoint *narrow = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  narrow = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 520sp"));
  g_signal_connect_object (narrow, "apply", G_CALLBACK (narrow_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (narrow, "unapply", G_CALLBACK (wide_cb), self, G_CONNECT_SWAPPED);
  adw_breakpoint_bin_add_breakpoint (self->breakpoint_bin, narrow);

  update_sandbox (self);
}

/* Hands the draft to whoever sends it. */
void
_cadet_task_editor_emit_create (CadetTaskEditor *self,
                                CadetProfile    *profile)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));

  g_signal_emit (self, signals[SIGNAL_CREATE], 0, self->draft, profile);
}

/**
 * cadet_task_editor_new:
 *
 * Returns: (transfer floating): an editor without a draft
 */
GtkWidget *
cadet_task_editor_new (void)
{
  return g_object_new (CADET_TYPE_TASK_EDITOR, NULL);
}

/**
 * cadet_task_editor_get_draft:
 * @self: the editor
 *
 * Returns: (transfer none) (nullable): the draft, with what has been typed
 */
CadetDraft *
cadet_task_editor_get_draft (CadetTaskEditor *self)
{
  g_return_val_if_fail (CADET_IS_TASK_EDITOR (self), NULL);

  return self->draft;
}

/**
 * cadet_task_editor_set_draft:
 * @self: the editor
 * @draft: (nullable): what it edits from now on
 *
 * Shows another draft. What is typed goes into it at once.
 */
void
cadet_task_editor_set_draft (CadetTaskEditor *self,
                             CadetDraft      *draft)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));
  g_return_if_fail (draft == NULL || CADET_IS_DRAFT (draft));

  if (!g_set_object (&self->draft, draft))
    return;

  g_clear_handle_id (&self->check_source, g_source_remove);
  cadet_draft_fields_set_draft (self->fields, draft);
  cadet_variables_grid_set_draft (self->grid, draft);
  cadet_request_preview_set_draft (self->preview, draft);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
}

/**
 * cadet_task_editor_set_profiles:
 * @self: the editor
 * @profiles: (nullable): the profiles to choose from
 */
void
cadet_task_editor_set_profiles (CadetTaskEditor  *self,
                                CadetProfileList *profiles)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));
  g_return_if_fail (profiles == NULL || CADET_IS_PROFILE_LIST (profiles));

  if (!g_set_object (&self->profiles, profiles))
    return;

  cadet_profile_button_set_profiles (self->profile_button, profiles);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILES]);
}

/**
 * cadet_task_editor_get_profile:
 * @self: the editor
 *
 * Returns: (transfer none) (nullable): the profile that will sign
 */
CadetProfile *
cadet_task_editor_get_profile (CadetTaskEditor *self)
{
  g_return_val_if_fail (CADET_IS_TASK_EDITOR (self), NULL);

  return self->profile_button != NULL ? cadet_profile_button_get_profile (self->profile_button)
                                      : NULL;
}

/**
 * cadet_task_editor_set_profile:
 * @self: the editor
 * @profile: (nullable): the profile that will sign
 */
void
cadet_task_editor_set_profile (CadetTaskEditor *self,
                               CadetProfile    *profile)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));
  g_return_if_fail (profile == NULL || CADET_IS_PROFILE (profile));

  cadet_profile_button_set_profile (self->profile_button, profile);
}

/**
 * cadet_task_editor_focus_first:
 * @self: the editor
 *
 * Puts the focus where typing begins: the first empty field, else the first one.
 */
void
cadet_task_editor_focus_first (CadetTaskEditor *self)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));

  cadet_draft_fields_focus_empty (self->fields);
}

/**
 * cadet_task_editor_add_banner:
 * @self: the editor
 * @banner: (transfer none): what is said of the draft
 *
 * Puts @banner below the header.
 */
void
cadet_task_editor_add_banner (CadetTaskEditor *self,
                              AdwBanner       *banner)
{
  g_return_if_fail (CADET_IS_TASK_EDITOR (self));
  g_return_if_fail (ADW_IS_BANNER (banner));

  adw_toolbar_view_add_top_bar (self->toolbar_view, GTK_WIDGET (banner));
}
