/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* `cadet create` and what it leaves behind, as a program, against the sandbox and worse servers. */

#include "config.h"

#include "cli-fixture.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A process and an application of the sandbox. */
#define PROCESS "P3KTG43SW7XX6A17I"
#define APP "JXT3MLZJ56XX65D6"
#define REQUIRED "--process", PROCESS, "--name", "Shop stack", "--app", APP

static void
assert_member (const char *object, const char *name, const char *expected)
{
  g_autofree char *value = json_member (object, name);

  if (g_strcmp0 (value, expected) != 0)
    g_error ("“%s” is “%s”, not “%s”, in: %s", name, value, expected, object);
}

static void
assert_members (const char *object, const char *const *names, gboolean present)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = json_member (object, names[i]);

      if ((value != NULL) != present)
        g_error ("“%s” is %s in: %s", names[i], present ? "absent" : "there", object);
    }
}

/* An address where nobody listens: bound, and given back by closing. */
static char *
dup_deaf_endpoint (int *fd)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  /* Held without listening, so that nobody else is given the port meanwhile. */
  *fd = dup (g_socket_get_fd (socket));
  return g_strdup_printf ("http://127.0.0.1:%u",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

static void
assert_listed (Fixture *self, const char *attempt, const char *outcome)
{
  fixture_run (self, "task", "show", attempt, "--json", NULL);
  assert_status (self, 0);
  assert_member (self->out, "attempt", attempt);
  assert_member (self->out, "outcome", outcome);
  g_assert_cmpuint (fixture_count_tasks (self), ==, 1);
  assert_contains (self->out, attempt);
}

static void
test_created (Fixture *self, gconstpointer data)
{
  const char *const there[] = { "taskId",  "requestId", "httpStatus", "attempt",
                                "profile", "endpoint",  "at",         NULL };
  g_autofree char *attempt = NULL;
  g_autofree char *task_id = NULL;
  g_autofree char *short_attempt = NULL;
  g_autofree char *file = NULL;

  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  file = fixture_write (self, "more.json", "{\"zone\": \"b\", \"huge\": 18446744073709551616}", -1);
  fixture_run (self, "create", REQUIRED, "--var", "region=cn-hangzhou", "--var", "tags=a=b",
               "--var-json", "count=0.10", "--var-json", "on=true", "--var-json",
               "ports=[80, 1e21]", "--var-file", file, "--endpoint", self->endpoint, "--json",
               NULL);
  assert_status (self, 0);
  g_assert_cmpstr (strchr (self->out, '\n'), ==, "\n");
  assert_members (self->out, there, TRUE);
  assert_member (self->out, "outcome", "created");
  assert_member (self->out, "name", "Shop stack");
  assert_member (self->out, "processId", PROCESS);
  assert_member (self->out, "appId", APP);
  attempt = json_member (self->out, "attempt");
  task_id = json_member (self->out, "taskId");
  g_assert_true (g_uuid_string_is_valid (attempt));
  g_assert_cmpstr (self->err, ==, "");

  assert_listed (self, attempt, "created");
  assert_contains (self->out, task_id);

  fixture_run (self, "task", "show", task_id, NULL);
  assert_status (self, 0);
  assert_contains (self->out, attempt);
  assert_contains (self->out, "Shop stack");
  /* The request as it went out: in order, typed, digits kept. */
  assert_contains (self->out, "\"${region}\":\"cn-hangzhou\",\"${tags}\":\"a=b\",\"${count}\":0.10,"
                              "\"${on}\":true,\"${ports}\":[80,1e21],\"${zone}\":\"b\","
                              "\"${huge}\":18446744073709551616");
  assert_contains (self->out, "POST /");
  assert_contains (self->out, "RequestId");

  short_attempt = g_strndup (attempt, 8);
  fixture_run (self, "task", "list", NULL);
  assert_status (self, 0);
  assert_contains (self->out, short_attempt);
  assert_contains (self->out, task_id);
  fixture_run (self, "task", "show", short_attempt, "--json", NULL);
  assert_status (self, 0);
  assert_member (self->out, "attempt", attempt);

  fixture_assert_no_bytes (self, KEY_SECRET);
}

static void
test_created_for_people (Fixture *self, gconstpointer data)
{
  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", "--process", PROCESS, "--name", "网店", "--app", APP, "--profile",
               "environment", "--endpoint", self->endpoint, NULL);
  assert_status (self, 0);
  assert_contains (self->out, "Task ID: ");
  fixture_run (self, "task", "list", NULL);
  assert_contains (self->out, "网店");
  fixture_assert_no_bytes (self, KEY_SECRET);
}

