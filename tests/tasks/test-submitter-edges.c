/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* What is on the disk while a task is created, and what becomes of attempts that end badly. */

#include "config.h"

#include "../cloud/raw-server.h"
#include "model/cadet-error.h"
#include "profiles/cadet-static-access.h"
#include "tasks/cadet-submitter.h"
#include "test-future.h"

#include <sqlite3.h>
#include <string.h>

#define CREATED \
  "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" \
  "{\"RequestId\":\"R\",\"Message\":\"Success\",\"Data\":1994,\"Code\":200}"

typedef struct
{
  GFile *file;
  CadetLedger *ledger;
  CadetClient *client;
  CadetSubmitter *submitter;
  GCancellable *cancellable;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, "ledger.db", NULL);

  fixture->file = g_file_new_for_path (path);
  fixture->ledger = cadet_ledger_new (fixture->file);
  succeed (cadet_ledger_open (fixture->ledger));
  fixture->client = cadet_client_new ();
  fixture->submitter = cadet_submitter_new (fixture->client, fixture->ledger);
  fixture->cancellable = g_cancellable_new ();
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  succeed (cadet_ledger_close (fixture->ledger));
  g_clear_object (&fixture->cancellable);
  g_clear_object (&fixture->submitter);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->ledger);
  g_clear_object (&fixture->file);
}

/* The client lets go of its connections, so that the server's threads end. */
static void
drop_client (Fixture *fixture)
{
  g_clear_object (&fixture->submitter);
  g_clear_object (&fixture->client);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static CadetDraft *
new_draft (void)
{
  CadetDraft *draft = cadet_draft_new ();

  cadet_draft_set_process_id (draft, "P");
  cadet_draft_set_task_name (draft, "任务");
  cadet_draft_set_app_id (draft, "A");

  return draft;
}

static CadetProfile *
new_profile (RawServer *server)
{
  g_autofree char *text = g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (server));
  g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (text, NULL);
  g_autoptr (SecretValue) secret = secret_value_new ("YourAccessKeySecret", -1, "text/plain");
  g_autoptr (CadetCredentials) credentials = cadet_credentials_new ("YourAccessKeyId", secret, NULL);
  g_autoptr (CadetAccess) access = cadet_access_new (endpoint, credentials);
  g_autoptr (CadetAccessSource) source = cadet_static_access_new (access);

  return cadet_profile_new ("p", CADET_PROFILE_ENVIRONMENT, source);
}

/* Begins an attempt; @task is shown meanwhile, as in a window. */
static DexFuture *
begin (Fixture    *fixture,
       RawServer  *server,
       CadetTask **task)
{
  g_autoptr (CadetDraft) draft = new_draft ();
  g_autoptr (CadetProfile) profile = new_profile (server);
  g_autoptr (GError) error = NULL;

  *task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);

  return cadet_submitter_submit (fixture->submitter, *task, draft, profile, fixture->cancellable);
}

/* One value of the ledger's only row, as a connection of another program reads it. */
static char *
dup_value (GFile      *file,
           const char *column)
{
  g_autofree char *query = g_strdup_printf ("SELECT %s FROM attempts", column);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  char *value;

  g_assert_cmpint (sqlite3_open_v2 (g_file_peek_path (file), &database, SQLITE_OPEN_READWRITE, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, query, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return value;
}

typedef struct
{
  GFile *file;
  char *name_at_request;
  char *outcome_at_request;
  char *outcome_at_show;
} Seen;

/* On the server's thread: the request is there, and nothing has been answered. */
static void
look_and_answer (GSocketConnection *connection,
                 gconstpointer      data)
{
  Seen *seen = (Seen *) data;

  seen->name_at_request = dup_value (seen->file, "name");
  seen->outcome_at_request = dup_value (seen->file, "outcome");
  raw_server_answer (connection, CREATED);
}

static void
shown_cb (CadetTask  *task,
          GParamSpec *pspec,
          Seen       *seen)
{
  if (cadet_task_get_outcome (task) != NULL && seen->outcome_at_show == NULL)
    seen->outcome_at_show = dup_value (seen->file, "outcome");
}

/* The intent is on the disk before the server has the request, the outcome before it is shown. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  Seen seen = { .file = fixture->file };
  g_autoptr (RawServer) server = raw_server_new (look_and_answer, &seen);
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *attempt = NULL;
  DexFuture *future = begin (fixture, server, &task);

  g_signal_connect (task, "notify", G_CALLBACK (shown_cb), &seen);
  succeed (future);
  g_signal_handlers_disconnect_by_data (task, &seen);

  g_assert_cmpstr (seen.name_at_request, ==, "任务");
  g_assert_null (seen.outcome_at_request);
  g_assert_cmpstr (seen.outcome_at_show, ==, "created");
  attempt = dup_value (fixture->file, "uuid");
  g_assert_cmpstr (attempt, ==, cadet_task_get_attempt (task));
  g_free (seen.name_at_request);
  g_free (seen.outcome_at_show);
  drop_client (fixture);
}

/* Replies that prove nothing. */
static const struct
{
  const char *name;
  RawServerFunc func;
  const char *reply;
  guint http_status;
} lost[] = {
  { "closed", raw_server_answer, "", 0 },
  { "cut", raw_server_answer, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"Code\":200", 200 },
  { "silent", raw_server_hang, "", 0 },
  { "no-id", raw_server_answer,
    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"Code\":200,\"RequestId\":\"R\"}", 200 },
  { "html", raw_server_answer,
    "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n<html>proxy</html>", 502 },
};

static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (RawServer) server = raw_server_new (lost[i].func, lost[i].reply);
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (CadetTask) found = NULL;
  CadetOutcome *outcome;

  cadet_client_set_read_timeout (fixture->client, lost[i].func == raw_server_hang ? 100 : 20000);
  succeed (begin (fixture, server, &task));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_UNKNOWN);
  g_assert_true (cadet_task_get_recorded (task));

  found = dup_object (cadet_ledger_find (fixture->ledger, cadet_task_get_attempt (task)));
  outcome = cadet_task_get_outcome (found);
  g_assert_cmpint (cadet_outcome_get_kind (outcome), ==, CADET_OUTCOME_UNKNOWN);
  g_assert_cmpuint (cadet_outcome_get_http_status (outcome), ==, lost[i].http_status);
  g_assert_cmpstr (cadet_outcome_get_message (outcome), !=, NULL);
  g_assert_cmpint (cadet_task_get_sent_at (found), >, 0);
  g_assert_nonnull (strstr (cadet_task_get_request_headers (found), "x-acs-action: CreateTask"));
  g_assert_nonnull (strstr (cadet_task_get_request_body (found), "ProcessId=P"));
  /* Nothing was sent again: the first one may have created the task. */
  g_assert_cmpuint (raw_server_count (server), ==, 1);
  drop_client (fixture);
}

