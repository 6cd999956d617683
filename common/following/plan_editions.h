// Plans by name and edition, fetched from where they are published and kept: an edition never changes, so each is
// fetched once. What a plan says is its users' business.
//
//   PlanEditions plans(source, store, clock);
//   absl::Status kept = plans.Ensure("plans/gaoping-2021-2025", 2, deadline);    // before what rests on it is stored
//   auto newest = plans.Newest("plans/gaoping-2021-2025", deadline);
//
// The newest edition serves for a moment without asking again, so that a busy service does not ask for every call; while
// the source is away, the last one kept serves.
#ifndef LIANFANG_COMMON_FOLLOWING_PLAN_EDITIONS_H_
#define LIANFANG_COMMON_FOLLOWING_PLAN_EDITIONS_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang {

// Where plans are published. Thread-safe.
class PlanSource {
 public:
  virtual ~PlanSource() = default;

  // An edition of a plan, by resource name; 0: the newest one. NOT_FOUND when there is none.
  virtual absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int edition, absl::Time deadline) = 0;
};

// Where a service keeps them. Thread-safe; every call ends by `deadline`.
class PlanStore {
 public:
  virtual ~PlanStore() = default;

  // An edition as kept; 0: the newest one kept. Nothing when there is none.
  virtual absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                                 absl::Time deadline) = 0;
  // Keeps an edition. An edition never changes: saving it again changes nothing.
  virtual absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) = 0;
};

// Thread-safe. Refers to what it is given.
class PlanEditions {
 public:
  PlanEditions(PlanSource& source, PlanStore& store, const Clock& clock)
      : source_(source), store_(store), clock_(clock) {}

  // Sees to it that the store keeps the edition. Errors of the source and of the store.
  absl::Status Ensure(const std::string& name, int edition, absl::Time deadline);

  // NOT_FOUND when the plan is not published; UNAVAILABLE when the source is away and no edition is kept.
  absl::StatusOr<std::shared_ptr<const type::v1::Plan>> Newest(const std::string& name, absl::Time deadline);

 private:
  struct Page {
    std::shared_ptr<const type::v1::Plan> plan;
    absl::Time fetch_time;
  };

  absl::StatusOr<type::v1::Plan> FetchNewest(const std::string& name, absl::Time deadline);

  PlanSource& source_;
  PlanStore& store_;
  const Clock& clock_;
  absl::Mutex mutex_;
  std::set<std::pair<std::string, int>> kept_ ABSL_GUARDED_BY(mutex_);  // that the store is known to keep
  std::map<std::string, Page> newest_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_PLAN_EDITIONS_H_
