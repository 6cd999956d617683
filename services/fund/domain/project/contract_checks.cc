#include "services/fund/domain/project/contract_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/time.h"
#include "services/fund/domain/budget/documents.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"

namespace lianfang::fund {
namespace {

constexpr int kMostMilestones = 50;

void CheckLength(const std::string& field, const v1::Contract& contract, const type::v1::Plan& plan,
                 FieldViolations& faults) {
  const absl::CivilDay start = DayOf(contract.start_date());
  const absl::CivilDay end = DayOf(contract.end_date());
  const absl::CivilDay last = AddMonths(start, ProjectMonths(plan)) - 1;
  if (end < start) {
    faults.Add(field + ".end_date", absl::StrCat("must not be before the first day, ", FormatDay(start)));
  }
  if (end > last) {
    faults.Add(field + ".end_date",
               absl::StrCat("must be at most ", ProjectMonths(plan), " months on, ", FormatDay(last)));
  }
}

void CheckMilestone(const std::string& field, const v1::Milestone& milestone, const v1::Contract& contract,
                    FieldViolations& faults) {
  if (!IsResourceId(milestone.id())) faults.Add(field + ".id", "must be lower-case words joined by hyphens");
  CheckOneLine(field + ".title", milestone.title(), kLongestLine, faults);
  if (milestone.has_done_date() || milestone.has_done_time()) faults.Add(field, "is not reached yet");
  if (!CheckDate(field + ".due_date", milestone.due_date(), faults)) return;
  const absl::CivilDay due = DayOf(milestone.due_date());
  if (due < DayOf(contract.start_date()) || due > DayOf(contract.end_date())) {
    faults.Add(field + ".due_date", "must be within the days of the contract");
  }
}

}  // namespace

void CheckContractDays(const std::string& field, const v1::Contract& contract, const type::v1::Plan& plan,
                       FieldViolations& faults) {
  CheckLength(field, contract, plan, faults);
  if (contract.milestones_size() > kMostMilestones) {
    faults.Add(field + ".milestones", absl::StrCat("must be at most ", kMostMilestones));
  }
  std::set<std::string> ids;
  for (int i = 0; i < contract.milestones_size(); ++i) {
    const std::string path = absl::StrCat(field, ".milestones[", i, "]");
    CheckMilestone(path, contract.milestones(i), contract, faults);
    if (!ids.insert(contract.milestones(i).id()).second) faults.Add(path + ".id", "is given twice");
  }
}

void CheckProcurement(const std::string& field, const v1::Contract& contract, const std::string& asked,
                      const type::v1::Plan& plan, absl::CivilDay today, FieldViolations& faults) {
  if (contract.procurement_way() == asked) {
    if (contract.has_procurement_exception()) {
      faults.Add(field + ".procurement_exception", "is for another way than the plan's");
    }
  } else if (asked.empty()) {
    faults.Add(field + ".procurement_way", "must be empty: the plan asks for none");
  } else if (!contract.has_procurement_exception()) {
    faults.Add(field + ".procurement_way",
               absl::StrCat("must be ", asked, " at this amount; another way needs an exception with its approval"));
  } else {
    const auto& rules = plan.fund().procurement();
    const bool known = std::any_of(rules.begin(), rules.end(),
                                   [&](const auto& rule) { return rule.way() == contract.procurement_way(); });
    if (!known) faults.Add(field + ".procurement_way", "is no way of the plan");
    CheckApproval(field + ".procurement_exception", contract.procurement_exception(), today, faults);
  }
}

}  // namespace lianfang::fund
