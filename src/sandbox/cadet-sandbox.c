/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox.h"

#include "sandbox/cadet-sandbox-keys-private.h"
#include "sandbox/cadet-sandbox-server-private.h"

#define DEFAULT_BIND_MS 3000
#define DEFAULT_RUN_MS 8000
#define MAX_TASK_SECONDS (24.0 * 60 * 60)

struct _CadetSandbox
{
  GObject parent_instance;

  GFile *state_file;
  guint16 port;
  guint bind_ms;
  guint run_ms;
  CadetSandboxKeys *keys;
  CadetSandboxFaults *faults;

  /* While it runs: the server, the future of its start, and this start's own pair. */
  CadetSandboxServer *server;
  DexFuture *started;
  CadetCredentials *credentials;
};

static void cadet_sandbox_access_source_init (CadetAccessSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetSandbox, cadet_sandbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      cadet_sandbox_access_source_init))

/* Ends what a former start left, which failed or was stopped. */
static void
clear_run (CadetSandbox *self)
{
  g_assert (CADET_IS_SANDBOX (self));

  g_clear_pointer (&self->server, cadet_sandbox_server_free);
  dex_clear (&self->started);
  if (self->credentials != NULL)
    cadet_sandbox_keys_remove (self->keys,
                               cadet_credentials_get_access_key_id (self->credentials));
  g_clear_object (&self->credentials);
}

/* A fiber and not a callback on the future: it keeps the sandbox until it is back in the caller's
 * context, while a rejected future lets go of its callback's data in the thread that rejects, which
 * is the one that a last reference would wait for. */
