/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

/* What a ledger's file says, read behind Cadet's back. Strings are NULL where it says nothing. */
typedef struct
{
  char *uuid;
  char *attempt;
  char *name;
  char *outcome;
  char *status;
  char *error_message;
  gint64 task_id;
} KillRow;

typedef struct
{
  GHashTable *attempts;
  GHashTable *executions;
  GPtrArray *events;
} KillRecord;

/* What the service says of a task. */
typedef struct
{
  gint64 id;
  char *name;
  gint64 executed_ms;
} KillTask;

KillRecord *kill_record_read   (const char *ledger,
                                const char *scratch,
                                gboolean    check);
void        kill_record_free   (KillRecord *self);
GPtrArray  *kill_tasks_read    (const char *state_file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KillRecord, kill_record_free)
