/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-follower.h"

G_BEGIN_DECLS

/* Records what a user says of an attempt: what became of one that is unknown, and notes. */
#define CADET_TYPE_RESOLVER (cadet_resolver_get_type ())
G_DECLARE_FINAL_TYPE (CadetResolver, cadet_resolver, CADET, RESOLVER, GObject)

CadetResolver *cadet_resolver_new             (CadetFollower *follower,
                                               CadetLedger   *ledger);
DexFuture     *cadet_resolver_found           (CadetResolver *self,
                                               CadetTask     *task,
                                               gint64         task_id,
                                               GCancellable  *cancellable);
DexFuture     *cadet_resolver_not_created     (CadetResolver *self,
                                               CadetTask     *task);
DexFuture     *cadet_resolver_note            (CadetResolver *self,
                                               CadetTask     *task,
                                               const char    *note);

G_END_DECLS
