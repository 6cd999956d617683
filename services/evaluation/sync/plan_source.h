// Where editions of plans come from when a change names one that is not stored yet.
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_PLAN_SOURCE_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_PLAN_SOURCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Thread-safe.
class PlanSource {
 public:
  virtual ~PlanSource() = default;

  // An edition of the plan with this id. NOT_FOUND when there is none.
  virtual absl::StatusOr<type::v1::Plan> GetPlan(const std::string& plan, int edition, absl::Time deadline) = 0;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_PLAN_SOURCE_H_
