/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "model/cadet-draft.h"

#include <glib/gi18n.h>

/* Also removes the wide and the no-break spaces that come with text copied from a page. */
static char *
dup_trimmed (const char *text)
{
  const char *end;

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  end = text;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      end = g_utf8_next_char (p);

  return g_strndup (text, end - text);
}

static gboolean
has_control_character (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    switch (g_unichar_type (g_utf8_get_char (text)))
      {
      case G_UNICODE_CONTROL:
      case G_UNICODE_LINE_SEPARATOR:
      case G_UNICODE_PARAGRAPH_SEPARATOR:
        return TRUE;
      default:
        break;
      }

  return FALSE;
}

static void
add_problem (GListStore *problems,
             CadetField field,
             guint position,
             const char *message)
{
  g_autoptr (CadetProblem) problem = cadet_problem_new (field, position, message);

  g_list_store_append (problems, problem);
}

static void
check_text (GListStore *problems,
            CadetField field,
            char *trimmed,
            const char *missing,
            const char *control)
{
  g_assert (G_IS_LIST_STORE (problems));

  if (*trimmed == '\0')
    add_problem (problems, field, G_MAXUINT, missing);
  else if (has_control_character (trimmed))
    add_problem (problems, field, G_MAXUINT, control);

  g_free (trimmed);
}

static void
check_variable (GListStore *problems,
                GHashTable *rows,
                CadetVariable *variable,
                guint position,
                gboolean wrap_names)
{
  g_autofree char *bare = dup_trimmed (cadet_variable_get_name (variable));
  g_autofree char *value_problem = cadet_variable_dup_value_problem (variable);
  char *wire_name = cadet_variable_dup_wire_name (variable, wrap_names);
  gpointer other;

  g_assert (G_IS_LIST_STORE (problems));

  if (*bare == '\0')
    {
      add_problem (problems, CADET_FIELD_VARIABLE_NAME, position,
                   _ ("Enter the name of the variable."));
      g_free (wire_name);
    }
  else if (g_hash_table_lookup_extended (rows, wire_name, NULL, &other))
    {
      g_autofree char *message =
          /* Translators: %1$s is a name such as ${size}, %2$u the number of a row of the table */
          g_strdup_printf (_ ("The name “%1$s” is already used in row %2$u."), wire_name,
                           GPOINTER_TO_UINT (other) + 1);

      add_problem (problems, CADET_FIELD_VARIABLE_NAME, position, message);
      g_free (wire_name);
    }
  else
    {
      g_hash_table_insert (rows, wire_name, GUINT_TO_POINTER (position));
    }

  if (value_problem != NULL)
    add_problem (problems, CADET_FIELD_VARIABLE_VALUE, position, value_problem);
}

/**
 * cadet_draft_validate:
 * @self: a draft
 *
 * Finds everything that keeps the draft from being sent. The three texts are required by CreateTask
 * (help.aliyun.com, CreateTask); no other rule for them is documented, so only what cannot be meant
 * is refused. Variables that are off or blank are not checked.
 *
 * Returns: (transfer full): a [class@Gio.ListStore] of [class@Problem] in the order of the form;
 *   empty if the draft can be sent
 */
GListModel *
cadet_draft_validate (CadetDraft *self)
{
  g_autoptr (GHashTable) rows = NULL;
  CadetVariableList *variables;
  CadetVariable *variable;
  GListStore *problems;

  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  problems = g_list_store_new (CADET_TYPE_PROBLEM);

  check_text (problems, CADET_FIELD_PROCESS_ID, cadet_draft_dup_trimmed_process_id (self),
              _ ("Enter the process ID. It is shown in the CADT console."),
              _ ("The process ID has a line break or another control character in it."));
  check_text (problems, CADET_FIELD_TASK_NAME, cadet_draft_dup_trimmed_task_name (self),
              _ ("Enter a name for the task."),
              _ ("The task name has a line break or another control character in it."));
  check_text (problems, CADET_FIELD_APP_ID, cadet_draft_dup_trimmed_app_id (self),
              _ ("Enter the application ID."),
              _ ("The application ID has a line break or another control character in it."));

  rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  variables = cadet_draft_get_variables (self);
  for (guint i = 0; (variable = cadet_variable_list_get (variables, i)) != NULL; i++)
    if (cadet_variable_get_enabled (variable) && !cadet_variable_is_blank (variable))
      check_variable (problems, rows, variable, i, cadet_draft_get_wrap_names (self));

  return G_LIST_MODEL (problems);
}

/**
 * cadet_draft_dup_trimmed_process_id:
 * @self: a draft
 *
 * Returns: (transfer full): the process ID as it is sent: without space around it
 */
char *
cadet_draft_dup_trimmed_process_id (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return dup_trimmed (cadet_draft_get_process_id (self));
}

/**
 * cadet_draft_dup_trimmed_task_name:
 * @self: a draft
 *
 * Returns: (transfer full): the name of the task as it is sent: without space around it
 */
char *
cadet_draft_dup_trimmed_task_name (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return dup_trimmed (cadet_draft_get_task_name (self));
}

/**
 * cadet_draft_dup_trimmed_app_id:
 * @self: a draft
 *
 * Returns: (transfer full): the application ID as it is sent: without space around it
 */
char *
cadet_draft_dup_trimmed_app_id (CadetDraft *self)
{
  g_return_val_if_fail (CADET_IS_DRAFT (self), NULL);

  return dup_trimmed (cadet_draft_get_app_id (self));
}
