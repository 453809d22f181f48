/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells whether the Cadet that began an attempt is still running: each open ledger holds a lock on
 * one byte of a file, and the kernel lets go of it however the program ends. Unlike a process ID
 * it holds across the process namespaces of Flatpak, reboots and reused numbers. */
typedef struct _CadetOwnerLock CadetOwnerLock;

CadetOwnerLock *cadet_owner_lock_new          (const char      *path,
                                               int             *saved_errno);
CadetOwnerLock *cadet_owner_lock_new_observer (const char      *path,
                                               int             *saved_errno);
void            cadet_owner_lock_free         (CadetOwnerLock  *self);
const char     *cadet_owner_lock_get_name     (CadetOwnerLock  *self);
gboolean        cadet_owner_lock_is_held      (CadetOwnerLock  *self,
                                               const char      *name);
gboolean        cadet_owner_lock_is_alone     (CadetOwnerLock  *self);
gboolean        cadet_owner_lock_enter        (CadetOwnerLock  *self,
                                               guint            timeout_ms);
void            cadet_owner_lock_leave        (CadetOwnerLock  *self);
gboolean        cadet_owner_lock_is_marked    (CadetOwnerLock  *self);
void            cadet_owner_lock_mark         (CadetOwnerLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetOwnerLock, cadet_owner_lock_free)

G_END_DECLS
