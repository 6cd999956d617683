#include "common/four_eyes.h"

#include <string>

#include "common/errors.h"

namespace lianfang {

bool MayBeOnePerson(const Identity& one, const Identity& other) {
  if (one.department != other.department || one.region != other.region) return false;
  return one.person.empty() || other.person.empty() || one.person == other.person;
}

absl::Status CheckFourEyes(absl::string_view filed_by, const Identity& reviewer) {
  const auto filer = ReadKeptIdentity(filed_by);
  if (filer.ok() && !MayBeOnePerson(*filer, reviewer)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         "nobody decides on what he filed: another person of the office must, whose certificate names "
                         "him as the submitter's does",
                         "FOUR_EYES", {{"submitter", std::string(filed_by)}});
}

}  // namespace lianfang
