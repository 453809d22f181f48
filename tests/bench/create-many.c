/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* create-many URL N AT_ONCE [LEDGER]: creates N tasks at URL, so many at once, and prints how many
 * seconds that took. With a ledger each goes the whole way, recorded before it is sent and before
 * its outcome is known; without, the same request is only signed, posted and answered. The keys are
 * those of the environment. */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "profiles/cadet-environment.h"
#include "tasks/cadet-submitter.h"

#include <stdlib.h>

typedef struct
{
  CadetClient *client;
  CadetSubmitter *submitter;
  CadetProfile *profile;
  CadetDraft *draft;
  guint left;
} Bench;

static DexFuture *
worker_fiber (gpointer user_data)
{
  Bench *self = user_data;

  while (self->left > 0)
    {
      g_autoptr (CadetTask) task = NULL;
      g_autoptr (CadetAccess) access = NULL;
      g_autoptr (CadetRequest) request = NULL;
      g_autoptr (GObject) done = NULL;
      g_autoptr (GError) error = NULL;

      self->left--;
      if (self->submitter != NULL)
        {
          task = cadet_submitter_prepare (self->submitter, self->draft, self->profile, &error);
          if (task != NULL)
            done = dex_await_object (cadet_submitter_submit (self->submitter, task, self->draft,
                                                             self->profile, NULL),
                                     &error);
          if (done != NULL && cadet_task_get_task_id (task) == 0)
            return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, "nothing was created");
        }
      else
        {
          access = dex_await_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->profile)),
                                     &error);
          request = cadet_bpstudio_create_task_request (self->draft);
          if (access != NULL)
            done = dex_await_object (cadet_client_send (self->client, request, access, NULL, NULL,
                                                        NULL, NULL),
                                     &error);
        }
      if (done == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static gboolean
run (Bench   *self,
     guint    at_once,
     GError **error)
{
  g_autoptr (GPtrArray) workers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < at_once; i++)
    g_ptr_array_add (workers, dex_scheduler_spawn (NULL, 0, worker_fiber, self, NULL));

  for (guint i = 0; i < at_once; i++)
    {
      DexFuture *worker = g_ptr_array_index (workers, i);

      while (dex_future_is_pending (worker))
        g_main_context_iteration (NULL, TRUE);
      if (dex_future_get_value (worker, error) == NULL)
        return FALSE;
    }

  return TRUE;
}

static CadetDraft *
new_draft (void)
{
  CadetDraft *draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, "P3KTG43SW7XX6A17I");
  cadet_draft_set_task_name (draft, "bench");
  cadet_draft_set_app_id (draft, "JXT3MLZJ56XX65D6");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("variable_%u", i);
      g_autofree char *value = g_strdup_printf ("value %u 数据库", i);
      g_autoptr (CadetVariable) variable = cadet_variable_new (name, CADET_VARIABLE_TEXT, value);

      cadet_variable_list_append (cadet_draft_get_variables (draft), variable);
    }

  return draft;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (CadetLedger) ledger = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CadetClient) client = NULL;
  g_autoptr (CadetSubmitter) submitter = NULL;
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (CadetDraft) draft = NULL;
  Bench bench = { 0 };
  gint64 start;

  if (argc < 4 || argc > 5)
    {
      g_printerr ("Usage: create-many URL N AT_ONCE [LEDGER]\n");
      return 2;
    }

  dex_init ();
  client = cadet_client_new ();
  draft = new_draft ();
  profile = cadet_environment_dup_profile (argv[1], &error);
  if (profile == NULL)
    {
      g_printerr ("create-many: %s\n", error->message);
      return 1;
    }
  if (argc == 5)
    {
      file = g_file_new_for_commandline_arg (argv[4]);
      ledger = cadet_ledger_new (file);
      submitter = cadet_submitter_new (client, ledger);
    }

  bench = (Bench) { client, submitter, profile, draft, (guint) atoi (argv[2]) };
  start = g_get_monotonic_time ();
  if (!run (&bench, (guint) atoi (argv[3]), &error))
    {
      g_printerr ("create-many: %s\n", error->message);
      return 1;
    }
  g_print ("%.6f\n", (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND);

  return 0;
}
