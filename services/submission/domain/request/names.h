// Resource names of this service, taken apart and put together in one place.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::submission {

// Something below a plan: an obligation, a return or a draft. All have the id `{period}-{region}-{industry}`.
struct ChildName {
  std::string plan;  // id
  std::string id;
};

// The id of an obligation and of its return.
std::string CaseId(absl::string_view period, absl::string_view region, absl::string_view industry);

std::string PlanName(absl::string_view plan);
std::string ObligationName(absl::string_view plan, absl::string_view id);
std::string ReturnName(absl::string_view plan, absl::string_view id);
std::string RevisionName(absl::string_view plan, absl::string_view id, int revision);

// The plan's id in `plans/{plan}`. INVALID_ARGUMENT on `field` for any other shape.
absl::StatusOr<std::string> ParsePlanName(absl::string_view field, absl::string_view name);
// As above for `plans/{plan}/obligations/{id}`, `plans/{plan}/returns/{id}` and `plans/{plan}/drafts/{id}`.
absl::StatusOr<ChildName> ParseObligationName(absl::string_view field, absl::string_view name);
absl::StatusOr<ChildName> ParseReturnName(absl::string_view field, absl::string_view name);
absl::StatusOr<ChildName> ParseDraftName(absl::string_view field, absl::string_view name);
// The return in `plans/{plan}/returns/{id}/evidence/{UUID}`.
absl::StatusOr<ChildName> ParseEvidenceName(absl::string_view field, absl::string_view name);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_NAMES_H_
