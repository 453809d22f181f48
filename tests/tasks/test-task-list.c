/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The list of tasks as a view reads it: page after page while somebody scrolls. */

#include "config.h"

#include "tasks/cadet-task-list.h"
#include "test-future.h"

#define FIRST_PAGE 40
#define PAGE 200

typedef struct
{
  CadetLedger *ledger;
  CadetTaskList *list;
  guint n_known; /* what a view believes to be in the list */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->n_known);
  fixture->n_known += added - removed;
  g_assert_cmpuint (fixture->n_known, ==, g_list_model_get_n_items (model));
}

static CadetTask *
new_task (guint number)
{
  g_autofree char *attempt = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("task %u", number);

  return cadet_task_new (attempt, "profile", "Production", "cn-hangzhou", name, "P1", "A1",
                         "{\"wrapNames\":true,\"variables\":[]}", 1000 + number);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  DexFuture *last = NULL;

  fixture->ledger = cadet_ledger_new (file);
  last = cadet_ledger_open (fixture->ledger);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (CadetTask) task = new_task (i);

      dex_clear (&last);
      last = cadet_ledger_record_intent (fixture->ledger, task);
    }
  succeed (last);
  fixture->list = cadet_task_list_new (fixture->ledger);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_clear_object (&fixture->list);
  succeed (cadet_ledger_close (fixture->ledger));
  g_clear_object (&fixture->ledger);
}

static char *
dup_name (Fixture *fixture,
          guint    position)
{
  g_autoptr (CadetTask) task = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  return task != NULL ? g_strdup (cadet_task_get_name (task)) : NULL;
}

/* Goes down the list as a view does, and asks for the next page at its end. */
static guint
scroll (Fixture *fixture,
        guint    from)
{
  guint i = from;

  for (;;)
    {
      while (i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)))
        g_free (dup_name (fixture, i++));
      if (cadet_task_list_get_loaded (fixture->list))
        return i;
      succeed (cadet_task_list_load (fixture->list));
    }
}

static void
assert_whole (Fixture *fixture,
              guint    n_tasks)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, n_tasks);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autofree char *expected = g_strdup_printf ("task %u", n_tasks - 1 - i);
      g_autofree char *name = dup_name (fixture, i);

      g_assert_cmpstr (name, ==, expected);
    }
}

/* Nothing, less than a page, whole pages and more. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);

  succeed (cadet_task_list_load (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==,
                    MIN (n_tasks, FIRST_PAGE));
  g_assert_cmpuint (scroll (fixture, 0), ==, n_tasks);
  assert_whole (fixture, n_tasks);
  g_assert_null (dup_name (fixture, n_tasks));
}

/* Who only looks at the top reads one page, however long the ledger. */
static void
test_top (Fixture       *fixture,
          gconstpointer  data)
{
  succeed (cadet_task_list_load (fixture->list));
  for (guint i = 0; i < FIRST_PAGE; i++)
    g_free (dup_name (fixture, i));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_false (cadet_task_list_get_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, FIRST_PAGE);
}

/* Tasks that are created between two pages come on top, once, and shift no page. */
static void
test_created_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);

  succeed (cadet_task_list_load (fixture->list));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CadetTask) task = new_task (n_tasks + i);

      cadet_task_list_prepend (fixture->list, task);
      cadet_task_list_prepend (fixture->list, task);
      succeed (cadet_ledger_record_intent (fixture->ledger, task));
    }
  scroll (fixture, 0);
  assert_whole (fixture, n_tasks + 3);
}

/* A task that is begun before the first page is there is not listed twice. */
static void
test_created_before (Fixture       *fixture,
                     gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (CadetTask) task = new_task (n_tasks);
  DexFuture *future;

  succeed (cadet_ledger_record_intent (fixture->ledger, task));
  future = cadet_task_list_load (fixture->list);
  cadet_task_list_prepend (fixture->list, task);
  succeed (future);
  scroll (fixture, 0);
  assert_whole (fixture, n_tasks + 1);
}

/* A page that cannot be read is told, and nothing that is there already goes. */
static void
test_failing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *message = NULL;

  succeed (cadet_task_list_load (fixture->list));
  succeed (cadet_ledger_close (fixture->ledger));
  message = fail (cadet_task_list_load (fixture->list), CADET_ERROR_STORAGE);
  g_assert_nonnull (message);
  g_assert_false (cadet_task_list_get_loading (fixture->list));
  g_assert_false (cadet_task_list_get_loaded (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, FIRST_PAGE);
}

int
main (int   argc,
      char *argv[])
{
  static const guint sizes[] = {
    0, 1, FIRST_PAGE - 1, FIRST_PAGE, FIRST_PAGE + 1, FIRST_PAGE + PAGE, FIRST_PAGE + 3 * PAGE + 50,
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func, n_tasks) \
  g_test_add ("/tasks/list/" name, Fixture, GUINT_TO_POINTER (n_tasks), fixture_set_up, func, \
              fixture_tear_down)

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tasks/list/pages/%u", sizes[i]);

      g_test_add (path, Fixture, GUINT_TO_POINTER (sizes[i]), fixture_set_up, test_pages,
                  fixture_tear_down);
    }
  ADD ("top", test_top, 3 * PAGE);
  ADD ("created-meanwhile", test_created_meanwhile, 2 * PAGE + 10);
  ADD ("created-before", test_created_before, PAGE + 10);
  ADD ("created-before-all", test_created_before, 0);
  ADD ("failing", test_failing, PAGE + 10);

  return g_test_run ();
}
