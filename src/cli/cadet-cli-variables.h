/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-draft.h"

G_BEGIN_DECLS

/* The variables of a command line, in the order in which they were given. */
typedef struct _CadetCliVariables CadetCliVariables;

CadetCliVariables *cadet_cli_variables_new        (void);
void               cadet_cli_variables_free       (CadetCliVariables *self);
gboolean           cadet_cli_variables_add_option (const char        *option,
                                                   const char        *value,
                                                   gpointer           user_data,
                                                   GError           **error);
void               cadet_cli_variables_fill       (CadetCliVariables *self,
                                                   CadetDraft        *draft,
                                                   GPtrArray         *problems);
const char        *cadet_cli_variables_get_origin (CadetCliVariables *self,
                                                   guint              position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CadetCliVariables, cadet_cli_variables_free)

G_END_DECLS
