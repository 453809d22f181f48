/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "tasks/cadet-resolver.h"

#include "model/cadet-error.h"
#include "tasks/cadet-follow.h"

#include <glib/gi18n.h>

struct _CadetResolver
{
  GObject parent_instance;

  CadetFollower *follower;
  CadetLedger *ledger;
};

/* One thing that the user says. */
typedef struct
{
  CadetResolver *self;
  CadetTask *task;
  gint64 task_id;
  char *note;
  GCancellable *cancellable;
} Word;

G_DEFINE_FINAL_TYPE (CadetResolver, cadet_resolver, G_TYPE_OBJECT)

static Word *
word_new (CadetResolver *self,
          CadetTask     *task)
{
  Word *word = g_new0 (Word, 1);

  word->self = g_object_ref (self);
  word->task = g_object_ref (task);

  return word;
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_clear_object (&word->self);
  g_clear_object (&word->task);
  g_clear_object (&word->cancellable);
  g_free (word->note);
  g_free (word);
}

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static void
add_event (CadetTask      *task,
           CadetEventKind  kind,
           gint64          at,
           const char     *outcome,
           const char     *text)
{
  g_autoptr (CadetEvent) event = cadet_event_new (kind, at, 0, outcome, 0, text);

  g_assert (CADET_IS_TASK (task));

  cadet_task_add_event (task, event);
}

static gboolean
is_unknown (CadetTask *task)
{
  CadetOutcome *outcome = cadet_task_get_outcome (task);

  g_assert (CADET_IS_TASK (task));

  return outcome != NULL && cadet_outcome_get_kind (outcome) == CADET_OUTCOME_UNKNOWN;
}

/* What the service leaves out proves nothing. */
static gboolean
differs (const char *said,
         const char *sent)
{
  return said != NULL && g_strcmp0 (said, sent) != 0;
}

static gboolean
check_report (CadetTask        *task,
              CadetTaskReport  *report,
              GError          **error)
{
  g_autoptr (GString) differences = g_string_new (NULL);
  g_autofree char *id = NULL;

  g_assert (CADET_IS_TASK (task));
  g_assert (CADET_IS_TASK_REPORT (report));

  if (differs (cadet_task_report_get_name (report), cadet_task_get_name (task)))
    g_string_append_printf (differences,
                            /* Translators: the first is the name of the task that was found, the
                             * second of the one that was sent; keep the space at the beginning. */
                            _ (" Its name is “%s”, not “%s”."),
                            cadet_task_report_get_name (report), cadet_task_get_name (task));
  if (differs (cadet_task_report_get_process_id (report), cadet_task_get_process_id (task)))
    g_string_append_printf (differences,
                            /* Translators: both are IDs; keep the space at the beginning. */
                            _ (" Its process is “%s”, not “%s”."),
                            cadet_task_report_get_process_id (report),
                            cadet_task_get_process_id (task));
  if (differs (cadet_task_report_get_app_id (report), cadet_task_get_app_id (task)))
    g_string_append_printf (differences,
                            /* Translators: both are IDs; keep the space at the beginning. */
                            _ (" Its application is “%s”, not “%s”."),
                            cadet_task_report_get_app_id (report), cadet_task_get_app_id (task));
  if (differences->len == 0)
    return TRUE;

  id = g_strdup_printf ("%" G_GINT64_FORMAT, cadet_task_report_get_task_id (report));
  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
               /* Translators: the first %s is a task's ID, the other sentences on what differs. */
               _ ("The task %s is another one.%s"), id, differences->str);

  return FALSE;
}

/* The user may have found the task of another attempt, such as one with the same content. */
static gboolean
await_not_taken (Word    *word,
                 GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, word->task_id);
  g_autoptr (CadetTask) other = NULL;

  other = dex_await_object (cadet_ledger_find (word->self->ledger, text), NULL);
  if (other == NULL || cadet_task_get_task_id (other) != word->task_id
      || g_str_equal (cadet_task_get_attempt (other), cadet_task_get_attempt (word->task))
      || g_strcmp0 (cadet_task_get_endpoint (other), cadet_task_get_endpoint (word->task)) != 0)
    return TRUE;

  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
               /* Translators: the first %s is a task's ID, the other its name */
               _ ("The task %s is in Cadet’s list already, as “%s”, which was created at another "
                  "time."),
               text, cadet_task_get_name (other));

  return FALSE;
}

