// What other services say is open, for the agenda of a conference.
#ifndef LIANFANG_SERVICES_COORDINATION_OPEN_OPEN_ITEMS_H_
#define LIANFANG_SERVICES_COORDINATION_OPEN_OPEN_ITEMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"

namespace lianfang::coordination {

// Thread-safe.
class OpenItems {
 public:
  virtual ~OpenItems() = default;

  // All duties of the plan that are awaited now, overdue or not: an agenda says how many it leaves out.
  virtual absl::StatusOr<std::vector<duty::v1::Duty>> AwaitedDuties(const std::string& plan, absl::Time deadline) = 0;
  // The scorecard of a region's period.
  virtual absl::StatusOr<evaluation::v1::Scorecard> GetScorecard(const std::string& plan, const std::string& region,
                                                                 const std::string& period, absl::Time deadline) = 0;
  // What the targets of a region's period may come to.
  virtual absl::StatusOr<evaluation::v1::Forecast> GetForecast(const std::string& plan, const std::string& region,
                                                               const std::string& period, absl::Time deadline) = 0;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_OPEN_OPEN_ITEMS_H_
