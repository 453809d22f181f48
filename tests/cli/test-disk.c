/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* The folder of the tasks on disks that are full, read-only or hold something else: `cadet` as a
 * plain user, with real small file systems that nobody else sees. */

#include "config.h"

#include "cli-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define CREATE "create", "--process", "p", "--name", "n", "--app", "a", "--json", "--endpoint"

/* More than a ledger with one task needs, in pages of 4 KiB. */
#define MOST_FREE_PAGES 128
#define PAGE 4096

/* Why there are no mounts of our own, or NULL. */
static char *no_mounts;

static void
write_to (const char *path, const char *text)
{
  g_autofd int fd = open (path, O_WRONLY | O_CLOEXEC);

  if (fd != -1 && write (fd, text, strlen (text)) == -1)
    g_test_message ("%s: %s", path, g_strerror (errno));
}

/* The test may mount, and what it starts may not and is no superuser, whoever runs it: what a
 * permission forbids is forbidden to them. */
static void
enter_own_namespace (void)
{
  g_autofree char *uid_map = g_strdup_printf ("1000 %u 1", (guint) geteuid ());
  g_autofree char *gid_map = g_strdup_printf ("1000 %u 1", (guint) getegid ());
  g_autofree char *folder = NULL;

  if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    {
      no_mounts = g_strdup_printf ("no user namespace can be had here: %s", g_strerror (errno));
      return;
    }
  write_to ("/proc/self/setgroups", "deny");
  write_to ("/proc/self/uid_map", uid_map);
  write_to ("/proc/self/gid_map", gid_map);

  folder = g_dir_make_tmp ("cadet-mount-XXXXXX", NULL);
  g_assert_nonnull (folder);
  if (geteuid () != 1000)
    no_mounts = g_strdup ("the user cannot be mapped into a namespace here");
  else if (mount ("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0)
    no_mounts = g_strdup_printf ("nothing can be mounted here: %s", g_strerror (errno));
  else
    umount2 (folder, MNT_DETACH);
  g_rmdir (folder);
}

typedef struct
{
  Fixture cli;
  char *data;
  char *endpoint;
  RawServer *server;
} DiskFixture;

static void
disk_set_up (DiskFixture *self, gconstpointer data)
{
  fixture_set_up (&self->cli, NULL);
  fixture_set_keys (&self->cli, KEY_ID, KEY_SECRET);
  self->data = fixture_path (&self->cli, "data");
  self->server = raw_server_new (RAW_CREATED);
  self->endpoint = raw_server_dup_endpoint (self->server);
}

static void
disk_tear_down (DiskFixture *self, gconstpointer data)
{
  while (umount2 (self->data, MNT_DETACH) == 0)
    continue;
  raw_server_free (self->server);
  g_free (self->endpoint);
  g_free (self->data);
  fixture_tear_down (&self->cli, NULL);
}

static gboolean
has_mounts (void)
{
  if (no_mounts != NULL)
    g_test_skip (no_mounts);
  return no_mounts == NULL;
}

/* A superuser may write everywhere. */
static gboolean
is_plain_user (void)
{
  return no_mounts == NULL || geteuid () != 0 || has_mounts ();
}

static void
mount_disk (DiskFixture *self, guint n_pages)
{
  g_autofree char *options = g_strdup_printf ("size=%u,mode=0700", n_pages * PAGE);

  if (mount ("tmpfs", self->data, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0)
    g_error ("%s: %s", self->data, g_strerror (errno));
}

static void
remount_read_only (DiskFixture *self)
{
  if (mount ("tmpfs", self->data, "tmpfs", MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) != 0)
    g_error ("%s: %s", self->data, g_strerror (errno));
}

/* Fills the disk to its last byte. */
static void
fill_cb (gpointer user_data)
{
  DiskFixture *self = user_data;
  g_autofree char *path = g_build_filename (self->data, "ballast", NULL);
  g_autofree char *block = g_malloc0 (PAGE);
  g_autofd int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, !=, -1);
  for (gsize size = PAGE; size > 0;)
    if (write (fd, block, size) == -1)
      size /= 2;
  g_assert_cmpint (errno, ==, ENOSPC);
}

static void
empty_disk (DiskFixture *self)
{
  g_autofree char *path = g_build_filename (self->data, "ballast", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* The same each time, which is meant. */
static void
run_create (DiskFixture *self)
{
  fixture_run (&self->cli, CREATE, self->endpoint, "--again", NULL);
}

static char *
dup_member (DiskFixture *self, const char *name)
{
  return json_member (self->cli.out, name);
}

/* Nothing was sent, and the message names the place and what to do. */
static void
assert_not_sent (DiskFixture *self, guint n_requests_before, const char *place, const char *way_out)
{
  g_autofree char *outcome = NULL;

  assert_status (&self->cli, 4);
  outcome = dup_member (self, "outcome");
  g_assert_cmpstr (outcome, ==, "not-sent");
  assert_contains (self->cli.err, place);
  assert_contains (self->cli.err, way_out);
  assert_contains (self->cli.err, "No task was created");
  g_assert_cmpuint (raw_server_get_connections (self->server), ==, n_requests_before);
}

static void
assert_created (DiskFixture *self)
{
  g_autofree char *task_id = NULL;

  assert_status (&self->cli, 0);
  task_id = dup_member (self, "taskId");
  g_assert_cmpstr (task_id, ==, RAW_TASK_ID);
}

/* Whatever is free, a task is either recorded first or not sent, with the same reason. */
static void
test_full (DiskFixture *self, gconstpointer data)
{
  gboolean with_ledger = data != NULL;
  guint n_refused = 0;
  gboolean sent = FALSE;

  if (!has_mounts ())
    return;

  /* The first pages are those with which files begin. */
  for (guint n_free = 0; n_free < MOST_FREE_PAGES && !sent; n_free += n_free < 2 ? 1 : 6)
    {
      g_autofree char *room = g_build_filename (self->data, "room", NULL);
      g_autofree char *bytes = g_malloc0 (n_free * PAGE + 1);
      guint n_tasks = with_ledger ? 1 : 0;
      guint n_before;
      g_autoptr (GError) error = NULL;

      mount_disk (self, 2 * MOST_FREE_PAGES);
      if (with_ledger)
        {
          run_create (self);
          assert_created (self);
        }
      g_file_set_contents_full (room, bytes, n_free * PAGE, G_FILE_SET_CONTENTS_NONE, 0600, &error);
      g_assert_no_error (error);
      fill_cb (self);
      g_assert_cmpint (g_unlink (room), ==, 0);

      n_before = raw_server_get_connections (self->server);
      run_create (self);
      g_test_message ("%u pages free: %d", n_free, self->cli.status);
      if (self->cli.status == 4)
        {
          assert_not_sent (self, n_before, self->data, "Free some space");
          n_refused++;
        }
      else
        {
          assert_created (self);
          sent = TRUE;
          n_tasks++;
        }

      /* Free space is all that it takes, and nothing is lost or doubled. */
      empty_disk (self);
      g_assert_cmpuint (fixture_count_tasks (&self->cli), ==, n_tasks);
      if (n_free == 0)
        {
          run_create (self);
          assert_created (self);
        }
      g_assert_cmpint (umount2 (self->data, MNT_DETACH), ==, 0);
    }

  g_assert_cmpuint (n_refused, >, 0);
  g_assert_true (sent);
}

/* The disk fills between the two records: the task exists, and its ID is told, with the way out. */
static void
test_full_meanwhile (DiskFixture *self, gconstpointer data)
{
  g_autofree char *attempt = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *task_id = NULL;

  if (!has_mounts ())
    return;

  mount_disk (self, MOST_FREE_PAGES);
  raw_server_set_func (self->server, fill_cb, self);
  run_create (self);
  assert_created (self);
  attempt = dup_member (self, "attempt");
  assert_contains (self->cli.err, "could not be recorded");
  assert_contains (self->cli.err, "note its ID");
  assert_contains (self->cli.err, self->data);
  assert_contains (self->cli.err, "Free some space");

  /* What was recorded before it was sent is still there, and says that nothing more is known. */
  empty_disk (self);
  fixture_run (&self->cli, "task", "show", attempt, "--json", NULL);
  assert_status (&self->cli, 0);
  outcome = dup_member (self, "outcome");
  g_assert_cmpstr (outcome, ==, "unknown");
  task_id = dup_member (self, "taskId");
  g_assert_null (task_id);

  raw_server_set_func (self->server, NULL, NULL);
  run_create (self);
  assert_created (self);
  g_assert_cmpstr (self->cli.err, ==, "");
  g_assert_cmpuint (fixture_count_tasks (&self->cli), ==, 2);
}

/* The reply is lost as well: there is no ID to be noted. */
static void
test_full_and_lost (DiskFixture *self, gconstpointer data)
{
  g_autofree char *outcome = NULL;

  if (!has_mounts ())
    return;

  mount_disk (self, MOST_FREE_PAGES);
  raw_server_free (self->server);
  g_free (self->endpoint);
  self->server = raw_server_new (RAW_CLOSE);
  self->endpoint = raw_server_dup_endpoint (self->server);
  raw_server_set_func (self->server, fill_cb, self);
  run_create (self);
  assert_status (&self->cli, 5);
  outcome = dup_member (self, "outcome");
  g_assert_cmpstr (outcome, ==, "unknown");
  assert_contains (self->cli.err, "could not be recorded, so");
  assert_contains (self->cli.err, self->data);
  assert_lacks (self->cli.err, "note its ID");
}

static void
test_read_only_disk (DiskFixture *self, gconstpointer data)
{
  gboolean with_ledger = data != NULL;

  if (!has_mounts ())
    return;

  mount_disk (self, MOST_FREE_PAGES);
  if (with_ledger)
    run_create (self);
  remount_read_only (self);
  run_create (self);
  assert_not_sent (self, with_ledger ? 1 : 0, self->data, "Make it writable");
  assert_contains (self->cli.err, "read-only");
}

/* All of the home, with the settings as the desktop keeps them, which have a cache there. */
static void
test_read_only_home (DiskFixture *self, gconstpointer data)
{
  const char *home = self->cli.home;

  if (!has_mounts ())
    return;

  g_subprocess_launcher_unsetenv (self->cli.launcher, "GSETTINGS_BACKEND");
  g_subprocess_launcher_unsetenv (self->cli.launcher, "XDG_RUNTIME_DIR");
  g_subprocess_launcher_unsetenv (self->cli.launcher, "G_DEBUG");
  if (mount ("tmpfs", home, "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV, "size=64k") != 0)
    g_error ("%s: %s", home, g_strerror (errno));
  run_create (self);
  assert_not_sent (self, 0, home, "Make it writable");
  assert_contains (self->cli.err, "read-only");
  fixture_run (&self->cli, "create", "--process", "p", "--name", "n", "--app", "a", "--profile",
               "payroll", NULL);
  assert_status (&self->cli, 2);
  assert_contains (self->cli.err, "payroll");
  g_assert_cmpint (umount2 (home, MNT_DETACH), ==, 0);
}

typedef enum
{
  FOLDER,
  CADET_FOLDER,
  LEDGER,
  LOCK,
} Place;

static char *
dup_place (DiskFixture *self, Place place)
{
  static const char *const names[] = { "", "cadet", "cadet/ledger.db", "cadet/ledger.db.lock" };

  return g_build_filename (self->data, names[place], NULL);
}

/* What may not be written, as a permission says it. */
static const struct
{
  const char *name;
  Place place;
  mode_t mode;
  gboolean with_ledger;
} forbidden[] = {
  { "home", FOLDER, 0500, FALSE },
  { "folder", CADET_FOLDER, 0500, FALSE },
  { "folder-closed", CADET_FOLDER, 0000, TRUE },
  { "folder-with-ledger", CADET_FOLDER, 0500, TRUE },
  { "ledger", LEDGER, 0400, TRUE },
  { "lock", LOCK, 0000, TRUE },
};

static void
test_forbidden (DiskFixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = dup_place (self, CADET_FOLDER);
  g_autofree char *place = dup_place (self, forbidden[i].place);

  if (!is_plain_user ())
    return;

  if (forbidden[i].with_ledger)
    run_create (self);
  else if (forbidden[i].place == CADET_FOLDER)
    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (place, forbidden[i].mode), ==, 0);
  run_create (self);
  assert_not_sent (self, forbidden[i].with_ledger ? 1 : 0, place, "writable");

  /* Permission is all that it takes, and nothing is lost. */
  g_assert_cmpint (g_chmod (place, 0700), ==, 0);
  g_assert_cmpuint (fixture_count_tasks (&self->cli), ==, forbidden[i].with_ledger ? 1 : 0);
}

/* What else may lie where the ledger should. */
static const struct
{
  const char *name;
  Place place;
  const char *content; /* NULL for a folder */
  const char *parts[2];
} other[] = {
  { "home-is-file", FOLDER, "text", { "a file, not a folder", "Move that file" } },
  { "folder-is-file", CADET_FOLDER, "text", { "a file, not a folder", "Move that file" } },
  { "ledger-is-folder", LEDGER, NULL, { "is a folder", "Move the folder" } },
  { "lock-is-folder", LOCK, NULL, { "is a folder", "Move the folder" } },
  { "ledger-is-text", LEDGER, "This is no database, and stays as it is.\n",
    { "left untouched", "Rename it" } },
  { "ledger-is-cut",
    LEDGER,
    "SQLite format 3\0",
    { "left untouched", "Rename it" } },
};

static void
test_other (DiskFixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *place = dup_place (self, other[i].place);
  g_autofree char *folder = g_path_get_dirname (place);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  if (other[i].place == FOLDER)
    g_assert_cmpint (g_rmdir (self->data), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (other[i].content == NULL)
    g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
  else
    g_file_set_contents (place, other[i].content, -1, &error);
  g_assert_no_error (error);

  run_create (self);
  assert_not_sent (self, 0, place, other[i].parts[0]);
  assert_contains (self->cli.err, other[i].parts[1]);
  if (other[i].content == NULL)
    return;

  g_file_get_contents (place, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, other[i].content);
}

static char *
dup_damaged_place (DiskFixture *self)
{
  g_autofree char *place = dup_place (self, LEDGER);
  g_autofree char *folder = g_path_get_dirname (place);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "ledger.db.damaged-") && !g_str_has_suffix (name, "-wal"))
      return g_build_filename (folder, name, NULL);

  return NULL;
}

/* Damage inside a ledger is found when it is read: the file is kept as it is under another name,
 * that is said, and life goes on in a new one. */
static void
test_damaged (DiskFixture *self, gconstpointer data)
{
  g_autofree char *place = dup_place (self, LEDGER);
  g_autofree char *kept = NULL;
  g_autofree char *damaged = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  gsize length_after = 0;

  run_create (self);
  assert_created (self);
  g_file_get_contents (place, &damaged, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 2 * PAGE);
  /* All but the page with the header and the names of the tables. */
  memset (damaged + PAGE, 0xa5, length - PAGE);
  g_file_set_contents (place, damaged, (gssize) length, &error);
  g_assert_no_error (error);

  run_create (self);
  assert_created (self);
  kept = dup_damaged_place (self);
  g_assert_nonnull (kept);
  assert_contains (self->cli.err, "was damaged");
  assert_contains (self->cli.err, kept);
  g_file_get_contents (kept, &after, &length_after, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (after, length_after, damaged, length);

  fixture_run (&self->cli, "task", "list", NULL);
  assert_status (&self->cli, 0);
  g_assert_cmpstr (self->cli.err, ==, "");
  g_assert_cmpuint (fixture_count_tasks (&self->cli), ==, 1);
}

/* The state of the sandbox is a file, too. */
static void
test_sandbox_state (DiskFixture *self, gconstpointer data)
{
  g_autofree char *folder = dup_place (self, CADET_FOLDER);
  g_autofree char *place = g_build_filename (folder, "sandbox.db", NULL);
  g_autofree char *below = g_build_filename (place, "state.db", NULL);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_file_set_contents (place, "no database", -1, &error);
  g_assert_no_error (error);
  fixture_run (&self->cli, "create", "--process", "p", "--name", "n", "--app", "a", "--profile",
               "sandbox", "--json", NULL);
  assert_not_sent (self, 0, place, "move the file elsewhere");
  g_file_get_contents (place, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, "no database");

  fixture_run (&self->cli, "sandbox", "--state", below, NULL);
  assert_status (&self->cli, 1);
  g_assert_cmpstr (self->cli.out, ==, "");
  assert_contains (self->cli.err, place);
  assert_contains (self->cli.err, "another state file");
}

int
main (int argc, char **argv)
{
  int result;

  enter_own_namespace ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function, data)                                                                  \
  g_test_add ("/cli/disk/" path, DiskFixture, data, disk_set_up, function, disk_tear_down)

  ADD ("full/first", test_full, NULL);
  ADD ("full/later", test_full, "ledger");
  ADD ("full/meanwhile", test_full_meanwhile, NULL);
  ADD ("full/and-lost", test_full_and_lost, NULL);
  ADD ("read-only/first", test_read_only_disk, NULL);
  ADD ("read-only/later", test_read_only_disk, "ledger");
  ADD ("read-only/home", test_read_only_home, NULL);
  ADD ("damaged", test_damaged, NULL);
  ADD ("sandbox-state", test_sandbox_state, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/disk/forbidden/", forbidden[i].name, NULL);

      g_test_add (path, DiskFixture, GUINT_TO_POINTER (i), disk_set_up, test_forbidden,
                  disk_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (other); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/disk/other/", other[i].name, NULL);

      g_test_add (path, DiskFixture, GUINT_TO_POINTER (i), disk_set_up, test_other,
                  disk_tear_down);
    }

  result = g_test_run ();
  g_free (no_mounts);
  return result;
}
