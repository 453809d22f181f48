/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-access.h"
#include "sandbox/cadet-sandbox-catalog.h"
#include "sandbox/cadet-sandbox-fault.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The service, simulated on loopback in a thread of its own. As a #CadetAccessSource it starts the
 * server when it is first asked, and resolves to its endpoint and key pair. */
#define CADET_TYPE_SANDBOX (cadet_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (CadetSandbox, cadet_sandbox, CADET, SANDBOX, GObject)

CadetSandbox *cadet_sandbox_new             (GFile        *state_file);
GFile        *cadet_sandbox_dup_default_state_file (void);
void          cadet_sandbox_set_port        (CadetSandbox *self,
                                             guint16       port);
void          cadet_sandbox_set_task_seconds (CadetSandbox *self,
                                              double        bind_seconds,
                                              double        run_seconds);
void          cadet_sandbox_add_access_key  (CadetSandbox *self,
                                             const char   *access_key_id,
                                             const char   *access_key_secret);
void          cadet_sandbox_add_temporary_key (CadetSandbox *self,
                                               const char   *access_key_id,
                                               const char   *access_key_secret,
                                               const char   *security_token);
gboolean      cadet_sandbox_add_fault       (CadetSandbox *self,
                                             const char   *spec,
                                             GError      **error);
void          cadet_sandbox_clear_faults    (CadetSandbox *self);
void          cadet_sandbox_set_fault_seed  (CadetSandbox *self,
                                             guint32       seed);
void          cadet_sandbox_set_fault_ms    (CadetSandbox *self,
                                             guint         ms);
guint         cadet_sandbox_get_requests    (CadetSandbox *self,
                                             const char   *action);
DexFuture    *cadet_sandbox_count_tasks     (CadetSandbox *self,
                                             gboolean      executed);
DexFuture    *cadet_sandbox_start           (CadetSandbox *self);
DexFuture    *cadet_sandbox_stop            (CadetSandbox *self);
const char   *cadet_sandbox_get_endpoint    (CadetSandbox *self);

G_END_DECLS
