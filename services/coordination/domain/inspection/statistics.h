// Inspections and what followed, counted by department, industry and month. Pure.
//
//   StatisticsCount count(first, last);
//   count.Add(inspection);  count.Add(order, frame, now);
//   v1::InspectionStatistics statistics = count.Finish();
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_STATISTICS_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_STATISTICS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// Not thread-safe.
class StatisticsCount {
 public:
  // Of inspections of these days, both included; nothing: no bound.
  StatisticsCount(std::optional<absl::CivilDay> first, std::optional<absl::CivilDay> last)
      : first_(first), last_(last) {}

  void Add(const v1::Inspection& inspection);
  void Add(const v1::Order& order, const PlanFrame& frame, absl::Time now);

  v1::InspectionStatistics Finish() const;

 private:
  struct Tally {
    v1::InspectionCounts counts;
    int over = 0;  // orders whose time is over
  };
  using Count = std::function<void(Tally&)>;

  bool IsCounted(absl::CivilDay day) const;
  void CountFor(const std::string& department, const std::string& industry, absl::CivilDay day, const Count& count);

  const std::optional<absl::CivilDay> first_;
  const std::optional<absl::CivilDay> last_;
  Tally total_;
  std::map<std::string, Tally> departments_, industries_, months_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_STATISTICS_H_
