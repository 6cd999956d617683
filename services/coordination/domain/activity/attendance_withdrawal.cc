#include "services/coordination/domain/activity/attendance_withdrawal.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/code_points.h"
#include "common/errors.h"
#include "common/text.h"
#include "services/coordination/domain/activity/attendance.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kLongestRecordReason = 500;  // what exchange takes, in one line

// The reason as records carry it.
std::string RecordReason(absl::string_view reason) {
  std::string line;
  size_t length = 0;
  ForEachCodePoint(reason, [&](char32_t c) {
    std::string one;
    AppendCodePoint(c, one);
    if (++length <= kLongestRecordReason) line += CheckLine(one, 1).ok() ? one : " ";
  });
  return absl::StripAsciiWhitespace(line).empty() ? "活动已撤销" : line;
}

// The newest version that exchange says it has, where that is why it refused; 0 elsewhere.
int64_t NewestVersion(const absl::Status& refusal) {
  const auto info = ErrorInfoOf(refusal);
  int64_t newest = 0;
  if (!info.has_value() || info->metadata().count("newest_version") == 0) return 0;
  return absl::SimpleAtoi(info->metadata().at("newest_version"), &newest) ? newest : 0;
}

}  // namespace

void BeginWithdrawal(v1::Activity& activity) {
  if (!activity.has_attendance()) return;
  v1::AttendanceStatus& attendance = *activity.mutable_attendance();
  attendance.set_begun(std::max(attendance.begun(), attendance.published()));
  attendance.set_begun_version(std::max(attendance.begun_version(), attendance.version()));
  attendance.set_withdraw_version(attendance.begun_version() + 1);
  attendance.set_withdrawn(0);
  attendance.clear_open_parts();
  attendance.set_state(attendance.begun() > 0 ? v1::ATTENDANCE_STATE_WITHDRAWING : v1::ATTENDANCE_STATE_WITHDRAWN);
}

std::optional<WithdrawalPart> NextWithdrawal(const v1::Activity& activity) {
  const v1::AttendanceStatus& attendance = activity.attendance();
  if (attendance.state() != v1::ATTENDANCE_STATE_WITHDRAWING) return std::nullopt;
  const int first = attendance.withdrawn() + 1;
  return WithdrawalPart{first, std::min(attendance.begun(), attendance.withdrawn() + kMostAttendees),
                        attendance.withdraw_version()};
}

std::vector<exchange::v1::Record> WithdrawnRecords(const v1::Activity& activity, const WithdrawalPart& part) {
  const std::string reason = RecordReason(activity.withdraw_reason());
  std::vector<exchange::v1::Record> records;
  for (int number = part.first; number <= part.last; ++number) {
    exchange::v1::Record& record = records.emplace_back();
    record.set_kind(exchange::v1::RECORD_KIND_TRAINING);
    record.mutable_owner()->set_region(activity.attendance().region());
    record.mutable_owner()->set_department(activity.department());
    record.set_source_id(SourceId(activity, number));
    record.set_version(part.version);
    record.set_withdrawn(true);
    record.set_revision_reason(reason);
    record.set_region(activity.attendance().region());
  }
  return records;
}

absl::Status ApplyWithdrawal(const WithdrawalPart& part, const std::vector<absl::Status>& results,
                             v1::Activity& activity) {
  v1::AttendanceStatus& attendance = *activity.mutable_attendance();
  int64_t newest = 0;
  for (const absl::Status& result : results) {
    if (result.ok()) continue;
    const int64_t stored = NewestVersion(result);
    if (stored < part.version) return result;
    newest = std::max(newest, stored);
  }
  if (newest > 0) {
    attendance.set_withdraw_version(newest + 1);
    return absl::OkStatus();
  }
  attendance.set_withdrawn(part.last);
  if (part.last >= attendance.begun()) attendance.set_state(v1::ATTENDANCE_STATE_WITHDRAWN);
  return absl::OkStatus();
}

}  // namespace lianfang::coordination
