// Open discrepancies of each plan as exchange last told them, in memory, and the warnings that follow for a scorecard, ready to send.
//
//   warnings.Put("plans/gaoping-2021-2025", open, clock.Now());          // sync/discrepancy_reader.h, now and then
//   std::string fields = warnings.FieldsOf(plan, "140581", "2022");      // of every scorecard of now
//
// Nobody waits for exchange: while it is away, what it last said is told with its time; before it was first heard, nothing is.
#ifndef LIANFANG_SERVICES_EVALUATION_LIVE_RECORD_WARNINGS_H_
#define LIANFANG_SERVICES_EVALUATION_LIVE_RECORD_WARNINGS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Thread-safe.
class RecordWarnings {
 public:
  // What is open of a plan, by its resource name, in place of what was known before. By due time, the most pressing first.
  void Put(const std::string& plan, std::vector<exchange::v1::Discrepancy> open, absl::Time now);

  // The fields `record_warnings` and `record_warnings_time` of a v1::Scorecard, serialised; empty while nothing is known. Works them out where
  // nobody has asked for this scorecard since the discrepancies changed: that looks at every open discrepancy of the plan.
  std::string FieldsOf(const type::v1::Plan& plan, const std::string& region, const std::string& period) const;

  // The same where they are worked out already; nothing where they are not. For threads that must not be held up.
  std::optional<std::string> RememberedFieldsOf(const type::v1::Plan& plan, const std::string& region,
                                                const std::string& period) const;

  // Adds them to a scorecard of now.
  void AddTo(const type::v1::Plan& plan, const std::string& region, const std::string& period,
             v1::Scorecard& scorecard) const;

  // Adds to an explanation the warnings that touch its result.
  void AddTo(const type::v1::Plan& plan, const std::string& region, const std::string& period,
             v1::Explanation& explanation) const;

 private:
  using Place = std::tuple<int, std::string, std::string>;  // edition, region, period
  using Discrepancies = std::shared_ptr<const std::vector<exchange::v1::Discrepancy>>;
  struct Known {
    Discrepancies open;
    absl::Time time;
    std::map<Place, std::string> ready = {};  // serialised warnings, without the time
  };
  static std::string WithTime(const std::string& warnings, absl::Time time);

  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<std::string, Known> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_LIVE_RECORD_WARNINGS_H_
