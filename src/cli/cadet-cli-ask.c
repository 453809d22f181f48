/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-ask.h"

#include "cli/cadet-cli-util.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <libdex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A terminal hands out a line at a time. */
#define MAX_ANSWER 1024

static void
write_terminal (const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize written = write (STDERR_FILENO, text, length);

      if (written <= 0)
        return;
      text += written;
      length -= (gsize) written;
    }
}

/**
 * cadet_cli_can_ask:
 *
 * Returns: whether somebody sits at a terminal who can be asked something
 */
gboolean
cadet_cli_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/**
 * cadet_cli_ask_await:
 * @question: what is asked, translated
 * @cancellable: ends the wait for an answer, which is then no
 *
 * Asks on the terminal, in a fiber, which waits here. The answer is read in the user's language;
 * the end of the input, an empty line and anything that is not clearly yes are no.
 *
 * Returns: whether the answer is yes
 */
gboolean
cadet_cli_ask_await (const char *question, GCancellable *cancellable)
{
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *printable = NULL;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (question != NULL, FALSE);
  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), FALSE);

  printable = cadet_cli_printable (question, FALSE);
  /* Translators: a question, and the first letters of the answers; the capital one is that of an
   * empty answer. The answer is read as the user's locale says, so the letters have to fit it. */
  line = g_strdup_printf (_ ("%s [y/N] "), printable);
  write_terminal (line);

  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  answer = dex_await_boxed (
      dex_future_first (dex_input_stream_read_bytes (input, MAX_ANSWER, G_PRIORITY_DEFAULT),
                        dex_cancellable_new_from_cancellable (cancellable), NULL),
      NULL);
  if (answer == NULL)
    {
      /* What comes next begins a line of its own. */
      write_terminal ("\n");
      return FALSE;
    }

  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  return rpmatch (g_strstrip (text)) == 1;
}
