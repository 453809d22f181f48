/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "at-bus.h"

#include <string.h>

#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define COMPONENT "org.a11y.atspi.Component"
#define TEXT "org.a11y.atspi.Text"
#define REGISTRY "org.a11y.atspi.Registry"
#define ROOT "/org/a11y/atspi/accessible/root"

/* How long a program may take to answer one call, in ms. */
#define CALL_LIMIT 10000

/* Numbers of the protocol. */
#define COORDINATES_OF_WINDOW 1
#define RELATION_LABELLED_BY 2

/* No interface of a person is as deep as this. */
#define MAX_DEPTH 100

struct _AtNode
{
  GDBusConnection *bus;
  char            *owner;
  char            *path;
};

static GVariant *
call (AtNode *self, const char *interface, const char *method, GVariant *parameters,
      const char *reply_type)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = NULL;

  reply = g_dbus_connection_call_sync (self->bus, self->owner, self->path, interface, method,
                                       parameters, G_VARIANT_TYPE (reply_type),
                                       G_DBUS_CALL_FLAGS_NONE, CALL_LIMIT, NULL, &error);
  if (reply == NULL)
    g_debug ("%s %s: %s", self->path, method, error->message);
  return reply;
}

static char *
dup_property (AtNode *self, const char *name)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;

  reply = call (self, "org.freedesktop.DBus.Properties", "Get",
                g_variant_new ("(ss)", ACCESSIBLE, name), "(v)");
  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(v)", &value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                             : g_strdup ("");
}

static AtNode *
node_new (GDBusConnection *bus, const char *owner, const char *path)
{
  AtNode *self = g_rc_box_new0 (AtNode);

  self->bus = g_object_ref (bus);
  self->owner = g_strdup (owner);
  self->path = g_strdup (path);
  return self;
}

static void
node_clear (gpointer data)
{
  AtNode *self = data;

  g_clear_object (&self->bus);
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->path, g_free);
}

/* Connects to the accessibility bus of the session, which must be there. */
GDBusConnection *
at_bus_connect (void)
{
  g_autoptr (GDBusConnection) session = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = NULL;
  const char *address = NULL;

  session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                       "GetAddress", NULL, G_VARIANT_TYPE ("(s)"),
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(&s)", &address);
  bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

static guint
get_pid (GDBusConnection *bus, const char *owner)
{
  g_autoptr (GVariant) reply = NULL;
  guint pid = 0;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", owner), G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE, CALL_LIMIT, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(u)", &pid);
  return pid;
}

/* The top of the tree of a process, NULL while it has none. */
AtNode *
at_bus_find_application (GDBusConnection *bus, guint pid)
{
  g_autoptr (AtNode) registry = node_new (bus, REGISTRY, ROOT);
  g_autoptr (GPtrArray) applications = at_node_list_children (registry);

  for (guint i = 0; i < applications->len; i++)
    {
      AtNode *application = applications->pdata[i];

      if (get_pid (bus, application->owner) == pid)
        return at_node_ref (application);
    }
  return NULL;
}

AtNode *
at_node_ref (AtNode *self)
{
  return g_rc_box_acquire (self);
}

void
at_node_unref (AtNode *self)
{
  g_rc_box_release_full (self, node_clear);
}

gboolean
at_node_equal (AtNode *self, AtNode *other)
{
  return g_str_equal (self->owner, other->owner) && g_str_equal (self->path, other->path);
}

/* What kind of thing it is, in the toolkit's own words: "button", "text box", "list item". */
char *
at_node_dup_role (AtNode *self)
{
  g_autoptr (GVariant) reply = call (self, ACCESSIBLE, "GetRoleName", NULL, "(s)");
  char *role = NULL;

  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(s)", &role);
  return role;
}

static char *
dup_label (AtNode *self)
{
  g_autoptr (GVariant) reply = call (self, ACCESSIBLE, "GetRelationSet", NULL, "(a(ua(so)))");
  g_autoptr (GVariantIter) relations = NULL;
  GVariantIter *targets = NULL;
  guint kind = 0;
  GString *name = g_string_new (NULL);

  if (reply != NULL)
    g_variant_get (reply, "(a(ua(so)))", &relations);
  while (relations != NULL && g_variant_iter_loop (relations, "(ua(so))", &kind, &targets))
    {
      const char *owner = NULL;
      const char *path = NULL;

      if (kind != RELATION_LABELLED_BY)
        continue;
      while (g_variant_iter_next (targets, "(&s&o)", &owner, &path))
        {
          g_autoptr (AtNode) target = node_new (self->bus, owner, path);
          g_autofree char *text = dup_property (target, "Name");

          /* The label of a menu item has only its text. */
          if (*text == '\0')
            {
              g_free (text);
              text = at_node_dup_text (target);
            }
          if (name->len > 0)
            g_string_append_c (name, ' ');
          g_string_append (name, text);
        }
    }
  return g_string_free (name, FALSE);
}

