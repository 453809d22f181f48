/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"

#include "cli/cadet-cli-fiber.h"
#include "cli/cadet-cli-print.h"
#include "cli/cadet-cli-work.h"
#include "storage/cadet-ledger.h"

#include <glib/gi18n.h>
#include <string.h>

/* How many tasks are read, and held, at a time. */
#define PAGE 500

typedef struct
{
  char *limit_text;
  char *search;
  char **state_texts;
  char *profile_name;
  char *process_id;
  char *app_id;
  gboolean json;

  CadetLedger *ledger;
  GCancellable *cancellable;
  CadetTaskFilter *filter;
  guint64 limit;
} Listing;

static void
listing_clear (Listing *self)
{
  g_free (self->limit_text);
  g_free (self->search);
  g_strfreev (self->state_texts);
  g_free (self->profile_name);
  g_free (self->process_id);
  g_free (self->app_id);
  g_clear_object (&self->ledger);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->filter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

/* Prints a page. Returns the number of its tasks, -1 if output failed, and remembers the last. */
static int
print_page (Listing *self, GListModel *page, CadetTask **last, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_tasks = g_list_model_get_n_items (page);

  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (CadetTask) task = g_list_model_get_item (page, i);

      if (self->json)
        {
          g_autofree char *object = cadet_task_to_json (task);

          g_string_append_printf (text, "%s\n", object);
        }
      else
        cadet_cli_append_row (text, task);
      g_set_object (last, task);
    }
  return cadet_cli_write (text->str, text->len, error) ? (int) n_tasks : -1;
}

/* Sets the profile that is meant: an ID, or the name that it had when it signed. Returns FALSE
 * after telling what is wrong. */
static gboolean
find_profile (Listing *self, int *status, GError **error)
{
  g_autoptr (GListModel) choices = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  choices = dex_await_object (cadet_ledger_list_choices (self->ledger, "profile"), error);
  if (choices == NULL)
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (CadetLedgerChoice) choice = g_list_model_get_item (choices, i);
      const char *id = cadet_ledger_choice_get_id (choice);

      if (g_strcmp0 (id, self->profile_name) == 0)
        {
          cadet_task_filter_set_profile_id (self->filter, id);
          return TRUE;
        }
      if (g_strcmp0 (cadet_ledger_choice_get_name (choice), self->profile_name) == 0)
        g_ptr_array_add (ids, g_strdup (id));
    }
  if (ids->len == 1)
    {
      cadet_task_filter_set_profile_id (self->filter, g_ptr_array_index (ids, 0));
      return TRUE;
    }
  if (ids->len == 0)
    {
      *status = cadet_cli_usage (
          "task list", _ ("--profile: no task was created by a profile “%s”"), self->profile_name);
      return FALSE;
    }
  g_ptr_array_add (ids, NULL);
  all = g_strjoinv (", ", (char **) ids->pdata);
  /* Translators: the second place holder is a list of IDs */
  *status = cadet_cli_usage ("task list",
                             _ ("--profile: several profiles were called “%s”. Give "
                                "the ID of one: %s"),
                             self->profile_name, all);
  return FALSE;
}

