/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-call.h"

G_BEGIN_DECLS

/* What cadet-call.c (the request on its way) and cadet-call-reply.c (what comes back, and what is
 * known in the end) share. */

/* Bytes over which encoding, hashing and parsing leave the main thread: GLib hashes 100 kB in 0.25
 * ms on a slow machine. */
#define CADET_CALL_LARGE (100 * 1000)

void       _cadet_call_stop_timer     (CadetCall    *self);
void       _cadet_call_postpone_timer (CadetCall    *self);
gboolean   _cadet_call_read_reply     (CadetCall    *self,
                                       GInputStream *stream,
                                       GError      **error);
DexFuture *_cadet_call_conclude       (CadetCall    *self,
                                       const GError *cause);

G_END_DECLS
