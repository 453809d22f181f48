/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-credentials.h"
#include "sandbox/cadet-sandbox-reply-private.h"
#include "sandbox/cadet-sandbox-store-private.h"

G_BEGIN_DECLS

/**
 * CadetSandboxCall:
 * @request: a request that was verified, its parameters read
 * @store: the state, in a transaction
 * @credentials: who calls
 * @now_ms: the service's time, UTC in ms since 1970
 * @bind_ms: how long a new task binds
 * @run_ms: how long an executed task runs
 * @first_id: the least ID that a new task gets
 *
 * What an operation works on.
 */
typedef struct
{
  CadetSandboxRequest *request;
  CadetSandboxStore *store;
  CadetCredentials *credentials;
  gint64 now_ms;
  gint64 bind_ms;
  gint64 run_ms;
  gint64 first_id;
} CadetSandboxCall;

/* Returns the reply (transfer full), or %NULL and a %CADET_ERROR_STORAGE. */
typedef CadetSandboxReply *(*CadetSandboxOperation) (const CadetSandboxCall  *call,
                                                     GError                 **error);

gboolean              cadet_sandbox_has_version    (const char *version);
CadetSandboxOperation cadet_sandbox_find_operation (const char *version,
                                                    const char *action);
const char           *cadet_sandbox_intern_action  (const char *action);
char                 *cadet_sandbox_join_actions   (const char *separator);

/* Parameters, read as the gateway does. Each returns %NULL, or the refusal (transfer full). */
CadetSandboxReply *cadet_sandbox_call_get_text    (const CadetSandboxCall  *call,
                                                   const char              *name,
                                                   const char             **value);
CadetSandboxReply *cadet_sandbox_call_get_integer (const CadetSandboxCall  *call,
                                                   const char              *name,
                                                   gint64                   min,
                                                   gint64                   max,
                                                   gint64                  *value);

/* One file each: tasks, applications. */
CadetSandboxReply *cadet_sandbox_create_task      (const CadetSandboxCall  *call,
                                                   GError                 **error);
CadetSandboxReply *cadet_sandbox_get_task         (const CadetSandboxCall  *call,
                                                   GError                 **error);
CadetSandboxReply *cadet_sandbox_execute_task     (const CadetSandboxCall  *call,
                                                   GError                 **error);
CadetSandboxReply *cadet_sandbox_list_application (const CadetSandboxCall  *call,
                                                   GError                 **error);
CadetSandboxReply *cadet_sandbox_get_application  (const CadetSandboxCall  *call,
                                                   GError                 **error);
CadetSandboxReply *cadet_sandbox_get_application_variables (const CadetSandboxCall  *call,
                                                            GError                 **error);

G_END_DECLS
