#include "services/submission/domain/return/decider_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/four_eyes.h"

namespace lianfang::submission {
absl::Status CheckOwes(const v1::Obligation& obligation, const Identity& caller) {
  if (caller.department == obligation.department() && caller.region == obligation.acting_region())
    return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied,
      absl::StrCat("the return is owed by the department ", obligation.department(), " of region ",
                   obligation.acting_region(), ", not by ", caller.department, " of ", caller.region),
      "NOT_THE_RESPONSIBLE_DEPARTMENT", {{"department", obligation.department()}});
}

absl::Status CheckFourEyes(const type::v1::Plan& plan, const v1::Return& filed, const Identity& decider) {
  if (plan.four_eyes() == type::v1::FOUR_EYES_NOT_REQUIRED) return absl::OkStatus();
  return lianfang::CheckFourEyes(filed.latest().submitter(), decider);
}

absl::Status WrongState(absl::string_view message, absl::string_view reason, const v1::Return& filed) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, message, reason,
                         {{"state", v1::ReturnState_Name(filed.state())}});
}

void RequireEtag(FieldViolations& faults, absl::string_view etag) {
  if (etag.empty()) faults.Add("etag", "is required: the return's, as it was when it was read");
}

}  // namespace lianfang::submission
