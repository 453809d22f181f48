/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-fault-reply-private.h"

#include <string.h>

#define HUGE_SIZE (50 * 1000 * 1000)
#define DEEP_LEVELS 100000

#define JSON_TYPE "application/json;charset=utf-8"
#define HTML_TYPE "text/html;charset=utf-8"

static const char bad_gateway_page[] =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
  "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/* A reply as it will be on the wire. */
typedef struct
{
  guint status;
  const char *type;
  GString *more; /* further headers, each with its line end */
  GString *body;
  gint64 skew_ms;
} Wire;

static void
wire_clear (Wire *self)
{
  g_string_free (self->more, TRUE);
  g_string_free (self->body, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wire, wire_clear)

static void
append_head (Wire                *self,
             CadetSandboxRequest *request,
             GString             *bytes)
{
  gint64 ms = g_get_real_time () / 1000 + self->skew_ms;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (ms / 1000);
  g_autofree char *date = soup_date_time_to_string (time, SOUP_DATE_HTTP);

  g_string_append_printf (bytes,
                          "HTTP/1.1 %u %s\r\n"
                          "Date: %s\r\n"
                          "Content-Type: %s\r\n"
                          "x-acs-request-id: %s\r\n"
                          "Connection: close\r\n"
                          "%s",
                          self->status, soup_status_get_phrase (self->status), date, self->type,
                          request->request_id, self->more->str);
}

static GBytes *
write_plain (Wire                *self,
             CadetSandboxRequest *request)
{
  GString *bytes = g_string_sized_new (self->body->len + 512);

  append_head (self, request, bytes);
  g_string_append_printf (bytes, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", self->body->len);
  g_string_append_len (bytes, self->body->str, (gssize) self->body->len);
  return g_string_free_to_bytes (bytes);
}

/* Without the second half of the body, which was announced. */
static GBytes *
write_cut (Wire                *self,
           CadetSandboxRequest *request)
{
  g_autoptr (GBytes) whole = write_plain (self, request);

  return g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - self->body->len / 2);
}

/* The second chunk's size is no number. */
static GBytes *
write_bad_chunk (Wire                *self,
                 CadetSandboxRequest *request)
{
  GString *bytes = g_string_new (NULL);
  gsize half = self->body->len / 2;

  append_head (self, request, bytes);
  g_string_append_printf (bytes, "Transfer-Encoding: chunked\r\n\r\n%" G_GSIZE_MODIFIER "x\r\n",
                          half);
  g_string_append_len (bytes, self->body->str, (gssize) half);
  g_string_append_printf (bytes, "\r\nno size\r\n%s\r\n0\r\n\r\n", self->body->str + half);
  return g_string_free_to_bytes (bytes);
}

static void
set_object (Wire       *self,
            JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (root, object);
  text = json_to_string (root, FALSE);
  g_string_assign (self->body, text);
}

/* Puts one more member before the end of the object, as it is given. */
static void
add_raw_member (Wire       *self,
                const char *name,
                GString    *value)
{
  g_string_truncate (self->body, self->body->len - 1);
  g_string_append_printf (self->body, ",\"%s\":", name);
  g_string_append_len (self->body, value->str, (gssize) value->len);
  g_string_append_c (self->body, '}');
}

static void
set_text_data (Wire              *self,
               CadetSandboxReply *reply)
{
  JsonNode *data = json_object_get_member (reply->object, "Data");
  g_autofree char *text = data != NULL ? json_to_string (data, FALSE) : NULL;

  if (text != NULL)
    json_object_set_string_member (reply->object, "Data", text);
  set_object (self, reply->object);
}

/* A new task has an ID that large already; what tells of one is made to say so. */
static void
set_large_id (Wire              *self,
              CadetSandboxReply *reply,
              gint64             base)
{
  JsonNode *data = json_object_get_member (reply->object, "Data");

  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    {
      JsonObject *object = json_node_get_object (data);
      gint64 id = json_object_get_int_member_with_default (object, "Id", 0);

      if (id < base)
        json_object_set_int_member (object, "Id", base + id);
    }
  set_object (self, reply->object);
}

static void
set_bad_utf8 (Wire              *self,
              CadetSandboxReply *reply)
{
  g_autoptr (GString) value = g_string_new ("\"\xff\xfe\xc3\x28\"");

  json_object_remove_member (reply->object, "Message");
  set_object (self, reply->object);
  add_raw_member (self, "Message", value);
}

static void
set_huge (Wire *self)
{
  g_autoptr (GString) value = g_string_sized_new (HUGE_SIZE + 2);

  g_string_append_c (value, '"');
  g_string_set_size (value, HUGE_SIZE);
  memset (value->str + 1, 'x', HUGE_SIZE - 1);
  g_string_append_c (value, '"');
  add_raw_member (self, "Padding", value);
}

static void
set_deep (Wire              *self,
          CadetSandboxReply *reply)
{
  g_autoptr (GString) value = g_string_new (NULL);

  g_string_set_size (value, 2 * DEEP_LEVELS);
  memset (value->str, '[', DEEP_LEVELS);
  memset (value->str + DEEP_LEVELS, ']', DEEP_LEVELS);
  json_object_remove_member (reply->object, "Data");
  set_object (self, reply->object);
  add_raw_member (self, "Data", value);
}

static void
compress_body (Wire *self)
{
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GBytes) plain = g_bytes_new (self->body->str, self->body->len);
  g_autoptr (GBytes) packed = g_converter_convert_bytes (G_CONVERTER (compressor), plain, NULL);
  gsize length = 0;
  const char *data = g_bytes_get_data (packed, &length);

  g_string_truncate (self->body, 0);
  g_string_append_len (self->body, data, (gssize) length);
}

