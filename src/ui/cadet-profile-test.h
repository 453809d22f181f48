/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Finds out whether an access works. It emits `test` when that is asked for. */
#define CADET_TYPE_PROFILE_TEST (cadet_profile_test_get_type ())
G_DECLARE_FINAL_TYPE (CadetProfileTest, cadet_profile_test, CADET, PROFILE_TEST,
                      AdwPreferencesGroup)

void cadet_profile_test_run   (CadetProfileTest *self,
                               CadetClient      *client,
                               DexFuture        *access);
void cadet_profile_test_clear (CadetProfileTest *self);
void cadet_profile_test_stop  (CadetProfileTest *self);

G_END_DECLS
