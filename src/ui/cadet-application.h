/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"
#include "profiles/cadet-profile-list.h"
#include "storage/cadet-ledger.h"
#include "tasks/cadet-executor.h"
#include "tasks/cadet-follower.h"
#include "tasks/cadet-resolver.h"
#include "tasks/cadet-submitter.h"
#include "tasks/cadet-task-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CADET_TYPE_APPLICATION (cadet_application_get_type ())
G_DECLARE_FINAL_TYPE (CadetApplication, cadet_application, CADET, APPLICATION, AdwApplication)

CadetApplication *cadet_application_new           (void);
GSettings        *cadet_application_get_settings  (CadetApplication *self);
CadetProfileList *cadet_application_get_profiles  (CadetApplication *self);
CadetClient      *cadet_application_get_client    (CadetApplication *self);
CadetLedger      *cadet_application_get_ledger    (CadetApplication *self);
CadetTaskList    *cadet_application_get_tasks     (CadetApplication *self);
CadetSubmitter   *cadet_application_get_submitter (CadetApplication *self);
CadetFollower    *cadet_application_get_follower  (CadetApplication *self);
CadetExecutor    *cadet_application_get_executor  (CadetApplication *self);
CadetResolver    *cadet_application_get_resolver  (CadetApplication *self);
CadetProfile     *cadet_application_dup_profile   (CadetApplication *self,
                                                   CadetTask        *task);
void              cadet_application_resume        (CadetApplication *self);
DexFuture        *cadet_application_purge         (CadetApplication *self);
int               cadet_ui_run                    (int               argc,
                                                   char            **argv);

G_END_DECLS
