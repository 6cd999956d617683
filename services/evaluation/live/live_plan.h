// One plan as it stands now, in memory: what was received of it, and the scorecards asked for so far, ready to send.
//
//   absl::StatusOr<ReadyScorecard> scorecard = plan.Scorecard("140581", "2022", now);
#ifndef LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLAN_H_
#define LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// A scorecard from the state of a plan, with how fresh it is.
absl::StatusOr<v1::Scorecard> ScorecardFrom(const PlanState& state, const std::string& region,
                                            const std::string& period, absl::Time as_of);

// A scorecard as it is sent. Joined the two are a serialised v1::Scorecard: the fields of both are the fields of the
// whole.
struct ReadyScorecard {
  std::shared_ptr<const std::string> shared;  // by all answers until a due instant passes
  std::string instant;                        // `as_of`
};

// Thread-safe. Never changes but for what it remembers: the next change of the plan makes the next object.
class LivePlan {
 public:
  // `version` counts the objects of one plan from 1. `changed_regions`: whose filings differ from the version before.
  LivePlan(PlanState state, int64_t version, std::set<std::string> changed_regions)
      : state_(std::move(state)), version_(version), changed_regions_(std::move(changed_regions)) {}

  const PlanState& state() const { return state_; }
  int64_t version() const { return version_; }
  const std::set<std::string>& changed_regions() const { return changed_regions_; }

  // The scorecard as of an instant. A scorecard differs between two instants only when a due instant passes between
  // them, so it is built once for all of them. Errors as BuildScorecard (domain/verdict/scorecard.h).
  absl::StatusOr<ReadyScorecard> Scorecard(const std::string& region, const std::string& period,
                                           absl::Time as_of) const;

  // The same where it was built already, and takes no time.
  std::optional<ReadyScorecard> RememberedScorecard(const std::string& region, const std::string& period,
                                                    absl::Time as_of) const;

 private:
  // Good for instants from `start` to before `end`; without the field `as_of`.
  struct Remembered {
    std::string bytes;
    absl::Time start, end;
  };

  absl::StatusOr<std::shared_ptr<const Remembered>> Build(const std::string& region, const std::string& period,
                                                          absl::Time as_of) const;
  static ReadyScorecard ReadyAsOf(std::shared_ptr<const Remembered> remembered, absl::Time as_of);

  const PlanState state_;
  const int64_t version_;
  const std::set<std::string> changed_regions_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<std::pair<std::string, std::string>, std::shared_ptr<const Remembered>> remembered_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLAN_H_
