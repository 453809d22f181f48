/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "model/cadet-task.h"
#include "profiles/cadet-profile.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/**
 * CadetProfileLookup:
 * @task: a task
 * @user_data: what was handed to the follower
 *
 * Returns: (transfer full) (nullable): the profile that signs for @task, or %NULL where it is not
 *   there any more
 */
typedef CadetProfile *(*CadetProfileLookup) (CadetTask *task,
                                             gpointer   user_data);

/* Asks the service what becomes of tasks (GetTask) until they are at rest, and records what it
 * says. `hidden` makes it ask less often; `limit` (seconds, 0 for none) ends following a task that
 * long after it was begun. An attempt may be there as several objects: all that were given are
 * told.
 *
 * The signal `rested` (a #CadetTask) says that a task came to rest while it was followed. */
#define CADET_TYPE_FOLLOWER (cadet_follower_get_type ())
G_DECLARE_FINAL_TYPE (CadetFollower, cadet_follower, CADET, FOLLOWER, GObject)

CadetFollower *cadet_follower_new            (CadetClient        *client,
                                              CadetLedger        *ledger,
                                              CadetProfileLookup  lookup,
                                              gpointer            user_data,
                                              GDestroyNotify      destroy);
void           cadet_follower_set_hidden     (CadetFollower      *self,
                                              gboolean            hidden);
void           cadet_follower_set_limit      (CadetFollower      *self,
                                              guint               seconds);
void           cadet_follower_set_wait_scale (CadetFollower      *self,
                                              double              scale);
void           cadet_follower_follow         (CadetFollower      *self,
                                              CadetTask          *task);
gboolean       cadet_follower_attach         (CadetFollower      *self,
                                              CadetTask          *task);
void           cadet_follower_stop           (CadetFollower      *self,
                                              CadetTask          *task);
DexFuture     *cadet_follower_resume         (CadetFollower      *self);
DexFuture     *cadet_follower_refresh        (CadetFollower      *self,
                                              CadetTask          *task,
                                              GCancellable       *cancellable);
DexFuture     *cadet_follower_ask            (CadetFollower      *self,
                                              CadetTask          *task,
                                              gint64              task_id,
                                              GCancellable       *cancellable);
DexFuture     *cadet_follower_wait           (CadetFollower      *self,
                                              CadetTask          *task,
                                              GCancellable       *cancellable);

G_END_DECLS
