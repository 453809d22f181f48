/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include <gio/gio.h>

/* The key pair that tests use, a dummy. */
#define KEY_ID "YourAccessKeyId"
#define KEY_SECRET "YourAccessKeySecret"

/* A user of the command line: folders of their own, no session bus, no keys. */
typedef struct
{
  char *home;
  char *input;
  GSubprocessLauncher *launcher;
  GSubprocess *sandbox;
  char *endpoint;

  int status;
  char *out;
  char *err;
} Fixture;

/**
 * RawMode:
 * @RAW_CLOSE: reads a whole request and closes without a reply
 * @RAW_HANG: reads a whole request and never replies
 * @RAW_CREATED: reads a whole request and says that task RAW_TASK_ID was created
 *
 * What a server does with each request.
 */
typedef enum
{
  RAW_CLOSE,
  RAW_HANG,
  RAW_CREATED,
} RawMode;

#define RAW_TASK_ID "9007199254740993"

typedef struct _RawServer RawServer;

void       fixture_set_up        (Fixture       *self,
                                  gconstpointer  data);
void       fixture_tear_down     (Fixture       *self,
                                  gconstpointer  data);
void       fixture_start_sandbox (Fixture       *self,
                                  const char    *state_file);
void       fixture_start_sandbox_with (Fixture       *self,
                                       const char *const *options);
void       fixture_set_keys      (Fixture       *self,
                                  const char    *id,
                                  const char    *secret);
void       fixture_run           (Fixture       *self,
                                  const char    *first,
                                  ...) G_GNUC_NULL_TERMINATED;
void       fixture_runv          (Fixture       *self,
                                  const char   **arguments);
GSubprocess *fixture_spawnv      (Fixture       *self,
                                  const char   **arguments);
void       fixture_finish        (Fixture       *self,
                                  GSubprocess   *process);
char      *fixture_write         (Fixture       *self,
                                  const char    *name,
                                  const char    *content,
                                  gssize         length);
char      *fixture_path          (Fixture       *self,
                                  const char    *name);
guint      fixture_count_tasks   (Fixture       *self);
void       fixture_assert_no_bytes (Fixture     *self,
                                    const char  *bytes);

char      *json_member           (const char    *object,
                                  const char    *name);

RawServer *raw_server_new        (RawMode        mode);
void       raw_server_set_func   (RawServer     *self,
                                  void         (*func) (gpointer data),
                                  gpointer       data);
void       raw_server_free       (RawServer     *self);
char      *raw_server_dup_endpoint (RawServer   *self);
guint      raw_server_get_connections (RawServer *self);
void       raw_server_wait_request (RawServer   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

#define assert_contains(text, part)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (strstr ((text), (part)) == NULL)                                                           \
      g_error ("%s:%d: “%s” is not in: %s", __FILE__, __LINE__, (part), (text));                   \
  }                                                                                                \
  G_STMT_END

#define assert_lacks(text, part)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (strstr ((text), (part)) != NULL)                                                           \
      g_error ("%s:%d: “%s” is in: %s", __FILE__, __LINE__, (part), (text));                       \
  }                                                                                                \
  G_STMT_END

#define assert_status(fixture, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((fixture)->status != (expected))                                                           \
      g_error ("%s:%d: exit status %d, not %d; stdout: %s; stderr: %s", __FILE__, __LINE__,        \
               (fixture)->status, (expected), (fixture)->out, (fixture)->err);                     \
  }                                                                                                \
  G_STMT_END
