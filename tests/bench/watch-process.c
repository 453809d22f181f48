/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* watch-process FILE COMMAND...: runs a command to its end and writes what the kernel counted of
 * it to FILE. It is a program of its own, and a small one, because a process begins with the peak
 * memory of the one that it was forked from. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds_of (struct timeval time)
{
  return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

int
main (int    argc,
      char **argv)
{
  struct rusage usage;
  FILE *file = NULL;
  double begin = 0;
  double end = 0;
  pid_t child = 0;
  int status = 0;

  if (argc < 3)
    {
      fprintf (stderr, "Usage: watch-process FILE COMMAND...\n");
      return 2;
    }

  begin = now ();
  child = fork ();
  if (child == 0)
    {
      execvp (argv[2], argv + 2);
      fprintf (stderr, "watch-process: %s: %s\n", argv[2], strerror (errno));
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child)
    {
      fprintf (stderr, "watch-process: %s\n", strerror (errno));
      return 1;
    }
  end = now ();

  file = fopen (argv[1], "w");
  if (file == NULL
      || fprintf (file, "{\"wall\": %.6f, \"cpu\": %.6f, \"peak\": %ld}\n", end - begin,
                  seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime), usage.ru_maxrss) < 0
      || fclose (file) != 0)
    {
      fprintf (stderr, "watch-process: %s: %s\n", argv[1], strerror (errno));
      return 1;
    }

  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}
