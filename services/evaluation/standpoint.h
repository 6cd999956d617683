// From where a question is answered: which plan, as of which instant, for which caller. What every handler does first.
//
//   const auto standpoint = standpoints.Take(call, {name.plan, name.region, as_of});
//   if (!standpoint.ok()) return standpoint.status();
//   return BuildTrend(standpoint->plan(), name.region, {}, standpoint->filings(), standpoint->as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_STANDPOINT_H_
#define LIANFANG_SERVICES_EVALUATION_STANDPOINT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

struct Standpoint {
  std::shared_ptr<const PlanState> state;
  std::shared_ptr<const LivePlan> live;  // whose state it is; null for a past instant
  absl::Time as_of;

  const type::v1::Plan& plan() const { return *state->plan; }
  const Filings& filings() const { return state->filings; }
};

// Thread-safe. Refers to what it is given.
class Standpoints {
 public:
  Standpoints(EvaluationStore& store, const LivePlans& plans, const Clock& clock)
      : store_(store), plans_(plans), clock_(clock) {}

  struct Question {
    std::string plan;                           // id
    std::string region;                         // that the caller wants to read
    absl::Time as_of = absl::InfiniteFuture();  // InfiniteFuture: now, with all that was received
    absl::Time min_return_update_time = absl::InfinitePast();
  };

  // Now is answered from memory, a past instant from the store. NOT_FOUND with reason PLAN_NOT_FOUND, PERMISSION_DENIED
  // with REGION_NOT_READABLE, UNAVAILABLE with NOT_YET_RECEIVED; errors of the store.
  absl::StatusOr<Standpoint> Take(const Call& call, const Question& question) const;

  // The same without waiting for the store; null where only the store can tell.
  std::optional<absl::StatusOr<Standpoint>> TakeFromMemory(const Call& call, const Question& question) const;

  absl::Time Now() const { return clock_.Now(); }

 private:
  std::optional<Standpoint> FindLive(const Question& question) const;
  absl::StatusOr<Standpoint> Load(const Call& call, const Question& question) const;

  EvaluationStore& store_;
  const LivePlans& plans_;
  const Clock& clock_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STANDPOINT_H_
