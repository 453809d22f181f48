/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-sandbox-examples.h"

#include "sandbox/cadet-sandbox-catalog.h"

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/**
 * cadet_sandbox_examples_new_processes:
 * @action: the action that takes a process ID
 *
 * Returns: (transfer full): a menu of the sandbox's processes
 */
GMenuModel *
cadet_sandbox_examples_new_processes (const char *action)
{
  const CadetSandboxProcess *processes = NULL;
  GMenu *menu = g_menu_new ();
  guint n_processes = 0;

  processes = cadet_sandbox_get_processes (&n_processes);
  for (guint i = 0; i < n_processes; i++)
    append (menu, processes[i].name, action, processes[i].id);
  return G_MENU_MODEL (menu);
}

/**
 * cadet_sandbox_examples_new_applications:
 * @action: the action that takes an application ID
 *
 * Returns: (transfer full): a menu of the applications that a sandbox starts with
 */
GMenuModel *
cadet_sandbox_examples_new_applications (const char *action)
{
  const CadetSandboxApplication *applications = NULL;
  GMenu *menu = g_menu_new ();
  guint n_applications = 0;

  applications = cadet_sandbox_get_applications (&n_applications);
  for (guint i = 0; i < n_applications; i++)
    append (menu, applications[i].name, action, applications[i].id);
  return G_MENU_MODEL (menu);
}
