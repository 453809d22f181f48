/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-signer.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * CadetSandboxRequest:
 * @request_id: the ID that its reply carries
 * @method: GET, POST, …
 * @path: the path, as sent
 * @headers: #CadetPair elements, names in lower case, in the order in which they came
 * @query: #CadetPair elements, decoded
 * @query_problem: what is wrong with the query string, or %NULL
 * @body: the whole body, without any transfer encoding
 * @parameters: names to values, of query and form; filled by
 *   cadet_sandbox_request_read_parameters()
 *
 * One request as it came, before anything about it is believed.
 */
typedef struct
{
  char *request_id;
  char *method;
  char *path;
  GArray *headers;
  GArray *query;
  char *query_problem;
  GBytes *body;
  GHashTable *parameters;
} CadetSandboxRequest;

CadetSandboxRequest *cadet_sandbox_request_new            (SoupServerMessage   *message,
                                                           GBytes              *body);
void                 cadet_sandbox_request_free           (CadetSandboxRequest *self);
const char          *cadet_sandbox_request_get_header     (CadetSandboxRequest *self,
                                                           const char          *name);
char                *cadet_sandbox_request_read_parameters (CadetSandboxRequest *self);
const char          *cadet_sandbox_request_get_parameter  (CadetSandboxRequest *self,
                                                           const char          *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxRequest, cadet_sandbox_request_free)

G_END_DECLS
