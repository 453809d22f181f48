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
  g_autofree char *name = g_strdup_printf ("task-%u", number);

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
      g_autofree char *expected = g_strdup_printf ("task-%u", n_tasks - 1 - i);
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

static CadetTaskFilter *
new_filter (const char *text)
{
  CadetTaskFilter *filter = cadet_task_filter_new ();

  cadet_task_filter_set_text (filter, text);

  return filter;
}

static void
record_outcome (Fixture          *fixture,
                CadetTask        *task,
                CadetOutcomeKind  kind)
{
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new (kind, 0, 200, NULL, NULL, NULL, NULL);

  succeed (cadet_ledger_record_outcome (fixture->ledger, task, outcome, 5000));
}

static void
run_until (gboolean (*is_so) (gpointer data),
           gpointer   data)
{
  while (!is_so (data))
    g_main_context_iteration (NULL, TRUE);
}

/* The rows that were there stay until the first page of the search is, and what is found is all that
 * is meant, page after page. Without a filter everything is there again. */
static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (CadetTaskFilter) one = new_filter ("task-17");
  guint n_found = 0;
  DexFuture *future;

  succeed (cadet_task_list_load (fixture->list));
  future = cadet_task_list_set_filter (fixture->list, one);
  /* The ledger's thread may have been quicker. */
  if (dex_future_is_pending (future))
    {
      g_assert_false (cadet_task_list_get_loaded (fixture->list));
      g_assert_cmpuint (fixture->n_known, ==, FIRST_PAGE);
    }
  succeed (future);

  for (guint i = n_tasks; i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("task-%u", i - 1);

      if (g_str_has_prefix (name, "task-17"))
        {
          g_autofree char *found = NULL;

          scroll (fixture, 0);
          found = dup_name (fixture, n_found++);
          g_assert_cmpstr (found, ==, name);
        }
    }
  g_assert_cmpuint (fixture->n_known, ==, n_found);

  succeed (cadet_task_list_set_filter (fixture->list, NULL));
  g_assert_cmpuint (fixture->n_known, ==, FIRST_PAGE);
  scroll (fixture, 0);
  assert_whole (fixture, n_tasks);
}

/* More than a page is found, and each page is one of the search. */
static void
test_filter_pages (Fixture       *fixture,
                   gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (CadetTaskFilter) all = new_filter ("TASK");

  succeed (cadet_task_list_set_filter (fixture->list, all));
  g_assert_cmpuint (fixture->n_known, ==, FIRST_PAGE);
  scroll (fixture, 0);
  assert_whole (fixture, n_tasks);
}

/* Someone types faster than pages come: only what was typed last is shown, whatever was begun. */
static void
test_filter_fast (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (CadetTaskFilter) first = new_filter ("task-1");
  g_autoptr (CadetTaskFilter) last = new_filter ("task-123");
  g_autofree char *name = NULL;
  DexFuture *page;
  DexFuture *early;
  DexFuture *late;

  page = cadet_task_list_load (fixture->list);
  early = cadet_task_list_set_filter (fixture->list, first);
  late = cadet_task_list_set_filter (fixture->list, last);
  succeed (page);
  succeed (early);
  succeed (late);
  g_assert_false (cadet_task_list_get_loading (fixture->list));
  g_assert_cmpuint (fixture->n_known, ==, 1);
  name = dup_name (fixture, 0);
  g_assert_cmpstr (name, ==, "task-123");
}

/* What is a row stays the same object under a filter, so that it goes on living. */
static void
test_filter_same_objects (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (CadetTaskFilter) filter = new_filter ("task-9");
  g_autoptr (CadetTask) before = NULL;
  g_autoptr (CadetTask) after = NULL;

  succeed (cadet_task_list_load (fixture->list));
  before = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_cmpstr (cadet_task_get_name (before), ==, "task-9");
  succeed (cadet_task_list_set_filter (fixture->list, filter));
  g_assert_cmpuint (fixture->n_known, ==, 1);
  after = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_true (after == before);
}

static gboolean
is_one (gpointer data)
{
  return ((Fixture *) data)->n_known == 1;
}

static gboolean
is_none (gpointer data)
{
  return ((Fixture *) data)->n_known == 0;
}

/* A task comes into a filtered list when it begins to be what is meant, and leaves it when it ends. */
static void
test_filter_live (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (CadetTaskFilter) unknown = cadet_task_filter_new ();
  g_autoptr (CadetTask) task = new_task (1000);
  g_autoptr (CadetOutcome) outcome = cadet_outcome_new (CADET_OUTCOME_UNKNOWN, 0, 0, NULL, NULL,
                                                        NULL, NULL);

  cadet_task_filter_set_states (unknown, 1u << CADET_TASK_UNKNOWN);
  succeed (cadet_task_list_set_filter (fixture->list, unknown));
  cadet_task_list_prepend (fixture->list, task);
  g_assert_cmpuint (fixture->n_known, ==, 0);
  succeed (cadet_ledger_record_intent (fixture->ledger, task));
  record_outcome (fixture, task, CADET_OUTCOME_UNKNOWN);
  cadet_task_set_outcome (task, outcome, 5000);
  run_until (is_one, fixture);

  succeed (cadet_ledger_record_resolution (fixture->ledger, cadet_task_get_attempt (task),
                                           CADET_TASK_NOT_THERE, 0, 6000));
  cadet_task_set_resolution (task, CADET_TASK_NOT_THERE, 0);
  run_until (is_none, fixture);
}

typedef struct
{
  Fixture *fixture;
  guint n_rows;
} Rows;

static gboolean
has_rows (gpointer data)
{
  Rows *rows = data;

  return rows->fixture->n_known == rows->n_rows;
}

