/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-page.h"

#include "ui/cadet-copy-row.h"
#include "ui/cadet-message-view.h"
#include "ui/cadet-state.h"
#include "ui/cadet-task-notes.h"
#include "ui/cadet-task-orders.h"
#include "ui/cadet-task-progress.h"
#include "ui/cadet-task-timeline.h"
#include "ui/cadet-task-unknown.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CadetTaskPage
{
  AdwBin               parent_instance;

  AdwWindowTitle      *window_title;
  AdwBanner           *banner;
  GtkWidget           *execute_button;
  GtkWidget           *draft_button;
  GtkScrolledWindow   *scrolled_window;
  GtkWidget           *emblem;
  GtkStack            *emblem_stack;
  GtkImage            *icon;
  GtkLabel            *state_label;
  GtkLabel            *meaning_label;
  GtkLabel            *advice_label;
  GtkWidget           *result_group;
  CadetCopyRow        *task_id_row;
  CadetCopyRow        *message_row;
  CadetCopyRow        *code_row;
  CadetCopyRow        *status_row;
  CadetCopyRow        *recommend_row;
  CadetCopyRow        *request_id_row;
  CadetTaskUnknown    *unknown;
  CadetTaskProgress   *progress;
  CadetTaskOrders     *orders;
  CadetTaskNotes      *notes;
  CadetTaskTimeline   *timeline;
  CadetCopyRow        *name_row;
  CadetCopyRow        *process_row;
  CadetCopyRow        *application_row;
  CadetCopyRow        *profile_row;
  CadetCopyRow        *endpoint_row;
  CadetCopyRow        *attempt_row;
  CadetMessageView    *reply_view;
  CadetMessageView    *request_view;

  CadetLedger         *ledger;
  CadetTask           *task;
  gulong               notify_id;
  CadetTaskState       state;
};

enum
{
  PROP_0,
  PROP_TASK,
  PROP_SENDING,
  N_PROPS
};

enum
{
  SIGNAL_USE_AS_DRAFT,
  SIGNAL_CREATE_AGAIN,
  SIGNAL_EXECUTE,
  SIGNAL_OPEN_ATTEMPT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskPage, cadet_task_page, ADW_TYPE_BIN)

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
update_outcome (CadetTaskPage *self)
{
  CadetOutcome *outcome = cadet_task_get_outcome (self->task);
  g_autofree char *task_id = cadet_task_dup_task_id_text (self->task);
  g_autofree char *status = NULL;
  guint http_status = outcome != NULL ? cadet_outcome_get_http_status (outcome) : 0;
  gboolean created =
    outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_CREATED;
  const char *message = outcome != NULL ? cadet_outcome_get_message (outcome) : NULL;
  const char *request_id = outcome != NULL ? cadet_outcome_get_request_id (outcome) : NULL;

  g_assert (CADET_IS_TASK_PAGE (self));

  /* What the connection said is above, among what is known. */
  if (created || (outcome != NULL && http_status == 0
                  && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_UNKNOWN))
    message = NULL;
  if (http_status != 0)
    status = g_strdup_printf ("%u", http_status);

  /* What a success says of itself is its ID; the rest is in the reply. */
  cadet_copy_row_set_value (self->task_id_row, task_id);
  cadet_copy_row_set_value (self->message_row, message);
  cadet_copy_row_set_value (self->code_row,
                            outcome != NULL && !created ? cadet_outcome_get_code (outcome) : NULL);
  cadet_copy_row_set_value (self->status_row, created ? NULL : status);
  cadet_copy_row_set_value (self->recommend_row,
                            outcome != NULL && !created ? cadet_outcome_get_recommend (outcome)
                                                        : NULL);
  cadet_copy_row_set_value (self->request_id_row, request_id);
  gtk_widget_set_visible (self->result_group,
                          *task_id != '\0' || request_id != NULL || message != NULL);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->result_group),
                                   http_status != 0 ? _("Answer") : _("What Happened"));
}

