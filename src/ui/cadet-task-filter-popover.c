/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-filter-popover.h"

#include "ui/cadet-list-names.h"

#include <glib/gi18n.h>

#define N_STATES (CADET_TASK_NOT_CREATED + 1)
#define N_FIELDS 3

typedef struct
{
  GtkDropDown   *drop_down;
  GtkStringList *names;
  /* The value for each name; the first one is NULL, for all. */
  GPtrArray     *ids;
} Field;

struct _CadetTaskFilterPopover
{
  GtkPopover      parent_instance;

  CadetLedger    *ledger;
  GtkCheckButton *states[N_STATES];
  Field           fields[N_FIELDS];

  guint           updating : 1;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetTaskFilterPopover, cadet_task_filter_popover, GTK_TYPE_POPOVER)

static const struct
{
  const char *name;
  const char *title;
  const char *any;
} fields[N_FIELDS] = {
  { "profile", N_("Profile"), N_("All Profiles") },
  { "process", N_("Process"), N_("All Processes") },
  { "app", N_("Application"), N_("All Applications") },
};

typedef struct
{
  GWeakRef popover;
  guint field;
} Choices;

static void
choices_free (gpointer data)
{
  Choices *choices = data;

  g_weak_ref_clear (&choices->popover);
  g_free (choices);
}

static void
changed_cb (CadetTaskFilterPopover *self)
{
  g_assert (CADET_IS_TASK_FILTER_POPOVER (self));

  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static const char *
get_id (Field *field)
{
  guint selected = gtk_drop_down_get_selected (field->drop_down);

  return selected < field->ids->len ? g_ptr_array_index (field->ids, selected) : NULL;
}

static void
set_names (CadetTaskFilterPopover *self,
           guint                   number,
           GListModel             *choices)
{
  Field *field = &self->fields[number];
  g_autofree char *chosen = g_strdup (get_id (field));
  guint selected = chosen != NULL ? GTK_INVALID_LIST_POSITION : 0;
  guint n_choices = g_list_model_get_n_items (choices);
  g_autofree char *chosen_name = NULL;

  g_assert (CADET_IS_TASK_FILTER_POPOVER (self));

  if (chosen != NULL)
    chosen_name = g_strdup (gtk_string_list_get_string (field->names,
                                                        gtk_drop_down_get_selected (field->drop_down)));

  self->updating = TRUE;
  gtk_string_list_splice (field->names, 1, field->ids->len - 1, NULL);
  g_ptr_array_set_size (field->ids, 1);
  for (guint i = 0; i < n_choices; i++)
    {
      g_autoptr (CadetLedgerChoice) choice = g_list_model_get_item (choices, i);
      const char *id = cadet_ledger_choice_get_id (choice);

      if (g_strcmp0 (id, chosen) == 0)
        selected = field->ids->len;
      gtk_string_list_append (field->names, cadet_ledger_choice_get_name (choice));
      g_ptr_array_add (field->ids, g_strdup (id));
    }
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      /* What is filtered by stays, though nothing has it any more. */
      selected = field->ids->len;
      gtk_string_list_append (field->names, chosen_name);
      g_ptr_array_add (field->ids, g_steal_pointer (&chosen));
    }
  gtk_drop_down_set_selected (field->drop_down, selected);
  gtk_drop_down_set_enable_search (field->drop_down, field->ids->len > 10);
  self->updating = FALSE;
}

static DexFuture *
choices_cb (DexFuture *future,
            gpointer   user_data)
{
  Choices *choices = user_data;
  g_autoptr (CadetTaskFilterPopover) self = g_weak_ref_get (&choices->popover);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self != NULL && value != NULL && self->ledger != NULL)
    set_names (self, choices->field, g_value_get_object (value));

  return dex_future_new_true ();
}

