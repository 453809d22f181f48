/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-draft-fields.h"

#include "ui/cadet-problem-row.h"
#include "ui/cadet-sandbox-examples.h"

/* The three fields above the grid, in their order. */
enum
{
  FIELD_PROCESS,
  FIELD_NAME,
  FIELD_APP,
  N_FIELDS
};

static const CadetField draft_fields[N_FIELDS] = {
  CADET_FIELD_PROCESS_ID,
  CADET_FIELD_TASK_NAME,
  CADET_FIELD_APP_ID,
};

struct _CadetDraftFields
{
  AdwBin parent_instance;

  GtkWidget *process_row;
  GtkWidget *name_row;
  GtkWidget *app_row;
  CadetProblemRow *process_problem;
  CadetProblemRow *name_problem;
  CadetProblemRow *app_problem;
  GtkMenuButton *process_examples;
  GtkMenuButton *app_examples;

  CadetDraft *draft;

  /* Which fields may show what is wrong with them: those that were left once. */
  gboolean judged[N_FIELDS];
  guint loading : 1;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LEFT,
  SIGNAL_PROCESS_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetDraftFields, cadet_draft_fields, ADW_TYPE_BIN)

static GtkWidget *
get_row (CadetDraftFields *self,
         guint            field)
{
  GtkWidget *rows[] = { self->process_row, self->name_row, self->app_row };

  g_assert (CADET_IS_DRAFT_FIELDS (self));

  return rows[field];
}

static CadetProblemRow *
get_problem_row (CadetDraftFields *self,
                 guint            field)
{
  CadetProblemRow *rows[] = { self->process_problem, self->name_problem, self->app_problem };

  g_assert (CADET_IS_DRAFT_FIELDS (self));

  return rows[field];
}

static void
show_field_problem (CadetDraftFields *self,
                    guint            field,
                    GListModel      *problems)
{
  CadetProblem *problem = NULL;

  g_assert (CADET_IS_DRAFT_FIELDS (self));

  if (self->judged[field])
    problem = cadet_problems_find (problems, draft_fields[field], G_MAXUINT);
  cadet_problem_row_set_message (get_problem_row (self, field),
                                 problem != NULL ? cadet_problem_get_message (problem) : NULL);
}

static void
load_fields (CadetDraftFields *self)
{
  g_assert (CADET_IS_DRAFT_FIELDS (self));

  self->loading = TRUE;
  for (guint field = 0; field < N_FIELDS; field++)
    {
      self->judged[field] = FALSE;
      cadet_problem_row_set_message (get_problem_row (self, field), NULL);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->process_row),
                         self->draft != NULL ? cadet_draft_get_process_id (self->draft) : "");
  gtk_editable_set_text (GTK_EDITABLE (self->name_row),
                         self->draft != NULL ? cadet_draft_get_task_name (self->draft) : "");
  gtk_editable_set_text (GTK_EDITABLE (self->app_row),
                         self->draft != NULL ? cadet_draft_get_app_id (self->draft) : "");
  self->loading = FALSE;
}

static void
field_edited (CadetDraftFields *self,
              guint            field)
{
  g_assert (CADET_IS_DRAFT_FIELDS (self));

  /* What was wrong is not held against what is being typed. */
  self->judged[field] = FALSE;
  cadet_problem_row_set_message (get_problem_row (self, field), NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
use_process_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  CadetDraftFields *self = CADET_DRAFT_FIELDS (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->process_row), id);
  g_signal_emit (self, signals[SIGNAL_PROCESS_CHOSEN], 0, id);
}

static void
use_application_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  CadetDraftFields *self = CADET_DRAFT_FIELDS (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->app_row), g_variant_get_string (parameter, NULL));
}

static void
process_changed_cb (CadetDraftFields *self,
                    GtkEditable     *editable)
{
  g_assert (CADET_IS_DRAFT_FIELDS (self));

  if (self->draft == NULL || self->loading)
    return;
  cadet_draft_set_process_id (self->draft, gtk_editable_get_text (editable));
  field_edited (self, FIELD_PROCESS);
}

static void
name_changed_cb (CadetDraftFields *self,
                 GtkEditable     *editable)
{
  g_assert (CADET_IS_DRAFT_FIELDS (self));

  if (self->draft == NULL || self->loading)
    return;
  cadet_draft_set_task_name (self->draft, gtk_editable_get_text (editable));
  field_edited (self, FIELD_NAME);
}

static void
app_changed_cb (CadetDraftFields *self,
                GtkEditable     *editable)
{
  g_assert (CADET_IS_DRAFT_FIELDS (self));

  if (self->draft == NULL || self->loading)
    return;
  cadet_draft_set_app_id (self->draft, gtk_editable_get_text (editable));
  field_edited (self, FIELD_APP);
}

static void
field_left_cb (CadetDraftFields         *self,
               GtkEventControllerFocus *focus)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus));

  g_assert (CADET_IS_DRAFT_FIELDS (self));

  for (guint field = 0; field < N_FIELDS; field++)
    {
      /* A field that nobody has typed in is not wrong yet. */
      if (get_row (self, field) == row
          && *gtk_editable_get_text (GTK_EDITABLE (row)) != '\0')
        self->judged[field] = TRUE;
    }
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
cadet_draft_fields_dispose (GObject *object)
{
  CadetDraftFields *self = CADET_DRAFT_FIELDS (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_DRAFT_FIELDS);

  G_OBJECT_CLASS (cadet_draft_fields_parent_class)->dispose (object);
}

