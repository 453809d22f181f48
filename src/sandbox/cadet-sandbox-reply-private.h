/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-request-private.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * CadetSandboxReply:
 * @status: HTTP status
 * @object: what goes out as JSON
 *
 * What the sandbox answers, before it goes out; a fault is put in between.
 */
typedef struct
{
  guint status;
  JsonObject *object;
} CadetSandboxReply;

CadetSandboxReply *cadet_sandbox_reply_new_error   (CadetSandboxRequest *request,
                                                    guint                status,
                                                    const char          *code,
                                                    const char          *format,
                                                    ...) G_GNUC_PRINTF (4, 5);
CadetSandboxReply *cadet_sandbox_reply_new_failure (CadetSandboxRequest *request,
                                                    const char          *code,
                                                    const char          *message);
CadetSandboxReply *cadet_sandbox_reply_new_success (CadetSandboxRequest *request,
                                                    gboolean             code_is_text,
                                                    JsonNode            *data);
CadetSandboxReply *cadet_sandbox_reply_new_bare    (CadetSandboxRequest *request);
void               cadet_sandbox_reply_free        (CadetSandboxReply   *self);
void               cadet_sandbox_reply_send        (CadetSandboxReply   *self,
                                                    CadetSandboxRequest *request,
                                                    SoupServerMessage   *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxReply, cadet_sandbox_reply_free)

G_END_DECLS
