/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "profiles/cadet-profile.h"

G_BEGIN_DECLS

/* The profile of the ALIBABA_CLOUD_* environment variables, for the command line. */
CadetProfile *cadet_environment_dup_profile (const char *endpoint,
                                             GError    **error);

G_END_DECLS