static void
load_choices (CadetTaskFilterPopover *self)
{
  g_assert (CADET_IS_TASK_FILTER_POPOVER (self));

  for (guint i = 0; i < N_FIELDS; i++)
    {
      Choices *choices = g_new0 (Choices, 1);

      g_weak_ref_init (&choices->popover, self);
      choices->field = i;
      dex_future_disown (dex_future_finally (
        cadet_ledger_list_choices (self->ledger, fields[i].name), choices_cb, choices,
        choices_free));
    }
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");

  return label;
}

static GtkWidget *
create_states (CadetTaskFilterPopover *self)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                  "column-spacing", 12,
                                  "column-homogeneous", TRUE,
                                  NULL);

  g_assert (CADET_IS_TASK_FILTER_POPOVER (self));

  for (guint i = 0; i < N_STATES; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (cadet_task_state_get_title (i));

      self->states[i] = GTK_CHECK_BUTTON (check);
      g_signal_connect_object (check, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      gtk_grid_attach (GTK_GRID (grid), check, (int) (i / (N_STATES / 2)),
                       (int) (i % (N_STATES / 2)), 1, 1);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("of a task", "State"), -1);

  return grid;
}

static GtkWidget *
create_field (CadetTaskFilterPopover *self,
              guint                   number,
              GtkWidget              *heading)
{
  Field *field = &self->fields[number];
  const char *names[] = { _(fields[number].any), NULL };
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  g_assert (CADET_IS_TASK_FILTER_POPOVER (self));

  field->names = gtk_string_list_new (names);
  field->ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (field->ids, NULL);
  field->drop_down = GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (field->names)),
                                                       expression));
  gtk_drop_down_set_search_match_mode (field->drop_down, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  cadet_list_names_add (gtk_drop_down_get_factory (field->drop_down));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field->drop_down),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, heading, NULL, -1);
  g_signal_connect_object (field->drop_down, "notify::selected", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (field->drop_down);
}

static void
cadet_task_filter_popover_map (GtkWidget *widget)
{
  CadetTaskFilterPopover *self = CADET_TASK_FILTER_POPOVER (widget);

  GTK_WIDGET_CLASS (cadet_task_filter_popover_parent_class)->map (widget);

  load_choices (self);
}

static void
cadet_task_filter_popover_dispose (GObject *object)
{
  CadetTaskFilterPopover *self = CADET_TASK_FILTER_POPOVER (object);

  self->updating = TRUE;
  g_clear_object (&self->ledger);
  for (guint i = 0; i < N_FIELDS; i++)
    g_clear_object (&self->fields[i].names);

  G_OBJECT_CLASS (cadet_task_filter_popover_parent_class)->dispose (object);
}

static void
cadet_task_filter_popover_finalize (GObject *object)
{
  CadetTaskFilterPopover *self = CADET_TASK_FILTER_POPOVER (object);

  for (guint i = 0; i < N_FIELDS; i++)
    g_clear_pointer (&self->fields[i].ids, g_ptr_array_unref);

  G_OBJECT_CLASS (cadet_task_filter_popover_parent_class)->finalize (object);
}

static void
cadet_task_filter_popover_class_init (CadetTaskFilterPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_task_filter_popover_dispose;
  object_class->finalize = cadet_task_filter_popover_finalize;

  widget_class->map = cadet_task_filter_popover_map;

  /**
   * CadetTaskFilterPopover::changed:
   * @self: the popover
   *
   * The user filters by something else.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", CADET_TYPE_TASK_FILTER_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
cadet_task_filter_popover_init (CadetTaskFilterPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), create_heading (C_ ("of a task", "State")));
  gtk_box_append (GTK_BOX (box), create_states (self));
  for (guint i = 0; i < N_FIELDS; i++)
    {
      GtkWidget *heading = create_heading (_(fields[i].title));

      gtk_widget_set_margin_top (heading, 6);
      gtk_box_append (GTK_BOX (box), heading);
      gtk_box_append (GTK_BOX (box), create_field (self, i, heading));
    }

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 500);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (self), scrolled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Filter Tasks"), -1);
}

/**
 * cadet_task_filter_popover_new:
 * @ledger: where what one can filter by is read from, each time the popover opens
 *
 * Returns: (transfer floating): a popover that filters by nothing
 */
GtkWidget *
cadet_task_filter_popover_new (CadetLedger *ledger)
{
  CadetTaskFilterPopover *self;

  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);

  self = g_object_new (CADET_TYPE_TASK_FILTER_POPOVER, NULL);
  self->ledger = g_object_ref (ledger);

  return GTK_WIDGET (self);
}