/* What it is called: its own name or, where it has none, that of what labels it. */
char *
at_node_dup_name (AtNode *self)
{
  g_autofree char *name = dup_property (self, "Name");

  return *name != '\0' ? g_steal_pointer (&name) : dup_label (self);
}

char *
at_node_dup_description (AtNode *self)
{
  return dup_property (self, "Description");
}

/* The text that is in it, empty for what has none. A password reads as dots. */
char *
at_node_dup_text (AtNode *self)
{
  g_autoptr (GVariant) count = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply = NULL;
  char *text = NULL;

  count = call (self, "org.freedesktop.DBus.Properties", "Get",
                g_variant_new ("(ss)", TEXT, "CharacterCount"), "(v)");
  if (count == NULL)
    return g_strdup ("");
  g_variant_get (count, "(v)", &value);
  /* -1 for the end is not understood by an entry. */
  reply = call (self, TEXT, "GetText", g_variant_new ("(ii)", 0, g_variant_get_int32 (value)),
                "(s)");
  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(s)", &text);
  return text;
}

gboolean
at_node_has_state (AtNode *self, AtState state)
{
  g_autoptr (GVariant) reply = call (self, ACCESSIBLE, "GetState", NULL, "(au)");
  g_autoptr (GVariant) words = NULL;
  guint32 word = 0;

  if (reply == NULL)
    return FALSE;
  words = g_variant_get_child_value (reply, 0);
  if (state / 32 >= g_variant_n_children (words))
    return FALSE;
  g_variant_get_child (words, state / 32, "u", &word);
  return (word >> (state % 32) & 1) != 0;
}

gboolean
at_node_has_interface (AtNode *self, const char *name)
{
  g_autoptr (GVariant) reply = call (self, ACCESSIBLE, "GetInterfaces", NULL, "(as)");
  g_autofree char *whole = g_strconcat ("org.a11y.atspi.", name, NULL);
  g_autofree const char **interfaces = NULL;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(^a&s)", &interfaces);
  return g_strv_contains (interfaces, whole);
}

/* NULL at the top. */
AtNode *
at_node_dup_parent (AtNode *self)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *owner = NULL;
  const char *path = NULL;

  reply = call (self, "org.freedesktop.DBus.Properties", "Get",
                g_variant_new ("(ss)", ACCESSIBLE, "Parent"), "(v)");
  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("(so)")))
    return NULL;
  g_variant_get (value, "(&s&o)", &owner, &path);
  return g_str_equal (owner, self->owner) ? node_new (self->bus, owner, path) : NULL;
}

/* Returns: (transfer container) (element-type AtNode): never NULL */
GPtrArray *
at_node_list_children (AtNode *self)
{
  g_autoptr (GVariant) reply = call (self, ACCESSIBLE, "GetChildren", NULL, "(a(so))");
  g_autoptr (GVariantIter) iter = NULL;
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify) at_node_unref);
  const char *owner = NULL;
  const char *path = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(a(so))", &iter);
  while (iter != NULL && g_variant_iter_next (iter, "(&s&o)", &owner, &path))
    g_ptr_array_add (children, node_new (self->bus, owner, path));
  return children;
}

/* Where it is in its window. The toolkit leaves out the padding and the border of what is around it
 * and starts at minus the window's own border: good enough for the middle of what can be hit. */
gboolean
at_node_get_extents (AtNode *self, int *x, int *y, int *width, int *height)
{
  g_autoptr (GVariant) reply = NULL;

  reply = call (self, COMPONENT, "GetExtents", g_variant_new ("(u)", COORDINATES_OF_WINDOW),
                "((iiii))");
  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "((iiii))", x, y, width, height);
  return TRUE;
}

/* Many calls at once, which takes a fraction of the time of one after the other. */
typedef struct
{
  GVariant *reply;
  guint    *n_pending;
} Answer;

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  (*answer->n_pending)--;
}

static void
answer_clear (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->reply, g_variant_unref);
}

