/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-task.h"

G_BEGIN_DECLS

#define CADET_TYPE_TASK_FILTER (cadet_task_filter_get_type ())
G_DECLARE_FINAL_TYPE (CadetTaskFilter, cadet_task_filter, CADET, TASK_FILTER, GObject)

/* Which attempts of the ledger are meant. A field that is not set (NULL, or no state) leaves all
 * in; attempts that were deleted are never meant. */
CadetTaskFilter *cadet_task_filter_new            (void);
CadetTaskFilter *cadet_task_filter_copy           (CadetTaskFilter *self);
gboolean         cadet_task_filter_is_empty       (CadetTaskFilter *self);
gboolean         cadet_task_filter_equal          (CadetTaskFilter *self,
                                                   CadetTaskFilter *other);
const char      *cadet_task_filter_get_text       (CadetTaskFilter *self);
void             cadet_task_filter_set_text       (CadetTaskFilter *self,
                                                   const char      *text);
guint            cadet_task_filter_get_states     (CadetTaskFilter *self);
void             cadet_task_filter_set_states     (CadetTaskFilter *self,
                                                   guint            states);
const char      *cadet_task_filter_get_profile_id (CadetTaskFilter *self);
void             cadet_task_filter_set_profile_id (CadetTaskFilter *self,
                                                   const char      *profile_id);
const char      *cadet_task_filter_get_process_id (CadetTaskFilter *self);
void             cadet_task_filter_set_process_id (CadetTaskFilter *self,
                                                   const char      *process_id);
const char      *cadet_task_filter_get_app_id     (CadetTaskFilter *self);
void             cadet_task_filter_set_app_id     (CadetTaskFilter *self,
                                                   const char      *app_id);
const char      *cadet_task_filter_get_template   (CadetTaskFilter *self);
void             cadet_task_filter_set_template   (CadetTaskFilter *self,
                                                   const char      *template_name);

G_END_DECLS
