/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A program's interface as assistive technology sees it: a tree of nodes on the accessibility bus.
 * Everything is asked anew, nothing is kept, so that what is told is what is there. A node that has
 * gone answers as one without name, state or children. */
typedef struct _AtNode AtNode;

/* The states that tests ask for, by their numbers in AtspiStateType. */
typedef enum
{
  AT_STATE_ACTIVE = 1,
  AT_STATE_CHECKED = 4,
  AT_STATE_ENABLED = 8,
  AT_STATE_EXPANDED = 10,
  AT_STATE_FOCUSABLE = 11,
  AT_STATE_FOCUSED = 12,
  AT_STATE_PRESSED = 20,
  AT_STATE_SELECTED = 23,
  AT_STATE_SENSITIVE = 24,
  AT_STATE_SHOWING = 25,
  AT_STATE_VISIBLE = 30,
  AT_STATE_INVALID_ENTRY = 36,
} AtState;

GDBusConnection *at_bus_connect            (void);
AtNode          *at_bus_find_application   (GDBusConnection *bus,
                                            guint            pid);

AtNode          *at_node_ref               (AtNode          *self);
void             at_node_unref             (AtNode          *self);
gboolean         at_node_equal             (AtNode          *self,
                                            AtNode          *other);
char            *at_node_dup_role          (AtNode          *self);
char            *at_node_dup_name          (AtNode          *self);
char            *at_node_dup_description   (AtNode          *self);
char            *at_node_dup_text          (AtNode          *self);
gboolean         at_node_has_state         (AtNode          *self,
                                            AtState          state);
gboolean         at_node_has_interface     (AtNode          *self,
                                            const char      *name);
AtNode          *at_node_dup_parent        (AtNode          *self);
GPtrArray       *at_node_list_children     (AtNode          *self);
gboolean         at_node_get_extents       (AtNode          *self,
                                            int             *x,
                                            int             *y,
                                            int             *width,
                                            int             *height);

AtNode          *at_node_find              (AtNode          *self,
                                            const char      *role,
                                            const char      *name);
GPtrArray       *at_node_find_all          (AtNode          *self,
                                            const char      *role,
                                            const char      *name);
GPtrArray       *at_node_find_nameless     (AtNode          *self);
AtNode          *at_node_find_focus        (AtNode          *self);
void             at_node_print             (AtNode          *self,
                                            GString         *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtNode, at_node_unref)

G_END_DECLS
