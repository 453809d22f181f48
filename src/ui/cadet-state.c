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
    case CADET_TASK_BINDING:
      return "cadet-binding-symbolic";
    case CADET_TASK_READY:
      return "cadet-ready-symbolic";
    case CADET_TASK_RUNNING:
      return "cadet-running-symbolic";
    case CADET_TASK_FINISHED:
      return "cadet-finished-symbolic";
    case CADET_TASK_FAILED:
      return "cadet-failed-symbolic";
    case CADET_TASK_REPORTED:
      return "cadet-reported-symbolic";
    case CADET_TASK_NOT_CREATED:
      return "cadet-not-created-symbolic";
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
    case CADET_TASK_READY:
    case CADET_TASK_FINISHED:
      return "success";
    case CADET_TASK_FAILED:
    case CADET_TASK_REFUSED:
      return "error";
    case CADET_TASK_NOT_SENT:
    case CADET_TASK_UNKNOWN:
      return "warning";
    case CADET_TASK_NOT_CREATED:
      return "dimmed";
    case CADET_TASK_BINDING:
    case CADET_TASK_RUNNING:
    case CADET_TASK_REPORTED:
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
      if (cadet_task_get_resolution (task) == CADET_TASK_FOUND)
        return g_strdup (_("You found the task in the console, and it has the ID below."));
      return g_strdup (_("The service created the task and gave it the ID below."));
    case CADET_TASK_BINDING:
      return g_strdup (_("The service binds the task to the resources of its application."));
    case CADET_TASK_READY:
      return g_strdup (_("The task is bound to its resources. Nothing has been done yet."));
    case CADET_TASK_RUNNING:
      return g_strdup (_("The service executes the task."));
    case CADET_TASK_FINISHED:
      return g_strdup (_("The service says that the task is done."));
    case CADET_TASK_FAILED:
      return g_strdup (_("The service gave an error message for the task."));
    case CADET_TASK_REPORTED:
      return g_strdup (_("This is the service’s own word, which its documentation does not "
                         "explain."));
    case CADET_TASK_NOT_CREATED:
      return g_strdup (_("It was not known what became of the request, and you said that no task "
                         "was created."));
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
    case CADET_TASK_READY:
      return g_strdup (_("Execute it to start its work."));
    case CADET_TASK_FAILED:
      return g_strdup (_("Read the message below, and look at the task in the CADT console: part of "
                         "its work may have been done."));
    case CADET_TASK_REPORTED:
      return g_strdup (_("Look at the task in the CADT console to learn what it means."));
    case CADET_TASK_NOT_CREATED:
      return g_strdup (_("If it turns up in the console after all, you can still enter its ID."));
    case CADET_TASK_CREATED:
    case CADET_TASK_BINDING:
    case CADET_TASK_RUNNING:
    case CADET_TASK_FINISHED:
    case CADET_TASK_SENDING:
    default:
      return NULL;
    }
}