static void
test_variables_from_input (Fixture *self, gconstpointer data)
{
  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  self->input = g_strdup ("\xef\xbb\xbf{\"from\": \"stdin\", \"${kept}\": \"too\"}");
  fixture_run (self, "create", REQUIRED, "--var-file", "-", "--no-wrap", "--endpoint",
               self->endpoint, "--dry-run", "--json", NULL);
  assert_status (self, 0);
  assert_contains (self->out, "from");
  assert_contains (self->out, "stdin");
  assert_lacks (self->out, "%24%7Bfrom");
  assert_contains (self->out, "%24%7Bkept%7D");
}

static void
test_sandbox_profile (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  /* No settings are asked: there is no schema to be found. */
  g_subprocess_launcher_setenv (self->launcher, "GSETTINGS_SCHEMA_DIR", self->home, TRUE);
  fixture_run (self, "create", REQUIRED, "--profile", "sandbox", "--json", NULL);
  assert_status (self, 0);
  assert_member (self->out, "outcome", "created");
  assert_member (self->out, "profile", "Sandbox");
  first = json_member (self->out, "taskId");

  /* Its tasks outlive the program: the next has another ID. */
  fixture_run (self, "create", REQUIRED, "--profile", "sandbox", "--json", NULL);
  assert_status (self, 0);
  second = json_member (self->out, "taskId");
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (fixture_count_tasks (self), ==, 2);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  const char *const there[] = { "code", "message", "requestId", "httpStatus", NULL };
  const char *const absent[] = { "taskId", NULL };
  g_autofree char *attempt = NULL;

  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, "another-secret-altogether");
  fixture_run (self, "create", REQUIRED, "--endpoint", self->endpoint, "--json", NULL);
  assert_status (self, 3);
  assert_member (self->out, "outcome", "refused");
  assert_member (self->out, "code", "SignatureDoesNotMatch");
  assert_members (self->out, there, TRUE);
  assert_members (self->out, absent, FALSE);
  assert_contains (self->err, "SignatureDoesNotMatch");
  fixture_assert_no_bytes (self, "another-secret-altogether");
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "refused");
}

static void
test_not_sent (Fixture *self, gconstpointer data)
{
  const char *const absent[] = { "taskId", "requestId", "code", "httpStatus", NULL };
  int fd = -1;
  g_autofree char *endpoint = dup_deaf_endpoint (&fd);
  g_autofree char *attempt = NULL;

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", REQUIRED, "--endpoint", endpoint, "--json", NULL);
  close (fd);
  assert_status (self, 4);
  assert_member (self->out, "outcome", "not-sent");
  assert_members (self->out, absent, FALSE);
  g_assert_cmpstr (self->err, !=, "");
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "not-sent");
  fixture_assert_no_bytes (self, KEY_SECRET);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new (RAW_CLOSE);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autofree char *attempt = NULL;

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", REQUIRED, "--endpoint", endpoint, "--json", NULL);
  assert_status (self, 5);
  assert_member (self->out, "outcome", "unknown");
  assert_contains (self->err, "unknown");
  /* It was not sent again. */
  g_assert_cmpuint (raw_server_get_connections (server), ==, 1);
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "unknown");
}

/* Settings as a file keeps them: limits, and a profile whose secret is in a keyring. */
static void
write_settings (Fixture *self)
{
  g_autofree char *folder = fixture_path (self, "config/glib-2.0/settings");

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_free (fixture_write (self, "config/glib-2.0/settings/keyfile",
                         "[io/github/cadetapp/Cadet]\n"
                         "connect-timeout=uint32 1000\n"
                         "read-timeout=uint32 1000\n"
                         "profile-ids=['11111111-2222-4333-8444-555555555555']\n"
                         "[io/github/cadetapp/Cadet/profiles/11111111-2222-4333-8444-555555555555]\n"
                         "name='Production'\n"
                         "access-key-id='" KEY_ID "'\n",
                         -1));
  g_subprocess_launcher_setenv (self->launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
}

/* The user's time limits count for keys of the environment, too, without a session bus. */
static void
test_limits (Fixture *self, gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new (RAW_HANG);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  gint64 begin = g_get_monotonic_time ();

  write_settings (self);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", REQUIRED, "--endpoint", endpoint, "--json", NULL);
  assert_status (self, 5);
  assert_member (self->out, "outcome", "unknown");
  assert_contains (self->err, "1 s");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 50 * G_TIME_SPAN_SECOND);
}

