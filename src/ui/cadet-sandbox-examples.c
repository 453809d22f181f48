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

/**
 * cadet_sandbox_examples_add_variables:
 * @variables: the variables of a draft
 * @process_id: an ID from the menu of processes
 *
 * Appends the variables that the process would use, as texts without a value. Those that are there
 * already stay as they are.
 */
void
cadet_sandbox_examples_add_variables (CadetVariableList *variables,
                                      const char        *process_id)
{
  const CadetSandboxProcess *process = NULL;
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_if_fail (CADET_IS_VARIABLE_LIST (variables));
  g_return_if_fail (process_id != NULL);

  process = cadet_sandbox_find_process (process_id);
  if (process == NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (variables)); i++)
    {
      g_autoptr(CadetVariable) variable = g_list_model_get_item (G_LIST_MODEL (variables), i);

      g_hash_table_add (names, cadet_variable_dup_wire_name (variable, TRUE));
    }
  for (guint i = 0; process->variables != NULL && process->variables[i] != NULL; i++)
    {
      g_autoptr(CadetVariable) variable = NULL;

      if (g_hash_table_contains (names, process->variables[i]))
        continue;
      variable = cadet_variable_new (process->variables[i], CADET_VARIABLE_TEXT, "");
      cadet_variable_list_append (variables, variable);
    }
}
