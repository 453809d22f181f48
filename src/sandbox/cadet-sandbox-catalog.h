/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CadetSandboxVariable:
 * @name: as in an application's template, `${name}`
 * @value: its value
 */
typedef struct
{
  const char *name;
  const char *value;
} CadetSandboxVariable;

/**
 * CadetSandboxProcess:
 * @id: what CreateTask takes as ProcessId
 * @name: what the console would show
 * @description: what its tasks do
 * @variables: names of the variables that it would use, wrapped as `${name}`; %NULL-terminated
 * @run_error: how its tasks fail when they are executed, or %NULL when they succeed
 *
 * A process that the sandbox knows. The real service has no call that lists them.
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *description;
  const char * const *variables;
  const char *run_error;
} CadetSandboxProcess;

/**
 * CadetSandboxApplication:
 * @id: what CreateTask takes as AppId
 * @name: its name
 * @description: what it is
 * @status: one of the service's 24 status values
 * @template_id: the template that it came from
 * @instance_id: the one resource that it has
 * @created: `yyyy-MM-dd HH:mm:ss` in China time
 * @variables: its template's variables, ended by one without a name
 *
 * An application that a new sandbox state starts with.
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *description;
  const char *status;
  const char *template_id;
  const char *instance_id;
  const char *created;
  const CadetSandboxVariable *variables;
} CadetSandboxApplication;

const CadetSandboxProcess     *cadet_sandbox_get_processes    (guint      *n_processes);
const CadetSandboxProcess     *cadet_sandbox_find_process     (const char *process_id);
const CadetSandboxApplication *cadet_sandbox_get_applications (guint      *n_applications);

G_END_DECLS
