/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-draft.h"

G_BEGIN_DECLS

#define CADET_BPSTUDIO_VERSION "2021-09-31"

CadetRequest *cadet_bpstudio_create_task_request (CadetDraft *draft);

G_END_DECLS
