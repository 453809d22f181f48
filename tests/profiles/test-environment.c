/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-environment.h"
#include "test-future.h"

#include <string.h>

typedef struct
{
  const char *access_key_id;
  const char *access_key_secret;
  const char *security_token;
  const char *endpoint;
  int code;
  const char *named;
} Case;

#define FINE (-1)

static const Case cases[] = {
  { "YourAccessKeyId", "YourAccessKeySecret", NULL, NULL, FINE, "cn-hangzhou" },
  { "YourAccessKeyId", "YourAccessKeySecret", "", "ap-southeast-1", FINE, "ap-southeast-1" },
  { "YourAccessKeyId", "YourAccessKeySecret", "YourSecurityToken", "https://127.0.0.1:8443", FINE,
    "https://127.0.0.1:8443" },
  { NULL, NULL, NULL, NULL, CADET_ERROR_NOT_FOUND, "ALIBABA_CLOUD_ACCESS_KEY_ID and" },
  { "", "", NULL, NULL, CADET_ERROR_NOT_FOUND, "ALIBABA_CLOUD_ACCESS_KEY_SECRET are not set" },
  { NULL, "YourAccessKeySecret", NULL, NULL, CADET_ERROR_NOT_FOUND,
    "ALIBABA_CLOUD_ACCESS_KEY_ID is not set" },
  { "YourAccessKeyId", NULL, "YourSecurityToken", NULL, CADET_ERROR_NOT_FOUND,
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set" },
  /* A copied line break, and what would be a header of its own. */
  { "YourAccessKeyId\nhost: other", "YourAccessKeySecret", NULL, NULL, CADET_ERROR_INVALID,
    "ALIBABA_CLOUD_ACCESS_KEY_ID contains" },
  { "\xe9", "YourAccessKeySecret", NULL, NULL, CADET_ERROR_INVALID,
    "ALIBABA_CLOUD_ACCESS_KEY_ID contains" },
  { "YourAccessKeyId", "YourAccessKeySecret\r", NULL, NULL, CADET_ERROR_INVALID,
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET contains" },
  { "YourAccessKeyId", "YourAccessKeySecret", "YourSecurityToken ", NULL, CADET_ERROR_INVALID,
    "ALIBABA_CLOUD_SECURITY_TOKEN contains" },
  { "YourAccessKeyId", "YourAccessKeySecret", NULL, "http://example.com", CADET_ERROR_INVALID,
    "http://example.com" },
};

static void
set_variable (const char *name,
              const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

static void
check_access (CadetProfile *profile,
              const Case   *row)
{
  g_autoptr (CadetAccess) access = NULL;
  CadetCredentials *credentials;
  SecretValue *token;

  access = dup_object (cadet_access_source_load (CADET_ACCESS_SOURCE (profile)));
  g_assert_cmpstr (cadet_endpoint_get_text (cadet_access_get_endpoint (access)), ==, row->named);

  credentials = cadet_access_get_credentials (access);
  g_assert_cmpstr (cadet_credentials_get_access_key_id (credentials), ==, row->access_key_id);
  g_assert_cmpstr (secret_value_get_text (cadet_credentials_get_access_key_secret (credentials)),
                   ==, row->access_key_secret);
  token = cadet_credentials_get_security_token (credentials);
  if (row->security_token != NULL && row->security_token[0] != '\0')
    g_assert_cmpstr (secret_value_get_text (token), ==, row->security_token);
  else
    g_assert_null (token);
}

static void
test_variables (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (CadetProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  set_variable ("ALIBABA_CLOUD_ACCESS_KEY_ID", row->access_key_id);
  set_variable ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", row->access_key_secret);
  set_variable ("ALIBABA_CLOUD_SECURITY_TOKEN", row->security_token);

  profile = cadet_environment_dup_profile (row->endpoint, &error);

  if (row->code == FINE)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (cadet_profile_get_id (profile), ==, CADET_PROFILE_ID_ENVIRONMENT);
      g_assert_cmpstr (cadet_profile_get_endpoint (profile), ==, row->named);
      check_access (profile, row);
      return;
    }

  g_assert_null (profile);
  g_assert_error (error, CADET_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->named));
  g_assert_null (strstr (error->message, "YourAccessKeySecret"));
  g_assert_null (strstr (error->message, "YourSecurityToken"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/profiles/environment/%u", i);

      g_test_add_data_func (path, &cases[i], test_variables);
    }

  return g_test_run ();
}
