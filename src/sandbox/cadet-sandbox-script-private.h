/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CadetSandboxEnd:
 * @CADET_SANDBOX_END_CLOSE: closes the connection
 * @CADET_SANDBOX_END_RESET: resets it
 * @CADET_SANDBOX_END_HANG: leaves it open until the other side closes it
 *
 * How a script ends.
 */
typedef enum
{
  CADET_SANDBOX_END_CLOSE,
  CADET_SANDBOX_END_RESET,
  CADET_SANDBOX_END_HANG,
} CadetSandboxEnd;

/**
 * CadetSandboxScript:
 * @bytes: what goes out, or %NULL
 * @pause_ms: how long to wait before it does
 * @piece: how many bytes go out at a time, 0 for all
 * @piece_ms: how long to wait between two pieces
 * @end: what is done then
 *
 * What is done with a connection, byte for byte.
 */
typedef struct
{
  GBytes *bytes;
  guint pause_ms;
  gsize piece;
  guint piece_ms;
  CadetSandboxEnd end;
} CadetSandboxScript;

void cadet_sandbox_script_clear (CadetSandboxScript *script);
void cadet_sandbox_script_play  (CadetSandboxScript *script,
                                 GIOStream          *stream,
                                 GSocket            *socket,
                                 GCancellable       *cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CadetSandboxScript, cadet_sandbox_script_clear)

G_END_DECLS
