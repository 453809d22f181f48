/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-task-file.h"

#include "cloud/cadet-thread.h"
#include "model/cadet-task-export.h"

#include <string.h>

typedef struct
{
  GFile *file;
  char *text;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->file);
  g_free (save->text);
  g_free (save);
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Save *save = task_data;
  const char *path = g_file_peek_path (save->file);
  GError *error = NULL;
  gboolean saved;

  /* The file is what it was or all that it should be, wherever the power goes. */
  if (path != NULL)
    saved = g_file_set_contents_full (path, save->text, -1,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0644, &error);
  else
    saved = g_file_replace_contents (save->file, save->text, strlen (save->text), NULL, FALSE,
                                     G_FILE_CREATE_NONE, NULL, cancellable, &error);

  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * cadet_task_file_save:
 * @file: where to; what is there is replaced as a whole or not at all
 * @tasks: #CadetTask objects
 * @format: how
 *
 * Writes @tasks into a file for other programs, off the main thread.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with a #GFileError or
 *   #GIOError
 */
DexFuture *
cadet_task_file_save (GFile               *file,
                      GListModel          *tasks,
                      CadetTaskFileFormat  format)
{
  Save *save;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);

  save = g_new0 (Save, 1);
  save->file = g_object_ref (file);
  save->text = format == CADET_TASK_FILE_CSV ? cadet_tasks_to_csv (tasks)
                                             : cadet_tasks_to_json (tasks);

  return cadet_future_new_from_thread (save_thread, G_TYPE_BOOLEAN, save, save_free);
}
