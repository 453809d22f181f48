/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "mock-keyring.h"
#include "test-process.h"

#include <string.h>

/* The part of https://specifications.freedesktop.org/secret-service/ that libsecret uses. */

#define ROOT "/org/freedesktop/secrets"
#define COLLECTION ROOT "/collection/login"
#define DEFAULT ROOT "/aliases/default"
#define ITEM COLLECTION "/1"
#define PROMPT ROOT "/prompt/1"
#define SESSION ROOT "/session/1"
#define SECRET "YourAccessKeySecret"

static const char description[] =
  "<node>"
  "  <interface name='org.freedesktop.Secret.Service'>"
  "    <method name='OpenSession'>"
  "      <arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "      <arg type='v' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='SearchItems'>"
  "      <arg type='a{ss}' direction='in'/>"
  "      <arg type='ao' direction='out'/><arg type='ao' direction='out'/>"
  "    </method>"
  "    <method name='Unlock'>"
  "      <arg type='ao' direction='in'/>"
  "      <arg type='ao' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='GetSecrets'>"
  "      <arg type='ao' direction='in'/><arg type='o' direction='in'/>"
  "      <arg type='a{o(oayays)}' direction='out'/>"
  "    </method>"
  "    <method name='ReadAlias'>"
  "      <arg type='s' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <property name='Collections' type='ao' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Collection'>"
  "    <method name='CreateItem'>"
  "      <arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/>"
  "      <arg type='b' direction='in'/>"
  "      <arg type='o' direction='out'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <property name='Items' type='ao' access='read'/>"
  "    <property name='Label' type='s' access='read'/>"
  "    <property name='Locked' type='b' access='read'/>"
  "    <property name='Created' type='t' access='read'/>"
  "    <property name='Modified' type='t' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Item'>"
  "    <method name='Delete'><arg type='o' direction='out'/></method>"
  "    <property name='Locked' type='b' access='read'/>"
  "    <property name='Attributes' type='a{ss}' access='read'/>"
  "    <property name='Label' type='s' access='read'/>"
  "    <property name='Created' type='t' access='read'/>"
  "    <property name='Modified' type='t' access='read'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.Secret.Prompt'>"
  "    <method name='Prompt'><arg type='s' direction='in'/></method>"
  "    <method name='Dismiss'/>"
  "    <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  "  </interface>"
  "</node>";

static GVariant *
new_paths (const char *path)
{
  const char *paths[] = { path, NULL };

  return g_variant_new_objv (paths, path != NULL ? 1 : 0);
}

/* Ends the question as the user did. */
void
mock_keyring_answer (MockKeyring *self,
                       gboolean       unlock)
{
  GError *error = NULL;

  if (unlock)
    self->locked = FALSE;
  g_dbus_connection_emit_signal (self->connection, NULL, PROMPT, "org.freedesktop.Secret.Prompt",
                                 "Completed",
                                 g_variant_new ("(bv)", !unlock, new_paths (unlock ? ITEM : NULL)),
                                 &error);
  g_assert_no_error (error);
}

static void
return_locked (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Secret.Error.IsLocked",
                                              "The keyring is locked");
}

static void
open_session (MockKeyring         *self,
              GVariant              *parameters,
              GDBusMethodInvocation *invocation)
{
  const char *algorithm;

  g_variant_get (parameters, "(&sv)", &algorithm, NULL);
  if (!g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_NOT_SUPPORTED, algorithm);
  else
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(vo)", g_variant_new_string (""),
                                                          SESSION));
}

/* Nothing is asked where there is nothing to unlock. */
static void
unlock (MockKeyring           *self,
        GVariant              *parameters,
        GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) paths = g_variant_get_child_value (parameters, 0);
  gboolean ask_user = self->locked && g_variant_n_children (paths) > 0;

  g_dbus_method_invocation_return_value (
    invocation, g_variant_new ("(@aoo)", ask_user ? new_paths (NULL) : paths,
                               ask_user ? PROMPT : "/"));
}

static void
get_secrets (MockKeyring         *self,
             GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  GVariantBuilder builder;

  if (self->locked)
    {
      return_locked (invocation);
      return;
    }

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{o(oayays)}"));
  if (self->has_item)
    {
      GVariant *nothing = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1);
      GVariant *secret = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, SECRET, strlen (SECRET), 1);

      g_variant_builder_add (&builder, "{o@(oayays)}", ITEM,
                             g_variant_new ("(o@ay@ays)", SESSION, nothing, secret, "text/plain"));
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{o(oayays)})", &builder));
}

