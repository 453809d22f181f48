/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-fault-private.h"

G_BEGIN_DECLS

/* The faults that a sandbox has at a time, and what is left of them. Any thread may use it. */
typedef struct _CadetSandboxFaults CadetSandboxFaults;

CadetSandboxFaults    *cadet_sandbox_faults_new         (void);
void                   cadet_sandbox_faults_free        (CadetSandboxFaults      *self);
void                   cadet_sandbox_faults_add         (CadetSandboxFaults      *self,
                                                         const CadetSandboxFault *fault);
void                   cadet_sandbox_faults_clear       (CadetSandboxFaults      *self);
void                   cadet_sandbox_faults_set_seed    (CadetSandboxFaults      *self,
                                                         guint32                  seed);
void                   cadet_sandbox_faults_set_ms      (CadetSandboxFaults      *self,
                                                         guint                    ms);
guint                  cadet_sandbox_faults_get_ms      (CadetSandboxFaults      *self);
CadetSandboxFaultKind  cadet_sandbox_faults_take        (CadetSandboxFaults      *self,
                                                         const char              *action);
gboolean               cadet_sandbox_faults_get_refusal (CadetSandboxFaults      *self,
                                                         guint                   *seconds);
void                   cadet_sandbox_faults_end_refusal (CadetSandboxFaults      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetSandboxFaults, cadet_sandbox_faults_free)

G_END_DECLS