static DexFuture *
found_fiber (gpointer user_data)
{
  Word *word = user_data;
  CadetResolver *self = word->self;
  CadetTask *task = word->task;
  g_autoptr (CadetTaskReport) report = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 begun_at = get_now_ms ();
  gint64 at;

  report = dex_await_object (cadet_follower_ask (self->follower, task, word->task_id,
                                                 word->cancellable),
                             &error);
  if (report == NULL || !check_report (task, report, &error) || !await_not_taken (word, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  at = get_now_ms ();
  if (!dex_await (cadet_ledger_record_resolution (self->ledger, cadet_task_get_attempt (task),
                                                  CADET_TASK_FOUND, word->task_id, at),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  text = g_strdup_printf ("%" G_GINT64_FORMAT, word->task_id);
  add_event (task, CADET_EVENT_RESOLVED, at, "found", text);
  cadet_task_set_resolution (task, CADET_TASK_FOUND, word->task_id);

  tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (tasks, g_object_ref (task));
  cadet_report_await (self->ledger, tasks, report, begun_at);
  cadet_follower_follow (self->follower, task);

  return dex_future_new_for_object (task);
}

static DexFuture *
not_created_fiber (gpointer user_data)
{
  Word *word = user_data;
  g_autoptr (GError) error = NULL;
  gint64 at = get_now_ms ();

  if (!dex_await (cadet_ledger_record_resolution (word->self->ledger,
                                                  cadet_task_get_attempt (word->task),
                                                  CADET_TASK_NOT_THERE, 0, at),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  add_event (word->task, CADET_EVENT_RESOLVED, at, "not-there", NULL);
  cadet_task_set_resolution (word->task, CADET_TASK_NOT_THERE, 0);

  return dex_future_new_for_object (word->task);
}

static DexFuture *
note_fiber (gpointer user_data)
{
  Word *word = user_data;
  g_autoptr (GError) error = NULL;
  gint64 at = get_now_ms ();

  if (!dex_await (cadet_ledger_record_note (word->self->ledger,
                                            cadet_task_get_attempt (word->task), word->note, at),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  add_event (word->task, CADET_EVENT_NOTED, at, NULL, word->note);
  cadet_task_set_note (word->task, word->note);

  return dex_future_new_for_object (word->task);
}

static void
cadet_resolver_dispose (GObject *object)
{
  CadetResolver *self = CADET_RESOLVER (object);

  g_clear_object (&self->follower);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cadet_resolver_parent_class)->dispose (object);
}

static void
cadet_resolver_class_init (CadetResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cadet_resolver_dispose;
}

static void
cadet_resolver_init (CadetResolver *self)
{
}

/**
 * cadet_resolver_new:
 * @follower: asks the service
 * @ledger: records what the user says
 *
 * Returns: (transfer full): a new resolver
 */
CadetResolver *
cadet_resolver_new (CadetFollower *follower,
                    CadetLedger   *ledger)
{
  CadetResolver *self;

  g_return_val_if_fail (CADET_IS_FOLLOWER (follower), NULL);
  g_return_val_if_fail (CADET_IS_LEDGER (ledger), NULL);

  self = g_object_new (CADET_TYPE_RESOLVER, NULL);
  self->follower = g_object_ref (follower);
  self->ledger = g_object_ref (ledger);

  return self;
}

/**
 * cadet_resolver_found:
 * @self: a resolver
 * @task: an attempt whose outcome is unknown
 * @task_id: the ID of the task that the user found in the console
 * @cancellable: (nullable): ends it while the service is asked
 *
 * Asks the service for the task (GetTask) and takes it for what @task made if its name, process and
 * application are those that were sent and no other attempt made it. That is recorded and shown,
 * and the task is followed. An attempt that was said not to be created may be found later.
 *
 * Returns: (transfer full): a future that resolves to @task, or rejects and changes nothing:
 *   with a %CADET_ERROR_INVALID that says what differs, with what GetTask failed with, with a
 *   %CADET_ERROR_STORAGE, or with %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_resolver_found (CadetResolver *self,
                      CadetTask     *task,
                      gint64         task_id,
                      GCancellable  *cancellable)
{
  Word *word;

  g_return_val_if_fail (CADET_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  if (!is_unknown (task))
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_INVALID, "%s",
                                  _ ("It is known what became of this attempt, so there is nothing "
                                     "to say about it."));
  if (task_id <= 0)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_INVALID, "%s",
                                  _ ("A task ID is a whole number greater than 0, as the CADT "
                                     "console shows it."));

  word = word_new (self, task);
  word->task_id = task_id;
  g_set_object (&word->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, found_fiber, word, word_free);
}

/**
 * cadet_resolver_not_created:
 * @self: a resolver
 * @task: an attempt whose outcome is unknown and that was not found
 *
 * Records and shows that the user says that it made no task.
 *
 * Returns: (transfer full): a future that resolves to @task, or rejects and changes nothing: with a
 *   %CADET_ERROR_INVALID where it is known what became of it, or with a %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_resolver_not_created (CadetResolver *self,
                            CadetTask     *task)
{
  g_return_val_if_fail (CADET_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  if (!is_unknown (task) || cadet_task_get_resolution (task) == CADET_TASK_FOUND)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_INVALID, "%s",
                                  _ ("It is known what became of this attempt, so there is nothing "
                                     "to say about it."));

  return dex_scheduler_spawn (NULL, 0, not_created_fiber, word_new (self, task), word_free);
}

/**
 * cadet_resolver_note:
 * @self: a resolver
 * @task: an attempt
 * @note: (nullable): what the user notes about it; white space alone removes the note
 *
 * Records and shows a note in place of the one before.
 *
 * Returns: (transfer full): a future that resolves to @task, or rejects and changes nothing with a
 *   %CADET_ERROR_STORAGE
 */
DexFuture *
cadet_resolver_note (CadetResolver *self,
                     CadetTask     *task,
                     const char    *note)
{
  Word *word;

  g_return_val_if_fail (CADET_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  word = word_new (self, task);
  word->note = g_strstrip (g_strdup (note != NULL ? note : ""));
  if (*word->note == '\0')
    g_clear_pointer (&word->note, g_free);

  return dex_scheduler_spawn (NULL, 0, note_fiber, word, word_free);
}
