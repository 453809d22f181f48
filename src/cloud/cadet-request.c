/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-request.h"

#include <string.h>

typedef struct
{
  char *name;
  GBytes *value;
  char *shown; /* only where the value is secret */
} Parameter;

struct _CadetRequest
{
  GObject parent_instance;

  char *action;
  char *version;
  GArray *form;
  gboolean has_secrets;
  gboolean read_only;
  gint64 clock_difference;
};

G_DEFINE_FINAL_TYPE (CadetRequest, cadet_request, G_TYPE_OBJECT)

static void
parameter_clear (gpointer data)
{
  Parameter *parameter = data;

  g_clear_pointer (&parameter->name, g_free);
  g_clear_pointer (&parameter->value, g_bytes_unref);
  g_clear_pointer (&parameter->shown, g_free);
}

static void
wipe_string (gpointer data)
{
  GString *string = data;

  explicit_bzero (string->str, string->allocated_len);
  g_string_free (string, TRUE);
}

static void
cadet_request_finalize (GObject *object)
{
  CadetRequest *self = CADET_REQUEST (object);

  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->form, g_array_unref);

  G_OBJECT_CLASS (cadet_request_parent_class)->finalize (object);
}

/* Encodes the form, with what stands for each secret in its place if @masked. */
static void
append_form (CadetRequest *self,
             GString *body,
             gboolean masked)
{
  g_assert (CADET_IS_REQUEST (self));

  for (guint i = 0; i < self->form->len; i++)
    {
      const Parameter *parameter = &g_array_index (self->form, Parameter, i);
      gsize length;
      const char *value = g_bytes_get_data (parameter->value, &length);

      if (i > 0)
        g_string_append_c (body, '&');
      cadet_form_encode (body, parameter->name, -1);
      g_string_append_c (body, '=');
      if (masked && parameter->shown != NULL)
        cadet_form_encode (body, parameter->shown, -1);
      else if (length > 0)
        cadet_form_encode (body, value, length);
    }
}

static void
cadet_request_class_init (CadetRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_request_finalize;
}

static void
cadet_request_init (CadetRequest *self)
{
  self->form = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_array_set_clear_func (self->form, parameter_clear);
}

/**
 * cadet_request_new:
 * @action: the operation, such as `CreateTask`
 * @version: the version of its API
 *
 * Returns: (transfer full): a request without parameters
 */
CadetRequest *
cadet_request_new (const char *action,
                   const char *version)
{
  CadetRequest *self;

  g_return_val_if_fail (action != NULL, NULL);
  g_return_val_if_fail (version != NULL, NULL);

  self = g_object_new (CADET_TYPE_REQUEST, NULL);
  self->action = g_strdup (action);
  self->version = g_strdup (version);

  return self;
}

/**
 * cadet_request_get_action:
 * @self: a request
 *
 * Returns: (transfer none): the operation
 */
const char *
cadet_request_get_action (CadetRequest *self)
{
  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);

  return self->action;
}

/**
 * cadet_request_get_version:
 * @self: a request
 *
 * Returns: (transfer none): the version of the API
 */
const char *
cadet_request_get_version (CadetRequest *self)
{
  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);

  return self->version;
}

/**
 * cadet_request_get_clock_difference:
 * @self: a request
 *
 * Returns: how many milliseconds the service's clock is ahead of this machine's, as far as known
 */
gint64
cadet_request_get_clock_difference (CadetRequest *self)
{
  g_return_val_if_fail (CADET_IS_REQUEST (self), 0);

  return self->clock_difference;
}

/**
 * cadet_request_set_clock_difference:
 * @self: a request
 * @milliseconds: how far the service's clock is ahead of this machine's, negative where it is
 *   behind
 *
 * Tries that are signed from now on have the service's time. It refuses a date that is more than 15
 * minutes off: https://developer.aliyun.com/ask/278265
 */
void
cadet_request_set_clock_difference (CadetRequest *self,
                                    gint64 milliseconds)
{
  g_return_if_fail (CADET_IS_REQUEST (self));

  self->clock_difference = milliseconds;
}

