/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-environment.h"

#include "model/cadet-error.h"
#include "profiles/cadet-static-access.h"

#include <glib/gi18n.h>

/* The names that the official tools read, too:
 * https://help.aliyun.com/zh/sdk/developer-reference/v2-manage-node-js-access-credentials */
#define ACCESS_KEY_ID "ALIBABA_CLOUD_ACCESS_KEY_ID"
#define ACCESS_KEY_SECRET "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
#define SECURITY_TOKEN "ALIBABA_CLOUD_SECURITY_TOKEN"

#define DEFAULT_ENDPOINT "cn-hangzhou"

/* An empty variable is as good as none. */
static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

/* What is in a header is visible and of one line, and a secret with more in it than that was
 * copied with something that does not belong to it. */
static gboolean
check_variable (const char  *name,
                const char  *value,
                GError     **error)
{
  for (const char *c = value; c != NULL && *c != '\0'; c++)
    if (*c <= ' ' || *c > '~')
      {
        g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
                     /* Translators: %s is the name of an environment variable */
                     _("The environment variable %s contains a space, a line break or another "
                       "character that no AccessKey and no token has. Set it again."),
                     name);
        return FALSE;
      }

  return TRUE;
}

/**
 * cadet_environment_dup_profile:
 * @endpoint: (nullable): where to send, or %NULL for the default endpoint
 * @error: return location for an error
 *
 * Makes the profile of `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, where
 * it is set, `ALIBABA_CLOUD_SECURITY_TOKEN`. Needs neither settings nor a session bus.
 *
 * Returns: (transfer full) (nullable): the profile, or %NULL with a %CADET_ERROR_NOT_FOUND that
 *   names the variables that are missing, or a %CADET_ERROR_INVALID about @endpoint or a variable
 */
CadetProfile *
cadet_environment_dup_profile (const char  *endpoint,
                               GError     **error)
{
  const char *access_key_id = get_variable (ACCESS_KEY_ID);
  const char *access_key_secret = get_variable (ACCESS_KEY_SECRET);
  const char *security_token = get_variable (SECURITY_TOKEN);
  g_autoptr (CadetEndpoint) where = NULL;
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (SecretValue) token = NULL;
  g_autoptr (CadetCredentials) credentials = NULL;
  g_autoptr (CadetAccess) access = NULL;
  g_autoptr (CadetAccessSource) source = NULL;
  CadetProfile *profile;

  if (access_key_id == NULL && access_key_secret == NULL)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                   /* Translators: both %s are names of environment variables */
                   _("The environment variables %s and %s are not set. Set both, or name a profile."),
                   ACCESS_KEY_ID, ACCESS_KEY_SECRET);
      return NULL;
    }

  if (access_key_id == NULL || access_key_secret == NULL)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                   /* Translators: both %s are names of environment variables */
                   _("The environment variable %s is not set, but %s is. Set both, or name a "
                     "profile."),
                   access_key_id == NULL ? ACCESS_KEY_ID : ACCESS_KEY_SECRET,
                   access_key_id == NULL ? ACCESS_KEY_SECRET : ACCESS_KEY_ID);
      return NULL;
    }

  if (!check_variable (ACCESS_KEY_ID, access_key_id, error)
      || !check_variable (ACCESS_KEY_SECRET, access_key_secret, error)
      || !check_variable (SECURITY_TOKEN, security_token, error))
    return NULL;

  where = cadet_endpoint_new (endpoint != NULL ? endpoint : DEFAULT_ENDPOINT, error);
  if (where == NULL)
    return NULL;

  secret = secret_value_new (access_key_secret, -1, "text/plain");
  if (security_token != NULL)
    token = secret_value_new (security_token, -1, "text/plain");
  credentials = cadet_credentials_new (access_key_id, secret, token);
  access = cadet_access_new (where, credentials);
  source = cadet_static_access_new (access);

  profile = cadet_profile_new (CADET_PROFILE_ID_ENVIRONMENT, CADET_PROFILE_ENVIRONMENT, source);
  cadet_profile_set_name (profile, C_("profile", "Environment"));
  cadet_profile_set_access_key_id (profile, access_key_id);
  cadet_profile_set_endpoint (profile, cadet_endpoint_get_text (where));

  return profile;
}
