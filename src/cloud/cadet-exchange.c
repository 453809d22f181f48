/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-exchange.h"

#include "model/cadet-error.h"
#include "model/cadet-json.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

struct _CadetExchange
{
  GObject parent_instance;

  CadetExchangeStage stage;
  GError *error;
  guint http_status;
  char *reply_headers;
  GBytes *reply_body;
  guint restarts;

  gboolean parsed;
  JsonObject *reply;
};

G_DEFINE_FINAL_TYPE (CadetExchange, cadet_exchange, G_TYPE_OBJECT)

static const char *const success_codes[] = { "200", "OK", "Success", "success", NULL };

/* How deep a reply may nest. The deepest documented has five levels. Whoever parses or frees JSON
 * recurses, and a fiber's stack has 128 KiB, so a reply is looked at before anybody does. */
#define MAX_DEPTH 32

static gboolean
is_shallow (const char *json,
            gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && json[i] == '\\')
        i++;
      else if (json[i] == '"')
        in_string = !in_string;
      else if (!in_string && (json[i] == '{' || json[i] == '[') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!in_string && (json[i] == '}' || json[i] == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

static JsonObject *
parse_reply (GBytes *body)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *json = NULL;
  gsize length = 0;
  const char *data;
  JsonNode *root;

  data = g_bytes_get_data (body, &length);
  if (length == 0 || !is_shallow (data, length))
    return NULL;

  json = cadet_json_minify (data, length, NULL);
  if (json == NULL)
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, json, -1, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return json_node_dup_object (root);
}

/* Back ends behind the same gateway write `Code` or `code`, and a code as text or as a number:
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-executetask prints
 * one, …-createtask the other. */
static char *
dup_text (JsonObject *reply,
          const char *upper,
          const char *lower)
{
  JsonNode *node;

  if (reply == NULL)
    return NULL;

  node = json_object_get_member (reply, upper);
  if (node == NULL)
    node = json_object_get_member (reply, lower);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_strdup (json_node_get_string (node));

    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

    default:
      /* What else it may be is no code, but it is there: never to be read as “no code”. */
      return json_to_string (node, FALSE);
    }
}

static void
cadet_exchange_finalize (GObject *object)
{
  CadetExchange *self = CADET_EXCHANGE (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->reply_headers, g_free);
  g_clear_pointer (&self->reply_body, g_bytes_unref);
  g_clear_pointer (&self->reply, json_object_unref);

  G_OBJECT_CLASS (cadet_exchange_parent_class)->finalize (object);
}

static void
cadet_exchange_class_init (CadetExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_exchange_finalize;
}

static void
cadet_exchange_init (CadetExchange *self)
{
}

/**
 * cadet_exchange_new:
 * @stage: how far it got
 * @error: (nullable): what ended it, %NULL when a whole reply came
 * @http_status: the status of the reply, 0 where none came
 * @reply_headers: (nullable): status line and headers, one a line
 * @reply_body: (nullable): the bytes of the reply as they came, cut short where @error says so
 *
 * Returns: (transfer full): a new exchange
 */
CadetExchange *
cadet_exchange_new (CadetExchangeStage stage,
                    const GError *error,
                    guint http_status,
                    const char *reply_headers,
                    GBytes *reply_body)
{
  CadetExchange *self;

  g_return_val_if_fail ((error == NULL) == (stage == CADET_EXCHANGE_ANSWERED), NULL);

  self = g_object_new (CADET_TYPE_EXCHANGE, NULL);
  self->stage = stage;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->http_status = http_status;
  self->reply_headers = g_strdup (reply_headers);
  self->reply_body = reply_body != NULL ? g_bytes_ref (reply_body) : NULL;

  return self;
}

/**
 * cadet_exchange_get_stage:
 * @self: an exchange
 *
 * Returns: how far it got
 */
CadetExchangeStage
cadet_exchange_get_stage (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), CADET_EXCHANGE_SENT);

  return self->stage;
}

/**
 * cadet_exchange_get_error:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): what ended it before a whole reply came: a #CadetError or
 *   %G_IO_ERROR_CANCELLED, its message a whole sentence; %NULL when a reply came, whatever it says
 */
const GError *
cadet_exchange_get_error (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return self->error;
}

/**
 * cadet_exchange_get_http_status:
 * @self: an exchange
 *
 * Returns: the HTTP status, 0 where no reply came
 */
guint
cadet_exchange_get_http_status (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), 0);

  return self->http_status;
}

/**
 * cadet_exchange_get_reply_headers:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): status line and headers of the reply, one a line
 */
const char *
cadet_exchange_get_reply_headers (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return self->reply_headers;
}

/**
 * cadet_exchange_get_reply_body:
 * @self: an exchange
 *
 * Returns: (transfer none) (nullable): the bytes of the reply, as far as they came
 */
GBytes *
cadet_exchange_get_reply_body (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return self->reply_body;
}

/**
 * cadet_exchange_dup_reply_header:
 * @self: an exchange
 * @name: a header's name, in any case
 *
 * Returns: (transfer full) (nullable): the value of the first such header of the reply
 */
char *
cadet_exchange_dup_reply_header (CadetExchange *self,
                                 const char *name)
{
  g_auto (GStrv) lines = NULL;
  gsize length;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->reply_headers == NULL)
    return NULL;

  length = strlen (name);
  lines = g_strsplit (self->reply_headers, "\n", -1);
  /* The first is the status line. */
  for (guint i = 0; lines[i] != NULL; i++)
    if (i > 0 && g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));

  return NULL;
}

