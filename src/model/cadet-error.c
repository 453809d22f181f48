/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-error.h"

/**
 * cadet_error_quark:
 *
 * Returns: the error domain of Cadet
 */
G_DEFINE_QUARK (cadet-error-quark, cadet_error)
