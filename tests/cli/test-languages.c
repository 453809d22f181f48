/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

/* Whoever sets a language gets it, from the build folder as from an installation. */

#include "config.h"

#include "cli-fixture.h"

#include <locale.h>

typedef struct
{
  const char *locale;
  /* What the help, the help of a command, a refusal and a report have in this language. */
  const char *help;
  const char *option;
  const char *problem;
  const char *outcome;
} Language;

static const Language languages[] = {
  { "ja_JP", "タスクを作成する", "タスクの名前（必須）", "「destroy」というコマンドはありません",
    "：作成済み" },
  { "zh_CN", "创建任务", "任务名称（必填）", "没有“destroy”这个命令", "：已创建" },
  { "zh_TW", "建立任務", "任務名稱（必填）", "沒有「destroy」這個指令", "：已建立" },
};

/* Gettext translates nothing in the C locale, so a real one is needed: the system's or, as no test
 * root has them all, one that is compiled for the test. */
static gboolean
set_language (Fixture *self, const char *language)
{
  g_autofree char *locale = g_strconcat (language, ".UTF-8", NULL);
  g_autofree char *folder = fixture_path (self, "locales");
  g_autofree char *path = g_build_filename (folder, locale, NULL);
  g_autofree char *localedef = g_find_program_in_path ("localedef");
  g_autoptr (GError) error = NULL;
  locale_t have = newlocale (LC_ALL_MASK, locale, NULL);

  if (have == (locale_t) 0)
    {
      const char *argv[] = { localedef, "--no-archive", "-i", language, "-f", "UTF-8", path, NULL };

      if (localedef == NULL)
        return FALSE;
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_spawn_sync (NULL, (char **) argv, NULL,
                    G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                    NULL, &error);
      g_assert_no_error (error);
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        return FALSE;
      g_subprocess_launcher_setenv (self->launcher, "LOCPATH", folder, TRUE);
    }
  else
    freelocale (have);

  g_subprocess_launcher_setenv (self->launcher, "LC_ALL", locale, TRUE);
  return TRUE;
}

static void
test_language (Fixture *self, gconstpointer data)
{
  const Language *language = data;
  g_autofree char *outcome = NULL;

  if (!set_language (self, language->locale))
    {
      g_test_skip ("the locale is not there, and localedef or its sources are not, either");
      return;
    }

  fixture_run (self, "--help", NULL);
  assert_status (self, 0);
  assert_contains (self->out, language->help);
  fixture_run (self, "create", "--help", NULL);
  assert_status (self, 0);
  assert_contains (self->out, language->option);
  fixture_run (self, "destroy", NULL);
  assert_status (self, 2);
  assert_contains (self->err, language->problem);

  fixture_start_sandbox (self, NULL);
  fixture_set_keys (self, KEY_ID, KEY_SECRET);
  fixture_run (self, "create", "--process", "P3KTG43SW7XX6A17I", "--app", "JXT3MLZJ56XX65D6",
               "--name", "n", "--endpoint", self->endpoint, NULL);
  assert_status (self, 0);
  assert_contains (self->out, language->outcome);

  /* What a program reads is the same in every language. */
  fixture_run (self, "create", "--process", "P3KTG43SW7XX6A17I", "--app", "JXT3MLZJ56XX65D6",
               "--name", "n", "--endpoint", self->endpoint, "--json", NULL);
  assert_status (self, 0);
  outcome = json_member (self->out, "outcome");
  g_assert_cmpstr (outcome, ==, "created");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/languages/%s", languages[i].locale);

      g_test_add (path, Fixture, &languages[i], fixture_set_up, test_language, fixture_tear_down);
    }

  return g_test_run ();
}
