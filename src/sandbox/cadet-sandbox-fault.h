/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CadetSandboxFaultInfo:
 * @name: its name, as `--fault` takes it
 * @acts: whether the sandbox does what it was asked to, a new task for a CreateTask, before the
 *   fault strikes
 * @description: what it does, in one line, marked for translation
 *
 * One thing that can go wrong.
 */
typedef struct
{
  const char *name;
  gboolean acts;
  const char *description;
} CadetSandboxFaultInfo;

guint                        cadet_sandbox_fault_count (void);
const CadetSandboxFaultInfo *cadet_sandbox_fault_get   (guint index);

G_END_DECLS
