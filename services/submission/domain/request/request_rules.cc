#include "services/submission/domain/request/request_rules.h"

#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {

void CheckLength(FieldViolations& faults, absl::string_view field, absl::string_view text, size_t most) {
  const size_t length = CountCodePoints(text);
  if (length > most) faults.Add(field, absl::StrCat("must be at most ", most, " characters, was ", length));
}

absl::Status CheckPlanOffice(const type::v1::Plan& plan, const Identity& caller) {
  if (IsPlanOffice(plan, caller.department, caller.region)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         "this is for the office of the department that leads the plan", "NOT_THE_PLAN_OFFICE");
}

absl::Status Stale(absl::string_view what, absl::string_view given, absl::string_view current) {
  return ErrorWithReason(absl::StatusCode::kAborted,
                         absl::StrCat("it has changed meanwhile: ", what, " is now ", current, ", not ", given),
                         "STALE", {{std::string(what), std::string(current)}});
}

absl::Status CheckEtag(absl::string_view given, absl::string_view current) {
  return given.empty() || given == current ? absl::OkStatus() : Stale("etag", given, current);
}

}  // namespace lianfang::submission
