#include "services/submission/domain/deadlines.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kDueSoon = absl::Hours(24 * 7);

// Whole days between two instants, started days counted whole.
int64_t DaysBetween(absl::Time from, absl::Time to) {
  return absl::ToInt64Hours(absl::Ceil(to - from, absl::Hours(24))) / 24;
}

bool HappenedBy(bool present, const google::protobuf::Timestamp& time, absl::Time as_of) {
  return present && FromTimestamp(time) <= as_of;
}

// The due instant in force at `as_of`: what was moved later is not seen.
absl::Time DueAt(const v1::Obligation& obligation, absl::Time as_of) {
  for (const v1::ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (adjustment.has_previous_due_time() && FromTimestamp(adjustment.adjust_time()) > as_of) {
      return FromTimestamp(adjustment.previous_due_time());
    }
  }
  return FromTimestamp(obligation.due_time());
}

Standing Open(const v1::Obligation& obligation, absl::Time as_of) {
  const absl::Time due = DueAt(obligation, as_of);
  // The lock moved with the due instant.
  const absl::Duration until_lock = FromTimestamp(obligation.lock_time()) - FromTimestamp(obligation.due_time());
  if (obligation.has_lock_time() && as_of >= due + until_lock) {
    return {v1::OBLIGATION_STATE_LOCKED, "报送已截止，未报送"};
  }
  if (as_of >= due) return {v1::OBLIGATION_STATE_OVERDUE, absl::StrCat("已逾期 ", DaysBetween(due, as_of), " 天")};
  if (as_of < FromTimestamp(obligation.open_time())) return {v1::OBLIGATION_STATE_NOT_OPEN, "尚未开放报送"};
  const std::string left = absl::StrCat("距截止还有 ", DaysBetween(as_of, due), " 天");
  if (FromTimestamp(obligation.original_due_time()) < due)
    return {v1::OBLIGATION_STATE_EXTENDED, absl::StrCat("已延期，", left)};
  return {due - as_of <= kDueSoon ? v1::OBLIGATION_STATE_DUE_SOON : v1::OBLIGATION_STATE_OPEN, left};
}

Standing Met(const v1::Obligation& obligation) {
  const absl::Time met = FromTimestamp(obligation.met_time());
  if (met >= DueAt(obligation, met)) return {v1::OBLIGATION_STATE_MET_LATE, "已报送（逾期）"};
  const bool by_extension = met >= FromTimestamp(obligation.original_due_time());
  return {v1::OBLIGATION_STATE_MET, by_extension ? "延期后按时报送" : "已按时报送"};
}

}  // namespace

Standing StandingAt(const v1::Obligation& obligation, absl::Time as_of) {
  if (HappenedBy(obligation.has_waive_time(), obligation.waive_time(), as_of)) {
    return {v1::OBLIGATION_STATE_WAIVED, "已豁免"};
  }
  if (HappenedBy(obligation.has_sent_back_time(), obligation.sent_back_time(), as_of)) {
    return {v1::OBLIGATION_STATE_SENT_BACK, "已退回，待重新报送"};
  }
  if (HappenedBy(obligation.has_met_time(), obligation.met_time(), as_of)) {
    return Met(obligation);
  }
  return Open(obligation, as_of);
}

void SetStanding(v1::Obligation& obligation, absl::Time as_of) {
  Standing standing = StandingAt(obligation, as_of);
  obligation.set_state(standing.state);
  obligation.set_state_reason(std::move(standing.reason));
}

}  // namespace lianfang::submission
