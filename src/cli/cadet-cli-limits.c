/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cli/cadet-cli-limits.h"

/* A GSettings object subscribes to changes, for which it looks for a session bus and may start one.
 * What it reads through does not. */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

static gboolean
read_limit (GSettingsSchema *schema, const char *name, guint *limit)
{
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  g_autoptr (GSettingsBackend) backend = g_settings_backend_get_default ();
  g_autofree char *path = g_strconcat (g_settings_schema_get_path (schema), name, NULL);
  g_autoptr (GVariant) value = NULL;

  value = G_SETTINGS_BACKEND_GET_CLASS (backend)->read (backend, path, G_VARIANT_TYPE_UINT32, FALSE);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) ||
      !g_settings_schema_key_range_check (key, value))
    return FALSE;

  *limit = g_variant_get_uint32 (value);
  return TRUE;
}

/**
 * cadet_cli_set_limits:
 * @client: sends the calls
 *
 * Gives @client the time limits that the user set. Needs no session bus and starts none. Where
 * nothing is set, or the settings' schema is not installed, the client's own limits stay, which are
 * those of the schema.
 */
void
cadet_cli_set_limits (CadetClient *client)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  guint limit = 0;

  g_return_if_fail (CADET_IS_CLIENT (client));

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, CADET_SETTINGS_ID, TRUE);
  if (schema == NULL)
    return;

  if (read_limit (schema, "connect-timeout", &limit))
    cadet_client_set_connect_timeout (client, limit);
  if (read_limit (schema, "read-timeout", &limit))
    cadet_client_set_read_timeout (client, limit);
}