/**
 * cadet_task_filter_popover_apply:
 * @self: the popover
 * @filter: a filter
 *
 * Sets the states, the profile, the process and the application of @filter.
 */
void
cadet_task_filter_popover_apply (CadetTaskFilterPopover *self,
                                 CadetTaskFilter        *filter)
{
  guint states = 0;

  g_return_if_fail (CADET_IS_TASK_FILTER_POPOVER (self));
  g_return_if_fail (CADET_IS_TASK_FILTER (filter));

  for (guint i = 0; i < N_STATES; i++)
    if (gtk_check_button_get_active (self->states[i]))
      states |= 1u << i;
  cadet_task_filter_set_states (filter, states);
  cadet_task_filter_set_profile_id (filter, get_id (&self->fields[0]));
  cadet_task_filter_set_process_id (filter, get_id (&self->fields[1]));
  cadet_task_filter_set_app_id (filter, get_id (&self->fields[2]));
}

/**
 * cadet_task_filter_popover_clear:
 * @self: the popover
 *
 * Filters by nothing any more, and says so once.
 */
void
cadet_task_filter_popover_clear (CadetTaskFilterPopover *self)
{
  g_return_if_fail (CADET_IS_TASK_FILTER_POPOVER (self));

  self->updating = TRUE;
  for (guint i = 0; i < N_STATES; i++)
    gtk_check_button_set_active (self->states[i], FALSE);
  for (guint i = 0; i < N_FIELDS; i++)
    gtk_drop_down_set_selected (self->fields[i].drop_down, 0);
  self->updating = FALSE;
  changed_cb (self);
}

/**
 * cadet_task_filter_popover_is_empty:
 * @self: the popover
 *
 * Returns: whether it filters by nothing
 */
gboolean
cadet_task_filter_popover_is_empty (CadetTaskFilterPopover *self)
{
  g_autoptr (CadetTaskFilter) filter = cadet_task_filter_new ();

  g_return_val_if_fail (CADET_IS_TASK_FILTER_POPOVER (self), TRUE);

  cadet_task_filter_popover_apply (self, filter);

  return cadet_task_filter_is_empty (filter);
}

/**
 * cadet_task_filter_popover_dup_summary:
 * @self: the popover
 *
 * Returns: (transfer full): what it filters by, in short, empty where it is nothing
 */
char *
cadet_task_filter_popover_dup_summary (CadetTaskFilterPopover *self)
{
  g_autoptr (GString) summary = g_string_new (NULL);
  const char *separator = "";

  g_return_val_if_fail (CADET_IS_TASK_FILTER_POPOVER (self), NULL);

  for (guint i = 0; i < N_STATES; i++)
    if (gtk_check_button_get_active (self->states[i]))
      {
        g_string_append_printf (summary, "%s%s", separator,
                                gtk_check_button_get_label (self->states[i]));
        /* Translators: between the names of things in a short list. */
        separator = _(", ");
      }
  for (guint i = 0; i < N_FIELDS; i++)
    if (get_id (&self->fields[i]) != NULL)
      {
        guint selected = gtk_drop_down_get_selected (self->fields[i].drop_down);

        g_string_append_printf (summary, "%s%s", separator,
                                gtk_string_list_get_string (self->fields[i].names, selected));
        separator = _(", ");
      }

  return g_string_free_and_steal (g_steal_pointer (&summary));
}
