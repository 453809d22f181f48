/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-util.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <unistd.h>

static gboolean
write_all (int fd, const char *text, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize written = write (fd, text, length);
      int saved = errno;

      if (written >= 0)
        {
          text += written;
          length -= written;
          continue;
        }
      if (saved == EINTR)
        continue;
      if (saved == EAGAIN)
        {
          struct pollfd ready = { .fd = fd, .events = POLLOUT };

          poll (&ready, 1, -1);
          continue;
        }
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved),
                   /* Translators: the place holder is the system's reason */
                   _ ("Standard output cannot be written: %s"), g_strerror (saved));
      return FALSE;
    }
  return TRUE;
}

static void G_GNUC_PRINTF (1, 0) message_valist (const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_autofree char *printable = cadet_cli_printable (text, FALSE);
  g_autofree char *line = g_strdup_printf ("cadet: %s\n", printable);

  write_all (STDERR_FILENO, line, strlen (line), NULL);
}

/**
 * cadet_cli_message:
 * @format: a printf format, translated, without a newline
 *
 * Writes one line to standard error, after the program's name. Control characters are replaced, so
 * that nothing that came from outside can drive a terminal.
 */
void
cadet_cli_message (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  message_valist (format, args);
  va_end (args);
}

/**
 * cadet_cli_usage:
 * @command: (nullable): the command, or %NULL for the program itself
 * @format: what is wrong, naming it, as for cadet_cli_message()
 *
 * Reports input that cannot be used, and where to read how it is used.
 *
 * Returns: %CADET_EXIT_USAGE, to be returned from the command
 */
int
cadet_cli_usage (const char *command, const char *format, ...)
{
  g_autofree char *help = NULL;
  va_list args;

  va_start (args, format);
  message_valist (format, args);
  va_end (args);

  help = g_strdup_printf ("cadet%s%s --help", command != NULL ? " " : "",
                          command != NULL ? command : "");
  /* Translators: the place holder is a command to type, such as “cadet create --help” */
  cadet_cli_message (_ ("“%s” tells how it is used."), help);
  return CADET_EXIT_USAGE;
}

/**
 * cadet_cli_parse:
 * @command: the command's name
 * @context: its options
 * @argc: (inout): the number of arguments
 * @argv: (inout): the arguments, the first being the command's name; what is left are those that
 *   are no option
 * @status: (out): the exit status where the command ends here
 *
 * Reads the options of a command, and answers `--help` by itself.
 *
 * Returns: %TRUE when the command should go on
 */
gboolean
cadet_cli_parse (const char *command, GOptionContext *context, int *argc, char ***argv, int *status)
{
  gboolean help = FALSE;
  const GOptionEntry entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL }, { NULL }
  };
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = cadet_cli_usage (command, "%s", error->message);
      return FALSE;
    }
  if (help)
    {
      *status = cadet_cli_show_help (command, context);
      return FALSE;
    }
  /* GLib leaves a “--” that ended the options where it was. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (&(*argv)[1], &(*argv)[2], (*argc - 1) * sizeof (char *));
      (*argc)--;
    }
  return TRUE;
}

/**
 * cadet_cli_show_help:
 * @command: (nullable): the command's name
 * @context: its options
 *
 * Writes the help of a command to standard output.
 *
 * Returns: the exit status
 */
int
cadet_cli_show_help (const char *command, GOptionContext *context)
{
  g_autofree char *name =
      g_strdup_printf ("cadet%s%s", command != NULL ? " " : "", command != NULL ? command : "");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  /* The usage line begins with the program's name, which here includes the command. */
  g_set_prgname (name);
  text = g_option_context_get_help (context, TRUE, NULL);
  if (!cadet_cli_write (text, strlen (text), &error))
    return cadet_cli_report_write (error);
  return CADET_EXIT_OK;
}

/**
 * cadet_cli_write:
 * @text: what to write
 * @length: its length in bytes
 * @error: a place for the reason
 *
 * Writes to standard output at once and in full, without a buffer of its own, so that a full disk
 * or a reader that has gone away is noticed here.
 *
 * Returns: %FALSE with a `G_IO_ERROR` if not all of it could be written
 */
gboolean
cadet_cli_write (const char *text, gsize length, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return write_all (STDOUT_FILENO, text, length, error);
}

/**
 * cadet_cli_report_write:
 * @error: what cadet_cli_write() reported
 *
 * Reports that output was lost. A reader that went away, as in `cadet task list | head`, has seen
 * what it wanted and is told nothing.
 *
 * Returns: %CADET_EXIT_FAILED
 */
int
cadet_cli_report_write (const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    cadet_cli_message ("%s", error->message);
  return CADET_EXIT_FAILED;
}

/**
 * cadet_cli_printable:
 * @text: (nullable): text from anywhere, in any encoding
 * @keep_lines: whether tabs and line breaks stay
 *
 * Makes text safe for a terminal: control and format characters and bytes that are not UTF-8 become
 * U+FFFD, and line breaks a space unless they may stay.
 *
 * Returns: (transfer full): the text, empty for %NULL
 */
char *
cadet_cli_printable (const char *text, gboolean keep_lines)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t')
        g_string_append_c (out, keep_lines ? (char) c : ' ');
      else if (c == '\r' && p[1] == '\n')
        continue;
      else if (g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) ||
               (c >= 0x2066 && c <= 0x2069))
        g_string_append_unichar (out, 0xfffd);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free_and_steal (out);
}

/**
 * cadet_cli_local_time:
 * @milliseconds: UTC, in ms since 1970
 * @format: as for g_date_time_format()
 *
 * Returns: (transfer full): the time in the user's time zone
 */
char *
cadet_cli_local_time (gint64 milliseconds, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (milliseconds * 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  char *text = local != NULL ? g_date_time_format (local, format) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/**
 * cadet_cli_check_text:
 * @option: the option's name, such as `--name`
 * @value: (nullable): what was given
 * @problem: (out): what is wrong with it
 *
 * Checks that the value of an option is UTF-8, which the service and the ledger take only.
 *
 * Returns: %TRUE when it is, or when the option was not given
 */
gboolean
cadet_cli_check_text (const char *option, const char *value, char **problem)
{
  const char *end = NULL;

  if (value == NULL || g_utf8_validate (value, -1, &end))
    return TRUE;

  /* Translators: the first place holder is an option such as “--name” */
  *problem =
      g_strdup_printf (_ ("%s: the value is not UTF-8 text: byte %lu is the first that is not"),
                       option, (gulong) (end - value) + 1);
  return FALSE;
}
