// Parameters of a query, and the cookie of the session.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_QUERY_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_QUERY_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

// `__Host-`: browsers take such a cookie only with Secure, for the whole host, and from the host itself.
inline constexpr char kSessionCookie[] = "__Host-lianfang";
inline constexpr char kLoginCookie[] = "__Host-lianfang-login";

// `a%20b+c` → `a b c`. Nullopt for what is not percent-encoded.
std::optional<std::string> PercentDecoded(absl::string_view text);

// Everything but letters, digits and `-._~` as `%XX`.
std::string PercentEncoded(absl::string_view text);

// The parameter of a query, decoded; nullopt where it is not there, is there twice or is badly encoded.
std::optional<std::string> QueryParameter(absl::string_view query, absl::string_view name);

// The value of a cookie; nullopt where it is not there, or there more than once: then somebody else has put one beside ours.
std::optional<std::string> CookieValue(const HttpHead& head, absl::string_view name);

// A path of this host to go on with after a login: `path` where it is one, else `/`. Never another host's: `//evil.example`, `/\evil.example`
// and whatever has control characters are `/`.
std::string ReturnPath(absl::string_view path);

// Whether a text is a token as we make them: 64 lower-case hex digits.
bool IsToken(absl::string_view text);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_HTTP_QUERY_H_