static void
update_details (CadetTaskPage *self)
{
  const char *request_body = cadet_task_get_request_body (self->task);
  g_autoptr (GBytes) request = NULL;

  g_assert (CADET_IS_TASK_PAGE (self));

  if (request_body != NULL)
    request = g_bytes_new (request_body, strlen (request_body));

  cadet_message_view_set_message (self->reply_view, cadet_task_get_reply_headers (self->task),
                                  cadet_task_get_reply_body (self->task));
  cadet_message_view_set_message (self->request_view, cadet_task_get_request_headers (self->task),
                                  request);
}

static void
show_problem (CadetTaskPage *self, const char *problem, gboolean try_again)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  adw_banner_set_button_label (self->banner, try_again ? _("_Try Again") : NULL);
  if (problem != NULL)
    adw_banner_set_title (self->banner, problem);
  adw_banner_set_revealed (self->banner, problem != NULL);
}

static void
update_state (CadetTaskPage *self)
{
  g_autofree char *meaning = cadet_state_dup_meaning (self->task);
  g_autofree char *advice = cadet_state_dup_advice (self->task);
  g_autofree char *title = cadet_task_dup_state_title (self->task);
  const char *css_classes[] = { "emblem", cadet_state_get_css_class (self->state), NULL };
  gboolean sending = self->state == CADET_TASK_SENDING;

  g_assert (CADET_IS_TASK_PAGE (self));

  gtk_widget_set_css_classes (self->emblem, css_classes);
  gtk_image_set_from_icon_name (self->icon, cadet_state_get_icon_name (self->state));
  gtk_stack_set_visible_child_name (self->emblem_stack, sending ? "spinner" : "icon");
  set_label (self->state_label, title);
  set_label (self->meaning_label, meaning);
  set_label (self->advice_label, advice);
  adw_window_title_set_subtitle (self->window_title, title);
}

/* One that is running, done or being ordered is not executed; of one whose last order is unknown
 * that is asked where the order is shown. */
static gboolean
may_be_executed (CadetTask *task)
{
  CadetExecution *execution = cadet_task_get_execution (task);
  CadetOutcome *outcome = execution != NULL ? cadet_execution_get_outcome (execution) : NULL;

  if (cadet_task_get_task_id (task) == 0 || (execution != NULL && outcome == NULL)
      || (outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_UNKNOWN))
    return FALSE;

  switch (cadet_task_get_state (task))
    {
    case CADET_TASK_CREATED:
    case CADET_TASK_READY:
    case CADET_TASK_REPORTED:
    case CADET_TASK_FAILED:
      return TRUE;

    default:
      return FALSE;
    }
}

static void
update_execute (CadetTaskPage *self)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  gtk_widget_set_visible (self->execute_button, may_be_executed (self->task));
  if (self->state == CADET_TASK_READY)
    gtk_widget_add_css_class (self->execute_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->execute_button, "suggested-action");
}

static void
update (CadetTaskPage *self)
{
  CadetTaskState state = cadet_task_get_state (self->task);
  gboolean changed = state != self->state;

  g_assert (CADET_IS_TASK_PAGE (self));

  self->state = state;
  update_state (self);
  update_execute (self);
  update_outcome (self);
  update_details (self);
  show_problem (self, cadet_task_get_record_problem (self->task), FALSE);

  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
}

static void
notify_cb (CadetTaskPage *self)
{
  CadetTaskState old = self->state;

  g_assert (CADET_IS_TASK_PAGE (self));

  update (self);

  if (old != self->state && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_autofree char *title = cadet_task_dup_state_title (self->task);
      g_autofree char *meaning = cadet_state_dup_meaning (self->task);
      g_autofree char *text = NULL;

      /* Translators: what a screen reader says when it is known what became of a task: its name,
       * its state, and what that means. */
      text = g_strdup_printf (_("%s: %s. %s"), cadet_task_get_name (self->task),
                              title, meaning);
      gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

typedef struct
{
  GWeakRef page;
  CadetTask *task;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_weak_ref_clear (&loading->page);
  g_clear_object (&loading->task);
  g_free (loading);
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer user_data)
{
  Loading *loading = user_data;
  g_autoptr (CadetTaskPage) self = g_weak_ref_get (&loading->page);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);

  if (self != NULL && self->task == loading->task)
    {
      update (self);
      if (error != NULL)
        show_problem (self, error->message, TRUE);
    }

  return dex_future_new_true ();
}

static void
load_details_cb (CadetTaskPage *self)
{
  Loading *loading;

  g_assert (CADET_IS_TASK_PAGE (self));

  /* A task of this session has its request and its reply. */
  if (self->state == CADET_TASK_SENDING || cadet_task_get_request_headers (self->task) != NULL)
    return;

  loading = g_new0 (Loading, 1);
  g_weak_ref_init (&loading->page, self);
  loading->task = g_object_ref (self->task);
  dex_future_disown (dex_future_finally (cadet_ledger_load_details (self->ledger, self->task),
                                         loaded_cb, loading, loading_free));
}

static void
use_as_draft_cb (CadetTaskPage *self)
{
  g_autoptr (CadetDraft) draft = NULL;

  g_assert (CADET_IS_TASK_PAGE (self));

  draft = cadet_task_dup_draft (self->task);
  if (draft != NULL)
    g_signal_emit (self, signals[SIGNAL_USE_AS_DRAFT], 0, draft);
}

static void
create_again_cb (CadetTaskPage *self)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_CREATE_AGAIN], 0);
}