static void
test_cancelled_early (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_answer, CREATED);
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *sent_at = NULL;

  g_cancellable_cancel (fixture->cancellable);
  succeed (begin (fixture, server, &task));
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_NOT_SENT);
  outcome = dup_value (fixture->file, "outcome");
  g_assert_cmpstr (outcome, ==, "not-sent");
  sent_at = dup_value (fixture->file, "sent_at");
  g_assert_null (sent_at);
  g_assert_cmpuint (raw_server_count (server), ==, 0);
}

static void
test_cancelled_late (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (RawServer) server = raw_server_new (raw_server_hang, data);
  g_autoptr (CadetTask) task = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *message = NULL;
  DexFuture *future = begin (fixture, server, &task);

  /* The server has it all: whatever the user wants now, a task may be there. */
  while (raw_server_count (server) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (fixture->cancellable);
  succeed (future);
  g_assert_cmpint (cadet_task_get_state (task), ==, CADET_TASK_UNKNOWN);
  outcome = dup_value (fixture->file, "outcome");
  g_assert_cmpstr (outcome, ==, "unknown");
  message = dup_value (fixture->file, "message");
  g_assert_nonnull (strstr (message, "cancelled"));
  drop_client (fixture);
}

/* Who gives no access says why, and that is kept. */
#define TYPE_FAILING_SOURCE (failing_source_get_type ())
G_DECLARE_FINAL_TYPE (FailingSource, failing_source, FAILING, SOURCE, GObject)

struct _FailingSource
{
  GObject parent_instance;
};

static DexFuture *
failing_source_load (CadetAccessSource *source)
{
  return dex_future_new_reject (CADET_ERROR, CADET_ERROR_KEYRING_LOCKED, "The keyring is locked.");
}

static void
failing_source_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = failing_source_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FailingSource, failing_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      failing_source_iface_init))

static void
failing_source_class_init (FailingSourceClass *klass)
{
}

static void
failing_source_init (FailingSource *self)
{
}

static void
test_no_access (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (FailingSource) source = g_object_new (TYPE_FAILING_SOURCE, NULL);
  g_autoptr (CadetProfile) profile =
    cadet_profile_new ("p", CADET_PROFILE_ACCESS_KEY, CADET_ACCESS_SOURCE (source));
  g_autoptr (CadetDraft) draft = new_draft ();
  g_autoptr (CadetTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *message = NULL;
  g_autofree char *preview = NULL;

  task = cadet_submitter_prepare (fixture->submitter, draft, profile, &error);
  g_assert_no_error (error);
  succeed (cadet_submitter_submit (fixture->submitter, task, draft, profile, NULL));
  outcome = dup_value (fixture->file, "outcome");
  g_assert_cmpstr (outcome, ==, "not-sent");
  message = dup_value (fixture->file, "message");
  g_assert_cmpstr (message, ==, "The keyring is locked.");

  preview = fail (cadet_submitter_preview (fixture->submitter, draft, profile),
                  CADET_ERROR_KEYRING_LOCKED);
  g_assert_cmpstr (preview, ==, "The keyring is locked.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

#define ADD(name, func, data) \
  g_test_add ("/tasks/submitter/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)

  ADD ("order", test_order, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autofree char *path = g_strconcat ("/tasks/submitter/lost/", lost[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_lost,
                  fixture_tear_down);
    }
  ADD ("cancelled/early", test_cancelled_early, NULL);
  ADD ("cancelled/before-reply", test_cancelled_late, "");
  ADD ("cancelled/in-reply", test_cancelled_late, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
  ADD ("no-access", test_no_access, NULL);

  return g_test_run ();
}
