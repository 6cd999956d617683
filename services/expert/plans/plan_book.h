// The plans whose pools this service runs: always the newest edition, fetched from where plans are published.
//
//   PlanBook plans(source, store, clock);
//   auto plan = plans.Newest("plans/gaoping-2021-2025", deadline);
//
// An answer is kept for a moment, so that a busy service does not ask for every call; every edition seen is stored, so
// that work goes on by the last known one while the source is away.
#ifndef LIANFANG_SERVICES_EXPERT_PLANS_PLAN_BOOK_H_
#define LIANFANG_SERVICES_EXPERT_PLANS_PLAN_BOOK_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// Where plans are published. Thread-safe.
class PlanSource {
 public:
  virtual ~PlanSource() = default;

  // The newest edition. NOT_FOUND when the plan is not published.
  virtual absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, absl::Time deadline) = 0;
};

// Thread-safe. Refers to what it is given.
class PlanBook {
 public:
  PlanBook(PlanSource& source, ExpertStore& store, const Clock& clock)
      : source_(source), store_(store), clock_(clock) {}

  // NOT_FOUND when the plan is not published; UNAVAILABLE when the source is away and no edition is known.
  absl::StatusOr<PlanPtr> Newest(const std::string& name, absl::Time deadline);

 private:
  struct Page {
    PlanPtr plan;
    absl::Time fetch_time;
  };

  absl::StatusOr<PlanPtr> Fetch(const std::string& name, absl::Time deadline);

  PlanSource& source_;
  ExpertStore& store_;
  const Clock& clock_;
  absl::Mutex mutex_;
  std::map<std::string, Page> pages_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_PLANS_PLAN_BOOK_H_
