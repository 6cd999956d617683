// How long a session lasts, and what it may do. Pure.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_SESSION_RULES_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_SESSION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/portal/v1/session.pb.h"

namespace lianfang::portal {

inline constexpr absl::Duration kSessionLifetime = absl::Hours(12);
inline constexpr absl::Duration kSessionIdle = absl::Hours(1);
inline constexpr absl::Duration kFreshLogin = absl::Minutes(5);
inline constexpr absl::Duration kLinkLifetime = absl::Seconds(60);
inline constexpr absl::Duration kOidcLifetime = absl::Minutes(10);

// When the session ends, however much it is used.
absl::Time ExpireTime(const v1::SessionRecord& record);
inline bool IsOver(const v1::SessionRecord& record, absl::Time now) { return now >= ExpireTime(record); }

// Until when the login counts as fresh.
absl::Time FreshUntil(const v1::SessionRecord& record);

// OK, or PERMISSION_DENIED with the reason FRESH_LOGIN_REQUIRED.
absl::Status CheckFresh(const v1::SessionRecord& record, absl::Time now);

// UNAUTHENTICATED: there is no session at all, or it has ended.
absl::Status NotSignedIn();
absl::Status SessionExpired();

// What a session or a pending login is found by: whoever reads the store cannot use what is in it. 64 hex digits.
std::string HashOfToken(absl::string_view token);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_SESSION_SESSION_RULES_H_
