/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-sts.h"

#include "model/cadet-error.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

struct _CadetCallerIdentity
{
  GObject parent_instance;

  char *account_id;
  char *arn;
  char *identity_type;
  gint64 clock_skew_ms;
};

G_DEFINE_FINAL_TYPE (CadetCallerIdentity, cadet_caller_identity, G_TYPE_OBJECT)

typedef struct
{
  CadetClient *client;
  CadetAccess *access;
  GCancellable *cancellable;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->client);
  g_clear_object (&ask->access);
  g_clear_object (&ask->cancellable);
  g_free (ask);
}

static char *
dup_member (JsonObject *reply,
            const char *name)
{
  JsonNode *node = json_object_get_member (reply, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_dup_string (node);
}

/* The `Date` header has whole seconds and was written between @sent and @received; the middle of
 * both halves is the best guess. */
static gint64
measure_clock_skew (CadetExchange *exchange,
                    gint64 sent,
                    gint64 received)
{
  g_autofree char *date = cadet_exchange_dup_reply_header (exchange, "date");
  g_autoptr (GDateTime) server = NULL;
  gint64 server_ms;

  g_assert (CADET_IS_EXCHANGE (exchange));

  if (date != NULL)
    server = soup_date_time_new_from_http_string (date);
  if (server == NULL)
    return 0;

  server_ms = g_date_time_to_unix (server) * 1000 + 500;

  return (sent + received) / 2 / 1000 - server_ms;
}

static DexFuture *
ask_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr (CadetRequest) request = cadet_request_new ("GetCallerIdentity", CADET_STS_VERSION);
  g_autoptr (CadetEndpoint) endpoint =
    cadet_endpoint_dup_sts (cadet_access_get_endpoint (ask->access));
  g_autoptr (CadetAccess) access =
    cadet_access_new (endpoint, cadet_access_get_credentials (ask->access));
  g_autoptr (CadetExchange) exchange = NULL;
  g_autoptr (CadetCallerIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *reply;
  gint64 sent = g_get_real_time ();

  cadet_request_set_read_only (request, TRUE);
  exchange = dex_await_object (
    cadet_client_send (ask->client, request, access, ask->cancellable, NULL, NULL, NULL), &error);
  if (exchange != NULL)
    error = cadet_exchange_to_error (exchange);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  reply = cadet_exchange_get_reply (exchange);
  identity = g_object_new (CADET_TYPE_CALLER_IDENTITY, NULL);
  identity->account_id = dup_member (reply, "AccountId");
  identity->arn = dup_member (reply, "Arn");
  identity->identity_type = dup_member (reply, "IdentityType");
  identity->clock_skew_ms = measure_clock_skew (exchange, sent, g_get_real_time ());

  /* Anything may answer with a JSON object; that it knows the caller is the point of the
   * question. */
  if (identity->account_id == NULL && identity->arn == NULL)
    return dex_future_new_reject (CADET_ERROR, CADET_ERROR_SERVICE,
                                  _ ("The reply does not name the owner of the AccessKey. Check "
                                     "the endpoint."));

  return dex_future_new_take_object (g_steal_pointer (&identity));
}

static void
cadet_caller_identity_finalize (GObject *object)
{
  CadetCallerIdentity *self = CADET_CALLER_IDENTITY (object);

  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->arn, g_free);
  g_clear_pointer (&self->identity_type, g_free);

  G_OBJECT_CLASS (cadet_caller_identity_parent_class)->finalize (object);
}

static void
cadet_caller_identity_class_init (CadetCallerIdentityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_caller_identity_finalize;
}

static void
cadet_caller_identity_init (CadetCallerIdentity *self)
{
}

/**
 * cadet_caller_identity_get_account_id:
 * @self: a caller's identity
 *
 * Returns: (transfer none) (nullable): the ID of the account
 */
const char *
cadet_caller_identity_get_account_id (CadetCallerIdentity *self)
{
  g_return_val_if_fail (CADET_IS_CALLER_IDENTITY (self), NULL);

  return self->account_id;
}

/**
 * cadet_caller_identity_get_arn:
 * @self: a caller's identity
 *
 * Returns: (transfer none) (nullable): the resource name of the caller, such as
 *   `acs:ram::123456789012****:user/name`
 */
const char *
cadet_caller_identity_get_arn (CadetCallerIdentity *self)
{
  g_return_val_if_fail (CADET_IS_CALLER_IDENTITY (self), NULL);

  return self->arn;
}

/**
 * cadet_caller_identity_get_identity_type:
 * @self: a caller's identity
 *
 * Returns: (transfer none) (nullable): what the caller is: `Account`, `RAMUser`, `AssumedRoleUser`
 */
const char *
cadet_caller_identity_get_identity_type (CadetCallerIdentity *self)
{
  g_return_val_if_fail (CADET_IS_CALLER_IDENTITY (self), NULL);

  return self->identity_type;
}

/**
 * cadet_caller_identity_get_clock_skew_ms:
 * @self: a caller's identity
 *
 * The service refuses what is dated more than 15 minutes away from its own time.
 *
 * Returns: by how many ms this machine's clock is ahead of the service's, negative where it is
 *   behind, exact to about a second; 0 where the reply had no date
 */
gint64
cadet_caller_identity_get_clock_skew_ms (CadetCallerIdentity *self)
{
  g_return_val_if_fail (CADET_IS_CALLER_IDENTITY (self), 0);

  return self->clock_skew_ms;
}

/**
 * cadet_sts_get_caller_identity:
 * @client: sends the call
 * @access: whose credentials to test; the STS that belongs to its endpoint is asked
 * @cancellable: (nullable): cancels the call
 *
 * Asks the service whose AccessKey it is, which changes nothing and needs no permission.
 *
 * Returns: (transfer full): a future that resolves to a #CadetCallerIdentity, or rejects with a
 *   #CadetError or %G_IO_ERROR_CANCELLED
 */
DexFuture *
cadet_sts_get_caller_identity (CadetClient *client,
                               CadetAccess *access,
                               GCancellable *cancellable)
{
  Ask *ask;

  g_return_val_if_fail (CADET_IS_CLIENT (client), NULL);
  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  ask = g_new0 (Ask, 1);
  ask->client = g_object_ref (client);
  ask->access = g_object_ref (access);
  g_set_object (&ask->cancellable, cancellable);

  return dex_scheduler_spawn (NULL, 0, ask_fiber, ask, ask_free);
}
