/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "ui/cadet-problem-row.h"
#include "ui/cadet-profile-page.h"
#include "ui/cadet-profile-test.h"

G_BEGIN_DECLS

/* What cadet-profile-page.c (saving, testing and removing) and cadet-profile-page-form.c (what is
 * typed) share. */
struct _CadetProfilePage
{
  AdwNavigationPage parent_instance;

  AdwBanner *failure_banner;
  GtkWidget *save_button;
  GtkWidget *sandbox_group;
  GtkWidget *fields_group;
  GtkWidget *remove_group;
  GtkWidget *name_row;
  GtkWidget *key_row;
  GtkWidget *secret_row;
  GtkWidget *secret_title;
  AdwComboRow *place_row;
  GtkWidget *endpoint_row;
  CadetProblemRow *name_problem;
  CadetProblemRow *key_problem;
  CadetProblemRow *secret_problem;
  CadetProblemRow *endpoint_problem;
  CadetProfileTest *test;

  CadetProfileList *profiles;
  CadetClient *client;
  /* NULL for a new one. */
  CadetProfile *profile;

  guint judged : 1;
  guint saving : 1;
};

/* What was typed, for a fiber: the page may have closed when it ends. */
typedef struct
{
  CadetProfilePage *page;
  char *name;
  char *key_id;
  SecretValue *secret;
  char *endpoint;
} CadetProfileInput;

gboolean           _cadet_profile_page_is_sandbox  (CadetProfilePage *self);
void               _cadet_profile_page_fill_places (CadetProfilePage *self);
void               _cadet_profile_page_load        (CadetProfilePage *self);
GtkWidget         *_cadet_profile_page_judge       (CadetProfilePage *self);
CadetProfileInput *_cadet_profile_page_dup_input   (CadetProfilePage *self);
void               _cadet_profile_input_free       (gpointer          data);

G_END_DECLS
