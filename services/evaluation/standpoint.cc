#include "services/evaluation/standpoint.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/evaluation/domain/reading_rights.h"

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

}  // namespace

absl::StatusOr<Standpoint> Standpoints::Take(const Call& call, const Question& question) const {
  auto standpoint = question.as_of == absl::InfiniteFuture() ? TakeNow(call, question.plan)
                                                             : TakePast(call, question.plan, question.as_of);
  if (!standpoint.ok()) return standpoint.status();
  const PlanState& state = *standpoint->state;
  if (state.returns_received_time < question.min_return_update_time) return NotYetReceived(question.plan);
  if (state.plan == nullptr) return PlanNotFound(question.plan);
  if (absl::Status status = CheckMayRead(call.caller, *state.plan, question.region); !status.ok()) return status;
  return standpoint;
}

// The instant is now, or later where submission's clock is ahead: asked again with the instant that the answer names,
// the same answer comes.
absl::StatusOr<Standpoint> Standpoints::TakeNow(const Call& call, const std::string& plan) const {
  Standpoint standpoint;
  standpoint.live = plans_.Find(plan);
  if (standpoint.live != nullptr) {
    standpoint.state = std::shared_ptr<const PlanState>(standpoint.live, &standpoint.live->state());
  } else {
    // Not in memory: received this moment, memory is not built yet, or there is none.
    auto stored = TakePast(call, plan, absl::InfiniteFuture());
    if (!stored.ok()) return stored;
    standpoint = *std::move(stored);
  }
  standpoint.as_of =
      std::max({clock_.Now(), standpoint.state->obligations_received_time, standpoint.state->returns_received_time});
  return standpoint;
}

absl::StatusOr<Standpoint> Standpoints::TakePast(const Call& call, const std::string& plan, absl::Time as_of) const {
  auto state = store_.LoadPlanState(plan, as_of, call.deadline);
  if (!state.ok()) return state.status();
  return Standpoint{std::make_shared<const PlanState>(*std::move(state)), nullptr, as_of};
}

}  // namespace lianfang::evaluation
