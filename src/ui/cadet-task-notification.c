/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-notification.h"

#include <glib/gi18n.h>

static char *
dup_title (CadetTask *task)
{
  const char *name = cadet_task_get_name (task);

  g_assert (CADET_IS_TASK (task));

  switch (cadet_task_get_state (task))
    {
    case CADET_TASK_FINISHED:
      /* Translators: the title of a notification; %s is the name of a task. */
      return g_strdup_printf (_("“%s” Has Finished"), name);
    case CADET_TASK_FAILED:
      /* Translators: the title of a notification; %s is the name of a task. */
      return g_strdup_printf (_("“%s” Has Failed"), name);
    case CADET_TASK_READY:
      /* Translators: the title of a notification; %s is the name of a task. */
      return g_strdup_printf (_("“%s” Is Ready"), name);
    default:
      {
        g_autofree char *state = cadet_task_dup_state_title (task);

        /* Translators: a task's name and its state. */
        return g_strdup_printf (_("%s: %s"), name, state);
      }
    }
}

static char *
dup_body (CadetTask *task)
{
  CadetTaskReport *report = cadet_task_get_report (task);
  g_autofree char *id = cadet_task_dup_task_id_text (task);

  g_assert (CADET_IS_TASK (task));

  if (report != NULL && cadet_task_report_get_error_message (report) != NULL)
    return g_strdup (cadet_task_report_get_error_message (report));

  if (cadet_task_get_state (task) == CADET_TASK_READY)
    /* Translators: a task's ID and the name of a profile. */
    return g_strdup_printf (_("Task %s of “%s” can be executed."), id,
                            cadet_task_get_profile_name (task));

  /* Translators: a task's ID and the name of a profile. */
  return g_strdup_printf (_("Task %s of “%s”"), id, cadet_task_get_profile_name (task));
}

/**
 * cadet_task_notification_new:
 * @task: a task that came to rest
 *
 * Returns: (transfer full): a notification of that; activated, it opens the page of @task, even
 *   where the program has to be started for it
 */
GNotification *
cadet_task_notification_new (CadetTask *task)
{
  GNotification *notification;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  title = dup_title (task);
  body = dup_body (task);
  notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-task", "s",
                                                cadet_task_get_attempt (task));

  return notification;
}
