#include "common/identity.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/division.h"
#include "common/id.h"

namespace lianfang {
namespace {

constexpr absl::string_view kRolePrefix = "ROLE_";

type::v1::Role RoleOf(absl::string_view name) {
  type::v1::Role role = type::v1::ROLE_UNSPECIFIED;
  const bool known = type::v1::Role_Parse(absl::StrCat(kRolePrefix, absl::AsciiStrToUpper(name)), &role);
  // A person's certificate cannot claim to be a service; and a role is written in one way only, as the URI is the
  // actor.
  return known && role != type::v1::ROLE_SERVICE && RoleName(role) == name ? role : type::v1::ROLE_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Identity> ReadKeptIdentity(absl::string_view uri) {
  absl::string_view rest = uri;
  absl::ConsumePrefix(&rest, "spiffe://");
  return ParseIdentity(uri, rest.substr(0, rest.find('/')));
}

std::string RoleName(type::v1::Role role) {
  return absl::AsciiStrToLower(absl::StripPrefix(type::v1::Role_Name(role), kRolePrefix));
}

absl::StatusOr<Identity> ParseIdentity(absl::string_view uri, absl::string_view trust_domain) {
  const absl::Status refused =
      absl::UnauthenticatedError(absl::StrCat("the certificate's URI names nobody known here: \"", uri, "\""));
  absl::string_view path = uri;
  if (!absl::ConsumePrefix(&path, absl::StrCat("spiffe://", trust_domain, "/"))) return refused;
  const std::vector<std::string> parts = absl::StrSplit(path, '/');

  Identity identity;
  identity.uri = std::string(uri);
  if (parts.size() == 2 && parts[0] == "service" && IsResourceId(parts[1])) {
    identity.role = type::v1::ROLE_SERVICE;
    identity.service = parts[1];
    return identity;
  }
  const bool named = parts.size() == 8 && parts[6] == "person" && IsResourceId(parts[7]);
  if (parts.size() != 6 && !named) return refused;
  if (parts[0] != "region" || parts[2] != "department" || parts[4] != "role") return refused;
  identity.region = parts[1];
  identity.department = parts[3];
  identity.role = RoleOf(parts[5]);
  if (named) identity.person = parts[7];
  if (!IsDivisionCode(identity.region) || !IsResourceId(identity.department) ||
      identity.role == type::v1::ROLE_UNSPECIFIED) {
    return refused;
  }
  return identity;
}

}  // namespace lianfang
