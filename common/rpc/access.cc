#include "common/rpc/access.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"

namespace lianfang {
namespace {

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

bool IsService(const Identity& caller) { return caller.role == type::v1::ROLE_SERVICE; }

bool Admits(const type::v1::Access& access, const Identity& caller) {
  if (IsService(caller)) return Contains(access.services(), caller.service);
  return Contains(RolesOf(access.audience()), caller.role);
}

std::vector<std::string> RoleNames(type::v1::Audience audience) {
  std::vector<std::string> names;
  for (const type::v1::Role role : RolesOf(audience)) names.push_back(RoleName(role));
  return names;
}

}  // namespace

absl::Span<const type::v1::Role> RolesOf(type::v1::Audience audience) {
  const auto* value = type::v1::Audience_descriptor()->FindValueByNumber(audience);
  if (value == nullptr) return {};
  const auto& roles = value->options().GetRepeatedExtension(type::v1::roles);
  return {roles.data(), static_cast<size_t>(roles.size())};
}

absl::Status CheckAccess(const google::protobuf::MethodDescriptor& method, const Identity& caller) {
  const type::v1::Access& access = method.options().GetExtension(type::v1::access);
  if (Admits(access, caller)) return absl::OkStatus();
  const std::string who =
      IsService(caller) ? absl::StrCat("service ", caller.service) : absl::StrCat("role ", RoleName(caller.role));
  const std::vector<std::string> roles = RoleNames(access.audience());
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied,
      absl::StrCat(method.name(), " is not for the ", who,
                   "; roles admitted: ", roles.empty() ? "none" : absl::StrJoin(roles, ", "),
                   "; services: ", access.services().empty() ? "none" : absl::StrJoin(access.services(), ", ")),
      IsService(caller) ? "SERVICE_NOT_ADMITTED" : "ROLE_NOT_ADMITTED",
      {{"method", method.full_name()},
       {"admitted_roles", absl::StrJoin(roles, ",")},
       {"admitted_services", absl::StrJoin(access.services(), ",")}});
}

}  // namespace lianfang
