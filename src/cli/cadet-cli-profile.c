/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-profile.h"

#include "model/cadet-error.h"
#include "profiles/cadet-environment.h"
#include "profiles/cadet-profile-list.h"
#include "sandbox/cadet-sandbox.h"

#include <glib/gi18n.h>

static gboolean
is_set (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0';
}

static CadetProfile *
dup_sandbox (void)
{
  g_autoptr (GFile) state_file = cadet_sandbox_dup_default_state_file ();
  g_autoptr (CadetSandbox) sandbox = cadet_sandbox_new (state_file);
  CadetProfile *profile = NULL;

  profile = cadet_profile_new (CADET_PROFILE_ID_SANDBOX, CADET_PROFILE_SANDBOX,
                               CADET_ACCESS_SOURCE (sandbox));
  cadet_profile_set_name (profile, _ ("Sandbox"));
  return profile;
}

/* The settings, where they are installed: without their schema GLib would end the program. */
static GSettings *
dup_settings (GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, CADET_SETTINGS_ID, TRUE);
  if (schema == NULL)
    {
      g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                   /* Translators: the place holder is the name of a settings schema */
                   _ ("profiles cannot be read, because the settings schema “%s” is not installed. "
                      "Install Cadet in full, set ALIBABA_CLOUD_ACCESS_KEY_ID and "
                      "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give --profile sandbox"),
                   CADET_SETTINGS_ID);
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}

static char *
dup_names (CadetProfileList *list)
{
  g_autoptr (GString) names = g_string_new (CADET_PROFILE_ID_ENVIRONMENT);
  guint n_profiles = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n_profiles; i++)
    {
      g_autoptr (CadetProfile) profile = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX)
        g_string_append (names, ", " CADET_PROFILE_ID_SANDBOX);
      else
        g_string_append_printf (names, ", %s", cadet_profile_get_name (profile));
    }
  return g_string_free_and_steal (g_steal_pointer (&names));
}

/* @missing (nullable) is what to say where there is no such profile. */
static CadetProfile *
dup_stored (const char *name, const char *missing, GError **error)
{
  g_autoptr (GSettings) settings = dup_settings (error);
  g_autoptr (CadetKeyring) keyring = NULL;
  g_autoptr (CadetProfileList) list = NULL;
  g_autoptr (GFile) state_file = NULL;
  g_autoptr (CadetSandbox) sandbox = NULL;
  CadetProfile *profile = NULL;

  if (settings == NULL)
    return NULL;

  keyring = cadet_keyring_new ();
  state_file = cadet_sandbox_dup_default_state_file ();
  sandbox = cadet_sandbox_new (state_file);
  list = cadet_profile_list_new (settings, keyring, CADET_ACCESS_SOURCE (sandbox));

  profile =
    name != NULL ? cadet_profile_list_find (list, name) : cadet_profile_list_get_default (list);
  if (profile != NULL)
    return g_object_ref (profile);

  if (missing != NULL)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_NOT_FOUND, missing);
    }
  else if (name != NULL)
    {
      g_autofree char *names = dup_names (list);

      /* Translators: the second place holder is a list of names */
      g_set_error (error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
                   _ ("there is no profile “%s”. There are: %s"), name, names);
    }
  else
    {
      g_set_error_literal (
        error, CADET_ERROR, CADET_ERROR_NOT_FOUND,
        _ ("it is not known who signs. Give --profile with a name (“sandbox” tries Cadet out), "
           "or "
           "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or choose a "
           "profile in the window"));
    }
  return NULL;
}