static void
execute_clicked_cb (CadetTaskPage *self)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_EXECUTE], 0, FALSE);
}

static void
execute_again_cb (CadetTaskPage *self)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_EXECUTE], 0, TRUE);
}

static void
open_attempt_cb (CadetTaskPage *self,
                 const char    *attempt)
{
  g_assert (CADET_IS_TASK_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_OPEN_ATTEMPT], 0, attempt);
}

/* A task that another Cadet sends cannot be cancelled in this one. */
static gboolean
both_cb (CadetTaskPage *self, gboolean first, gboolean second)
{
  return first && second;
}

static gboolean
cadet_task_page_grab_focus (GtkWidget *widget)
{
  CadetTaskPage *self = CADET_TASK_PAGE (widget);

  return gtk_widget_grab_focus (self->draft_button);
}

static void
cadet_task_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  CadetTaskPage *self = CADET_TASK_PAGE (object);

  switch (prop_id)
    {
    case PROP_TASK:
      g_value_set_object (value, self->task);
      break;
    case PROP_SENDING:
      g_value_set_boolean (value, self->task != NULL && self->state == CADET_TASK_SENDING);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_page_set_property (GObject *object, guint prop_id, const GValue *value,
                              GParamSpec *pspec)
{
  CadetTaskPage *self = CADET_TASK_PAGE (object);

  switch (prop_id)
    {
    case PROP_TASK:
      cadet_task_page_set_task (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_task_page_dispose (GObject *object)
{
  CadetTaskPage *self = CADET_TASK_PAGE (object);

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_TASK_PAGE);
  g_clear_object (&self->task);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_task_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, banner);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, execute_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, draft_button);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, emblem);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, emblem_stack);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, icon);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, state_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, meaning_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, advice_label);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, result_group);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, task_id_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, message_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, code_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, status_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, recommend_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, request_id_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, unknown);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, progress);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, orders);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, notes);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, process_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, application_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, profile_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, endpoint_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, attempt_row);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, reply_view);
  gtk_widget_class_bind_template_child (widget_class, CadetTaskPage, request_view);
}

