/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-fault-private.h"

#include "model/cadet-error.h"
#include "sandbox/cadet-sandbox-operations-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_COUNT 1000000

/* What a client cannot tell apart is the one that it must expect: where a fault leaves open whether
 * the service acted, the sandbox does act. */
static const CadetSandboxFaultInfo faults[] = {
  [CADET_SANDBOX_FAULT_REFUSE] = {
    "refuse", FALSE, N_("Refuses connections: nothing listens on the port") },
  [CADET_SANDBOX_FAULT_CLOSE_UNREAD] = {
    "close-unread", FALSE, N_("Resets the connection without reading the request’s body") },
  [CADET_SANDBOX_FAULT_LOST_REPLY] = {
    "lost-reply", TRUE, N_("Acts, and closes the connection without a reply") },
  [CADET_SANDBOX_FAULT_CUT_REPLY] = {
    "cut-reply", TRUE, N_("Acts, and closes the connection in the middle of the reply") },
  [CADET_SANDBOX_FAULT_BAD_CHUNK] = {
    "bad-chunk", TRUE, N_("Acts, and breaks the reply’s chunked encoding in the middle") },
  [CADET_SANDBOX_FAULT_DELAY] = {
    "delay", TRUE, N_("Acts, and replies late") },
  [CADET_SANDBOX_FAULT_HANG] = {
    "hang", TRUE, N_("Acts, and never replies") },
  [CADET_SANDBOX_FAULT_BYTE_BY_BYTE] = {
    "byte-by-byte", TRUE, N_("Acts, and replies one byte at a time") },
  [CADET_SANDBOX_FAULT_THROTTLING] = {
    "throttling", FALSE, N_("400 Throttling.User") },
  [CADET_SANDBOX_FAULT_THROTTLING_AFTER] = {
    "throttling-after", FALSE, N_("400 Throttling.User with x-acs-retry-after") },
  [CADET_SANDBOX_FAULT_SKEWED_CLOCK] = {
    "skewed-clock", FALSE, N_("Its clock is an hour ahead, in checks and in Date") },
  [CADET_SANDBOX_FAULT_WRONG_SIGNATURE] = {
    "wrong-signature", FALSE, N_("400 SignatureDoesNotMatch") },
  [CADET_SANDBOX_FAULT_EXPIRED_TOKEN] = {
    "expired-token", FALSE, N_("400 InvalidSecurityToken.Expired") },
  [CADET_SANDBOX_FAULT_SERVICE_ERROR] = {
    "service-error", TRUE, N_("Acts, and says 500 ServiceError") },
  [CADET_SANDBOX_FAULT_BAD_GATEWAY] = {
    "bad-gateway", TRUE, N_("Acts, and says 502 with an HTML page") },
  [CADET_SANDBOX_FAULT_UNAVAILABLE] = {
    "unavailable", FALSE, N_("503 ServiceUnavailable") },
  [CADET_SANDBOX_FAULT_REDIRECT] = {
    "redirect", FALSE, N_("302 to another path; who goes there is counted as another request") },
  [CADET_SANDBOX_FAULT_FAILING_CODE] = {
    "failing-code", FALSE, N_("200 with the Code 2003, which says that it failed") },
  [CADET_SANDBOX_FAULT_NO_DATA] = {
    "no-data", TRUE, N_("Acts, and leaves Data out") },
  [CADET_SANDBOX_FAULT_TEXT_DATA] = {
    "text-data", TRUE, N_("Acts, and writes Data as a string") },
  [CADET_SANDBOX_FAULT_ID_ABOVE_2_31] = {
    "id-above-2-31", TRUE, N_("Acts, with a task ID above 2^31") },
  [CADET_SANDBOX_FAULT_ID_ABOVE_2_53] = {
    "id-above-2-53", TRUE, N_("Acts, with a task ID above 2^53") },
  [CADET_SANDBOX_FAULT_TRUNCATED_JSON] = {
    "truncated-json", TRUE, N_("Acts, and replies with half of the JSON as if it were all") },
  [CADET_SANDBOX_FAULT_BAD_UTF8] = {
    "bad-utf8", TRUE, N_("Acts, and replies with bytes that are not UTF-8") },
  [CADET_SANDBOX_FAULT_HUGE_REPLY] = {
    "huge-reply", TRUE, N_("Acts, and replies with 50 MB") },
  [CADET_SANDBOX_FAULT_DEEP_JSON] = {
    "deep-json", TRUE, N_("Acts, and replies with JSON of 100,000 levels") },
  [CADET_SANDBOX_FAULT_WRONG_TYPE] = {
    "wrong-type", TRUE, N_("Acts, and calls the JSON text/html") },
  [CADET_SANDBOX_FAULT_GZIP] = {
    "gzip", TRUE, N_("Acts, and compresses the reply, which nobody asked for") },
  [CADET_SANDBOX_FAULT_FALSE_GZIP] = {
    "false-gzip", TRUE, N_("Acts, and says that the reply is compressed, which it is not") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (faults) == CADET_SANDBOX_N_FAULTS);

static void G_GNUC_PRINTF (4, 5)
set_error (GError     **error,
           const char  *spec,
           const char  *place,
           const char  *format,
           ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CADET_ERROR, CADET_ERROR_INVALID,
               /* Translators: a fault as it was asked for, the number of the character where it
                * is wrong, and a sentence that says why. */
               _("“%s”, at character %ld: %s"), spec, g_utf8_pointer_to_offset (spec, place) + 1,
               reason);
}

