#include "services/fund/domain/request/names.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/credit_code.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::fund {
namespace {

using Parts = std::vector<absl::string_view>;

// Whether the parts are those of something in `collection` of a plan.
bool IsInPlan(const Parts& parts, absl::string_view collection) {
  return parts.size() >= 4 && parts[0] == "plans" && IsResourceId(parts[1]) && parts[2] == collection;
}

absl::Status CheckTopLevel(absl::string_view field, absl::string_view collection, absl::string_view shape,
                           absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  if (parts.size() == 2 && parts[0] == collection && IsResourceId(parts[1])) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", shape));
}

absl::StatusOr<int> YearIn(absl::string_view field, absl::string_view collection, absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  int year = 0;
  if (parts.size() == 4 && IsInPlan(parts, collection) && parts[3].size() == 4 && absl::SimpleAtoi(parts[3], &year) &&
      year >= kFirstYear && year <= kLastYear) {
    return year;
  }
  return InvalidField(field, absl::StrCat("must be plans/{plan}/", collection, "/{year}, of a year from ", kFirstYear,
                                          " to ", kLastYear));
}

}  // namespace

absl::Status CheckPlanName(absl::string_view field, absl::string_view name) {
  return CheckTopLevel(field, "plans", "plans/{plan}", name);
}

absl::Status CheckProjectName(absl::string_view field, absl::string_view name) {
  return CheckTopLevel(field, "projects", "projects/{project}", name);
}

absl::Status CheckEngagementName(absl::string_view field, absl::string_view name) {
  return CheckTopLevel(field, "engagements", "engagements/{engagement}", name);
}

absl::Status CheckProviderName(absl::string_view field, absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || !IsInPlan(parts, "providers")) {
    return InvalidField(field, "must be plans/{plan}/providers/{credit code}");
  }
  const std::string fault = CreditCodeFault(parts[3]);
  return fault.empty() ? absl::OkStatus() : InvalidField(field, fault);
}

absl::Status CheckRateTableName(absl::string_view field, absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && IsInPlan(parts, "rateTables") && IsResourceId(parts[3])) return absl::OkStatus();
  return InvalidField(field, "must be plans/{plan}/rateTables/{table}");
}

absl::Status CheckRateName(absl::string_view field, absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[4] != "rates" || !YearOfRateList(field, ListOfRate(name)).ok()) {
    return InvalidField(field, "must be plans/{plan}/rateLists/{year}/rates/{credit code}");
  }
  const std::string fault = CreditCodeFault(parts[5]);
  return fault.empty() ? absl::OkStatus() : InvalidField(field, fault);
}

absl::StatusOr<int> YearOfBudget(absl::string_view field, absl::string_view name) {
  return YearIn(field, "budgets", name);
}

absl::StatusOr<int> YearOfRateList(absl::string_view field, absl::string_view name) {
  return YearIn(field, "rateLists", name);
}

std::string PlanOf(absl::string_view name) {
  const Parts parts = absl::StrSplit(name, '/');
  return parts.size() < 2 ? "" : absl::StrCat(parts[0], "/", parts[1]);
}

std::string LastPart(absl::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

std::string ListOfRate(absl::string_view name) { return std::string(name.substr(0, name.find("/rates/"))); }

std::string BudgetName(absl::string_view plan, int year) { return absl::StrCat(plan, "/budgets/", year); }

absl::Status NotFound(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", std::string(name)}});
}

}  // namespace lianfang::fund
