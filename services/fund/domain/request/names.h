// Resource names of this service: `plans/{plan}`, `plans/{plan}/budgets/{year}`, `projects/{project}`, `plans/{plan}/providers/{credit
// code}`, `plans/{plan}/rateTables/{id}`, `plans/{plan}/rateLists/{year}` and `…/rates/{credit code}`. Within the service a name is the key.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_NAMES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::fund {

// Years that budgets and rate lists may have.
inline constexpr int kFirstYear = 2000;
inline constexpr int kLastYear = 2100;

// OK, or INVALID_ARGUMENT under `field`.
absl::Status CheckPlanName(absl::string_view field, absl::string_view name);
absl::Status CheckProjectName(absl::string_view field, absl::string_view name);
absl::Status CheckEngagementName(absl::string_view field, absl::string_view name);
absl::Status CheckProviderName(absl::string_view field, absl::string_view name);
absl::Status CheckRateTableName(absl::string_view field, absl::string_view name);
absl::Status CheckRateName(absl::string_view field, absl::string_view name);

// The year of a budget's or a rate list's name; INVALID_ARGUMENT under `field`.
absl::StatusOr<int> YearOfBudget(absl::string_view field, absl::string_view name);
absl::StatusOr<int> YearOfRateList(absl::string_view field, absl::string_view name);

// `plans/{plan}` of a well-formed name below it.
std::string PlanOf(absl::string_view name);
// The last part of a name.
std::string LastPart(absl::string_view name);
// The rate list of a well-formed rate's name.
std::string ListOfRate(absl::string_view name);

std::string BudgetName(absl::string_view plan, int year);

// NOT_FOUND for a resource that does not exist.
absl::Status NotFound(absl::string_view name);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_NAMES_H_
