/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-private.h"

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetTask, cadet_task, G_TYPE_OBJECT)

/* Tells of a change, from any file of the class. */
void
_cadet_task_notify (CadetTask *self,
                    guint      property)
{
  g_assert (CADET_IS_TASK (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
_cadet_task_set_time (CadetTask *self,
                      gint64    *field,
                      gint64     time,
                      guint      property)
{
  g_assert (CADET_IS_TASK (self));

  if (*field == time)
    return;

  *field = time;
  _cadet_task_notify (self, property);
}

static void
cadet_task_get_property (GObject *object,
                         guint prop_id,
                         GValue *value,
                         GParamSpec *pspec)
{
  CadetTask *self = CADET_TASK (object);

  switch (prop_id)
    {
    case PROP_ATTEMPT:
      g_value_set_string (value, self->attempt);
      break;
    case PROP_PROFILE_ID:
      g_value_set_string (value, self->profile_id);
      break;
    case PROP_PROFILE_NAME:
      g_value_set_string (value, self->profile_name);
      break;
    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PROCESS_ID:
      g_value_set_string (value, self->process_id);
      break;
    case PROP_APP_ID:
      g_value_set_string (value, self->app_id);
      break;
    case PROP_VARIABLES_JSON:
      g_value_set_string (value, self->variables_json);
      break;
    case PROP_RECORDED_AT:
      g_value_set_int64 (value, self->recorded_at);
      break;
    case PROP_SENT_AT:
      g_value_set_int64 (value, self->sent_at);
      break;
    case PROP_ANSWERED_AT:
      g_value_set_int64 (value, self->answered_at);
      break;
    case PROP_REQUEST_HEADERS:
      g_value_set_string (value, self->request_headers);
      break;
    case PROP_REQUEST_BODY:
      g_value_set_string (value, self->request_body);
      break;
    case PROP_REPLY_HEADERS:
      g_value_set_string (value, self->reply_headers);
      break;
    case PROP_REPLY_BODY:
      g_value_set_boxed (value, self->reply_body);
      break;
    case PROP_OUTCOME:
      g_value_set_object (value, self->outcome);
      break;
    case PROP_STATE:
      g_value_set_enum (value, cadet_task_get_state (self));
      break;
    case PROP_TASK_ID_TEXT:
      g_value_take_string (value, cadet_task_dup_task_id_text (self));
      break;
    case PROP_RECORDED:
      g_value_set_boolean (value, self->recorded);
      break;
    case PROP_REPORT:
      g_value_set_object (value, self->report);
      break;
    case PROP_EXECUTION:
      g_value_set_object (value, self->execution);
      break;
    case PROP_RESOLUTION:
      g_value_set_uint (value, self->resolution);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_PREVIOUS:
      g_value_set_string (value, self->previous);
      break;
    case PROP_TEMPLATE:
      g_value_set_string (value, self->template_name);
      break;
    case PROP_FOLLOWED:
      g_value_set_boolean (value, self->followed);
      break;
    case PROP_FOLLOW_PROBLEM:
      g_value_set_string (value, self->follow_problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_finalize (GObject *object)
{
  CadetTask *self = CADET_TASK (object);

  g_free (self->record_problem);
  g_clear_object (&self->report);
  g_clear_object (&self->execution);
  g_free (self->note);
  g_free (self->previous);
  g_free (self->template_name);
  g_free (self->follow_problem);
  g_clear_object (&self->events);
  g_free (self->attempt);
  g_free (self->profile_id);
  g_free (self->profile_name);
  g_free (self->endpoint);
  g_free (self->name);
  g_free (self->process_id);
  g_free (self->app_id);
  g_free (self->variables_json);
  g_free (self->request_headers);
  g_free (self->request_body);
  g_free (self->reply_headers);
  g_clear_pointer (&self->reply_body, g_bytes_unref);
  g_clear_object (&self->outcome);

  G_OBJECT_CLASS (cadet_task_parent_class)->finalize (object);
}

static void
cadet_task_class_init (CadetTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_task_get_property;
  object_class->finalize = cadet_task_finalize;

  properties[PROP_ATTEMPT] = g_param_spec_string ("attempt", NULL, NULL, NULL, flags);
  properties[PROP_PROFILE_ID] = g_param_spec_string ("profile-id", NULL, NULL, NULL, flags);
  properties[PROP_PROFILE_NAME] = g_param_spec_string ("profile-name", NULL, NULL, NULL, flags);
  properties[PROP_ENDPOINT] = g_param_spec_string ("endpoint", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PROCESS_ID] = g_param_spec_string ("process-id", NULL, NULL, NULL, flags);
  properties[PROP_APP_ID] = g_param_spec_string ("app-id", NULL, NULL, NULL, flags);
  properties[PROP_VARIABLES_JSON] = g_param_spec_string ("variables-json", NULL, NULL, NULL, flags);
  properties[PROP_RECORDED_AT] =
      g_param_spec_int64 ("recorded-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SENT_AT] = g_param_spec_int64 ("sent-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ANSWERED_AT] =
      g_param_spec_int64 ("answered-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REQUEST_HEADERS] =
      g_param_spec_string ("request-headers", NULL, NULL, NULL, flags);
  properties[PROP_REQUEST_BODY] = g_param_spec_string ("request-body", NULL, NULL, NULL, flags);
  properties[PROP_REPLY_HEADERS] = g_param_spec_string ("reply-headers", NULL, NULL, NULL, flags);
  properties[PROP_REPLY_BODY] = g_param_spec_boxed ("reply-body", NULL, NULL, G_TYPE_BYTES, flags);
  properties[PROP_OUTCOME] = g_param_spec_object ("outcome", NULL, NULL, CADET_TYPE_OUTCOME, flags);
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, CADET_TYPE_TASK_STATE, CADET_TASK_SENDING,
                         flags);
  properties[PROP_TASK_ID_TEXT] = g_param_spec_string ("task-id-text", NULL, NULL, NULL, flags);
  properties[PROP_RECORDED] = g_param_spec_boolean ("recorded", NULL, NULL, FALSE, flags);
  properties[PROP_REPORT] =
      g_param_spec_object ("report", NULL, NULL, CADET_TYPE_TASK_REPORT, flags);
  properties[PROP_EXECUTION] =
      g_param_spec_object ("execution", NULL, NULL, CADET_TYPE_EXECUTION, flags);
  properties[PROP_RESOLUTION] =
      g_param_spec_uint ("resolution", NULL, NULL, 0, CADET_TASK_NOT_THERE, 0, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_PREVIOUS] = g_param_spec_string ("previous", NULL, NULL, NULL, flags);
  properties[PROP_TEMPLATE] = g_param_spec_string ("template", NULL, NULL, NULL, flags);
  properties[PROP_FOLLOWED] = g_param_spec_boolean ("followed", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOW_PROBLEM] =
      g_param_spec_string ("follow-problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_task_init (CadetTask *self)
{
  self->events = g_list_store_new (CADET_TYPE_EVENT);
}

/**
 * cadet_task_new:
 * @attempt: its UUID
 * @profile_id: (nullable): the ID of the profile that signs
 * @profile_name: (nullable): the profile's name at this time
 * @endpoint: (nullable): where it goes
 * @name: (nullable): the name of the task
 * @process_id: (nullable): the process ID
 * @app_id: (nullable): the application ID
 * @variables_json: (nullable): the variables as [method@VariableList.to_record] writes them, which
 *   keeps types, rows that are off and notes, and leaves secrets out. The object that was sent,
 *   with secrets masked, is in the request's body instead.
 * @recorded_at: when, in ms since 1970 UTC
 *
 * Returns: (transfer full): an attempt that has no outcome yet; a text that is missing is empty
 */
CadetTask *
cadet_task_new (const char *attempt,
                const char *profile_id,
                const char *profile_name,
                const char *endpoint,
                const char *name,
                const char *process_id,
                const char *app_id,
                const char *variables_json,
                gint64 recorded_at)
{
  CadetTask *self;

  g_return_val_if_fail (attempt != NULL, NULL);

  self = g_object_new (CADET_TYPE_TASK, NULL);
  self->attempt = g_strdup (attempt);
  self->profile_id = g_strdup (profile_id != NULL ? profile_id : "");
  self->profile_name = g_strdup (profile_name != NULL ? profile_name : "");
  self->endpoint = g_strdup (endpoint != NULL ? endpoint : "");
  self->name = g_strdup (name != NULL ? name : "");
  self->process_id = g_strdup (process_id != NULL ? process_id : "");
  self->app_id = g_strdup (app_id != NULL ? app_id : "");
  self->variables_json = g_strdup (variables_json != NULL ? variables_json : "");
  self->recorded_at = recorded_at;

  return self;
}

/**
 * cadet_task_get_attempt:
 * @self: a task
 *
 * Returns: the attempt's UUID, never %NULL
 */
const char *
cadet_task_get_attempt (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->attempt;
}

/**
 * cadet_task_get_profile_id:
 * @self: a task
 *
 * Returns: the ID of the profile that signs, never %NULL
 */
const char *
cadet_task_get_profile_id (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->profile_id;
}

/**
 * cadet_task_get_profile_name:
 * @self: a task
 *
 * Returns: the name that the profile had then, never %NULL
 */
const char *
cadet_task_get_profile_name (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->profile_name;
}

/**
 * cadet_task_get_endpoint:
 * @self: a task
 *
 * Returns: where it goes, as the user named it, never %NULL
 */
const char *
cadet_task_get_endpoint (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->endpoint;
}

/**
 * cadet_task_get_name:
 * @self: a task
 *
 * Returns: the name of the task, never %NULL
 */
const char *
cadet_task_get_name (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->name;
}

/**
 * cadet_task_get_process_id:
 * @self: a task
 *
 * Returns: the process ID, never %NULL
 */
const char *
cadet_task_get_process_id (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->process_id;
}

/**
 * cadet_task_get_app_id:
 * @self: a task
 *
 * Returns: the application ID, never %NULL
 */
const char *
cadet_task_get_app_id (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->app_id;
}

/**
 * cadet_task_get_variables_json:
 * @self: a task
 *
 * Returns: the variables as [method@VariableList.to_record] writes them, never %NULL
 */
const char *
cadet_task_get_variables_json (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->variables_json;
}

/**
 * cadet_task_get_recorded_at:
 * @self: a task
 *
 * Returns: when the attempt was recorded, in ms since 1970 UTC
 */
gint64
cadet_task_get_recorded_at (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), 0);

  return self->recorded_at;
}