static void
cadet_task_page_class_init (CadetTaskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_task_page_dispose;
  object_class->get_property = cadet_task_page_get_property;
  object_class->set_property = cadet_task_page_set_property;

  widget_class->grab_focus = cadet_task_page_grab_focus;

  /**
   * CadetTaskPage:task:
   *
   * The task that is shown.
   */
  properties[PROP_TASK] =
    g_param_spec_object ("task", NULL, NULL, CADET_TYPE_TASK,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * CadetTaskPage:sending:
   *
   * Whether the task is on its way.
   */
  properties[PROP_SENDING] =
    g_param_spec_boolean ("sending", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CadetTaskPage::use-as-draft:
   * @self: the page
   * @draft: a draft made of the task, without its secrets
   */
  signals[SIGNAL_USE_AS_DRAFT] =
    g_signal_new ("use-as-draft", CADET_TYPE_TASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CADET_TYPE_DRAFT);
  /**
   * CadetTaskPage::create-again:
   * @self: the page
   *
   * The task that is shown is to be made again.
   */
  signals[SIGNAL_CREATE_AGAIN] =
    g_signal_new ("create-again", CADET_TYPE_TASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  /**
   * CadetTaskPage::execute:
   * @self: the page
   * @again: whether it may be running already
   *
   * The task that is shown is to be executed.
   */
  signals[SIGNAL_EXECUTE] =
    g_signal_new ("execute", CADET_TYPE_TASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /**
   * CadetTaskPage::open-attempt:
   * @self: the page
   * @attempt: the ID of the attempt to show instead
   */
  signals[SIGNAL_OPEN_ATTEMPT] =
    g_signal_new ("open-attempt", CADET_TYPE_TASK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CADET_TYPE_COPY_ROW);
  g_type_ensure (CADET_TYPE_MESSAGE_VIEW);
  g_type_ensure (CADET_TYPE_TASK_NOTES);
  g_type_ensure (CADET_TYPE_TASK_ORDERS);
  g_type_ensure (CADET_TYPE_TASK_PROGRESS);
  g_type_ensure (CADET_TYPE_TASK_TIMELINE);
  g_type_ensure (CADET_TYPE_TASK_UNKNOWN_GROUP);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-task-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, both_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, execute_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, execute_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_attempt_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_as_draft_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_details_cb);
}

static void
cadet_task_page_init (CadetTaskPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_task_page_new:
 * @ledger: where request and reply of a task are loaded from
 * @follower: what asks the service what became of a task
 * @resolver: what records what the user says of a task
 * @tasks: a list of #CadetTask, where tied attempts are looked for
 *
 * Returns: (transfer floating): a new page
 */
GtkWidget *
cadet_task_page_new (CadetLedger   *ledger,
                     CadetFollower *follower,
                     CadetResolver *resolver,
                     GListModel    *tasks)
{
  CadetTaskPage *self;

  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (CADET_IS_FOLLOWER (follower), NULL);
  g_return_val_if_fail (CADET_IS_RESOLVER (resolver), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);

  self = g_object_new (CADET_TYPE_TASK_PAGE, NULL);
  self->ledger = g_object_ref (ledger);
  cadet_task_progress_set_follower (self->progress, follower);
  cadet_task_unknown_set_resolver (self->unknown, resolver);
  cadet_task_notes_set_up (self->notes, resolver, tasks);

  return GTK_WIDGET (self);
}

/**
 * cadet_task_page_get_task:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the task that is shown
 */
CadetTask *
cadet_task_page_get_task (CadetTaskPage *self)
{
  g_return_val_if_fail (CADET_IS_TASK_PAGE (self), NULL);

  return self->task;
}

/**
 * cadet_task_page_set_task:
 * @self: the page
 * @task: (transfer none): the task to show
 *
 * Shows @task, follows what becomes of it, and loads its request and reply where they are not there.
 */
void
cadet_task_page_set_task (CadetTaskPage *self, CadetTask *task)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (CADET_IS_TASK_PAGE (self));
  g_return_if_fail (CADET_IS_TASK (task));

  if (self->task == task)
    return;

  if (self->task != NULL)
    g_clear_signal_handler (&self->notify_id, self->task);
  g_set_object (&self->task, task);
  self->notify_id = g_signal_connect_swapped (task, "notify", G_CALLBACK (notify_cb), self);

  adw_window_title_set_title (self->window_title, cadet_task_get_name (task));
  cadet_copy_row_set_value (self->name_row, cadet_task_get_name (task));
  cadet_copy_row_set_value (self->process_row, cadet_task_get_process_id (task));
  cadet_copy_row_set_value (self->application_row, cadet_task_get_app_id (task));
  cadet_copy_row_set_value (self->profile_row, cadet_task_get_profile_name (task));
  cadet_copy_row_set_value (self->endpoint_row, cadet_task_get_endpoint (task));
  cadet_copy_row_set_value (self->attempt_row, cadet_task_get_attempt (task));

  cadet_task_progress_set_task (self->progress, task);
  cadet_task_unknown_set_task (self->unknown, task);
  cadet_task_orders_set_task (self->orders, task);
  cadet_task_notes_set_task (self->notes, task);
  cadet_task_timeline_set_task (self->timeline, task);

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASK]);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  gtk_adjustment_set_value (adjustment, 0);

  load_details_cb (self);
}
