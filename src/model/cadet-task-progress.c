/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task-private.h"

/* What is learned of a task after its creation: what the service says of it, its execution, and
 * what its user says. The state and the task ID follow from all of it. */

/* `BINDING` and `FINISH` are documented
 * (https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-gettask); the others
 * are taken at their plain meaning. */
static const struct
{
  const char *status;
  CadetTaskState state;
} known_states[] = {
  { "BINDING", CADET_TASK_BINDING },
  { "READY", CADET_TASK_READY },
  { "RUNNING", CADET_TASK_RUNNING },
  { "FINISH", CADET_TASK_FINISHED },
};

static CadetTaskState
judge_report (CadetTaskReport *report)
{
  const char *status = cadet_task_report_get_status (report);

  if (cadet_task_report_get_error_message (report) != NULL)
    return CADET_TASK_FAILED;

  for (guint i = 0; i < G_N_ELEMENTS (known_states); i++)
    if (g_strcmp0 (status, known_states[i].status) == 0)
      return known_states[i].state;

  return status != NULL ? CADET_TASK_REPORTED : CADET_TASK_CREATED;
}

/* Whether the service took an order to execute the task after it last said something of it. */
static gboolean
is_executed_since_report (CadetTask *self)
{
  CadetOutcome *outcome =
      self->execution != NULL ? cadet_execution_get_outcome (self->execution) : NULL;

  if (outcome == NULL || cadet_outcome_get_kind (outcome) != CADET_OUTCOME_CREATED)
    return FALSE;

  return self->report == NULL || cadet_task_report_get_seen_at (self->report)
                                   < cadet_execution_get_answered_at (self->execution);
}

CadetTaskMark
_cadet_task_begin_change (CadetTask *self)
{
  g_assert (CADET_IS_TASK (self));

  g_object_freeze_notify (G_OBJECT (self));

  return (CadetTaskMark) {
    .state = cadet_task_get_state (self),
    .task_id = cadet_task_get_task_id (self),
    .report = self->report,
  };
}

void
_cadet_task_end_change (CadetTask     *self,
                        CadetTaskMark  mark)
{
  g_assert (CADET_IS_TASK (self));

  /* Two statuses that Cadet does not know are one state with two titles. */
  if (cadet_task_get_state (self) != mark.state ||
      (mark.state == CADET_TASK_REPORTED && self->report != mark.report))
    _cadet_task_notify (self, PROP_STATE);
  if (cadet_task_get_task_id (self) != mark.task_id)
    _cadet_task_notify (self, PROP_TASK_ID_TEXT);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * cadet_task_get_state:
 * @self: a task
 *
 * Returns: what is known of it, %CADET_TASK_SENDING while nothing is
 */
CadetTaskState
cadet_task_get_state (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), CADET_TASK_UNKNOWN);

  if (self->outcome == NULL)
    return CADET_TASK_SENDING;

  switch (cadet_outcome_get_kind (self->outcome))
    {
    case CADET_OUTCOME_REFUSED:
      return CADET_TASK_REFUSED;

    case CADET_OUTCOME_NOT_SENT:
      return CADET_TASK_NOT_SENT;

    case CADET_OUTCOME_UNKNOWN:
      if (self->resolution == CADET_TASK_UNRESOLVED)
        return CADET_TASK_UNKNOWN;
      if (self->resolution == CADET_TASK_NOT_THERE)
        return CADET_TASK_NOT_CREATED;
      break;

    case CADET_OUTCOME_CREATED:
    default:
      break;
    }

  if (is_executed_since_report (self))
    return CADET_TASK_RUNNING;

  return self->report != NULL ? judge_report (self->report) : CADET_TASK_CREATED;
}

/**
 * cadet_task_dup_state_title:
 * @self: a task
 *
 * Returns: (transfer full): its state for people, translated; a status that Cadet does not know in
 *   the service's own word
 */
char *
cadet_task_dup_state_title (CadetTask *self)
{
  CadetTaskState state;

  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  state = cadet_task_get_state (self);
  if (state == CADET_TASK_REPORTED)
    return g_strdup (cadet_task_report_get_status (self->report));

  return g_strdup (cadet_task_state_get_title (state));
}

/**
 * cadet_task_is_at_rest:
 * @self: a task
 *
 * A task at rest does not change unless somebody does something with it, so nobody has to ask the
 * service for its state again.
 *
 * Returns: whether it is
 */
