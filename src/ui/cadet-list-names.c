/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-list-names.h"

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  gpointer object = gtk_list_item_get_item (item);

  g_assert (GTK_IS_LIST_ITEM (item));

  if (GTK_IS_STRING_OBJECT (object))
    gtk_list_item_set_accessible_label (item,
                                        gtk_string_object_get_string (GTK_STRING_OBJECT (object)));
}

/**
 * cadet_list_names_add:
 * @factory: the factory that a drop-down or a combo row made for its strings by itself
 *
 * Makes a screen reader say what the items in the opened list are. The toolkit, up to GTK 4.18 at
 * least, shows their strings and gives them no name.
 */
void
cadet_list_names_add (GtkListItemFactory *factory)
{
  g_return_if_fail (GTK_IS_SIGNAL_LIST_ITEM_FACTORY (factory));

  g_signal_connect_after (factory, "bind", G_CALLBACK (bind_cb), NULL);
}
