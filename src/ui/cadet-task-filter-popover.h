/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "storage/cadet-ledger.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* By what the list of tasks is filtered, but for the text that is searched for. It emits `changed`
 * when the user changes it. */
#define CADET_TYPE_TASK_FILTER_POPOVER (cadet_task_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskFilterPopover, cadet_task_filter_popover, CADET,
                      TASK_FILTER_POPOVER, GtkPopover)

GtkWidget *cadet_task_filter_popover_new         (CadetLedger            *ledger);
void       cadet_task_filter_popover_apply       (CadetTaskFilterPopover *self,
                                                  CadetTaskFilter        *filter);
void       cadet_task_filter_popover_clear       (CadetTaskFilterPopover *self);
gboolean   cadet_task_filter_popover_is_empty    (CadetTaskFilterPopover *self);
char      *cadet_task_filter_popover_dup_summary (CadetTaskFilterPopover *self);

G_END_DECLS
