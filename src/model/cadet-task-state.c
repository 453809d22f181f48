/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task.h"

#include <glib/gi18n.h>

static const GEnumValue states[] = {
  { CADET_TASK_SENDING, "CADET_TASK_SENDING", "sending" },
  { CADET_TASK_CREATED, "CADET_TASK_CREATED", "created" },
  { CADET_TASK_BINDING, "CADET_TASK_BINDING", "binding" },
  { CADET_TASK_READY, "CADET_TASK_READY", "ready" },
  { CADET_TASK_RUNNING, "CADET_TASK_RUNNING", "running" },
  { CADET_TASK_FINISHED, "CADET_TASK_FINISHED", "finished" },
  { CADET_TASK_FAILED, "CADET_TASK_FAILED", "failed" },
  { CADET_TASK_REPORTED, "CADET_TASK_REPORTED", "reported" },
  { CADET_TASK_REFUSED, "CADET_TASK_REFUSED", "refused" },
  { CADET_TASK_NOT_SENT, "CADET_TASK_NOT_SENT", "not-sent" },
  { CADET_TASK_UNKNOWN, "CADET_TASK_UNKNOWN", "unknown" },
  { CADET_TASK_NOT_CREATED, "CADET_TASK_NOT_CREATED", "not-created" },
  { 0, NULL, NULL },
};

GType
cadet_task_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CadetTaskState", states));

  return type;
}

/**
 * cadet_task_state_to_nick:
 * @state: a state
 *
 * Returns: its name for files and for `--json`, such as `not-sent`
 */
const char *
cadet_task_state_to_nick (CadetTaskState state)
{
  g_return_val_if_fail ((guint) state <= CADET_TASK_NOT_CREATED, NULL);

  return states[state].value_nick;
}

/**
 * cadet_task_state_from_nick:
 * @nick: (nullable): a name
 * @state: (out): the state of that name
 *
 * Returns: whether there is one
 */
gboolean
cadet_task_state_from_nick (const char     *nick,
                            CadetTaskState *state)
{
  g_return_val_if_fail (state != NULL, FALSE);

  for (guint i = 0; states[i].value_nick != NULL; i++)
    if (g_strcmp0 (nick, states[i].value_nick) == 0)
      {
        *state = states[i].value;
        return TRUE;
      }

  return FALSE;
}

/**
 * cadet_task_state_get_title:
 * @state: a state
 *
 * Returns: the name of @state for people, translated
 */
const char *
cadet_task_state_get_title (CadetTaskState state)
{
  switch (state)
    {
    case CADET_TASK_SENDING:
      return C_ ("task state", "Sending…");
    case CADET_TASK_CREATED:
      return C_ ("task state", "Created");
    case CADET_TASK_BINDING:
      /* Translators: the service binds the task to the instances of its application */
      return C_ ("task state", "Binding");
    case CADET_TASK_READY:
      return C_ ("task state", "Ready");
    case CADET_TASK_RUNNING:
      return C_ ("task state", "Running");
    case CADET_TASK_FINISHED:
      return C_ ("task state", "Finished");
    case CADET_TASK_FAILED:
      return C_ ("task state", "Failed");
    case CADET_TASK_REPORTED:
      /* Translators: the service gave a status that is in no documentation */
      return C_ ("task state", "Other status");
    case CADET_TASK_REFUSED:
      return C_ ("task state", "Refused");
    case CADET_TASK_NOT_SENT:
      return C_ ("task state", "Not sent");
    case CADET_TASK_UNKNOWN:
      return C_ ("task state", "Unknown");
    case CADET_TASK_NOT_CREATED:
      return C_ ("task state", "Not created");
    default:
      g_return_val_if_reached ("");
    }
}
