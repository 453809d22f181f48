/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* In what a file of tasks is written. */
typedef enum
{
  CADET_TASK_FILE_JSON,
  CADET_TASK_FILE_CSV,
} CadetTaskFileFormat;

DexFuture *cadet_task_file_save (GFile               *file,
                                 GListModel          *tasks,
                                 CadetTaskFileFormat  format);

G_END_DECLS
