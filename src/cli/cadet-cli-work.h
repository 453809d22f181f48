/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cli/cadet-cli-wait.h"

#include "cloud/cadet-client.h"
#include "profiles/cadet-profile.h"
#include "storage/cadet-ledger.h"

G_BEGIN_DECLS

/**
 * CadetCliWork:
 * @command: the command's name
 * @profile_name: (nullable): what was given with `--profile`
 * @json: whether one JSON object is printed
 * @timeout_us: how long to wait, 0 for as long as it takes
 * @data: of the command
 * @id: the task ID or attempt that was given
 * @cancellable: what a signal cancels
 * @client: sends the calls
 * @ledger: the record
 * @follower: asks for the state
 * @task: (nullable): the task, once it is loaded
 * @profile: (nullable): who signs, once it is found
 *
 * What commands about one task have in common. The first five are the command's, to be set before
 * cadet_cli_work_run().
 */
typedef struct
{
  const char *command;
  char *profile_name;
  gboolean json;
  gint64 timeout_us;
  gpointer data;

  const char *id;
  GCancellable *cancellable;
  CadetClient *client;
  CadetLedger *ledger;
  CadetFollower *follower;
  CadetTask *task;
  CadetProfile *profile;
} CadetCliWork;

void     cadet_cli_work_clear        (CadetCliWork  *self);
gboolean cadet_cli_looks_like_id     (const char    *text);
gboolean cadet_cli_work_parse        (CadetCliWork  *self,
                                      int            argc,
                                      char         **argv,
                                      int            n_wanted,
                                      int           *status);
int      cadet_cli_work_run          (CadetCliWork  *self,
                                      DexFiberFunc   func);
gboolean cadet_cli_work_load         (CadetCliWork  *self,
                                      GError       **error);
gboolean cadet_cli_work_find_profile (CadetCliWork  *self,
                                      int           *status);
int      cadet_cli_work_sending      (CadetCliWork  *self);
CadetCliWait cadet_cli_work_begin_wait (CadetCliWork *self);
int      cadet_cli_work_end          (CadetCliWork  *self,
                                      int            status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CadetCliWork, cadet_cli_work_clear)

G_END_DECLS
