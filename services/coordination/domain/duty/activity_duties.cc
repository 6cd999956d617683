#include <string>

#include "absl/strings/str_cat.h"
#include "services/coordination/domain/activity/attendance.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/domain/duty/duty_frame.h"

namespace lianfang::coordination {
Duties DutiesOfActivity(const v1::Activity& activity, const PlanFrame& frame) {
  if (AttendanceOwed(activity) == 0) return {};
  duty::v1::Duty duty = DutyOf(frame, activity.name(), activity.department());
  duty.set_occasion("attendance");
  SetKind(duty, "attendance", "培训记录报送", "Attendance of a training");
  // Its title is somebody's own words, and is not told: it may name persons.
  const absl::CivilDay last = LastDayOf(activity);
  const std::string day = FormatDay(last);
  *duty.mutable_title() =
      duties::Words(absl::StrCat(day, " 培训的参训记录"), absl::StrCat("Attendance of the training of ", day));
  *duty.mutable_action() = duties::Words("报送重点岗位人员参训记录，或用 lianfang activity attend",
                                         "Publish the attendance of key positions, or use lianfang activity attend");
  const absl::Time due = frame.Start(last + kAttendanceDays + 1);
  SetTimes(duty, frame.Start(last), due, due);
  if (activity.attendance().has_complete_time()) SetMet(duty, FromTimestamp(activity.attendance().complete_time()));
  if (activity.state() == v1::ACTIVITY_STATE_WITHDRAWN) {
    SetWithdrawn(duty, FromTimestamp(activity.has_withdraw_time() ? activity.withdraw_time() : activity.update_time()));
  }
  return {Finished(std::move(duty), activity.create_time(), activity.update_time())};
}

}  // namespace lianfang::coordination
