#include "services/evaluation/live/live_plan.h"

#include "common/time.h"
#include "services/evaluation/domain/scorecard.h"

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

absl::StatusOr<std::string> LivePlan::SerializedScorecard(const std::string& region, const std::string& period,
                                                          absl::Time as_of) const {
  std::shared_ptr<const Remembered> remembered;
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = remembered_.find(std::make_pair(region, period));
    if (found != remembered_.end()) remembered = found->second;
  }
  if (remembered == nullptr || as_of < remembered->start || as_of >= remembered->end) {
    auto built = Build(region, period, as_of);
    if (!built.ok()) return built.status();
    remembered = *std::move(built);
    absl::MutexLock lock(&mutex_);
    remembered_[std::make_pair(region, period)] = remembered;
  }
  // Serialised messages may be joined: the fields of both are the fields of the whole.
  v1::Scorecard instant;
  *instant.mutable_as_of() = ToTimestamp(as_of);
  return remembered->bytes + instant.SerializeAsString();
}

}  // namespace lianfang::evaluation
