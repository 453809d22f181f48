/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-filter.h"

struct _CadetTaskFilter
{
  GObject parent_instance;

  guint states;
  char *text;
  char *profile_id;
  char *process_id;
  char *app_id;
  char *template;
};

enum
{
  PROP_0,
  PROP_STATES,
  PROP_TEXT,
  PROP_PROFILE_ID,
  PROP_PROCESS_ID,
  PROP_APP_ID,
  PROP_TEMPLATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetTaskFilter, cadet_task_filter, G_TYPE_OBJECT)

static void
set_text (CadetTaskFilter  *self,
          char            **field,
          const char       *text,
          guint             property)
{
  g_assert (CADET_IS_TASK_FILTER (self));

  if (g_set_str (field, text != NULL && *text != '\0' ? text : NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
cadet_task_filter_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CadetTaskFilter *self = CADET_TASK_FILTER (object);

  switch (prop_id)
    {
    case PROP_STATES:
      g_value_set_uint (value, self->states);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_PROFILE_ID:
      g_value_set_string (value, self->profile_id);
      break;

    case PROP_PROCESS_ID:
      g_value_set_string (value, self->process_id);
      break;

    case PROP_APP_ID:
      g_value_set_string (value, self->app_id);
      break;

    case PROP_TEMPLATE:
      g_value_set_string (value, self->template);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_filter_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  CadetTaskFilter *self = CADET_TASK_FILTER (object);

  switch (prop_id)
    {
    case PROP_STATES:
      cadet_task_filter_set_states (self, g_value_get_uint (value));
      break;

    case PROP_TEXT:
      cadet_task_filter_set_text (self, g_value_get_string (value));
      break;

    case PROP_PROFILE_ID:
      cadet_task_filter_set_profile_id (self, g_value_get_string (value));
      break;

    case PROP_PROCESS_ID:
      cadet_task_filter_set_process_id (self, g_value_get_string (value));
      break;

    case PROP_APP_ID:
      cadet_task_filter_set_app_id (self, g_value_get_string (value));
      break;

    case PROP_TEMPLATE:
      cadet_task_filter_set_template (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_filter_finalize (GObject *object)
{
  CadetTaskFilter *self = CADET_TASK_FILTER (object);

  g_free (self->text);
  g_free (self->profile_id);
  g_free (self->process_id);
  g_free (self->app_id);
  g_free (self->template);

  G_OBJECT_CLASS (cadet_task_filter_parent_class)->finalize (object);
}

static void
cadet_task_filter_class_init (CadetTaskFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_task_filter_get_property;
  object_class->set_property = cadet_task_filter_set_property;
  object_class->finalize = cadet_task_filter_finalize;

  /**
   * CadetTaskFilter:states:
   *
   * The states that are meant, the bit `1 << state` for each [enum@TaskState]; 0 for all.
   */
  properties[PROP_STATES] = g_param_spec_uint ("states", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * CadetTaskFilter:text:
   *
   * Words that all have to be somewhere in its names, IDs, variables, note or messages.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);

  /**
   * CadetTaskFilter:profile-id:
   *
   * The ID of the profile that signed.
   */
  properties[PROP_PROFILE_ID] = g_param_spec_string ("profile-id", NULL, NULL, NULL, flags);

  /**
   * CadetTaskFilter:process-id:
   *
   * The process.
   */
  properties[PROP_PROCESS_ID] = g_param_spec_string ("process-id", NULL, NULL, NULL, flags);

  /**
   * CadetTaskFilter:app-id:
   *
   * The application.
   */
  properties[PROP_APP_ID] = g_param_spec_string ("app-id", NULL, NULL, NULL, flags);

  /**
   * CadetTaskFilter:template:
   *
   * The name of the template it was made from.
   */
  properties[PROP_TEMPLATE] = g_param_spec_string ("template", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_task_filter_init (CadetTaskFilter *self)
{
}

/**
 * cadet_task_filter_new:
 *
 * Returns: (transfer full): a filter that leaves all attempts in
 */
CadetTaskFilter *
cadet_task_filter_new (void)
{
  return g_object_new (CADET_TYPE_TASK_FILTER, NULL);
}

/**
 * cadet_task_filter_copy:
 * @self: a filter
 *
 * Returns: (transfer full): another one that means the same
 */
CadetTaskFilter *
cadet_task_filter_copy (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return g_object_new (CADET_TYPE_TASK_FILTER,
                       "states", self->states,
                       "text", self->text,
                       "profile-id", self->profile_id,
                       "process-id", self->process_id,
                       "app-id", self->app_id,
                       "template", self->template,
                       NULL);
}

/**
 * cadet_task_filter_equal:
 * @self: a filter
 * @other: another
 *
 * Returns: whether both mean the same attempts
 */
gboolean
cadet_task_filter_equal (CadetTaskFilter *self,
                         CadetTaskFilter *other)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), FALSE);
  g_return_val_if_fail (CADET_IS_TASK_FILTER (other), FALSE);

  return self->states == other->states &&
         g_strcmp0 (self->text, other->text) == 0 &&
         g_strcmp0 (self->profile_id, other->profile_id) == 0 &&
         g_strcmp0 (self->process_id, other->process_id) == 0 &&
         g_strcmp0 (self->app_id, other->app_id) == 0 &&
         g_strcmp0 (self->template, other->template) == 0;
}

/**
 * cadet_task_filter_is_empty:
 * @self: a filter
 *
 * Returns: whether it leaves all attempts in
 */
gboolean
cadet_task_filter_is_empty (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), FALSE);

  return self->states == 0 && self->text == NULL && self->profile_id == NULL &&
         self->process_id == NULL && self->app_id == NULL && self->template == NULL;
}

/**
 * cadet_task_filter_get_states:
 * @self: a filter
 *
 * Returns: the states that are meant, the bit `1 << state` for each; 0 for all
 */
guint
cadet_task_filter_get_states (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), 0);

  return self->states;
}

/**
 * cadet_task_filter_set_states:
 * @self: a filter
 * @states: the states that are meant, the bit `1 << state` for each; 0 for all
 */
void
cadet_task_filter_set_states (CadetTaskFilter *self,
                              guint            states)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  if (self->states == states)
    return;

  self->states = states;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATES]);
}

