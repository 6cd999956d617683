#include "services/portal/domain/oidc/id_token.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/hash.h"
#include "services/portal/domain/oidc/jwk.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr absl::Duration kClockSkew = absl::Minutes(1);
constexpr size_t kLongestToken = 64 << 10;
constexpr size_t kLongestSubject = 255;

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(absl::StrCat("the ID token ", why)); }

std::optional<Struct> Decoded(absl::string_view part) {
  std::string json;
  if (!absl::WebSafeBase64Unescape(part, &json)) return std::nullopt;
  return ParseObject(json);
}

std::optional<absl::Time> TimeUnder(const Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  if (found == object.fields().end() || found->second.kind_case() != Value::kNumberValue) return std::nullopt;
  return absl::FromUnixSeconds(static_cast<int64_t>(found->second.number_value()));
}

bool IsSigned(const Struct& keys, const Struct& header, absl::string_view text, absl::string_view signature) {
  const auto list = keys.fields().find("keys");
  if (list == keys.fields().end()) return false;
  const std::string id = TextUnder(header, "kid"), algorithm = TextUnder(header, "alg");
  const auto& all = list->second.list_value().values();
  return std::any_of(all.begin(), all.end(), [&](const Value& key) {
    const bool meant = id.empty() || TextUnder(key.struct_value(), "kid") == id;
    return meant && VerifyJws(key.struct_value(), algorithm, text, signature);
  });
}

// `aud` is a text or a list of texts. With several, `azp` says for whom of them the token was made.
bool IsForUs(const Struct& claims, const std::string& client_id) {
  const auto audience = claims.fields().find("aud");
  if (audience == claims.fields().end()) return false;
  const std::string party = TextUnder(claims, "azp");
  if (audience->second.kind_case() == Value::kStringValue) {
    return audience->second.string_value() == client_id && (party.empty() || party == client_id);
  }
  const auto& all = audience->second.list_value().values();
  const bool named =
      std::any_of(all.begin(), all.end(), [&](const Value& one) { return one.string_value() == client_id; });
  return named && (all.size() == 1 ? party.empty() || party == client_id : party == client_id);
}

absl::Status CheckClaims(const Struct& claims, const ExpectedToken& expected, absl::Time now) {
  if (TextUnder(claims, "iss") != expected.issuer) return Refused("is of another issuer");
  if (!IsForUs(claims, expected.client_id)) return Refused("is for somebody else");
  if (expected.nonce.empty() || TextUnder(claims, "nonce") != expected.nonce)
    return Refused("answers another question");
  const auto expiry = TimeUnder(claims, "exp"), issued = TimeUnder(claims, "iat");
  if (!expiry.has_value() || now >= *expiry + kClockSkew) return Refused("has run out");
  if (!issued.has_value() || *issued > now + kClockSkew) return Refused("is of the future");
  const std::string subject = TextUnder(claims, "sub");
  if (subject.empty() || subject.size() > kLongestSubject) return Refused("names nobody");
  return absl::OkStatus();
}

}  // namespace

std::optional<Struct> ParseObject(absl::string_view json) {
  Struct object;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &object).ok()) return std::nullopt;
  return object;
}

std::string TextUnder(const Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "" : found->second.string_value();
}

absl::StatusOr<IdToken> VerifyIdToken(absl::string_view token, const Struct& keys, const ExpectedToken& expected,
                                      absl::Time now) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (token.size() > kLongestToken || parts.size() != 3) return Refused("has not three parts");
  const auto header = Decoded(parts[0]), claims = Decoded(parts[1]);
  std::string signature;
  if (!header.has_value() || !claims.has_value() || !absl::WebSafeBase64Unescape(parts[2], &signature)) {
    return Refused("is malformed");
  }
  if (!IsSigned(keys, *header, token.substr(0, parts[0].size() + 1 + parts[1].size()), signature)) {
    return Refused("is not signed by the provider");
  }
  if (absl::Status checked = CheckClaims(*claims, expected, now); !checked.ok()) return checked;
  return IdToken{.subject = TextUnder(*claims, "sub"), .auth_time = TimeUnder(*claims, "auth_time")};
}

std::string CodeChallenge(absl::string_view verifier) {
  std::string challenge = absl::WebSafeBase64Escape(Sha256(verifier));
  while (!challenge.empty() && challenge.back() == '=') challenge.pop_back();
  return challenge;
}

}  // namespace lianfang::portal
