#include "services/evaluation/live/live_plan.h"

#include "common/time.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {

absl::StatusOr<v1::Scorecard> ScorecardFrom(const PlanState& state, const std::string& region,
                                            const std::string& period, absl::Time as_of) {
  auto scorecard = BuildScorecard(*state.plan, region, period, state.filings, as_of);
  if (!scorecard.ok()) return scorecard;
  if (state.obligations_received_time != absl::InfinitePast()) {
    *scorecard->mutable_obligations_received_time() = ToTimestamp(state.obligations_received_time);
  }
  if (state.returns_received_time != absl::InfinitePast()) {
    *scorecard->mutable_returns_received_time() = ToTimestamp(state.returns_received_time);
  }
  return scorecard;
}

absl::StatusOr<std::shared_ptr<const LivePlan::Remembered>> LivePlan::Build(const std::string& region,
                                                                            const std::string& period,
                                                                            absl::Time as_of) const {
  auto scorecard = ScorecardFrom(state_, region, period, as_of);
  if (!scorecard.ok()) return scorecard.status();
  scorecard->clear_as_of();
  return std::make_shared<const Remembered>(
      Remembered{scorecard->SerializeAsString(), as_of, state_.filings.NextDueTime(as_of)});
}

std::optional<ReadyScorecard> LivePlan::RememberedScorecard(const std::string& region, const std::string& period,
                                                            absl::Time as_of) const {
  std::shared_ptr<const Remembered> remembered;
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = remembered_.find(std::make_pair(region, period));
    if (found != remembered_.end()) remembered = found->second;
  }
  if (remembered == nullptr || as_of < remembered->start || as_of >= remembered->end) return std::nullopt;
  return ReadyAsOf(std::move(remembered), as_of);
}

absl::StatusOr<ReadyScorecard> LivePlan::Scorecard(const std::string& region, const std::string& period,
                                                   absl::Time as_of) const {
  if (auto remembered = RememberedScorecard(region, period, as_of); remembered.has_value()) {
    return *std::move(remembered);
  }
  auto built = Build(region, period, as_of);
  if (!built.ok()) return built.status();
  {
    absl::MutexLock lock(&mutex_);
    remembered_[std::make_pair(region, period)] = *built;
  }
  return ReadyAsOf(*std::move(built), as_of);
}

ReadyScorecard LivePlan::ReadyAsOf(std::shared_ptr<const Remembered> remembered, absl::Time as_of) {
  v1::Scorecard instant;
  *instant.mutable_as_of() = ToTimestamp(as_of);
  const std::string* bytes = &remembered->bytes;
  return {std::shared_ptr<const std::string>(std::move(remembered), bytes), instant.SerializeAsString()};
}

}  // namespace lianfang::evaluation
