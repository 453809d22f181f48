/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* watch-window COMMAND...: starts a program and prints what it took until its first frame was on
 * the display, and then until it was at rest, as one JSON object; then the program is ended.
 *
 * All of it is seen from outside, by the same means for every program:
 *  - the first frame is the first damage that the X server reports for a mapped window whose
 *    _NET_WM_PID is the program's;
 *  - the CPU time is that of all the program's threads, from the kernel's clock of the process,
 *    which counts nanoseconds;
 *  - at rest is a program that took less than 1% of a core for a second; its PSS is the one in
 *    /proc/PID/smaps_rollup. */

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FRAME_LIMIT 60.0        /* seconds until the first frame must be there */
#define REST_LIMIT 60.0         /* seconds until the program must be at rest */
#define REST_TIME 1.0           /* seconds of rest */
#define REST_CPU 0.01           /* seconds of CPU time that are still rest */

static pid_t child;

static void __attribute__ ((noreturn, format (printf, 1, 2)))
fail (const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  fputs ("watch-window: ", stderr);
  vfprintf (stderr, format, args);
  fputc ('\n', stderr);
  va_end (args);
  if (child > 0)
    kill (child, SIGKILL);
  exit (1);
}

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) != 0)
    fail ("The program ended before it was measured.");

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* A window may be gone before it is looked at. */
static int
error_cb (Display     *display,
          XErrorEvent *error)
{
  return 0;
}

static pid_t
get_pid (Display *display,
         Window   window)
{
  Atom property = XInternAtom (display, "_NET_WM_PID", False);
  Atom type = None;
  int format = 0;
  unsigned long n_items = 0;
  unsigned long n_left = 0;
  unsigned char *data = NULL;
  pid_t pid = 0;

  if (XGetWindowProperty (display, window, property, 0, 1, False, XA_CARDINAL, &type, &format,
                          &n_items, &n_left, &data) != Success)
    return 0;
  if (type == XA_CARDINAL && format == 32 && n_items == 1)
    pid = (pid_t) * (unsigned long *) (void *) data;
  if (data != NULL)
    XFree (data);

  return pid;
}

/* Blocks until the window of the program has drawn. */
static void
wait_for_frame (Display *display,
                int      damage_event)
{
  double deadline = read_clock (CLOCK_MONOTONIC) + FRAME_LIMIT;

  while (1)
    {
      XEvent event;

      while (XPending (display) == 0)
        {
          struct pollfd ready = { .fd = ConnectionNumber (display), .events = POLLIN };

          if (waitpid (child, NULL, WNOHANG) == child)
            {
              child = 0;
              fail ("The program ended before it showed a window.");
            }
          if (read_clock (CLOCK_MONOTONIC) > deadline)
            fail ("The program showed no window within %.0f s.", FRAME_LIMIT);
          poll (&ready, 1, 200);
        }

      XNextEvent (display, &event);
      if (event.type == CreateNotify)
        XDamageCreate (display, event.xcreatewindow.window, XDamageReportNonEmpty);
      else if (event.type == damage_event
               && get_pid (display, ((XDamageNotifyEvent *) &event)->drawable) == child)
        return;
    }
}

static void
wait_for_rest (clockid_t cpu_clock)
{
  double deadline = read_clock (CLOCK_MONOTONIC) + REST_LIMIT;
  double since = read_clock (CLOCK_MONOTONIC);
  double cpu = read_clock (cpu_clock);

  while (read_clock (CLOCK_MONOTONIC) < since + REST_TIME)
    {
      struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };

      nanosleep (&pause, NULL);
      if (read_clock (cpu_clock) > cpu + REST_CPU)
        {
          since = read_clock (CLOCK_MONOTONIC);
          cpu = read_clock (cpu_clock);
        }
      if (read_clock (CLOCK_MONOTONIC) > deadline)
        fail ("The program was not at rest within %.0f s.", REST_LIMIT);
    }
}

static long
read_pss (void)
{
  char path[64];
  char line[256];
  long pss = -1;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/smaps_rollup", (int) child);
  file = fopen (path, "r");
  if (file == NULL)
    fail ("%s: %s", path, strerror (errno));
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "Pss: %ld kB", &pss) == 1)
      break;
  fclose (file);
  if (pss < 0)
    fail ("%s has no Pss.", path);

  return pss;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  clockid_t cpu_clock;
  int damage_event = 0;
  int damage_error = 0;
  double begin;
  double wall;
  double cpu;

  if (argc < 2)
    {
      fprintf (stderr, "Usage: watch-window COMMAND...\n");
      return 2;
    }
  if (display == NULL || !XDamageQueryExtension (display, &damage_event, &damage_error))
    fail ("There is no X display, or it cannot report damage.");
  XSetErrorHandler (error_cb);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  begin = read_clock (CLOCK_MONOTONIC);
  child = fork ();
  if (child == 0)
    {
      close (ConnectionNumber (display));
      execvp (argv[1], argv + 1);
      fprintf (stderr, "watch-window: %s: %s\n", argv[1], strerror (errno));
      _exit (127);
    }
  if (child < 0 || clock_getcpuclockid (child, &cpu_clock) != 0)
    fail ("%s", strerror (errno));

  wait_for_frame (display, damage_event + XDamageNotify);
  cpu = read_clock (cpu_clock);
  wall = read_clock (CLOCK_MONOTONIC) - begin;
  wait_for_rest (cpu_clock);
  printf ("{\"wall\": %.6f, \"cpu\": %.6f, \"rest\": %.6f, \"pss\": %ld}\n", wall, cpu,
          read_clock (cpu_clock), read_pss ());

  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);

  return 0;
}
