/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-outcome.h"

struct _CadetOutcome
{
  GObject parent_instance;

  CadetOutcomeKind kind;
  gint64 task_id;
  guint http_status;
  char *code;
  char *message;
  char *request_id;
  char *recommend;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_TASK_ID,
  PROP_HTTP_STATUS,
  PROP_CODE,
  PROP_MESSAGE,
  PROP_REQUEST_ID,
  PROP_RECOMMEND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetOutcome, cadet_outcome, G_TYPE_OBJECT)

static const GEnumValue kinds[] = {
  { CADET_OUTCOME_CREATED, "CADET_OUTCOME_CREATED", "created" },
  { CADET_OUTCOME_REFUSED, "CADET_OUTCOME_REFUSED", "refused" },
  { CADET_OUTCOME_NOT_SENT, "CADET_OUTCOME_NOT_SENT", "not-sent" },
  { CADET_OUTCOME_UNKNOWN, "CADET_OUTCOME_UNKNOWN", "unknown" },
  { 0, NULL, NULL },
};

GType
cadet_outcome_kind_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CadetOutcomeKind", kinds));

  return type;
}

/**
 * cadet_outcome_kind_to_nick:
 * @kind: a kind of outcome
 *
 * Returns: its name for files and for `--json`: `created`, `refused`, `not-sent` or `unknown`
 */
const char *
cadet_outcome_kind_to_nick (CadetOutcomeKind kind)
{
  g_return_val_if_fail ((guint) kind <= CADET_OUTCOME_UNKNOWN, NULL);

  return kinds[kind].value_nick;
}

/**
 * cadet_outcome_kind_from_nick:
 * @nick: (nullable): a name
 * @kind: (out): the kind of that name
 *
 * Returns: whether there is one
 */
gboolean
cadet_outcome_kind_from_nick (const char *nick,
                              CadetOutcomeKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; kinds[i].value_nick != NULL; i++)
    if (g_strcmp0 (nick, kinds[i].value_nick) == 0)
      {
        *kind = kinds[i].value;
        return TRUE;
      }

  return FALSE;
}

