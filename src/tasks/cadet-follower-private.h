/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "tasks/cadet-follow.h"

G_BEGIN_DECLS

/* What cadet-follower.c (what is followed), cadet-follower-rounds.c (asking again and again) and
 * cadet-follower-ask.c (asking once) share. */
struct _CadetFollower
{
  GObject parent_instance;

  CadetClient *client;
  CadetLedger *ledger;
  CadetProfileLookup lookup;
  gpointer lookup_data;
  GDestroyNotify lookup_destroy;

  gboolean hidden;
  guint limit;
  double wait_scale;
  GHashTable *follows;
  GQueue due;
  guint n_asking;
};

gint64        _cadet_follower_get_now_ms      (void);
CadetFollow  *_cadet_follower_find            (CadetFollower  *self,
                                               CadetTask      *task);
CadetProfile *_cadet_follower_look_up_profile (CadetFollower  *self,
                                               CadetTask      *task,
                                               GError        **error);
void          _cadet_follower_end             (CadetFollower  *self,
                                               CadetFollow    *follow,
                                               const GError   *error);
void          _cadet_follower_end_at_rest     (CadetFollower  *self,
                                               CadetFollow    *follow);
void          _cadet_follower_begin           (CadetFollower  *self,
                                               CadetTask      *task);
void          _cadet_follower_start_timer     (CadetFollower  *self,
                                               CadetFollow    *follow);
void          _cadet_follower_ask_next        (CadetFollower  *self);

G_END_DECLS
