#include "services/evaluation/validate.h"

#include <string>

#include "common/division.h"

namespace lianfang::evaluation {
namespace {

// The faults that a status names, if it is not OK.
void Collect(const absl::Status& status, FieldViolations& faults) {
  if (!status.ok()) faults.AddAll("", status);
}

// A number that the contract names.
template <typename Enum>
void CheckNamed(absl::string_view field, Enum value, bool (*is_valid)(int), FieldViolations& faults) {
  if (!is_valid(value)) faults.Add(field, "must be one of the values that the contract names");
}

}  // namespace

void CheckNotInFuture(absl::string_view field, const google::protobuf::Timestamp& instant, absl::Time now,
                      FieldViolations& faults) {
  if (FromTimestamp(instant) > now) {
    faults.Add(field, "must not be in the future: what will be filed until then is not known");
  }
}

absl::StatusOr<ScorecardName> Validate(const v1::GetScorecardRequest& request, absl::Time now) {
  FieldViolations faults;
  const auto name = ValidateScorecard(request, now);
  Collect(name.status(), faults);
  if (request.has_as_of() && request.has_min_return_update_time()) {
    faults.Add("min_return_update_time", "must be absent where as_of is given");
  }
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

absl::StatusOr<RegionName> Validate(const v1::ListScorecardsRequest& request, absl::Time now) {
  FieldViolations faults;
  const auto name = ValidateRegion(request, now);
  Collect(name.status(), faults);
  CheckNamed("order", request.order(), v1::ScorecardOrder_IsValid, faults);
  CheckNamed("view", request.view(), v1::ScorecardView_IsValid, faults);
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

absl::StatusOr<ScorecardName> Validate(const v1::CompareScorecardsRequest& request, absl::Time now) {
  FieldViolations faults;
  const auto name = ParseScorecardName("name", request.name());
  Collect(name.status(), faults);
  CheckNotInFuture("from_time", request.from_time(), now, faults);
  if (request.has_to_time()) {
    CheckNotInFuture("to_time", request.to_time(), now, faults);
    if (FromTimestamp(request.to_time()) < FromTimestamp(request.from_time())) {
      faults.Add("to_time", "must not be before from_time");
    }
  }
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

absl::StatusOr<ScorecardName> Validate(const v1::ExportScorecardRequest& request, absl::Time now) {
  FieldViolations faults;
  const auto name = ValidateScorecard(request, now);
  Collect(name.status(), faults);
  CheckNamed("document", request.document(), v1::ExportDocument_IsValid, faults);
  if (!faults.empty()) return faults.ToStatus();
  return name;
}

absl::StatusOr<std::string> Validate(const v1::WatchScorecardsRequest& request) {
  FieldViolations faults;
  std::string plan;
  if (!request.plan().empty()) {
    plan = PlanIdOf(request.plan());
    if (plan.empty() || request.plan() != "plans/" + plan) faults.Add("plan", "must have the form plans/{plan}");
  }
  if (!request.region().empty() && !IsDivisionCode(request.region())) {
    faults.Add("region", "must be a division code of six digits");
  }
  if (!faults.empty()) return faults.ToStatus();
  return plan;
}

}  // namespace lianfang::evaluation
