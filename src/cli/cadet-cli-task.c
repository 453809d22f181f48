/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-commands.h"

#include "cli/cadet-cli-fiber.h"
#include "cli/cadet-cli-print.h"
#include "model/cadet-error.h"
#include "storage/cadet-ledger.h"

#include <glib/gi18n.h>

/* How many tasks are read, and held, at a time. */
#define PAGE 500

typedef struct
{
  CadetLedger *ledger;
  GCancellable *cancellable;
  gboolean json;
  guint64 limit;
  const char *id;
} Reading;

/* Prints a page. Returns the number of its tasks, -1 if output failed, and remembers the last. */
static int
print_page (Reading *self, GListModel *page, CadetTask **last, GError **error)
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

static DexFuture *
list_fiber (gpointer user_data)
{
  Reading *self = user_data;
  g_autoptr (CadetTask) last = NULL;
  g_autoptr (GError) error = NULL;
  guint64 left = self->limit;
  int status = CADET_EXIT_OK;

  if (!dex_await (cadet_ledger_open (self->ledger), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

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
          cadet_ledger_list (self->ledger, NULL,
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

  dex_await (cadet_ledger_close (self->ledger), NULL);
  if (cadet_ledger_get_report (self->ledger) != NULL)
    cadet_cli_message ("%s", cadet_ledger_get_report (self->ledger));
  return dex_future_new_for_int (status);
}

static DexFuture *
show_fiber (gpointer user_data)
{
  Reading *self = user_data;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  int status = CADET_EXIT_OK;
  gboolean printed = FALSE;

  if (!dex_await (cadet_ledger_open (self->ledger), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  task = dex_await_object (cadet_ledger_find (self->ledger, self->id), &error);
  if (task == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  printed =
      self->json ? cadet_cli_print_task (task, TRUE, &error) : cadet_cli_print_whole (task, &error);
  if (!printed)
    status = cadet_cli_report_write (error);
  dex_await (cadet_ledger_close (self->ledger), NULL);
  if (cadet_ledger_get_report (self->ledger) != NULL)
    cadet_cli_message ("%s", cadet_ledger_get_report (self->ledger));
  return dex_future_new_for_int (status);
}

/* A task ID is a number, an attempt a UUID or its beginning, as the list shows it. */
static gboolean
looks_like_id (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= 36 && strspn (text, "0123456789abcdefABCDEF-") == length;
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
  gboolean json = FALSE;
  g_autofree char *limit_text = NULL;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json,
                                     N_ ("Print one JSON object a line"), NULL },
                                   { "limit", 0, 0, G_OPTION_ARG_FILENAME, &limit_text,
                                     N_ ("Print no more than this many"), N_ ("N") },
                                   { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = cadet_ledger_dup_default_file ();
  g_autoptr (CadetLedger) ledger = NULL;
  guint64 limit = G_MAXUINT64;
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Lists the tasks that Cadet knows, newest first: time, outcome, task "
                  "ID, the beginning of the attempt, name."));
  if (!cadet_cli_parse ("task list", context, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return cadet_cli_usage ("task list", _ ("“%s” is one argument too many"), argv[1]);
  if (limit_text != NULL &&
      !g_ascii_string_to_unsigned (limit_text, 10, 1, G_MAXUINT64, &limit, NULL))
    return cadet_cli_usage ("task list", _ ("--limit takes a number from 1, not “%s”"), limit_text);

  /* Looking leaves nothing behind. */
  if (!g_file_query_exists (file, NULL))
    return CADET_EXIT_OK;
  ledger = cadet_ledger_new (file);
  return cadet_cli_run_fiber (list_fiber, &(Reading) { ledger, cancellable, json, limit, NULL },
                              cancellable);
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
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON object"), NULL }, { NULL }
  };
  /* Translators: what follows “cadet task show [OPTION…]” */
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|ATTEMPT"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = cadet_ledger_dup_default_file ();
  g_autoptr (CadetLedger) ledger = NULL;
  int status = CADET_EXIT_OK;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Shows one task, its request and its reply."));
  g_option_context_set_description (context, _ ("Exit status:\n"
                                                "  0    shown\n"
                                                "  1    there is no such task\n"
                                                "  2    that is no task ID and no attempt\n"));
  if (!cadet_cli_parse ("task show", context, &argc, &argv, &status))
    return status;
  if (argc < 2)
    return cadet_cli_usage ("task show", _ ("a task ID or an attempt is missing"));
  if (argc > 2)
    return cadet_cli_usage ("task show", _ ("“%s” is one argument too many"), argv[2]);
  if (!looks_like_id (argv[1]))
    return cadet_cli_usage ("task show", _ ("“%s” is no task ID and no attempt"), argv[1]);

  if (!g_file_query_exists (file, NULL))
    {
      cadet_cli_message (_ ("There is no task “%s”."), argv[1]);
      return CADET_EXIT_FAILED;
    }
  ledger = cadet_ledger_new (file);
  return cadet_cli_run_fiber (show_fiber, &(Reading) { ledger, cancellable, json, 1, argv[1] },
                              cancellable);
}
