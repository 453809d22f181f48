/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox-caller.h"

#include <string.h>

static void
test_list (void)
{
  static const struct
  {
    const char *body;
    guint n;
    gint64 total;
    gint64 next;
    const char *first;
  } cases[] = {
    { "NextToken=1&MaxResults=50", 12, 12, 0, "JNW5NEWAPPXX60E9" },
    { "NextToken=1&MaxResults=5", 5, 12, 2, "JNW5NEWAPPXX60E9" },
    { "NextToken=3&MaxResults=5", 2, 12, 0, "JA0DB7KQ2MXX11F3" },
    { "NextToken=10000&MaxResults=50", 0, 12, 0, NULL },
    { "NextToken=1&MaxResults=50&Status=", 12, 12, 0, "JNW5NEWAPPXX60E9" },
    { "NextToken=1&MaxResults=50&Status=success", 3, 3, 0, "JC4NWB8P0TXX72A9" },
    { "NextToken=1&MaxResults=50&Status=release", 2, 2, 0, "JLG3LEGACYXX20D8" },
    { "NextToken=1&MaxResults=50&Keyword=CLUSTER", 2, 2, 0, "JK8SC1USTRXX04E2" },
    { "NextToken=1&MaxResults=50&Keyword=%E5%AE%98%E7%BD%91", 2, 2, 0, "JC4NWB8P0TXX72B4" },
    { "NextToken=1&MaxResults=50&Keyword=%25", 0, 0, 0, NULL },
    { "NextToken=1&MaxResults=50&TemplateId=QTB5GVYSLFXX0006", 1, 1, 0, "JVP9GATEWXX045B0" },
    { "NextToken=1&MaxResults=50&ResourceId=vpn-bp100000000009", 1, 1, 0, "JVP9GATEWXX045B0" },
  };
  CadetSandbox *sandbox = start_sandbox (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Call call = { .action = "ListApplication", .body = cases[i].body };
      g_autoptr (Answer) answer = call_send (cadet_sandbox_get_endpoint (sandbox), &call);
      JsonArray *data;

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_cmpint (json_object_get_int_member (answer->object, "Code"), ==, 200);
      data = json_object_get_array_member (answer->object, "Data");
      g_assert_cmpuint (json_array_get_length (data), ==, cases[i].n);
      g_assert_cmpint (json_object_get_int_member (answer->object, "TotalCount"), ==,
                       cases[i].total);
      g_assert_cmpint (json_object_get_int_member (answer->object, "NextToken"), ==,
                       cases[i].next);
      if (cases[i].first != NULL)
        g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (data, 0),
                                                        "ApplicationId"), ==, cases[i].first);
    }
  stop_sandbox (sandbox);
}

static void
test_refused (void)
{
  static const Refusal cases[] = {
    { "ListApplication", "MaxResults=10", 400, "MissingNextToken" },
    { "ListApplication", "NextToken=1", 400, "MissingMaxResults" },
    { "ListApplication", "NextToken=0&MaxResults=10", 400, "InvalidParameter" },
    { "ListApplication", "NextToken=10001&MaxResults=10", 400, "InvalidParameter" },
    { "ListApplication", "NextToken=1&MaxResults=51", 400, "InvalidParameter" },
    { "ListApplication", "NextToken=1&MaxResults=0", 400, "InvalidParameter" },
    { "ListApplication", "NextToken=1&MaxResults=1&Status=all", 400, "InvalidParameter" },
    { "GetApplication", "", 400, "MissingApplicationId" },
    { "GetApplication", "ApplicationId=none", 200, "8004" },
    { "GetApplicationVariables", "", 400, "MissingAppId" },
    { "GetApplicationVariables", "AppId=none", 200, "8004" },
  };
  CadetSandbox *sandbox = start_sandbox (NULL);

  check_refusals (cadet_sandbox_get_endpoint (sandbox), cases, G_N_ELEMENTS (cases));
  stop_sandbox (sandbox);
}

/* What the catalogue says is what each application's own calls say. */
static void
test_catalogue (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  guint n_applications;
  const CadetSandboxApplication *applications = cadet_sandbox_get_applications (&n_applications);

  g_assert_cmpuint (n_applications, ==, 12);
  for (guint i = 0; i < n_applications; i++)
    {
      g_autofree char *get = g_strconcat ("ApplicationId=", applications[i].id, NULL);
      g_autofree char *variables = g_strconcat ("AppId=", applications[i].id, NULL);
      Call get_call = { .action = "GetApplication", .body = get };
      Call variables_call = { .action = "GetApplicationVariables", .body = variables };
      g_autoptr (Answer) got = call_send (cadet_sandbox_get_endpoint (sandbox), &get_call);
      g_autoptr (Answer) listed = call_send (cadet_sandbox_get_endpoint (sandbox),
                                             &variables_call);
      JsonObject *data = json_object_get_object_member (got->object, "Data");
      JsonArray *instances = json_object_get_array_member (listed->object, "Data");
      JsonArray *list = NULL;
      guint n_variables = 0;

      g_assert_cmpstr (json_object_get_string_member (data, "Name"), ==, applications[i].name);
      g_assert_cmpstr (json_object_get_string_member (data, "Status"), ==, applications[i].status);
      if (json_array_get_length (instances) > 0)
        list = json_object_get_array_member (json_array_get_object_element (instances, 0),
                                             "VariableList");
      for (; applications[i].variables[n_variables].name != NULL; n_variables++)
        {
          const CadetSandboxVariable *expected = &applications[i].variables[n_variables];
          gboolean found = FALSE;

          for (guint j = 0; j < json_array_get_length (list); j++)
            {
              JsonObject *variable = json_array_get_object_element (list, j);

              if (g_str_equal (json_object_get_string_member (variable, "Variable"),
                               expected->name))
                {
                  g_assert_cmpstr (json_object_get_string_member (variable, "Value"), ==,
                                   expected->value);
                  found = TRUE;
                }
            }
          g_assert_true (found);
        }
      g_assert_cmpuint (list != NULL ? json_array_get_length (list) : 0, ==, n_variables);
    }
  stop_sandbox (sandbox);
}

static void
test_processes (void)
{
  CadetSandbox *sandbox = start_sandbox (NULL);
  guint n_processes;
  const CadetSandboxProcess *processes = cadet_sandbox_get_processes (&n_processes);

  g_assert_cmpuint (n_processes, ==, 3);
  for (guint i = 0; i < n_processes; i++)
    {
      g_autofree char *body = g_strconcat ("TaskName=a&AppId=" TEST_APP "&ProcessId=",
                                           processes[i].id, NULL);

      g_assert_cmpint (create_task (cadet_sandbox_get_endpoint (sandbox), body), ==, 1994 + i);
    }
  stop_sandbox (sandbox);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/sandbox/applications/list", test_list);
  g_test_add_func ("/sandbox/applications/refused", test_refused);
  g_test_add_func ("/sandbox/applications/catalogue", test_catalogue);
  g_test_add_func ("/sandbox/applications/processes", test_processes);
  return g_test_run ();
}
