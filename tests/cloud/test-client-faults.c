/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Every fault of the sandbox against one CreateTask of the client: how far it got, what the judge
 * makes of it, and what exists at the service. Nothing here is sent twice; what the tasks make of
 * the same faults is in tests/tasks/test-faults.c. */

#include "config.h"

#include "cloud/cadet-bpstudio.h"
#include "cloud/cadet-client.h"
#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox.h"
#include "test-future.h"

#include <string.h>

/* So long a call may go without a movement where the fault is that there is none. */
#define HANG_MS 300
#define DELAY_MS 60

#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"

#define NO_ERROR -1

typedef struct
{
  const char *fault;
  CadetExchangeStage stage;
  int error; /* what ended the call, as a CadetError */
  CadetOutcomeKind outcome;
} Row;

#define PREPARED CADET_EXCHANGE_PREPARED
#define SENT CADET_EXCHANGE_SENT
#define ANSWERED CADET_EXCHANGE_ANSWERED
#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define NOT_SENT CADET_OUTCOME_NOT_SENT
#define UNKNOWN CADET_OUTCOME_UNKNOWN

static const Row rows[] = {
  { "refuse", PREPARED, CADET_ERROR_CONNECT, NOT_SENT },
  { "close-unread", SENT, CADET_ERROR_FAILED, UNKNOWN },
  { "lost-reply", SENT, CADET_ERROR_FAILED, UNKNOWN },
  { "cut-reply", SENT, CADET_ERROR_FAILED, UNKNOWN },
  /* libsoup takes a size that is no number for the last chunk's; half a JSON proves nothing. */
  { "bad-chunk", ANSWERED, NO_ERROR, UNKNOWN },
  { "delay", ANSWERED, NO_ERROR, CREATED },
  { "hang", SENT, CADET_ERROR_TIMEOUT, UNKNOWN },
  { "byte-by-byte", ANSWERED, NO_ERROR, CREATED },
  { "throttling", ANSWERED, NO_ERROR, REFUSED },
  { "throttling-after", ANSWERED, NO_ERROR, REFUSED },
  { "skewed-clock", ANSWERED, NO_ERROR, REFUSED },
  { "wrong-signature", ANSWERED, NO_ERROR, REFUSED },
  { "expired-token", ANSWERED, NO_ERROR, REFUSED },
  { "service-error", ANSWERED, NO_ERROR, UNKNOWN },
  { "bad-gateway", ANSWERED, NO_ERROR, UNKNOWN },
  { "unavailable", ANSWERED, NO_ERROR, UNKNOWN },
  { "redirect", ANSWERED, NO_ERROR, UNKNOWN },
  { "failing-code", ANSWERED, NO_ERROR, REFUSED },
  { "no-data", ANSWERED, NO_ERROR, UNKNOWN },
  /* An ID as its digits is an ID. */
  { "text-data", ANSWERED, NO_ERROR, CREATED },
  { "id-above-2-31", ANSWERED, NO_ERROR, CREATED },
  { "id-above-2-53", ANSWERED, NO_ERROR, CREATED },
  { "truncated-json", ANSWERED, NO_ERROR, UNKNOWN },
  { "bad-utf8", ANSWERED, NO_ERROR, UNKNOWN },
  { "huge-reply", SENT, CADET_ERROR_TOO_LARGE, UNKNOWN },
  { "deep-json", ANSWERED, NO_ERROR, UNKNOWN },
  /* The body counts, not what its headers say of it; and nothing unpacks it. */
  { "wrong-type", ANSWERED, NO_ERROR, CREATED },
  { "gzip", ANSWERED, NO_ERROR, UNKNOWN },
  { "false-gzip", ANSWERED, NO_ERROR, CREATED },
};

typedef struct
{
  CadetSandbox *sandbox;
  CadetAccess *access;
  CadetClient *client;
} Fixture;

static void
fixture_set_up (Fixture *self,
                gconstpointer data)
{
  self->sandbox = cadet_sandbox_new (NULL);
  cadet_sandbox_set_task_seconds (self->sandbox, 0, 0);
  cadet_sandbox_set_fault_ms (self->sandbox, DELAY_MS);
  self->access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (self->sandbox)));
  self->client = cadet_client_new ();
}

static void
fixture_tear_down (Fixture *self,
                   gconstpointer data)
{
  succeed (cadet_sandbox_stop (self->sandbox));
  g_assert_finalize_object (g_steal_pointer (&self->client));
  g_clear_object (&self->access);
  g_assert_finalize_object (g_steal_pointer (&self->sandbox));
}

static gint64
count_tasks (Fixture *self)
{
  DexFuture *future = cadet_sandbox_count_tasks (self->sandbox, FALSE);
  g_autoptr (GError) error = NULL;
  gint64 count = g_value_get_int64 (settle (future, &error));

  g_assert_no_error (error);
  dex_unref (future);

  return count;
}

