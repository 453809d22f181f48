/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-task.h"

#include <glib/gi18n.h>

GType
cadet_task_state_get_type (void)
{
  static const GEnumValue values[] = {
    { CADET_TASK_SENDING, "CADET_TASK_SENDING", "sending" },
    { CADET_TASK_CREATED, "CADET_TASK_CREATED", "created" },
    { CADET_TASK_REFUSED, "CADET_TASK_REFUSED", "refused" },
    { CADET_TASK_NOT_SENT, "CADET_TASK_NOT_SENT", "not-sent" },
    { CADET_TASK_UNKNOWN, "CADET_TASK_UNKNOWN", "unknown" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("CadetTaskState", values));

  return type;
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
    case CADET_TASK_REFUSED:
      return C_ ("task state", "Refused");
    case CADET_TASK_NOT_SENT:
      return C_ ("task state", "Not sent");
    case CADET_TASK_UNKNOWN:
      return C_ ("task state", "Unknown");
    default:
      g_return_val_if_reached ("");
    }
}
