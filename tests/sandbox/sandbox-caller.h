/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-signer.h"
#include "sandbox/cadet-sandbox.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TEST_KEY_ID "YourAccessKeyId"
#define TEST_KEY_SECRET "YourAccessKeySecret"
#define TEST_PROCESS "P3KTG43SW7XX6A17I"
#define TEST_FAILING_PROCESS "P0F4ILRUN5XX3C2YZ"
#define TEST_APP "JXT3MLZJ56XX65D6"
#define TEST_FORM "application/x-www-form-urlencoded"
#define TEST_CREATE "ProcessId=" TEST_PROCESS "&TaskName=test&AppId=" TEST_APP

/* One request, as a client would make it; what is zero is what a good client sends. */
typedef struct
{
  const char *method;
  const char *action;
  const char *version;
  const char *body;
  const char *content_type;
  const char *sent_body;
  const char *sent_query;
  const CadetPair *query;
  guint n_query;
  int skew;
  const char *date;
  const char *nonce;
  const char *key_id;
  const char *key_secret;
  const char *token;
  const char *without;
  const char *not_signed;
  const char *authorization;
} Call;

typedef struct
{
  guint status;
  JsonObject *object;
  char *date;
  char *request_id;
} Answer;

/* What a call of @action with @body is answered with. */
typedef struct
{
  const char *action;
  const char *body;
  guint status;
  const char *code;
} Refusal;

Answer       *call_send       (const char   *endpoint,
                               const Call   *call);
char         *call_print      (const char   *endpoint,
                               const Call   *call,
                               gboolean      chunked);
void          answer_free     (Answer       *answer);
char         *answer_dup_code (Answer       *answer);
const char   *answer_get_text (Answer       *answer,
                               const char   *name);
void          check_refusals  (const char   *endpoint,
                               const Refusal *refusals,
                               gsize         n_refusals);
gint64        create_task     (const char   *endpoint,
                               const char   *body);
char         *dup_status      (const char   *endpoint,
                               gint64        id,
                               char        **error_message);
CadetSandbox *start_sandbox   (GFile        *file);
void          stop_sandbox    (CadetSandbox *sandbox);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

G_END_DECLS
