/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-draft.h"

struct _CadetDraft
{
  GObject parent_instance;

  char *process_id;
  char *task_name;
  char *app_id;
  gboolean wrap_names;
  CadetVariableList *variables;
};

enum
{
  PROP_0,
  PROP_PROCESS_ID,
  PROP_TASK_NAME,
  PROP_APP_ID,
  PROP_WRAP_NAMES,
  PROP_VARIABLES,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetDraft, cadet_draft, G_TYPE_OBJECT)

static void
set_text (CadetDraft *self,
          char **field,
          const char *text,
          guint property)
{
  g_assert (CADET_IS_DRAFT (self));

  if (!g_set_str (field, text != NULL ? text : ""))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
variables_changed_cb (CadetDraft *self)
{
  g_assert (CADET_IS_DRAFT (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cadet_draft_get_property (GObject *object,
                          guint prop_id,
                          GValue *value,
                          GParamSpec *pspec)
{
  CadetDraft *self = CADET_DRAFT (object);

  switch (prop_id)
    {
    case PROP_PROCESS_ID:
      g_value_set_string (value, self->process_id);
      break;
    case PROP_TASK_NAME:
      g_value_set_string (value, self->task_name);
      break;
    case PROP_APP_ID:
      g_value_set_string (value, self->app_id);
      break;
    case PROP_WRAP_NAMES:
      g_value_set_boolean (value, self->wrap_names);
      break;
    case PROP_VARIABLES:
      g_value_set_object (value, self->variables);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_draft_set_property (GObject *object,
                          guint prop_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  CadetDraft *self = CADET_DRAFT (object);

  switch (prop_id)
    {
    case PROP_PROCESS_ID:
      cadet_draft_set_process_id (self, g_value_get_string (value));
      break;
    case PROP_TASK_NAME:
      cadet_draft_set_task_name (self, g_value_get_string (value));
      break;
    case PROP_APP_ID:
      cadet_draft_set_app_id (self, g_value_get_string (value));
      break;
    case PROP_WRAP_NAMES:
      cadet_draft_set_wrap_names (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_draft_finalize (GObject *object)
{
  CadetDraft *self = CADET_DRAFT (object);

  g_signal_handlers_disconnect_by_func (self->variables, variables_changed_cb, self);
  g_clear_object (&self->variables);
  g_free (self->process_id);
  g_free (self->task_name);
  g_free (self->app_id);

  G_OBJECT_CLASS (cadet_draft_parent_class)->finalize (object);
}

static void
cadet_draft_class_init (CadetDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_draft_get_property;
  object_class->set_property = cadet_draft_set_property;
  object_class->finalize = cadet_draft_finalize;

  properties[PROP_PROCESS_ID] = g_param_spec_string ("process-id", NULL, NULL, "", flags);
  properties[PROP_TASK_NAME] = g_param_spec_string ("task-name", NULL, NULL, "", flags);
  properties[PROP_APP_ID] = g_param_spec_string ("app-id", NULL, NULL, "", flags);
  properties[PROP_WRAP_NAMES] = g_param_spec_boolean ("wrap-names", NULL, NULL, TRUE, flags);
  properties[PROP_VARIABLES] =
      g_param_spec_object ("variables", NULL, NULL, CADET_TYPE_VARIABLE_LIST,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetDraft::changed:
   *
   * Anything about the draft changed: a property, the list of variables or one of the variables.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cadet_draft_init (CadetDraft *self)
{
  self->process_id = g_strdup ("");
  self->task_name = g_strdup ("");
  self->app_id = g_strdup ("");
  self->wrap_names = TRUE;
  self->variables = cadet_variable_list_new ();
  g_signal_connect_swapped (self->variables, "changed", G_CALLBACK (variables_changed_cb), self);
}

/**
 * cadet_draft_new:
 *
 * Returns: (transfer full): an empty draft that wraps names
 */
CadetDraft *
cadet_draft_new (void)
{
  return g_object_new (CADET_TYPE_DRAFT, NULL);
}

/**
 * cadet_draft_copy:
 * @self: a draft
 *
 * Returns: (transfer full): a draft of its own with the same content; secrets are shared, since
 *   they do not change
 */
CadetDraft *
cadet_draft_copy (CadetDraft *self)
{
  g_autoptr (GPtrArray) copies = NULL;
  CadetVariable *variable;
  CadetDraft *copy;

  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  copy = cadet_draft_new ();
  cadet_draft_set_process_id (copy, self->process_id);
  cadet_draft_set_task_name (copy, self->task_name);
  cadet_draft_set_app_id (copy, self->app_id);
  cadet_draft_set_wrap_names (copy, self->wrap_names);

  copies = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; (variable = cadet_variable_list_get (self->variables, i)) != NULL; i++)
    g_ptr_array_add (copies, cadet_variable_copy (variable));
  cadet_variable_list_splice (copy->variables, 0, 0, (CadetVariable **) copies->pdata, copies->len);

  return copy;
}

/**
 * cadet_draft_get_process_id:
 * @self: a draft
 *
 * Returns: the process ID as typed, never %NULL; see [method@Draft.dup_trimmed_process_id]
 */
const char *
cadet_draft_get_process_id (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return self->process_id;
}

/**
 * cadet_draft_set_process_id:
 * @self: a draft
 * @process_id: (nullable): the process ID as typed; %NULL is the same as no text
 */
void
cadet_draft_set_process_id (CadetDraft *self,
                            const char *process_id)
{
  g_return_if_fail (CADET_IS_DRAFT (self));

  set_text (self, &self->process_id, process_id, PROP_PROCESS_ID);
}

/**
 * cadet_draft_get_task_name:
 * @self: a draft
 *
 * Returns: the name of the task as typed, never %NULL; see [method@Draft.dup_trimmed_task_name]
 */
const char *
cadet_draft_get_task_name (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return self->task_name;
}

/**
 * cadet_draft_set_task_name:
 * @self: a draft
 * @task_name: (nullable): the name of the task as typed; %NULL is the same as no text
 */
void
cadet_draft_set_task_name (CadetDraft *self,
                           const char *task_name)
{
  g_return_if_fail (CADET_IS_DRAFT (self));

  set_text (self, &self->task_name, task_name, PROP_TASK_NAME);
}

/**
 * cadet_draft_get_app_id:
 * @self: a draft
 *
 * Returns: the application ID as typed, never %NULL; see [method@Draft.dup_trimmed_app_id]
 */
const char *
cadet_draft_get_app_id (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return self->app_id;
}

/**
 * cadet_draft_set_app_id:
 * @self: a draft
 * @app_id: (nullable): the application ID as typed; %NULL is the same as no text
 */
void
cadet_draft_set_app_id (CadetDraft *self,
                        const char *app_id)
{
  g_return_if_fail (CADET_IS_DRAFT (self));

  set_text (self, &self->app_id, app_id, PROP_APP_ID);
}

/**
 * cadet_draft_get_wrap_names:
 * @self: a draft
 *
 * Returns: whether bare names of variables are sent as `${name}`
 */
gboolean
cadet_draft_get_wrap_names (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), TRUE);

  return self->wrap_names;
}

/**
 * cadet_draft_set_wrap_names:
 * @self: a draft
 * @wrap_names: whether bare names of variables are sent as `${name}`
 */
void
cadet_draft_set_wrap_names (CadetDraft *self,
                            gboolean wrap_names)
{
  g_return_if_fail (CADET_IS_DRAFT (self));

  wrap_names = !!wrap_names;
  if (self->wrap_names == wrap_names)
    return;

  self->wrap_names = wrap_names;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRAP_NAMES]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * cadet_draft_get_variables:
 * @self: a draft
 *
 * Returns: (transfer none): its variables; the same list as long as the draft lives
 */
CadetVariableList *
cadet_draft_get_variables (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return self->variables;
}
