/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "at-bus.h"
#include "notifications.h"

G_BEGIN_DECLS

/* How long anything that a test waits for may take, in µs: ten times what it takes under the
 * sanitizers on a busy machine. */
#define WINDOW_LIMIT (120 * G_USEC_PER_SEC)

/* The whole program, as a person with a home of their own has it before them: what is shown is read
 * on the accessibility bus, and what is done comes from the X server. It is to run in
 * build-aux/virtual-session. Whatever is asked for is waited for; where it never comes, the test
 * ends with what was shown instead. Once the program has ended, it must have ended well and have
 * written nothing on its standard error. */
typedef struct
{
  char                *home;
  GSubprocessLauncher *launcher;
  GDBusConnection     *bus;
  Notifications       *notifications;

  GSubprocess         *sandbox;
  GSubprocess         *program;
  guint                pid;
  AtNode              *application;
} Window;

void       window_set_up        (Window        *self,
                                 gconstpointer  data);
void       window_tear_down     (Window        *self,
                                 gconstpointer  data);
void       window_set_settings  (Window        *self,
                                 const char    *content);
void       window_set_animations (Window       *self);
char      *window_start_sandbox (Window        *self,
                                 const char    *access_key);
void       window_start         (Window        *self);
void       window_start_program (Window        *self,
                                 const char    *path);
void       window_expect_end    (Window        *self);
void       window_quit          (Window        *self);

AtNode    *window_find          (Window        *self,
                                 const char    *role,
                                 const char    *name);
AtNode    *window_find_in       (Window        *self,
                                 AtNode        *where,
                                 const char    *role,
                                 const char    *name);
gboolean   window_has           (Window        *self,
                                 const char    *role,
                                 const char    *name);
gboolean   window_has_focus     (Window        *self,
                                 const char    *role,
                                 const char    *name);
gboolean   window_has_text      (Window        *self,
                                 const char    *role,
                                 const char    *name,
                                 const char    *text);

void       window_press         (Window        *self,
                                 const char    *keys);
void       window_type          (Window        *self,
                                 const char    *text);
void       window_tab_to        (Window        *self,
                                 const char    *role,
                                 const char    *name);
void       window_click         (Window        *self,
                                 const char    *role,
                                 const char    *name);
void       window_click_node    (Window        *self,
                                 AtNode        *node);
void       window_resize        (Window        *self,
                                 int            width,
                                 int            height);

char      *window_run           (Window        *self,
                                 const char    *first,
                                 ...) G_GNUC_NULL_TERMINATED;

void       window_check_alive   (Window        *self);
G_NORETURN
void       window_fail          (Window        *self,
                                 const char    *where,
                                 const char    *what);

/* Waits until something is so. */
#define window_wait(self, condition)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_ = g_get_monotonic_time () + WINDOW_LIMIT;                                     \
    while (!(condition))                                                                           \
      {                                                                                            \
        window_check_alive (self);                                                                 \
        if (g_get_monotonic_time () > deadline_)                                                   \
          window_fail (self, G_STRLOC, #condition);                                                \
        g_usleep (5000);                                                                           \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* Waits until something is shown, or is not. */
#define window_expect(self, role, name) window_wait (self, window_has (self, role, name))
#define window_expect_gone(self, role, name) window_wait (self, !window_has (self, role, name))

/* Waits until the focus is there, and until an entry or a label reads so. */
#define window_expect_focus(self, role, name) window_wait (self, window_has_focus (self, role, name))
#define window_expect_text(self, role, name, text)                                                 \
  window_wait (self, window_has_text (self, role, name, text))

G_END_DECLS