/* A profile whose secret nobody can look up. */
static void
test_no_keyring (Fixture *self, gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new (RAW_CREATED);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autofree char *attempt = NULL;

  write_settings (self);
  fixture_run (self, "create", REQUIRED, "--profile", "Production", "--endpoint", endpoint,
               "--json", NULL);
  assert_status (self, 4);
  assert_member (self->out, "outcome", "not-sent");
  assert_member (self->out, "profile", "Production");
  assert_contains (self->err, "No keyring answers");
  assert_contains (self->err, "ALIBABA_CLOUD_ACCESS_KEY_ID");
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "not-sent");

  fixture_run (self, "create", REQUIRED, "--profile", "Production", "--dry-run", NULL);
  assert_status (self, 4);
  g_assert_cmpstr (self->out, ==, "");
  assert_contains (self->err, "No keyring answers");
  g_assert_cmpuint (raw_server_get_connections (server), ==, 0);
}

static void
test_interrupted (Fixture *self, gconstpointer data)
{
  const char *arguments[] = { "create", REQUIRED, "--endpoint", NULL, "--json", NULL };
  g_autoptr (RawServer) server = raw_server_new (RAW_HANG);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *attempt = NULL;

  arguments[8] = endpoint;
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  process = fixture_spawnv (self, arguments);
  raw_server_wait_request (server);
  g_subprocess_send_signal (process, GPOINTER_TO_INT (data));
  fixture_finish (self, process);
  assert_status (self, 130);
  assert_member (self->out, "outcome", "unknown");
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "unknown");
}

/* Who finds the text of a dry run in a log cannot send it: the signature is not whole. */
static void
assert_no_signature (Fixture *self)
{
  g_autoptr (GRegex) whole = g_regex_new ("Signature=[0-9a-f]{9}", 0, 0, NULL);
  g_autoptr (GRegex) masked = g_regex_new ("Signature=[0-9a-f]{8}\\*{8}[\"\n]", 0, 0, NULL);

  g_assert_false (g_regex_match (whole, self->out, 0, NULL));
  g_assert_true (g_regex_match (masked, self->out, 0, NULL));
}

/* A session bus that takes connections and says nothing, so that the keyring is waited for. */
static GSocket *
listen_silently (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "bus");
  g_autofree char *bus = g_strdup_printf ("unix:path=%s", path);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_setenv (self->launcher, "DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  return socket;
}

/* Who does not want to wait for the keyring is let go at once, and nothing was sent. */
static void
test_interrupted_keyring (Fixture *self, gconstpointer data)
{
  const char *arguments[] = {
    "create", REQUIRED, "--json", "--profile", "Production", "--endpoint", NULL, data, NULL
  };
  g_autoptr (RawServer) server = raw_server_new (RAW_CREATED);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autoptr (GSocket) bus = NULL;
  g_autoptr (GSocket) connection = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *attempt = NULL;

  write_settings (self);
  bus = listen_silently (self);
  arguments[11] = endpoint;
  process = fixture_spawnv (self, arguments);
  connection = g_socket_accept (bus, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_send_signal (process, SIGINT);
  fixture_finish (self, process);
  assert_status (self, 130);
  g_assert_cmpuint (raw_server_get_connections (server), ==, 0);
  if (data != NULL)
    {
      g_assert_cmpstr (self->out, ==, "");
      return;
    }

  assert_member (self->out, "outcome", "not-sent");
  assert_contains (self->err, "You cancelled before anything was sent");
  attempt = json_member (self->out, "attempt");
  assert_listed (self, attempt, "not-sent");
}

static void
test_dry_run (Fixture *self, gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new (RAW_CLOSE);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autofree char *request = NULL;
  g_autofree char *url = NULL;
  g_autofree char *data_folder = fixture_path (self, "data/cadet");

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  g_subprocess_launcher_setenv (self->launcher, "ALIBABA_CLOUD_SECURITY_TOKEN", "YourSecurityToken",
                                TRUE);
  fixture_run (self, "create", REQUIRED, "--var", "region=cn", "--endpoint", endpoint, "--dry-run",
               NULL);
  assert_status (self, 0);
  g_assert_true (g_str_has_prefix (self->out, "POST / HTTP/1.1\n"));
  assert_contains (self->out, "x-acs-action: CreateTask\n");
  assert_contains (self->out, "x-acs-security-token: ********\n");
  assert_contains (self->out, "authorization: ACS3-HMAC-SHA256 Credential=" KEY_ID
                              ",SignedHeaders=content-type;host;x-acs-");
  assert_no_signature (self);
  assert_contains (self->out, "\n\n");
  assert_contains (self->out, "ProcessId=" PROCESS "&");
  fixture_assert_no_bytes (self, KEY_SECRET);
  fixture_assert_no_bytes (self, "YourSecurityToken");

  fixture_run (self, "create", REQUIRED, "--var", "region=cn", "--endpoint", endpoint, "--dry-run",
               "--json", NULL);
  assert_status (self, 0);
  request = json_member (self->out, "request");
  g_assert_nonnull (request);
  assert_member (request, "method", "POST");
  url = json_member (request, "url");
  g_assert_true (g_str_has_prefix (url, endpoint));
  assert_contains (request, "\"x-acs-action\":\"CreateTask\"");
  assert_contains (request, "\"x-acs-security-token\":\"********\"");
  assert_no_signature (self);
  fixture_assert_no_bytes (self, KEY_SECRET);
  fixture_assert_no_bytes (self, "YourSecurityToken");

  g_assert_cmpuint (raw_server_get_connections (server), ==, 0);
  g_assert_false (g_file_test (data_folder, G_FILE_TEST_EXISTS));
}

static void
test_output_lost (Fixture *self, gconstpointer data)
{
  g_autofree char *output = g_strdup (data);
  g_autofree char *command = NULL;
  const char *arguments[] = { "-c", NULL, "sh", g_getenv ("CADET_PROGRAM"), NULL, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  command = g_strdup_printf ("exec \"$1\" create --process " PROCESS " --name n --app " APP
                             " --endpoint \"$2\" %s",
                             output);
  arguments[1] = command;
  arguments[4] = self->endpoint;
  process = g_subprocess_launcher_spawn (self->launcher, &error, "sh", arguments[0], arguments[1],
                                         arguments[2], arguments[3], arguments[4], NULL);
  g_assert_no_error (error);
  fixture_finish (self, process);
  assert_status (self, 1);
  assert_contains (self->err, "output");
  /* Nothing is lost: the task is in the ledger. */
  g_assert_cmpuint (fixture_count_tasks (self), ==, 1);
  assert_contains (self->out, "\"created\"");
}

static void
test_read_only_home (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "data");
  g_autoptr (RawServer) server = raw_server_new (RAW_CLOSE);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);

  /* A file where the folder should be stops root, too. */
  if (geteuid () == 0)
    {
      g_assert_cmpint (g_rmdir (folder), ==, 0);
      g_free (fixture_write (self, "data", "", 0));
    }
  else
    g_assert_cmpint (g_chmod (folder, 0500), ==, 0);

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", REQUIRED, "--endpoint", endpoint, "--json", NULL);
  assert_status (self, 4);
  assert_member (self->out, "outcome", "not-sent");
  assert_contains (self->err, folder);
  g_assert_cmpuint (raw_server_get_connections (server), ==, 0);
}