static DexFuture *
load_fiber (gpointer user_data)
{
  CadetSandbox *self = user_data;
  g_autoptr (CadetEndpoint) endpoint = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  g_assert (CADET_IS_SANDBOX (self));

  if (!dex_await (cadet_sandbox_start (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  text = cadet_sandbox_get_endpoint (self);
  if (text == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The sandbox was stopped");
  endpoint = cadet_endpoint_new (text, &error);
  if (endpoint == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (cadet_access_new (endpoint, self->credentials));
}

static DexFuture *
cadet_sandbox_load (CadetAccessSource *source)
{
  CadetSandbox *self = CADET_SANDBOX (source);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

static void
cadet_sandbox_access_source_init (CadetAccessSourceInterface *iface)
{
  iface->load = cadet_sandbox_load;
}

static void
cadet_sandbox_finalize (GObject *object)
{
  CadetSandbox *self = CADET_SANDBOX (object);

  clear_run (self);
  g_clear_object (&self->state_file);
  g_clear_pointer (&self->keys, cadet_sandbox_keys_free);
  g_clear_pointer (&self->faults, cadet_sandbox_faults_free);

  G_OBJECT_CLASS (cadet_sandbox_parent_class)->finalize (object);
}

static void
cadet_sandbox_class_init (CadetSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cadet_sandbox_finalize;
}

static void
cadet_sandbox_init (CadetSandbox *self)
{
  self->bind_ms = DEFAULT_BIND_MS;
  self->run_ms = DEFAULT_RUN_MS;
  self->keys = cadet_sandbox_keys_new ();
  self->faults = cadet_sandbox_faults_new ();
}

/**
 * cadet_sandbox_new:
 * @state_file: (nullable): a local file that keeps tasks and used nonces, made when it is not
 *   there; %NULL keeps them in memory
 *
 * Makes a sandbox that is not running. Several, in one process or more, may use one state file at
 * once; they see one another's tasks.
 *
 * Returns: (transfer full): the sandbox
 */
CadetSandbox *
cadet_sandbox_new (GFile *state_file)
{
  CadetSandbox *self;

  g_return_val_if_fail (state_file == NULL || G_IS_FILE (state_file), NULL);
  g_return_val_if_fail (state_file == NULL || g_file_peek_path (state_file) != NULL, NULL);

  self = g_object_new (CADET_TYPE_SANDBOX, NULL);
  g_set_object (&self->state_file, state_file);
  return self;
}

/**
 * cadet_sandbox_dup_default_state_file:
 *
 * Gets where the sandbox of the program keeps its state: `cadet/sandbox.db` in the user's data
 * folder. Nothing is created.
 *
 * Returns: (transfer full): the file
 */
GFile *
cadet_sandbox_dup_default_state_file (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "cadet", "sandbox.db", NULL);
}

/**
 * cadet_sandbox_set_port:
 * @self: a sandbox
 * @port: a TCP port, or 0 (the default) for any that is free
 *
 * Sets where the next start listens.
 */
void
cadet_sandbox_set_port (CadetSandbox *self,
                        guint16       port)
{
  g_return_if_fail (CADET_IS_SANDBOX (self));

  self->port = port;
}

/**
 * cadet_sandbox_set_task_seconds:
 * @self: a sandbox
 * @bind_seconds: how long a task is BINDING, 0 to 86400; 3 by default
 * @run_seconds: how long an executed task is RUNNING, 0 to 86400; 8 by default
 *
 * Sets the pace of tasks that are created or executed from now on.
 */
void
cadet_sandbox_set_task_seconds (CadetSandbox *self,
                                double        bind_seconds,
                                double        run_seconds)
{
  g_return_if_fail (CADET_IS_SANDBOX (self));
  g_return_if_fail (bind_seconds >= 0 && bind_seconds <= MAX_TASK_SECONDS);
  g_return_if_fail (run_seconds >= 0 && run_seconds <= MAX_TASK_SECONDS);

  self->bind_ms = (guint) (bind_seconds * 1000);
  self->run_ms = (guint) (run_seconds * 1000);
  if (self->server != NULL)
    cadet_sandbox_server_set_task_ms (self->server, self->bind_ms, self->run_ms);
}

/**
 * cadet_sandbox_add_access_key:
 * @self: a sandbox
 * @access_key_id: an AccessKey ID
 * @access_key_secret: its secret; a dummy, as this is no real service
 *
 * Accepts a pair beside the sandbox's own, from now on.
 */
void
cadet_sandbox_add_access_key (CadetSandbox *self,
                              const char   *access_key_id,
                              const char   *access_key_secret)
{
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (CadetCredentials) credentials = NULL;

  g_return_if_fail (CADET_IS_SANDBOX (self));
  g_return_if_fail (access_key_id != NULL && *access_key_id != '\0');
  g_return_if_fail (access_key_secret != NULL && *access_key_secret != '\0');

  secret = secret_value_new (access_key_secret, -1, "text/plain");
  credentials = cadet_credentials_new (access_key_id, secret, NULL);
  cadet_sandbox_keys_add (self->keys, credentials);
}

/**
 * cadet_sandbox_add_temporary_key:
 * @self: a sandbox
 * @access_key_id: an AccessKey ID
 * @access_key_secret: its secret
 * @security_token: the token that its requests must carry
 *
 * Accepts a temporary pair, from now on.
 */
void
cadet_sandbox_add_temporary_key (CadetSandbox *self,
                                 const char   *access_key_id,
                                 const char   *access_key_secret,
                                 const char   *security_token)
{
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (CadetCredentials) credentials = NULL;

  g_return_if_fail (CADET_IS_SANDBOX (self));
  g_return_if_fail (access_key_id != NULL && *access_key_id != '\0');
  g_return_if_fail (access_key_secret != NULL && *access_key_secret != '\0');
  g_return_if_fail (security_token != NULL && *security_token != '\0');

  secret = secret_value_new (access_key_secret, -1, "text/plain");
  token = secret_value_new (security_token, -1, "text/plain");
  credentials = cadet_credentials_new (access_key_id, secret, token);
  cadet_sandbox_keys_add (self->keys, credentials);
}

/**
 * cadet_sandbox_add_fault:
 * @self: a sandbox
 * @spec: `NAME[@ACTION][:COUNT]` or `NAME[@ACTION]:N%`; [func@sandbox_fault_get] has the names
 * @error: return location for a %CADET_ERROR_INVALID
 *
 * Lets something go wrong from now on: for the requests of one action, or of all; for the first so
 * many of them, or each with that chance, or all. Of several faults that fit a request, the one
 * that was added first strikes it.
 *
 * `refuse` is for the port as a whole, and its COUNT is in seconds, because a connection that is
 * refused comes to nobody's notice. It also closes the connections that there are. It is in force
 * when cadet_sandbox_start() has resolved, or what cadet_sandbox_count_tasks() gives afterwards.
 *
 * Returns: whether @spec is right; else @error (translated) names the place and the reason
 */
gboolean
cadet_sandbox_add_fault (CadetSandbox  *self,
                         const char    *spec,
                         GError       **error)
{
  CadetSandboxFault fault;

  g_return_val_if_fail (CADET_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (spec != NULL && g_utf8_validate (spec, -1, NULL), FALSE);

  if (!cadet_sandbox_fault_parse (spec, &fault, error))
    return FALSE;
  cadet_sandbox_faults_add (self->faults, &fault);
  if (self->server != NULL)
    cadet_sandbox_server_faults_changed (self->server);
  return TRUE;
}

/**
 * cadet_sandbox_clear_faults:
 * @self: a sandbox
 *
 * Lets nothing go wrong from now on.
 */
void
cadet_sandbox_clear_faults (CadetSandbox *self)
{
  g_return_if_fail (CADET_IS_SANDBOX (self));

  cadet_sandbox_faults_clear (self->faults);
  if (self->server != NULL)
    cadet_sandbox_server_faults_changed (self->server);
}

/**
 * cadet_sandbox_set_fault_seed:
 * @self: a sandbox
 * @seed: where chance begins
 *
 * Makes chance the same each time.
 */
void
cadet_sandbox_set_fault_seed (CadetSandbox *self,
                              guint32       seed)
{
  g_return_if_fail (CADET_IS_SANDBOX (self));

  cadet_sandbox_faults_set_seed (self->faults, seed);
}

/**
 * cadet_sandbox_set_fault_ms:
 * @self: a sandbox
 * @ms: how long `delay` waits, and what `throttling-after` asks for; 3000 by default
 *
 * Sets the time of the faults that have one.
 */
void
cadet_sandbox_set_fault_ms (CadetSandbox *self,
                            guint         ms)
{
  g_return_if_fail (CADET_IS_SANDBOX (self));

  cadet_sandbox_faults_set_ms (self->faults, ms);
}

/**
 * cadet_sandbox_get_requests:
 * @self: a sandbox
 * @action: the name of an operation
 *
 * Returns: how many requests for it this start of the server has read, right or wrong; what was
 *   refused or closed unread is not among them
 */
guint
cadet_sandbox_get_requests (CadetSandbox *self,
                            const char   *action)
{
  g_return_val_if_fail (CADET_IS_SANDBOX (self), 0);
  g_return_val_if_fail (action != NULL, 0);

  return self->server != NULL ? cadet_sandbox_server_get_requests (self->server, action) : 0;
}

/**
 * cadet_sandbox_count_tasks:
 * @self: a sandbox that was started
 * @executed: whether to count only those that were executed
 *
 * Counts the tasks that exist.
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects with
 *   %CADET_ERROR_STORAGE, or %G_IO_ERROR_CANCELLED when the server ends before
 */
DexFuture *
cadet_sandbox_count_tasks (CadetSandbox *self,
                           gboolean      executed)
{
  g_return_val_if_fail (CADET_IS_SANDBOX (self), NULL);
  g_return_val_if_fail (self->server != NULL, NULL);

  return cadet_sandbox_server_count_tasks (self->server, executed);
}

/**
 * cadet_sandbox_start:
 * @self: a sandbox
 *
 * Starts the server, or waits for its start when that was asked for before. Each start has a new
 * key pair of its own; cadet_access_source_load() gives it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the server listens, or would but
 *   for the fault `refuse`, or rejects with %CADET_ERROR_STORAGE when its state cannot be used, or
 *   %CADET_ERROR_FAILED when the port cannot
 */
DexFuture *
cadet_sandbox_start (CadetSandbox *self)
{
  g_return_val_if_fail (CADET_IS_SANDBOX (self), NULL);

  if (self->started != NULL && dex_future_is_rejected (self->started))
    clear_run (self);
  if (self->started == NULL)
    {
      clear_run (self);
      self->credentials = cadet_sandbox_make_random_key ();
      cadet_sandbox_keys_add (self->keys, self->credentials);
      self->server = cadet_sandbox_server_new (self->state_file, self->port, self->keys,
                                               self->faults);
      cadet_sandbox_server_set_task_ms (self->server, self->bind_ms, self->run_ms);
      self->started = cadet_sandbox_server_start (self->server);
    }
  return dex_ref (self->started);
}

/**
 * cadet_sandbox_stop:
 * @self: a sandbox
 *
 * Stops the server, if it runs. It may be started again.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the server has ended
 */
DexFuture *
cadet_sandbox_stop (CadetSandbox *self)
{
  g_return_val_if_fail (CADET_IS_SANDBOX (self), NULL);

  dex_clear (&self->started);
  if (self->server == NULL)
    return dex_future_new_true ();
  return cadet_sandbox_server_stop (self->server);
}

/**
 * cadet_sandbox_get_endpoint:
 * @self: a sandbox
 *
 * Returns: (transfer none) (nullable): `http://127.0.0.1:PORT` while the server runs
 */
const char *
cadet_sandbox_get_endpoint (CadetSandbox *self)
{
  g_return_val_if_fail (CADET_IS_SANDBOX (self), NULL);

  if (self->started == NULL)
    return NULL;
  return cadet_sandbox_server_get_endpoint (self->server);
}
