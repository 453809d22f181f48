/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CADET_ERROR (cadet_error_quark ())

/**
 * CadetError:
 * @CADET_ERROR_FAILED: something that no other code names; its message says what
 * @CADET_ERROR_INVALID: input that cannot be used; the message names the place and the reason
 * @CADET_ERROR_NOT_FOUND: a profile, a task or a file that is not there
 * @CADET_ERROR_KEYRING_ABSENT: no secret service answers
 * @CADET_ERROR_KEYRING_LOCKED: the keyring is locked, or its prompt was dismissed
 * @CADET_ERROR_SECRET_MISSING: the keyring answers and has no secret for the profile
 * @CADET_ERROR_NO_NETWORK: the machine has no network
 * @CADET_ERROR_CONNECT: a name, a connection or TLS failed, so nothing was sent
 * @CADET_ERROR_TIMEOUT: a time limit ran out
 * @CADET_ERROR_TOO_LARGE: a reply or a file over its limit
 * @CADET_ERROR_SERVICE: the service answered with a failure
 * @CADET_ERROR_STORAGE: the ledger or another file could not be read or written
 *
 * What a caller may act on. Every failure that reaches a user is one of these or a #GIOErrorEnum
 * `G_IO_ERROR_CANCELLED`; the message is translated and complete.
 */
typedef enum
{
  CADET_ERROR_FAILED,
  CADET_ERROR_INVALID,
  CADET_ERROR_NOT_FOUND,
  CADET_ERROR_KEYRING_ABSENT,
  CADET_ERROR_KEYRING_LOCKED,
  CADET_ERROR_SECRET_MISSING,
  CADET_ERROR_NO_NETWORK,
  CADET_ERROR_CONNECT,
  CADET_ERROR_TIMEOUT,
  CADET_ERROR_TOO_LARGE,
  CADET_ERROR_SERVICE,
  CADET_ERROR_STORAGE,
} CadetError;

GQuark cadet_error_quark (void);

G_END_DECLS