gboolean
cadet_task_is_at_rest (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), TRUE);

  switch (cadet_task_get_state (self))
    {
    case CADET_TASK_SENDING:
    case CADET_TASK_CREATED:
    case CADET_TASK_BINDING:
    case CADET_TASK_RUNNING:
    case CADET_TASK_REPORTED:
      return FALSE;

    case CADET_TASK_READY:
    case CADET_TASK_FINISHED:
    case CADET_TASK_FAILED:
    case CADET_TASK_REFUSED:
    case CADET_TASK_NOT_SENT:
    case CADET_TASK_UNKNOWN:
    case CADET_TASK_NOT_CREATED:
    default:
      return TRUE;
    }
}

/**
 * cadet_task_get_task_id:
 * @self: a task
 *
 * Returns: the ID that the service gave or that the user found, 0 where there is none
 */
gint64
cadet_task_get_task_id (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), 0);

  if (self->resolution == CADET_TASK_FOUND)
    return self->found_task_id;

  return self->outcome != NULL ? cadet_outcome_get_task_id (self->outcome) : 0;
}

/**
 * cadet_task_dup_task_id_text:
 * @self: a task
 *
 * Returns: (transfer full): the task ID in digits, empty where there is none
 */
char *
cadet_task_dup_task_id_text (CadetTask *self)
{
  gint64 id;

  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  id = cadet_task_get_task_id (self);
  return id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : g_strdup ("");
}

/**
 * cadet_task_get_report:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): what the service said of it last
 */
CadetTaskReport *
cadet_task_get_report (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->report;
}

/**
 * cadet_task_set_report:
 * @self: a task
 * @report: (nullable): what the service says of it, of which a reference is taken
 */
void
cadet_task_set_report (CadetTask       *self,
                       CadetTaskReport *report)
{
  CadetTaskMark mark;
  g_autoptr (CadetTaskReport) old = NULL;

  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail (report == NULL || CADET_IS_TASK_REPORT (report));

  mark = _cadet_task_begin_change (self);
  g_set_object (&old, self->report);
  if (g_set_object (&self->report, report))
    _cadet_task_notify (self, PROP_REPORT);
  _cadet_task_end_change (self, mark);
}

static void
execution_changed_cb (CadetTask *self)
{
  g_assert (CADET_IS_TASK (self));

  _cadet_task_notify (self, PROP_EXECUTION);
  _cadet_task_notify (self, PROP_STATE);
}

/**
 * cadet_task_get_execution:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): the last order to execute it
 */
CadetExecution *
cadet_task_get_execution (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), NULL);

  return self->execution;
}

/**
 * cadet_task_set_execution:
 * @self: a task
 * @execution: (nullable): the last order to execute it, of which a reference is taken
 *
 * The state follows what becomes of @execution.
 */
void
cadet_task_set_execution (CadetTask      *self,
                          CadetExecution *execution)
{
  CadetTaskMark mark;

  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail (execution == NULL || CADET_IS_EXECUTION (execution));

  if (self->execution == execution)
    return;

  mark = _cadet_task_begin_change (self);
  if (self->execution != NULL)
    g_signal_handlers_disconnect_by_func (self->execution, execution_changed_cb, self);
  g_set_object (&self->execution, execution);
  if (execution != NULL)
    g_signal_connect_object (execution, "notify::outcome", G_CALLBACK (execution_changed_cb), self,
                             G_CONNECT_SWAPPED);
  _cadet_task_notify (self, PROP_EXECUTION);
  _cadet_task_end_change (self, mark);
}

/**
 * cadet_task_get_resolution:
 * @self: a task
 *
 * Returns: what the user says of an attempt whose outcome is unknown
 */
CadetTaskResolution
cadet_task_get_resolution (CadetTask *self)
{
  g_return_val_if_fail (CADET_IS_TASK (self), CADET_TASK_UNRESOLVED);

  return self->resolution;
}

/**
 * cadet_task_set_resolution:
 * @self: a task
 * @resolution: what the user says
 * @task_id: the ID that the user found, else 0
 *
 * Resolves an unknown attempt. Its outcome stays what it was.
 */
void
cadet_task_set_resolution (CadetTask           *self,
                           CadetTaskResolution  resolution,
                           gint64               task_id)
{
  CadetTaskMark mark;

  g_return_if_fail (CADET_IS_TASK (self));
  g_return_if_fail ((resolution == CADET_TASK_FOUND) == (task_id > 0));

  mark = _cadet_task_begin_change (self);
  self->found_task_id = task_id;
  if (self->resolution != resolution)
    {
      self->resolution = resolution;
      _cadet_task_notify (self, PROP_RESOLUTION);
    }
  _cadet_task_end_change (self, mark);
}
