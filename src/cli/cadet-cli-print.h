/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-request.h"
#include "model/cadet-task.h"

G_BEGIN_DECLS

gboolean cadet_cli_print_task      (CadetTask  *task,
                                    gboolean    json,
                                    GError    **error);
gboolean cadet_cli_print_whole     (CadetTask  *task,
                                    GError    **error);
gboolean cadet_cli_print_request   (CadetSignedRequest *request,
                                    const char         *body,
                                    CadetEndpoint      *endpoint,
                                    gboolean            json,
                                    GError            **error);
void     cadet_cli_explain_outcome (CadetTask  *task);
void     cadet_cli_append_row      (GString    *text,
                                    CadetTask  *task);

G_END_DECLS