static void
cadet_draft_fields_class_init (CadetDraftFieldsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_draft_fields_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] =
    g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_PROCESS_CHOSEN] =
    g_signal_new ("process-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CADET_TYPE_PROBLEM_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-draft-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, process_row);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, name_row);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, app_row);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, process_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, name_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, app_problem);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, process_examples);
  gtk_widget_class_bind_template_child (widget_class, CadetDraftFields, app_examples);
  gtk_widget_class_bind_template_callback (widget_class, process_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, app_changed_cb);

  gtk_widget_class_install_action (widget_class, "fields.use-process", "s", use_process_action);
  gtk_widget_class_install_action (widget_class, "fields.use-application", "s",
                                   use_application_action);
}

static void
cadet_draft_fields_init (CadetDraftFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint field = 0; field < N_FIELDS; field++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (focus, "leave", G_CALLBACK (field_left_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_add_controller (get_row (self, field), focus);
    }
}

/**
 * cadet_draft_fields_set_draft:
 * @self: the fields
 * @draft: (nullable): what they edit from now on
 *
 * Shows another draft. Nothing is called wrong until it was edited.
 */
void
cadet_draft_fields_set_draft (CadetDraftFields *self,
                              CadetDraft       *draft)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));
  g_return_if_fail (draft == NULL || CADET_IS_DRAFT (draft));

  g_set_object (&self->draft, draft);
  load_fields (self);
}

/**
 * cadet_draft_fields_set_sandbox:
 * @self: the fields
 * @sandbox: whether the sandbox will take the draft
 *
 * Offers the sandbox's processes and applications, or does not.
 */
void
cadet_draft_fields_set_sandbox (CadetDraftFields *self,
                                gboolean          sandbox)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));

  if (sandbox && gtk_menu_button_get_menu_model (self->process_examples) == NULL)
    {
      g_autoptr(GMenuModel) processes = NULL;
      g_autoptr(GMenuModel) applications = NULL;

      processes = cadet_sandbox_examples_new_processes ("fields.use-process");
      applications = cadet_sandbox_examples_new_applications ("fields.use-application");
      gtk_menu_button_set_menu_model (self->process_examples, processes);
      gtk_menu_button_set_menu_model (self->app_examples, applications);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->process_examples), sandbox);
  gtk_widget_set_visible (GTK_WIDGET (self->app_examples), sandbox);
}

/**
 * cadet_draft_fields_judge_all:
 * @self: the fields
 *
 * Lets every field show what is wrong with it, also those that nobody has typed in.
 */
void
cadet_draft_fields_judge_all (CadetDraftFields *self)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));

  for (guint field = 0; field < N_FIELDS; field++)
    self->judged[field] = TRUE;
}

/**
 * cadet_draft_fields_set_problems:
 * @self: the fields
 * @problems: a list of #CadetProblem; those of variables are passed over
 *
 * Says what is wrong below the fields that may show it.
 */
void
cadet_draft_fields_set_problems (CadetDraftFields *self,
                                 GListModel       *problems)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));
  g_return_if_fail (G_IS_LIST_MODEL (problems));

  for (guint field = 0; field < N_FIELDS; field++)
    show_field_problem (self, field, problems);
}

/**
 * cadet_draft_fields_focus_problem:
 * @self: the fields
 * @problems: a list of #CadetProblem
 *
 * Puts the focus into the first field that has one of the problems.
 *
 * Returns: whether a field has one
 */
gboolean
cadet_draft_fields_focus_problem (CadetDraftFields *self,
                                  GListModel       *problems)
{
  g_return_val_if_fail (CADET_IS_DRAFT_FIELDS (self), FALSE);
  g_return_val_if_fail (G_IS_LIST_MODEL (problems), FALSE);

  for (guint field = 0; field < N_FIELDS; field++)
    {
      if (cadet_problems_find (problems, draft_fields[field], G_MAXUINT) != NULL)
        {
          gtk_widget_grab_focus (get_row (self, field));
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * cadet_draft_fields_focus_empty:
 * @self: the fields
 *
 * Puts the focus where typing begins: the first empty field, else the first one.
 */
void
cadet_draft_fields_focus_empty (CadetDraftFields *self)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));

  for (guint field = 0; field < N_FIELDS; field++)
    {
      if (*gtk_editable_get_text (GTK_EDITABLE (get_row (self, field))) == '\0')
        {
          gtk_widget_grab_focus (get_row (self, field));
          return;
        }
    }
  gtk_widget_grab_focus (self->process_row);
}

/**
 * cadet_draft_fields_focus_first:
 * @self: the fields
 *
 * Puts the focus into the first field.
 */
void
cadet_draft_fields_focus_first (CadetDraftFields *self)
{
  g_return_if_fail (CADET_IS_DRAFT_FIELDS (self));

  gtk_widget_grab_focus (self->process_row);
}
