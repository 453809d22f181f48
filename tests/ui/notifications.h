/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The desktop's notifications (org.freedesktop.Notifications) on the session bus of the test, in a
 * thread of its own: what is shown is kept, and can be activated. */
typedef struct _Notifications Notifications;

Notifications *notifications_new      (void);
void           notifications_free     (Notifications *self);
char          *notifications_dup      (Notifications *self);
void           notifications_activate (Notifications *self);

G_END_DECLS
