/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "cloud/cadet-signer.h"

#include <string.h>

static const char hex_digits[] = "0123456789ABCDEF";

static void
append_encoded (GString *out,
                const char *text,
                gssize length,
                const char *literal)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;

  for (gsize i = 0; i < n; i++)
    {
      guchar byte = text[i];

      if (g_ascii_isalnum (byte) || (byte != 0 && strchr (literal, byte) != NULL))
        {
          g_string_append_c (out, byte);
        }
      else
        {
          g_string_append_c (out, '%');
          g_string_append_c (out, hex_digits[byte >> 4]);
          g_string_append_c (out, hex_digits[byte & 0xf]);
        }
    }
}

/**
 * cadet_percent_encode:
 * @text: UTF-8 text
 * @length: its bytes, -1 when it ends with a NUL
 *
 * Encodes as the canonical query is: all but `A-Z a-z 0-9 - _ . ~` becomes `%XX`, upper case.
 * Source: https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 *
 * Returns: (transfer full): the encoded text
 */
char *
cadet_percent_encode (const char *text,
                      gssize length)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_new (NULL);
  append_encoded (out, text, length, "-_.~");

  return g_string_free_and_steal (out);
}

/**
 * cadet_form_encode:
 * @out: where the encoded text is appended
 * @text: UTF-8 text
 * @length: its bytes, -1 when it ends with a NUL
 *
 * Encodes a name or a value of a form body, byte for byte as the official SDK does (Node's
 * `querystring.stringify`): a space becomes `%20`, and `! ' ( ) * ~ - _ .` stay as they are.
 *
 * Never needs more than three bytes for each of @text: a caller with a secret reserves them in
 * @out, so that no copy is left behind by growing it.
 */
void
cadet_form_encode (GString *out,
                   const char *text,
                   gssize length)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  append_encoded (out, text, length, "-_.~!'()*");
}
