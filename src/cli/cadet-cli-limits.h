/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "cloud/cadet-client.h"

G_BEGIN_DECLS

void cadet_cli_set_limits (CadetClient *client);

G_END_DECLS
