/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "sandbox/cadet-sandbox-fault.h"

G_BEGIN_DECLS

/* What they do is in the table that cadet_sandbox_fault_get() reads; the order is the same. */
typedef enum
{
  CADET_SANDBOX_FAULT_REFUSE,
  CADET_SANDBOX_FAULT_CLOSE_UNREAD,
  CADET_SANDBOX_FAULT_LOST_REPLY,
  CADET_SANDBOX_FAULT_CUT_REPLY,
  CADET_SANDBOX_FAULT_BAD_CHUNK,
  CADET_SANDBOX_FAULT_DELAY,
  CADET_SANDBOX_FAULT_HANG,
  CADET_SANDBOX_FAULT_BYTE_BY_BYTE,
  CADET_SANDBOX_FAULT_THROTTLING,
  CADET_SANDBOX_FAULT_THROTTLING_AFTER,
  CADET_SANDBOX_FAULT_SKEWED_CLOCK,
  CADET_SANDBOX_FAULT_WRONG_SIGNATURE,
  CADET_SANDBOX_FAULT_EXPIRED_TOKEN,
  CADET_SANDBOX_FAULT_SERVICE_ERROR,
  CADET_SANDBOX_FAULT_BAD_GATEWAY,
  CADET_SANDBOX_FAULT_UNAVAILABLE,
  CADET_SANDBOX_FAULT_REDIRECT,
  CADET_SANDBOX_FAULT_FAILING_CODE,
  CADET_SANDBOX_FAULT_NO_DATA,
  CADET_SANDBOX_FAULT_TEXT_DATA,
  CADET_SANDBOX_FAULT_ID_ABOVE_2_31,
  CADET_SANDBOX_FAULT_ID_ABOVE_2_53,
  CADET_SANDBOX_FAULT_TRUNCATED_JSON,
  CADET_SANDBOX_FAULT_BAD_UTF8,
  CADET_SANDBOX_FAULT_HUGE_REPLY,
  CADET_SANDBOX_FAULT_DEEP_JSON,
  CADET_SANDBOX_FAULT_WRONG_TYPE,
  CADET_SANDBOX_FAULT_GZIP,
  CADET_SANDBOX_FAULT_FALSE_GZIP,

  CADET_SANDBOX_N_FAULTS,
  CADET_SANDBOX_NO_FAULT = CADET_SANDBOX_N_FAULTS,
} CadetSandboxFaultKind;

/**
 * CadetSandboxFault:
 * @kind: what goes wrong
 * @action: which operation's requests it strikes, a static string, or %NULL for all
 * @count: how many of them it strikes, the first; 0 for all. For %CADET_SANDBOX_FAULT_REFUSE how
 *   many seconds it lasts
 * @percent: how many in a hundred it strikes, by chance; 0 for all
 *
 * A fault as it was asked for.
 */
typedef struct
{
  CadetSandboxFaultKind kind;
  const char *action;
  guint count;
  guint percent;
} CadetSandboxFault;

gboolean cadet_sandbox_fault_parse (const char         *spec,
                                    CadetSandboxFault  *fault,
                                    GError            **error);

G_END_DECLS
