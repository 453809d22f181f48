/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger.h"
#include "tasks/cadet-resolver.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One attempt: what became of it, what to do, and what was sent and received. It emits
 * `use-as-draft` with a draft made of the task, `create-again`, `execute`, and `open-attempt` with
 * another attempt. */
#define CADET_TYPE_TASK_PAGE (cadet_task_page_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskPage, cadet_task_page, CADET, TASK_PAGE, AdwBin)

GtkWidget *cadet_task_page_new      (CadetLedger   *ledger,
                                     CadetFollower *follower,
                                     CadetResolver *resolver,
                                     GListModel    *tasks);
CadetTask *cadet_task_page_get_task (CadetTaskPage *self);
void       cadet_task_page_set_task (CadetTaskPage *self,
                                     CadetTask     *task);

G_END_DECLS
