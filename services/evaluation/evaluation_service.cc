#include "services/evaluation/evaluation_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/scorecard.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {
namespace {

absl::Status PlanNotFound(const std::string& plan) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("no plan plans/", plan, " was published then"),
                         "PLAN_NOT_FOUND", {{"plan", absl::StrCat("plans/", plan)}});
}

absl::Status NotYetReceived(const std::string& plan) {
  return ErrorWithReason(absl::StatusCode::kUnavailable,
                         "the change of a return that is asked for has not been received yet; try again",
                         "NOT_YET_RECEIVED", {{"plan", absl::StrCat("plans/", plan)}});
}

// The instant of an answer. Without `as_of` it is now, or later where submission's clock is ahead: asked again with the
// instant that the answer names, the same answer comes.
absl::Time InstantOf(const ScorecardQuestion& question, const PlanState& state, absl::Time now) {
  if (question.as_of != absl::InfiniteFuture()) return question.as_of;
  return std::max({now, state.obligations_received_time, state.returns_received_time});
}

void SetReceivedTimes(const PlanState& state, v1::Scorecard& scorecard) {
  if (state.obligations_received_time != absl::InfinitePast()) {
    *scorecard.mutable_obligations_received_time() = ToTimestamp(state.obligations_received_time);
  }
  if (state.returns_received_time != absl::InfinitePast()) {
    *scorecard.mutable_returns_received_time() = ToTimestamp(state.returns_received_time);
  }
}

}  // namespace

void EvaluationService::Register(ContractService& contract) {
  contract.Unary<v1::GetScorecardRequest, v1::Scorecard>(
      "GetScorecard",
      [this](const Call& call, const v1::GetScorecardRequest& request) { return GetScorecard(call, request); });
}

absl::StatusOr<v1::Scorecard> EvaluationService::GetScorecard(const Call& call,
                                                              const v1::GetScorecardRequest& request) {
  const absl::Time now = clock_.Now();
  const auto question = Validate(request, now);
  if (!question.ok()) return question.status();

  const ScorecardName& name = question->name;
  const auto state = store_.LoadPlanState(name.plan, question->as_of, call.deadline);
  if (!state.ok()) return state.status();
  if (state->returns_received_time < question->min_return_update_time) return NotYetReceived(name.plan);
  if (state->plan == nullptr) return PlanNotFound(name.plan);

  auto scorecard =
      BuildScorecard(*state->plan, name.region, name.period, state->knowledge, InstantOf(*question, *state, now));
  if (scorecard.ok()) SetReceivedTimes(*state, *scorecard);
  return scorecard;
}

}  // namespace lianfang::evaluation
