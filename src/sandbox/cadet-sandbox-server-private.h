/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-faults-private.h"
#include "sandbox/cadet-sandbox-keys-private.h"

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* One run of the server, in a thread of its own. */
typedef struct _CadetSandboxServer CadetSandboxServer;

CadetSandboxServer *cadet_sandbox_server_new              (GFile              *state_file,
                                                           guint16             port,
                                                           CadetSandboxKeys   *keys,
                                                           CadetSandboxFaults *faults);
void                cadet_sandbox_server_free             (CadetSandboxServer *self);
void                cadet_sandbox_server_set_task_ms      (CadetSandboxServer *self,
                                                           guint               bind_ms,
                                                           guint               run_ms);
void                cadet_sandbox_server_faults_changed   (CadetSandboxServer *self);
guint               cadet_sandbox_server_get_requests     (CadetSandboxServer *self,
                                                           const char         *action);
DexFuture          *cadet_sandbox_server_count_tasks      (CadetSandboxServer *self,
                                                           gboolean            executed);
DexFuture          *cadet_sandbox_server_start            (CadetSandboxServer *self);
DexFuture          *cadet_sandbox_server_stop             (CadetSandboxServer *self);
const char         *cadet_sandbox_server_get_endpoint     (CadetSandboxServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxServer, cadet_sandbox_server_free)

G_END_DECLS
