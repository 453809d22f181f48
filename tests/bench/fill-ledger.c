/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* fill-ledger FILE N: makes a ledger of N tasks, as Cadet itself would have recorded them. */

#include "config.h"

#include "storage/cadet-ledger.h"

#include <stdlib.h>

/* As many records are on their way at once: enough to fill the ledger's transactions. */
#define IN_FLIGHT 256

static const char request_headers[] =
    "POST / HTTP/1.1\n"
    "accept: application/json\n"
    "content-type: application/x-www-form-urlencoded\n"
    "host: bpstudio.cn-hangzhou.aliyuncs.com\n"
    "x-acs-action: CreateTask\n"
    "x-acs-version: 2021-09-31\n";
static const char reply_headers[] = "HTTP/1.1 200 OK\n"
                                    "content-type: application/json;charset=utf-8\n";

/* Nine of ten were created, the others refused, a task each minute up to now. */
static DexFuture *
record (CadetLedger *ledger,
        gint64       number,
        gint64       count,
        gint64       now)
{
  g_autofree char *attempt = g_uuid_string_random ();
  g_autofree char *name = NULL;
  g_autofree char *process_id = NULL;
  g_autofree char *variables = NULL;
  g_autofree char *body = NULL;
  g_autofree char *reply = NULL;
  g_autoptr (GBytes) reply_body = NULL;
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;
  gint64 recorded_at = now - (count - number) * 60 * 1000;

  name = g_strdup_printf ("nightly-%" G_GINT64_FORMAT "-%s", number, number % 3 ? "web" : "api");
  process_id = g_strdup_printf ("P%016" G_GINT64_MODIFIER "X", number % 97);
  variables = g_strdup_printf ("{\"${region}\":\"cn-hangzhou\",\"${count}\":%d,\"${owner}\":\"%s\"}",
                               (int) (number % 50), number % 2 ? "platform" : "data");
  body = g_strdup_printf ("AppId=JXT3MLZJ56XX65D6&ProcessId=%s&TaskName=%s", process_id, name);
  task = cadet_task_new (attempt, "sandbox", "Sandbox", "cn-hangzhou", name, process_id,
                         "JXT3MLZJ56XX65D6", variables, recorded_at);
  cadet_task_set_sent_at (task, recorded_at + 2);
  cadet_task_set_request (task, request_headers, body);

  if (number % 10 != 0)
    {
      reply = g_strdup_printf ("{\"RequestId\":\"%s\",\"Message\":\"Success\",\"Data\":%"
                               G_GINT64_FORMAT ",\"Code\":200}", attempt, number + 1);
      outcome = cadet_outcome_new_created (number + 1, 200, "200", "Success", attempt);
    }
  else
    {
      reply = g_strdup_printf ("{\"RequestId\":\"%s\",\"Message\":\"The process is disabled.\","
                               "\"Code\":\"ProcessDisabled\"}", attempt);
      outcome = cadet_outcome_new_failed (CADET_OUTCOME_REFUSED, 400, "ProcessDisabled",
                                          "The process is disabled.", attempt);
    }
  reply_body = g_bytes_new (reply, strlen (reply));
  cadet_task_set_reply (task, reply_headers, reply_body);

  return cadet_ledger_record_outcome (ledger, task, outcome, recorded_at + 250);
}

/* Blocks until a future has ended: this program has nothing else to do. */
static void
wait_for (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    {
      g_printerr ("fill-ledger: %s\n", error->message);
      exit (1);
    }
}

static DexFuture *
wake_cb (DexFuture *future,
         gpointer   user_data)
{
  return dex_ref (future);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (CadetLedger) ledger = NULL;
  g_autoptr (DexFuture) opened = NULL;
  g_autoptr (DexFuture) closed = NULL;
  gint64 count = argc == 3 ? g_ascii_strtoll (argv[2], NULL, 10) : 0;
  gint64 now = g_get_real_time () / 1000;

  if (argc != 3)
    {
      g_printerr ("Usage: fill-ledger FILE N\n");
      return 2;
    }

  dex_init ();
  file = g_file_new_for_commandline_arg (argv[1]);
  ledger = cadet_ledger_new (file);
  opened = dex_future_finally (cadet_ledger_open (ledger), wake_cb, NULL, NULL);
  wait_for (opened);

  for (gint64 begin = 0; begin < count; begin += IN_FLIGHT)
    {
      g_autoptr (DexFuture) last = NULL;

      /* The ledger works in order, so that the last one of them ends last. */
      for (gint64 i = begin; i < MIN (begin + IN_FLIGHT, count); i++)
        {
          g_autoptr (DexFuture) future = record (ledger, i, count, now);

          dex_clear (&last);
          last = dex_future_finally (g_steal_pointer (&future), wake_cb, NULL, NULL);
        }
      wait_for (last);
    }

  closed = dex_future_finally (cadet_ledger_close (ledger), wake_cb, NULL, NULL);
  wait_for (closed);

  return 0;
}
