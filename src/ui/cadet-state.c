/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-state.h"

#include <glib/gi18n.h>

/**
 * cadet_state_get_icon_name:
 * @state: a state
 *
 * Returns: (transfer none): the icon that stands for @state; each state has a shape of its own, so
 *   that none depends on colour
 */
const char *
cadet_state_get_icon_name (CadetTaskState state)
{
  switch (state)
    {
    case CADET_TASK_CREATED:
      return "cadet-created-symbolic";
    case CADET_TASK_REFUSED:
      return "cadet-refused-symbolic";
    case CADET_TASK_NOT_SENT:
      return "cadet-not-sent-symbolic";
    case CADET_TASK_UNKNOWN:
      return "cadet-unknown-symbolic";
    case CADET_TASK_SENDING:
    default:
      return "cadet-sending-symbolic";
    }
}

/**
 * cadet_state_get_css_class:
 * @state: a state
 *
 * Returns: (transfer none): the style class that colours @state
 */
const char *
cadet_state_get_css_class (CadetTaskState state)
{
  switch (state)
    {
    case CADET_TASK_CREATED:
      return "success";
    case CADET_TASK_REFUSED:
      return "error";
    case CADET_TASK_NOT_SENT:
    case CADET_TASK_UNKNOWN:
      return "warning";
    case CADET_TASK_SENDING:
    default:
      return "accent";
    }
}

/**
 * cadet_state_dup_meaning:
 * @task: a task
 *
 * Returns: (transfer full): one sentence that says what became of @task
 */
char *
cadet_state_dup_meaning (CadetTask *task)
{
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  switch (cadet_task_get_state (task))
    {
    case CADET_TASK_CREATED:
      return g_strdup (_("The service created the task and gave it the ID below."));
    case CADET_TASK_REFUSED:
      return g_strdup (_("The service answered that it did not create the task."));
    case CADET_TASK_NOT_SENT:
      return g_strdup (_("Nothing was sent, so the service knows nothing of this task."));
    case CADET_TASK_UNKNOWN:
      return g_strdup (_("The request left, and no reply proves whether the task was created."));
    case CADET_TASK_SENDING:
    default:
      return g_strdup (_("The request is recorded and on its way to the service."));
    }
}

/**
 * cadet_state_dup_advice:
 * @task: a task
 *
 * Returns: (transfer full) (nullable): what to do next, or %NULL where nothing has to be done
 */
char *
cadet_state_dup_advice (CadetTask *task)
{
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  switch (cadet_task_get_state (task))
    {
    case CADET_TASK_REFUSED:
      return g_strdup (_("Change what the message names, and create it again from a draft."));
    case CADET_TASK_NOT_SENT:
      return g_strdup (_("Once the cause is gone, create it again from a draft: "
                         "there is no risk of a second task."));
    case CADET_TASK_UNKNOWN:
      /* Translators: %s is the name of a task. */
      return g_strdup_printf (_("Cadet does not send it again, because that could create a second "
                                "task. Look for “%s” in the CADT console first."),
                              cadet_task_get_name (task));
    case CADET_TASK_CREATED:
    case CADET_TASK_SENDING:
    default:
      return NULL;
    }
}