static void
cadet_outcome_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  CadetOutcome *self = CADET_OUTCOME (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_TASK_ID:
      g_value_set_int64 (value, self->task_id);
      break;
    case PROP_HTTP_STATUS:
      g_value_set_uint (value, self->http_status);
      break;
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_REQUEST_ID:
      g_value_set_string (value, self->request_id);
      break;
    case PROP_RECOMMEND:
      g_value_set_string (value, self->recommend);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_outcome_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  CadetOutcome *self = CADET_OUTCOME (object);

  switch (prop_id)
    {
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;
    case PROP_TASK_ID:
      self->task_id = g_value_get_int64 (value);
      break;
    case PROP_HTTP_STATUS:
      self->http_status = g_value_get_uint (value);
      break;
    case PROP_CODE:
      self->code = g_value_dup_string (value);
      break;
    case PROP_MESSAGE:
      self->message = g_value_dup_string (value);
      break;
    case PROP_REQUEST_ID:
      self->request_id = g_value_dup_string (value);
      break;
    case PROP_RECOMMEND:
      self->recommend = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_outcome_finalize (GObject *object)
{
  CadetOutcome *self = CADET_OUTCOME (object);

  g_free (self->code);
  g_free (self->message);
  g_free (self->request_id);
  g_free (self->recommend);

  G_OBJECT_CLASS (cadet_outcome_parent_class)->finalize (object);
}

static void
cadet_outcome_class_init (CadetOutcomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_outcome_get_property;
  object_class->set_property = cadet_outcome_set_property;
  object_class->finalize = cadet_outcome_finalize;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, CADET_TYPE_OUTCOME_KIND,
                                             CADET_OUTCOME_UNKNOWN, flags);
  properties[PROP_TASK_ID] =
      g_param_spec_int64 ("task-id", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_HTTP_STATUS] =
      g_param_spec_uint ("http-status", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_REQUEST_ID] = g_param_spec_string ("request-id", NULL, NULL, NULL, flags);
  properties[PROP_RECOMMEND] = g_param_spec_string ("recommend", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_outcome_init (CadetOutcome *self)
{
}

/**
 * cadet_outcome_new:
 * @kind: what became of the attempt
 * @task_id: the task's ID, 0 where there is none
 * @http_status: the HTTP status, 0 where no reply came
 * @code: (nullable): the service's code
 * @message: (nullable): the service's message or, where it said nothing, ours (translated)
 * @request_id: (nullable): the service's request ID
 * @recommend: (nullable): the service's page about the failure
 *
 * Returns: (transfer full): an outcome
 */
CadetOutcome *
cadet_outcome_new (CadetOutcomeKind kind,
                   gint64 task_id,
                   guint http_status,
                   const char *code,
                   const char *message,
                   const char *request_id,
                   const char *recommend)
{
  return g_object_new (CADET_TYPE_OUTCOME,
                       "kind", kind,
                       "task-id", task_id,
                       "http-status", http_status,
                       "code", code,
                       "message", message,
                       "request-id", request_id,
                       "recommend", recommend,
                       NULL);
}

/**
 * cadet_outcome_new_created:
 * @task_id: the task's ID
 * @http_status: the HTTP status
 * @code: (nullable): the service's code
 * @message: (nullable): the service's message
 * @request_id: (nullable): the service's request ID
 *
 * Returns: (transfer full): the outcome of an attempt for which the service gave a task ID
 */
CadetOutcome *
cadet_outcome_new_created (gint64 task_id,
                           guint http_status,
                           const char *code,
                           const char *message,
                           const char *request_id)
{
  return cadet_outcome_new (CADET_OUTCOME_CREATED, task_id, http_status, code, message, request_id,
                            NULL);
}

/**
 * cadet_outcome_new_failed:
 * @kind: what became of the attempt; anything but %CADET_OUTCOME_CREATED
 * @http_status: the HTTP status, 0 where no reply came
 * @code: (nullable): the service's code
 * @message: (nullable): the service's message or, where it said nothing, ours (translated)
 * @request_id: (nullable): the service's request ID
 *
 * Returns: (transfer full): the outcome of an attempt without a task ID
 */
CadetOutcome *
cadet_outcome_new_failed (CadetOutcomeKind kind,
                          guint http_status,
                          const char *code,
                          const char *message,
                          const char *request_id)
{
  g_return_val_if_fail (kind != CADET_OUTCOME_CREATED, NULL);

  return cadet_outcome_new (kind, 0, http_status, code, message, request_id, NULL);
}

/**
 * cadet_outcome_get_kind:
 * @self: an outcome
 *
 * Returns: what became of the attempt
 */
CadetOutcomeKind
cadet_outcome_get_kind (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), CADET_OUTCOME_UNKNOWN);

  return self->kind;
}

/**
 * cadet_outcome_get_task_id:
 * @self: an outcome
 *
 * Returns: the task's ID, 0 where there is none
 */
gint64
cadet_outcome_get_task_id (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), 0);

  return self->task_id;
}

/**
 * cadet_outcome_get_http_status:
 * @self: an outcome
 *
 * Returns: the HTTP status, 0 where no reply came
 */
guint
cadet_outcome_get_http_status (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), 0);

  return self->http_status;
}

/**
 * cadet_outcome_get_code:
 * @self: an outcome
 *
 * Returns: (nullable): the service's code
 */
const char *
cadet_outcome_get_code (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), NULL);

  return self->code;
}

/**
 * cadet_outcome_get_message:
 * @self: an outcome
 *
 * Returns: (nullable): the service's message or, where it said nothing, ours (translated)
 */
const char *
cadet_outcome_get_message (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), NULL);

  return self->message;
}

/**
 * cadet_outcome_get_request_id:
 * @self: an outcome
 *
 * Returns: (nullable): the service's request ID
 */
const char *
cadet_outcome_get_request_id (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), NULL);

  return self->request_id;
}

/**
 * cadet_outcome_get_recommend:
 * @self: an outcome
 *
 * Returns: (nullable): the service's page about the failure, as it gave it
 */
const char *
cadet_outcome_get_recommend (CadetOutcome *self)
{
  g_return_val_if_fail (CADET_IS_OUTCOME (self), NULL);

  return self->recommend;
}
