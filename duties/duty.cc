#include "duties/duty.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::duties {
namespace {

using duty::v1::Duty;
using duty::v1::TimeSpan;

constexpr absl::Duration kDueSoon = absl::Hours(24 * 7);

absl::Time EndOf(const TimeSpan& span) {
  return span.has_end_time() ? FromTimestamp(span.end_time()) : absl::InfiniteFuture();
}

bool HasCome(bool present, const google::protobuf::Timestamp& instant, absl::Time time) {
  return present && FromTimestamp(instant) <= time;
}

}  // namespace

bool IsAwaitedAt(const Duty& duty, absl::Time time) {
  return std::any_of(duty.awaited_spans().begin(), duty.awaited_spans().end(), [time](const TimeSpan& span) {
    return FromTimestamp(span.start_time()) <= time && time < EndOf(span);
  });
}

absl::Time AwaitedUntil(const Duty& duty) {
  return duty.awaited_spans().empty() ? absl::InfinitePast() : EndOf(*duty.awaited_spans().rbegin());
}

bool IsOwed(const Duty& duty) { return !duty.has_met_time() && !duty.has_withdrawn_time(); }

duty::v1::DutyState StateAt(const Duty& duty, absl::Time time) {
  if (HasCome(duty.has_met_time(), duty.met_time(), time)) {
    return duty.met_late() ? duty::v1::DUTY_STATE_MET_LATE : duty::v1::DUTY_STATE_MET;
  }
  if (HasCome(duty.has_withdrawn_time(), duty.withdrawn_time(), time)) return duty::v1::DUTY_STATE_WITHDRAWN;
  if (HasCome(duty.has_lock_time(), duty.lock_time(), time)) return duty::v1::DUTY_STATE_LOCKED;
  if (!IsAwaitedAt(duty, time)) return duty::v1::DUTY_STATE_NOT_OPEN;
  const absl::Time due = FromTimestamp(duty.due_time());
  if (time >= due) return duty::v1::DUTY_STATE_OVERDUE;
  return due - time <= kDueSoon ? duty::v1::DUTY_STATE_DUE_SOON : duty::v1::DUTY_STATE_OPEN;
}

absl::CivilDay DueDay(const Duty& duty, absl::TimeZone zone) {
  return absl::ToCivilDay(FromTimestamp(duty.due_time()) - absl::Nanoseconds(1), zone);
}

std::string OccasionKey(const Duty& duty) {
  if (!duty.has_sent_back_time()) return duty.occasion();
  return absl::StrCat(
      duty.occasion(), duty.occasion().empty() ? "" : "/",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", FromTimestamp(duty.sent_back_time()), absl::UTCTimeZone()));
}

void AddAwaitedSpan(Duty& duty, absl::Time start, absl::Time end) {
  if (start >= end) return;
  TimeSpan& span = *duty.add_awaited_spans();
  *span.mutable_start_time() = ToTimestamp(start);
  if (end != absl::InfiniteFuture()) *span.mutable_end_time() = ToTimestamp(end);
}

void AwaitWhileOpen(Duty& duty) {
  absl::Time end = absl::InfiniteFuture();
  if (duty.has_met_time()) end = std::min(end, FromTimestamp(duty.met_time()));
  if (duty.has_withdrawn_time()) end = std::min(end, FromTimestamp(duty.withdrawn_time()));
  if (duty.has_lock_time()) end = std::min(end, FromTimestamp(duty.lock_time()));
  duty.clear_awaited_spans();
  AddAwaitedSpan(duty, FromTimestamp(duty.open_time()), end);
}

}  // namespace lianfang::duties
