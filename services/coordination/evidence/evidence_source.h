// What other services have that shows a task to be done, and which plans there are.
#ifndef LIANFANG_SERVICES_COORDINATION_EVIDENCE_EVIDENCE_SOURCE_H_
#define LIANFANG_SERVICES_COORDINATION_EVIDENCE_EVIDENCE_SOURCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::coordination {

// How far the returns of a period have come.
struct ReturnsCount {
  int owed = 0;  // not waived, nor dropped
  int filed = 0;
};

// The verdicts of a mid-term assessment of the city.
struct AssessmentCount {
  int judged = 0;  // finally: attained, not attained, not applicable
  int open = 0;    // on figures that are missing, not due yet, or not accepted
};

struct PoolSize {
  int active = 0;
  int target = 0;  // 0: none stated
};

// Thread-safe.
class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;

  // The newest editions of all plans that are published.
  virtual absl::StatusOr<std::vector<type::v1::Plan>> ListPlans(absl::Time deadline) = 0;
  virtual absl::StatusOr<ReturnsCount> CountReturns(const std::string& plan, const std::string& period,
                                                    absl::Time deadline) = 0;
  virtual absl::StatusOr<PoolSize> GetPoolSize(const std::string& plan, const std::string& pool,
                                               absl::Time deadline) = 0;
  // Of the region whose verdicts are the city's, in the period.
  virtual absl::StatusOr<AssessmentCount> CountAssessed(const std::string& plan, const std::string& region,
                                                        const std::string& period, absl::Time deadline) = 0;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EVIDENCE_EVIDENCE_SOURCE_H_
