#include "common/following/plan_editions.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/log.h"

namespace lianfang {
namespace {

using type::v1::Plan;

constexpr absl::Duration kFresh = absl::Seconds(5);       // an amendment is seen after so long
constexpr absl::Duration kSourceTime = absl::Seconds(5);  // then the last edition kept serves

}  // namespace

absl::Status PlanEditions::Ensure(const std::string& name, int edition, absl::Time deadline) {
  {
    absl::MutexLock lock(&mutex_);
    if (kept_.contains({name, edition})) return absl::OkStatus();
  }
  const auto found = store_.FindPlan(name, edition, deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value()) {
    const absl::StatusOr<Plan> fetched = source_.GetPlan(name, edition, deadline);
    if (!fetched.ok()) return fetched.status();
    if (absl::Status saved = store_.SavePlan(*fetched, deadline); !saved.ok()) return saved;
  }
  absl::MutexLock lock(&mutex_);
  kept_.emplace(name, edition);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Plan>> PlanEditions::Newest(const std::string& name, absl::Time deadline) {
  const absl::Time now = clock_.Now();
  {
    absl::MutexLock lock(&mutex_);
    const auto found = newest_.find(name);
    if (found != newest_.end() && now - found->second.fetch_time < kFresh) return found->second.plan;
  }
  absl::StatusOr<Plan> plan = FetchNewest(name, deadline);
  if (!plan.ok()) return plan.status();
  auto shared = std::make_shared<const Plan>(*std::move(plan));
  absl::MutexLock lock(&mutex_);
  newest_[name] = {shared,
                   clock_.Now()};  // not when it was asked for: a source that hangs would be asked by every call
  return shared;
}

absl::StatusOr<Plan> PlanEditions::FetchNewest(const std::string& name, absl::Time deadline) {
  absl::StatusOr<Plan> fetched = source_.GetPlan(name, /*edition=*/0, std::min(deadline, absl::Now() + kSourceTime));
  if (fetched.ok()) {
    if (absl::Status saved = store_.SavePlan(*fetched, deadline); !saved.ok()) return saved;
    return fetched;
  }
  if (absl::IsNotFound(fetched.status())) return fetched.status();
  auto kept = store_.FindPlan(name, /*edition=*/0, deadline);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return fetched.status();
  Log(LogLevel::kWarning, "plan of before", {{"plan", name}, {"status", fetched.status().ToString()}});
  return **std::move(kept);
}

}  // namespace lianfang