/* A limit of nothing on the size of files: every write fails, as on a full disk. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  g_autoptr (RawServer) server = raw_server_new (RAW_CLOSE);
  g_autofree char *endpoint = raw_server_dup_endpoint (server);
  g_autofree char *folder = fixture_path (self, "data");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  process = g_subprocess_launcher_spawn (self->launcher, &error, "sh", "-c",
                                         "trap '' XFSZ; ulimit -f 0; exec \"$1\" create --process "
                                         "p --name n --app a --json --endpoint \"$2\"",
                                         "sh", g_getenv ("CADET_PROGRAM"), endpoint, NULL);
  g_assert_no_error (error);
  fixture_finish (self, process);
  assert_status (self, 4);
  assert_member (self->out, "outcome", "not-sent");
  assert_contains (self->err, folder);
  g_assert_cmpuint (raw_server_get_connections (server), ==, 0);
}

#define ADD(path, function, data)                                                                  \
  g_test_add ("/cli/create/" path, Fixture, data, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("created", test_created, NULL);
  ADD ("created-for-people", test_created_for_people, NULL);
  ADD ("variables-from-input", test_variables_from_input, NULL);
  ADD ("sandbox-profile", test_sandbox_profile, NULL);
  ADD ("refused", test_refused, NULL);
  ADD ("not-sent", test_not_sent, NULL);
  ADD ("unknown", test_unknown, NULL);
  ADD ("limits", test_limits, NULL);
  ADD ("no-keyring", test_no_keyring, NULL);
  ADD ("interrupted/int", test_interrupted, GINT_TO_POINTER (SIGINT));
  ADD ("interrupted/term", test_interrupted, GINT_TO_POINTER (SIGTERM));
  ADD ("interrupted/keyring", test_interrupted_keyring, NULL);
  ADD ("interrupted/keyring-dry", test_interrupted_keyring, "--dry-run");
  ADD ("dry-run", test_dry_run, NULL);
  ADD ("output-lost/full", test_output_lost, ">/dev/full");
  ADD ("output-lost/closed", test_output_lost, ">&-");
  ADD ("read-only-home", test_read_only_home, NULL);
  ADD ("full-disk", test_full_disk, NULL);

  return g_test_run ();
}
