/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "profiles/cadet-static-access.h"

struct _CadetStaticAccess
{
  GObject parent_instance;

  CadetAccess *access;
};

static void access_source_iface_init (CadetAccessSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CadetStaticAccess, cadet_static_access, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CADET_TYPE_ACCESS_SOURCE,
                                                      access_source_iface_init))

static DexFuture *
cadet_static_access_load (CadetAccessSource *source)
{
  CadetStaticAccess *self = CADET_STATIC_ACCESS (source);

  return dex_future_new_take_object (g_object_ref (self->access));
}

static void
access_source_iface_init (CadetAccessSourceInterface *iface)
{
  iface->load = cadet_static_access_load;
}

static void
cadet_static_access_finalize (GObject *object)
{
  CadetStaticAccess *self = CADET_STATIC_ACCESS (object);

  g_clear_object (&self->access);

  G_OBJECT_CLASS (cadet_static_access_parent_class)->finalize (object);
}

static void
cadet_static_access_class_init (CadetStaticAccessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cadet_static_access_finalize;
}

static void
cadet_static_access_init (CadetStaticAccess *self)
{
}

/**
 * cadet_static_access_new:
 * @access: who signs and where
 *
 * Returns: (transfer full): a source that always gives @access
 */
CadetAccessSource *
cadet_static_access_new (CadetAccess *access)
{
  CadetStaticAccess *self;

  g_return_val_if_fail (CADET_IS_ACCESS (access), NULL);

  self = g_object_new (CADET_TYPE_STATIC_ACCESS, NULL);
  self->access = g_object_ref (access);

  return CADET_ACCESS_SOURCE (self);
}
