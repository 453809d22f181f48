/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

G_BEGIN_DECLS

/**
 * CadetSending:
 * @client: sends the calls
 * @source: who signs
 * @request: what to send
 * @cancellable: (nullable): ends it wherever it is
 * @wait_scale: what waits are multiplied with: 1, or less in tests
 * @judge: says what became of a try
 * @sent: told just before each try's first byte goes out
 * @try_failed: told of a try after which another one may follow; returns a future (transfer full)
 *   that rejects where that could not be recorded, and then no other one follows
 * @user_data: for the functions
 * @number: the number of the last try
 * @exchange: (nullable): how the last try went
 *
 * One thing that changes something at the service, on its way there: what the submitter and the
 * executor have in common. All members but the last two belong to the caller.
 */
typedef struct
{
  CadetClient *client;
  CadetAccessSource *source;
  CadetRequest *request;
  GCancellable *cancellable;
  double wait_scale;
  CadetOutcome *(*judge)      (CadetExchange      *exchange,
                               gpointer            user_data);
  void          (*sent)       (guint               number,
                               gint64              at,
                               const char         *headers,
                               const char         *body,
                               gpointer            user_data);
  DexFuture    *(*try_failed) (guint               number,
                               gint64              at,
                               CadetOutcome       *outcome,
                               gpointer            user_data);
  gpointer user_data;

  guint number;
  CadetExchange *exchange;

  guint base;
} CadetSending;

CadetOutcome *cadet_sending_await        (CadetSending      *self,
                                          CadetAccess       *access);
DexFuture    *cadet_sending_load_access  (CadetAccessSource *source,
                                          GCancellable      *cancellable);

G_END_DECLS