/**
 * cadet_request_get_read_only:
 * @self: a request
 *
 * Returns: whether the operation changes nothing at the service; no request does unless it was told
 */
gboolean
cadet_request_get_read_only (CadetRequest *self)
{
  g_return_val_if_fail (CADET_IS_REQUEST (self), FALSE);

  return self->read_only;
}

/**
 * cadet_request_set_read_only:
 * @self: a request
 * @read_only: whether the operation changes nothing at the service
 *
 * A request that only reads may go out on a connection that is already there.
 */
void
cadet_request_set_read_only (CadetRequest *self,
                             gboolean read_only)
{
  g_return_if_fail (CADET_IS_REQUEST (self));

  self->read_only = !!read_only;
}

/**
 * cadet_request_add_form:
 * @self: a request
 * @name: the parameter
 * @value: its value, not encoded; an empty one is sent as such
 *
 * Adds a parameter to the body. Parameters go out in the order in which they are added.
 */
void
cadet_request_add_form (CadetRequest *self,
                        const char *name,
                        const char *value)
{
  Parameter parameter = { 0 };

  g_return_if_fail (CADET_IS_REQUEST (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  parameter.name = g_strdup (name);
  parameter.value = g_bytes_new (value, strlen (value));
  g_array_append_val (self->form, parameter);
}

/**
 * cadet_request_add_form_secret:
 * @self: a request
 * @name: the parameter
 * @value: its value, not encoded; a reference is kept, so the bytes should wipe themselves
 * @shown: what stands for it where the request is shown or recorded, not encoded
 *
 * As [method@Request.add_form] for a value with a secret in it.
 */
void
cadet_request_add_form_secret (CadetRequest *self,
                               const char *name,
                               GBytes *value,
                               const char *shown)
{
  Parameter parameter = { 0 };

  g_return_if_fail (CADET_IS_REQUEST (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);
  g_return_if_fail (shown != NULL);

  parameter.name = g_strdup (name);
  parameter.value = g_bytes_ref (value);
  parameter.shown = g_strdup (shown);
  g_array_append_val (self->form, parameter);
  self->has_secrets = TRUE;
}

/**
 * cadet_request_get_body_bound:
 * @self: a request
 *
 * Returns: a number of bytes that the encoded body does not exceed
 */
gsize
cadet_request_get_body_bound (CadetRequest *self)
{
  gsize bound = 0;

  g_return_val_if_fail (CADET_IS_REQUEST (self), 0);

  for (guint i = 0; i < self->form->len; i++)
    {
      const Parameter *parameter = &g_array_index (self->form, Parameter, i);

      bound += 3 * (strlen (parameter->name) + g_bytes_get_size (parameter->value)) + 2;
    }

  return bound;
}

/**
 * cadet_request_dup_body:
 * @self: a request
 *
 * Encodes the form. May be called on any thread while nothing is added to @self.
 *
 * Returns: (transfer full): the body to send, secrets included; bytes with a secret in them are
 *   wiped when they are freed
 */
GBytes *
cadet_request_dup_body (CadetRequest *self)
{
  GString *body;

  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);

  /* Reserved whole where there is a secret: growing would leave copies of it in freed memory. */
  body = g_string_sized_new (self->has_secrets ? cadet_request_get_body_bound (self) + 1 : 256);
  append_form (self, body, FALSE);

  if (self->has_secrets)
    return g_bytes_new_with_free_func (body->str, body->len, wipe_string, body);

  return g_string_free_to_bytes (body);
}

/**
 * cadet_request_dup_shown_body:
 * @self: a request
 *
 * Returns: (transfer full): the body with what stands for each secret in its place
 */
char *
cadet_request_dup_shown_body (CadetRequest *self)
{
  GString *body;

  g_return_val_if_fail (CADET_IS_REQUEST (self), NULL);

  body = g_string_new (NULL);
  append_form (self, body, TRUE);

  return g_string_free_and_steal (body);
}
