/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-endpoint.h"

#include "model/cadet-error.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *authority;
  const char *uri;
  gboolean loopback;
  const char *sts; /* NULL where it is the same endpoint */
} accepted[] = {
  { "cn-hangzhou", "bpstudio.cn-hangzhou.aliyuncs.com",
    "https://bpstudio.cn-hangzhou.aliyuncs.com/", FALSE, "https://sts.cn-hangzhou.aliyuncs.com/" },
  { "ap-southeast-1", "bpstudio.ap-southeast-1.aliyuncs.com",
    "https://bpstudio.ap-southeast-1.aliyuncs.com/", FALSE,
    "https://sts.ap-southeast-1.aliyuncs.com/" },
  { "cn-hangzhou-vpc", "bpstudio-vpc.cn-hangzhou.aliyuncs.com",
    "https://bpstudio-vpc.cn-hangzhou.aliyuncs.com/", FALSE,
    "https://sts-vpc.cn-hangzhou.aliyuncs.com/" },
  { "ap-southeast-1-vpc", "bpstudio-vpc.ap-southeast-1.aliyuncs.com",
    "https://bpstudio-vpc.ap-southeast-1.aliyuncs.com/", FALSE,
    "https://sts-vpc.ap-southeast-1.aliyuncs.com/" },
  { " bpstudio.cn-hangzhou.aliyuncs.com\n", "bpstudio.cn-hangzhou.aliyuncs.com",
    "https://bpstudio.cn-hangzhou.aliyuncs.com/", FALSE, "https://sts.cn-hangzhou.aliyuncs.com/" },
  { "HTTPS://BPStudio.cn-hangzhou.aliyuncs.com:443/", "bpstudio.cn-hangzhou.aliyuncs.com",
    "https://bpstudio.cn-hangzhou.aliyuncs.com/", FALSE, "https://sts.cn-hangzhou.aliyuncs.com/" },
  { "https://example.com", "example.com", "https://example.com/", FALSE, NULL },
  { "https://example.com:8443", "example.com:8443", "https://example.com:8443/", FALSE, NULL },
  { "https://10.0.0.1:65535", "10.0.0.1:65535", "https://10.0.0.1:65535/", FALSE, NULL },
  { "https://[2001:DB8::1]:8443", "[2001:db8::1]:8443", "https://[2001:db8::1]:8443/", FALSE,
    NULL },
  { "https://bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example/", FALSE,
    NULL },
  { "http://127.0.0.1:40873", "127.0.0.1:40873", "http://127.0.0.1:40873/", TRUE, NULL },
  { "http://127.3.2.1", "127.3.2.1", "http://127.3.2.1/", TRUE, NULL },
  { "http://LocalHost:80/", "localhost", "http://localhost/", TRUE, NULL },
  { "http://[::1]:8080", "[::1]:8080", "http://[::1]:8080/", TRUE, NULL },
  { "http://localhost:443", "localhost:443", "http://localhost:443/", TRUE, NULL },
};

static const struct
{
  const char *text;
  const char *what; /* a part of the message */
} refused[] = {
  { "", "neither" },
  { "cn-shanghai", "neither" },
  { "example.com", "neither" },
  { "example.com:8443", "neither" },
  { "ftp://example.com", "does not begin with https" },
  { "://example.com", "does not begin with https" },
  { "https://", "host is missing" },
  { "https://:443", "host is missing" },
  { "https://user@example.com", "user name" },
  { "https://user:password@example.com", "user name" },
  { "https://example.com/path", "path" },
  { "https://example.com//", "path" },
  { "https://example.com?x=1", "Only a host" },
  { "https://example.com/?x=1", "path" },
  { "https://example.com#x", "Only a host" },
  { "https://example.com\\@evil", "Only a host" },
  { "https://example.com:", "port" },
  { "https://example.com:0", "port" },
  { "https://example.com:65536", "port" },
  { "https://example.com:-1", "port" },
  { "https://example.com:+80", "port" },
  { "https://example.com:80x", "port" },
  { "https://example.com:8443:1", "port" },
  { "https://exa mple.com", "valid name" },
  { "https://example..com", "valid name" },
  { "https://.example.com", "valid name" },
  { "https://exa%6dple.com", "valid name" },
  { "https://exa\tmple.com", "valid name" },
  { "https://1.2.3.400", "valid name" },
  { "https://127.1", "valid name" },
  { "https://[::1", "brackets" },
  { "https://[127.0.0.1]", "brackets" },
  { "https://[::1]x", "port" },
  { "http://example.com", "Plain http" },
  { "http://128.0.0.1", "Plain http" },
  { "http://0.0.0.0", "Plain http" },
  { "http://localhost.example.com", "Plain http" },
  { "http://[::2]", "Plain http" },
  { "http://127.0.0.1@example.com", "user name" },
  { "http://bpstudio.cn-hangzhou.aliyuncs.com", "Plain http" },
  { "https://\xff\xfe", "UTF-8" },
};

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (accepted[i].text, &error);
      g_autoptr (CadetEndpoint) again = NULL;
      g_autoptr (CadetEndpoint) sts = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (cadet_endpoint_get_authority (endpoint), ==, accepted[i].authority);
      g_assert_cmpstr (cadet_endpoint_get_uri (endpoint), ==, accepted[i].uri);
      g_assert_cmpint (cadet_endpoint_is_loopback (endpoint), ==, accepted[i].loopback);

      again = cadet_endpoint_new (cadet_endpoint_get_text (endpoint), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (cadet_endpoint_get_uri (again), ==, accepted[i].uri);

      sts = cadet_endpoint_dup_sts (endpoint);
      if (accepted[i].sts == NULL)
        g_assert_true (sts == endpoint);
      else
        g_assert_cmpstr (cadet_endpoint_get_uri (sts), ==, accepted[i].sts);
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CadetEndpoint) endpoint = cadet_endpoint_new (refused[i].text, &error);

      g_test_message ("%s", refused[i].what);
      g_assert_null (endpoint);
      g_assert_error (error, CADET_ERROR, CADET_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, refused[i].what));
      /* What is accepted is in every message. */
      g_assert_nonnull (strstr (error->message, "cn-hangzhou"));
    }
}

static void
test_presets (void)
{
  guint n_presets;
  const CadetEndpointPreset *presets = cadet_endpoint_get_presets (&n_presets);

  g_assert_cmpuint (n_presets, ==, 4);
  for (guint i = 0; i < n_presets; i++)
    {
      g_autoptr (CadetEndpoint) by_id = cadet_endpoint_new (presets[i].id, NULL);
      g_autoptr (CadetEndpoint) by_host = cadet_endpoint_new (presets[i].host, NULL);

      g_assert_cmpstr (cadet_endpoint_get_authority (by_id), ==, presets[i].host);
      g_assert_cmpstr (cadet_endpoint_get_uri (by_id), ==, cadet_endpoint_get_uri (by_host));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/endpoint/accepted", test_accepted);
  g_test_add_func ("/endpoint/refused", test_refused);
  g_test_add_func ("/endpoint/presets", test_presets);

  return g_test_run ();
}
