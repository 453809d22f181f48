/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CadetEventKind:
 * @CADET_EVENT_RECORDED: the intent was recorded
 * @CADET_EVENT_SENT: a try went out; its number is the event's
 * @CADET_EVENT_TRY_FAILED: a try ended so that another one may follow; its words are the event's
 * @CADET_EVENT_ANSWERED: a reply came and was judged
 * @CADET_EVENT_ENDED: it ended without a reply
 * @CADET_EVENT_INTERRUPTED: its program ended before it was known what became of it
 * @CADET_EVENT_STATUS: the service said something new of the task
 * @CADET_EVENT_EXECUTE_RECORDED: that the task is to be executed was recorded
 * @CADET_EVENT_EXECUTE_SENT: a try of that went out
 * @CADET_EVENT_EXECUTE_TRY_FAILED: a try of that ended so that another one may follow
 * @CADET_EVENT_EXECUTE_ANSWERED: a reply to that came and was judged
 * @CADET_EVENT_EXECUTE_ENDED: that ended without a reply
 * @CADET_EVENT_EXECUTE_INTERRUPTED: the program ended before it was known what became of that
 * @CADET_EVENT_NOTED: the user wrote or removed a note
 * @CADET_EVENT_RESOLVED: the user said what became of an unknown attempt
 * @CADET_EVENT_DELETED: the user took it out of the list
 * @CADET_EVENT_RESTORED: the user put it back
 *
 * What happened to an attempt.
 */
typedef enum
{
  CADET_EVENT_RECORDED,
  CADET_EVENT_SENT,
  CADET_EVENT_TRY_FAILED,
  CADET_EVENT_ANSWERED,
  CADET_EVENT_ENDED,
  CADET_EVENT_INTERRUPTED,
  CADET_EVENT_STATUS,
  CADET_EVENT_EXECUTE_RECORDED,
  CADET_EVENT_EXECUTE_SENT,
  CADET_EVENT_EXECUTE_TRY_FAILED,
  CADET_EVENT_EXECUTE_ANSWERED,
  CADET_EVENT_EXECUTE_ENDED,
  CADET_EVENT_EXECUTE_INTERRUPTED,
  CADET_EVENT_NOTED,
  CADET_EVENT_RESOLVED,
  CADET_EVENT_DELETED,
  CADET_EVENT_RESTORED,
} CadetEventKind;

const char *cadet_event_kind_to_nick   (CadetEventKind  kind);
gboolean    cadet_event_kind_from_nick (const char     *nick,
                                        CadetEventKind *kind);

#define CADET_TYPE_EVENT (cadet_event_get_type ())
G_DECLARE_FINAL_TYPE (CadetEvent, cadet_event, CADET, EVENT, GObject)

/* One line of an attempt's history, which is only ever added to. Immutable. `number` is that of the
 * try and else 0; `outcome` and `http_status` are those of a judged try; `text` is the service's,
 * the connection's or the user's own words. */
CadetEvent     *cadet_event_new             (CadetEventKind  kind,
                                             gint64          at,
                                             guint           number,
                                             const char     *outcome,
                                             guint           http_status,
                                             const char     *text);
CadetEventKind  cadet_event_get_kind        (CadetEvent     *self);
gint64          cadet_event_get_at          (CadetEvent     *self);
guint           cadet_event_get_number      (CadetEvent     *self);
const char     *cadet_event_get_outcome     (CadetEvent     *self);
guint           cadet_event_get_http_status (CadetEvent     *self);
const char     *cadet_event_get_text        (CadetEvent     *self);

G_END_DECLS
