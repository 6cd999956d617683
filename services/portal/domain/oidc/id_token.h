// The ID token of an OpenID Connect provider: whether it is the provider's, for us, now, and the answer to our question.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_ID_TOKEN_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_ID_TOKEN_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lianfang::portal {

// What must stand in the token.
struct ExpectedToken {
  std::string issuer;
  std::string client_id;
  std::string nonce;
};

struct IdToken {
  std::string subject;
  std::optional<absl::Time> auth_time;  // when the person last showed the provider who they are
};

// Verifies signature (RS256, PS256 or ES256, by the provider's keys, a JWK set) and claims (OpenID Connect Core, 3.1.3.7), with a minute for
// clocks that differ. UNAUTHENTICATED, saying what is wrong, for anything that is not so: another algorithm, `none` among them, too.
absl::StatusOr<IdToken> VerifyIdToken(absl::string_view token, const google::protobuf::Struct& keys,
                                      const ExpectedToken& expected, absl::Time now);

// PKCE (RFC 7636, S256): what the provider is shown of a verifier.
std::string CodeChallenge(absl::string_view verifier);

// A JSON object; nullopt for what is none.
std::optional<google::protobuf::Struct> ParseObject(absl::string_view json);
// The text under a key; empty where it is no text.
std::string TextUnder(const google::protobuf::Struct& object, const std::string& key);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_ID_TOKEN_H_