static DexFuture *
list_fiber (gpointer user_data)
{
  Listing *self = user_data;
  g_autoptr (CadetTask) last = NULL;
  g_autoptr (GError) error = NULL;
  guint64 left = self->limit;
  int status = CADET_EXIT_OK;

  if (!dex_await (cadet_ledger_open (self->ledger), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->profile_name != NULL && !find_profile (self, &status, &error))
    return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                         : dex_future_new_for_int (status);

  while (left > 0)
    {
      guint wanted = (guint) MIN (left, PAGE);
      g_autoptr (GListModel) page = NULL;
      int n_tasks = 0;

      if (g_cancellable_is_cancelled (self->cancellable))
        {
          status = CADET_EXIT_INTERRUPTED;
          break;
        }
      page = dex_await_object (
          cadet_ledger_list (self->ledger, self->filter,
                             last != NULL ? cadet_task_get_recorded_at (last) : 0,
                             last != NULL ? cadet_task_get_attempt (last) : NULL, wanted),
          &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      n_tasks = print_page (self, page, &last, &error);
      if (n_tasks < 0)
        {
          status = cadet_cli_report_write (error);
          break;
        }
      left -= (guint) n_tasks;
      if ((guint) n_tasks < wanted)
        break;
    }

  cadet_cli_close_ledger (self->ledger);
  return dex_future_new_for_int (status);
}

static char *
dup_state_nicks (void)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (CADET_TYPE_TASK_STATE);
  GString *nicks = g_string_new (NULL);

  for (guint i = 0; i < states->n_values; i++)
    g_string_append_printf (nicks, "%s%s", i > 0 ? ", " : "", states->values[i].value_nick);
  return g_string_free_and_steal (nicks);
}

/* `--state` may be given again, and each time with several states. */
static gboolean
parse_states (Listing *self, int *status)
{
  guint states = 0;

  for (gsize i = 0; self->state_texts != NULL && self->state_texts[i] != NULL; i++)
    {
      g_auto (GStrv) nicks = g_strsplit (self->state_texts[i], ",", -1);

      for (gsize j = 0; nicks[j] != NULL || j == 0; j++)
        {
          CadetTaskState state = CADET_TASK_SENDING;

          if (nicks[j] == NULL || !cadet_task_state_from_nick (g_strstrip (nicks[j]), &state))
            {
              g_autofree char *all = dup_state_nicks ();

              *status =
                  cadet_cli_usage ("task list", _ ("--state: “%s” is no state. There are: %s"),
                                   nicks[j] != NULL ? nicks[j] : "", all);
              return FALSE;
            }
          states |= 1u << state;
        }
    }
  cadet_task_filter_set_states (self->filter, states);
  return TRUE;
}

static gboolean
parse_filter (Listing *self, int *status)
{
  const struct
  {
    const char *option;
    const char *value;
  } texts[] = {
    { "--search", self->search },
    { "--profile", self->profile_name },
    { "--process", self->process_id },
    { "--app", self->app_id },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *problem = NULL;

      if (!cadet_cli_check_text (texts[i].option, texts[i].value, &problem))
        {
          *status = cadet_cli_usage ("task list", "%s", problem);
          return FALSE;
        }
    }
  self->filter = cadet_task_filter_new ();
  cadet_task_filter_set_text (self->filter, self->search);
  cadet_task_filter_set_process_id (self->filter, self->process_id);
  cadet_task_filter_set_app_id (self->filter, self->app_id);
  if (!parse_states (self, status))
    return FALSE;

  self->limit = G_MAXUINT64;
  if (self->limit_text != NULL &&
      !g_ascii_string_to_unsigned (self->limit_text, 10, 1, G_MAXUINT64, &self->limit, NULL))
    {
      *status = cadet_cli_usage ("task list", _ ("--limit takes a number from 1, not “%s”"),
                                 self->limit_text);
      return FALSE;
    }
  return TRUE;
}

static DexFuture *
show_fiber (gpointer user_data)
{
  CadetCliWork *self = user_data;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;
  gboolean printed = FALSE;

  if (!cadet_cli_work_load (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  printed = self->json ? cadet_cli_print_task (self->task, TRUE, &error)
                       : cadet_cli_print_whole (self->task, &error);
  if (!printed)
    status = cadet_cli_report_write (error);
  cadet_cli_close_ledger (self->ledger);
  return dex_future_new_for_int (status);
}

/**
 * cadet_cli_task_list:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task list`: lists the tasks of the ledger, newest first, a page at a time.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_list (int argc, char **argv)
{
  g_auto (Listing) self = { NULL };
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &self.search,
      N_ ("Only those with this text in their names, IDs, variables, messages or notes"),
      N_ ("TEXT") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self.state_texts,
      N_ ("Only those in this state, see below; may be given again"), N_ ("STATE") },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self.profile_name,
      N_ ("Only those that this profile created"), N_ ("NAME") },
    { "process", 0, 0, G_OPTION_ARG_FILENAME, &self.process_id, N_ ("Only those of this process"),
      N_ ("ID") },
    { "app", 0, 0, G_OPTION_ARG_FILENAME, &self.app_id, N_ ("Only those of this application"),
      N_ ("ID") },
    { "limit", 0, 0, G_OPTION_ARG_FILENAME, &self.limit_text, N_ ("Print no more than this many"),
      N_ ("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object a line"), NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GFile) file = cadet_ledger_dup_default_file ();
  g_autofree char *nicks = dup_state_nicks ();
  g_autofree char *description = NULL;
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Lists the tasks that Cadet knows, newest first: time, state, task "
                  "ID, the beginning of the attempt, name."));
  /* Translators: the place holder is a list of words that are not translated, such as “finished” */
  description = g_strdup_printf (_ ("States: %s.\n"), nicks);
  g_option_context_set_description (context, description);
  if (!cadet_cli_parse ("task list", context, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return cadet_cli_usage ("task list", _ ("“%s” is one argument too many"), argv[1]);
  if (!parse_filter (&self, &status))
    return status;

  /* Looking leaves nothing behind. */
  if (!g_file_query_exists (file, NULL))
    return CADET_EXIT_OK;
  self.cancellable = g_cancellable_new ();
  self.ledger = cadet_ledger_new (file);
  return cadet_cli_run_fiber (list_fiber, &self, self.cancellable);
}

/**
 * cadet_cli_task_show:
 * @argc: the number of arguments
 * @argv: (array length=argc): the command's word and its arguments
 *
 * `cadet task show`: shows one task of the ledger.
 *
 * Returns: the exit status
 */
int
cadet_cli_task_show (int argc, char **argv)
{
  g_auto (CadetCliWork) self = { .command = "task show" };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_ ("Print one JSON object"), NULL }, { NULL }
  };
  /* Translators: what follows “cadet task show [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|ATTEMPT"));
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Shows one task: its state, its request and its reply, "
                                            "its execution, and all that happened to it."));
  g_option_context_set_description (context, _ ("Exit status:\n"
                                                "  0    shown\n"
                                                "  1    there is no such task\n"
                                                "  2    that is no task ID and no attempt\n"));
  if (!cadet_cli_parse (self.command, context, &argc, &argv, &status) ||
      !cadet_cli_work_parse (&self, argc, argv, 1, &status))
    return status;
  return cadet_cli_work_run (&self, show_fiber);
}