/* Asks every node of @branches the same. A reply is NULL where the node has gone. */
static GArray *
ask (GPtrArray *branches, const char *method, const char *reply_type)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GArray *answers = g_array_sized_new (FALSE, TRUE, sizeof (Answer), branches->len);
  guint n_pending = branches->len;

  g_array_set_size (answers, branches->len);
  g_array_set_clear_func (answers, answer_clear);
  g_main_context_push_thread_default (context);
  for (guint i = 0; i < branches->len; i++)
    {
      AtNode *node = *(AtNode **) branches->pdata[i];
      Answer *answer = &g_array_index (answers, Answer, i);

      answer->n_pending = &n_pending;
      g_dbus_connection_call (node->bus, node->owner, node->path, ACCESSIBLE, method, NULL,
                              G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE, CALL_LIMIT, NULL,
                              answer_cb, answer);
    }
  while (n_pending > 0)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return answers;
}

/* What was shown at one moment, as far as that can be had: a node and what is in it. */
typedef struct
{
  AtNode    *node;
  char      *role;
  GPtrArray *children;
  guint32    states[2];
} Branch;

static void
branch_free (gpointer data)
{
  Branch *self = data;

  g_clear_pointer (&self->node, at_node_unref);
  g_clear_pointer (&self->role, g_free);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Branch, branch_free)

static Branch *
branch_new (AtNode *node)
{
  Branch *self = g_new0 (Branch, 1);

  self->node = at_node_ref (node);
  self->children = g_ptr_array_new_with_free_func (branch_free);
  return self;
}

static gboolean
branch_has_state (Branch *self, AtState state)
{
  return (self->states[state / 32] >> (state % 32) & 1) != 0;
}

/* An application has no states; everything else must be shown. */
static gboolean
branch_is_shown (Branch *self)
{
  return g_str_equal (self->node->path, ROOT) || branch_has_state (self, AT_STATE_SHOWING);
}

static void
take_states (GPtrArray *branches)
{
  g_autoptr (GArray) answers = ask (branches, "GetState", "(au)");

  for (guint i = 0; i < branches->len; i++)
    {
      Branch *branch = branches->pdata[i];
      GVariant *reply = g_array_index (answers, Answer, i).reply;
      g_autoptr (GVariant) words = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

      for (guint j = 0; words != NULL && j < MIN (2, g_variant_n_children (words)); j++)
        g_variant_get_child (words, j, "u", &branch->states[j]);
    }
}

static void
take_roles (GPtrArray *branches)
{
  g_autoptr (GArray) answers = ask (branches, "GetRoleName", "(s)");

  for (guint i = 0; i < branches->len; i++)
    {
      Branch *branch = branches->pdata[i];
      GVariant *reply = g_array_index (answers, Answer, i).reply;

      if (reply != NULL)
        g_variant_get (reply, "(s)", &branch->role);
      else
        branch->role = g_strdup ("");
    }
}

/* Returns the children of all of them. */
static GPtrArray *
take_children (GPtrArray *branches)
{
  g_autoptr (GArray) answers = ask (branches, "GetChildren", "(a(so))");
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < branches->len; i++)
    {
      Branch *branch = branches->pdata[i];
      GVariant *reply = g_array_index (answers, Answer, i).reply;
      g_autoptr (GVariantIter) iter = NULL;
      const char *owner = NULL;
      const char *path = NULL;

      if (reply != NULL)
        g_variant_get (reply, "(a(so))", &iter);
      while (iter != NULL && g_variant_iter_next (iter, "(&s&o)", &owner, &path))
        {
          g_autoptr (AtNode) node = node_new (branch->node->bus, owner, path);
          Branch *child = branch_new (node);

          g_ptr_array_add (branch->children, child);
          g_ptr_array_add (all, child);
        }
    }
  return all;
}

/* Reads the tree level by level. */
static Branch *
grow (AtNode *node)
{
  Branch *self = branch_new (node);
  g_autoptr (GPtrArray) level = g_ptr_array_new ();

  g_ptr_array_add (level, self);
  for (guint depth = 0; level->len > 0 && depth < MAX_DEPTH; depth++)
    {
      g_autoptr (GPtrArray) shown = g_ptr_array_new ();

      take_states (level);
      for (guint i = 0; i < level->len; i++)
        if (branch_is_shown (level->pdata[i]))
          g_ptr_array_add (shown, level->pdata[i]);
      take_roles (shown);
      g_ptr_array_unref (level);
      level = take_children (shown);
    }
  return self;
}

static gboolean
matches (Branch *self, const char *role, const char *name)
{
  g_autofree char *own_name = NULL;

  if (role != NULL && !g_str_equal (self->role, role))
    return FALSE;
  if (name == NULL)
    return TRUE;
  own_name = at_node_dup_name (self->node);
  return g_pattern_match_simple (name, own_name);
}