/**
 * cadet_task_filter_get_text:
 * @self: a filter
 *
 * Returns: (nullable): words that all have to be somewhere in its names, IDs, variables, note or
 *   messages
 */
const char *
cadet_task_filter_get_text (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return self->text;
}

/**
 * cadet_task_filter_set_text:
 * @self: a filter
 * @text: (nullable): words that all have to be somewhere in its names, IDs, variables, note or
 *   messages; %NULL or empty for any
 */
void
cadet_task_filter_set_text (CadetTaskFilter *self,
                            const char      *text)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  set_text (self, &self->text, text, PROP_TEXT);
}

/**
 * cadet_task_filter_get_profile_id:
 * @self: a filter
 *
 * Returns: (nullable): the ID of the profile that signed
 */
const char *
cadet_task_filter_get_profile_id (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return self->profile_id;
}

/**
 * cadet_task_filter_set_profile_id:
 * @self: a filter
 * @profile_id: (nullable): the ID of the profile that signed; %NULL or empty for any
 */
void
cadet_task_filter_set_profile_id (CadetTaskFilter *self,
                                  const char      *profile_id)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  set_text (self, &self->profile_id, profile_id, PROP_PROFILE_ID);
}

/**
 * cadet_task_filter_get_process_id:
 * @self: a filter
 *
 * Returns: (nullable): the process
 */
const char *
cadet_task_filter_get_process_id (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return self->process_id;
}

/**
 * cadet_task_filter_set_process_id:
 * @self: a filter
 * @process_id: (nullable): the process; %NULL or empty for any
 */
void
cadet_task_filter_set_process_id (CadetTaskFilter *self,
                                  const char      *process_id)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  set_text (self, &self->process_id, process_id, PROP_PROCESS_ID);
}

/**
 * cadet_task_filter_get_app_id:
 * @self: a filter
 *
 * Returns: (nullable): the application
 */
const char *
cadet_task_filter_get_app_id (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return self->app_id;
}

/**
 * cadet_task_filter_set_app_id:
 * @self: a filter
 * @app_id: (nullable): the application; %NULL or empty for any
 */
void
cadet_task_filter_set_app_id (CadetTaskFilter *self,
                              const char      *app_id)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  set_text (self, &self->app_id, app_id, PROP_APP_ID);
}

/**
 * cadet_task_filter_get_template:
 * @self: a filter
 *
 * Returns: (nullable): the name of the template it was made from
 */
const char *
cadet_task_filter_get_template (CadetTaskFilter *self)
{
  g_return_val_if_fail (CADET_IS_TASK_FILTER (self), NULL);

  return self->template;
}

/**
 * cadet_task_filter_set_template:
 * @self: a filter
 * @template_name: (nullable): the name of the template it was made from; %NULL or empty for any
 */
void
cadet_task_filter_set_template (CadetTaskFilter *self,
                                const char      *template_name)
{
  g_return_if_fail (CADET_IS_TASK_FILTER (self));

  set_text (self, &self->template, template_name, PROP_TEMPLATE);
}
