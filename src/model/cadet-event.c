/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-event.h"

struct _CadetEvent
{
  GObject parent_instance;

  CadetEventKind kind;
  gint64 at;
  guint number;
  char *outcome;
  guint http_status;
  char *text;
};

G_DEFINE_FINAL_TYPE (CadetEvent, cadet_event, G_TYPE_OBJECT)

static const char * const nicks[] = {
  [CADET_EVENT_RECORDED] = "recorded",
  [CADET_EVENT_SENT] = "sent",
  [CADET_EVENT_TRY_FAILED] = "try-failed",
  [CADET_EVENT_ANSWERED] = "answered",
  [CADET_EVENT_ENDED] = "ended",
  [CADET_EVENT_INTERRUPTED] = "interrupted",
  [CADET_EVENT_STATUS] = "status",
  [CADET_EVENT_EXECUTE_RECORDED] = "execute-recorded",
  [CADET_EVENT_EXECUTE_SENT] = "execute-sent",
  [CADET_EVENT_EXECUTE_TRY_FAILED] = "execute-try-failed",
  [CADET_EVENT_EXECUTE_ANSWERED] = "execute-answered",
  [CADET_EVENT_EXECUTE_ENDED] = "execute-ended",
  [CADET_EVENT_EXECUTE_INTERRUPTED] = "execute-interrupted",
  [CADET_EVENT_NOTED] = "noted",
  [CADET_EVENT_RESOLVED] = "resolved",
  [CADET_EVENT_DELETED] = "deleted",
  [CADET_EVENT_RESTORED] = "restored",
};

/**
 * cadet_event_kind_to_nick:
 * @kind: a kind of event
 *
 * Returns: its name for files, such as `execute-sent`
 */
const char *
cadet_event_kind_to_nick (CadetEventKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (nicks), NULL);

  return nicks[kind];
}

/**
 * cadet_event_kind_from_nick:
 * @nick: (nullable): a name
 * @kind: (out): the kind of that name
 *
 * Returns: whether there is one
 */
gboolean
cadet_event_kind_from_nick (const char     *nick,
                            CadetEventKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

static void
cadet_event_finalize (GObject *object)
{
  CadetEvent *self = CADET_EVENT (object);

  g_free (self->outcome);
  g_free (self->text);

  G_OBJECT_CLASS (cadet_event_parent_class)->finalize (object);
}

static void
cadet_event_class_init (CadetEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cadet_event_finalize;
}

static void
cadet_event_init (CadetEvent *self)
{
}

/**
 * cadet_event_new:
 * @kind: what happened
 * @at: when: UTC in ms
 * @number: the number of the try, from 1; 0 where it is about none
 * @outcome: (nullable): how a try was judged: the name of a [enum@OutcomeKind]
 * @http_status: the status of its reply, or 0
 * @text: (nullable): the words that go with it
 *
 * Returns: (transfer full): an event
 */
CadetEvent *
cadet_event_new (CadetEventKind  kind,
                 gint64          at,
                 guint           number,
                 const char     *outcome,
                 guint           http_status,
                 const char     *text)
{
  CadetEvent *self = g_object_new (CADET_TYPE_EVENT, NULL);

  self->kind = kind;
  self->at = at;
  self->number = number;
  self->outcome = g_strdup (outcome);
  self->http_status = http_status;
  self->text = g_strdup (text);

  return self;
}

/**
 * cadet_event_get_kind:
 * @self: an event
 *
 * Returns: what happened
 */
CadetEventKind
cadet_event_get_kind (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), CADET_EVENT_RECORDED);

  return self->kind;
}

/**
 * cadet_event_get_at:
 * @self: an event
 *
 * Returns: when: UTC in ms
 */
gint64
cadet_event_get_at (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), 0);

  return self->at;
}

/**
 * cadet_event_get_number:
 * @self: an event
 *
 * Returns: the number of the try, from 1, or 0
 */
guint
cadet_event_get_number (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), 0);

  return self->number;
}

/**
 * cadet_event_get_outcome:
 * @self: an event
 *
 * Returns: (nullable): how a try was judged
 */
const char *
cadet_event_get_outcome (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), NULL);

  return self->outcome;
}

/**
 * cadet_event_get_http_status:
 * @self: an event
 *
 * Returns: the status of the reply, or 0
 */
guint
cadet_event_get_http_status (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), 0);

  return self->http_status;
}

/**
 * cadet_event_get_text:
 * @self: an event
 *
 * Returns: (nullable): the words that go with it
 */
const char *
cadet_event_get_text (CadetEvent *self)
{
  g_return_val_if_fail (CADET_IS_EVENT (self), NULL);

  return self->text;
}