/* @endpoint is for the environment only, whose profile is made for it. */
static CadetProfile *
find_profile (const char *name, const char *endpoint, GError **error)
{
  if (g_strcmp0 (name, CADET_PROFILE_ID_ENVIRONMENT) == 0 ||
      (name == NULL &&
       (is_set ("ALIBABA_CLOUD_ACCESS_KEY_ID") || is_set ("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))))
    return cadet_environment_dup_profile (endpoint, error);
  if (g_strcmp0 (name, CADET_PROFILE_ID_SANDBOX) == 0)
    return dup_sandbox ();
  return dup_stored (name, NULL, error);
}

static CadetProfile *
find_recorded_profile (CadetTask *task, GError **error)
{
  const char *id = cadet_task_get_profile_id (task);
  g_autofree char *missing = NULL;

  g_assert (CADET_IS_TASK (task));

  if (g_strcmp0 (id, CADET_PROFILE_ID_ENVIRONMENT) == 0 ||
      g_strcmp0 (id, CADET_PROFILE_ID_SANDBOX) == 0)
    return find_profile (id, cadet_task_get_endpoint (task), error);

  missing = g_strdup_printf (_ ("The profile “%s”, which created this task, is not there any more. "
                                "Give --profile with the name of one that may sign for it."),
                             cadet_task_get_profile_name (task));
  /* Without an ID the list would give the profile that was chosen last. */
  return dup_stored (id != NULL ? id : "", missing, error);
}

/**
 * cadet_cli_dup_profile:
 * @name: (nullable): `sandbox`, `environment`, or the name or ID of a profile in the settings
 * @endpoint: (nullable): the endpoint to use instead of the profile's
 * @error: a place for the reason
 *
 * Finds who signs. Without a name it is the environment where its keys are set, else the profile
 * that was chosen last in the window. The settings, and with them the desktop's services, are only
 * asked when the profile is one of theirs.
 *
 * Returns: (transfer full): the profile; %NULL with %CADET_ERROR_NOT_FOUND or %CADET_ERROR_INVALID
 */
CadetProfile *
cadet_cli_dup_profile (const char *name, const char *endpoint, GError **error)
{
  g_autoptr (CadetProfile) profile = NULL;

  profile = find_profile (name, endpoint, error);
  if (profile == NULL || cadet_profile_get_source (profile) == CADET_PROFILE_ENVIRONMENT)
    return g_steal_pointer (&profile);

  if (endpoint != NULL && cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           _ ("the sandbox has its own endpoint, so that --endpoint cannot be used "
                              "with it"));
      return NULL;
    }
  if (endpoint != NULL)
    cadet_profile_set_endpoint (profile, endpoint);
  return g_steal_pointer (&profile);
}

/**
 * cadet_cli_dup_task_profile:
 * @task: a task
 * @name: (nullable): as for cadet_cli_dup_profile(), to sign with another profile than the one that
 *   created @task
 * @error: a place for the reason
 *
 * Finds who signs for a task that there is already: the profile that is recorded with it, which is
 * the environment where its keys signed. The request goes where the task was created, whatever the
 * profile's endpoint is now.
 *
 * Returns: (transfer full): the profile; %NULL with %CADET_ERROR_NOT_FOUND or %CADET_ERROR_INVALID
 */
CadetProfile *
cadet_cli_dup_task_profile (CadetTask *task, const char *name, GError **error)
{
  g_autoptr (CadetProfile) profile = NULL;
  gboolean in_sandbox = FALSE;
  gboolean signs_in_sandbox = FALSE;

  g_return_val_if_fail (CADET_IS_TASK (task), NULL);

  if (name != NULL)
    profile = find_profile (name, cadet_task_get_endpoint (task), error);
  else
    profile = find_recorded_profile (task, error);
  if (profile == NULL)
    return NULL;

  in_sandbox = g_strcmp0 (cadet_task_get_profile_id (task), CADET_PROFILE_ID_SANDBOX) == 0;
  signs_in_sandbox = cadet_profile_get_source (profile) == CADET_PROFILE_SANDBOX;
  if (in_sandbox != signs_in_sandbox)
    {
      g_set_error_literal (error, CADET_ERROR, CADET_ERROR_INVALID,
                           in_sandbox ? _ ("the task is in the sandbox, where only the profile "
                                           "“sandbox” signs")
                                      : _ ("the task is not in the sandbox"));
      return NULL;
    }
  if (cadet_profile_get_source (profile) == CADET_PROFILE_ACCESS_KEY)
    cadet_profile_set_endpoint (profile, cadet_task_get_endpoint (task));
  return g_steal_pointer (&profile);
}
