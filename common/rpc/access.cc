#include "common/rpc/access.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"

namespace lianfang {
namespace {

bool Admits(const type::v1::Access& access, const Identity& caller) {
  const auto& roles = access.roles();
  if (std::find(roles.begin(), roles.end(), caller.role) == roles.end()) return false;
  const auto& services = access.services();
  return caller.role != type::v1::ROLE_SERVICE || services.empty() ||
         std::find(services.begin(), services.end(), caller.service) != services.end();
}

}  // namespace

absl::Status CheckAccess(const google::protobuf::MethodDescriptor& method, const Identity& caller) {
  const type::v1::Access& access = method.options().GetExtension(type::v1::access);
  if (Admits(access, caller)) return absl::OkStatus();
  std::vector<std::string> admitted;
  for (const int role : access.roles()) admitted.push_back(RoleName(static_cast<type::v1::Role>(role)));
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied, absl::StrCat(method.name(), " is not for the role ", RoleName(caller.role)),
      "ROLE_NOT_ADMITTED", {{"method", method.full_name()}, {"admitted_roles", absl::StrJoin(admitted, ",")}});
}

}  // namespace lianfang
