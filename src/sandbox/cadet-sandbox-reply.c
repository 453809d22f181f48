/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-reply-private.h"

#include <string.h>

/**
 * cadet_sandbox_reply_new_bare:
 * @request: what is answered
 *
 * Returns: (transfer full): a reply with HTTP 200 that holds the RequestId alone
 */
CadetSandboxReply *
cadet_sandbox_reply_new_bare (CadetSandboxRequest *request)
{
  CadetSandboxReply *self;

  g_return_val_if_fail (request != NULL, NULL);

  self = g_new0 (CadetSandboxReply, 1);
  self->status = SOUP_STATUS_OK;
  self->object = json_object_new ();
  json_object_set_string_member (self->object, "RequestId", request->request_id);
  return self;
}

/**
 * cadet_sandbox_reply_new_error:
 * @request: what is answered
 * @status: HTTP status, 400 or above
 * @code: the service's code, such as `SignatureDoesNotMatch`
 * @format: printf() format of the message
 * @...: its arguments
 *
 * Makes a reply in the gateway's form: RequestId, HostId, Code, Message and Recommend; see
 * https://www.alibabacloud.com/help/doc-detail/50285.htm and the reply quoted in
 * https://github.com/aliyun/alibaba-cloud-sdk-go/issues/39.
 *
 * Returns: (transfer full): the reply
 */
CadetSandboxReply *
cadet_sandbox_reply_new_error (CadetSandboxRequest *request,
                               guint                status,
                               const char          *code,
                               const char          *format,
                               ...)
{
  CadetSandboxReply *self;
  g_autofree char *message = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *host = NULL;
  g_autofree char *recommend = NULL;
  const char *host_header;
  va_list args;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  /* Both may repeat bytes of the request, which need not be UTF-8. */
  valid = g_utf8_make_valid (message, -1);
  host_header = cadet_sandbox_request_get_header (request, "host");
  host = g_utf8_make_valid (host_header != NULL ? host_header : "", -1);
  recommend = g_strdup_printf ("https://next.api.alibabacloud.com/troubleshoot?q=%s", code);

  self = cadet_sandbox_reply_new_bare (request);
  self->status = status;
  json_object_set_string_member (self->object, "HostId", host);
  json_object_set_string_member (self->object, "Code", code);
  json_object_set_string_member (self->object, "Message", valid);
  json_object_set_string_member (self->object, "Recommend", recommend);
  return self;
}

/**
 * cadet_sandbox_reply_new_failure:
 * @request: what is answered
 * @code: one of CADT's own codes, such as `8004`
 * @message: its message
 *
 * Makes a reply with HTTP 200 whose Code says that the call failed; see
 * https://help.aliyun.com/zh/cadt/support/cadt-error-codes.
 *
 * Returns: (transfer full): the reply
 */
CadetSandboxReply *
cadet_sandbox_reply_new_failure (CadetSandboxRequest *request,
                                 const char          *code,
                                 const char          *message)
{
  CadetSandboxReply *self = cadet_sandbox_reply_new_bare (request);

  json_object_set_string_member (self->object, "Message", message);
  json_object_set_string_member (self->object, "Code", code);
  return self;
}

/**
 * cadet_sandbox_reply_new_success:
 * @request: what is answered
 * @code_is_text: whether Code is `"200"` rather than `200`; the service's pages show either,
 *   depending on the operation
 * @data: (transfer full): what Data is
 *
 * Returns: (transfer full): the reply
 */
CadetSandboxReply *
cadet_sandbox_reply_new_success (CadetSandboxRequest *request,
                                 gboolean             code_is_text,
                                 JsonNode            *data)
{
  CadetSandboxReply *self = cadet_sandbox_reply_new_bare (request);

  json_object_set_string_member (self->object, "Message", "Success");
  if (code_is_text)
    json_object_set_string_member (self->object, "Code", "200");
  else
    json_object_set_int_member (self->object, "Code", 200);
  json_object_set_member (self->object, "Data", data);
  return self;
}

/**
 * cadet_sandbox_reply_free:
 * @self: (transfer full): a reply
 *
 * Frees the reply.
 */
void
cadet_sandbox_reply_free (CadetSandboxReply *self)
{
  g_return_if_fail (self != NULL);

  json_object_unref (self->object);
  g_free (self);
}

/**
 * cadet_sandbox_reply_send:
 * @self: a reply
 * @request: what it answers
 * @message: where it goes out
 *
 * Hands the reply to the server, which adds Date and Content-Length.
 */
void
cadet_sandbox_reply_send (CadetSandboxReply   *self,
                          CadetSandboxRequest *request,
                          SoupServerMessage   *message)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  char *text;

  g_return_if_fail (self != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  json_node_set_object (root, self->object);
  text = json_to_string (root, FALSE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "x-acs-request-id", request->request_id);
  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "application/json;charset=utf-8", SOUP_MEMORY_TAKE,
                                    text, strlen (text));
}
