/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "storage/cadet-ledger-choice.h"

struct _CadetLedgerChoice
{
  GObject parent_instance;

  char *id;
  char *name;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CadetLedgerChoice, cadet_ledger_choice, G_TYPE_OBJECT)

static void
cadet_ledger_choice_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  CadetLedgerChoice *self = CADET_LEDGER_CHOICE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cadet_ledger_choice_finalize (GObject *object)
{
  CadetLedgerChoice *self = CADET_LEDGER_CHOICE (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (cadet_ledger_choice_parent_class)->finalize (object);
}

static void
cadet_ledger_choice_class_init (CadetLedgerChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cadet_ledger_choice_get_property;
  object_class->finalize = cadet_ledger_choice_finalize;

  /**
   * CadetLedgerChoice:id:
   *
   * The value, as a filter takes it.
   */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * CadetLedgerChoice:name:
   *
   * What to show for it.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cadet_ledger_choice_init (CadetLedgerChoice *self)
{
}

/**
 * cadet_ledger_choice_new:
 * @id: the value
 * @name: what to show for it
 *
 * Returns: (transfer full): a choice
 */
CadetLedgerChoice *
cadet_ledger_choice_new (const char *id,
                         const char *name)
{
  CadetLedgerChoice *self;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  self = g_object_new (CADET_TYPE_LEDGER_CHOICE, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

/**
 * cadet_ledger_choice_get_id:
 * @self: a choice
 *
 * Returns: the value
 */
const char *
cadet_ledger_choice_get_id (CadetLedgerChoice *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER_CHOICE (self), NULL);

  return self->id;
}

/**
 * cadet_ledger_choice_get_name:
 * @self: a choice
 *
 * Returns: what to show for it
 */
const char *
cadet_ledger_choice_get_name (CadetLedgerChoice *self)
{
  g_return_val_if_fail (CADET_IS_LEDGER_CHOICE (self), NULL);

  return self->name;
}
