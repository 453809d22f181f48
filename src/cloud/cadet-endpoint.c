/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-endpoint.h"

#include "model/cadet-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

struct _CadetEndpoint
{
  GObject parent_instance;

  char *text;
  char *authority;
  char *uri;
  const CadetEndpointPreset *preset;
  gboolean loopback;
};

G_DEFINE_FINAL_TYPE (CadetEndpoint, cadet_endpoint, G_TYPE_OBJECT)

/* The documented ones, all there are:
 * https://help.aliyun.com/zh/cadt/developer-reference/api-bpstudio-2021-09-31-endpoint */
static const CadetEndpointPreset presets[] = {
  { "cn-hangzhou", "bpstudio.cn-hangzhou.aliyuncs.com" },
  { "ap-southeast-1", "bpstudio.ap-southeast-1.aliyuncs.com" },
  { "cn-hangzhou-vpc", "bpstudio-vpc.cn-hangzhou.aliyuncs.com" },
  { "ap-southeast-1-vpc", "bpstudio-vpc.ap-southeast-1.aliyuncs.com" },
};

#define VPC_SUFFIX "-vpc"

static const CadetEndpointPreset *
find_preset_by_host (const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_ascii_strcasecmp (presets[i].host, host) == 0)
      return &presets[i];

  return NULL;
}

static const CadetEndpointPreset *
find_preset (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_ascii_strcasecmp (presets[i].id, text) == 0)
      return &presets[i];

  return find_preset_by_host (text);
}

static gboolean
fail (GError **error,
      const char *text,
      const char *what_is_wrong)
{
  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
               /* Translators: the first %s is what was typed, the second a whole sentence that
                * says what is wrong with it. */
               _ ("The endpoint “%s” cannot be used. %s Give cn-hangzhou, ap-southeast-1, "
                  "cn-hangzhou-vpc or ap-southeast-1-vpc, or an address such as "
                  "https://host or https://host:8443."),
               text, what_is_wrong);
  return FALSE;
}

static gboolean
is_loopback_host (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* The name as it goes over the wire: lower case, and ASCII where it was not. */
static char *
normalize_name (const char *name)
{
  g_autofree char *ascii = NULL;
  gsize length;

  if (g_hostname_is_non_ascii (name))
    ascii = g_hostname_to_ascii (name);
  else
    ascii = g_ascii_strdown (name, -1);
  if (ascii == NULL)
    return NULL;

  length = strlen (ascii);
  if (length == 0 || length > 253 || ascii[0] == '.' || strstr (ascii, "..") != NULL ||
      strspn (ascii, "abcdefghijklmnopqrstuvwxyz0123456789-._") != length)
    return NULL;
  if (g_hostname_is_ip_address (ascii))
    return g_steal_pointer (&ascii);

  /* Four numbers that are no address, such as 1.2.3.400, are a slip and not a name. */
  if (strspn (ascii, "0123456789.") == length)
    return NULL;

  return g_steal_pointer (&ascii);
}

/* Splits `host[:port]`, the host without the brackets of an IPv6 address. */
static gboolean
split_authority (const char *text,
                 const char *authority,
                 char **host,
                 int *port,
                 GError **error)
{
  g_autofree char *name = NULL;
  const char *rest;

  if (authority[0] == '[')
    {
      const char *end = strchr (authority, ']');
      g_autoptr (GInetAddress) address = NULL;

      if (end != NULL)
        {
          name = g_strndup (authority + 1, end - authority - 1);
          address = g_inet_address_new_from_string (name);
        }
      if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
        return fail (error, text, _ ("What is in brackets is not an IPv6 address."));
      *host = g_inet_address_to_string (address);
      rest = end + 1;
    }
  else
    {
      rest = strchr (authority, ':');
      if (rest == NULL)
        rest = authority + strlen (authority);
      name = g_strndup (authority, rest - authority);
      if (name[0] == '\0')
        return fail (error, text, _ ("The host is missing."));
      *host = normalize_name (name);
      if (*host == NULL)
        return fail (error, text, _ ("Its host is not a valid name."));
    }

  *port = -1;
  if (rest[0] == '\0')
    return TRUE;

  if (rest[0] == ':')
    {
      guint64 number;

      if (g_ascii_string_to_unsigned (rest + 1, 10, 1, G_MAXUINT16, &number, NULL))
        {
          *port = (int) number;
          return TRUE;
        }
    }

  return fail (error, text, _ ("Its port is not a number from 1 to 65535."));
}

static gboolean
parse_address (CadetEndpoint *self,
               const char *text,
               GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *authority = NULL;
  g_autofree char *bracketed = NULL;
  const char *separator = strstr (text, "://");
  const char *scheme;
  const char *end;
  int default_port;
  int port;

  g_assert (CADET_IS_ENDPOINT (self));

  if (separator == NULL)
    return fail (error, text, _ ("It is neither a known endpoint nor begins with https://."));

  if (separator - text == 5 && g_ascii_strncasecmp (text, "https", 5) == 0)
    {
      scheme = "https";
      default_port = 443;
    }
  else if (separator - text == 4 && g_ascii_strncasecmp (text, "http", 4) == 0)
    {
      scheme = "http";
      default_port = 80;
    }
  else
    {
      return fail (error, text, _ ("It does not begin with https://."));
    }

  end = strpbrk (separator + 3, "/?#\\");
  if (end == NULL)
    end = separator + strlen (separator);
  authority = g_strndup (separator + 3, end - separator - 3);

  if (strchr (authority, '@') != NULL)
    return fail (error, text, _ ("A user name in it is not accepted."));
  if (end[0] == '/' && end[1] != '\0')
    return fail (error, text, _ ("A path after the host is not accepted."));
  if (end[0] != '\0' && end[0] != '/')
    return fail (error, text, _ ("Only a host and a port are accepted."));
  if (!split_authority (text, authority, &host, &port, error))
    return FALSE;

  self->loopback = is_loopback_host (host);
  if (!self->loopback && default_port == 80)
    return fail (error, text, _ ("Plain http:// is accepted for this machine only; the AccessKey "
                                 "and the task would cross the network unprotected."));

  /* The Host header, which is signed, leaves out a port that is the default, as HTTP clients do. */
  if (port == default_port)
    port = -1;
  bracketed = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  self->authority =
    port < 0 ? g_strdup (bracketed) : g_strdup_printf ("%s:%d", bracketed, port);
  self->uri = g_strdup_printf ("%s://%s/", scheme, self->authority);
  if (default_port == 443 && port < 0)
    self->preset = find_preset_by_host (host);

  return TRUE;
}

static void
cadet_endpoint_finalize (GObject *object)
{
  CadetEndpoint *self = CADET_ENDPOINT (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->authority, g_free);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (cadet_endpoint_parent_class)->finalize (object);
}

static void
cadet_endpoint_class_init (CadetEndpointClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_endpoint_finalize;
}

static void
cadet_endpoint_init (CadetEndpoint *self)
{
}

/**
 * cadet_endpoint_get_presets:
 * @n_presets: (out): how many
 *
 * The documented endpoints of CADT, the default one first. The region is where the interface is
 * served, not where resources are created.
 *
 * Returns: (transfer none) (array length=n_presets): the presets
 */
const CadetEndpointPreset *
cadet_endpoint_get_presets (guint *n_presets)
{
  g_return_val_if_fail (n_presets != NULL, NULL);

  *n_presets = G_N_ELEMENTS (presets);

  return presets;
}

/**
 * cadet_endpoint_new:
 * @text: the ID of a preset, the host of one, or `https://host[:port]`; `http://` only where the
 *   host is this machine (`localhost`, 127.0.0.0/8 and `[::1]`). White space around it is dropped
 * @error: return location for a %CADET_ERROR_INVALID that names what is wrong with it
 *
 * Says where calls go. Looks nothing up.
 *
 * Returns: (transfer full) (nullable): a new endpoint
 */
CadetEndpoint *
cadet_endpoint_new (const char *text,
                    GError **error)
{
  g_autoptr (CadetEndpoint) self = NULL;
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      fail (error, valid, _ ("It is not UTF-8 text."));
      return NULL;
    }

  self = g_object_new (CADET_TYPE_ENDPOINT, NULL);
  stripped = g_strstrip (g_strdup (text));
  self->preset = find_preset (stripped);
  if (self->preset != NULL)
    {
      self->authority = g_strdup (self->preset->host);
      self->uri = g_strdup_printf ("https://%s/", self->preset->host);
    }
  else if (!parse_address (self, stripped, error))
    {
      return NULL;
    }
  self->text = g_steal_pointer (&stripped);

  return g_steal_pointer (&self);
}

