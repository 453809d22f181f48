/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-request-private.h"

#include <string.h>

static void
clear_pair (gpointer data)
{
  CadetPair *pair = data;

  g_free ((char *) pair->name);
  g_free ((char *) pair->value);
}

static GArray *
new_pairs (void)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (CadetPair));

  g_array_set_clear_func (pairs, clear_pair);
  return pairs;
}

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    user_data)
{
  GArray *headers = user_data;
  CadetPair pair;

  pair.name = g_ascii_strdown (name, -1);
  pair.value = g_strdup (value);
  g_array_append_val (headers, pair);
}

/* Returns NULL when an escape is broken, or the result is not UTF-8 or has a NUL. */
static char *
decode_component (const char *text,
                  gsize       length)
{
  g_autoptr (GString) decoded = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '+')
        g_string_append_c (decoded, ' ');
      else if (text[i] != '%')
        g_string_append_c (decoded, text[i]);
      else if (i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          g_string_append_c (decoded, (char) (g_ascii_xdigit_value (text[i + 1]) * 16
                                              + g_ascii_xdigit_value (text[i + 2])));
          i += 2;
        }
      else
        return NULL;
    }

  /* The length is given, so an embedded NUL makes this fail, too. */
  if (!g_utf8_validate_len (decoded->str, decoded->len, NULL))
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&decoded));
}

/* Returns what is wrong (transfer full), or NULL. `+` is a space, as encoders of forms write it. */
static char *
decode_pairs (const char *text,
              gsize       length,
              const char *what,
              GArray     *pairs)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '&', end - text);
      const char *equals;
      CadetPair pair;

      if (stop == NULL)
        stop = end;
      equals = memchr (text, '=', stop - text);
      pair.name = decode_component (text, (equals != NULL ? equals : stop) - text);
      pair.value = equals != NULL ? decode_component (equals + 1, stop - equals - 1)
                                  : g_strdup ("");
      if (pair.name == NULL || pair.value == NULL)
        {
          clear_pair (&pair);
          return g_strdup_printf ("The %s has a broken escape or is not UTF-8.", what);
        }
      if (*pair.name == '\0')
        {
          clear_pair (&pair);
          return g_strdup_printf ("The %s has a parameter without a name.", what);
        }
      g_array_append_val (pairs, pair);

      if (stop < end && stop + 1 == end)
        return g_strdup_printf ("The %s ends with an ampersand.", what);
      text = stop + 1;
    }
  return NULL;
}

static gboolean
has_form_type (CadetSandboxRequest *self)
{
  const char *type = cadet_sandbox_request_get_header (self, "content-type");
  g_auto (GStrv) parts = NULL;

  if (type == NULL)
    return FALSE;
  parts = g_strsplit (type, ";", 2);
  return g_ascii_strcasecmp (g_strstrip (parts[0]), "application/x-www-form-urlencoded") == 0;
}

static char *
add_parameters (CadetSandboxRequest *self,
                GArray              *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      CadetPair *pair = &g_array_index (pairs, CadetPair, i);

      /* Which of two values the service takes is not documented; no client should depend on it. */
      if (!g_hash_table_insert (self->parameters, g_strdup (pair->name), g_strdup (pair->value)))
        return g_strdup_printf ("The parameter %s is given twice.", pair->name);
    }
  return NULL;
}

/**
 * cadet_sandbox_request_new:
 * @message: a message that has been read
 * @body: its whole body
 *
 * Copies what a client sent.
 *
 * Returns: (transfer full): the request
 */
CadetSandboxRequest *
cadet_sandbox_request_new (SoupServerMessage *message,
                           GBytes            *body)
{
  CadetSandboxRequest *self;
  GUri *uri;
  const char *query;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  self = g_new0 (CadetSandboxRequest, 1);
  uri = soup_server_message_get_uri (message);
  query = g_uri_get_query (uri);
  self->request_id = g_uuid_string_random ();
  for (char *p = self->request_id; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  self->method = g_strdup (soup_server_message_get_method (message));
  self->path = g_strdup (g_uri_get_path (uri));
  self->headers = new_pairs ();
  soup_message_headers_foreach (soup_server_message_get_request_headers (message),
                                add_header_cb, self->headers);
  self->query = new_pairs ();
  if (query != NULL)
    self->query_problem = decode_pairs (query, strlen (query), "query string", self->query);
  self->body = g_bytes_ref (body);
  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * cadet_sandbox_request_free:
 * @self: (transfer full): a request
 *
 * Frees the request.
 */
void
cadet_sandbox_request_free (CadetSandboxRequest *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->request_id);
  g_free (self->method);
  g_free (self->path);
  g_array_unref (self->headers);
  g_array_unref (self->query);
  g_free (self->query_problem);
  g_bytes_unref (self->body);
  g_hash_table_unref (self->parameters);
  g_free (self);
}

/**
 * cadet_sandbox_request_get_header:
 * @self: a request
 * @name: a header's name in lower case
 *
 * Returns: (transfer none) (nullable): the first value of that header
 */
const char *
cadet_sandbox_request_get_header (CadetSandboxRequest *self,
                                  const char          *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->headers->len; i++)
    {
      CadetPair *pair = &g_array_index (self->headers, CadetPair, i);

      if (g_str_equal (pair->name, name))
        return pair->value;
    }
  return NULL;
}

/**
 * cadet_sandbox_request_read_parameters:
 * @self: a request whose signature was right
 *
 * Decodes the form, strictly, and adds its parameters and those of the query to @parameters. A body
 * of another content type has no parameters.
 *
 * Returns: (transfer full) (nullable): what is wrong with the request
 */
char *
cadet_sandbox_request_read_parameters (CadetSandboxRequest *self)
{
  g_autoptr (GArray) form = new_pairs ();
  char *problem;

  g_return_val_if_fail (self != NULL, NULL);

  problem = add_parameters (self, self->query);
  if (problem == NULL && has_form_type (self))
    {
      gsize length;
      const char *text = g_bytes_get_data (self->body, &length);

      problem = decode_pairs (text, length, "body", form);
      if (problem == NULL)
        problem = add_parameters (self, form);
    }
  return problem;
}

/**
 * cadet_sandbox_request_get_parameter:
 * @self: a request whose parameters were read
 * @name: a parameter's name
 *
 * Returns: (transfer none) (nullable): its value, which may be empty
 */
const char *
cadet_sandbox_request_get_parameter (CadetSandboxRequest *self,
                                     const char          *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->parameters, name);
}