/* What another Cadet wrote comes in at its place, once it is known that it did. */
static void
test_written_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  Rows rows = { fixture, n_tasks + 1 };
  g_autoptr (CadetTask) other = new_task (n_tasks);
  g_autoptr (CadetTask) known = NULL;

  succeed (cadet_task_list_load (fixture->list));
  scroll (fixture, 0);
  known = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  succeed (cadet_ledger_record_intent (fixture->ledger, other));
  record_outcome (fixture, known, CADET_OUTCOME_REFUSED);
  succeed (cadet_ledger_record_note (fixture->ledger, cadet_task_get_attempt (known), "seen", 7000));
  cadet_task_list_refresh (fixture->list);
  run_until (has_rows, &rows);
  assert_whole (fixture, n_tasks + 1);
  g_assert_cmpint (cadet_task_get_state (known), ==, CADET_TASK_REFUSED);
  g_assert_cmpstr (cadet_task_get_note (known), ==, "seen");
}

/* What could not be recorded is nowhere else: no search and no reading makes it go. */
static void
test_not_recorded (Fixture       *fixture,
                   gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (CadetTaskFilter) filter = new_filter ("task-3");
  g_autoptr (CadetTask) lost = new_task (n_tasks);

  succeed (cadet_task_list_load (fixture->list));
  cadet_task_list_prepend (fixture->list, lost);
  succeed (cadet_task_list_set_filter (fixture->list, filter));
  succeed (cadet_task_list_set_filter (fixture->list, NULL));
  scroll (fixture, 0);
  assert_whole (fixture, n_tasks + 1);
}

static void
deleted_cb (CadetTaskList *list,
            CadetTask     *task,
            GPtrArray     *deleted)
{
  g_ptr_array_add (deleted, g_object_ref (task));
}

/* What is deleted is gone from this list and from the next one; undone, each is where it was. */
static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CadetTaskList) other = NULL;
  g_autofree char *name = NULL;

  g_signal_connect (fixture->list, "deleted", G_CALLBACK (deleted_cb), deleted);
  succeed (cadet_task_list_load (fixture->list));
  scroll (fixture, 0);
  g_ptr_array_add (tasks, g_list_model_get_item (G_LIST_MODEL (fixture->list), 0));
  g_ptr_array_add (tasks, g_list_model_get_item (G_LIST_MODEL (fixture->list), 2));

  succeed (cadet_task_list_delete (fixture->list, tasks));
  g_assert_cmpuint (fixture->n_known, ==, n_tasks - 2);
  g_assert_cmpuint (deleted->len, ==, 2);
  name = dup_name (fixture, 0);
  g_assert_cmpstr (name, ==, "task-48");

  other = cadet_task_list_new (fixture->ledger);
  while (!cadet_task_list_get_loaded (other))
    succeed (cadet_task_list_load (other));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, n_tasks - 2);

  succeed (cadet_task_list_restore (fixture->list, tasks));
  assert_whole (fixture, n_tasks);
}

/* Under a filter, too, and after the filter has gone. */
static void
test_delete_filtered (Fixture       *fixture,
                      gconstpointer  data)
{
  guint n_tasks = GPOINTER_TO_UINT (data);
  g_autoptr (CadetTaskFilter) filter = new_filter ("task-4");
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  succeed (cadet_task_list_set_filter (fixture->list, filter));
  g_assert_cmpuint (fixture->n_known, ==, 11);
  g_ptr_array_add (tasks, g_list_model_get_item (G_LIST_MODEL (fixture->list), 3));
  succeed (cadet_task_list_delete (fixture->list, tasks));
  g_assert_cmpuint (fixture->n_known, ==, 10);
  succeed (cadet_task_list_restore (fixture->list, tasks));
  g_assert_cmpuint (fixture->n_known, ==, 11);

  succeed (cadet_task_list_delete (fixture->list, tasks));
  succeed (cadet_task_list_set_filter (fixture->list, NULL));
  scroll (fixture, 0);
  g_assert_cmpuint (fixture->n_known, ==, n_tasks - 1);
  succeed (cadet_task_list_restore (fixture->list, tasks));
  assert_whole (fixture, n_tasks);
}

/* A search that cannot be read is told, leaves the rows, and can be tried again. */
static void
test_filter_failing (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (CadetTaskFilter) filter = new_filter ("task-4");
  g_autofree char *message = NULL;

  succeed (cadet_task_list_load (fixture->list));
  succeed (cadet_ledger_close (fixture->ledger));
  message = fail (cadet_task_list_set_filter (fixture->list, filter), CADET_ERROR_STORAGE);
  g_assert_nonnull (message);
  g_assert_cmpuint (fixture->n_known, ==, FIRST_PAGE);
  g_assert_false (cadet_task_list_get_loading (fixture->list));
  g_assert_false (cadet_task_list_get_loaded (fixture->list));
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

  ADD ("filter", test_filter, 2 * PAGE);
  ADD ("filter-pages", test_filter_pages, FIRST_PAGE + PAGE + 10);
  ADD ("filter-fast", test_filter_fast, PAGE);
  ADD ("filter-same-objects", test_filter_same_objects, 10);
  ADD ("filter-live", test_filter_live, 10);
  ADD ("filter-failing", test_filter_failing, PAGE);
  ADD ("written-elsewhere", test_written_elsewhere, FIRST_PAGE + 20);
  ADD ("written-elsewhere-long", test_written_elsewhere, FIRST_PAGE + 2 * PAGE);
  ADD ("not-recorded", test_not_recorded, FIRST_PAGE + 20);
  ADD ("delete", test_delete, 50);
  ADD ("delete-filtered", test_delete_filtered, 50);

  return g_test_run ();
}
