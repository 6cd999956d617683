// Signatures by keys as JSON Web Keys have them (RFC 7517, RFC 7518), verified with OpenSSL.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_JWK_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_JWK_H_

#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::portal {

// Whether `signature` is over `signed_text` by the key, under one of the algorithms RS256, PS256 and ES256, which must be of the key's type.
// False for every fault.
bool VerifyJws(const google::protobuf::Struct& key, absl::string_view algorithm, absl::string_view signed_text,
               absl::string_view signature);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_OIDC_JWK_H_