static CadetSandboxReply *
refuse (CadetSandboxFaultKind  kind,
        CadetSandboxRequest   *request)
{
  switch ((int) kind)
    {
    case CADET_SANDBOX_FAULT_THROTTLING:
    case CADET_SANDBOX_FAULT_THROTTLING_AFTER:
      return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST, "Throttling.User",
                                            "Request was denied due to user flow control.");

    case CADET_SANDBOX_FAULT_WRONG_SIGNATURE:
      return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                            "SignatureDoesNotMatch",
                                            "Specified signature is not matched with our "
                                            "calculation.");

    case CADET_SANDBOX_FAULT_EXPIRED_TOKEN:
      return cadet_sandbox_reply_new_error (request, SOUP_STATUS_BAD_REQUEST,
                                            "InvalidSecurityToken.Expired",
                                            "Specified SecurityToken is expired.");

    case CADET_SANDBOX_FAULT_SERVICE_ERROR:
      return cadet_sandbox_reply_new_error (request, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                                            "ServiceError", "The service failed; try again later.");

    case CADET_SANDBOX_FAULT_UNAVAILABLE:
      return cadet_sandbox_reply_new_error (request, SOUP_STATUS_SERVICE_UNAVAILABLE,
                                            "ServiceUnavailable",
                                            "The request has failed due to a temporary failure of "
                                            "the server.");

    case CADET_SANDBOX_FAULT_FAILING_CODE:
      return cadet_sandbox_reply_new_failure (request, "2003", "bp.java.nopower");

    default:
      return NULL;
    }
}

