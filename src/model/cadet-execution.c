/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-execution.h"

struct _CadetExecution
{
  GObject parent_instance;

  char *id;
  char *attempt;
  gint64 task_id;
  char *profile_id;
  char *profile_name;
  char *endpoint;
  gint64 recorded_at;
  gint64 sent_at;
  gint64 answered_at;
  CadetOutcome *outcome;
  char *request_headers;
  char *request_body;
  char *reply_headers;
  GBytes *reply_body;
};

enum
{
  PROP_0,
  PROP_SENT_AT,
  PROP_OUTCOME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetExecution, cadet_execution, G_TYPE_OBJECT)

static void
cadet_execution_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CadetExecution *self = CADET_EXECUTION (object);

  switch (prop_id)
    {
    case PROP_SENT_AT:
      g_value_set_int64 (value, self->sent_at);
      break;

    case PROP_OUTCOME:
      g_value_set_object (value, self->outcome);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_execution_finalize (GObject *object)
{
  CadetExecution *self = CADET_EXECUTION (object);

  g_free (self->id);
  g_free (self->attempt);
  g_free (self->profile_id);
  g_free (self->profile_name);
  g_free (self->endpoint);
  g_clear_object (&self->outcome);
  g_free (self->request_headers);
  g_free (self->request_body);
  g_free (self->reply_headers);
  g_clear_pointer (&self->reply_body, g_bytes_unref);

  G_OBJECT_CLASS (cadet_execution_parent_class)->finalize (object);
}

static void
cadet_execution_class_init (CadetExecutionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_execution_get_property;
  object_class->finalize = cadet_execution_finalize;

  /**
   * CadetExecution:sent-at:
   *
   * When its last try went out: UTC in ms, or 0.
   */
  properties[PROP_SENT_AT] =
    g_param_spec_int64 ("sent-at", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * CadetExecution:outcome:
   *
   * What became of it; %NULL while it is being sent.
   */
  properties[PROP_OUTCOME] =
    g_param_spec_object ("outcome", NULL, NULL, CADET_TYPE_OUTCOME, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_execution_init (CadetExecution *self)
{
}

/**
 * cadet_execution_new:
 * @id: its UUID
 * @attempt: the UUID of the attempt that made the task
 * @task_id: the task's ID
 * @profile_id: (nullable): the ID of the profile that signs
 * @profile_name: (nullable): the profile's name at this time
 * @endpoint: (nullable): where it goes
 * @recorded_at: when: UTC in ms
 *
 * Returns: (transfer full): an execution that has no outcome yet
 */
CadetExecution *
cadet_execution_new (const char *id,
                     const char *attempt,
                     gint64      task_id,
                     const char *profile_id,
                     const char *profile_name,
                     const char *endpoint,
                     gint64      recorded_at)
{
  CadetExecution *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (attempt != NULL, NULL);

  self = g_object_new (CADET_TYPE_EXECUTION, NULL);
  self->id = g_strdup (id);
  self->attempt = g_strdup (attempt);
  self->task_id = task_id;
  self->profile_id = g_strdup (profile_id != NULL ? profile_id : "");
  self->profile_name = g_strdup (profile_name != NULL ? profile_name : "");
  self->endpoint = g_strdup (endpoint != NULL ? endpoint : "");
  self->recorded_at = recorded_at;

  return self;
}

/**
 * cadet_execution_get_id:
 * @self: an execution
 *
 * Returns: its UUID
 */
const char *
cadet_execution_get_id (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->id;
}

/**
 * cadet_execution_get_attempt:
 * @self: an execution
 *
 * Returns: the UUID of the attempt that made the task
 */
const char *
cadet_execution_get_attempt (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->attempt;
}

/**
 * cadet_execution_get_task_id:
 * @self: an execution
 *
 * Returns: the task's ID
 */
gint64
cadet_execution_get_task_id (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), 0);

  return self->task_id;
}

/**
 * cadet_execution_get_profile_id:
 * @self: an execution
 *
 * Returns: the ID of the profile that signs, never %NULL
 */
const char *
cadet_execution_get_profile_id (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->profile_id;
}

/**
 * cadet_execution_get_profile_name:
 * @self: an execution
 *
 * Returns: the name that the profile had then, never %NULL
 */
const char *
cadet_execution_get_profile_name (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->profile_name;
}

/**
 * cadet_execution_get_endpoint:
 * @self: an execution
 *
 * Returns: where it goes, never %NULL
 */
const char *
cadet_execution_get_endpoint (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->endpoint;
}

/**
 * cadet_execution_get_recorded_at:
 * @self: an execution
 *
 * Returns: when it was recorded: UTC in ms
 */
gint64
cadet_execution_get_recorded_at (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), 0);

  return self->recorded_at;
}