static void
ask (MockKeyring         *self,
     GDBusMethodInvocation *invocation)
{
  self->n_prompts++;
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (self->prompt != MOCK_KEYRING_WAITS)
    mock_keyring_answer (self, self->prompt == MOCK_KEYRING_UNLOCKS);
}

static void
call_cb (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  MockKeyring *self = user_data;
  const char *item = self->has_item ? ITEM : NULL;

  if (g_str_equal (method, "OpenSession"))
    open_session (self, parameters, invocation);
  else if (g_str_equal (method, "SearchItems"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@ao@ao)",
                                                          new_paths (self->locked ? NULL : item),
                                                          new_paths (self->locked ? item : NULL)));
  else if (g_str_equal (method, "Unlock"))
    unlock (self, parameters, invocation);
  else if (g_str_equal (method, "GetSecrets"))
    get_secrets (self, parameters, invocation);
  else if (g_str_equal (method, "ReadAlias"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", COLLECTION));
  else if (g_str_equal (method, "Prompt"))
    ask (self, invocation);
  else if (g_str_equal (method, "Dismiss"))
    {
      self->n_dismissed++;
      g_dbus_method_invocation_return_value (invocation, NULL);
      mock_keyring_answer (self, FALSE);
    }
  else if (self->locked)
    return_locked (invocation);
  else if (g_str_equal (method, "CreateItem"))
    {
      self->has_item = TRUE;
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(oo)", ITEM, "/"));
    }
  else
    {
      g_assert_cmpstr (method, ==, "Delete");
      self->has_item = FALSE;
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
    }
}

static GVariant *
get_cb (GDBusConnection *connection,
        const char      *sender,
        const char      *path,
        const char      *interface,
        const char      *property,
        GError         **error,
        gpointer         user_data)
{
  MockKeyring *self = user_data;

  if (g_str_equal (property, "Collections"))
    return new_paths (COLLECTION);
  if (g_str_equal (property, "Items"))
    return new_paths (self->has_item ? ITEM : NULL);
  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (self->locked);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string ("Login");
  if (g_str_equal (property, "Attributes"))
    return g_variant_new ("a{ss}", NULL);

  return g_variant_new_uint64 (0);
}

/* Owns or gives back the service's name. */
static void
call_bus (MockKeyring *self,
          const char    *method,
          GVariant      *parameters)
{
  GError *error = NULL;
  g_autoptr (GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                                       parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* A bus of this program's own, which is its session bus from then on; NULL where there is no
 * dbus-daemon. */
GSubprocess *
start_bus (void)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  GSubprocess *bus;
  GError *error = NULL;

  if (daemon == NULL)
    return NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  bus = g_subprocess_launcher_spawn (launcher, &error, daemon, "--session", "--nofork",
                                     "--print-address", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (address);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);

  return bus;
}

void
stop_bus (GSubprocess *bus)
{
  g_subprocess_send_signal (bus, SIGTERM);
  g_subprocess_wait (bus, NULL, NULL);
  g_object_unref (bus);
}

MockKeyring *
mock_keyring_start (void)
{
  static const GDBusInterfaceVTable vtable = { call_cb, get_cb, NULL };
  static const struct
  {
    const char *path;
    const char *interface;
  } objects[] = {
    { ROOT, "org.freedesktop.Secret.Service" },
    { COLLECTION, "org.freedesktop.Secret.Collection" },
    { DEFAULT, "org.freedesktop.Secret.Collection" },
    { ITEM, "org.freedesktop.Secret.Item" },
    { PROMPT, "org.freedesktop.Secret.Prompt" },
  };
  g_autoptr (GDBusNodeInfo) node = NULL;
  MockKeyring *self;
  GError *error = NULL;

  self = g_new0 (MockKeyring, 1);
  self->has_item = TRUE;
  self->connection = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);

  node = g_dbus_node_info_new_for_xml (description, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_dbus_connection_register_object (
        self->connection, objects[i].path,
        g_dbus_node_info_lookup_interface (node, objects[i].interface), &vtable, self, NULL, &error);
      g_assert_no_error (error);
    }
  call_bus (self, "RequestName", g_variant_new ("(su)", "org.freedesktop.secrets", 4));

  return self;
}

/* The service ends; the bus is still there. */
void
mock_keyring_leave (MockKeyring *self)
{
  GError *error = NULL;

  if (g_dbus_connection_is_closed (self->connection))
    return;
  g_dbus_connection_close_sync (self->connection, NULL, &error);
  g_assert_no_error (error);
}

void
mock_keyring_stop (MockKeyring *self)
{
  mock_keyring_leave (self);
  g_clear_object (&self->connection);
  g_free (self);
}
