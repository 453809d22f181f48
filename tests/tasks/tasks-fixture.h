/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "profiles/cadet-profile.h"
#include "sandbox/cadet-sandbox.h"
#include "storage/cadet-ledger.h"
#include "tasks/cadet-executor.h"
#include "tasks/cadet-follower.h"
#include "tasks/cadet-resolver.h"
#include "tasks/cadet-submitter.h"

#include "test-future.h"

/* What doing something with tasks needs, made anew for each test. Nothing in it waits longer than
 * some milliseconds. */
typedef struct
{
  GFile *file;
  CadetLedger *ledger;
  CadetClient *client;
  CadetSandbox *sandbox;
  CadetAccess *access;
  CadetProfile *profile; /* handed out by the follower's lookup, where it is set */
  CadetSubmitter *submitter;
  CadetExecutor *executor;
  CadetFollower *follower;
  CadetResolver *resolver;
  guint n_rested;
  GPtrArray *rested;
} TasksFixture;

/* What waits are multiplied with. */
#define SCALE 0.002

void           tasks_fixture_set_up       (TasksFixture      *fixture,
                                           gconstpointer      data);
void           tasks_fixture_tear_down    (TasksFixture      *fixture,
                                           gconstpointer      data);
CadetProfile  *tasks_new_profile          (CadetAccessSource *source,
                                           const char        *endpoint);
CadetEndpoint *tasks_new_closed_endpoint  (void);
CadetDraft    *tasks_new_draft            (const char        *name);
CadetTask     *tasks_submit_with          (TasksFixture      *fixture,
                                           CadetProfile      *profile,
                                           CadetDraft        *draft,
                                           GCancellable      *cancellable);
CadetTask     *tasks_submit               (TasksFixture      *fixture);
CadetTask     *tasks_find                 (TasksFixture      *fixture,
                                           CadetTask         *task);
char          *tasks_describe_events      (CadetTask         *task);
void           tasks_fault                (TasksFixture      *fixture,
                                           const char        *spec);
guint          tasks_count                (TasksFixture      *fixture,
                                           gboolean           executed);
guint          tasks_count_events         (CadetTask         *task,
                                           CadetEventKind     kind);
void           tasks_run_until            (gboolean         (*func) (gpointer),
                                           gpointer           data);

/* Credentials that expire: a source whose renewals give what it is told to. */
#define TYPE_FAKE_SOURCE (fake_source_get_type ())
G_DECLARE_FINAL_TYPE (FakeSource, fake_source, FAKE, SOURCE, GObject)

struct _FakeSource
{
  GObject parent_instance;

  CadetAccess *access;
  CadetAccess *renewed; /* NULL: cannot be renewed */
  gboolean waits;       /* a renewal never ends */
  guint n_renewals;
};

FakeSource    *fake_source_new            (CadetAccess       *access);
