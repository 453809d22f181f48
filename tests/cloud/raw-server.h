/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on loopback that reads one whole HTTP request a connection and then does what the test
 * tells it to, down to single bytes: what no HTTP library would do. */
typedef struct _RawServer RawServer;

/* Runs on a thread of the connection's own. */
typedef void (*RawServerFunc) (GSocketConnection *connection,
                               gconstpointer      data);

RawServer  *raw_server_new           (RawServerFunc  func,
                                      gconstpointer  data);
void        raw_server_free          (RawServer     *self);
guint16     raw_server_get_port      (RawServer     *self);
guint       raw_server_count         (RawServer     *self);
char       *raw_server_dup_request   (RawServer     *self,
                                      guint          index);
void        raw_server_write         (GSocketConnection *connection,
                                      gconstpointer  data,
                                      gsize          length);

/* What may be done with a connection. */
void        raw_server_answer        (GSocketConnection *connection,
                                      gconstpointer  text);
void        raw_server_answer_slowly (GSocketConnection *connection,
                                      gconstpointer  text);
void        raw_server_hang          (GSocketConnection *connection,
                                      gconstpointer  text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

G_END_DECLS
