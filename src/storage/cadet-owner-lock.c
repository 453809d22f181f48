/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-owner-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The byte that one Cadet at a time holds while it opens or repairs the ledger. It lies behind
 * those of the owners. */
#define GATE (G_MAXINT64 - 1)
#define GATE_POLL_US 5000

struct _CadetOwnerLock
{
  int fd;
  char *name;
};

/* Names are what the ledger keeps: the offset of the locked byte. */
static gboolean
parse_name (const char *name,
            guint64    *offset)
{
  return g_str_has_prefix (name, "byte:")
         && g_ascii_string_to_unsigned (name + strlen ("byte:"), 10, 0, GATE - 1, offset,
                                        NULL);
}

static gboolean
lock_byte (int     fd,
           guint64 offset)
{
  struct flock lock = {
    .l_type = F_WRLCK,
    .l_whence = SEEK_SET,
    .l_start = (off_t) offset,
    .l_len = 1,
  };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

/**
 * cadet_owner_lock_new:
 * @path: (type filename): the file of the locks, made with mode 0600 when it is not there
 * @saved_errno: (out): why there is no lock, as `errno`
 *
 * Takes a lock of its own. Blocks for as long as opening a file takes.
 *
 * Returns: (transfer full) (nullable): the lock, or %NULL
 */
CadetOwnerLock *
cadet_owner_lock_new (const char *path,
                      int        *saved_errno)
{
  g_autoptr (CadetOwnerLock) self = NULL;
  guint64 offset = 0;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (saved_errno != NULL, NULL);

  self = g_new0 (CadetOwnerLock, 1);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  /* A byte that another Cadet happens to hold is tried again elsewhere; any other refusal would
   * be the same for each byte. */
  for (guint i = 0; self->fd >= 0 && i < 16; i++)
    {
      offset = (((guint64) g_random_int () << 31) | (g_random_int () >> 1)) % GATE;
      if (lock_byte (self->fd, offset))
        {
          self->name = g_strdup_printf ("byte:%" G_GUINT64_FORMAT, offset);
          return g_steal_pointer (&self);
        }
      if (errno != EAGAIN && errno != EACCES)
        break;
    }

  *saved_errno = errno;
  return NULL;
}

/**
 * cadet_owner_lock_new_observer:
 * @path: (type filename): the file of the locks, made with mode 0600 when it is not there
 * @saved_errno: (out): why there is none, as `errno`
 *
 * Takes no lock, but can be asked for those of others. It has no name.
 *
 * Returns: (transfer full): the observer, or %NULL
 */
CadetOwnerLock *
cadet_owner_lock_new_observer (const char *path,
                               int        *saved_errno)
{
  CadetOwnerLock *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (saved_errno != NULL, NULL);

  self = g_new0 (CadetOwnerLock, 1);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd >= 0)
    return self;

  *saved_errno = errno;
  g_free (self);
  return NULL;
}

/**
 * cadet_owner_lock_free:
 * @self: (transfer full): a lock
 *
 * Lets go of the lock. Attempts that bear its name are then nobody's.
 */
void
cadet_owner_lock_free (CadetOwnerLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    g_close (self->fd, NULL);
  g_free (self->name);
  g_free (self);
}

/**
 * cadet_owner_lock_get_name:
 * @self: a lock
 *
 * Returns: (transfer none): what to write beside an attempt that this program makes
 */
const char *
cadet_owner_lock_get_name (CadetOwnerLock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * cadet_owner_lock_is_held:
 * @self: a lock
 * @name: (nullable): the name of this or another program's lock
 *
 * Returns: whether the program that took the lock of @name still holds it
 */
gboolean
cadet_owner_lock_is_held (CadetOwnerLock *self,
                          const char     *name)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
  guint64 offset = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (name == NULL || !parse_name (name, &offset))
    return FALSE;
  if (g_strcmp0 (name, self->name) == 0)
    return TRUE;

  /* Where the kernel cannot tell, nobody's attempt is taken from them. */
  lock.l_start = (off_t) offset;
  return fcntl (self->fd, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

/**
 * cadet_owner_lock_is_alone:
 * @self: a lock
 *
 * Returns: whether no other lock is held, by this or another program
 */
gboolean
cadet_owner_lock_is_alone (CadetOwnerLock *self)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = GATE };

  g_return_val_if_fail (self != NULL, FALSE);

  return fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_UNLCK;
}

/**
 * cadet_owner_lock_enter:
 * @self: a lock
 * @timeout_ms: how long to wait
 *
 * Waits until no other Cadet opens or repairs the ledger, and keeps them from it. Blocks.
 *
 * Returns: whether it is so now; cadet_owner_lock_leave() ends it
 */
gboolean
cadet_owner_lock_enter (CadetOwnerLock *self,
                        guint           timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;

  g_return_val_if_fail (self != NULL, FALSE);

  while (!lock_byte (self->fd, GATE))
    {
      if ((errno != EAGAIN && errno != EACCES) || g_get_monotonic_time () > deadline)
        return FALSE;
      g_usleep (GATE_POLL_US);
    }

  return TRUE;
}

/**
 * cadet_owner_lock_leave:
 * @self: a lock
 *
 * Lets others in again.
 */
void
cadet_owner_lock_leave (CadetOwnerLock *self)
{
  struct flock lock = {
    .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = GATE, .l_len = 1
  };

  g_return_if_fail (self != NULL);

  fcntl (self->fd, F_OFD_SETLK, &lock);
}

/**
 * cadet_owner_lock_is_marked:
 * @self: a lock
 *
 * Returns: whether cadet_owner_lock_mark() was ever called for the file
 */
gboolean
cadet_owner_lock_is_marked (CadetOwnerLock *self)
{
  struct stat info;

  g_return_val_if_fail (self != NULL, FALSE);

  return fstat (self->fd, &info) == 0 && info.st_size > 0;
}

/**
 * cadet_owner_lock_mark:
 * @self: a lock
 *
 * Notes beside the ledger that there is one, so that an empty file in its place is known for a
 * loss.
 */
void
cadet_owner_lock_mark (CadetOwnerLock *self)
{
  g_return_if_fail (self != NULL);

  if (!cadet_owner_lock_is_marked (self) && pwrite (self->fd, "\n", 1, 0) != 1)
    g_debug ("The ledger's lock file cannot be marked: %s", g_strerror (errno));
}
