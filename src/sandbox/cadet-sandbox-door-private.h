/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-faults-private.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Where a server listens, or refuses to. It belongs to the server's thread. */
typedef struct _CadetSandboxDoor CadetSandboxDoor;

CadetSandboxDoor *cadet_sandbox_door_new      (SoupServer          *server,
                                               guint16              port,
                                               CadetSandboxFaults  *faults,
                                               GError             **error);
void              cadet_sandbox_door_free     (CadetSandboxDoor    *self);
guint16           cadet_sandbox_door_get_port (CadetSandboxDoor    *self);
void              cadet_sandbox_door_follow   (CadetSandboxDoor    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxDoor, cadet_sandbox_door_free)

G_END_DECLS
