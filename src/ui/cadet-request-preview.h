/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What would be sent for a draft, secrets masked: made only while it is open. */
#define CADET_TYPE_REQUEST_PREVIEW (cadet_request_preview_get_type ())
G_DECLARE_FINAL_TYPE (CadetRequestPreview, cadet_request_preview, CADET, REQUEST_PREVIEW, AdwBin)

void cadet_request_preview_set_draft (CadetRequestPreview *self,
                                      CadetDraft          *draft);
void cadet_request_preview_refresh   (CadetRequestPreview *self);

G_END_DECLS
