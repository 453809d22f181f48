/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-exchange.h"

G_BEGIN_DECLS

/* Whether, when and how often something is sent again by itself: only where it is proven that the
 * service did not act. One of these for each thing to be sent; its limits are for all tries of it. */
typedef struct _CadetRetry CadetRetry;

CadetRetry *cadet_retry_new  (void);
void        cadet_retry_free (CadetRetry    *self);
gboolean    cadet_retry_next (CadetRetry    *self,
                              CadetExchange *exchange,
                              guint         *delay_ms,
                              gint64        *clock_difference_ms,
                              gboolean      *renew_credentials);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetRetry, cadet_retry_free)

G_END_DECLS
