#include "services/portal/domain/session/session_rules.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"

namespace lianfang::portal {

absl::Time ExpireTime(const v1::SessionRecord& record) { return FromTimestamp(record.login_time()) + kSessionLifetime; }

absl::Time FreshUntil(const v1::SessionRecord& record) {
  return FromTimestamp(record.has_auth_time() ? record.auth_time() : record.login_time()) + kFreshLogin;
}

absl::Status CheckFresh(const v1::SessionRecord& record, absl::Time now) {
  if (now < FreshUntil(record)) return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied, "this asks for a login of the last five minutes", "FRESH_LOGIN_REQUIRED",
      {{"login_time", absl::FormatTime(absl::RFC3339_sec, FromTimestamp(record.login_time()), absl::UTCTimeZone())}});
}

absl::Status NotSignedIn() {
  return ErrorWithReason(absl::StatusCode::kUnauthenticated, "nobody is signed in", "NOT_SIGNED_IN");
}

absl::Status SessionExpired() {
  return ErrorWithReason(absl::StatusCode::kUnauthenticated, "the session has ended", "SESSION_EXPIRED");
}

std::string HashOfToken(absl::string_view token) { return absl::BytesToHexString(Sha256(token)); }

}  // namespace lianfang::portal
