/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MockKeyringPrompt:
 * @MOCK_KEYRING_DISMISSES: the user closes the question at once
 * @MOCK_KEYRING_UNLOCKS: the user gives the right password at once
 * @MOCK_KEYRING_WAITS: the question stays until mock_keyring_answer()
 *
 * What becomes of the question for the keyring's password.
 */
typedef enum
{
  MOCK_KEYRING_DISMISSES,
  MOCK_KEYRING_UNLOCKS,
  MOCK_KEYRING_WAITS,
} MockKeyringPrompt;

/* A secret service on the session bus: one keyring, one secret in it. */
typedef struct
{
  gboolean locked;
  MockKeyringPrompt prompt;
  gboolean has_item;

  guint n_prompts;
  guint n_dismissed;

  GDBusConnection *connection;
} MockKeyring;

GSubprocess *start_bus           (void);
void         stop_bus            (GSubprocess *bus);
MockKeyring *mock_keyring_start  (void);
void         mock_keyring_answer (MockKeyring *self,
                                  gboolean     unlock);
void         mock_keyring_leave  (MockKeyring *self);
void         mock_keyring_stop   (MockKeyring *self);

G_END_DECLS
