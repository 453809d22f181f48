/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-file.h"

#include "model/cadet-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail_system (GError **error, int reason)
{
  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID, _ ("it cannot be read: %s"),
               g_strerror (reason));
  return FALSE;
}

static gboolean
fail_too_large (GError **error)
{
  g_set_error (error, CADET_ERROR, CADET_ERROR_TOO_LARGE,
               _ ("it is larger than %d MiB, which is the limit"),
               CADET_CLI_MAX_FILE / (1024 * 1024));
  return FALSE;
}

/* The size is looked at before anything is read; what has no size, such as a pipe, is read up to
 * the limit. */
static gboolean
read_limited (int fd, GByteArray *bytes, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail_system (error, errno);
  /* No file at all: standard input was closed, and something of a library's has its number. */
  if ((info.st_mode & S_IFMT) == 0)
    return fail_system (error, EBADF);
  if (S_ISDIR (info.st_mode))
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID, _ ("it is a folder"));
      return FALSE;
    }
  if (S_ISREG (info.st_mode) && info.st_size > CADET_CLI_MAX_FILE)
    return fail_too_large (error);

  for (;;)
    {
      guint8 piece[16384];
      gssize got = read (fd, piece, sizeof piece);

      if (got == 0)
        return TRUE;
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail_system (error, errno);
      g_byte_array_append (bytes, piece, (guint) got);
      if (bytes->len > CADET_CLI_MAX_FILE)
        return fail_too_large (error);
    }
}

/**
 * cadet_cli_read_text:
 * @path: a file name in any encoding, or `-` for standard input
 * @length: (out): the length of the text in bytes
 * @error: a place for the reason, worded to stand after the file's name
 *
 * Reads a text file of at most %CADET_CLI_MAX_FILE bytes, a pipe included. A byte order mark at its
 * beginning, which some editors write, is dropped.
 *
 * Returns: (transfer full): the text, valid UTF-8; %NULL with %CADET_ERROR_INVALID or
 *   %CADET_ERROR_TOO_LARGE
 */
char *
cadet_cli_read_text (const char *path, gsize *length, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  gboolean standard_input = strcmp (path, "-") == 0;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofd int opened = -1;
  const char *end = NULL;
  int fd = STDIN_FILENO;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  if (!standard_input)
    {
      opened = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
      if (opened == -1)
        {
          fail_system (error, errno);
          return NULL;
        }
      fd = opened;
    }
  if (!read_limited (fd, bytes, error))
    return NULL;

  if (bytes->len == 0)
    {
      *length = 0;
      return g_strdup ("");
    }
  if (!g_utf8_validate_len ((const char *) bytes->data, bytes->len, &end))
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
                   /* Translators: the place holder is a position, counted from 1 */
                   _ ("it is not UTF-8 text: byte %lu is the first that is not"),
                   (gulong) (end - (const char *) bytes->data) + 1);
      return NULL;
    }

  if (bytes->len >= strlen (mark) && memcmp (bytes->data, mark, strlen (mark)) == 0)
    g_byte_array_remove_range (bytes, 0, strlen (mark));

  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
