/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-draft.h"

G_BEGIN_DECLS

#define CADET_BPSTUDIO_VERSION "2021-09-31"

CadetRequest *cadet_bpstudio_create_task_request               (CadetDraft *draft);
CadetRequest *cadet_bpstudio_get_task_request                  (gint64      task_id);
CadetRequest *cadet_bpstudio_execute_task_request              (gint64      task_id);
CadetRequest *cadet_bpstudio_list_application_request          (guint       page,
                                                                guint       page_size,
                                                                const char *keyword);
CadetRequest *cadet_bpstudio_get_application_request           (const char *application_id);
CadetRequest *cadet_bpstudio_get_application_variables_request (const char *application_id);

G_END_DECLS
