/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "ui/cadet-profile-test.h"

#include "cloud/cadet-sts.h"

#include <glib/gi18n.h>

/* From this difference on a clock is worth a word, in ms; the service refuses at 15 minutes. */
#define NOTABLE_SKEW 5000

struct _CadetProfileTest
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *test_row;
  AdwActionRow *result_row;
  GtkStack *result_stack;

  GCancellable *cancellable;
};

enum
{
  SIGNAL_TEST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CadetProfileTest, cadet_profile_test, ADW_TYPE_PREFERENCES_GROUP)

/* What a test is made with, for a fiber: the page may have closed when it ends. */
typedef struct
{
  CadetProfileTest *test;
  CadetClient *client;
  DexFuture *access;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->test);
  g_clear_object (&job->client);
  dex_clear (&job->access);
  g_free (job);
}

static void
show_result (CadetProfileTest *self,
             const char       *icon,
             const char       *title,
             const char       *subtitle)
{
  g_autofree char *spoken = NULL;

  g_assert (CADET_IS_PROFILE_TEST (self));

  gtk_stack_set_visible_child_name (self->result_stack, icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
  gtk_widget_set_sensitive (self->test_row, !g_str_equal (icon, "busy"));
  /* Translators: spoken by a screen reader: what became of something, and what it means. */
  spoken = g_strdup_printf (_("%s. %s"), title, subtitle != NULL ? subtitle : "");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), spoken,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static char *
dup_skew_text (gint64 skew)
{
  gint64 seconds = ABS (skew) / 1000;
  g_autofree char *difference = NULL;

  if (ABS (skew) < NOTABLE_SKEW)
    return g_strdup (_("The clock of this computer is right."));

  if (seconds < 120)
    difference = g_strdup_printf (ngettext ("%u second", "%u seconds", (gulong) seconds),
                                  (guint) seconds);
  else
    difference = g_strdup_printf (ngettext ("%u minute", "%u minutes", (gulong) (seconds / 60)),
                                  (guint) (seconds / 60));
  /* Translators: %s is a time such as “3 minutes” */
  return skew > 0 ? g_strdup_printf (_("The clock of this computer is %s ahead; the service "
                                       "refuses requests at 15 minutes."), difference)
                  : g_strdup_printf (_("The clock of this computer is %s behind; the service "
                                       "refuses requests at 15 minutes."), difference);
}

static void
show_identity (CadetProfileTest    *self,
               CadetCallerIdentity *identity)
{
  const char *account = cadet_caller_identity_get_account_id (identity);
  const char *arn = cadet_caller_identity_get_arn (identity);
  g_autofree char *title = NULL;
  g_autofree char *skew = NULL;
  g_autofree char *subtitle = NULL;

  g_assert (CADET_IS_PROFILE_TEST (self));

  /* Translators: %s is the number of an account */
  title = account != NULL ? g_strdup_printf (_("Works: account %s"), account)
                          : g_strdup (_("Works"));
  skew = dup_skew_text (cadet_caller_identity_get_clock_skew_ms (identity));
  subtitle = arn != NULL ? g_strdup_printf ("%s\n%s", arn, skew) : g_strdup (skew);
  show_result (self, "good", title, subtitle);
}

static DexFuture *
test_fiber (gpointer user_data)
{
  Job *job = user_data;
  CadetProfileTest *self = job->test;
  g_autoptr(CadetAccess) access = NULL;
  g_autoptr(CadetCallerIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  access = dex_await_object (g_steal_pointer (&job->access), &error);
  if (access != NULL)
    identity = dex_await_object (cadet_sts_get_caller_identity (job->client, access,
                                                                self->cancellable),
                                 &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return dex_future_new_true ();

  if (identity != NULL)
    show_identity (self, identity);
  else
    show_result (self, "bad", _("Does Not Work"), error->message);
  return dex_future_new_true ();
}

static void
activated_cb (CadetProfileTest *self)
{
  g_assert (CADET_IS_PROFILE_TEST (self));

  g_signal_emit (self, signals[SIGNAL_TEST], 0);
}

static void
cadet_profile_test_dispose (GObject *object)
{
  CadetProfileTest *self = CADET_PROFILE_TEST (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CADET_TYPE_PROFILE_TEST);

  G_OBJECT_CLASS (cadet_profile_test_parent_class)->dispose (object);
}

static void
cadet_profile_test_finalize (GObject *object)
{
  CadetProfileTest *self = CADET_PROFILE_TEST (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (cadet_profile_test_parent_class)->finalize (object);
}

static void
cadet_profile_test_class_init (CadetProfileTestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cadet_profile_test_dispose;
  object_class->finalize = cadet_profile_test_finalize;

  signals[SIGNAL_TEST] =
    g_signal_new ("test", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CADET_RESOURCE_PATH "/cadet-profile-test.ui");
  gtk_widget_class_bind_template_child (widget_class, CadetProfileTest, test_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfileTest, result_row);
  gtk_widget_class_bind_template_child (widget_class, CadetProfileTest, result_stack);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
cadet_profile_test_init (CadetProfileTest *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cadet_profile_test_run:
 * @self: the group
 * @client: what the test is sent with
 * @access: (transfer full): a future of the #CadetAccess to test
 *
 * Asks the service who signs, and shows what it says or why it could not be asked.
 */
void
cadet_profile_test_run (CadetProfileTest *self,
                        CadetClient      *client,
                        DexFuture        *access)
{
  Job *job = NULL;

  g_return_if_fail (CADET_IS_PROFILE_TEST (self));
  g_return_if_fail (CADET_IS_CLIENT (client));
  g_return_if_fail (DEX_IS_FUTURE (access));

  show_result (self, "busy", _("Asking the service who signs…"), NULL);
  job = g_new0 (Job, 1);
  job->test = g_object_ref (self);
  job->client = g_object_ref (client);
  job->access = access;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, test_fiber, job, job_free));
}

/**
 * cadet_profile_test_clear:
 * @self: the group
 *
 * Takes the result away: it is about what it was asked for.
 */
void
cadet_profile_test_clear (CadetProfileTest *self)
{
  g_return_if_fail (CADET_IS_PROFILE_TEST (self));

  gtk_widget_set_visible (GTK_WIDGET (self->result_row), FALSE);
}

/**
 * cadet_profile_test_stop:
 * @self: the group
 *
 * Gives up what runs; from now on nothing is shown any more.
 */
void
cadet_profile_test_stop (CadetProfileTest *self)
{
  g_return_if_fail (CADET_IS_PROFILE_TEST (self));

  g_cancellable_cancel (self->cancellable);
}