static void
collect (Branch *self, const char *role, const char *name, guint max, GPtrArray *found)
{
  if (found->len >= max || !branch_is_shown (self))
    return;
  if (matches (self, role, name))
    g_ptr_array_add (found, at_node_ref (self->node));
  for (guint i = 0; i < self->children->len; i++)
    collect (self->children->pdata[i], role, name, max, found);
}

/* Finds what is shown in @self or is @self, in the order in which it is read: by @role, or any; by
 * @name, or any, where `*` stands for anything. NULL where there is none. */
AtNode *
at_node_find (AtNode *self, const char *role, const char *name)
{
  g_autoptr (Branch) tree = grow (self);
  g_autoptr (GPtrArray) found = NULL;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) at_node_unref);
  collect (tree, role, name, 1, found);
  return found->len > 0 ? at_node_ref (found->pdata[0]) : NULL;
}

/* As at_node_find(), but all of them. */
GPtrArray *
at_node_find_all (AtNode *self, const char *role, const char *name)
{
  g_autoptr (Branch) tree = grow (self);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) at_node_unref);

  collect (tree, role, name, G_MAXUINT, found);
  return found;
}

/* What one does something with, by its role or because it takes the focus. */
static gboolean
is_control (Branch *self)
{
  static const char *const controls[] = {
    "button", "checkbox", "combo box", "link", "list item", "menu item", "menu item checkbox",
    "menu item radio", "option", "radio", "search box", "slider", "spin button", "switch", "tab",
    "text box", "toggle button", NULL,
  };
  /* The focus comes to what scrolls and to lists in order to get to what is in them. */
  static const char *const holders[] = {
    "dialog", "generic", "group", "list", "menu", "row", "tab list", "tab panel", "tree grid",
    "window", NULL,
  };

  return g_strv_contains (controls, self->role) ||
         (branch_has_state (self, AT_STATE_FOCUSABLE) && !g_strv_contains (holders, self->role));
}

static void
collect_nameless (Branch *self, GPtrArray *found)
{
  if (!branch_is_shown (self))
    return;
  if (is_control (self))
    {
      g_autofree char *name = at_node_dup_name (self->node);

      if (*g_strstrip (name) == '\0')
        g_ptr_array_add (found, at_node_ref (self->node));
    }
  for (guint i = 0; i < self->children->len; i++)
    collect_nameless (self->children->pdata[i], found);
}

/* The controls of which a screen reader could not say what they are. */
GPtrArray *
at_node_find_nameless (AtNode *self)
{
  g_autoptr (Branch) tree = grow (self);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) at_node_unref);

  collect_nameless (tree, found);
  return found;
}

static AtNode *
find_focus (Branch *self)
{
  if (!branch_is_shown (self))
    return NULL;
  for (guint i = 0; i < self->children->len; i++)
    {
      AtNode *found = find_focus (self->children->pdata[i]);

      if (found != NULL)
        return found;
    }
  return branch_has_state (self, AT_STATE_FOCUSED) ? at_node_ref (self->node) : NULL;
}

/* The innermost thing that has the focus, NULL where none has. */
AtNode *
at_node_find_focus (AtNode *self)
{
  g_autoptr (Branch) tree = grow (self);

  return find_focus (tree);
}

static void
print (Branch *self, guint depth, GString *text)
{
  g_autofree char *name = NULL;
  g_autofree char *content = NULL;

  if (!branch_is_shown (self))
    return;

  /* What only holds others says nothing by itself. */
  name = at_node_dup_name (self->node);
  if (*name != '\0' ||
      !g_strv_contains ((const char *[]) { "generic", "group", "tab panel", NULL }, self->role))
    {
      content = at_node_dup_text (self->node);
      g_string_append_printf (text, "%*s%s “%s”", (int) (2 * depth), "", self->role, name);
      if (*content != '\0' && !g_str_equal (content, name))
        g_string_append_printf (text, " = “%s”", content);
      if (branch_has_state (self, AT_STATE_SHOWING) && !branch_has_state (self, AT_STATE_SENSITIVE))
        g_string_append (text, " insensitive");
      if (branch_has_state (self, AT_STATE_ACTIVE))
        g_string_append (text, " active");
      if (branch_has_state (self, AT_STATE_FOCUSED))
        g_string_append (text, " focused");
      g_string_append_c (text, '\n');
      depth++;
    }
  for (guint i = 0; i < self->children->len; i++)
    print (self->children->pdata[i], depth, text);
}

/* Writes down what is shown, for the message of a test that fails. */
void
at_node_print (AtNode *self, GString *text)
{
  g_autoptr (Branch) tree = grow (self);

  print (tree, 0, text);
}