static void
set_fault (Fixture *self,
           const char *spec)
{
  g_autoptr (GError) error = NULL;

  cadet_client_set_read_timeout (self->client, g_str_equal (spec, "hang") ? HANG_MS : 60 * 1000);
  cadet_sandbox_add_fault (self->sandbox, spec, &error);
  g_assert_no_error (error);
  /* It is in force once this is answered. */
  count_tasks (self);
}

static CadetExchange *
send_request (Fixture *self,
              CadetRequest *request)
{
  g_autoptr (CadetRequest) owned = request;

  return dup_object (cadet_client_send (self->client, owned, self->access, NULL, NULL, NULL, NULL));
}

static CadetExchange *
send_create (Fixture *self)
{
  g_autoptr (CadetDraft) draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, PROCESS);
  cadet_draft_set_app_id (draft, APP);
  cadet_draft_set_task_name (draft, "fault");

  return send_request (self, cadet_bpstudio_create_task_request (draft));
}

static gint64
create_task (Fixture *self)
{
  g_autoptr (CadetExchange) exchange = send_create (self);
  g_autoptr (CadetOutcome) outcome = cadet_exchange_judge_create (exchange);

  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CREATED);

  return cadet_outcome_get_task_id (outcome);
}

static const CadetSandboxFaultInfo *
find_fault (const char *name)
{
  for (guint i = 0; i < cadet_sandbox_fault_count (); i++)
    if (g_str_equal (cadet_sandbox_fault_get (i)->name, name))
      return cadet_sandbox_fault_get (i);

  g_assert_not_reached ();
}

static void
check_exchange (CadetExchange *exchange,
                const Row *row)
{
  const GError *error = cadet_exchange_get_error (exchange);

  g_assert_cmpint (cadet_exchange_get_stage (exchange), ==, row->stage);
  if (row->error == NO_ERROR)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, CADET_ERROR, row->error);
  g_assert_true (g_str_has_suffix (error->message, ".") || strstr (error->message, ". "));
}

static void
test_create (Fixture *self,
             gconstpointer data)
{
  const Row *row = data;
  gboolean acts = find_fault (row->fault)->acts;
  gboolean unread = row->stage == PREPARED || g_str_equal (row->fault, "close-unread");
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetOutcome) outcome = NULL;

  set_fault (self, row->fault);
  exchange = send_create (self);
  check_exchange (exchange, row);
  outcome = cadet_exchange_judge_create (exchange);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, row->outcome);
  g_assert_nonnull (cadet_outcome_get_message (outcome));
  g_assert_cmpuint (cadet_sandbox_get_requests (self->sandbox, "CreateTask"), ==, unread ? 0 : 1);
  g_assert_cmpint (count_tasks (self), ==, acts);

  /* No false word: what exists is created or unknown, and what is created exists. */
  if (acts)
    g_assert_true (row->outcome == CREATED || row->outcome == UNKNOWN);
  if (row->outcome == CREATED)
    {
      gint64 task_id = cadet_outcome_get_task_id (outcome);
      g_autoptr (CadetExchange) asked = NULL;
      g_autoptr (CadetTaskReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (acts);
      cadet_sandbox_clear_faults (self->sandbox);
      asked = send_request (self, cadet_bpstudio_get_task_request (task_id));
      report = cadet_exchange_dup_task_report (asked, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpint (cadet_task_report_get_task_id (report), ==, task_id);
    }
}

/* Reads go out on connections that are kept; a fault on such a one is no other. */
static void
test_kept_connection (Fixture *self,
                      gconstpointer data)
{
  static const char *const faults[] = {
    "close-unread:1", "lost-reply:1", "cut-reply:1", "hang:1",
  };
  gint64 task_id = create_task (self);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (CadetExchange) good = NULL;
      g_autoptr (CadetExchange) bad = NULL;
      g_autoptr (CadetExchange) after = NULL;

      good = send_request (self, cadet_bpstudio_get_task_request (task_id));
      g_assert_cmpint (cadet_exchange_get_stage (good), ==, ANSWERED);
      set_fault (self, faults[i]);
      cadet_client_set_read_timeout (self->client, HANG_MS);
      bad = send_request (self, cadet_bpstudio_get_task_request (task_id));
      cadet_client_set_read_timeout (self->client, 60 * 1000);
      after = send_request (self, cadet_bpstudio_get_task_request (task_id));
      g_assert_cmpint (cadet_exchange_get_stage (after), ==, ANSWERED);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, cadet_sandbox_fault_count ());
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client-faults/create/", rows[i].fault, NULL);

      g_test_add (path, Fixture, &rows[i], fixture_set_up, test_create, fixture_tear_down);
    }
  g_test_add ("/client-faults/kept-connection", Fixture, NULL, fixture_set_up,
              test_kept_connection, fixture_tear_down);

  return g_test_run ();
}
