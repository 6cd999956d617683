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
  const auto told = std::make_shared<const std::vector<Discrepancy>>(std::move(open));
  Known before;  // goes after the lock
  Discrepancies known;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = plans_.find(plan);
    if (found != plans_.end()) known = found->second.open;
  }
  const bool same = known != nullptr && SaysTheSame(*known, *told);
  absl::MutexLock lock(&mutex_);
  Known& current = plans_[plan];
  if (same && current.open == known) {
    current.time = now;
    return;
  }
  before = std::exchange(current, Known{told, now});
}

std::string RecordWarnings::WithTime(const std::string& warnings, absl::Time time) {
  v1::Scorecard fields;
  *fields.mutable_record_warnings_time() = ToTimestamp(time);
  return absl::StrCat(warnings, fields.SerializeAsString());
}

std::optional<std::string> RecordWarnings::RememberedFieldsOf(const type::v1::Plan& plan, const std::string& region,
                                                              const std::string& period) const {
  absl::MutexLock lock(&mutex_);
  const auto found = plans_.find(plan.name());
  if (found == plans_.end()) return "";
  const auto ready = found->second.ready.find({plan.edition(), region, period});
  if (ready == found->second.ready.end()) return std::nullopt;
  return WithTime(ready->second, found->second.time);
}

std::string RecordWarnings::FieldsOf(const type::v1::Plan& plan, const std::string& region,
                                     const std::string& period) const {
  if (auto remembered = RememberedFieldsOf(plan, region, period); remembered.has_value()) return *remembered;
  Discrepancies open;
  absl::Time time;
  {
    absl::MutexLock lock(&mutex_);
    const Known& known = plans_.at(plan.name());
    open = known.open;
    time = known.time;
  }
  v1::Scorecard fields;
  for (v1::RecordWarning& warning : RecordWarningsOf(plan, region, period, *open)) {
    *fields.add_record_warnings() = std::move(warning);
  }
  const std::string warnings = fields.SerializeAsString();
  {
    absl::MutexLock lock(&mutex_);
    Known& known = plans_.at(plan.name());
    // Of others that were told meanwhile they say nothing.
    if (known.open == open) known.ready.insert_or_assign({plan.edition(), region, period}, warnings);
  }
  return WithTime(warnings, time);
}

void RecordWarnings::AddTo(const type::v1::Plan& plan, const std::string& region, const std::string& period,
                           v1::Scorecard& scorecard) const {
  // The fields of both are the fields of the whole. What was serialised here parses.
  static_cast<void>(scorecard.MergeFromString(FieldsOf(plan, region, period)));
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