static void
fill (Wire                  *self,
      CadetSandboxFaultKind  kind,
      CadetSandboxReply     *reply,
      guint                  ms,
      const char            *endpoint)
{
  switch ((int) kind)
    {
    case CADET_SANDBOX_FAULT_THROTTLING_AFTER:
      g_string_append_printf (self->more, "x-acs-retry-after: %u\r\n", ms);
      break;

    case CADET_SANDBOX_FAULT_SKEWED_CLOCK:
      self->skew_ms = CADET_SANDBOX_SKEW_MS;
      break;

    case CADET_SANDBOX_FAULT_BAD_GATEWAY:
      self->status = SOUP_STATUS_BAD_GATEWAY;
      self->type = HTML_TYPE;
      g_string_assign (self->body, bad_gateway_page);
      break;

    case CADET_SANDBOX_FAULT_REDIRECT:
      self->status = SOUP_STATUS_FOUND;
      self->type = HTML_TYPE;
      g_string_append_printf (self->more, "Location: %s/elsewhere\r\n", endpoint);
      g_string_assign (self->body, "<html><body>It is elsewhere.</body></html>\r\n");
      break;

    case CADET_SANDBOX_FAULT_NO_DATA:
      json_object_remove_member (reply->object, "Data");
      set_object (self, reply->object);
      break;

    case CADET_SANDBOX_FAULT_TEXT_DATA:
      set_text_data (self, reply);
      break;

    case CADET_SANDBOX_FAULT_ID_ABOVE_2_31:
    case CADET_SANDBOX_FAULT_ID_ABOVE_2_53:
      set_large_id (self, reply, cadet_sandbox_fault_get_first_id (kind));
      break;

    case CADET_SANDBOX_FAULT_TRUNCATED_JSON:
      g_string_truncate (self->body, self->body->len / 2);
      break;

    case CADET_SANDBOX_FAULT_BAD_UTF8:
      set_bad_utf8 (self, reply);
      break;

    case CADET_SANDBOX_FAULT_HUGE_REPLY:
      set_huge (self);
      break;

    case CADET_SANDBOX_FAULT_DEEP_JSON:
      set_deep (self, reply);
      break;

    case CADET_SANDBOX_FAULT_WRONG_TYPE:
      self->type = HTML_TYPE;
      break;

    case CADET_SANDBOX_FAULT_GZIP:
      compress_body (self);
      g_string_append (self->more, "Content-Encoding: gzip\r\n");
      break;

    case CADET_SANDBOX_FAULT_FALSE_GZIP:
      g_string_append (self->more, "Content-Encoding: gzip\r\n");
      break;

    default:
      break;
    }
}

/**
 * cadet_sandbox_fault_get_first_id:
 * @kind: a fault
 *
 * Returns: the least ID that a task gets that is created under that fault
 */
gint64
cadet_sandbox_fault_get_first_id (CadetSandboxFaultKind kind)
{
  if (kind == CADET_SANDBOX_FAULT_ID_ABOVE_2_31)
    return (G_GINT64_CONSTANT (1) << 31) + 1;
  if (kind == CADET_SANDBOX_FAULT_ID_ABOVE_2_53)
    return (G_GINT64_CONSTANT (1) << 53) + 1;
  return 1;
}

/**
 * cadet_sandbox_fault_make_script:
 * @kind: a fault that strikes a single request
 * @request: the request
 * @reply: (nullable): what the sandbox would answer, which may be changed; %NULL where it was not
 *   asked
 * @ms: the time of the faults that have one
 * @endpoint: where the sandbox listens
 * @script: (out caller-allocates): what to do with the connection
 *
 * Spoils a reply.
 */
void
cadet_sandbox_fault_make_script (CadetSandboxFaultKind  kind,
                                 CadetSandboxRequest   *request,
                                 CadetSandboxReply     *reply,
                                 guint                  ms,
                                 const char            *endpoint,
                                 CadetSandboxScript    *script)
{
  g_autoptr (CadetSandboxReply) refusal = NULL;
  g_auto (Wire) wire = { .type = JSON_TYPE };

  g_return_if_fail (request != NULL);
  g_return_if_fail (endpoint != NULL);
  g_return_if_fail (script != NULL);

  *script = (CadetSandboxScript) { 0 };
  wire.more = g_string_new (NULL);
  wire.body = g_string_new (NULL);
  refusal = refuse (kind, request);
  if (refusal != NULL)
    reply = refusal;
  if (reply != NULL)
    {
      wire.status = reply->status;
      set_object (&wire, reply->object);
    }
  fill (&wire, kind, reply, ms, endpoint);

  switch ((int) kind)
    {
    case CADET_SANDBOX_FAULT_LOST_REPLY:
      break;

    case CADET_SANDBOX_FAULT_CUT_REPLY:
      script->bytes = write_cut (&wire, request);
      break;

    case CADET_SANDBOX_FAULT_BAD_CHUNK:
      script->bytes = write_bad_chunk (&wire, request);
      break;

    case CADET_SANDBOX_FAULT_DELAY:
      script->pause_ms = ms;
      script->bytes = write_plain (&wire, request);
      break;

    case CADET_SANDBOX_FAULT_HANG:
      script->end = CADET_SANDBOX_END_HANG;
      break;

    case CADET_SANDBOX_FAULT_BYTE_BY_BYTE:
      script->bytes = write_plain (&wire, request);
      script->piece = 1;
      script->piece_ms = 1;
      break;

    default:
      script->bytes = write_plain (&wire, request);
      break;
    }
}
