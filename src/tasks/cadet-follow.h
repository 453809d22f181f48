/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-asking.h"
#include "tasks/cadet-follower.h"

G_BEGIN_DECLS

/* One attempt that is followed: for the follower only. `follower` is NULL once it is not followed
 * any more, whatever is still on its way. */
typedef struct
{
  CadetFollower *follower;
  GPtrArray *tasks;
  GPtrArray *waiters;
  GCancellable *cancellable;
  gint64 clock_difference_ms;
  gint64 waits_since_us;
  guint delay_ms;
  guint hidden_delay_ms;
  guint timer;
  guint limit_timer;
  guint step;
  guint n_failures;
  guint retry_after_ms;
  gboolean asking;
} CadetFollow;

CadetFollow *cadet_follow_new     (CadetFollower   *follower,
                                   CadetTask       *task);
void         cadet_follow_unref   (CadetFollow     *self);
CadetTask   *cadet_follow_get     (CadetFollow     *self);
gboolean     cadet_follow_add     (CadetFollow     *self,
                                   CadetTask       *task);
void         cadet_follow_say     (CadetFollow     *self,
                                   const char      *problem);
gboolean     cadet_follow_is_done (CadetFollow     *self);
void         cadet_follow_end     (CadetFollow     *self,
                                   const GError    *error);

gboolean     cadet_report_await   (CadetLedger     *ledger,
                                   GPtrArray       *tasks,
                                   CadetTaskReport *report,
                                   gint64           begun_at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetFollow, cadet_follow_unref)

G_END_DECLS
