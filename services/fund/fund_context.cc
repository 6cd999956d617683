#include "services/fund/fund_context.h"

#include <optional>
#include <utility>

#include "common/region_power.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/names.h"

namespace lianfang::fund {

absl::StatusOr<PlanPtr> FundContext::FindReadable(const Call& call, const std::string& name) const {
  auto plan = FindPlan(name, call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  return plan;
}

absl::StatusOr<PlanPtr> FundContext::FindParent(const Call& call, const std::string& parent) const {
  if (absl::Status name = CheckPlanName("parent", parent); !name.ok()) return name;
  return FindReadable(call, parent);
}

absl::StatusOr<PlanPtr> FundContext::FindForOffice(const Call& call, const std::string& name) const {
  auto plan = FindPlan(name, call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status right = CheckIsOffice(call.caller, **plan); !right.ok()) return right;
  return plan;
}

absl::StatusOr<ProjectRecord> FundContext::ReadProject(const std::string& name, absl::Time deadline) const {
  std::optional<ProjectRecord> record;
  const absl::Status read = store.Read(
      [&](FundRows& rows) {
        record = rows.FindProject(name);
        return absl::OkStatus();
      },
      deadline);
  if (!read.ok()) return read;
  if (!record.has_value()) return NotFound(name);
  return *std::move(record);
}

}  // namespace lianfang::fund
