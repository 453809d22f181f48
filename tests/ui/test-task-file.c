/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Tasks written into a file for other programs. */

#include "config.h"

#include "model/cadet-task.h"
#include "test-future.h"
#include "ui/cadet-task-file.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

static GListModel *
new_tasks (void)
{
  GListStore *tasks = g_list_store_new (CADET_TYPE_TASK);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *attempt = g_uuid_string_random ();
      g_autoptr (CadetTask) task =
          cadet_task_new (attempt, "p", "Production", "cn-hangzhou", i == 0 ? "网店" : "a,\"b\"", "P1",
                          "A1", "{\"wrapNames\":true,\"variables\":[]}", 1000 + i);

      g_list_store_append (tasks, task);
    }

  return G_LIST_MODEL (tasks);
}

static char *
new_path (const char *name)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);

  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static char *
dup_content (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);

  return content;
}

/* What was in the file is gone as a whole, and nothing else is left beside it. */
static void
test_json (void)
{
  g_autofree char *path = new_path ("tasks.json");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GListModel) tasks = new_tasks ();
  g_autofree char *content = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array;
  guint n_files = 0;

  g_assert_true (g_file_set_contents (path, "something longer than it was before, or not", -1, NULL));
  succeed (cadet_task_file_save (file, tasks, CADET_TASK_FILE_JSON));
  content = dup_content (path);
  node = json_from_string (content, &error);
  g_assert_no_error (error);
  array = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, 0), "name"),
                   ==, "网店");

  dir = g_dir_open (g_get_user_data_dir (), 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
}

static void
test_csv (void)
{
  g_autofree char *path = new_path ("tasks.csv");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GListModel) tasks = new_tasks ();
  g_autofree char *content = NULL;

  succeed (cadet_task_file_save (file, tasks, CADET_TASK_FILE_CSV));
  content = dup_content (path);
  g_assert_nonnull (strstr (content, "网店"));
  g_assert_nonnull (strstr (content, "\"a,\"\"b\"\"\""));
  g_assert_true (g_str_has_suffix (content, "\r\n"));
}

/* A folder that is not there is told. */
static void
test_no_folder (void)
{
  g_autofree char *path = new_path ("nowhere/tasks.csv");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GListModel) tasks = new_tasks ();
  g_autoptr (GError) error = NULL;
  DexFuture *future = cadet_task_file_save (file, tasks, CADET_TASK_FILE_CSV);

  settle (future, &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  dex_unref (future);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/task-file/json", test_json);
  g_test_add_func ("/task-file/csv", test_csv);
  g_test_add_func ("/task-file/no-folder", test_no_folder);
  return g_test_run ();
}
