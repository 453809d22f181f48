/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A keyring for tests: libsecret's own file stands in for a secret service, and there is no bus. */
char *keyring_file_set_up      (void);
void  keyring_file_tear_down   (char *folder);
void  keyring_file_run_without (void);

G_END_DECLS
