/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-history.h"

#include "cli/cadet-cli-util.h"

#include <glib/gi18n.h>

/* What happened, without its try; NULL for kinds that the command line does not tell of. */
static const char *
get_words (CadetEventKind kind)
{
  switch (kind)
    {
    case CADET_EVENT_RECORDED:
      return _ ("Recorded");
    case CADET_EVENT_SENT:
      return _ ("Sent");
    case CADET_EVENT_TRY_FAILED:
      return _ ("Try failed");
    case CADET_EVENT_ANSWERED:
      return _ ("Answered");
    case CADET_EVENT_ENDED:
      return _ ("Ended without a reply");
    case CADET_EVENT_INTERRUPTED:
      return _ ("Cadet ended before it was known what became of it");
    case CADET_EVENT_STATUS:
      return _ ("Status");
    case CADET_EVENT_EXECUTE_RECORDED:
      return _ ("Executing recorded");
    case CADET_EVENT_EXECUTE_SENT:
      return _ ("Executing sent");
    case CADET_EVENT_EXECUTE_TRY_FAILED:
      return _ ("Try of executing failed");
    case CADET_EVENT_EXECUTE_ANSWERED:
      return _ ("Executing answered");
    case CADET_EVENT_EXECUTE_ENDED:
      return _ ("Executing ended without a reply");
    case CADET_EVENT_EXECUTE_INTERRUPTED:
      return _ ("Cadet ended before it was known what became of executing");
    case CADET_EVENT_NOTED:
      return _ ("Noted");
    case CADET_EVENT_RESOLVED:
      return _ ("You said what became of it");
    case CADET_EVENT_DELETED:
      return _ ("Taken out of the list");
    case CADET_EVENT_RESTORED:
      return _ ("Put back into the list");
    default:
      return NULL;
    }
}

static void
append_event (GString *text, CadetEvent *event)
{
  g_autofree char *time = NULL;
  const char *words = get_words (cadet_event_get_kind (event));

  g_assert (CADET_IS_EVENT (event));

  time = cadet_cli_local_time (cadet_event_get_at (event), "%Y-%m-%d %H:%M:%S");
  g_string_append_printf (text, "%s.%03d  %s", time, (int) (cadet_event_get_at (event) % 1000),
                          words != NULL ? words
                                        : cadet_event_kind_to_nick (cadet_event_get_kind (event)));
  if (cadet_event_get_number (event) != 0)
    /* Translators: the number of a try; keep the comma and the space */
    g_string_append_printf (text, _ (", try %u"), cadet_event_get_number (event));
  if (cadet_event_get_http_status (event) != 0)
    g_string_append_printf (text, ", HTTP %u", cadet_event_get_http_status (event));
  /* Names of files and of `--json`, which are the same in every language. */
  if (cadet_event_get_outcome (event) != NULL)
    g_string_append_printf (text, ", %s", cadet_event_get_outcome (event));
  if (cadet_event_get_text (event) != NULL)
    {
      g_autofree char *shown = cadet_cli_printable (cadet_event_get_text (event), FALSE);

      g_string_append_printf (text, ": %s", shown);
    }
  g_string_append_c (text, '\n');
}

/**
 * cadet_cli_append_history:
 * @text: what is appended to
 * @task: a task with its events
 *
 * Appends what happened to a task, a line each, tries among it.
 */
void
cadet_cli_append_history (GString *text, CadetTask *task)
{
  GListModel *events = NULL;

  g_return_if_fail (text != NULL);
  g_return_if_fail (CADET_IS_TASK (task));

  events = cadet_task_get_events (task);
  if (g_list_model_get_n_items (events) == 0)
    return;
  g_string_append_printf (text, "\n%s\n", _ ("History:"));
  for (guint i = 0; i < g_list_model_get_n_items (events); i++)
    {
      g_autoptr (CadetEvent) event = g_list_model_get_item (events, i);

      append_event (text, event);
    }
}
