#include "services/evaluation/standpoint.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/evaluation/domain/request/reading_rights.h"

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

// The standpoint, if the caller may have it.
absl::StatusOr<Standpoint> Admitted(const Call& call, const Standpoints::Question& question, Standpoint standpoint) {
  const PlanState& state = *standpoint.state;
  if (state.returns_received_time < question.min_return_update_time) return NotYetReceived(question.plan);
  if (state.plan == nullptr) return PlanNotFound(question.plan);
  if (absl::Status status = CheckMayRead(call.caller, *state.plan, question.region); !status.ok()) return status;
  return standpoint;
}

// Now, or later where submission's clock is ahead: asked again with the instant that the answer names, the same answer
// comes.
absl::Time InstantOf(const PlanState& state, absl::Time now) {
  return std::max({now, state.obligations_received_time, state.returns_received_time});
}

}  // namespace

absl::StatusOr<Standpoint> Standpoints::Take(const Call& call, const Question& question) const {
  if (auto taken = TakeFromMemory(call, question); taken.has_value()) return *std::move(taken);
  auto loaded = Load(call, question);
  if (!loaded.ok()) return loaded.status();
  return Admitted(call, question, *std::move(loaded));
}

std::optional<absl::StatusOr<Standpoint>> Standpoints::TakeFromMemory(const Call& call,
                                                                      const Question& question) const {
  auto found = FindLive(question);
  if (!found.has_value()) return std::nullopt;
  return Admitted(call, question, *std::move(found));
}

// Not in memory: a past instant; what was received this moment; memory that is not built yet; what there is not.
std::optional<Standpoint> Standpoints::FindLive(const Question& question) const {
  if (question.as_of != absl::InfiniteFuture()) return std::nullopt;
  auto live = plans_.Find(question.plan);
  if (live == nullptr) return std::nullopt;
  std::shared_ptr<const PlanState> state(live, &live->state());
  const absl::Time as_of = InstantOf(*state, clock_.Now());
  return Standpoint{std::move(state), std::move(live), as_of};
}

absl::StatusOr<Standpoint> Standpoints::Load(const Call& call, const Question& question) const {
  auto state = store_.LoadPlanState(question.plan, question.as_of, call.deadline);
  if (!state.ok()) return state.status();
  const absl::Time as_of = question.as_of == absl::InfiniteFuture() ? InstantOf(*state, clock_.Now()) : question.as_of;
  return Standpoint{std::make_shared<const PlanState>(*std::move(state)), nullptr, as_of};
}

}  // namespace lianfang::evaluation
