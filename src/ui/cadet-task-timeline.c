/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-timeline.h"

#include "ui/cadet-time.h"

#include <glib/gi18n.h>

struct _CadetTaskTimeline
{
  AdwPreferencesGroup parent_instance;

  GtkListBox         *list;
};

G_DEFINE_FINAL_TYPE (CadetTaskTimeline, cadet_task_timeline, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_icon_name (CadetEventKind kind)
{
  switch (kind)
    {
    case CADET_EVENT_RECORDED:
    case CADET_EVENT_EXECUTE_RECORDED:
      return "cadet-recorded-symbolic";
    case CADET_EVENT_SENT:
      return "cadet-sending-symbolic";
    case CADET_EVENT_TRY_FAILED:
    case CADET_EVENT_EXECUTE_TRY_FAILED:
      return "cadet-retried-symbolic";
    case CADET_EVENT_ANSWERED:
    case CADET_EVENT_EXECUTE_ANSWERED:
      return "cadet-answered-symbolic";
    case CADET_EVENT_ENDED:
    case CADET_EVENT_INTERRUPTED:
    case CADET_EVENT_EXECUTE_ENDED:
    case CADET_EVENT_EXECUTE_INTERRUPTED:
      return "cadet-unknown-symbolic";
    case CADET_EVENT_EXECUTE_SENT:
      return "cadet-ready-symbolic";
    case CADET_EVENT_NOTED:
      return "cadet-noted-symbolic";
    case CADET_EVENT_RESOLVED:
      return "cadet-resolved-symbolic";
    case CADET_EVENT_DELETED:
      return "cadet-removed-symbolic";
    case CADET_EVENT_RESTORED:
      return "cadet-tasks-symbolic";
    case CADET_EVENT_STATUS:
    default:
      return "cadet-reported-symbolic";
    }
}

/* What a try became, in a word. */
static const char *
get_outcome_title (CadetEvent *event,
                   gboolean    execution)
{
  const char *outcome = cadet_event_get_outcome (event);

  if (g_strcmp0 (outcome, "created") == 0)
    return execution ? C_ ("order to execute", "taken") : C_ ("attempt", "created");
  if (g_strcmp0 (outcome, "refused") == 0)
    return C_ ("attempt", "refused");
  if (g_strcmp0 (outcome, "not-sent") == 0)
    return C_ ("attempt", "not sent");
  if (g_strcmp0 (outcome, "unknown") == 0)
    return C_ ("attempt", "unknown");

  return NULL;
}

static char *
dup_outcome_title (CadetEvent *event,
                   const char *plain,
                   gboolean    execution)
{
  const char *outcome = get_outcome_title (event, execution);

  if (outcome == NULL)
    return g_strdup (plain);

  /* Translators: what happened to a task, such as “Answered”, and what that made of it, such as
   * “created”. */
  return g_strdup_printf (_("%s: %s"), plain, outcome);
}

static char *
dup_resolved_title (CadetEvent *event)
{
  if (g_strcmp0 (cadet_event_get_outcome (event), "found") == 0)
    return g_strdup (_("You found it in the console"));

  return g_strdup (_("You said that it was not created"));
}

static char *
dup_subtitle (CadetEvent *event)
{
  const char *text = cadet_event_get_text (event);
  g_autofree char *time = cadet_time_dup_precise (cadet_event_get_at (event));

  if (text == NULL || *text == '\0')
    return g_steal_pointer (&time);

  return g_strdup_printf ("%s\n%s", text, time);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  CadetEvent *event = item;
  g_autofree char *title = cadet_task_timeline_dup_title (event);
  g_autofree char *subtitle = dup_subtitle (event);
  GtkWidget *icon;
  GtkWidget *row;

  icon = g_object_new (GTK_TYPE_IMAGE,
                       "icon-name", get_icon_name (cadet_event_get_kind (event)),
                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       NULL);
  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "use-markup", FALSE,
                      "title", title,
                      "title-lines", 0,
                      "subtitle", subtitle,
                      "subtitle-lines", 0,
                      "subtitle-selectable", TRUE,
                      "activatable", FALSE,
                      "focusable", FALSE,
                      NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

static void
cadet_task_timeline_class_init (CadetTaskTimelineClass *klass)
{
}

static void
cadet_task_timeline_init (CadetTaskTimeline *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Timeline"));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

/**
 * cadet_task_timeline_set_task:
 * @self: the timeline
 * @task: (transfer none): whose history is shown, now and as it grows
 */
void
cadet_task_timeline_set_task (CadetTaskTimeline *self,
                              CadetTask         *task)
{
  g_return_if_fail (CADET_IS_TASK_TIMELINE (self));
  g_return_if_fail (CADET_IS_TASK (task));

  gtk_list_box_bind_model (self->list, cadet_task_get_events (task), create_row_cb, NULL, NULL);
}

/**
 * cadet_task_timeline_dup_title:
 * @event: an event
 *
 * Returns: (transfer full): what happened, in a few words
 */
char *
cadet_task_timeline_dup_title (CadetEvent *event)
{
  guint number;

  g_return_val_if_fail (CADET_IS_EVENT (event), NULL);

  number = cadet_event_get_number (event);
  switch (cadet_event_get_kind (event))
    {
    case CADET_EVENT_RECORDED:
      return g_strdup (_("Recorded"));
    case CADET_EVENT_SENT:
      /* Translators: %u is the number of a try, 2 or more. */
      return number > 1 ? g_strdup_printf (_("Sent, try %u"), number) : g_strdup (_("Sent"));
    case CADET_EVENT_TRY_FAILED:
    case CADET_EVENT_EXECUTE_TRY_FAILED:
      /* Translators: %u is the number of a try; another one follows. */
      return g_strdup_printf (_("Try %u failed without an effect"), number);
    case CADET_EVENT_ANSWERED:
      return dup_outcome_title (event, _("Answered"), FALSE);
    case CADET_EVENT_ENDED:
      return dup_outcome_title (event, _("Ended without a reply"), FALSE);
    case CADET_EVENT_INTERRUPTED:
    case CADET_EVENT_EXECUTE_INTERRUPTED:
      return g_strdup (_("Cadet ended before a reply came"));
    case CADET_EVENT_EXECUTE_RECORDED:
      return g_strdup (_("Order to execute recorded"));
    case CADET_EVENT_EXECUTE_SENT:
      if (number <= 1)
        return g_strdup (_("Order to execute sent"));
      /* Translators: %u is the number of a try, 2 or more. */
      return g_strdup_printf (_("Order to execute sent, try %u"), number);
    case CADET_EVENT_EXECUTE_ANSWERED:
      return dup_outcome_title (event, _("Order answered"), TRUE);
    case CADET_EVENT_EXECUTE_ENDED:
      return dup_outcome_title (event, _("Order ended without a reply"), TRUE);
    case CADET_EVENT_NOTED:
      return g_strdup (cadet_event_get_text (event) != NULL ? _("Noted") : _("Note removed"));
    case CADET_EVENT_RESOLVED:
      return dup_resolved_title (event);
    case CADET_EVENT_DELETED:
      return g_strdup (_("Deleted from the list"));
    case CADET_EVENT_RESTORED:
      return g_strdup (_("Put back into the list"));
    case CADET_EVENT_STATUS:
    default:
      return g_strdup (_("Status seen"));
    }
}
