/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-variable.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CADET_TYPE_VARIABLE_LIST (cadet_variable_list_get_type ())
G_DECLARE_FINAL_TYPE (CadetVariableList, cadet_variable_list, CADET, VARIABLE_LIST, GObject)

/**
 * CadetJsonSecrets:
 * @CADET_JSON_MASK_SECRETS: values of secret variables become [const@MASK]: to show and to record
 * @CADET_JSON_REVEAL_SECRETS: they are written out: to send, and for nothing else
 */
typedef enum
{
  CADET_JSON_MASK_SECRETS,
  CADET_JSON_REVEAL_SECRETS,
} CadetJsonSecrets;

/* What stands where a secret was. */
#define CADET_MASK "********"

CadetVariableList *cadet_variable_list_new         (void);
CadetVariable     *cadet_variable_list_get         (CadetVariableList *self,
                                                    guint              position);
void               cadet_variable_list_append      (CadetVariableList *self,
                                                    CadetVariable     *variable);
void               cadet_variable_list_insert      (CadetVariableList *self,
                                                    guint              position,
                                                    CadetVariable     *variable);
void               cadet_variable_list_remove      (CadetVariableList *self,
                                                    guint              position);
void               cadet_variable_list_splice      (CadetVariableList *self,
                                                    guint              position,
                                                    guint              n_removals,
                                                    CadetVariable    **additions,
                                                    guint              n_additions);
gboolean           cadet_variable_list_find        (CadetVariableList *self,
                                                    CadetVariable     *variable,
                                                    guint             *position);
guint              cadet_variable_list_count_enabled (CadetVariableList *self);
gboolean           cadet_variable_list_has_secrets (CadetVariableList *self);
GBytes            *cadet_variable_list_to_json     (CadetVariableList *self,
                                                    gboolean           wrap_names,
                                                    CadetJsonSecrets   secrets);
CadetVariableList *cadet_variable_list_new_from_json (const char       *json,
                                                      gsize             length,
                                                      GError          **error);

/* The form in which the ledger and drafts keep a list: everything but secrets. */
char              *cadet_variable_list_to_record   (CadetVariableList *self,
                                                    gboolean           wrap_names);
CadetVariableList *cadet_variable_list_new_from_record (const char    *record,
                                                        gboolean      *wrap_names,
                                                        GError       **error);

G_END_DECLS