/**
 * cadet_execution_get_sent_at:
 * @self: an execution
 *
 * Returns: when its last try went out: UTC in ms, or 0
 */
gint64
cadet_execution_get_sent_at (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), 0);

  return self->sent_at;
}

/**
 * cadet_execution_get_answered_at:
 * @self: an execution
 *
 * Returns: when its outcome was known: UTC in ms, or 0
 */
gint64
cadet_execution_get_answered_at (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), 0);

  return self->answered_at;
}

/**
 * cadet_execution_get_outcome:
 * @self: an execution
 *
 * Returns: (transfer none) (nullable): what became of it; %NULL while it is being sent
 */
CadetOutcome *
cadet_execution_get_outcome (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->outcome;
}

/**
 * cadet_execution_get_request_headers:
 * @self: an execution
 *
 * Returns: (nullable): the request line and headers, secrets masked
 */
const char *
cadet_execution_get_request_headers (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->request_headers;
}

/**
 * cadet_execution_get_request_body:
 * @self: an execution
 *
 * Returns: (nullable): the form body
 */
const char *
cadet_execution_get_request_body (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->request_body;
}

/**
 * cadet_execution_get_reply_headers:
 * @self: an execution
 *
 * Returns: (nullable): the status line and headers of the reply
 */
const char *
cadet_execution_get_reply_headers (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->reply_headers;
}

/**
 * cadet_execution_get_reply_body:
 * @self: an execution
 *
 * Returns: (transfer none) (nullable): the body of the reply as received
 */
GBytes *
cadet_execution_get_reply_body (CadetExecution *self)
{
  g_return_val_if_fail (CADET_IS_EXECUTION (self), NULL);

  return self->reply_body;
}

/**
 * cadet_execution_set_sent:
 * @self: an execution
 * @sent_at: when a try went out: UTC in ms
 * @request_headers: (nullable): its request line and headers, secrets masked
 * @request_body: (nullable): its form body
 *
 * Says that a try goes out.
 */
void
cadet_execution_set_sent (CadetExecution *self,
                          gint64          sent_at,
                          const char     *request_headers,
                          const char     *request_body)
{
  g_return_if_fail (CADET_IS_EXECUTION (self));

  g_set_str (&self->request_headers, request_headers);
  g_set_str (&self->request_body, request_body);
  if (self->sent_at == sent_at)
    return;

  self->sent_at = sent_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENT_AT]);
}

/**
 * cadet_execution_set_reply:
 * @self: an execution
 * @headers: (nullable): the status line and headers of the reply
 * @body: (nullable): its body as received, of which a reference is taken
 */
void
cadet_execution_set_reply (CadetExecution *self,
                           const char     *headers,
                           GBytes         *body)
{
  g_return_if_fail (CADET_IS_EXECUTION (self));

  g_set_str (&self->reply_headers, headers);
  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->reply_body, g_bytes_unref);
  self->reply_body = body;
}

/**
 * cadet_execution_set_outcome:
 * @self: an execution
 * @outcome: what became of it, of which a reference is taken
 * @answered_at: when that was known: UTC in ms
 */
void
cadet_execution_set_outcome (CadetExecution *self,
                             CadetOutcome   *outcome,
                             gint64          answered_at)
{
  g_return_if_fail (CADET_IS_EXECUTION (self));
  g_return_if_fail (CADET_IS_OUTCOME (outcome));

  self->answered_at = answered_at;
  if (g_set_object (&self->outcome, outcome))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}