/**
 * cadet_exchange_get_reply:
 * @self: an exchange
 *
 * The reply is parsed when it is first asked for, in time proportional to its size.
 *
 * Returns: (transfer none) (nullable): the reply's JSON object; %NULL where no whole reply came, or
 *   it is no JSON object, is not UTF-8, or nests deeper than 32 levels
 */
JsonObject *
cadet_exchange_get_reply (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  if (!self->parsed && self->stage == CADET_EXCHANGE_ANSWERED && self->reply_body != NULL)
    self->reply = parse_reply (self->reply_body);
  self->parsed = TRUE;

  return self->reply;
}

/**
 * cadet_exchange_dup_code:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the reply's `Code` as text, whether it came as text or
 *   number
 */
char *
cadet_exchange_dup_code (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return dup_text (cadet_exchange_get_reply (self), "Code", "code");
}

/**
 * cadet_exchange_dup_message:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the reply's `Message`, the service's own words
 */
char *
cadet_exchange_dup_message (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return dup_text (cadet_exchange_get_reply (self), "Message", "message");
}

/**
 * cadet_exchange_dup_request_id:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the `RequestId` of the reply, or of its headers: what the
 *   provider's support asks for
 */
char *
cadet_exchange_dup_request_id (CadetExchange *self)
{
  char *request_id;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  request_id = dup_text (cadet_exchange_get_reply (self), "RequestId", "requestId");
  if (request_id != NULL)
    return request_id;

  return cadet_exchange_dup_reply_header (self, "x-acs-request-id");
}

/**
 * cadet_exchange_dup_recommend:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): the address of the service's page about the failure
 */
char *
cadet_exchange_dup_recommend (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  return dup_text (cadet_exchange_get_reply (self), "Recommend", "recommend");
}

/**
 * cadet_exchange_get_restarts:
 * @self: an exchange
 *
 * Returns: how many tries went before the last one: the peer declared each of them unprocessed
 */
guint
cadet_exchange_get_restarts (CadetExchange *self)
{
  g_return_val_if_fail (CADET_IS_EXCHANGE (self), 0);

  return self->restarts;
}

/**
 * cadet_exchange_set_restarts:
 * @self: an exchange
 * @restarts: how many tries went before the last one
 */
void
cadet_exchange_set_restarts (CadetExchange *self,
                             guint restarts)
{
  g_return_if_fail (CADET_IS_EXCHANGE (self));

  self->restarts = restarts;
}

/**
 * cadet_exchange_is_success_code:
 * @code: (nullable): a code
 *
 * Which codes mean success: the package @alicloud/pop-core 1.8.0, `lib/rpc.js`,
 * the one official client that looks.
 *
 * Returns: whether @code says that the call succeeded
 */
gboolean
cadet_exchange_is_success_code (const char *code)
{
  return code != NULL && g_strv_contains (success_codes, code);
}

/**
 * cadet_exchange_succeeded:
 * @self: an exchange
 *
 * For calls that only read. HTTP 200 alone proves nothing, as CADT answers failures with it; a
 * reply without a `Code`, as STS gives, is a success. What a CreateTask came to is
 * [method@Exchange.judge_create]'s to say.
 *
 * Returns: whether the service did what it was asked
 */
gboolean
cadet_exchange_succeeded (CadetExchange *self)
{
  g_autofree char *code = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), FALSE);

  if (self->http_status != 200 || cadet_exchange_get_reply (self) == NULL)
    return FALSE;

  code = cadet_exchange_dup_code (self);

  return code == NULL || cadet_exchange_is_success_code (code);
}

/**
 * cadet_exchange_to_error:
 * @self: an exchange
 *
 * Returns: (transfer full) (nullable): why it failed, %CADET_ERROR_SERVICE where the service or
 *   something in its place answered; %NULL when it succeeded
 */
GError *
cadet_exchange_to_error (CadetExchange *self)
{
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  g_autofree char *request_id = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CADET_IS_EXCHANGE (self), NULL);

  if (self->error != NULL)
    return g_error_copy (self->error);
  if (cadet_exchange_succeeded (self))
    return NULL;

  code = cadet_exchange_dup_code (self);
  if (code == NULL)
    return g_error_new (CADET_ERROR, CADET_ERROR_SERVICE,
                        _ ("The reply (HTTP status %u) is not one of the service’s. Check the "
                           "endpoint, and whether a proxy answers in its place."),
                        self->http_status);

  message = cadet_exchange_dup_message (self);
  request_id = cadet_exchange_dup_request_id (self);
  if (message != NULL && message[0] != '\0')
    text = g_strdup_printf ("%s: %s", code, message);
  else
    text = g_strdup (code);

  if (request_id == NULL)
    /* Translators: %s is the service's code and message, in the service's words. */
    return g_error_new (CADET_ERROR, CADET_ERROR_SERVICE, _ ("The service answered %s"), text);

  return g_error_new (CADET_ERROR, CADET_ERROR_SERVICE,
                      /* Translators: the first %s is the service's code and message, the second
                       * the ID of the request, which is called RequestId in every language. */
                      _ ("The service answered %s (RequestId %s)"), text, request_id);
}
