#include "services/submission/domain/plan/task_rules.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "services/submission/domain/plan/plan_checks.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;
using type::v1::Task;

constexpr int kMostTasks = 1000;
constexpr int kMostOwners = 20;
constexpr size_t kLongestText = 500;
constexpr int kMostDays = 366;
constexpr int kMostExtensions = 10;

bool IsAskedFor(const Plan& plan, const std::string& period) {
  return std::any_of(plan.data_requests().begin(), plan.data_requests().end(),
                     [&](const auto& request) { return request.period() == period; });
}

void CheckOwners(FieldViolations& faults, const Plan& plan, const Task& task, const std::string& at) {
  CheckKnownIds(faults, absl::StrCat(at, ".owners"), task.owners(), plan.departments(), "department");
  if (task.owners().empty() || task.owners_size() > kMostOwners) {
    faults.Add(absl::StrCat(at, ".owners"), absl::StrCat("must be 1 to ", kMostOwners));
  }
}

void CheckDates(FieldViolations& faults, const Plan& plan, const Task& task, const std::string& at) {
  const auto due = CheckDay(faults, absl::StrCat(at, ".due_date"), task.due_date());
  std::optional<absl::CivilDay> open;
  if (task.has_open_date()) {
    open = CheckDay(faults, absl::StrCat(at, ".open_date"), task.open_date());
  } else if (const auto issued = FromDate(plan.issue_date()); issued.ok()) {
    open = *issued;
  }
  if (due.has_value() && open.has_value() && *due < *open) {
    faults.Add(absl::StrCat(at, ".due_date"), absl::StrCat("must not be before it opens, ", FormatDay(*open)));
  }
}

bool IsJudged(const Plan& plan, const std::string& period) {
  return std::any_of(plan.targets().begin(), plan.targets().end(),
                     [&](const auto& target) { return target.period() == period; });
}

void CheckEvidencePeriod(FieldViolations& faults, const Plan& plan, const Task& task, const std::string& at) {
  const bool by_returns = task.evidence() == type::v1::TASK_EVIDENCE_RETURNS_FILED;
  const bool by_assessment = task.evidence() == type::v1::TASK_EVIDENCE_MID_TERM_ASSESSED;
  if (!by_returns && !by_assessment) {
    if (!task.evidence_period().empty()) faults.Add(at, "belongs to filed returns and mid-term assessments alone");
  } else if (FindById(plan.periods(), task.evidence_period()) == nullptr) {
    faults.Add(at, absl::StrCat("no period has the id ", Quoted(task.evidence_period())));
  } else if (by_returns && !IsAskedFor(plan, task.evidence_period())) {
    faults.Add(at, "no data request asks for that period");
  } else if (by_assessment && !IsJudged(plan, task.evidence_period())) {
    faults.Add(at, "no target judges that period");
  }
}

void CheckEvidence(FieldViolations& faults, const Plan& plan, const Task& task, const std::string& at) {
  if (!type::v1::TaskEvidence_IsValid(task.evidence())) faults.Add(absl::StrCat(at, ".evidence"), "is no known kind");
  CheckEvidencePeriod(faults, plan, task, absl::StrCat(at, ".evidence_period"));
  const bool by_pool = task.evidence() == type::v1::TASK_EVIDENCE_POOL_FORMED;
  const std::string pool_at = absl::StrCat(at, ".evidence_pool");
  if (!by_pool && !task.evidence_pool().empty()) faults.Add(pool_at, "belongs to formed pools alone");
  if (!by_pool) return;
  const auto* pool = FindById(plan.pools(), task.evidence_pool());
  if (pool == nullptr) {
    faults.Add(pool_at, absl::StrCat("no pool has the id ", Quoted(task.evidence_pool())));
  } else if (pool->target_size() == 0) {
    faults.Add(pool_at, "that pool has no target size, and is never seen to be formed");
  }
}

void CheckLength(FieldViolations& faults, absl::string_view path, int value, int most) {
  if (value < 0 || value > most) faults.Add(path, absl::StrCat("must be 0 to ", most, ", was ", value));
}

}  // namespace

absl::Status ValidateTasks(const Plan& plan) {
  FieldViolations faults;
  if (plan.tasks_size() > kMostTasks) faults.Add("plan.tasks", absl::StrCat("must be at most ", kMostTasks));
  CheckUniqueIds(faults, "tasks", plan.tasks());
  for (int i = 0; i < plan.tasks_size(); ++i) {
    const Task& task = plan.tasks(i);
    const std::string at = At("tasks", i);
    if (task.text().zh().empty()) faults.Add(absl::StrCat(at, ".text.zh"), "must be given");
    if (CountCodePoints(task.text().zh()) > kLongestText) {
      faults.Add(absl::StrCat(at, ".text.zh"), absl::StrCat("must be at most ", kLongestText, " characters"));
    }
    CheckOwners(faults, plan, task, at);
    if (!task.period().empty() && FindById(plan.periods(), task.period()) == nullptr) {
      faults.Add(absl::StrCat(at, ".period"), absl::StrCat("no period has the id ", Quoted(task.period())));
    }
    CheckDates(faults, plan, task, at);
    CheckEvidence(faults, plan, task, at);
  }
  return faults.ToStatus();
}

absl::Status ValidateCoordination(const Plan& plan) {
  FieldViolations faults;
  const auto& policy = plan.coordination();
  CheckLength(faults, "plan.coordination.order_days", policy.order_days(), kMostDays);
  CheckLength(faults, "plan.coordination.reinspection_days", policy.reinspection_days(), kMostDays);
  CheckLength(faults, "plan.coordination.extensions", policy.extensions(), kMostExtensions);
  CheckLength(faults, "plan.coordination.transfer_days", policy.transfer_days(), kMostDays);
  return faults.ToStatus();
}

}  // namespace lianfang::submission
