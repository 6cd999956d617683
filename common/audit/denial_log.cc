#include "common/audit/denial_log.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/time.h"

namespace lianfang {

using audit::v1::AuditEvent;

// What the denial is counted under. Where there are too many kinds, it becomes one of the others of its caller, or of all.
DenialLog::Kind DenialLog::KindOf(AuditEvent& denial) {
  const Kind own(denial.actor(), denial.method(), denial.reason());
  if (counted_.contains(own)) return own;
  const auto known = kinds_.find(denial.actor());
  if (known != kinds_.end() && known->second < kMostKinds) return own;
  if (known == kinds_.end() && kinds_.size() < kMostCallers) return own;
  const std::string caller = known == kinds_.end() ? "" : denial.actor();
  AuditEvent others;
  *others.mutable_event_time() = denial.event_time();
  others.set_actor(caller);
  others.set_outcome(denial.outcome());
  others.set_count(denial.count());
  others.set_detail(caller.empty() ? "denials of other callers" : "other denials of this caller");
  denial = std::move(others);
  return {caller, "", ""};
}

void DenialLog::Add(AuditEvent denial, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Kind kind = KindOf(denial);
  const auto [found, fresh] = counted_.try_emplace(std::move(kind), Counted{now, denial});
  AuditEvent& row = found->second.row;
  if (fresh) {
    if (!denial.method().empty()) ++kinds_[denial.actor()];
    row.set_count(0);
    due_.push_back(std::move(denial));
    return;
  }
  if (row.count() == 0) {
    const std::string resource = row.resource();
    row = std::move(denial);
    if (row.resource() != resource) row.clear_resource();
  } else {
    row.set_count(row.count() + 1);
    if (row.resource() != denial.resource()) row.clear_resource();
    row.clear_request_id();
  }
}

std::vector<AuditEvent> DenialLog::Take(absl::Time now, bool all) {
  absl::MutexLock lock(&mutex_);
  std::vector<AuditEvent> rows = std::exchange(due_, {});
  for (auto it = counted_.begin(); it != counted_.end();) {
    Counted& counted = it->second;
    if (!all && now < counted.since + kWindow) {
      ++it;
      continue;
    }
    if (counted.row.count() > 0) {
      rows.push_back(counted.row);
      counted.row.set_count(0);
      counted.since = now;
      ++it;
      continue;
    }
    if (const auto caller = kinds_.find(std::get<0>(it->first));
        caller != kinds_.end() && !std::get<1>(it->first).empty()) {
      if (--caller->second == 0) kinds_.erase(caller);
    }
    it = counted_.erase(it);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const AuditEvent& a, const AuditEvent& b) {
    return FromTimestamp(a.event_time()) < FromTimestamp(b.event_time());
  });
  return rows;
}

size_t DenialLog::Return(std::vector<AuditEvent> rows) {
  absl::MutexLock lock(&mutex_);
  const size_t room = kMostUnsaved - std::min(kMostUnsaved, due_.size());
  const size_t lost = rows.size() - std::min(room, rows.size());
  rows.resize(rows.size() - lost);
  due_.insert(due_.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  return lost;
}

}  // namespace lianfang
