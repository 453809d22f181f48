/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-task.h"
#include "profiles/cadet-profile.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/* Creates tasks: the one way from a draft to the service, recorded before and after. */
#define CADET_TYPE_SUBMITTER (cadet_submitter_get_type ())
G_DECLARE_FINAL_TYPE (CadetSubmitter, cadet_submitter, CADET, SUBMITTER, GObject)

CadetSubmitter *cadet_submitter_new            (CadetClient    *client,
                                                CadetLedger    *ledger);
CadetTask      *cadet_submitter_prepare        (CadetSubmitter *self,
                                                CadetDraft     *draft,
                                                CadetProfile   *profile,
                                                GError        **error);
DexFuture      *cadet_submitter_find_similar   (CadetSubmitter *self,
                                                CadetTask      *task);
DexFuture      *cadet_submitter_submit         (CadetSubmitter *self,
                                                CadetTask      *task,
                                                CadetDraft     *draft,
                                                CadetProfile   *profile,
                                                GCancellable   *cancellable);
DexFuture      *cadet_submitter_preview        (CadetSubmitter *self,
                                                CadetDraft     *draft,
                                                CadetProfile   *profile);
void            cadet_submitter_set_wait_scale (CadetSubmitter *self,
                                                double          scale);

G_END_DECLS
