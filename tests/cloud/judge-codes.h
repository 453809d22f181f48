/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#pragma once

#include "model/cadet-outcome.h"

#define CREATED CADET_OUTCOME_CREATED
#define REFUSED CADET_OUTCOME_REFUSED
#define UNKNOWN CADET_OUTCOME_UNKNOWN

/* Every code that is documented for the gateway, for CADT and for its operations. */
static const struct
{
  guint http_status;
  const char *code;
  CadetOutcomeKind kind;
} codes[] = {
  { 400, "MissingParameter", REFUSED },
  { 400, "MissingTaskName", REFUSED },
  { 400, "InvalidParameter", REFUSED },
  { 400, "InvalidProcessId", REFUSED },
  { 400, "ParameterEmpty", REFUSED },
  { 404, "InvalidAction.NotFound", REFUSED },
  { 404, "InvalidApi.NotFound", REFUSED },
  { 400, "NoSuchVersion", REFUSED },
  { 400, "InvalidVersion", REFUSED },
  { 404, "InvalidAccessKeyId.NotFound", REFUSED },
  { 400, "InvalidAccessKeyId.NotFound", REFUSED },
  { 400, "InvalidAccessKeyId.Inactive", REFUSED },
  { 400, "IncompleteSignature", REFUSED },
  { 400, "SignatureDoesNotMatch", REFUSED },
  { 403, "SignatureDoesNotMatch", REFUSED },
  { 400, "SignatureNonceUsed", UNKNOWN },
  { 400, "InvalidTimeStamp.Format", REFUSED },
  { 400, "InvalidTimeStamp.Expired", REFUSED },
  { 400, "IllegalTimestamp", REFUSED },
  { 400, "InvalidSecurityToken.Expired", REFUSED },
  { 403, "InvalidSecurityToken.Expired", REFUSED },
  { 400, "InvalidSecurityToken.Malformed", REFUSED },
  { 400, "InvalidSecurityToken.MismatchWithAccessKey", REFUSED },
  { 400, "MissingSecurityToken", REFUSED },
  { 400, "Throttling", REFUSED },
  { 400, "Throttling.User", REFUSED },
  { 429, "Throttling.User", REFUSED },
  { 503, "Throttling.Api", REFUSED },
  { 503, "Rejected.Throttling", REFUSED },
  { 403, "Forbidden", REFUSED },
  { 403, "Forbidden.RAM", REFUSED },
  { 403, "NoPermission", REFUSED },
  { 403, "NoPermissions", REFUSED },
  { 403, "NotAuthorized", REFUSED },
  { 403, "Forbidden.AccessKeyDisabled", REFUSED },
  { 403, "Forbidden.RiskControl", REFUSED },
  { 403, "Forbidden.UserVerification", REFUSED },
  { 400, "InsufficientBalance", REFUSED },
  { 400, "UnsupportedHTTPMethod", REFUSED },
  { 403, "InvalidProtocol.NeedSsl", REFUSED },
  { 503, "ServiceUnavailable", UNKNOWN },
  { 503, "ServiceUnavailableTemporary", UNKNOWN },
  { 500, "InternalError", UNKNOWN },
  { 500, "ServiceError", UNKNOWN },
  { 504, "ServiceTimeout", UNKNOWN },
  { 408, "RequestTimeout", UNKNOWN },
  { 400, "RequestTimeout", UNKNOWN },
  { 404, "EntityNotExist.ResourceGroup", REFUSED },
  { 404, "EntityNotExist.ResourceId", REFUSED },
  { 200, "1001", REFUSED },
  { 200, "1002", REFUSED },
  { 200, "1003", REFUSED },
  { 200, "2001", REFUSED },
  { 200, "2002", REFUSED },
  { 200, "2003", REFUSED },
  { 200, "2005", REFUSED },
  { 200, "3002", REFUSED },
  { 200, "3004", REFUSED },
  { 200, "3005", REFUSED },
  { 200, "3006", REFUSED },
  { 200, "4001", REFUSED },
  { 200, "4003", REFUSED },
  { 200, "4005", REFUSED },
  { 200, "4006", REFUSED },
  { 200, "8003", REFUSED },
  { 200, "8004", REFUSED },
  /* Names that nobody documented. */
  { 400, "SomethingNew", REFUSED },
  { 418, "SomethingNew", REFUSED },
  { 408, "SomethingNew", UNKNOWN },
  { 499, "SomethingNew", UNKNOWN },
  { 500, "SomethingNew", UNKNOWN },
  { 502, "SomethingNew", UNKNOWN },
  { 200, "SomethingNew", UNKNOWN },
  { 302, "SomethingNew", UNKNOWN },
  { 200, "9999", UNKNOWN },
  { 200, "", UNKNOWN },
};
