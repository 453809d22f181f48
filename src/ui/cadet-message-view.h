/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A request or a reply: its headers and its body, as they were and in a readable form. */
#define CADET_TYPE_MESSAGE_VIEW (cadet_message_view_get_type ())
G_DECLARE_FINAL_TYPE (CadetMessageView, cadet_message_view, CADET, MESSAGE_VIEW, AdwBin)

void cadet_message_view_set_message (CadetMessageView *self,
                                     const char       *headers,
                                     GBytes           *body);

G_END_DECLS
