/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli.h"

#include "cli/cadet-cli-commands.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const CadetCommand commands[] = {
  { "create", cadet_cli_create, N_ ("Create a task") },
  { "task list", cadet_cli_task_list, N_ ("List the tasks, newest first") },
  { "task show", cadet_cli_task_show, N_ ("Show one task, its request and its reply") },
  { "task wait", cadet_cli_task_wait, N_ ("Wait until a task is at rest") },
  { "task execute", cadet_cli_task_execute, N_ ("Execute a task, which starts real work") },
  { "task note", cadet_cli_task_note, N_ ("Note something about a task") },
  { "task resolve", cadet_cli_task_resolve, N_ ("Say what became of an unknown attempt") },
  { "sandbox", cadet_cli_sandbox, N_ ("Run the sandbox, a simulated service for trying out") },
};

/* What the window's program takes; anything else that looks like an option is a mistake. */
static const char *const window_options[] = {
  "--gapplication-service",
  "--gapplication-app-id",
  "--gapplication-replace",
  "--help-gapplication",
  "--help-all",
  "--display",
  "--new-window",
};

/* How many of the arguments are the command's words: 0 when they are not this command. */
static int
match_command (const CadetCommand *command, int argc, char **argv)
{
  g_auto (GStrv) words = g_strsplit (command->name, " ", -1);
  int n_words = (int) g_strv_length (words);

  if (argc < n_words)
    return 0;
  for (int i = 0; i < n_words; i++)
    if (strcmp (words[i], argv[i]) != 0)
      return 0;
  return n_words;
}

/* Whether a word begins a command of more words, as “task” does. */
static gboolean
begins_command (const char *word)
{
  gsize length = strlen (word);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strncmp (commands[i].name, word, length) == 0 &&
        (commands[i].name[length] == ' ' || commands[i].name[length] == '\0'))
      return TRUE;
  return FALSE;
}

static int
show_help (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_string_append (text, _ ("Usage:\n"
                            "  cadet [FILE…]              Open the window\n"
                            "  cadet COMMAND [OPTION…]    Work without the window\n"));
  g_string_append (text, "\n");
  g_string_append (text, _ ("Commands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append_printf (text, "  %-12s %s\n", "help", _ ("Show the help of a command"));
  g_string_append (text, "\n");
  g_string_append (text, _ ("Options:\n"));
  g_string_append_printf (text, "  %-12s %s\n", "-h, --help", _ ("Show this help"));
  g_string_append_printf (text, "  %-12s %s\n", "--version", _ ("Show the version"));
  g_string_append (text, "\n");
  g_string_append (text, _ ("“cadet COMMAND --help” tells more about a command.\n"));

  if (!cadet_cli_write (text->str, text->len, &error))
    return cadet_cli_report_write (error);
  return CADET_EXIT_OK;
}

static int
show_version (void)
{
  const char text[] = "cadet " CADET_VERSION "\n";
  g_autoptr (GError) error = NULL;

  if (!cadet_cli_write (text, strlen (text), &error))
    return cadet_cli_report_write (error);
  return CADET_EXIT_OK;
}

static int
run_command (int argc, char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      int n_words = match_command (&commands[i], argc, argv);

      if (n_words > 0)
        return commands[i].run (argc - n_words + 1, argv + n_words - 1);
    }

  if (!begins_command (argv[0]))
    return cadet_cli_usage (NULL, _ ("“%s” is no command"), argv[0]);
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return show_help ();
  if (argc == 1)
    return cadet_cli_usage (NULL, _ ("“%s” needs another word, such as “task list”"), argv[0]);
  return cadet_cli_usage (NULL, _ ("“%s %s” is no command"), argv[0], argv[1]);
}

static int
run_help (int argc, char **argv)
{
  g_autoptr (GPtrArray) asked = NULL;

  if (argc == 0)
    return show_help ();

  asked = g_ptr_array_new ();
  for (int i = 0; i < argc; i++)
    g_ptr_array_add (asked, argv[i]);
  g_ptr_array_add (asked, (gpointer) "--help");
  g_ptr_array_add (asked, NULL);
  return run_command (argc + 1, (char **) asked->pdata);
}

/* A descriptor below 3 that is closed would be given to the ledger or to the connection, and output
 * would end up in it. Opened the wrong way round, using it stays an error. */
static void
keep_standard_descriptors (void)
{
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl (fd, F_GETFD) == -1 && errno == EBADF)
      {
        int opened = open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);

        if (opened != fd && opened != -1)
          close (opened);
      }
}

/* Where dconf cannot write to its cache, as in a read-only home, it calls that critical, reads all
 * the same, and nothing here writes settings: for who debugs it. */
static GLogWriterOutput
log_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "GLIB_DOMAIN") == 0 && fields[i].length == -1 &&
        strcmp (fields[i].value, "dconf") == 0)
      level = G_LOG_LEVEL_DEBUG;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

/**
 * cadet_cli_handles:
 * @argc: the number of arguments
 * @argv: the arguments of the program
 *
 * Whether the arguments are for the command line. Those for the window are none, files, and the
 * options of its application; everything else is the command line's, which tells what is wrong.
 *
 * Returns: %TRUE when cadet_cli_run() is to be called, %FALSE for cadet_cli_open_window()
 */
gboolean
cadet_cli_handles (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : NULL;

  if (first == NULL || strcmp (first, "--") == 0)
    return FALSE;
  if (first[0] == '-')
    {
      for (gsize i = 0; i < G_N_ELEMENTS (window_options); i++)
        {
          gsize length = strlen (window_options[i]);

          if (strncmp (first, window_options[i], length) == 0 &&
              (first[length] == '\0' || first[length] == '='))
            return FALSE;
        }
      return TRUE;
    }
  if (begins_command (first) || strcmp (first, "help") == 0)
    return TRUE;
  return strchr (first, '/') == NULL && access (first, F_OK) != 0;
}

/**
 * cadet_cli_run:
 * @argc: the number of arguments
 * @argv: the arguments of the program
 *
 * Runs a command, in the language of the user, without a display or a session bus.
 *
 * Returns: the exit status, one of #CadetExit
 */
int
cadet_cli_run (int argc, char **argv)
{
  g_return_val_if_fail (argc > 1, CADET_EXIT_USAGE);

  keep_standard_descriptors ();
  signal (SIGPIPE, SIG_IGN);
  g_set_prgname ("cadet");
  /* Only local files are opened, and the module for others would ask the session bus. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_log_set_writer_func (log_writer, NULL, NULL);

  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return show_help ();
  if (strcmp (argv[1], "--version") == 0)
    return show_version ();
  if (strcmp (argv[1], "help") == 0)
    return run_help (argc - 2, argv + 2);
  if (argv[1][0] == '-')
    return cadet_cli_usage (NULL, _ ("Unknown option %s"), argv[1]);
  return run_command (argc - 1, argv + 1);
}
