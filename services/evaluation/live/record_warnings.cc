#include "services/evaluation/live/record_warnings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/record_warnings.h"

namespace lianfang::evaluation {
namespace {

using exchange::v1::Discrepancy;

bool SaysTheSame(const std::vector<Discrepancy>& a, const std::vector<Discrepancy>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Discrepancy& left, const Discrepancy& right) {
    return left.name() == right.name() && left.etag() == right.etag();
  });
}

}  // namespace

void RecordWarnings::Put(const std::string& plan, std::vector<Discrepancy> open, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Known& known = plans_[plan];
  known.time = now;
  if (SaysTheSame(known.open, open)) return;
  known.open = std::move(open);
  known.ready.clear();
}

std::string RecordWarnings::FieldsOf(const type::v1::Plan& plan, const std::string& region,
                                     const std::string& period) const {
  absl::MutexLock lock(&mutex_);
  const auto found = plans_.find(plan.name());
  if (found == plans_.end()) return "";
  Known& known = found->second;
  const auto [ready, is_new] = known.ready.try_emplace({plan.edition(), region, period});
  if (is_new) {
    v1::Scorecard fields;
    for (v1::RecordWarning& warning : RecordWarningsOf(plan, region, period, known.open)) {
      *fields.add_record_warnings() = std::move(warning);
    }
    ready->second = fields.SerializeAsString();
  }
  v1::Scorecard time;
  *time.mutable_record_warnings_time() = ToTimestamp(known.time);
  return absl::StrCat(ready->second, time.SerializeAsString());
}

void RecordWarnings::AddTo(const type::v1::Plan& plan, const std::string& region, const std::string& period,
                           v1::Explanation& explanation) const {
  const std::string bytes = FieldsOf(plan, region, period);
  v1::Scorecard fields;
  if (bytes.empty() || !fields.ParseFromString(bytes)) return;
  *explanation.mutable_record_warnings_time() = fields.record_warnings_time();
  for (v1::RecordWarning& warning : *fields.mutable_record_warnings()) {
    if (Touches(warning, explanation.result().industry(), explanation.result().indicator()))
      *explanation.add_record_warnings() = std::move(warning);
  }
}

}  // namespace lianfang::evaluation
