/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-private.h"

/* What became of an attempt: sent, answered, judged and recorded. */

/**
 * cadet_task_get_sent_at:
 * @self: a task
 *
 * Returns: when it was sent, in ms since 1970 UTC; 0 where it was not
 */
gint64
cadet_task_get_sent_at (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), 0);

  return self->sent_at;
}

/**
 * cadet_task_set_sent_at:
 * @self: a task
 * @sent_at: when it was sent, in ms since 1970 UTC
 */
void
cadet_task_set_sent_at (CadetTask *self,
                        gint64 sent_at)
{
  g_return_if_fail (CADET_IS_TASK (self));

  _cadet_task_set_time (self, &self->sent_at, sent_at, PROP_SENT_AT);
}

/**
 * cadet_task_get_answered_at:
 * @self: a task
 *
 * Returns: when the outcome was known, in ms since 1970 UTC; 0 where it is not
 */
gint64
cadet_task_get_answered_at (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), 0);

  return self->answered_at;
}

/**
 * cadet_task_get_request_headers:
 * @self: a task
 *
 * Returns: (nullable): the request line and headers, secrets masked
 */
const char *
cadet_task_get_request_headers (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->request_headers;
}

/**
 * cadet_task_get_request_body:
 * @self: a task
 *
 * Returns: (nullable): the form body, secrets masked
 */
const char *
cadet_task_get_request_body (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->request_body;
}

/**
 * cadet_task_set_request:
 * @self: a task
 * @headers: (nullable): the request line and headers, secrets masked
 * @body: (nullable): the form body, secrets masked
 */
void
cadet_task_set_request (CadetTask *self,
                        const char *headers,
                        const char *body)
{
  g_return_if_fail (CADET_IS_TASK (self));

  if (g_set_str (&self->request_headers, headers))
    _cadet_task_notify (self, PROP_REQUEST_HEADERS);
  if (g_set_str (&self->request_body, body))
    _cadet_task_notify (self, PROP_REQUEST_BODY);
}

/**
 * cadet_task_get_reply_headers:
 * @self: a task
 *
 * Returns: (nullable): the status line and headers of the reply
 */
const char *
cadet_task_get_reply_headers (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->reply_headers;
}

/**
 * cadet_task_get_reply_body:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): the body of the reply as received
 */
GBytes *
cadet_task_get_reply_body (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->reply_body;
}

/**
 * cadet_task_set_reply:
 * @self: a task
 * @headers: (nullable): the status line and headers of the reply
 * @body: (nullable): its body as received, of which a reference is taken
 */
void
cadet_task_set_reply (CadetTask *self,
                      const char *headers,
                      GBytes *body)
{
  g_return_if_fail (CADET_IS_TASK (self));

  if (g_set_str (&self->reply_headers, headers))
    _cadet_task_notify (self, PROP_REPLY_HEADERS);

  if (self->reply_body == body)
    return;
  g_clear_pointer (&self->reply_body, g_bytes_unref);
  self->reply_body = body != NULL ? g_bytes_ref (body) : NULL;
  _cadet_task_notify (self, PROP_REPLY_BODY);
}

/**
 * cadet_task_get_outcome:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): what became of it; %NULL while it is being sent
 */
CadetOutcome *
cadet_task_get_outcome (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->outcome;
}

/**
 * cadet_task_set_outcome:
 * @self: a task
 * @outcome: (nullable): what became of it, of which a reference is taken
 * @answered_at: when that was known, in ms since 1970 UTC
 *
 * Sets the outcome, and with it the state and the task ID.
 */
void
cadet_task_set_outcome (CadetTask *self,
                        CadetOutcome *outcome,
                        gint64 answered_at)
{
  CadetTaskMark mark;

  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail (outcome == NULL || CADET_IS_OUTCOME (outcome));

  mark = _cadet_task_begin_change (self);
  _cadet_task_set_time (self, &self->answered_at, answered_at, PROP_ANSWERED_AT);
  if (g_set_object (&self->outcome, outcome))
    _cadet_task_notify (self, PROP_OUTCOME);
  _cadet_task_end_change (self, mark);
}

/**
 * cadet_task_get_record_problem:
 * @self: a task
 *
 * Returns: (nullable): what happened when the ledger could not keep what became of the task, as a
 *   sentence for the user
 */
const char *
cadet_task_get_record_problem (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->record_problem;
}

/**
 * cadet_task_set_record_problem:
 * @self: a task
 * @record_problem: (nullable): a sentence for the user
 *
 * Says why the ledger does not hold what became of the task. It is set before the outcome is.
 */
void
cadet_task_set_record_problem (CadetTask  *self,
                               const char *record_problem)
{
  g_return_if_fail (CADET_IS_TASK (self));

  g_set_str (&self->record_problem, record_problem);
}

/**
 * cadet_task_get_recorded:
 * @self: a task
 *
 * Returns: whether the ledger holds all that is known about it
 */
gboolean
cadet_task_get_recorded (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), FALSE);

  return self->recorded;
}

/**
 * cadet_task_set_recorded:
 * @self: a task
 * @recorded: whether the ledger holds all that is known about it
 */
void
cadet_task_set_recorded (CadetTask *self,
                         gboolean recorded)
{
  g_return_if_fail (CADET_IS_TASK (self));

  recorded = !!recorded;
  if (self->recorded == recorded)
    return;

  self->recorded = recorded;
  _cadet_task_notify (self, PROP_RECORDED);
}