/**
 * cadet_endpoint_get_text:
 * @self: an endpoint
 *
 * Returns: (transfer none): the text it was made from, which makes it again
 */
const char *
cadet_endpoint_get_text (CadetEndpoint *self)
{
  g_return_val_if_fail (CADET_IS_ENDPOINT (self), NULL);

  return self->text;
}

/**
 * cadet_endpoint_get_authority:
 * @self: an endpoint
 *
 * Returns: (transfer none): the Host header, as it is signed and sent: the host, and the port where
 *   it is not the default one
 */
const char *
cadet_endpoint_get_authority (CadetEndpoint *self)
{
  g_return_val_if_fail (CADET_IS_ENDPOINT (self), NULL);

  return self->authority;
}

/**
 * cadet_endpoint_get_uri:
 * @self: an endpoint
 *
 * Returns: (transfer none): the URI that requests are posted to, with its path `/`
 */
const char *
cadet_endpoint_get_uri (CadetEndpoint *self)
{
  g_return_val_if_fail (CADET_IS_ENDPOINT (self), NULL);

  return self->uri;
}

/**
 * cadet_endpoint_is_loopback:
 * @self: an endpoint
 *
 * Returns: whether its host is this machine
 */
gboolean
cadet_endpoint_is_loopback (CadetEndpoint *self)
{
  g_return_val_if_fail (CADET_IS_ENDPOINT (self), FALSE);

  return self->loopback;
}

/**
 * cadet_endpoint_dup_sts:
 * @self: an endpoint
 *
 * Where to ask whose AccessKey it is: the STS of the same region, through the VPC where @self is.
 * An endpoint that is no preset is asked itself, as whatever answers there stands for the service.
 * Names: npm `@alicloud/sts20150401` 1.2.0, `dist/client.js`
 *
 * Returns: (transfer full): the endpoint of STS
 */
CadetEndpoint *
cadet_endpoint_dup_sts (CadetEndpoint *self)
{
  CadetEndpoint *sts;

  g_return_val_if_fail (CADET_IS_ENDPOINT (self), NULL);

  if (self->preset == NULL)
    return g_object_ref (self);

  sts = g_object_new (CADET_TYPE_ENDPOINT, NULL);
  if (g_str_has_suffix (self->preset->id, VPC_SUFFIX))
    {
      g_autofree char *region = g_strndup (self->preset->id,
                                           strlen (self->preset->id) - strlen (VPC_SUFFIX));

      sts->authority = g_strdup_printf ("sts-vpc.%s.aliyuncs.com", region);
    }
  else
    {
      sts->authority = g_strdup_printf ("sts.%s.aliyuncs.com", self->preset->id);
    }
  sts->text = g_strdup_printf ("https://%s", sts->authority);
  sts->uri = g_strdup_printf ("https://%s/", sts->authority);

  return sts;
}