static char *
join_names (void)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_strv_builder_add (names, faults[i].name);
  all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

static gboolean
parse_name (const char         *spec,
            const char         *end,
            CadetSandboxFault  *fault,
            GError            **error)
{
  g_autofree char *name = g_strndup (spec, end - spec);
  g_autofree char *names = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      if (g_str_equal (faults[i].name, name))
        {
          fault->kind = i;
          return TRUE;
        }
    }
  names = join_names ();
  set_error (error, spec, spec, _("there is no fault “%s”. These are the names: %s."), name, names);
  return FALSE;
}

static gboolean
parse_action (const char         *spec,
              const char         *start,
              const char         *end,
              CadetSandboxFault  *fault,
              GError            **error)
{
  g_autofree char *action = g_strndup (start, end - start);
  g_autofree char *actions = NULL;

  if (fault->kind == CADET_SANDBOX_FAULT_REFUSE)
    {
      set_error (error, spec, start - 1,
                 _("“refuse” takes no action: what a connection is for is not known before it is "
                   "accepted."));
      return FALSE;
    }
  fault->action = cadet_sandbox_intern_action (action);
  if (fault->action == NULL)
    {
      actions = cadet_sandbox_join_actions (", ");
      set_error (error, spec, start, _("the sandbox has no action “%s”. These are its actions: %s."),
                 action, actions);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_count (const char         *spec,
             const char         *start,
             CadetSandboxFault  *fault,
             GError            **error)
{
  g_autofree char *digits = g_strdup (start);
  gboolean chance = g_str_has_suffix (digits, "%");
  guint64 number = 0;

  if (chance)
    digits[strlen (digits) - 1] = '\0';
  if (chance && fault->kind == CADET_SANDBOX_FAULT_REFUSE)
    {
      set_error (error, spec, start,
                 _("“refuse” takes a number of seconds after the colon, no percentage: nobody "
                   "counts connections that are refused."));
      return FALSE;
    }
  if (!g_ascii_string_to_unsigned (digits, 10, 1, chance ? 100 : MAX_COUNT, &number, NULL))
    {
      set_error (error, spec, start,
                 /* Translators: %s is what was given, %d is 1000000. */
                 _("“%s” is neither a whole number from 1 to %d nor a percentage from 1%% to "
                   "100%%."), start, MAX_COUNT);
      return FALSE;
    }
  if (chance)
    fault->percent = (guint) number;
  else
    fault->count = (guint) number;
  return TRUE;
}

/**
 * cadet_sandbox_fault_count:
 *
 * Returns: how many faults the sandbox knows
 */
guint
cadet_sandbox_fault_count (void)
{
  return G_N_ELEMENTS (faults);
}

/**
 * cadet_sandbox_fault_get:
 * @index: less than cadet_sandbox_fault_count()
 *
 * Returns: (transfer none): a fault
 */
const CadetSandboxFaultInfo *
cadet_sandbox_fault_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (faults), NULL);

  return &faults[index];
}

/**
 * cadet_sandbox_fault_parse:
 * @spec: `NAME[@ACTION][:COUNT]` or `NAME[@ACTION]:N%`
 * @fault: (out caller-allocates): what it asks for
 * @error: return location for a %CADET_ERROR_INVALID, whose message (translated) names the place
 *   and the reason, and what there is to choose from
 *
 * Returns: whether @spec is right
 */
gboolean
cadet_sandbox_fault_parse (const char         *spec,
                           CadetSandboxFault  *fault,
                           GError            **error)
{
  CadetSandboxFault parsed = { 0 };
  const char *at;
  const char *colon;
  const char *end;

  g_return_val_if_fail (spec != NULL && g_utf8_validate (spec, -1, NULL), FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);

  end = spec + strlen (spec);
  colon = strchr (spec, ':');
  if (colon != NULL)
    end = colon;
  at = memchr (spec, '@', end - spec);
  if (!parse_name (spec, at != NULL ? at : end, &parsed, error)
      || (at != NULL && !parse_action (spec, at + 1, end, &parsed, error))
      || (colon != NULL && !parse_count (spec, colon + 1, &parsed, error)))
    return FALSE;

  *fault = parsed;
  return TRUE;
}
