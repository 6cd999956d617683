// Every plan as it stands now, in memory: built from the store at the start and kept current from it. Whichever replica
// received a change, every replica finds it in the store; a wake-up makes that prompt and is never relied on.
//
//   LivePlans plans(store);
//   absl::Status status = plans.Refresh(deadline);               // at the start, and whenever there may be more
//   std::shared_ptr<const LivePlan> plan = plans.Find("gaoping-2021-2025");
#ifndef LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLANS_H_
#define LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLANS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/evaluation/live/live_plan.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Find and All: thread-safe. Refresh: by one thread at a time.
class LivePlans {
 public:
  explicit LivePlans(EvaluationStore& store) : store_(store) {}

  // Takes in what was stored since the last call that succeeded. Errors of the store; nothing is lost by them.
  absl::Status Refresh(absl::Time deadline);

  // Null where the plan is not known, or nothing was taken in yet.
  std::shared_ptr<const LivePlan> Find(const std::string& plan) const;
  std::vector<std::shared_ptr<const LivePlan>> All() const;

 private:
  // The changes of one plan.
  struct News {
    std::vector<submission::v1::Obligation> obligations;
    std::vector<submission::v1::Return> returns;
    absl::Time obligations_time = absl::InfinitePast();
    absl::Time returns_time = absl::InfinitePast();
    int edition = 0;  // the greatest that is named
  };

  // Reads on from a position, and moves it.
  absl::Status Read(Stream stream, int64_t& position, std::map<std::string, News>& news, absl::Time deadline);
  absl::Status LoadEditions(absl::Time deadline);
  // The plan's next version.
  std::shared_ptr<const LivePlan> Next(const std::string& plan, News news) const;

  EvaluationStore& store_;
  int64_t obligations_position_ = 0;
  int64_t returns_position_ = 0;
  std::map<std::string, std::shared_ptr<const type::v1::Plan>> editions_;  // the newest of each plan
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<const LivePlan>> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_LIVE_LIVE_PLANS_H_
