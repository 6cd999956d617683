#include "services/expert/plans/plan_book.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"

namespace lianfang::expert {
namespace {

constexpr absl::Duration kFresh = absl::Seconds(5);       // an amendment is seen after so long
constexpr absl::Duration kSourceTime = absl::Seconds(5);  // then the last known edition serves

}  // namespace

absl::StatusOr<PlanPtr> PlanBook::Newest(const std::string& name, absl::Time deadline) {
  const absl::Time now = clock_.Now();
  {
    absl::MutexLock lock(&mutex_);
    const auto found = pages_.find(name);
    if (found != pages_.end() && now - found->second.fetch_time < kFresh) return found->second.plan;
  }
  auto plan = Fetch(name, deadline);
  if (!plan.ok()) return plan.status();
  absl::MutexLock lock(&mutex_);
  pages_[name] = {*plan, now};
  return plan;
}

absl::StatusOr<PlanPtr> PlanBook::Fetch(const std::string& name, absl::Time deadline) {
  auto fetched = source_.GetPlan(name, std::min(deadline, absl::Now() + kSourceTime));
  if (fetched.ok()) {
    if (absl::Status saved = store_.SavePlan(*fetched, deadline); !saved.ok()) return saved;
    return std::make_shared<const type::v1::Plan>(*std::move(fetched));
  }
  if (absl::IsNotFound(fetched.status())) return fetched.status();
  auto kept = store_.NewestPlan(name, deadline);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return fetched.status();
  Log(LogLevel::kWarning, "plan of before", {{"plan", name}, {"status", fetched.status().ToString()}});
  return std::make_shared<const type::v1::Plan>(**std::move(kept));
}

}  // namespace lianfang::expert
